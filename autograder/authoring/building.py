"""Build a course: compiled assignments, instructor notebooks, and what is released."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.authoring import notebooks
from autograder.authoring.compilation import compile_assignment, differences, write_files
from autograder.authoring.files import write_at_once
from autograder.authoring.sources import AuthorError, Sources, reading
from autograder.course import Course
from autograder.rubric.compiled import HIDDEN
from autograder.rubric.storage import Stored


@dataclass(frozen=True, slots=True)
class Built:
    """What building one assignment came to.

    Attributes
    ----------
    name : str
        The assignment.
    changed : tuple of str
        What was not as it is built, seen from the folder of the course.
    """

    name: str
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """An assignment as it is built, while nothing of the course is changed.

    Attributes
    ----------
    compiled : mapping
        What belongs into each compiled file.
    files : mapping
        What belongs into each other file beside the text.
    source, released : Path
        Folders with the instructor notebook and with what students get.
    """

    compiled: Mapping[Path, Stored]
    files: Mapping[Path, bytes]
    source: Path
    released: Path


@contextmanager
def making(course: Course, sources: Sources) -> Iterator[Made]:
    """Make all that belongs to an assignment, in a folder that lasts as long as the context.

    Raises
    ------
    AuthorError
        If what is written does not fit together.
    """
    name = sources.assignment.name
    compiled = compile_assignment(sources, course)
    files = notebooks.build_files(sources, course)
    with tempfile.TemporaryDirectory() as folder:
        staged = _stage(course, name, Path(folder))
        source = staged.text(name).parent
        for path, content in files.items():
            (source / path.name).write_bytes(content)
        checks = course.checks(name)
        write_files({staged.checks(name): compiled[checks]}, staged)
        if not differences(checks, compiled[checks]):
            shutil.copyfile(checks, staged.checks(name))
        notebooks.release(course, name, staged.folder)
        yield Made(compiled, files, source, staged.folder / "release" / name)


def build_assignment(course: Course, sources: Sources, *, only_check: bool = False) -> Built:
    """Build an assignment; files that are as they should be are left alone.

    Parameters
    ----------
    course : Course
        Where it belongs.
    sources : Sources
        What is written for it.
    only_check : bool
        Whether to change nothing.

    Raises
    ------
    AuthorError
        If what is written does not fit together; nothing is changed then.
    """
    name = sources.assignment.name
    with making(course, sources) as made:
        compiled, files = made.compiled, made.files
        stale = [
            part
            for path, stored in compiled.items()
            if not (only_check and _is_kept_private(path, course))
            for part in differences(path, stored)
        ]
        stale += [
            _below(path, course) for path, content in files.items() if _holds(path) != content
        ]
        extra = set(course.hidden_files(name)) - set(compiled)
        stale += [_below(path, course) for path in sorted(extra)]
        there = course.folder / "release" / name
        stale += [f"release/{name}/{one}" for one in _differing(made.released, there)]
        if not only_check:
            write_files(compiled, course)
            for path, content in files.items():
                if _holds(path) != content:
                    write_at_once(path, content)
            _synchronise(made.released, there)
    return Built(name, tuple(stale))


def build_course(
    course: Course, names: Iterable[str] = (), *, only_check: bool = False
) -> list[Built]:
    """Build some assignments of a course, all of them by default, one after the other.

    Raises
    ------
    AuthorError
        If what is written does not fit together.
    UnknownAssignmentError
        If there is no assignment of a name.
    """
    chosen = [course.require(name) for name in names] or list(course.names)
    if not chosen:
        raise AuthorError(
            "course.toml lists no assignment; add one: autograder add assignment NAME"
        )
    with reading(course) as read:
        return [build_assignment(course, read(name), only_check=only_check) for name in chosen]


def _stage(course: Course, name: str, folder: Path) -> Course:
    """Lay out a copy of what nbgrader makes a release of."""
    staged = replace(course, folder=folder)
    target = staged.text(name).parent
    target.mkdir(parents=True)
    (listed,) = [one for one in course.settings.assignments if one.name == name]
    for data in listed.data:
        shutil.copyfile(course.text(name).parent / data, target / data)
    config = course.folder / "nbgrader_config.py"
    if not config.is_file():
        raise AuthorError(
            f"there is no {config.name} in {course.folder}, and nbgrader needs it to make a "
            "release; copy the one that autograder init DIR writes"
        )
    return staged


def _is_kept_private(path: Path, course: Course) -> bool:
    """Whether a clone of the course lacks a file because it is kept out of version control."""
    return course.settings.private and path.name.endswith(HIDDEN) and not path.exists()


def _differing(made: Path, there: Path) -> list[str]:
    names = {path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file()}
    names |= _released(there)
    return sorted(name for name in names if _holds(made / name) != _holds(there / name))


def _released(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and ".ipynb_checkpoints" not in path.parts
    }


def _synchronise(made: Path, there: Path) -> None:
    """Make a released folder what was made; the teacher's notes of another kind go."""
    for name in _differing(made, there):
        source, target = made / name, there / name
        if source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            write_at_once(target, source.read_bytes())
        else:
            target.unlink()


def _holds(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _below(path: Path, course: Course) -> str:
    return path.relative_to(course.folder).as_posix()
