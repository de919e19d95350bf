"""What grading says: frozen values that know nothing of how they came about or are shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Outcome(StrEnum):
    """How a check, or a whole exercise, ended."""

    PASSED = "passed"
    FAILED = "failed"
    BLOCKED = "blocked"
    """Not run; the message says why."""
    NOT_ATTEMPTED = "not_attempted"
    MISSING = "missing"
    """The submission defines no such function."""
    ERROR = "error"
    """The function, or the cell that defines it, raised an exception."""
    TIMEOUT = "timeout"
    CRASHED = "crashed"
    """The function ended the process that ran it."""
    NOT_JUDGED = "not_judged"
    """The machine failed, and not the work: there is no score, not even a zero."""
    RECORDED = "recorded"
    """In practice alone: an answer is there, and it is marked when it is handed in."""


class Isolation(StrEnum):
    """How far student code was walled off while it was graded."""

    FULL = "full"
    TRUSTED = "trusted"
    """The wall does not stand, and whoever ran the grader said that submissions are harmless."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One fact about an exercise, and whether it holds.

    Attributes
    ----------
    name : str
        The fact, in words.
    outcome : Outcome
        PASSED, FAILED, BLOCKED, NOT_ATTEMPTED or NOT_JUDGED.
    score, max_score : float
        Points earned and points possible.
    visible : bool
        Whether the verdict rests on inputs that students can see.
    message : str
        What is wrong, in a sentence; empty where nothing is.
    expected, got : str
        Short pictures of both values, on visible inputs alone.
    case, difference : str
        The first visible case on which it fails, and what differs there, without a reason: what
        practice shows before somebody asks for a hint. They are not kept with a report.
    """

    name: str
    outcome: Outcome
    score: float
    max_score: float
    visible: bool = True
    message: str = ""
    expected: str = ""
    got: str = ""
    case: str = field(default="", compare=False)
    difference: str = field(default="", compare=False)

    @property
    def is_judged(self) -> bool:
        """Whether its score says something about the work."""
        return self.outcome is not Outcome.NOT_JUDGED

    @property
    def is_advice(self) -> bool:
        """Whether it is worth no points: a word to those whose work is right."""
        return self.max_score == 0


class PlotKind(StrEnum):
    """How numbers are drawn."""

    CURVE = "curve"
    """One after the other, as the costs of a training."""
    PAIRS = "pairs"
    """Each number that came against the one that is expected."""


@dataclass(frozen=True, slots=True)
class Plot:
    """Numbers of a visible case that say more as a picture.

    Attributes
    ----------
    kind : PlotKind
        How to draw them.
    check : str
        The check that they belong to.
    case : str
        The visible case that they come from.
    expected, got : tuple of float or None
        What is expected and what came; None stands for nan and infinity.
    """

    kind: PlotKind
    check: str
    case: str
    expected: tuple[float | None, ...]
    got: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class ExerciseResult:
    """One graded exercise.

    Attributes
    ----------
    name : str
        The function that the student writes.
    outcome : Outcome
        PASSED where all points are earned, else what stood in the way.
    checks : tuple of CheckResult
        In the order of the rubric.
    message : str
        What happened to the exercise as a whole, where no check can say it.
    misconception, hint : str or None
        The name of the mistake and what to think about, where the mistake is known.
    carried_forward : tuple of str
        Helpers of the student's that were replaced by correct ones to grade this exercise.
    seconds : float
        How long the student's function ran, over the visible cases.
    plots : tuple of Plot
        Numbers of visible cases, for faces that can draw.
    """

    name: str
    outcome: Outcome
    checks: tuple[CheckResult, ...]
    message: str = ""
    misconception: str | None = None
    hint: str | None = None
    carried_forward: tuple[str, ...] = ()
    seconds: float = 0.0
    plots: tuple[Plot, ...] = ()

    @property
    def is_judged(self) -> bool:
        """Whether its score says something about the work."""
        return self.outcome is not Outcome.NOT_JUDGED

    @property
    def score(self) -> float:
        """The points earned."""
        return total(check.score for check in self.checks)

    @property
    def max_score(self) -> float:
        """The points possible."""
        return total(check.max_score for check in self.checks)


@dataclass(frozen=True, slots=True)
class Report:
    """One graded submission.

    Attributes
    ----------
    submission : str
        Whose it is, or the name of its file.
    assignment : str
        The assignment it was graded as.
    exercises : tuple of ExerciseResult
        In the order of the assignment.
    isolation : Isolation
        How far the student's code was walled off while it ran.
    problems : tuple of str
        What could not be read or run in the submission, and where.
    """

    submission: str
    assignment: str
    exercises: tuple[ExerciseResult, ...]
    isolation: Isolation
    problems: tuple[str, ...] = ()

    @property
    def is_judged(self) -> bool:
        """Whether all of it was judged: where the machine failed, there is no score."""
        return all(exercise.is_judged for exercise in self.exercises)

    @property
    def unjudged(self) -> str:
        """Say what could not be judged, and that it is nobody's fault; empty where all was."""
        names = [exercise.name for exercise in self.exercises if not exercise.is_judged]
        if not names:
            return ""
        what = "all" if len(names) == len(self.exercises) else ", ".join(names)
        return (
            f"{self.submission}/{self.assignment} could not be judged ({what}): the machine "
            "failed, and not the work; it has no score, so run the same command again"
        )

    @property
    def score(self) -> float:
        """The points earned."""
        return total(exercise.score for exercise in self.exercises)

    @property
    def max_score(self) -> float:
        """The points possible."""
        return total(exercise.max_score for exercise in self.exercises)


def total(points: Iterable[float]) -> float:
    """Add points up, without the dust that binary fractions leave.

    Examples
    --------
    >>> total([0.1, 0.2])
    0.3
    """
    return round(sum(points), 6)
