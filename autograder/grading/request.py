"""What a child is asked: the code that exercises need, and the inputs of some of their cases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum
from typing import NamedTuple
from weakref import WeakKeyDictionary

from autograder.rubric.exercise import Case, Exercise
from autograder.rubric.expected import Frozen
from autograder.sandbox.request import Asked, Inputs, Statement, pickled
from autograder.submission import Code

Helper = tuple[tuple[str, ...], str]
"""Names and source of a function that takes the place of the submission's."""


class Questions(NamedTuple):
    """The inputs of some cases of an exercise, the same for every submission."""

    num_cases: int
    cases: bytes
    """In the form in which they are sent."""


class Part(Enum):
    """Some of the cases of an exercise: those that are visible, or that are not."""

    VISIBLE = (True,)
    HIDDEN = (False,)
    ALL = (True, False)


_ASKED: WeakKeyDictionary[Frozen, dict[Part, Questions]] = WeakKeyDictionary()


def questions_of(frozen: Frozen, part: Part) -> Questions:
    """Give a part of the cases of an exercise as questions."""
    asked = _ASKED.setdefault(frozen, {})
    if part not in asked:
        cases = [inputs_of(case, frozen) for case in frozen.cases if case.visible in part.value]
        asked[part] = Questions(len(cases), pickled(cases))
    return asked[part]


def inputs_of(case: Case, frozen: Frozen) -> Inputs:
    """Say what a function is called with in a case."""
    return Inputs(case.args, dict(case.kwargs), case.traced, dict(frozen.defaults), case.omits)


def statements_for(exercises: Iterable[Exercise], code: Code) -> list[Statement | None]:
    """Take those statements of a submission that some exercises need; None for the others."""
    needed = {number for exercise in exercises for number in code.needs(exercise.names)}
    return [
        Statement(one.cell, one.line, one.source, code.flags) if number in needed else None
        for number, one in enumerate(code.statements)
    ]


def ask(exercise: Exercise, code: Code, questions: Questions, helpers: Sequence[Helper]) -> Asked:
    """Ask for some cases of an exercise."""
    needs = code.needs(exercise.names)
    return Asked(exercise.name, exercise.names, needs, tuple(helpers), *questions)
