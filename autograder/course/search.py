"""Find the course that a command is about, or the checks beside a notebook."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from autograder.course.folder import Course, open_course
from autograder.course.settings import NAME, CourseError
from autograder.rubric.compiled import CHECKS, Compiled, compile_files
from autograder.rubric.expected import ExpectedError
from autograder.rubric.reader import MOST_BYTES

VARIABLE = "AUTOGRADER_COURSE"
HANDED_IN = frozenset({"submitted", "autograded", "feedback", "downloaded", "exchange"})
"""Folders of a course in which others put files: a course that lies there is a student's."""
WAYS = (
    f"name its folder with --course DIR, set {VARIABLE} to it, or start the command in it or "
    "below it; to make one: autograder init DIR"
)


class NoCourseError(CourseError):
    """There is no course here."""


def find_course(
    folder: Path | None = None, *starts: Path, handed_in: Iterable[Path] = ()
) -> Course:
    """Find the course that is meant.

    Parameters
    ----------
    folder : Path, optional
        Its folder, where the user named it. Else the variable ``AUTOGRADER_COURSE`` names it, else
        it is the nearest above the working directory.
    *starts : Path
        Further places above which to look then.
    handed_in : iterable of Path
        What students handed in: a course that lies there is theirs.

    Raises
    ------
    NoCourseError
        If there is none; the message says how to name it.
    CourseError
        If its settings are wrong.
    """
    if folder is not None:
        return _named(folder, "--course")
    if variable := os.environ.get(VARIABLE):
        return _named(Path(variable), VARIABLE)
    given = [*handed_in]
    theirs = [path.resolve() for path in given]
    for start in (Path.cwd(), *starts):
        found = _nearest(start.resolve())
        if found is None:
            continue
        if any(found.is_relative_to(path) for path in theirs):
            raise NoCourseError(
                f"the course in {found} lies in what is to be graded, and may be a student's; if "
                f"it is yours, name it: --course {found}"
            )
        return open_course(found)
    for path in given:
        if any(_sorted(path.parent)):
            raise NoCourseError(
                f"there is no course here to grade {path.name} with, only the checks beside it, "
                f"which are for practice: autograder check {path}; grading is done where the "
                f"teacher's course folder lies: {WAYS}"
            )
    raise NoCourseError(
        f"there is no course here, as no {NAME} is in or above {Path.cwd()}; {WAYS}"
    )


def _named(folder: Path, by: str) -> Course:
    if not (folder / NAME).is_file():
        raise NoCourseError(f"there is no {NAME} in {folder}, which {by} names; {WAYS}")
    return open_course(folder)


def _nearest(start: Path) -> Path | None:
    """Find the nearest course above a folder; what was handed in to another is none."""
    above = [folder for folder in (start, *start.parents) if (folder / NAME).is_file()]
    for number, folder in enumerate(above):
        outer = above[number + 1 :]
        if not any(folder.relative_to(one).parts[0] in HANDED_IN for one in outer):
            return folder
    return None


def find_checks(folder: Path) -> Mapping[str, Compiled]:
    """Read the checks that lie beside a notebook.

    They may be a stranger's, and are read as such.

    Returns
    -------
    mapping
        The compiled assignments by name, without hidden cases; empty where there are none.

    Raises
    ------
    ExpectedError
        If one is damaged.
    """
    found = {}
    for path in _sorted(folder):
        name = path.name.removesuffix(CHECKS)
        try:
            with path.open("rb") as file:
                content = file.read(MOST_BYTES + 1)
        except OSError as error:
            raise ExpectedError(f"{path} cannot be read: {error.strerror}") from None
        compiled = compile_files(name, content)
        if compiled.assignment.name == name:
            found[name] = compiled
    return found


def _sorted(folder: Path) -> Iterable[Path]:
    try:
        return sorted(path for path in folder.glob(f"*{CHECKS}") if path.is_file())
    except OSError:
        return ()
