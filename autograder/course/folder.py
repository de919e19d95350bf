"""A course: where its files lie, and its compiled assignments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from autograder.course.settings import NAME, CourseError, Settings, read_settings
from autograder.rubric.compiled import CHECKS, HIDDEN, Compiled, compile_files
from autograder.rubric.exercise import Assignment
from autograder.rubric.expected import ExpectedError

BUILD = "build it: autograder build"


class UnknownAssignmentError(ValueError):
    """No assignment has that name."""


@dataclass(frozen=True, slots=True)
class Course:
    """A course.

    Attributes
    ----------
    folder : Path
        The folder of its ``course.toml``.
    settings : Settings
        What that says.
    """

    folder: Path
    settings: Settings

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its assignments, in the order in which they are taught."""
        return tuple(listed.name for listed in self.settings.assignments)

    @property
    def assignments(self) -> Mapping[str, Assignment]:
        """The rubrics of its assignments, as they are compiled; of those that are built.

        Raises
        ------
        ExpectedError
            If none is.
        """
        found: dict[str, Assignment] = {}
        problem: ExpectedError | None = None
        for name in self.names:
            # One that its author is still writing keeps nobody from the others.
            try:
                found[name] = self.compiled(name).assignment
            except ExpectedError as error:
                problem = problem or error
        if problem is not None and not found:
            raise problem
        return MappingProxyType(found)

    def require(self, name: str) -> str:
        """See that there is an assignment of a name.

        Raises
        ------
        UnknownAssignmentError
            If there is none; the message lists those there are.
        """
        if name not in self.names:
            message = f"there is no assignment {name!r}; choose one of: {', '.join(self.names)}"
            raise UnknownAssignmentError(message)
        return name

    def text(self, name: str) -> Path:
        """Where the story of an assignment is written."""
        return self.folder / "source" / name / f"{name}.md"

    def checks(self, name: str) -> Path:
        """Where the half of a compiled assignment lies that students may see."""
        return self.folder / "source" / name / f"{name}{CHECKS}"

    def hidden(self, name: str, number: int = 0) -> Path:
        """Where a set of hidden cases lies."""
        own = f".set-{number:02}" if number else ""
        return self.folder / "expected" / f"{name}{own}{HIDDEN}"

    def hidden_files(self, name: str) -> list[Path]:
        """List the sets of hidden cases that are there."""
        more = sorted(self.hidden(name).parent.glob(f"{name}.set-*{HIDDEN}"))
        return [path for path in (self.hidden(name), *more) if path.is_file()]

    def compiled(self, name: str) -> Compiled:
        """Read a compiled assignment; the files of one that did not change are read once.

        Raises
        ------
        ExpectedError
            If it is not built.
        """
        checks, hidden = self.checks(name), self.hidden_files(name)
        return _compiled(name, tuple((path, _state(path)) for path in (checks, *hidden)))


def _state(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        raise ExpectedError(f"there is no {path}; {BUILD}") from None
    return found.st_mtime_ns, found.st_size


@lru_cache(maxsize=64)
def _compiled(name: str, files: tuple[tuple[Path, tuple[int, int]], ...]) -> Compiled:
    (checks, *hidden) = [path for path, _ in files]
    try:
        return compile_files(
            name, checks.read_bytes(), {path.name: path.read_bytes() for path in hidden}
        )
    except OSError as error:
        raise ExpectedError(f"{error.filename} cannot be read: {error.strerror}") from None


def open_course(folder: Path) -> Course:
    """Open the course of a folder.

    Raises
    ------
    CourseError
        If it has none, or its settings are wrong.
    """
    file = folder / NAME
    if not file.is_file():
        raise CourseError(f"there is no {NAME} in {folder}; is it the folder of a course?")
    return Course(folder.resolve(), read_settings(file))


def guess_assignment(
    names: frozenset[str], assignments: Mapping[str, Assignment], hint: str = ""
) -> Assignment | None:
    """Tell which assignment a submission answers.

    Parameters
    ----------
    names : frozenset of str
        The functions that the submission defines.
    assignments : mapping
        Those that it may be, by their names.
    hint : str
        The name of its notebook or folder; it decides where it is an assignment's name.

    Returns
    -------
    Assignment or None
        The assignment with the most exercises among the names; None if no name is an exercise.
    """
    if hint in assignments:
        return assignments[hint]
    counts = {
        name: sum(bool(names & set(exercise.names)) for exercise in assignment.exercises)
        for name, assignment in assignments.items()
    }
    best = max(counts, key=lambda name: counts[name], default="")
    return assignments[best] if best and counts[best] else None
