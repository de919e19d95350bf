"""Write reports into nbgrader's gradebook, and the graded copies beside it."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from nbformat import NotebookNode
from nbgrader.api import Gradebook, SubmittedAssignment
from nbgrader.plugins import LateSubmissionPlugin
from nbgrader.utils import compute_checksum, determine_grade, is_grade, is_solution
from sqlalchemy.exc import SQLAlchemyError

from autograder.classroom.collection import Entry
from autograder.classroom.session import Graded
from autograder.nbgrader.course_folder import CourseFolder
from autograder.nbgrader.graded_copy import make_copy, read_report, take_along, write_copy
from autograder.nbgrader.late import TimestampError, chosen_policy, penalty, read_timestamp
from autograder.nbgrader.page import GradebookError, Page, read_page
from autograder.report import Report

__all__ = ["GradebookError", "write_gradebook"]

NO_RESPONSE = "No response."
"""nbgrader's own words for a solution cell that a student did not touch."""
BATCH = 100
"""So many submissions are written at once: a class need not fit into memory."""


def write_gradebook(
    graded: Iterable[Graded], url: str, course: CourseFolder, *, regrade: bool = False
) -> list[str]:
    """Write scores into a gradebook, and the notebooks that carry the feedback.

    Manual scores, comments and extra credit in the gradebook are left alone. The graded copies go
    into the folder ``autograded`` of the course, where ``nbgrader generate_feedback`` finds them.
    What has such a copy, with the same content and the same report, gets the penalty of the policy
    as it is now, and nothing else: a teacher may have looked at it since.

    Parameters
    ----------
    graded : iterable of Graded
        Files; those without a report, and those that were not judged, are passed over.
    url : str
        The database, as in ``sqlite:///gradebook.db``.
    course : CourseFolder
        Where the course lies.
    regrade : bool
        Whether to write what did not change, too.

    Returns
    -------
    list of str
        What could not be understood, in sentences.

    Raises
    ------
    GradebookError
        If an assignment is not in the gradebook yet, or the database cannot be used.
    """
    files = iter(graded)
    with _open(url, course.course_id) as book:
        ledger = _Ledger(book, course, regrade=regrade)
        while batch := list(islice(files, BATCH)):
            # Where the machine failed, what the gradebook has stays.
            copies = [
                ledger.write(one.entry, one.report)
                for one in batch
                if one.report and one.report.is_judged
            ]
            # A copy says that its scores are in the gradebook, so these go first.
            book.db.commit()
            for copy in filter(None, copies):
                copy.write()
    return ledger.problems


@dataclass(frozen=True, slots=True)
class Copy:
    """A graded copy that is to be written.

    Attributes
    ----------
    notebook : NotebookNode
        What it holds.
    path : Path
        Where it belongs.
    submission : Path
        What it is a copy of.
    """

    notebook: NotebookNode
    path: Path
    submission: Path

    def write(self) -> None:
        """Write the notebook, and take along what nbgrader itself puts beside a submission."""
        write_copy(self.notebook, self.path)
        take_along(self.submission.parent, self.path.parent)


class _Ledger:
    """An open gradebook, of which every assignment is read once."""

    def __init__(self, book: Gradebook, course: CourseFolder, *, regrade: bool) -> None:
        self._book, self._course, self._regrade = book, course, regrade
        self._policy = chosen_policy(course.config)
        self._pages: dict[str, Page] = {}
        self._students = {student.id for student in book.students}
        self.problems: list[str] = []

    def write(self, entry: Entry, report: Report) -> Copy | None:
        """Write what is new about one submission, and give the copy that is due, if one is."""
        name, path = report.assignment, entry.path
        if name not in self._pages:
            self._pages[name] = read_page(self._book, name)
        page, student = self._pages[name], self._course.student(entry)
        target = self._course.graded_copy(student, name)
        kept = None if self._regrade else read_report(target, path)
        is_current = student in page.submissions and is_same(kept, report)
        submission = page.submission(self._book, student, self._students)
        try:
            submission.timestamp = read_timestamp(path.parent) or submission.timestamp
        except TimestampError as error:
            self.problems.append(str(error))
        copy = None
        if not is_current:
            copy = Copy(make_copy(path, page.masters[name], report), target, path)
            _write_scores(submission, page, copy.notebook)
        _write_penalties(submission, self._policy)
        return copy


def is_same(old: Report | None, new: Report) -> bool:
    """Tell whether two reports say the same; how long functions ran is never the same."""
    return old is not None and _without_seconds(old) == _without_seconds(new)


def _without_seconds(report: Report) -> Report:
    # Where the file lay is no part of what was found in it.
    exercises = tuple(replace(result, seconds=0.0) for result in report.exercises)
    return replace(report, submission="", problems=(), exercises=exercises)


@contextmanager
def _open(url: str, course_id: str) -> Iterator[Gradebook]:
    # nbgrader looks for its neighbour alembic on the path, where it is not unless the environment
    # of this Python was activated; and its own use of the database library warns.
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Gradebook(url, course_id) as book:
                # What is read stays: asking again for each student would take longer than grading.
                book.db().expire_on_commit = False
                with book.db.no_autoflush:
                    yield book
        except SQLAlchemyError as error:
            first_line = str(error).splitlines()[0]
            message = (
                f"the gradebook {url} cannot be used ({first_line}); "
                "give a database as in sqlite:///gradebook.db"
            )
            raise GradebookError(message) from None


def _write_scores(submission: SubmittedAssignment, page: Page, copy: NotebookNode) -> None:
    """Write what nbgrader's own ``SaveAutoGrades`` would read off the graded copy."""
    scores: dict[str, float | None] = {}
    comments: dict[str, str | None] = {}
    for cell in copy.cells:
        if is_grade(cell):
            scores[cell.metadata.nbgrader.grade_id] = determine_grade(cell)[0]
        if is_solution(cell):
            is_untouched = cell.metadata.nbgrader.get("checksum") == compute_checksum(cell)
            comments[cell.metadata.nbgrader.grade_id] = NO_RESPONSE if is_untouched else None
    for notebook in submission.notebooks:
        is_handed_in = page.names[notebook.notebook_id] == page.assignment.name
        for grade in notebook.grades:
            grade.auto_score = scores.get(page.names[grade.cell_id]) if is_handed_in else 0.0
            is_open = grade.manual_score is not None or grade.auto_score is None
            grade.needs_manual_grade = is_handed_in and is_open
        for comment in notebook.comments if is_handed_in else ():
            if page.names[comment.cell_id] in comments:
                comment.auto_comment = comments[page.names[comment.cell_id]]


def _write_penalties(submission: SubmittedAssignment, policy: LateSubmissionPlugin) -> None:
    for notebook in submission.notebooks:
        given = (
            grade.auto_score if grade.manual_score is None else grade.manual_score
            for grade in notebook.grades
        )
        extra = sum(grade.extra_credit or 0.0 for grade in notebook.grades)
        score = sum(points or 0.0 for points in given) + extra
        notebook.late_submission_penalty = penalty(policy, submission, score)
