"""Reports as JSON: the contract that other programs read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from autograder.intake import HandIn, LeftOut, shown
from autograder.report import Report
from autograder.report.plain import report_as_dict

__all__ = ["SCHEMA", "as_json", "json_pieces", "report_as_dict"]

SCHEMA = 2
"""What schema 1 had is where it was; each report bears the path of its file and a platform's id."""


def as_json(reports: Iterable[Report]) -> str:
    """Write reports as one JSON object, without the paths that they come from."""
    return "".join(json_pieces((report, None) for report in reports))


def json_pieces(
    reports: Iterable[tuple[Report, HandIn | None]], left_out: Iterable[LeftOut] = ()
) -> Iterator[str]:
    """Write reports as one JSON object, piece by piece: a class need not fit into memory.

    Parameters
    ----------
    reports : iterable of tuple
        Each report, and the file that it is about where that is known.
    left_out : iterable of LeftOut
        What was not graded.

    Examples
    --------
    >>> print("".join(json_pieces([])), end="")
    {
     "schema": 2,
     "reports": [],
     "left_out": []
    }
    """
    yield f'{{\n "schema": {SCHEMA},\n "reports": ['
    yield from _list(
        report_as_dict(
            report,
            path=shown(hand_in.path) if hand_in else "",
            identity=hand_in.id if hand_in else "",
        )
        for report, hand_in in reports
    )
    yield ',\n "left_out": ['
    yield from _list({"path": one.path, "reason": one.reason} for one in left_out)
    yield "\n}\n"


def _list(values: Iterable[dict[str, object]]) -> Iterator[str]:
    """Write the values of a list, and its end."""
    before = "\n  "
    for value in values:
        text = json.dumps(value, indent=1, ensure_ascii=False)
        # A line break in JSON text is layout: those in strings are escaped.
        yield before + text.replace("\n", "\n  ")
        before = ",\n  "
    yield "]" if before == "\n  " else "\n ]"
