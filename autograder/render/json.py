"""Reports as JSON: the contract that other programs read."""

from __future__ import annotations

import json
from collections.abc import Iterable

from autograder.interchange import report_as_dict
from autograder.report import Report

SCHEMA = 1


def as_json(reports: Iterable[Report]) -> str:
    """Write reports as one JSON object."""
    content = {"schema": SCHEMA, "reports": [report_as_dict(report) for report in reports]}
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"
