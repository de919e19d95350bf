"""Choose cases by what they tell apart, so that another seed never changes what wrong work earns.

A case *tells* that a misconception fails a check. What all the cases of an exercise can tell is
found on a pool of draws from one fixed seed, and is asked of the cases of every other.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

import numpy as np

from autograder.grading.comparison import compare
from autograder.rubric.exercise import VALUE_FACTS, Case, Check
from autograder.rubric.expected import Raised

Rng = np.random.Generator
Draw = Callable[[Rng], tuple[Case, ...]]
Told = frozenset[tuple[str, str]]
"""Pairs of a misconception and a check that it fails."""
Item = TypeVar("Item", bound=Hashable)

POOL_SEED = 0
"""Where the pool comes from that says what can be told: the same one for every course's seed."""
MOST_DRAWS = 60
"""Nothing is drawn more often than that."""
QUIET_DRAWS = 5
"""What so many draws in a row did not tell is not asked for."""


class SelectionError(ValueError):
    """The cases of an exercise do not tell what they should; the message is for its author."""


def tell(checks: Sequence[Check], expected: object, wrong: Mapping[str, object]) -> Told:
    """Find the checks of values that misconceptions fail on one case.

    Parameters
    ----------
    checks : sequence of Check
        Those of the exercise.
    expected : object
        What the reference returns.
    wrong : mapping
        What each misconception returns; :class:`Raised` fails every check.

    Examples
    --------
    >>> sorted(tell([Check("the mean", 1)], 2.0, {"no-mean": 4.0, "harmless": 2.0}))
    [('no-mean', 'the mean')]
    """
    return frozenset(
        (name, check.name)
        for name, got in wrong.items()
        for check in checks
        if check.fact in VALUE_FACTS
        and (isinstance(got, Raised) or compare(check, expected, got) is not None)
    )


def cover(told: Sequence[frozenset[Item]], costs: Sequence[float] = ()) -> tuple[int, ...]:
    """Choose few and cheap of some cases that tell together what all of them tell.

    Parameters
    ----------
    told : sequence of frozenset
        What each case tells.
    costs : sequence of float, optional
        What each case costs, above zero; without it, all cost the same.

    Returns
    -------
    tuple of int
        Their places, in order. Each tells something that no other one of them does.

    Examples
    --------
    >>> cover([frozenset("a"), frozenset("ab"), frozenset("c"), frozenset("bc")])
    (1, 2)
    >>> cover([frozenset("ab"), frozenset("a"), frozenset("b")], costs=(9, 1, 1))
    (1, 2)
    """
    costs = costs or [1.0] * len(told)
    missing = frozenset[Item]().union(*told)
    chosen: list[int] = []
    while missing:
        best = max(range(len(told)), key=lambda n: (len(told[n] & missing) / costs[n], -n))
        chosen.append(best)
        missing -= told[best]
    for one in sorted(chosen, key=lambda n: (-costs[n], -n)):
        others = frozenset[Item]().union(*(told[n] for n in chosen if n != one))
        if told[one] <= others:
            chosen.remove(one)
    return tuple(sorted(chosen))


def find_demand(draw: Draw, tells: Callable[[Case], Told]) -> Told:
    """Find what draws of an exercise can tell, whatever the seed of its course.

    Parameters
    ----------
    draw : callable
        Draws all the hidden cases of the exercise.
    tells : callable
        Finds what a case tells.
    """
    rng = np.random.default_rng(POOL_SEED)
    found: Told = frozenset()
    quiet = 0
    for _ in range(MOST_DRAWS):
        fresh = _together(tells(case) for case in draw(rng))
        quiet = quiet + 1 if fresh <= found else 0
        found |= fresh
        if quiet == QUIET_DRAWS:
            break
    return found


def select_cases(
    draw: Draw, tells: Callable[[Case], Told], demand: Told, rng: Rng
) -> tuple[Case, ...]:
    """Draw the hidden cases of an exercise so that they tell all that is asked of them.

    The first draw stays where it tells enough. Else further draws replace those of its cases,
    place by place, for which they tell more.

    Parameters
    ----------
    draw, tells : callable
        As for :func:`find_demand`.
    demand : frozenset
        What is to be told.
    rng : numpy.random.Generator
        The first draw comes from it, and what is drawn from it later does not depend on others.

    Raises
    ------
    SelectionError
        If a bounded number of draws does not tell it all.
    """
    cases = list(draw(rng))
    told = [tells(case) & demand for case in cases]
    [further] = rng.spawn(1)
    for _ in range(MOST_DRAWS):
        if _together(told) == demand:
            return tuple(cases)
        for place, case in enumerate(draw(further)[: len(cases)]):
            fresh = tells(case) & demand
            before, after = told, [*told[:place], fresh, *told[place + 1 :]]
            if len(_together(after)) > len(_together(before)):
                cases[place], told = case, after
    missing = ", ".join(f"{name} in {check!r}" for name, check in sorted(demand - _together(told)))
    raise SelectionError(
        f"in {MOST_DRAWS} draws the hidden cases never showed together what these mistakes change: "
        f"{missing}; write a case that shows it more often"
    )


def _together(told: Iterable[Told]) -> Told:
    return frozenset(pair for one in told for pair in one)
