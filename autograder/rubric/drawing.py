"""Cases drawn from domains: ordinary ones, and one under each stress that means anything."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from autograder.rubric.domain import DomainError, Optional, Rng
from autograder.rubric.exercise import Case, Exercise
from autograder.rubric.inputs import Inputs
from autograder.rubric.stress import Settled, Stress, settle, stresses_of

ORDINARY = 3
"""How many ordinary cases there are."""
MOST_TRIES = 400
"""So often inputs are drawn before it is said that the rules cannot be met."""


def draw_cases(inputs: Inputs, rng: Rng, ordinary: int = ORDINARY) -> tuple[Case, ...]:
    """Draw ordinary cases, and one for each stress that means anything and is not excluded.

    Parameters
    ----------
    inputs : Inputs
        What the inputs of the exercise may be.
    rng : numpy.random.Generator
        The same generator gives the same cases.
    ordinary : int
        How many ordinary cases to draw.

    Raises
    ------
    DomainError
        If what is excluded does not exist, or no inputs are found that meet the rules.

    Examples
    --------
    >>> from autograder.rubric.domain import Array, Number
    >>> inputs = Inputs({"x": Array(("n",)), "rate": Optional(Number(low=0.1, high=0.5))})
    >>> cases = draw_cases(inputs, np.random.default_rng(0), ordinary=1)
    >>> [case.name for case in cases]  # doctest: +NORMALIZE_WHITESPACE
    ['ordinary numbers', 'one feature', 'many features', 'whole numbers', 'below zero',
     'each feature twice', 'a zero in x']
    >>> len(cases[0].args), list(cases[0].kwargs)
    (1, ['rate'])
    """
    stresses = stresses_of(inputs)
    names = [stress.name for stress in stresses]
    for one in inputs.exclusions:
        if one.stress not in names:
            said = f"{one.stress!r} is excluded, but there is no such stress here"
            raise DomainError(f"{said}; there are: {', '.join(names)}")
    excluded = {one.stress for one in inputs.exclusions}
    plain = [
        Stress("ordinary numbers" if not n else f"ordinary numbers, draw {n + 1}")
        for n in range(ordinary)
    ]
    wanted = [*plain, *(stress for stress in stresses if stress.name not in excluded)]
    return tuple(draw_case(inputs, stress, rng) for stress in wanted)


def hidden_cases(exercise: Exercise, rng: Rng) -> tuple[Case, ...]:
    """Draw the hidden cases of an exercise: those that its rubric writes, and those of domains."""
    written = tuple(exercise.hidden(rng)) if exercise.hidden else ()
    if exercise.inputs is None or not exercise.draws:
        return written
    return written + draw_cases(exercise.inputs, rng)


def draw_case(inputs: Inputs, stress: Stress, rng: Rng) -> Case:
    """Draw one case under a stress, by trying until the rules are met.

    Raises
    ------
    DomainError
        If they are not within a bounded number of tries; the message says which one it was most.
    """
    settled = [one for one in settle(inputs) if stress.fits(one)]
    if stress.pick is not None:
        settled = settled[stress.pick : stress.pick + 1]
    broken: dict[str, int] = {}
    for _ in range(MOST_TRIES if settled else 0):
        values = _draw_values(inputs, settled[rng.integers(len(settled))], stress, rng)
        reason = "the lengths that it asks for" if values is None else inputs.broken(values)
        if values is not None and not reason:
            return _case(inputs, stress.name, values)
        broken[reason] = broken.get(reason, 0) + 1
    most = max(broken, key=lambda text: broken[text]) if broken else "no input is touched by it"
    raise DomainError(
        f"no inputs were found for {stress.name!r} in {MOST_TRIES} tries ({most}); "
        "loosen the rule, or exclude the stress with a reason"
    )


def _draw_values(
    inputs: Inputs, settled: Settled, stress: Stress, rng: Rng
) -> dict[str, object] | None:
    lengths = {}
    for symbol in inputs.symbols:
        size = inputs.size(symbol)
        lengths[symbol] = stress.lengths.get(symbol, int(rng.integers(size.low, size.high + 1)))
    if stress.compares:
        first, second, sign = stress.compares
        if np.sign(lengths[first] - lengths[second]) != sign:
            return None
    values = {name: domain.draw(rng, lengths) for name, domain in settled.items()}
    return {
        name: stress.change(name, settled[name], value, rng)
        if stress.touches(name, settled[name])
        else value
        for name, value in values.items()
    }


def _case(inputs: Inputs, name: str, values: Mapping[str, object]) -> Case:
    """Lay out a call: what may be left out is given by its name."""
    named = {one for one, domain in inputs.domains.items() if isinstance(domain, Optional)}
    return Case(
        name,
        tuple(value for one, value in values.items() if one not in named),
        {one: value for one, value in values.items() if one in named},
    )
