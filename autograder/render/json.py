"""Reports as JSON: the contract that other programs read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from autograder.interchange import report_as_dict
from autograder.report import Report

__all__ = ["SCHEMA", "as_json", "json_pieces", "report_as_dict"]

SCHEMA = 1


def as_json(reports: Iterable[Report]) -> str:
    """Write reports as one JSON object."""
    return "".join(json_pieces(reports))


def json_pieces(reports: Iterable[Report]) -> Iterator[str]:
    """Write reports as one JSON object, piece by piece: a class need not fit into memory.

    Examples
    --------
    >>> print("".join(json_pieces([])), end="")
    {
     "schema": 1,
     "reports": []
    }
    """
    yield f'{{\n "schema": {SCHEMA},\n "reports": ['
    before = "\n  "
    for report in reports:
        text = json.dumps(report_as_dict(report), indent=1, ensure_ascii=False)
        # A line break in JSON text is layout: those in strings are escaped.
        yield before + text.replace("\n", "\n  ")
        before = ",\n  "
    yield "]\n}\n" if before == "\n  " else "\n ]\n}\n"
