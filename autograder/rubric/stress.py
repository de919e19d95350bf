"""Stresses: one thing about the inputs of an exercise taken to its limit.

What a stress means for an exercise follows from the domains of its inputs. A stress fixes how long
symbols are, or changes what was drawn, and never leaves a domain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import numpy as np

from autograder.rubric.domain import (
    AnyOf,
    Array,
    Choice,
    Domain,
    Function,
    Kind,
    Number,
    Optional,
    Rng,
)
from autograder.rubric.inputs import Inputs

MOST_VALUES = 6
"""A choice of more values than that is not tried value by value."""

Settled = Mapping[str, Domain]
"""For each input one domain, where it may be in several."""
Change = Callable[[str, Domain, Any, Rng], object]
"""What becomes of a value: the name of the input, its domain, what was drawn, a generator."""


def _as_drawn(name: str, domain: Domain, value: object, rng: Rng) -> object:
    return value


@dataclass(frozen=True, slots=True, eq=False)
class Stress:
    """One thing taken to its limit.

    Attributes
    ----------
    name : str
        What is special about the inputs, in words that students may read.
    lengths : mapping
        Symbols whose length it fixes.
    compares : tuple, optional
        Two symbols, and the sign of the difference of their lengths.
    touches : callable
        Tells whether it means anything for an input, by its name and domain.
    change : callable
        What it makes of a value that it touches.
    pick : int, optional
        Which domain it takes of those that an input may be in.
    """

    name: str
    lengths: Mapping[str, int] = field(default_factory=dict)
    compares: tuple[str, str, int] | None = None
    touches: Callable[[str, Domain], bool] = lambda name, domain: True
    change: Change = _as_drawn
    pick: int | None = None

    def fits(self, settled: Settled) -> bool:
        """Tell whether it means anything for some domains."""
        symbols = {symbol for domain in settled.values() for symbol in domain.symbols}
        needed = {*self.lengths, *(self.compares or ())[:2]}
        return needed <= symbols and any(self.touches(*one) for one in settled.items())

    def applies(self, inputs: Inputs) -> bool:
        """Tell whether it means anything for the inputs of an exercise."""
        return any(self.fits(settled) for settled in settle(inputs))


def stresses_of(inputs: Inputs) -> tuple[Stress, ...]:
    """List the stresses that mean anything for some inputs, in a stable order."""
    made = (
        *_kinds(inputs),
        *_lengths(inputs),
        *VALUES,
        *_distances(inputs),
        *_twice(inputs),
        *_places(inputs),
        *_choices(inputs),
    )
    return tuple(stress for stress in made if stress.applies(inputs))


def settle(inputs: Inputs) -> list[Settled]:
    """Choose a domain for each input; those that may be in several take the same one of theirs."""
    plain = {
        name: domain.domain if isinstance(domain, Optional) else domain
        for name, domain in inputs.domains.items()
    }
    count = max((len(one.domains) for one in plain.values() if isinstance(one, AnyOf)), default=1)
    return [
        {
            name: one.domains[n % len(one.domains)] if isinstance(one, AnyOf) else one
            for name, one in plain.items()
        }
        for n in range(count)
    ]


def _kinds(inputs: Inputs) -> Iterator[Stress]:
    """Take each domain of those that an input may be in."""
    for name, domain in inputs.domains.items():
        if isinstance(domain, AnyOf):
            for n, one in enumerate(domain.domains):
                yield Stress(f"{name} is {_describe(one)}", pick=n)
            return


def _describe(domain: Domain) -> str:
    if not isinstance(domain, Array):
        return "a number" if isinstance(domain, Number) else "of another kind"
    axes = len(domain.shape)
    if axes == 2:
        return {0: "a row", 1: "a column"}.get(
            domain.shape.index(1) if 1 in domain.shape else 2, "a matrix"
        )
    return "a vector" if axes == 1 else f"an array of {axes} axes"


def _lengths(inputs: Inputs) -> Iterator[Stress]:
    """Take the length of each symbol to its ends, and compare the first two."""
    for symbol in inputs.symbols:
        size = inputs.size(symbol)
        least = f"one {size.one}" if size.low == 1 else f"{size.low} {size.many}"
        yield Stress(least, lengths={symbol: size.low})
    for first, second in combinations(inputs.symbols[:2], 2):
        one, other = inputs.size(first).many, inputs.size(second).many
        yield Stress(f"as many {other} as {one}", compares=(first, second, 0))
        yield Stress(f"more {other} than {one}", compares=(first, second, -1))
        yield Stress(f"more {one} than {other}", compares=(first, second, 1))
    for symbol in inputs.symbols[:2]:
        size = inputs.size(symbol)
        if size.large > size.high:
            yield Stress(f"many {size.many}", lengths={symbol: size.large})


def _is_real(domain: Domain, kinds: tuple[Kind, ...] = (Kind.FLOAT,)) -> bool:
    return isinstance(domain, Array | Number) and domain.kind in kinds


def _signed(name: str, domain: Domain) -> bool:
    return (
        isinstance(domain, Array | Number)
        and domain.kind in (Kind.FLOAT, Kind.WHOLE)
        and domain.limits[0] <= -1
    )


def _below_zero(name: str, domain: Domain, value: Any, rng: Rng) -> object:
    assert isinstance(domain, Array | Number)
    low, high = domain.limits
    if domain.usual is not None and domain.usual[0] <= -1:
        low, high = domain.usual
    below = domain.draw_values(rng, np.shape(value), (low, min(high, 0.0)))
    return below if isinstance(value, np.ndarray) else type(value)(below)


def _may_be_whole(name: str, domain: Domain) -> bool:
    if not isinstance(domain, Array | Number) or domain.kind is not Kind.FLOAT:
        return False
    low, high = domain.usual or domain.limits
    return high - low >= 2


def _whole(name: str, domain: Domain, value: Any, rng: Rng) -> object:
    assert isinstance(domain, Array | Number)
    low, high = domain.usual or domain.limits
    whole = rng.integers(int(np.ceil(low)), int(np.floor(high)) + 1, np.shape(value))
    return whole if isinstance(value, np.ndarray) else int(whole)


def _goes_far(name: str, domain: Domain) -> bool:
    is_real = _is_real(domain, (Kind.FLOAT, Kind.WHOLE))
    return is_real and isinstance(domain, Array | Number) and domain.usual is not None


def _far(name: str, domain: Domain, value: Any, rng: Rng) -> object:
    """Draw from the outer half of what lies between usual values and the limits."""
    assert isinstance(domain, Array | Number)
    assert domain.usual is not None
    (low, high), (near_low, near_high) = domain.limits, domain.usual
    below = domain.draw_values(rng, np.shape(value), (low, (low + near_low) / 2))
    above = domain.draw_values(rng, np.shape(value), ((high + near_high) / 2, high))
    is_above = rng.random(np.shape(value)) < (0.5 if near_low > low else 1.0)
    if near_high == high:
        is_above = np.zeros(np.shape(value), dtype=bool)
    far = np.where(is_above, above, below)
    return far if isinstance(value, np.ndarray) else type(value)(far)


VALUES = (
    Stress("whole numbers", touches=_may_be_whole, change=_whole),
    Stress("below zero", touches=_signed, change=_below_zero),
    Stress(
        "labels that are floats",
        touches=lambda name, domain: isinstance(domain, Array) and domain.kind is Kind.LABELS,
        change=lambda name, domain, value, rng: value * 1.0,
    ),
)
"""What is done to all values at once."""


def _twice(inputs: Inputs) -> Iterator[Stress]:
    """Let neighbours be equal along each symbol."""
    for symbol in inputs.symbols[:2]:
        size = inputs.size(symbol)

        def touches(name: str, domain: Domain, symbol: str = symbol) -> bool:
            return isinstance(domain, Array) and symbol in domain.shape

        def change(name: str, domain: Any, value: Any, rng: Rng, symbol: str = symbol) -> object:
            for axis, one in enumerate(domain.shape):
                if one == symbol:
                    value = np.take(value, np.arange(value.shape[axis]) // 2, axis)
            return value

        if size.high > 1:
            length = min(size.high, max(size.low, 4))
            yield Stress(
                f"each {size.one} twice", lengths={symbol: length}, touches=touches, change=change
            )


def _distances(inputs: Inputs) -> Iterator[Stress]:
    """Take each input by itself far from its usual numbers."""
    for place in inputs.domains:

        def touches(name: str, domain: Domain, place: str = place) -> bool:
            return name == place and _goes_far(name, domain)

        yield Stress(f"{place} far from its usual numbers", touches=touches, change=_far)


def _places(inputs: Inputs) -> Iterator[Stress]:
    """Put a zero into each input that may hold one."""
    for place in inputs.domains:

        def touches(name: str, domain: Domain, place: str = place) -> bool:
            is_real = _is_real(domain, (Kind.FLOAT, Kind.WHOLE))
            return name == place and is_real and domain.limits[0] <= 0 <= domain.limits[1]  # type: ignore[attr-defined]

        def change(name: str, domain: Domain, value: Any, rng: Rng) -> object:
            if not isinstance(value, np.ndarray):
                return type(value)(0)
            value = value.copy()
            if value.size:
                value.flat[rng.integers(value.size)] = 0
            return value

        yield Stress(f"a zero in {place}", touches=touches, change=change)


def _choices(inputs: Inputs) -> Iterator[Stress]:
    """Take each value of a choice."""
    for place, domain in inputs.domains.items():
        choice = domain.domain if isinstance(domain, Optional) else domain
        if not isinstance(choice, Choice) or not 1 < len(choice.values) <= MOST_VALUES:
            continue
        for number, value in enumerate(choice.values, start=1):
            is_function = isinstance(choice, Function)
            name = f"{place} is function {number}" if is_function else f"{place} is {value!r}"

            def touches(name: str, domain: Domain, place: str = place) -> bool:
                return name == place

            def change(
                name: str, domain: Domain, drawn: object, rng: Rng, value: object = value
            ) -> object:
                return value

            yield Stress(name, touches=touches, change=change)
