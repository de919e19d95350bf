"""Right work loses nothing, wrong work loses points, and a known mistake gets its own name."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from autograder.practice.trial import judge_here
from autograder.report import Outcome
from tests.conftest import GradeExercise
from tests.first_neuron import ASSIGNMENTS, all_cases
from tests.variants.right import RIGHT
from tests.variants.wrong import WRONG


def rows(table: dict[str, dict[str, dict[str, str]]]) -> Iterator[Any]:
    """Lay a table of variants out, a row each."""
    for assignment, exercises in table.items():
        for exercise, variants in exercises.items():
            for name, source in variants.items():
                yield pytest.param(assignment, exercise, source, id=f"{exercise}-{name}")


def misconceptions() -> Iterator[Any]:
    """Lay the catalogue out, a misconception a row."""
    for assignment in ASSIGNMENTS.values():
        wrong = importlib.import_module(f"rubrics.misconceptions.{assignment.name}").WRONG
        for exercise in assignment.exercises:
            for misconception in exercise.misconceptions:
                function = wrong[exercise.name][misconception.name]
                key = f"{assignment.name}-{exercise.name}-{misconception.name}"
                yield pytest.param(
                    assignment.name, exercise.name, misconception.name, function, id=key
                )


@pytest.mark.parametrize(("assignment", "exercise", "source"), list(rows(RIGHT)))
def test_right_work_gets_every_point(
    assignment: str, exercise: str, source: str, grade_exercise: GradeExercise
) -> None:
    """However it is written, right work earns all the points of its exercise."""
    result = grade_exercise(assignment, exercise, source)
    assert result.score == result.max_score, [c.message for c in result.checks]
    assert result.outcome is Outcome.PASSED


@pytest.mark.parametrize(("assignment", "exercise", "source"), list(rows(WRONG)))
def test_wrong_work_loses_points(
    assignment: str, exercise: str, source: str, grade_exercise: GradeExercise
) -> None:
    """Wrong work never earns all the points, and is told something."""
    result = grade_exercise(assignment, exercise, source)
    assert result.score < result.max_score
    assert result.message or any(check.message for check in result.checks)


@pytest.mark.parametrize(("assignment", "exercise", "name", "function"), list(misconceptions()))
def test_a_misconception_is_caught_and_named(
    assignment: str, exercise: str, name: str, function: Callable[..., object]
) -> None:
    """Every misconception loses points, and is named by its own name and hint."""
    rubric = ASSIGNMENTS[assignment].exercise(exercise)
    result = judge_here(function, rubric, all_cases(assignment)[exercise])
    assert result.score < result.max_score
    assert result.misconception == name
    assert result.hint == next(m.hint for m in rubric.misconceptions if m.name == name)


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_no_reference_is_called_a_misconception(assignment: str) -> None:
    """Right work has neither a misconception nor a hint."""
    solutions = importlib.import_module(f"solutions.{assignment}")
    for exercise in ASSIGNMENTS[assignment].exercises:
        frozen = all_cases(assignment)[exercise.name]
        result = judge_here(getattr(solutions, exercise.name), exercise, frozen)
        assert (result.misconception, result.hint) == (None, None)
