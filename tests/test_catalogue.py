"""The catalogue of misconceptions: each is wrong, none is like another, and every hint is short."""

import importlib
import re
import warnings
from collections.abc import Callable
from copy import deepcopy
from functools import cache
from itertools import combinations

import numpy as np
import pytest

from autograder.grading.comparison import compare, same
from autograder.grading.diagnosis import diagnose
from autograder.grading.evidence import gather
from autograder.rubric.exercise import VALUE_FACTS, Case, Exercise
from autograder.rubric.expected import Frozen, Raised
from autograder.sandbox.answer import CaseAnswer, StudentError
from tests.first_neuron import COURSE, frozen_on, written

EXERCISES = {
    (name, exercise.name): exercise
    for name in COURSE.names
    for exercise in written(name).assignment.exercises
    if exercise.name != "quiz"
}
SEEDS = range(3)
MOST_SENTENCES, MOST_CHARACTERS = 2, 220
MANY = {"propagate": 12, "optimize": 12, "predict": 12, "model": 12}

exercises = pytest.mark.parametrize(("assignment", "name"), EXERCISES)
misconceptions = pytest.mark.parametrize(
    ("assignment", "name", "misconception"),
    [(*key, one.name) for key, exercise in EXERCISES.items() for one in exercise.misconceptions],
)
hints = pytest.mark.parametrize(
    "hint",
    [
        pytest.param(one.hint, id=f"{name}-{one.name}")
        for (_, name), exercise in EXERCISES.items()
        for one in exercise.misconceptions
    ],
)


def _wrong(assignment: str, name: str) -> dict[str, Callable[..., object]]:
    module = importlib.import_module(f"rubrics.misconceptions.{assignment}")
    table: dict[str, dict[str, Callable[..., object]]] = module.WRONG
    return table[name]


def _cases(exercise: Exercise, seed: int) -> tuple[Case, ...]:
    assert exercise.hidden is not None
    return (*exercise.visible, *exercise.hidden(np.random.default_rng(seed)))


def _run(function: Callable[..., object], case: Case) -> object:
    args, kwargs = deepcopy((case.args, dict(case.kwargs)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return function(*args, **kwargs)
        except (ArithmeticError, LookupError, TypeError, ValueError) as error:
            return type(error)


@cache
def _outputs(assignment: str, name: str, misconception: str | None, seed: int) -> list[object]:
    """Run the reference or a misconception on all the cases of an exercise."""
    if misconception is None:
        function = getattr(importlib.import_module(f"solutions.{assignment}"), name)
    else:
        function = _wrong(assignment, name)[misconception]
    return [_run(function, case) for case in _cases(EXERCISES[assignment, name], seed)]


@exercises
def test_every_hint_has_its_wrong_implementation(assignment: str, name: str) -> None:
    """The names in the hints are those of the wrong implementations, in the same order."""
    names = [one.name for one in EXERCISES[assignment, name].misconceptions]
    assert names == list(_wrong(assignment, name))


@exercises
def test_the_catalogue_is_rich(assignment: str, name: str) -> None:
    """Every exercise has at least eight misconceptions, the larger ones twelve."""
    assert len(EXERCISES[assignment, name].misconceptions) >= MANY.get(name, 8)


@misconceptions
def test_a_name_is_words_with_hyphens(assignment: str, name: str, misconception: str) -> None:
    """A name consists of words and numbers with hyphens; only J keeps its capital."""
    assert re.fullmatch(r"(J|[a-z0-9]+)(-[a-z0-9]+)*", misconception), (assignment, name)


@hints
def test_a_hint_is_short(hint: str) -> None:
    """A hint has at most two sentences and 220 characters."""
    assert len(re.findall(r"[.!?](?=\s|$)", hint)) <= MOST_SENTENCES
    assert len(hint) <= MOST_CHARACTERS
    assert hint[-1] in ".?"


@misconceptions
@pytest.mark.parametrize("seed", SEEDS)
def test_a_misconception_returns_something_wrong(
    assignment: str, name: str, misconception: str, seed: int
) -> None:
    """On some case a check of values fails with a value, not with an error."""
    expected = _outputs(assignment, name, None, seed)
    got = _outputs(assignment, name, misconception, seed)
    checks = [c for c in EXERCISES[assignment, name].checks if c.fact in VALUE_FACTS]
    assert any(
        not isinstance(value, type) and any(compare(check, right, value) for check in checks)
        for right, value in zip(expected, got, strict=True)
    )


@misconceptions
def test_a_misconception_leaves_its_arguments_alone(
    assignment: str, name: str, misconception: str
) -> None:
    """Only what is returned is wrong: no argument is changed on the way."""
    function = _wrong(assignment, name)[misconception]
    for case in _cases(EXERCISES[assignment, name], 0):
        args = [arg for arg in deepcopy(case.args) if isinstance(arg, np.ndarray)]
        before = deepcopy(args)
        _run(function, case)
        assert same(before, args)


@exercises
@pytest.mark.parametrize("seed", SEEDS)
def test_misconceptions_differ_from_each_other(assignment: str, name: str, seed: int) -> None:
    """No two misconceptions of an exercise return the same on all its cases."""
    outputs = {one: _outputs(assignment, name, one, seed) for one in _wrong(assignment, name)}
    alike = [pair for pair in combinations(outputs, 2) if same(outputs[pair[0]], outputs[pair[1]])]
    assert alike == []


@cache
def _frozen(assignment: str, seed: int) -> dict[str, Frozen]:
    exercises = written(assignment).assignment.exercises
    return frozen_on(assignment, {exercise.name: _cases(exercise, seed) for exercise in exercises})


@misconceptions
@pytest.mark.parametrize("seed", SEEDS)
def test_a_misconception_is_named_by_its_own_hint(
    assignment: str, name: str, misconception: str, seed: int
) -> None:
    """Whoever returns what a misconception returns is told its hint, not that of another."""
    frozen = _frozen(assignment, seed)[name]
    answers = tuple(
        CaseAnswer(error=StudentError(output.type_name))
        if isinstance(output, Raised)
        else CaseAnswer(output)
        for output in frozen.misconceptions[misconception]
    )
    exercise = EXERCISES[assignment, name]
    found = diagnose(exercise, frozen, gather(exercise, frozen, answers))
    assert found.name == misconception
