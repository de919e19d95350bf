"""Find submissions in files, folders and archives."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path

from autograder.classroom.archive import unpack
from autograder.course import ASSIGNMENTS, assignment_named, guess_assignment
from autograder.course.exercise import Assignment
from autograder.submission import Submission, SubmissionError
from autograder.text import one_line

ENDINGS = (".ipynb", ".py")
NAME = 100
"""The name of a submission is no longer than this; students choose file names."""
NOT_STUDENTS = frozenset({"", "release", "source", "solutions", "submitted"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A file to grade.

    Attributes
    ----------
    path : Path
        The file.
    name : str
        Whose it is.
    hint : str
        What its folder or name says about its assignment.
    is_named : bool
        Whether the user named the file itself, not a folder that holds it.
    """

    path: Path
    name: str
    hint: str
    is_named: bool = True


def collect(
    paths: Iterable[Path],
    scratch: Path | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> list[Entry]:
    """Find the files to grade.

    Parameters
    ----------
    paths : iterable of Path
        Files; folders of files; folders laid out as ``<student>/<assignment>/<file>``; zip files of
        any of these, or as a learning platform makes them.
    scratch : Path, optional
        An empty folder to unpack zip files in; without one, they are not opened.
    tell : callable
        Is told what was left out of a zip file, and why.

    Returns
    -------
    list of Entry
        Sorted within each folder.

    Raises
    ------
    SubmissionError
        If a path does not exist, or a folder has nothing to grade.
    """
    entries: list[Entry] = []
    for path in paths:
        if path.is_dir():
            found = list(_collect_folder(path))
            if not found:
                message = f"there is no notebook (.ipynb) or module (.py) in the folder {path}"
                raise SubmissionError(message)
            entries += found
        elif scratch is not None and path.suffix.lower() == ".zip" and path.is_file():
            entries += _collect_archive(path, _free_folder(scratch, path.stem), tell)
        elif path.exists():
            entries.append(_entry(path, is_named=True))
        else:
            raise SubmissionError(f"there is no file or folder {path}; check its name")
    return entries


def _collect_folder(folder: Path) -> Iterator[Entry]:
    files = sorted(
        path
        for path in folder.rglob("*")
        if path.suffix in ENDINGS
        and path.is_file()
        and not any(part.startswith((".", "__")) for part in path.relative_to(folder).parts)
    )
    namesakes = {path.parent for path in files if path.stem == path.parent.name}
    for path in files:
        # Beside the notebook of an assignment, other files are a student's scratch paper.
        if path.parent not in namesakes or path.stem == path.parent.name:
            yield _entry(path, is_named=False)


def _free_folder(scratch: Path, name: str) -> Path:
    """Name a folder after an archive: a student's own archive tells the student's name."""
    names = chain([name], (f"{name} {number}" for number in count(2)))
    return next(scratch / free for free in names if not (scratch / free).exists())


def _collect_archive(archive: Path, folder: Path, tell: Callable[[str], None]) -> list[Entry]:
    unpacked, refused = unpack(archive, folder)
    for sentence in refused:
        tell(sentence)
    if not unpacked:
        message = f"there is no notebook (.ipynb) or module (.py) in the archive {archive}"
        raise SubmissionError(message)
    nameless = {one.path for one in unpacked if not one.student}
    entries = [entry for entry in _collect_folder(folder) if entry.path in nameless]
    # Beside the notebook of an assignment, other files of a student are scratch paper here too.
    tidy = {one.student for one in unpacked if one.student and one.name in ASSIGNMENTS}
    entries += [
        Entry(one.path, one_line(one.student, NAME), one.name, is_named=False)
        for one in unpacked
        if one.student and (one.student not in tidy or one.name in ASSIGNMENTS)
    ]
    return entries


def _entry(path: Path, *, is_named: bool) -> Entry:
    """Read student and assignment off a path such as ``alice/numpy_basics/numpy_basics.ipynb``."""
    folder, above = path.resolve().parent.name, path.resolve().parent.parent.name
    if folder in ASSIGNMENTS and above not in NOT_STUDENTS:
        return Entry(path, one_line(above, NAME), folder, is_named)
    if path.stem in ASSIGNMENTS and folder not in NOT_STUDENTS | set(ASSIGNMENTS):
        return Entry(path, one_line(folder, NAME), path.stem, is_named)
    return Entry(path, one_line(path.stem, NAME), path.stem, is_named)


def choose_assignment(entry: Entry, submission: Submission, name: str | None) -> Assignment:
    """Tell as what a submission is graded.

    Parameters
    ----------
    entry : Entry
        Where it was found.
    submission : Submission
        What it holds.
    name : str or None
        What the user asked for.

    Raises
    ------
    SubmissionError
        If the submission has none of the exercises, of this assignment or of any.
    UnknownAssignmentError
        If the user asked for an assignment that there is not.
    """
    names = submission.code.names
    if name is not None:
        assignment = assignment_named(name)
        if not any(names & set(exercise.names) for exercise in assignment.exercises):
            message = f"{entry.path} has none of the exercises of {name}; is it another notebook?"
            raise SubmissionError(message)
        return assignment
    guessed = guess_assignment(names, entry.hint)
    if guessed is None or not any(names & set(e.names) for e in guessed.exercises):
        message = (
            f"{entry.path} has none of the exercises of {', '.join(ASSIGNMENTS)}; "
            "is it the right file?"
        )
        raise SubmissionError(message)
    return guessed
