"""What an author writes for an assignment: its text, its solutions, its rubric."""

from __future__ import annotations

import importlib
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from autograder.course import Course
from autograder.rubric.exercise import Assignment

PACKAGES = ("solutions", "rubrics")
SOMEWHERE = "the course's modules"
"""Where an exception came from, if no line of the course is known."""


class AuthorError(Exception):
    """Something that an author wrote does not work; the message says where, and what to do."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What is written for an assignment.

    Attributes
    ----------
    assignment : Assignment
        Its rubric, with what draws cases and with the functions that make mistakes.
    solutions : ModuleType
        The reference solutions.
    text : str
        The story, in Markdown.
    """

    assignment: Assignment
    solutions: ModuleType
    text: str

    def solution(self, exercise: str) -> Callable[..., object]:
        """Give the reference solution of an exercise."""
        function: Callable[..., object] = getattr(self.solutions, exercise)
        return function


@contextmanager
def reading(course: Course) -> Iterator[Callable[[str], Sources]]:
    """Make what a course's authors wrote importable, and give what reads an assignment.

    Within, ``solutions`` and ``rubrics`` are those of the course. What is read is an author's own
    code, and runs here.
    """
    own, before = str(course.folder), (list(sys.path), sys.dont_write_bytecode)
    modules = {name: sys.modules[name] for name in _loaded()}
    if not all(_is_from(name, course.folder) for name in modules):
        for name in modules:
            del sys.modules[name]
    sys.path.insert(0, own)
    # What is compiled of a module is taken for current by its second: too coarse for an author.
    sys.dont_write_bytecode = True
    importlib.invalidate_caches()
    try:
        for package in PACKAGES:
            _take(course.folder / package)
        yield lambda name: _read(course, name)
    finally:
        sys.path[:], sys.dont_write_bytecode = before
        # Another course may be read next in this process.
        for name in _loaded():
            del sys.modules[name]
        sys.modules.update(modules)


def _take(folder: Path) -> None:
    """Let a package be this folder of the course, whatever is installed under its name.

    Python takes a folder without ``__init__.py`` for a package only where no other has the name.
    """
    if folder.name not in sys.modules and not (folder / "__init__.py").exists():
        package = ModuleType(folder.name)
        package.__path__, package.__file__ = [str(folder)], str(folder)
        sys.modules[folder.name] = package


def _loaded() -> list[str]:
    return [name for name in sys.modules if name.partition(".")[0] in PACKAGES]


def _is_from(name: str, folder: Path) -> bool:
    file = getattr(sys.modules[name], "__file__", None)
    return file is not None and Path(file).resolve().is_relative_to(folder)


def _read(course: Course, name: str) -> Sources:
    course.require(name)
    solutions, rubric = (_import(course, package, name) for package in PACKAGES)
    assignment = getattr(rubric, "ASSIGNMENT", None)
    place = f"rubrics/{name}.py"
    if not isinstance(assignment, Assignment):
        raise AuthorError(f"{place} has no ASSIGNMENT; end it with: ASSIGNMENT = Assignment(...)")
    if assignment.name != name:
        raise AuthorError(
            f"{place}: its ASSIGNMENT is called {assignment.name!r}; call it {name!r}, as the file"
        )
    try:
        text = course.text(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise AuthorError(f"{course.text(name)} cannot be read: {error}") from None
    return Sources(assignment, solutions, text)


def _import(course: Course, package: str, name: str) -> ModuleType:
    """Import what an author wrote.

    Raises
    ------
    AuthorError
        If it is not there or raises; the message names the line.
    """
    file = course.folder / package / f"{name}.py"
    try:
        return importlib.import_module(f"{package}.{name}")
    except ModuleNotFoundError as error:
        if error.name in (package, f"{package}.{name}"):
            raise AuthorError(f"there is no {file.relative_to(course.folder)}; write it") from None
        raise AuthorError(f"{place_of(error, course) or SOMEWHERE}: {error}") from None
    except SyntaxError as error:
        where = _below(Path(error.filename), course) if error.filename else f"{package}/{name}.py"
        line = f", line {error.lineno}" if error.lineno else ""
        raise AuthorError(f"{where}{line}: {error.msg}") from None
    except (Exception, SystemExit) as error:  # noqa: BLE001 - an author's code may raise anything
        raise AuthorError(
            f"{place_of(error, course) or SOMEWHERE}: {type(error).__name__}: {error}"
        ) from None


def place_of(error: BaseException, course: Course) -> str:
    """Name the file and line of a course where an exception came from; empty if from none."""
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).resolve().is_relative_to(course.folder)
        and ".venv" not in Path(frame.filename).parts
    ]
    if not frames:
        return ""
    return f"{_below(Path(frames[-1].filename), course)}, line {frames[-1].lineno}"


def _below(path: Path, course: Course) -> str:
    resolved = path.resolve()
    is_below = resolved.is_relative_to(course.folder)
    return resolved.relative_to(course.folder).as_posix() if is_below else path.name
