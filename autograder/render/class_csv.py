"""Everything about a class as one table: a row for each exercise of each submission."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from io import StringIO

from autograder.classroom.journal import Record
from autograder.report import ExerciseResult, Report
from autograder.report.text import as_cell

COLUMNS = (
    "submission",
    "assignment",
    "submission score",
    "submission points",
    "exercise",
    "score",
    "points",
    "outcome",
    "misconception",
    "hint",
    "carried forward",
    "message",
    "seconds",
    "same code group",
    "problems",
    "file",
    "id",
)
MOST = 2000
"""A cell holds no more characters; a spreadsheet cuts cells, or gives up, far above."""


def csv_lines(records: Iterable[Record], groups: Mapping[str, int]) -> Iterator[str]:
    """Write the table line by line.

    Parameters
    ----------
    records : iterable of Record
        The submissions.
    groups : mapping
        The number of the group with the same code, by the path of the submission.
    """
    yield csv_line(COLUMNS)
    for record in records:
        report = record.report
        first = [record.submission, record.assignment]
        first += ["", ""] if report is None else [_score(report), f"{report.max_score:g}"]
        problems = [record.error] if record.error else list(report.problems if report else ())
        last = [str(groups.get(record.path, "")), "; ".join(problems), record.path, record.id]
        exercises = report.exercises if report else ()
        for result in exercises:
            yield csv_line([*first, *_cells(result), *last])
        if not exercises:
            yield csv_line([*first, *[""] * 9, *last])


def _cells(result: ExerciseResult) -> list[str]:
    said = [result.message, *(check.message for check in result.checks)]
    return [
        result.name,
        _score(result),
        f"{result.max_score:g}",
        result.outcome.value,
        result.misconception or "",
        result.hint or "",
        " ".join(result.carried_forward),
        "; ".join(dict.fromkeys(text for text in said if text)),
        f"{result.seconds:.4f}",
    ]


def _score(one: Report | ExerciseResult) -> str:
    """Write a score; what was not judged has none."""
    return f"{one.score:g}" if one.is_judged else ""


def csv_line(cells: Iterable[str]) -> str:
    r"""Write one line; no cell of it is a formula.

    Examples
    --------
    >>> csv_line(["=1+1", "Baker, Ann", "7.5"])
    '\'=1+1,"Baker, Ann",7.5\r\n'
    """
    line = StringIO()
    csv.writer(line).writerow([as_cell(cell[:MOST]) for cell in cells])
    return line.getvalue()
