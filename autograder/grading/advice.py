"""Advice for work that is right: worth no points, and never in the way of any."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from autograder.report import CheckResult, Outcome
from autograder.rubric.exercise import Advice, Exercise
from autograder.sandbox.answer import CaseAnswer
from autograder.submission.code import Code
from autograder.submission.structure import Structure, structure_of

GUARDS = frozenset({"where", "piecewise", "clip", "maximum", "minimum", "max", "amax"})
GUARDS |= {"abs", "absolute", "fabs", "tanh", "logaddexp", "expit", "logsumexp"}
"""What keeps an exponent from growing without limit."""
ONE_HALF = 0.5
LOOPS = ("for", "while")


def advise(
    exercise: Exercise, answers: Sequence[CaseAnswer], code: Code | None
) -> tuple[CheckResult, ...]:
    """Give the advice that right work deserves; what is done well is not told.

    Parameters
    ----------
    exercise : Exercise
        Names what to look at; an idle loop is looked for in every exercise.
    answers : sequence of CaseAnswer
        What the function returned.
    code : Code or None
        The source, if that is at hand.
    """
    definition = code.definition(exercise.names) if code is not None else None
    may_loop = definition is not None and any(word in definition.source for word in LOOPS)
    due = (*exercise.advice, Advice.EMPTY_LOOP) if may_loop else exercise.advice
    structure = structure_of(code, exercise.names) if due else None
    return tuple(
        advice(one.value, message)
        for one in due
        if (message := next(_LOOKS[one](answers, structure), None)) is not None
    )


def advice(name: str, message: str) -> CheckResult:
    """Make a word to those whose work is right, which costs nothing."""
    return CheckResult(name, Outcome.FAILED, 0.0, 0.0, message=message)


def _look_for_overflow(_: Sequence[CaseAnswer], structure: Structure | None) -> Iterator[str]:
    if structure is not None and "exp" in structure.calls and not structure.calls & GUARDS:
        yield (
            "exp overflows above about 709: it gives infinity, with a warning, and infinity by "
            "infinity is nan. Written so that no exponent is above 0, it is safe for all inputs."
        )


def _look_at_one_half(_: Sequence[CaseAnswer], structure: Structure | None) -> Iterator[str]:
    if structure is not None and ONE_HALF in structure.constants_at_least:
        yield "a probability of exactly 0.5 gets the label 1 from >=; the text asks for 0 there."


def _look_for_empty_loop(_: Sequence[CaseAnswer], structure: Structure | None) -> Iterator[str]:
    if structure is not None and structure.has_empty_loop:
        yield "there is a loop that does nothing: it can go."


def _look_for_copies(_: Sequence[CaseAnswer], structure: Structure | None) -> Iterator[str]:
    if structure is not None:
        for name in sorted(structure.deep_copies - structure.changed_in_place):
            yield (
                f"{name} is copied deeply, but nothing changes it in place: an expression such as "
                f"{name} - 1 makes a new array already."
            )


def _look_at_cost(answers: Sequence[CaseAnswer], _: Structure | None) -> Iterator[str]:
    for answer in answers:
        parts = answer.value if isinstance(answer.value, tuple) else ()
        costs = parts[-1] if parts else None
        for cost in costs if isinstance(costs, list) else [costs]:
            if isinstance(cost, np.ndarray):
                yield f"the cost is an array of shape {cost.shape}; float() makes a number of it."


_LOOKS: dict[Advice, Callable[[Sequence[CaseAnswer], Structure | None], Iterator[str]]] = {
    Advice.OVERFLOW: _look_for_overflow,
    Advice.ONE_HALF: _look_at_one_half,
    Advice.EMPTY_LOOP: _look_for_empty_loop,
    Advice.DEEP_COPY: _look_for_copies,
    Advice.PLAIN_COST: _look_at_cost,
}
