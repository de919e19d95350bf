"""Whatever comes over the wall, the grader judges it: it never raises, never loses its temper."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as st_numpy

from autograder import wire
from autograder.grading.comparison import Difference, compare, same
from autograder.grading.diagnosis import diagnose
from autograder.grading.evidence import gather
from autograder.grading.explanation import explain
from autograder.grading.form import Background
from autograder.grading.verdict import judge
from autograder.render.practice import as_html, as_text
from autograder.rubric.exercise import VALUE_FACTS, Form
from autograder.sandbox.answer import CaseAnswer, ExerciseAnswer, StudentError, read_answer
from autograder.sandbox.call import in_columns
from autograder.submission.code import Block
from autograder.submission.reading import read_code
from autograder.submission.structure import structure_of
from tests.first_neuron import ASSIGNMENTS, all_cases

LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats()
    | st.complex_numbers()
    | st.text(max_size=20)
    | st.just(wire.Opaque("Evil\x1b[2J<script>"))
    | st_numpy.arrays(
        st.sampled_from(sorted(wire.DTYPES)),
        st_numpy.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4),
    )
    | st_numpy.arrays("f8", ()).map(lambda array: array[()])
)
MOST_CHARACTERS = 500
KEYS = st.sampled_from(["w", "b", "dw", "db", "u", "v", "J", "costs", "dz", "quiz", "convexity"])
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(inner)
        | st.tuples(inner, inner)
        | st.tuples(inner, inner, inner)
        | st.dictionaries(KEYS, inner, max_size=5)
    ),
    max_leaves=12,
)
EXERCISES = [
    pytest.param(assignment, exercise, id=f"{assignment.name}-{exercise.name}")
    for assignment in ASSIGNMENTS.values()
    for exercise in assignment.exercises
]


@pytest.mark.parametrize(("assignment", "exercise"), EXERCISES)
@given(got=VALUES)
@settings(deadline=None, max_examples=40)
def test_any_value_is_compared(assignment: Any, exercise: Any, got: object) -> None:
    """Comparing gives a difference or none, for every check and every value that can cross."""
    got = wire.decode(wire.encode(got))
    frozen = all_cases(assignment.name)[exercise.name]
    for check in exercise.checks:
        if check.fact in VALUE_FACTS:
            for output in frozen.outputs:
                difference = compare(check, output, got)
                assert difference is None or isinstance(difference, Difference)
    for output in frozen.outputs:
        assert same(output, got) in (True, False)


@pytest.mark.parametrize(("assignment", "exercise"), EXERCISES)
@given(data=st.data())
@settings(deadline=None, max_examples=15)
def test_any_answer_is_judged_and_shown(assignment: Any, exercise: Any, data: Any) -> None:
    """Points stay between nothing and all, and what is shown holds nothing to obey."""
    frozen = all_cases(assignment.name)[exercise.name]
    error = StudentError("ValueError", "<b>text", "cell 1", 3, "f")
    cases = tuple(
        CaseAnswer(
            value=wire.decode(wire.encode(data.draw(VALUES))),
            error=data.draw(st.none() | st.just(error)),
            changed=data.draw(st.booleans()),
            steps=data.draw(st.integers(0, 1000)),
        )
        for _ in frozen.cases
    )
    result = judge(exercise, frozen, ExerciseAnswer(cases))
    assert 0 <= result.score <= result.max_score == exercise.points
    for page in (as_text(result), as_html(result)):
        assert "\x1b" not in page
        assert "<script" not in page
    assert "<b>text" not in as_html(result)


STRANGE = [0.0, 1.0, -1.0, 0.5, 1e-320, 1e308, np.nan, np.inf, -np.inf]


def scaled(value: object, factor: float) -> object:
    """Multiply every number in a value."""
    if isinstance(value, np.ndarray | np.generic | float | int):
        with np.errstate(all="ignore"):
            return np.asarray(value) * np.float64(factor)
    if isinstance(value, list | tuple):
        return type(value)(scaled(item, factor) for item in value)
    if isinstance(value, dict):
        return {key: scaled(item, factor) for key, item in value.items()}
    return value


def like(expected: object) -> st.SearchStrategy[object]:
    """Draw values of the form of what is expected, with any numbers: they come the furthest."""
    if isinstance(expected, np.ndarray):
        numbers = st.floats() | st.sampled_from(STRANGE)
        same_shape = st_numpy.arrays("f8", expected.shape, elements=numbers)
        return same_shape | st.just(expected.T) | st.just(expected[..., None])
    if isinstance(expected, float | int | np.generic):
        return st.floats() | st.integers(-9, 9) | st_numpy.arrays("f8", (1, 1))
    if isinstance(expected, list):
        return st.lists(st.floats(), max_size=6) | st.tuples(*map(like, expected)).map(list)
    if isinstance(expected, tuple):
        return st.tuples(*map(like, expected))
    if isinstance(expected, dict):
        return st.fixed_dictionaries({key: like(value) for key, value in expected.items()})
    return VALUES


@pytest.mark.parametrize(("assignment", "exercise"), EXERCISES)
@given(data=st.data())
@settings(deadline=None, max_examples=10)
def test_anything_is_explained_in_a_sentence_or_not_at_all(
    assignment: Any, exercise: Any, data: Any
) -> None:
    """Explaining and naming a mistake never raises and never warns; text is one line of ours."""
    frozen = all_cases(assignment.name)[exercise.name]
    error = StudentError("TypeError", "name 'x' is not defined", "cell 1", 0, "f")
    factor = data.draw(st.none() | st.sampled_from(STRANGE))
    answers = tuple(
        CaseAnswer(
            value=wire.decode(
                wire.encode(
                    data.draw(like(output) | VALUES) if factor is None else scaled(output, factor)
                )
            ),
            error=data.draw(st.sampled_from([None] * 9 + [error])),
        )
        for output in frozen.outputs
    )
    source = data.draw(st.sampled_from(["def f(x, y=[]): y += [np.log(x), u]", "f = len", ""]))
    structure = structure_of(read_code([Block("cell 1", source)]), ("f",))
    background = Background(structure, frozen.parameters, frozenset("u"))
    evidence = gather(exercise, frozen, answers)
    diagnosis = diagnose(exercise, frozen, evidence)
    assert diagnosis.explained <= evidence.keys()
    for check, sights in evidence.items():
        sentence = explain(check, sights, background)
        assert sentence is None or (sentence.isprintable() and len(sentence) < MOST_CHARACTERS)


@given(value=VALUES)
@settings(deadline=None, max_examples=200)
def test_any_forged_answer_is_refused_or_read(value: object) -> None:
    """A frame that is no answer raises the one exception."""
    try:
        answer = read_answer(wire.encode(value), "f", 1)
    except wire.WireError:
        return
    assert isinstance(answer, ExerciseAnswer)


FORMS: list[tuple[Any, Any]] = [
    ((5,), (np.arange(2),)),
    ((5,), [None]),
    ("b", np.empty(0)),
    (3, np.arange(3)),
    ((3, 4), "((((("),
    (3, "9" * 40),
    (3, "__import__('os')"),
    ("b", 2),
    (Form.SHAPE, [np.arange(2)]),
    (Form.NUMBER, "1e999"),
]


@pytest.mark.parametrize(("expected", "got"), FORMS)
def test_odd_answers_to_questions_are_wrong_not_fatal(expected: Any, got: Any) -> None:
    """An answer of the wrong form is a wrong answer."""
    check = ASSIGNMENTS["computation_graph"].exercise("quiz").checks[0]
    difference = compare(check, {check.name: expected}, {check.name: got})
    assert difference is not None or got == "1e999"


def test_a_case_that_is_left_out_is_no_answer() -> None:
    """An answer must have as many cases as were asked."""
    empty = wire.encode({"name": "f", "defined": True, "problems": [], **in_columns([])})
    assert read_answer(empty, "f", 0) == ExerciseAnswer()
    with pytest.raises(wire.WireError, match="leaves cases out"):
        read_answer(empty, "f", 1)
    with pytest.raises(wire.WireError, match="not asked"):
        read_answer(empty, "g", 0)
