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

from autograder.classroom.session import Graded
from autograder.doors.nbgrader.assignment_records import GradebookError, Page, read_page
from autograder.doors.nbgrader.course_folder import SUBMITTED, CourseFolder
from autograder.doors.nbgrader.graded_copy import read_report, take_along, write_copy
from autograder.doors.nbgrader.late import TimestampError, chosen_policy, penalty, read_timestamp
from autograder.doors.nbgrader.shared_process import shared_process
from autograder.intake import HandIn, read_hand_in
from autograder.intake.hand_in import whole
from autograder.report import Report
from autograder.submission import SubmissionError

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
    An assignment that the gradebook does not know is told, and costs the others nothing.
    What has such a copy, with the same content and the same report, gets the penalty of the policy
    as it is now, and nothing else: a teacher may have looked at it since.

    Parameters
    ----------
    graded : iterable of Graded
        Files; those without a report, those that were not judged, and those whose student is not
        certain are passed over.
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
        If none of the assignments is in the gradebook yet, or the database cannot be used.
    """
    files = iter(graded)
    with _open(url, course.course_id) as book:
        writer = _GradebookWriter(book, course, regrade=regrade)
        while batch := list(islice(files, BATCH)):
            # Where the machine failed, what the gradebook has stays.
            copies = [
                writer.write(one.hand_in, one.report)
                for one in batch
                if one.report and one.report.is_judged and not one.hand_in.collides
            ]
            # A copy says that its scores are in the gradebook, so these go first.
            book.db.commit()
            for copy in filter(None, copies):
                copy.write()
    if writer.unknown and not writer.pages:
        raise GradebookError("; ".join(writer.unknown.values()))
    return [*writer.unknown.values(), *writer.problems]


@dataclass(frozen=True, slots=True)
class Copy:
    """A graded copy that is to be written.

    Attributes
    ----------
    notebook : NotebookNode
        What it holds.
    path : Path
        Where it belongs.
    collected : Path or None
        The folder where nbgrader put what it knows of the submission; None if it did not.
    """

    notebook: NotebookNode
    path: Path
    collected: Path | None

    def write(self) -> None:
        """Write the notebook, and take along what nbgrader itself puts beside a submission."""
        write_copy(self.notebook, self.path)
        if self.collected is not None:
            take_along(self.collected, self.path.parent)


class _GradebookWriter:
    """An open gradebook, of which every assignment is read once."""

    def __init__(self, book: Gradebook, course: CourseFolder, *, regrade: bool) -> None:
        self._book, self._course, self._regrade = book, course, regrade
        self._policy = chosen_policy(course.config)
        self.pages: dict[str, Page] = {}
        self.unknown: dict[str, str] = {}
        self._students = {student.id for student in book.students}
        self.problems: list[str] = []

    def write(self, hand_in: HandIn, report: Report) -> Copy | None:
        """Write what is new about one submission, and give the copy that is due, if one is."""
        name, student = report.assignment, hand_in.student
        page = self._page(name)
        if page is None:
            return None
        target = self._course.graded_copy(student, name)
        kept = None if self._regrade else read_report(target, hand_in.file)
        is_current = student in page.submissions and is_same(kept, report)
        submission = page.submission(self._book, student, self._students)
        collected = _collected(hand_in)
        try:
            found = read_timestamp(collected) if collected else None
            submission.timestamp = found or submission.timestamp
        except TimestampError as error:
            self.problems.append(str(error))
        copy = None
        if not is_current:
            made = shared_process().copy(hand_in.path, _read(hand_in), page.masters[name], report)
            copy = Copy(made, target, collected)
            _write_scores(submission, page, copy.notebook)
        _write_penalties(submission, self._policy)
        return copy

    def _page(self, name: str) -> Page | None:
        """Read the page of an assignment once; where there is none, note that."""
        if name not in self.pages and name not in self.unknown:
            try:
                self.pages[name] = read_page(self._book, name)
            except GradebookError as error:
                self.unknown[name] = str(error)
        return self.pages.get(name)


def _read(hand_in: HandIn) -> bytes:
    """Read what was handed in; nothing where that is not possible: the report says why."""
    try:
        return read_hand_in(hand_in)
    except SubmissionError:
        return b""


def _collected(hand_in: HandIn) -> Path | None:
    """Give the folder in which nbgrader puts what it knows beside a notebook that it collects.

    It is ``submitted/<student>/<assignment>/``. Anywhere else, and in every archive, a file of that
    name is the student's own.
    """
    folder = whole(hand_in.path.parent)
    is_nbgraders = hand_in.copy is None and folder.parent.parent.name == SUBMITTED
    return folder if is_nbgraders else None


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
