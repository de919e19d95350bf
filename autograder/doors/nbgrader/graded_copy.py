"""The graded copy of a submission: the notebook that nbgrader reads scores off and shows."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from autograder.doors.nbgrader.late import TIMESTAMP
from autograder.doors.nbgrader.master import Master
from autograder.doors.nbgrader.neutral import neutralise
from autograder.doors.nbgrader.regular import read_regular
from autograder.doors.nbgrader.restoration import Cell, read_cells, restore
from autograder.render.practice import as_html, as_text
from autograder.report import ExerciseResult, Report
from autograder.report.plain import report_as_dict, report_from_dict

TESTS = "_tests"
"""What the name of a test cell adds to the name of its exercise."""
KEY = "autograder"
"""Where the metadata of a graded copy keep the report."""
FORM = 2
"""How copies are made: one of another form is made again, whatever was handed in."""
PAGE_NAME = "submission_secret.txt"
"""What ``nbgrader release_feedback`` makes the name of a page from."""
MOST_BESIDE = 4096
"""What nbgrader puts beside a submission is shorter than this."""
UNKNOWN = "The course has no exercise of this name: this cell is graded by hand."


def make_copy(path: Path, data: bytes, master: Master, report: Report) -> NotebookNode:
    """Make the graded copy of a submission.

    A test cell gets the table of its exercise and, as its value, the points: nbgrader gives full
    marks to a cell that ends in anything but a number. No other cell has outputs, and no text of
    the student's does anything on a page.

    Parameters
    ----------
    path : Path
        The submission.
    data : bytes
        What it holds; nothing if it cannot be read.
    master : Master
        The notebook as the teacher made it.
    report : Report
        How the submission was graded.
    """
    results = {result.name + TESTS: result for result in report.exercises}
    cells = read_cells(path, data)
    said = "\n\n".join(report.problems).replace(str(path), path.name)
    problems = [] if cells else [Cell("markdown", said)]
    restored = restore([*problems, *cells], master)
    content = hashlib.sha256(data).hexdigest() if data else ""
    kept = {"form": FORM, "content": content, "report": report_as_dict(report, pictures=True)}
    metadata = {"language_info": {"name": "python"}, KEY: kept}
    if master.kernelspec:
        metadata["kernelspec"] = master.kernelspec
    copy: NotebookNode = nbformat.from_dict(
        {
            "nbformat": 4,
            "nbformat_minor": 5,
            "metadata": metadata,
            "cells": [
                _as_dict(number, cell, results) for number, cell in enumerate(neutralise(restored))
            ],
        }
    )
    return copy


def _as_dict(number: int, cell: Cell, results: dict[str, ExerciseResult]) -> dict[str, Any]:
    made: dict[str, Any] = {
        "cell_type": cell.cell_type,
        "id": f"cell-{number}",
        "metadata": {} if cell.master is None else cell.master.metadata,
        "source": cell.source,
    }
    if cell.cell_type == "code":
        is_test = cell.master is not None and cell.master.is_test
        outputs = _outputs(results.get(cell.master.name)) if cell.master and is_test else []
        made.update(execution_count=None, outputs=outputs)
    return made


def _outputs(result: ExerciseResult | None) -> list[dict[str, Any]]:
    """Show the table of an exercise, and give its points as the value of the cell."""
    if result is None:
        table, score = {"text/plain": UNKNOWN}, 0.0
    else:
        table = {"text/plain": as_text(result), "text/html": as_html(result)}
        score = result.score
    value = {"data": {"text/plain": repr(score)}, "execution_count": None}
    return [
        {"output_type": "display_data", "data": table, "metadata": {}},
        {"output_type": "execute_result", "metadata": {}, **value},
    ]


def digest(path: Path) -> str:
    """Digest a file; one that cannot be read has an empty digest."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def write_copy(copy: NotebookNode, path: Path) -> None:
    """Write a graded copy, in place of an older one that nbgrader made read-only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.write_text(json.dumps(copy, ensure_ascii=False) + "\n", encoding="utf-8")


def take_along(submission: Path, graded: Path) -> None:
    """Copy the two small files that nbgrader itself puts beside a submission, and no other."""
    for name in (TIMESTAMP, PAGE_NAME):
        source, target = submission / name, graded / name
        target.unlink(missing_ok=True)
        with suppress(OSError):
            target.write_bytes(read_regular(source, MOST_BESIDE)[0])


def read_report(copy: Path, submission: Path | None = None) -> Report | None:
    """Read the report off a graded copy.

    Parameters
    ----------
    copy : Path
        The graded copy.
    submission : Path, optional
        What was handed in: the report is given only if it is about this very content, and the copy
        is one that is made so today.

    Returns
    -------
    Report or None
        None if there is no such copy, or it is not of this grader's making.
    """
    with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        kept: dict[str, Any] = json.loads(copy.read_bytes())["metadata"][KEY]
        is_current = kept.get("form") == FORM
        if submission is None or (is_current and kept["content"] == digest(submission) != ""):
            return report_from_dict(kept["report"])
    return None
