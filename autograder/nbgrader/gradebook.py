"""Write reports into nbgrader's gradebook, and the graded notebooks beside it."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path

import nbformat
from nbgrader.api import Assignment as BookedAssignment
from nbgrader.api import Gradebook, MissingEntry, SubmittedAssignment
from nbgrader.utils import parse_utc
from sqlalchemy.exc import SQLAlchemyError

from autograder.classroom.session import Graded
from autograder.nbgrader.cells import TESTS, write_outputs
from autograder.report import Report

COURSE = "first_neuron"


class GradebookError(Exception):
    """The gradebook cannot take the scores; the message says what to do."""


def write_gradebook(graded: Sequence[Graded], url: str) -> None:
    """Write scores into a gradebook, and the notebooks that carry the feedback.

    Manual scores, comments and extra credit in the gradebook are left alone. The graded notebooks
    go into the folder ``autograded`` beside ``submitted``, where ``nbgrader generate_feedback``
    finds them.

    Parameters
    ----------
    graded : sequence of Graded
        Files that have a report.
    url : str
        The database, as in ``sqlite:///gradebook.db``.

    Raises
    ------
    GradebookError
        If an assignment is not in the gradebook yet, or the database cannot be opened.
    """
    # nbgrader looks for its neighbour alembic on the path, where it is not unless the environment
    # of this Python was activated; and its own use of the database library warns.
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Gradebook(url, COURSE) as book:
                for one in graded:
                    assert one.report is not None
                    _write_scores(book, one.report, one.entry.path)
                book.db.commit()
        except SQLAlchemyError as error:
            first_line = str(error).splitlines()[0]
            message = (
                f"the gradebook {url} cannot be used ({first_line}); "
                "give a database as in sqlite:///gradebook.db"
            )
            raise GradebookError(message) from None
    for one in graded:
        assert one.report is not None
        if one.entry.path.suffix == ".ipynb" and not one.error:
            _write_notebook(one.report, one.entry.path)


def _write_scores(book: Gradebook, report: Report, path: Path) -> None:
    _find_assignment(book, report.assignment)
    book.update_or_create_student(report.submission)
    submission: SubmittedAssignment = book.update_or_create_submission(
        report.assignment, report.submission, **_timestamp(path)
    )
    scores = {result.name + TESTS: result.score for result in report.exercises}
    for notebook in submission.notebooks:
        for grade in notebook.grades:
            grade.auto_score = scores.get(grade.name, 0.0)
            grade.needs_manual_grade = grade.manual_score is not None


def _find_assignment(book: Gradebook, name: str) -> BookedAssignment:
    try:
        assignment = book.find_assignment(name)
    except MissingEntry:
        assignment = None
    if assignment is None or not assignment.notebooks:
        message = (
            f"the gradebook does not know the assignment {name}; "
            f"run first: nbgrader generate_assignment {name}"
        )
        raise GradebookError(message)
    return assignment


def _timestamp(path: Path) -> dict[str, object]:
    """Read when a submission was handed in, from the file that nbgrader keeps beside it."""
    file = path.parent / "timestamp.txt"
    return {"timestamp": parse_utc(file.read_text().strip())} if file.is_file() else {}


def _write_notebook(report: Report, path: Path) -> None:
    """Write the graded copy of a notebook that lies in ``submitted/<student>/<assignment>/``."""
    folder = path.resolve().parent
    if folder.parent.parent.name != "submitted":
        return
    notebook = nbformat.read(path, as_version=4)
    write_outputs(notebook, report)
    target = folder.parent.parent.parent / "autograded" / report.submission / report.assignment
    target.mkdir(parents=True, exist_ok=True)
    copy = target / path.name
    copy.unlink(missing_ok=True)
    nbformat.write(notebook, copy)
