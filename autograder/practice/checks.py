"""Find the checks that a notebook or a file is practised with."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from autograder.course import CourseError, find_checks, find_course
from autograder.rubric.compiled import Compiled
from autograder.rubric.expected import ExpectedError


class NoChecksError(ExpectedError):
    """Nothing here says what is right; the message says where it belongs."""


def checks_for(folder: Path, course: Path | None = None) -> Mapping[str, Compiled]:
    """Find the checks for what lies in a folder.

    Parameters
    ----------
    folder : Path
        The folder of a notebook or a module. The checks that were released with it lie beside it;
        where there are none, those of the course above it are taken, or above the working
        directory.
    course : Path, optional
        The folder of a course that is to be taken instead.

    Raises
    ------
    NoChecksError
        If there are none.
    ExpectedError, CourseError
        If they are damaged, or the settings of the course are wrong.
    """
    beside = {} if course is not None else find_checks(folder)
    if beside:
        return beside
    found: dict[str, Compiled] = {}
    try:
        opened = find_course(course, folder.resolve())
    except CourseError:
        if course is not None:
            raise
    else:
        for name in opened.names:
            # An assignment that its author is still writing keeps nobody from another one.
            with suppress(ExpectedError):
                found[name] = opened.compiled(name)
    if not found:
        where = course or ("this folder" if folder == Path() else folder)
        raise NoChecksError(
            f"there are no checks in {where}: the file that ends in .checks.h5 belongs beside the "
            "notebook; take it from where you got the notebook"
        )
    return found
