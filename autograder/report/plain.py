"""Reports as plain data and back: what is written as JSON can be read again."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from autograder.report import (
    CheckResult,
    ExerciseResult,
    Isolation,
    Outcome,
    Plot,
    PlotKind,
    Report,
)


def report_as_dict(
    report: Report, *, pictures: bool = False, path: str | None = None, identity: str = ""
) -> dict[str, object]:
    """Turn a report into plain data.

    Parameters
    ----------
    report : Report
        Any report.
    pictures : bool
        Whether to keep the short pictures of expected and returned values too, and the plots: with
        them, :func:`report_from_dict` gives the very same report.
    path, identity : str
        Where the submission was found, and what a learning platform knows the student by; without a
        path, neither is written.
    """
    found = {} if path is None else {"path": path, "id": identity}
    return {
        "submission": report.submission,
        "assignment": report.assignment,
        **found,
        # What was not judged has no score, and nobody can take it for a zero.
        "score": report.score if report.is_judged else None,
        "max_score": report.max_score,
        "isolation": report.isolation.value,
        "problems": list(report.problems),
        "exercises": [_exercise(exercise, pictures=pictures) for exercise in report.exercises],
    }


def _exercise(result: ExerciseResult, *, pictures: bool) -> dict[str, object]:
    plain: dict[str, object] = {
        "name": result.name,
        "score": result.score if result.is_judged else None,
        "max_score": result.max_score,
        "outcome": result.outcome.value,
        "message": result.message,
        "checks": [_check(check, pictures=pictures) for check in result.checks],
        "misconception": result.misconception,
        "hint": result.hint,
        "carried_forward": list(result.carried_forward),
        "seconds": round(result.seconds, 6),
    }
    if pictures and result.plots:
        plain["plots"] = [_plot(plot) for plot in result.plots]
    return plain


def _plot(plot: Plot) -> dict[str, object]:
    return {
        "kind": plot.kind.value,
        "check": plot.check,
        "case": plot.case,
        "expected": list(plot.expected),
        "got": list(plot.got),
    }


def _check(check: CheckResult, *, pictures: bool) -> dict[str, object]:
    plain: dict[str, object] = {
        "name": check.name,
        "outcome": check.outcome.value,
        "score": check.score if check.is_judged else None,
        "max_score": check.max_score,
        "visible": check.visible,
        "message": check.message,
    }
    if pictures and (check.expected or check.got):
        plain.update(expected=check.expected, got=check.got)
    return plain


def report_from_dict(plain: Mapping[str, Any]) -> Report:
    """Turn plain data into the report that it was.

    Raises
    ------
    KeyError, TypeError, ValueError
        If it was none.
    """
    return Report(
        plain["submission"],
        plain["assignment"],
        tuple(_result_from(exercise) for exercise in plain["exercises"]),
        Isolation(plain["isolation"]),
        tuple(plain["problems"]),
    )


def _result_from(plain: Mapping[str, Any]) -> ExerciseResult:
    return ExerciseResult(
        plain["name"],
        Outcome(plain["outcome"]),
        tuple(_check_from(check) for check in plain["checks"]),
        plain["message"],
        plain["misconception"],
        plain["hint"],
        tuple(plain["carried_forward"]),
        float(plain["seconds"]),
        tuple(_plot_from(plot) for plot in plain.get("plots", ())),
    )


def _plot_from(plain: Mapping[str, Any]) -> Plot:
    return Plot(
        PlotKind(plain["kind"]),
        plain["check"],
        plain["case"],
        tuple(plain["expected"]),
        tuple(plain["got"]),
    )


def _check_from(plain: Mapping[str, Any]) -> CheckResult:
    score, most = float(plain["score"] or 0.0), float(plain["max_score"])
    if not 0 <= score <= most < math.inf:
        raise ValueError("a score is not among the points of its check")
    return CheckResult(
        plain["name"],
        Outcome(plain["outcome"]),
        score,
        most,
        bool(plain["visible"]),
        plain["message"],
        plain.get("expected", ""),
        plain.get("got", ""),
    )
