"""Reports as JSON: the contract that other programs read."""

from __future__ import annotations

import json
from collections.abc import Iterable

from autograder.report import CheckResult, ExerciseResult, Report

SCHEMA = 1


def as_json(reports: Iterable[Report]) -> str:
    """Write reports as one JSON object."""
    content = {"schema": SCHEMA, "reports": [report_as_dict(report) for report in reports]}
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def report_as_dict(report: Report) -> dict[str, object]:
    """Turn a report into plain data."""
    return {
        "submission": report.submission,
        "assignment": report.assignment,
        "score": report.score,
        "max_score": report.max_score,
        "isolation": report.isolation.value,
        "problems": list(report.problems),
        "exercises": [_exercise(exercise) for exercise in report.exercises],
    }


def _exercise(result: ExerciseResult) -> dict[str, object]:
    return {
        "name": result.name,
        "score": result.score,
        "max_score": result.max_score,
        "outcome": result.outcome.value,
        "message": result.message,
        "checks": [_check(check) for check in result.checks],
        "misconception": result.misconception,
        "hint": result.hint,
        "carried_forward": list(result.carried_forward),
        "seconds": round(result.seconds, 6),
    }


def _check(check: CheckResult) -> dict[str, object]:
    return {
        "name": check.name,
        "outcome": check.outcome.value,
        "score": check.score,
        "max_score": check.max_score,
        "visible": check.visible,
        "message": check.message,
    }
