"""Another seed changes numbers, never what known wrong work earns."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial

import numpy as np
import pytest

from autograder.authoring import compilation
from autograder.authoring.selection import (
    SelectionError,
    Told,
    cover,
    find_demand,
    select_cases,
    tell,
)
from autograder.rubric.domain import Array, Domain, Function, Kind, Number, number_or_array
from autograder.rubric.drawing import draw_cases, hidden_cases
from autograder.rubric.exercise import Case, Check, Fact
from autograder.rubric.expected import Raised
from autograder.rubric.formula import Formula
from autograder.rubric.inputs import Inputs
from tests.first_neuron import COURSE, written

SEEDS = range(20)
VALUE = (Check("the value", 1),)

COVERS = [
    # what each case tells, what it costs, which are kept
    (["a", "ab", "c", "bc"], [], (1, 2)),
    (["ab", "a", "b"], [9, 1, 1], (1, 2)),
    (["ab", "a", "b"], [1, 1, 1], (0,)),
    (["a", "a", "a"], [], (0,)),
    (["a", "a"], [2, 1], (1,)),
    (["", ""], [], ()),
    ([], [], ()),
    (["abcd", "abe", "cdf"], [], (1, 2)),
]


@pytest.mark.parametrize(("told", "costs", "kept"), COVERS)
def test_few_cheap_cases_tell_what_all_tell(
    told: list[str], costs: list[float], kept: tuple[int, ...]
) -> None:
    """No case is kept that tells nothing more, and the first of equal ones is."""
    assert cover([frozenset(one) for one in told], costs) == kept


@pytest.mark.parametrize("seed", SEEDS)
def test_a_cover_tells_everything(seed: int) -> None:
    """Whatever the cases tell, those that are kept tell it too, and each of them is needed."""
    rng = np.random.default_rng(seed)
    told = [frozenset(rng.integers(0, 12, rng.integers(0, 5)).tolist()) for _ in range(15)]
    kept = cover(told, rng.uniform(1, 5, 15).tolist())
    together = frozenset[int]().union(*told)
    assert frozenset[int]().union(*(told[n] for n in kept)) == together
    for one in kept:
        assert frozenset[int]().union(*(told[n] for n in kept if n != one)) != together


def test_what_raises_fails_every_check_of_values() -> None:
    """Checks of manner are not asked."""
    checks = (
        Check("u", 1, path=("u",)),
        Check("v", 1, path=("v",)),
        Check("leaves its arguments alone", 1, Fact.UNCHANGED),
    )
    right = {"u": 1.0, "v": 2.0}
    wrong = {"raises": Raised("ValueError"), "v-doubled": {"u": 1.0, "v": 4.0}, "right": right}
    assert tell(checks, right, wrong) == {("raises", "u"), ("raises", "v"), ("v-doubled", "v")}


@dataclass(frozen=True)
class Toy:
    """A small exercise: its inputs, its reference, and wrong ways to write it."""

    domains: Mapping[str, Domain]
    reference: Callable[..., object]
    wrong: Mapping[str, Callable[..., object]]

    def draw(self, rng: np.random.Generator) -> tuple[Case, ...]:
        """Draw one ordinary case, and those under stress."""
        return draw_cases(Inputs(self.domains), rng, ordinary=1)

    def tells(self, case: Case) -> Told:
        """Find what a case tells."""
        with np.errstate(all="ignore"):
            got = {name: function(*case.args) for name, function in self.wrong.items()}
            return tell(VALUE, self.reference(*case.args), got)


def softmax(x: np.ndarray) -> np.ndarray:
    """Turn each row into probabilities."""
    e = np.exp(x - x.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


TOYS = {
    "softmax": Toy(
        {"x": Array(("m", "n"), low=-20, high=20, usual=(-4, 4))},
        softmax,
        {
            "columns": lambda x: softmax(x.T).T,
            "all-in-one": lambda x: np.exp(x) / np.exp(x).sum(),
            "not-normalised": np.exp,
            "absolute": lambda x: softmax(np.abs(x)),
            "zeros-skipped": lambda x: softmax(np.where(x == 0, -1e9, x)),
            "whole-numbers-kept": lambda x: softmax(x) if x.dtype.kind == "f" else x,
        },
    ),
    "mean": Toy(
        {"x": Array(("m",))},
        lambda x: float(x.mean()),
        {
            "sum": lambda x: float(x.sum()),
            "off-by-one": lambda x: float(x.sum() / (len(x) + 1)),
            "median": lambda x: float(np.median(x)),
            "distinct-alone": lambda x: float(np.unique(x).mean()),
            "first-twenty": lambda x: float(x[:20].mean()),
            "not-of-one": lambda x: float(x.mean()) if len(x) > 1 else 0.0,
        },
    ),
    "the label": Toy(
        {"a": Array((1, "m"), kind=Kind.PROBABILITIES)},
        lambda a: (a > 0.5).astype(int),
        {
            "a-little-high": lambda a: (a > 0.51).astype(int),
            "far-too-high": lambda a: (a > 0.6).astype(int),
        },
    ),
    "a gradient step": Toy(
        {
            "grad": Function((Formula("lambda t: 2 * t"), Formula("lambda t: 4 * t**3 - 2"))),
            "theta": number_or_array(low=-2, high=2),
            "rate": Number(low=0.01, high=0.4),
        },
        lambda grad, theta, rate: theta - rate * grad(theta),
        {
            "uphill": lambda grad, theta, rate: theta + rate * grad(theta),
            "no-rate": lambda grad, theta, rate: theta - grad(theta),
            "fixed-rate": lambda grad, theta, rate: theta - 0.1 * grad(theta),
            "a-square-assumed": lambda grad, theta, rate: theta - rate * 2 * theta,
            "lower-half-alone": lambda grad, theta, rate: (
                theta - rate * grad(theta) * (np.asarray(theta) < 1)
            ),
        },
    ),
}


@pytest.mark.parametrize("name", TOYS)
def test_a_seed_does_not_change_what_is_told(name: str) -> None:
    """Every wrong way differs with every one of twenty seeds, where one draw would not do."""
    toy = TOYS[name]
    demand = find_demand(toy.draw, toy.tells)
    assert {wrong for wrong, _ in demand} == toy.wrong.keys()
    for seed in SEEDS:
        cases = select_cases(toy.draw, toy.tells, demand, np.random.default_rng(seed))
        assert {pair for case in cases for pair in toy.tells(case)} == demand
        assert [case.name for case in cases] == [c.name for c in toy.draw(np.random.default_rng())]


def test_a_single_draw_would_not_do() -> None:
    """A label near the threshold is rare: some seeds miss it unless they draw again."""
    toy = TOYS["the label"]
    draws = (toy.draw(np.random.default_rng(seed)) for seed in SEEDS)
    told = {frozenset(pair for case in cases for pair in toy.tells(case)) for cases in draws}
    assert len(told) > 1


def test_a_first_draw_that_tells_enough_stays() -> None:
    """Nothing is drawn again without need, and other exercises' draws do not move."""
    toy = TOYS["mean"]
    rng, other = np.random.default_rng(3), np.random.default_rng(3)
    cases = select_cases(toy.draw, toy.tells, frozenset(), rng)
    assert all(
        np.array_equal(a.args[0], b.args[0]) for a, b in zip(cases, toy.draw(other), strict=True)
    )
    select_cases(toy.draw, toy.tells, find_demand(toy.draw, toy.tells), rng)
    toy.draw(other)
    assert rng.integers(10**9) == other.integers(10**9)


