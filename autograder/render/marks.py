"""How outcomes look everywhere: a mark, a word, a colour; never the colour alone."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.report import Outcome


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
}


def points(score: float, max_score: float) -> str:
    """Write points.

    Examples
    --------
    >>> points(7.5, 15.0)
    '7.5/15'
    """
    return f"{score:g}/{max_score:g}"
