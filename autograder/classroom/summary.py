"""A graded submission in short: what is kept of it while a whole class is looked at."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from enum import Enum

from autograder.classroom.journal import Record
from autograder.report import ExerciseResult, Outcome
from autograder.report.text import one_line

LONGEST = 200
"""A finding has no more characters; students choose some of them."""


class Band(Enum):
    """What an exercise earned, in five steps that partition a class."""

    FULL = "all points"
    PART = "some points"
    NONE = "no points"
    STOPPED = "stopped"
    """No points: an exception, a timeout or a crash."""
    NOT_ATTEMPTED = "not attempted"


UNATTEMPTED = frozenset({Outcome.NOT_ATTEMPTED, Outcome.MISSING})
STOPPED = frozenset({Outcome.ERROR, Outcome.TIMEOUT, Outcome.CRASHED, Outcome.BLOCKED})


@dataclass(frozen=True, slots=True)
class Part:
    """One exercise of a submission.

    Attributes
    ----------
    exercise : str
        The function that the student writes.
    score, max_score : float
        Points earned and points possible.
    outcome : Outcome
        How it ended.
    misconception, hint : str
        The name of the mistake and the hint it deserves; empty where none is known.
    finding : str
        What the grader saw of a mistake that has no name; empty where it has one.
    """

    exercise: str
    score: float
    max_score: float
    outcome: Outcome
    misconception: str = ""
    hint: str = ""
    finding: str = ""

    @property
    def is_attempted(self) -> bool:
        """Whether the student wrote something."""
        return self.outcome not in UNATTEMPTED

    @property
    def band(self) -> Band:
        """What it earned."""
        if not self.is_attempted:
            return Band.NOT_ATTEMPTED
        if self.score >= self.max_score:
            return Band.FULL
        if self.score > 0:
            return Band.PART
        return Band.STOPPED if self.outcome in STOPPED else Band.NONE


@dataclass(frozen=True, slots=True)
class Summary:
    """One submission.

    Attributes
    ----------
    submission : str
        Whose it is.
    assignment : str
        What it was graded as; empty if nothing tells.
    path : str
        Its file: no two submissions share it.
    parts : tuple of Part
        Its exercises, in the order of the assignment.
    score, max_score : float
        Points earned and points possible.
    error : str
        Why the file could not be graded; empty if it could.
    code : str
        The fingerprint of its code; empty if there is none.
    is_judged : bool
        Whether there is a score at all: where the machine failed, there is none.
    """

    submission: str
    assignment: str
    path: str
    parts: tuple[Part, ...]
    score: float
    max_score: float
    error: str = ""
    code: str = ""
    is_judged: bool = True

    @property
    def is_readable(self) -> bool:
        """Whether the file could be graded."""
        return not self.error

    @property
    def is_attempted(self) -> bool:
        """Whether the student wrote anything."""
        return any(part.is_attempted for part in self.parts)

    @property
    def percent(self) -> float:
        """The points earned, of a hundred."""
        return 100 * self.score / self.max_score if self.max_score else 0.0

    @property
    def shown(self) -> str:
        """The score as it is shown."""
        return f"{self.score:g}" if self.is_judged else "?"


def summarise(record: Record) -> Summary:
    """Keep of a record what the statistics of a class need."""
    report = record.report
    is_judged = report is None or report.is_judged
    return Summary(
        record.submission,
        sys.intern(record.assignment),
        record.path,
        tuple(map(_part, report.exercises)) if report and is_judged else (),
        report.score if report else 0.0,
        report.max_score if report else 0.0,
        record.error,
        record.code,
        is_judged,
    )


def _part(result: ExerciseResult) -> Part:
    # A class of thousands has a few dozen names and hints: each is kept once.
    return Part(
        sys.intern(result.name),
        result.score,
        result.max_score,
        result.outcome,
        sys.intern(result.misconception or ""),
        sys.intern(result.hint or "") if result.misconception else "",
        sys.intern(_finding(result)),
    )


def _finding(result: ExerciseResult) -> str:
    """Take the first thing that is wrong with work that failed in a way without a name."""
    if result.misconception or result.outcome not in (Outcome.FAILED, Outcome.ERROR):
        return ""
    said = (
        f"{check.name}: {check.message}"
        for check in result.checks
        if check.outcome is Outcome.FAILED and check.message
    )
    return one_line(next(said, result.message), LONGEST)
