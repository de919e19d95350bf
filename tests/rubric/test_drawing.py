"""Cases drawn from domains lie in them, bear names, and take one thing to its limit."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.grading.comparison import same
from autograder.rubric.domain import (
    AnyOf,
    Array,
    Choice,
    Dimension,
    Domain,
    DomainError,
    Function,
    Kind,
    Number,
    Optional,
    number_or_array,
)
from autograder.rubric.drawing import draw_case, draw_cases, hidden_cases
from autograder.rubric.exercise import Case, Check, Exercise
from autograder.rubric.formula import Formula
from autograder.rubric.inputs import Exclusion, Inputs, Rule, Size
from autograder.rubric.stress import Stress, stresses_of
from tests.first_neuron import COURSE, written

X, Y = Array(("n", "m"), low=-9, high=9, usual=(-2, 2)), Array((1, "m"), kind=Kind.LABELS)
PROBLEM = Inputs({"w": Array(("n", 1)), "X": X, "Y": Y, "rate": Optional(Number(low=0.1, high=1))})

STRESSES = [
    # inputs, the stresses that mean something for them
    ({"dim": Dimension("n")}, "one feature, many features"),
    ({"a": Number()}, "whole numbers, below zero, a zero in a"),
    ({"a": Number(low=0.5, high=1.5)}, ""),
    ({"a": Number(kind=Kind.WHOLE)}, "below zero, a zero in a"),
    ({"y": Choice((0, 1))}, "y is 0, y is 1"),
    (
        {"A": Array(("m",), kind=Kind.PROBABILITIES)},
        "one example, many examples, each example twice",
    ),
    (
        {"f": Function((Formula("lambda a: a"), Formula("lambda a: a**2")))},
        "f is function 1, f is function 2",
    ),
    (
        {"X": X, "Y": Y},
        "one feature, one example, as many examples as features, more examples than features, "
        "more features than examples, many features, many examples, whole numbers, below zero, "
        "labels that are floats, X far from its usual numbers, each feature twice, "
        "each example twice, a zero in X",
    ),
    (
        {"a": AnyOf((Number(low=1, high=2), Array((1, 2), low=1, high=2)))},
        "a is a number, a is a row",
    ),
]
STATED = {
    (assignment.name, exercise.name): exercise
    for assignment in (written(name).assignment for name in COURSE.names)
    for exercise in assignment.exercises
    if exercise.inputs is not None
}


def arguments(inputs: Inputs, case: Case) -> dict[str, object]:
    """Name the arguments of a call."""
    return {**dict(zip(inputs.domains, case.args, strict=False)), **case.kwargs}


def named(inputs: Inputs, name: str, seed: int = 0) -> dict[str, object]:
    """Draw the case under one stress."""
    [stress] = (one for one in stresses_of(inputs) if one.name == name)
    return arguments(inputs, draw_case(inputs, stress, np.random.default_rng(seed)))


@pytest.mark.parametrize(("domains", "names"), STRESSES)
def test_stresses_follow_from_domains(domains: Mapping[str, Domain], names: str) -> None:
    """What means nothing for an exercise is not drawn for it."""
    assert ", ".join(stress.name for stress in stresses_of(Inputs(domains))) == names


FACTS = [
    # stress, what holds of the inputs
    ("one example", lambda w, X, Y: X.shape[1] == Y.shape[1] == 1),
    ("one feature", lambda w, X, Y: len(w) == len(X) == 1),
    ("many examples", lambda w, X, Y: X.shape[1] == 60),
    ("as many examples as features", lambda w, X, Y: X.shape[0] == X.shape[1]),
    ("more examples than features", lambda w, X, Y: X.shape[0] < X.shape[1]),
    ("more features than examples", lambda w, X, Y: X.shape[0] > X.shape[1]),
    ("whole numbers", lambda w, X, Y: X.dtype.kind == w.dtype.kind == "i"),
    ("below zero", lambda w, X, Y: (X <= 0).all() and (w <= 0).all()),
    ("X far from its usual numbers", lambda w, X, Y: (abs(X) >= 5).all() and (abs(X) <= 9).all()),
    ("labels that are floats", lambda w, X, Y: Y.dtype.kind == "f"),
    ("each example twice", lambda w, X, Y: (X[:, 0] == X[:, 1]).all() and Y[0, 0] == Y[0, 1]),
    ("each feature twice", lambda w, X, Y: (X[0] == X[1]).all() and w[0] == w[1]),
    ("a zero in w", lambda w, X, Y: (w == 0).sum() == 1 and (X != 0).all()),
]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(("name", "holds"), FACTS)
def test_a_stress_takes_one_thing_to_its_limit(name: str, holds: object, seed: int) -> None:
    """It does what its name says."""
    values = named(PROBLEM, name, seed)
    values.pop("rate")
    assert holds(**values)  # type: ignore[operator]


_LIMITS = st.tuples(st.floats(-50, 50), st.floats(0, 50)).map(lambda p: (p[0], p[0] + p[1]))
_SHAPES = st.lists(st.sampled_from(["m", "n", "k", 1, 2]), min_size=1, max_size=3).map(tuple)
_KINDS = st.sampled_from([Kind.LABELS, Kind.PROBABILITIES, Kind.BYTES, Kind.WHOLE])
_PLAIN = st.one_of(
    st.builds(lambda s, p: Array(s, low=p[0], high=p[1]), _SHAPES, _LIMITS),
    st.builds(lambda s, kind: Array(s, kind=kind), _SHAPES, _KINDS),
    st.builds(lambda p: Number(low=p[0], high=p[1]), _LIMITS),
    st.builds(lambda kind: Number(kind=kind), _KINDS.filter(lambda kind: kind is not Kind.BYTES)),
    st.builds(Dimension, st.sampled_from(["m", "n"])),
    st.just(Choice((0, 1, "both"))),
    st.builds(lambda p: number_or_array(low=p[0] - 9, high=p[1] + 9, usual=p), _LIMITS),
)
_INPUTS = st.builds(
    lambda given, left_out: Inputs({**given, **left_out}),
    st.dictionaries(st.sampled_from(["a", "b", "c"]), _PLAIN, min_size=1),
    st.dictionaries(st.sampled_from(["d", "e"]), _PLAIN.map(Optional)),
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(_INPUTS, st.integers(0, 2**32))
def test_every_drawn_case_lies_in_its_domains(inputs: Inputs, seed: int) -> None:
    """Ordinary or under a stress, nothing leaves the domains, and names are told apart."""
    cases = draw_cases(inputs, np.random.default_rng(seed))
    assert [inputs.broken(arguments(inputs, case)) for case in cases] == [""] * len(cases)
    assert len({case.name for case in cases}) == len(cases)


def test_the_same_generator_gives_the_same_cases() -> None:
    """Another one gives others, under the same names."""
    first, again, other = (draw_cases(PROBLEM, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert same([list(case.args) for case in first], [list(case.args) for case in again])
    assert not same([list(case.args) for case in first], [list(case.args) for case in other])
    assert [case.name for case in first] == [case.name for case in other]


def test_rules_are_met_by_every_case() -> None:
    """A rule holds for ordinary cases and under each stress."""
    rule = Rule("the first row sums above 1", lambda X: X[0].sum() > 1)
    exclusions = (Exclusion("below zero", "sums would be below zero"),)
    inputs = Inputs({"X": Array(("k", 3))}, rules=(rule,), exclusions=exclusions)
    cases = draw_cases(inputs, np.random.default_rng(0))
    assert all(case.args[0][0].sum() > 1 for case in cases)  # type: ignore[index]
    assert "below zero" not in [case.name for case in cases]


IMPOSSIBLE = [
    # rules, exclusions, what the author is told
    ((Rule("both labels are there", lambda Y: np.ptp(Y) == 1),), (), "both labels are there"),
    ((Rule("never", lambda Y: False),), (), "no inputs were found for 'ordinary numbers'"),
    ((), (Exclusion("sideways", "why not"),), "'sideways' is excluded, but there is no such"),
]


@pytest.mark.parametrize(("rules", "exclusions", "said"), IMPOSSIBLE)
def test_an_author_is_told_what_cannot_be_drawn(
    rules: tuple[Rule, ...], exclusions: tuple[Exclusion, ...], said: str
) -> None:
    """The search ends, and the sentence says what stood in its way."""
    inputs = Inputs({"Y": Y}, rules=rules, exclusions=exclusions)
    with pytest.raises(DomainError) as caught:
        draw_cases(inputs, np.random.default_rng(0))
    assert said in str(caught.value)


def test_an_exercise_draws_what_is_written_and_what_its_domains_give() -> None:
    """Written cases come first; a rubric may do without either."""
    written, inputs, rng = Case("written", (1.0,)), Inputs({"a": Number()}), np.random.default_rng
    check, drawn = (Check("the value", 1),), [case.name for case in draw_cases(inputs, rng(0))]

    def names(**fields: object) -> list[str]:
        exercise = Exercise("f", check, (), **fields)  # type: ignore[arg-type]
        return [case.name for case in hidden_cases(exercise, rng(0))]

    hidden = lambda rng: [written]  # noqa: E731
    assert names(hidden=hidden) == ["written"]
    assert names(inputs=inputs) == drawn
    assert names(hidden=hidden, inputs=inputs) == ["written", *drawn]
    assert names(hidden=hidden, inputs=inputs, draws=False) == ["written"]
    assert names() == []


@pytest.mark.parametrize(("assignment", "name"), STATED)
def test_written_cases_lie_in_the_domains_that_a_rubric_states(assignment: str, name: str) -> None:
    """Inputs that are told to be impossible are given to nobody."""
    exercise = STATED[assignment, name]
    assert exercise.inputs is not None
    cases = [
        *(case for case in exercise.visible if not case.illustrates),
        *(case for seed in range(5) for case in exercise.hidden(np.random.default_rng(seed))),
    ]
    broken = {case.name: exercise.inputs.broken(arguments(exercise.inputs, case)) for case in cases}
    assert {name: why for name, why in broken.items() if why} == {}


@pytest.mark.parametrize(("assignment", "name"), STATED)
def test_cases_can_be_drawn_for_every_exercise(assignment: str, name: str) -> None:
    """Every stress that means something for an exercise can be met, or is excluded."""
    inputs = STATED[assignment, name].inputs
    assert inputs is not None
    cases = draw_cases(inputs, np.random.default_rng(0))
    assert len(cases) > 3
    assert [inputs.broken(arguments(inputs, case)) for case in cases] == [""] * len(cases)


def test_every_exercise_with_inputs_states_their_domains() -> None:
    """The quiz alone has none."""
    names = {
        (a.name, e.name)
        for a in (written(name).assignment for name in COURSE.names)
        for e in a.exercises
    }
    assert names - STATED.keys() == {("computation_graph", "quiz")}


def test_a_stress_of_ones_own_is_a_value() -> None:
    """Whoever adds one says what it touches and what becomes of it."""
    stress = Stress(
        "column order",
        touches=lambda name, domain: isinstance(domain, Array),
        change=lambda name, domain, value, rng: np.asfortranarray(value),
    )
    sizes = {"m": Size(low=2), "n": Size(low=2)}
    case = draw_case(Inputs({"X": X}, sizes), stress, np.random.default_rng(0))
    assert case.args[0].flags.f_contiguous  # type: ignore[attr-defined]
    assert stress.applies(PROBLEM)
    assert not stress.applies(Inputs({"a": Number()}))
