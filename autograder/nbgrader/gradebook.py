"""Write reports into nbgrader's gradebook, and the graded copies beside it."""

from __future__ import annotations

import os
import shutil
import sys
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from nbformat import NotebookNode
from nbgrader.api import (
    Assignment,
    Gradebook,
    MissingEntry,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.plugins import LateSubmissionPlugin
from nbgrader.utils import compute_checksum, determine_grade, is_grade, is_solution, parse_utc
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import selectinload

from autograder.classroom.session import Graded
from autograder.nbgrader.course_folder import CourseFolder
from autograder.nbgrader.graded_copy import make_copy, write_copy
from autograder.nbgrader.late import chosen_policy, penalty
from autograder.nbgrader.master import Master, read_master

NO_RESPONSE = "No response."
"""nbgrader's own words for a solution cell that a student did not touch."""
TIMESTAMP = "timestamp.txt"


class GradebookError(Exception):
    """The gradebook cannot take the scores; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Book:
    """What the gradebook holds of one assignment.

    Attributes
    ----------
    assignment : nbgrader.api.Assignment
        The assignment.
    masters : dict
        Its notebooks as the teacher made them.
    submissions : dict
        What was handed in, by student.
    """

    assignment: Assignment
    masters: dict[str, Master]
    submissions: dict[str, SubmittedAssignment] = field(default_factory=dict)


def write_gradebook(
    graded: Sequence[Graded], url: str, course: CourseFolder, unchanged: Sequence[Graded] = ()
) -> list[str]:
    """Write scores into a gradebook, and the notebooks that carry the feedback.

    Manual scores, comments and extra credit in the gradebook are left alone. The graded copies go
    into the folder ``autograded`` of the course, where ``nbgrader generate_feedback`` finds them.

    Parameters
    ----------
    graded : sequence of Graded
        Files that have a report.
    url : str
        The database, as in ``sqlite:///gradebook.db``.
    course : CourseFolder
        Where the course lies.
    unchanged : sequence of Graded
        Files whose report was read off a graded copy: they get what nobody told the gradebook yet,
        and the penalty of the policy as it is now.

    Returns
    -------
    list of str
        What could not be understood, in sentences.

    Raises
    ------
    GradebookError
        If an assignment is not in the gradebook yet, or the database cannot be used.
    """
    problems: list[str] = []
    with _open(url, course.course_id) as book:
        policy = chosen_policy(course.config)
        books: dict[str, Book] = {}
        copies: list[tuple[NotebookNode, Graded]] = []
        every = [(one, True) for one in graded] + [(one, False) for one in unchanged]
        for one, is_new in every:
            assert one.report is not None
            name = one.report.assignment
            if name not in books:
                books[name] = _read_book(book, name)
            student = course.student(one.entry)
            is_known = student in books[name].submissions
            submission = _submission(book, books[name], student)
            timestamp = _timestamp(one.entry.path, problems)
            if timestamp is not None:
                submission.timestamp = timestamp
            if is_new or not is_known:
                copy = make_copy(one.entry.path, books[name].masters[name], one.report)
                _write_scores(submission, name, copy)
                copies.append((copy, one))
            _write_penalties(submission, policy)
        book.db.commit()
    for copy, one in copies:
        path = course.graded_copy(one.entry, one.report.assignment if one.report else "")
        write_copy(copy, path)
        if (one.entry.path.parent / TIMESTAMP).is_file():
            (path.parent / TIMESTAMP).unlink(missing_ok=True)
            shutil.copyfile(one.entry.path.parent / TIMESTAMP, path.parent / TIMESTAMP)
    return problems


@contextmanager
def _open(url: str, course_id: str) -> Iterator[Gradebook]:
    # nbgrader looks for its neighbour alembic on the path, where it is not unless the environment
    # of this Python was activated; and its own use of the database library warns.
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Gradebook(url, course_id) as book:
                yield book
        except SQLAlchemyError as error:
            first_line = str(error).splitlines()[0]
            message = (
                f"the gradebook {url} cannot be used ({first_line}); "
                "give a database as in sqlite:///gradebook.db"
            )
            raise GradebookError(message) from None


def _read_book(book: Gradebook, name: str) -> Book:
    """Read everything about an assignment at once: a query for each student would take longer."""
    try:
        assignment = book.find_assignment(name)
    except MissingEntry:
        assignment = None
    masters = {
        notebook.name: read_master(notebook)
        for notebook in (assignment.notebooks if assignment else ())
    }
    if name not in masters:
        message = (
            f"the gradebook does not know the assignment {name}; "
            f"run first: nbgrader generate_assignment {name}"
        )
        raise GradebookError(message)
    notebooks = selectinload(SubmittedAssignment.notebooks)
    found = book.db.scalars(
        select(SubmittedAssignment)
        .where(SubmittedAssignment.assignment_id == assignment.id)
        .options(
            notebooks.selectinload(SubmittedNotebook.grades),
            notebooks.selectinload(SubmittedNotebook.comments),
        )
    )
    return Book(assignment, masters, {one.student_id: one for one in found})


def _submission(book: Gradebook, found: Book, student: str) -> SubmittedAssignment:
    if student not in found.submissions:
        book.update_or_create_student(student)
        made = book.update_or_create_submission(found.assignment.name, student)
        found.submissions[student] = made
    return found.submissions[student]


def _write_scores(submission: SubmittedAssignment, name: str, copy: NotebookNode) -> None:
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
        is_handed_in = notebook.name == name
        for grade in notebook.grades:
            grade.auto_score = scores.get(grade.name) if is_handed_in else 0.0
            is_open = grade.manual_score is not None or grade.auto_score is None
            grade.needs_manual_grade = is_handed_in and is_open
        for comment in notebook.comments if is_handed_in else ():
            if comment.name in comments:
                comment.auto_comment = comments[comment.name]


def _write_penalties(submission: SubmittedAssignment, policy: LateSubmissionPlugin) -> None:
    for notebook in submission.notebooks:
        given = (
            grade.auto_score if grade.manual_score is None else grade.manual_score
            for grade in notebook.grades
        )
        extra = sum(grade.extra_credit or 0.0 for grade in notebook.grades)
        score = sum(points or 0.0 for points in given) + extra
        notebook.late_submission_penalty = penalty(policy, submission, score)


def _timestamp(path: Path, problems: list[str]) -> datetime | None:
    """Read when a submission was handed in, from the file that nbgrader keeps beside it."""
    file = path.parent / TIMESTAMP
    if not file.is_file():
        return None
    try:
        read: datetime = parse_utc(file.read_text(encoding="utf-8").strip())
    except (ValueError, OverflowError, TypeError):
        problems.append(f"{file} holds no date; it is taken to be in time")
        return None
    return read
