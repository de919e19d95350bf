"""Name the mistake: match what student code returned with what known mistakes return."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from autograder.course.exercise import VALUE_FACTS, Check, Exercise, Misconception
from autograder.course.expected import Frozen, Raised
from autograder.grading.comparison import compare, same
from autograder.sandbox.answer import CaseAnswer


def diagnose(
    exercise: Exercise, frozen: Frozen, answers: Sequence[CaseAnswer]
) -> Misconception | None:
    """Find the misconception that explains what is wrong.

    Parameters
    ----------
    exercise : Exercise
        With its misconceptions, the simplest first.
    frozen : Frozen
        The cases, with what the reference and each misconception return.
    answers : sequence of CaseAnswer
        What student code returned, case by case.

    Returns
    -------
    Misconception or None
        The first that returns the same as the student's code wherever that is wrong; if none
        explains all outputs, the first that explains one of them; None if there is none.
    """
    wrong = {
        check: tuple(_wrong_cases(check, frozen, answers))
        for check in exercise.checks
        if check.fact in VALUE_FACTS
    }
    failing = {check: cases for check, cases in wrong.items() if cases}
    known = [one for one in exercise.misconceptions if one.name in frozen.misconceptions]
    for misconception in known:
        outputs = frozen.misconceptions[misconception.name]
        if failing and all(
            _explains(outputs, check, cases, answers) for check, cases in failing.items()
        ):
            return misconception
    for check, cases in failing.items():
        for misconception in known:
            if _explains(frozen.misconceptions[misconception.name], check, cases, answers):
                return misconception
    return None


def _wrong_cases(check: Check, frozen: Frozen, answers: Sequence[CaseAnswer]) -> Iterator[int]:
    for number, (output, answer) in enumerate(zip(frozen.outputs, answers, strict=True)):
        if answer.error is not None or compare(check, output, answer.value) is not None:
            yield number


def _explains(
    outputs: Sequence[object], check: Check, cases: Sequence[int], answers: Sequence[CaseAnswer]
) -> bool:
    """Tell whether a mistake returns, on some cases, what the student's code did."""
    some_value = False
    for number in cases:
        output, answer = outputs[number], answers[number]
        if isinstance(output, Raised) or answer.error is not None:
            if not isinstance(output, Raised) or answer.error is None:
                return False
            continue
        part, got = _part(check, output), _part(check, answer.value)
        if part is _ABSENT or got is _ABSENT:
            part, got = output, answer.value
        if not same(part, got, check.rtol, check.atol):
            return False
        some_value = True
    return some_value


_ABSENT = object()


def _part(check: Check, value: object) -> object:
    """Take the part of a returned value that a check is about."""
    for step in check.path:
        try:
            value = value[step]  # type: ignore[index]
        except (TypeError, LookupError):
            return _ABSENT
    return value
