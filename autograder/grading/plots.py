"""Numbers of visible cases that say more as a picture: costs over a training, arrays that differ.

What hidden cases hold never comes here.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from autograder.grading.comparison import compare
from autograder.report import Plot, PlotKind
from autograder.rubric.exercise import Case, Check, Exercise, Fact
from autograder.rubric.expected import Frozen
from autograder.sandbox.answer import CaseAnswer

MOST = 60
"""Of longer arrays, so many numbers are taken."""
FEWEST_COSTS, FEWEST_PAIRS = 3, 4
"""Fewer numbers are better read than drawn."""


def plots_of(exercise: Exercise, frozen: Frozen, answers: Sequence[CaseAnswer]) -> tuple[Plot, ...]:
    """Choose what to draw of an exercise.

    Parameters
    ----------
    exercise : Exercise
        Its rubric.
    frozen : Frozen
        Its cases and expected outputs.
    answers : sequence of CaseAnswer
        What student code returned, case by case.

    Returns
    -------
    tuple of Plot
        A curve for each list of numbers, right or wrong; for each array that has the right shape
        and wrong values, its numbers against those that are expected.
    """
    seen = [
        (case, output, answer.value)
        for case, output, answer in zip(frozen.cases, frozen.outputs, answers, strict=True)
        if case.visible and not case.traced and not case.omits and answer.error is None
    ]
    plots: list[Plot] = []
    for check in exercise.checks:
        if check.fact is Fact.LIST:
            plots += list(_curves(check, seen))[-1:]
        elif check.fact is Fact.VALUE:
            plots += list(_pairs(check, seen))[:1]
    return tuple(plots)


def _curves(check: Check, seen: Sequence[tuple[Case, object, object]]) -> Iterator[Plot]:
    """Take the lists that are long enough, the longest last."""
    found = []
    for case, output, value in seen:
        expected, got = _numbers(_part(check, output)), _numbers(_part(check, value))
        if len(expected) >= FEWEST_COSTS and got:
            found.append(Plot(PlotKind.CURVE, check.name, case.name, expected, got))
    yield from sorted(found, key=lambda plot: len(plot.expected))


def _pairs(check: Check, seen: Sequence[tuple[Case, object, object]]) -> Iterator[Plot]:
    for case, output, value in seen:
        expected, got = _part(check, output), _part(check, value)
        if (
            isinstance(expected, np.ndarray)
            and isinstance(got, np.ndarray)
            and expected.shape == got.shape
            and expected.size >= FEWEST_PAIRS
            and compare(check, output, value) is not None
        ):
            numbers = _numbers(expected), _numbers(got)
            if all(numbers):
                yield Plot(PlotKind.PAIRS, check.name, case.name, *numbers)


def _part(check: Check, value: object) -> object:
    for step in check.path:
        try:
            value = value[step]  # type: ignore[index]
        except (TypeError, LookupError):
            return None
    return value


def _numbers(value: object) -> tuple[float | None, ...]:
    """Take the numbers of a list or an array, evenly where there are many; empty if it has none."""
    if isinstance(value, list):
        numbers = [_number(entry) for entry in value[:MOST]]
    elif isinstance(value, np.ndarray) and value.dtype.kind in "iufb":
        places = np.linspace(0, value.size - 1, min(value.size, MOST)).astype(int)
        numbers = [_number(entry) for entry in value.ravel()[places]]
    else:
        return ()
    return tuple(numbers) if any(number is not None for number in numbers) else ()


def _number(entry: object) -> float | None:
    """Read a number, also out of an array of one element; None for nan, infinity and the rest."""
    if isinstance(entry, np.ndarray | np.generic) and entry.size == 1 and entry.dtype.kind in "iuf":
        entry = entry.item()
    if type(entry) not in (int, float):
        return None
    try:
        number = float(entry)  # type: ignore[arg-type]
    except OverflowError:
        return None
    return number if math.isfinite(number) else None
