"""Write the pages of a class into a folder; a submission at a time, for a class may be large."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from autograder.classroom.journal import Journal, Record
from autograder.classroom.process import expendable_fork
from autograder.classroom.statistics import AssignmentStatistics, class_statistics
from autograder.classroom.summary import summarise
from autograder.intake.rereading import Rereader
from autograder.render.class_csv import csv_lines
from autograder.render.class_site import class_site, page_files
from autograder.render.pages import free_name, make_page, page_name
from autograder.render.rosters import LISTS, STUDENTS
from autograder.rubric.exercise import Assignment
from autograder.submission import SubmissionError

TABLE = "everything.csv"


def read_statistics(
    journal: Journal, assignments: Mapping[str, Assignment]
) -> tuple[AssignmentStatistics, ...]:
    """Look at a whole class; no more than one report is in memory at a time."""
    titles = {name: assignment.title for name, assignment in assignments.items()}
    return class_statistics(map(summarise, journal), titles)


def write_table(journal: Journal, statistics: Sequence[AssignmentStatistics], file: Path) -> None:
    """Write everything as one table, in the order of the statistics.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    groups = {
        student.path: number
        for one in statistics
        for number, group in enumerate(one.same_code, start=1)
        for student in group.students
    }
    records = (
        record
        for one in statistics
        for student in one.submissions
        if (record := journal.get(student.path)) is not None
    )
    # Spreadsheets take a file for UTF-8 that begins with this mark, and for something else without.
    with file.open("w", encoding="utf-8-sig", newline="") as table:
        table.writelines(csv_lines(records, groups))


def write_folder(
    journal: Journal,
    statistics: Sequence[AssignmentStatistics],
    folder: Path,
    assignments: Mapping[str, Assignment],
    *,
    students: bool = True,
    watch: Callable[[int], None] = lambda _: None,
    tell: Callable[[str], None] = lambda _: None,
) -> int:
    """Write the pages of a class, a page for each student, and the table of everything.

    Parameters
    ----------
    journal : Journal
        The class.
    statistics : sequence of AssignmentStatistics
        What it did.
    folder : Path
        Where to write; it is made if there is none. Pages of an earlier class that have no
        successor stay.
    assignments : mapping
        Those of the course, by name.
    students : bool
        Whether to write a page for each student.
    watch : callable
        Is told how many students' pages are written.
    tell : callable
        Is told of each page that could not be made whole, in a sentence.

    Raises
    ------
    OSError
        If a page cannot be written.

    Returns
    -------
    int
        How many students' pages were written.
    """
    for name in (LISTS, STUDENTS) if students else (LISTS,):
        (folder / name).mkdir(parents=True, exist_ok=True)
    pages: dict[str, str] = {}
    if students:
        homes = page_files(statistics)
        for path, name in _write_students(journal, homes, folder / STUDENTS, assignments, tell):
            pages[path] = name
            watch(len(pages))
    write_table(journal, statistics, folder / TABLE)
    for name, text in class_site(statistics, pages, csv=TABLE):
        (folder / name).write_text(text, encoding="utf-8", errors="replace")
    return len(pages)


def _write_students(
    journal: Journal,
    homes: Mapping[str, str],
    folder: Path,
    assignments: Mapping[str, Assignment],
    tell: Callable[[str], None],
) -> Iterator[tuple[str, str]]:
    """Write a page for each student; yield the paths of submissions and the pages' names."""
    taken: set[str] = set()
    rereader = Rereader(journal.path.parent)
    with expendable_fork() as process:
        for record in journal:
            if record.report is None:
                continue
            name = free_name(page_name(record.report), taken)
            home, data = f"../{homes[record.assignment]}", _data(record, rereader)
            path, assignment = Path(record.path), assignments.get(record.assignment)
            page = make_page(process, record.report, path, data, assignment, home=home, tell=tell)
            # Half a character, which JSON can name, cannot be written.
            (folder / name).write_text(page, encoding="utf-8", errors="replace")
            yield record.path, name


def _data(record: Record, rereader: Rereader) -> bytes:
    """Read again what was graded; nothing if the file is gone or another one by now."""
    if record.error:
        return b""  # what could not be read once is not tried again here
    try:
        data = rereader.read(record.path)
    except (SubmissionError, ValueError):  # a path may be no path
        return b""
    return data if sha256(data).hexdigest() == record.content else b""