def test_an_author_is_told_what_no_draw_tells() -> None:
    """The search ends, and the sentence names the mistake and the check."""
    toy = TOYS["mean"]
    with pytest.raises(SelectionError, match=re.escape("never-made in 'the value'")):
        select_cases(
            toy.draw, toy.tells, frozenset({("never-made", "the value")}), np.random.default_rng(0)
        )


@pytest.mark.parametrize(
    ("assignment", "name"),
    [(one, e.name) for one in COURSE.names for e in written(one).assignment.exercises],
)
def test_no_seed_changes_what_the_known_mistakes_earn(assignment: str, name: str) -> None:
    """With twenty seeds, each misconception of an exercise fails the same checks."""
    exercise = written(assignment).assignment.exercise(name)
    draw = partial(hidden_cases, exercise)
    tells = cache(compilation._teller(written(assignment), exercise, COURSE))
    demand = find_demand(draw, tells)
    shown = frozenset(pair for case in exercise.visible if not case.omits for pair in tells(case))
    assert {wrong for wrong, _ in demand | shown} == {one.name for one in exercise.misconceptions}
    for seed in SEEDS:
        cases = select_cases(draw, tells, demand, np.random.default_rng(seed))
        assert frozenset(pair for case in cases for pair in tells(case)) == demand
