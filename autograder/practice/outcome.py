"""What practice says of a result: less than grading, as nothing is marked yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from autograder.practice.literal import call
from autograder.report import CheckResult, ExerciseResult, Outcome, total
from autograder.rubric.exercise import Assignment, Exercise
from autograder.rubric.expected import Frozen


def as_practised(result: ExerciseResult, exercise: Exercise) -> ExerciseResult:
    """Take the marks out of a result that says nothing but that there is an answer.

    Parameters
    ----------
    result : ExerciseResult
        How the exercise did on the cases of practice.
    exercise : Exercise
        Its rubric.
    """
    if exercise.has_examples:
        return result
    checks = tuple(_recorded(check) for check in result.checks)
    outcomes = {check.outcome for check in checks}
    if Outcome.RECORDED not in outcomes or Outcome.FAILED in outcomes:
        return replace(result, checks=checks)
    waiting = [check.name for check in checks if check.outcome is Outcome.NOT_ATTEMPTED]
    message = f"still open: {', '.join(waiting)}" if waiting else ""
    return replace(result, checks=checks, outcome=Outcome.RECORDED, message=message)


def _recorded(check: CheckResult) -> CheckResult:
    if check.outcome is not Outcome.PASSED:
        return check
    return replace(check, outcome=Outcome.RECORDED, score=0.0)


def is_done(result: ExerciseResult) -> bool:
    """Tell whether nothing is left to do that practice knows of."""
    if result.outcome is Outcome.RECORDED:
        return all(check.outcome is Outcome.RECORDED for check in result.checks)
    return result.outcome is Outcome.PASSED


def points_so_far(assignment: Assignment, results: Iterable[ExerciseResult]) -> tuple[float, float]:
    """Add up the points earned on the examples, and those that can be earned there."""
    earned = total(result.score for result in results)
    return earned, total(e.points for e in assignment.exercises if e.has_examples)


def failing_calls(result: ExerciseResult, frozen: Frozen) -> dict[str, str]:
    """Write the calls on which checks fail, each once: the first check that fails on it has it."""
    calls = {case.name: case for case in frozen.cases if case.args or case.kwargs}
    found: dict[str, str] = {}
    for check in result.checks:
        if check.outcome is Outcome.FAILED and check.case in calls:
            found[check.name] = call(result.name, calls.pop(check.case), is_short=True)
    return found
