"""What a child is asked: the code that an exercise needs, and the inputs of some of its cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from autograder.course.exercise import Exercise
from autograder.course.expected import Frozen
from autograder.sandbox.wire import Encoded, encode_part
from autograder.submission import Code


@dataclass(frozen=True, slots=True)
class Questions:
    """The inputs of some cases of an exercise, the same for every submission.

    Attributes
    ----------
    num_cases : int
        How many there are.
    encoded : Encoded
        In the form in which they are sent.
    """

    num_cases: int
    encoded: Encoded


_ASKED: WeakKeyDictionary[Frozen, dict[bool, Questions]] = WeakKeyDictionary()


def ask(frozen: Frozen, *, visible: bool) -> Questions:
    """Give the visible or the hidden cases of an exercise as questions."""
    asked = _ASKED.setdefault(frozen, {})
    if visible not in asked:
        cases = [
            {"args": list(case.args), "kwargs": dict(case.kwargs), "traced": case.traced}
            for case in frozen.cases
            if case.visible is visible
        ]
        asked[visible] = Questions(len(cases), encode_part(cases))
    return asked[visible]


def make_request(
    exercises: Sequence[Exercise],
    code: Code,
    questions: Mapping[str, Questions],
    helpers: Sequence[tuple[list[str], str]],
) -> dict[str, object]:
    """Write a request, as :mod:`autograder.sandbox.exercise` takes it.

    Parameters
    ----------
    exercises : sequence of Exercise
        Those to run.
    code : Code
        The submission's; only the statements that they need are sent.
    questions : mapping
        For each exercise, its inputs.
    helpers : sequence
        Names and source of functions that take the place of the submission's.
    """
    needs = {exercise.name: code.needs(exercise.names) for exercise in exercises}
    needed = {number for numbers in needs.values() for number in numbers}
    return {
        "statements": [
            {"cell": s.cell, "line": s.line, "source": s.source, "flags": code.flags}
            if number in needed
            else None
            for number, s in enumerate(code.statements)
        ],
        "exercises": [
            {
                "name": exercise.name,
                "names": list(exercise.names),
                "needs": list(needs[exercise.name]),
                "helpers": list(helpers),
                "cases": questions[exercise.name].encoded,
            }
            for exercise in exercises
        ],
    }
