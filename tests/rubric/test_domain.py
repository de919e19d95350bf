"""What an input may be, and what an author is told who contradicts herself."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

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
    any_array,
    contains,
    number_or_array,
)
from autograder.rubric.formula import Formula
from autograder.rubric.inputs import Exclusion, Inputs, Rule, Size

MATRIX, ROW = Array(("n", "m"), low=-3, high=3), Array((1, "m"), kind=Kind.LABELS)
SQUARE = Formula("lambda a: a**2")

MEMBERS = [
    # domain, value, whether it is in it
    (MATRIX, np.ones((2, 5)), True),
    (MATRIX, np.ones((2, 5), dtype=int), True),
    (MATRIX, np.ones((2, 5), dtype=bool), False),
    (MATRIX, np.ones(5), False),
    (MATRIX, np.full((1, 1), 3.1), False),
    (MATRIX, np.full((1, 1), np.nan), False),
    (MATRIX, [[1.0]], False),
    (Array(("n", "n")), np.eye(2), True),
    (Array(("n", "n")), np.ones((2, 3)), False),
    (ROW, np.array([[0, 1, 1]]), True),
    (ROW, np.array([[0.0, 1.0]]), True),
    (ROW, np.array([[0.0, 0.5]]), False),
    (ROW, np.array([[0], [1]]), False),
    (Array(("m",), kind=Kind.PROBABILITIES), np.array([1e-9, 0.5]), True),
    (Array(("m",), kind=Kind.PROBABILITIES), np.array([0.0, 0.5]), False),
    (Array(("m",), kind=Kind.WHOLE), np.array([1.0]), False),
    (Array(("m",), kind=Kind.BYTES), np.array([1, 255], dtype=np.uint8), True),
    (Array(("m",), kind=Kind.BYTES), np.array([1, 255]), False),
    (Number(), 2, True),
    (Number(), 2.5, True),
    (Number(), True, False),
    (Number(), np.float64(2), False),
    (Number(kind=Kind.WHOLE), 2.0, False),
    (Dimension("n"), 3, True),
    (Dimension("n"), 3.0, False),
    (Choice((0, 1)), 1, True),
    (Choice((0, 1)), 1.0, False),
    (Choice((0, 1)), True, False),
    (Function((SQUARE,)), Formula("lambda a: a**2"), True),
    (Function((SQUARE,)), np.square, False),
    (Optional(Number(low=0)), -1.0, False),
    (number_or_array(), 1.5, True),
    (any_array(), 1.5, False),
    (any_array(), np.ones((2, 2, 3)), True),
]

CONTRADICTIONS = [
    # what an author wrote, what she is told
    (lambda: Number(low=2, high=1), "low is 2 and high is 1"),
    (lambda: Number(low=0.2, high=0.8, kind=Kind.WHOLE), "no whole number from 0.2 to 0.8"),
    (lambda: Number(high=float("inf")), "must be finite"),
    (lambda: Number(high=2, kind=Kind.PROBABILITIES), "PROBABILITIES lie from 0 to 1"),
    (lambda: Number(kind=Kind.BYTES), "never stored as one byte"),
    (lambda: Number(low=0, high=1, usual=(0, 2)), "usual is (0, 2)"),
    (lambda: Array("nm"), "a shape is a tuple"),
    (lambda: Array(()), "a shape is a tuple"),
    (lambda: Array(("n m",)), "'n m' in the shape"),
    (lambda: Array((-1,)), "-1 in the shape"),
    (lambda: Dimension("2"), "no symbol"),
    (lambda: Choice(()), "a tuple of one value or more"),
    (lambda: Function((np.square,)), "a tuple of formulas"),
    (lambda: AnyOf((Number(),)), "two domains or more"),
    (lambda: Size(low=4, high=2), "grows from low to high"),
    (lambda: Size(one="row"), "for one, and for many"),
    (lambda: Exclusion("below zero", ""), "say why"),
    (lambda: Inputs({"h": Optional(Number()), "X": MATRIX}), "X must be given, but stands after h"),
    (lambda: Inputs({"X": MATRIX}, {"k": Size()}), "the symbols are n, m"),
    (lambda: Inputs({"X": MATRIX}, rules=(Rule("x", lambda Y: True),)), "the inputs are X"),
]


@pytest.mark.parametrize(("domain", "value", "is_member"), MEMBERS)
def test_a_domain_tells_its_values(domain: Domain, value: object, is_member: bool) -> None:
    """Type, shape, kind, range: all of them count."""
    assert contains(domain, value) is is_member


@pytest.mark.parametrize(("write", "said"), CONTRADICTIONS)
def test_an_author_who_contradicts_herself_is_told(write: Callable[[], object], said: str) -> None:
    """The sentence names what she wrote."""
    with pytest.raises(DomainError) as caught:
        write()
    assert said in str(caught.value)


def test_symbols_are_shared_by_the_inputs_of_a_call() -> None:
    """As many labels as examples, and never fewer than the size says."""
    inputs = Inputs({"X": MATRIX, "Y": ROW}, {"m": Size(low=2)})
    two, three = np.zeros((1, 2), dtype=int), np.zeros((1, 3), dtype=int)
    assert inputs.broken({"X": np.ones((4, 2)), "Y": two}) == ""
    assert inputs.broken({"X": np.ones((4, 2)), "Y": three}) == "Y is not in its domain"
    assert "at least 2 examples" in inputs.broken({"X": np.ones((4, 1)), "Y": two[:, :1]})
    assert inputs.broken({"X": np.ones((4, 2))}) == "Y is not in its domain"


def test_a_rule_looks_at_inputs_and_symbols() -> None:
    """What it asks for by name it gets; where something is left out it says nothing."""
    rules = (
        Rule("both labels are there", lambda Y: {0, 1} <= set(Y.flat)),
        Rule("more steps than examples", lambda steps, m: steps > m),
    )
    inputs = Inputs({"Y": ROW, "steps": Optional(Number(kind=Kind.WHOLE))}, rules=rules)
    assert inputs.broken({"Y": np.array([[0, 1]]), "steps": 3}) == ""
    assert inputs.broken({"Y": np.array([[0, 1]])}) == ""
    assert inputs.broken({"Y": np.array([[0, 1]]), "steps": 2}) == "more steps than examples"
    assert inputs.broken({"Y": np.array([[1, 1]]), "steps": 3}) == "both labels are there"
