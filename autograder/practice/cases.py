"""The cases on which students practise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from autograder.rubric.compiled import Compiled
from autograder.rubric.exercise import AGAIN, Case, Exercise
from autograder.rubric.expected import Frozen


@lru_cache(maxsize=32)
def practice_cases(compiled: Compiled) -> Mapping[str, Frozen]:
    """Give the visible cases of each exercise of an assignment.

    The last of them repeats the first, as in grading: what a function keeps from one call to the
    next shows there.
    """
    visible = compiled.visible
    return {
        exercise.name: _and_again(visible[exercise.name])
        if exercise.has_examples
        else _form(exercise)
        for exercise in compiled.assignment.exercises
    }


def _and_again(frozen: Frozen) -> Frozen:
    again = replace(frozen.cases[0], name=AGAIN)
    wrong = {
        name: (*outputs, outputs[0]) for name, outputs in frozen.misconceptions.items() if outputs
    }
    return replace(
        frozen,
        cases=(*frozen.cases, again),
        outputs=(*frozen.outputs, frozen.outputs[0]),
        misconceptions=wrong,
    )


def _form(exercise: Exercise) -> Frozen:
    """Make up a case for an exercise of which all are hidden: only the form of answers counts."""
    return Frozen(
        (Case("your answers", visible=True),),
        ({check.path[0]: check.form for check in exercise.checks},),
    )
