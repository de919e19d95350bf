"""How outcomes look everywhere: a mark, a word, a colour; never the colour alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from autograder.report import CheckResult, ExerciseResult, Outcome, Report


@dataclass(frozen=True, slots=True)
class Mark:
    """How an outcome looks."""

    sign: str
    word: str
    colour: str


MARKS = {
    Outcome.PASSED: Mark("✓", "passed", "green"),
    Outcome.FAILED: Mark("✗", "not right yet", "red"),
    Outcome.ERROR: Mark("✗", "raises an error", "red"),
    Outcome.TIMEOUT: Mark("✗", "takes too long", "red"),
    Outcome.CRASHED: Mark("✗", "crashed", "red"),
    Outcome.BLOCKED: Mark("–", "not run", "bright_black"),
    Outcome.MISSING: Mark("?", "missing", "yellow"),
    Outcome.NOT_ATTEMPTED: Mark("·", "not attempted", "bright_black"),
    Outcome.RECORDED: Mark("–", "recorded, marked when you hand in", "bright_black"),
    Outcome.NOT_JUDGED: Mark("!", "not judged", "yellow"),
}


ADVICE = Mark("i", "advice", "blue")


def mark_of(check: CheckResult) -> Mark:
    """Choose the mark of a check; advice costs nothing, so it is no cross."""
    return ADVICE if check.is_advice else MARKS[check.outcome]


def carried(helpers: Sequence[str]) -> str:
    """Say that work was graded with correct helpers.

    Examples
    --------
    >>> carried(["sigmoid"])
    'graded with a correct sigmoid: your own sigmoid is reported above'
    >>> carried(["sigmoid", "propagate", "predict"])
    'graded with a correct sigmoid, propagate and predict: your own are reported above'
    """
    if len(helpers) == 1:
        return f"graded with a correct {helpers[0]}: your own {helpers[0]} is reported above"
    names = f"{', '.join(helpers[:-1])} and {helpers[-1]}"
    return f"graded with a correct {names}: your own are reported above"


def points(score: float, max_score: float) -> str:
    """Write points.

    Examples
    --------
    >>> points(7.5, 15.0)
    '7.5/15'
    """
    return f"{score:g}/{max_score:g}"


def points_of(one: CheckResult | ExerciseResult | Report) -> str:
    """Write the points of something that was graded; what was not judged has none.

    Examples
    --------
    >>> points_of(CheckResult("values", Outcome.NOT_JUDGED, 0.0, 6.0))
    '?/6'
    """
    return points(one.score, one.max_score) if one.is_judged else f"?/{one.max_score:g}"
