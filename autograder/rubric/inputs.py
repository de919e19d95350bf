"""All the inputs of an exercise: their domains, how long symbols are, and what else holds."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from autograder.rubric.domain import Domain, DomainError, Lengths, Optional


@dataclass(frozen=True, slots=True)
class Size:
    """How long a symbol may be, and what it counts.

    Attributes
    ----------
    low, high : int
        Its limits in ordinary cases.
    one, many : str
        What it counts, for the names of cases: ``row``, ``rows``.
    large : int
        How long it is in the case that is large in it.
    """

    low: int = 1
    high: int = 7
    one: str = ""
    many: str = ""
    large: int = 60

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.high <= self.large:
            said = f"low is {self.low}, high is {self.high} and large is {self.large}"
            raise DomainError(f"a size grows from low to high to large, from 0 on; {said}")
        if bool(self.one) is not bool(self.many):
            raise DomainError("name what a size counts twice: for one, and for many of them")


SIZES = MappingProxyType(
    {
        "m": Size(one="example", many="examples"),
        "n": Size(one="feature", many="features"),
    }
)
"""What symbols count where a rubric does not say."""


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """What holds beyond kinds and ranges.

    Attributes
    ----------
    text : str
        In words, for messages: "both labels are there".
    holds : callable
        Looks at inputs and symbols: its parameters name them.
    """

    text: str
    holds: Callable[..., Any]

    @property
    def names(self) -> tuple[str, ...]:
        """The inputs and symbols that it looks at."""
        return tuple(inspect.signature(self.holds).parameters)


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A stress that is not drawn for an exercise, and why.

    Examples
    --------
    >>> Exclusion("whole numbers", " ")
    Traceback (most recent call last):
        ...
    autograder.rubric.domain.DomainError: say why 'whole numbers' is excluded
    """

    stress: str
    reason: str

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise DomainError(f"say why {self.stress!r} is excluded")


@dataclass(frozen=True, slots=True, eq=False)
class Inputs:
    """The inputs of an exercise, in the order of its parameters.

    Attributes
    ----------
    domains : mapping
        The domain of each input, by its name.
    sizes : mapping
        How long symbols may be that are no examples or features, 1 to 7 of them.
    rules : tuple of Rule
        What else holds.
    exclusions : tuple of Exclusion
        Stresses that are not drawn.

    Raises
    ------
    DomainError
        If a size or a rule is about something that there is not.

    Examples
    --------
    >>> from autograder.rubric.domain import Array, Kind
    >>> import numpy as np
    >>> labels = Array((1, "m"), kind=Kind.LABELS)
    >>> row = {"A": Array((1, "m"), kind=Kind.PROBABILITIES), "Y": labels}
    >>> inputs = Inputs(row, rules=(Rule("a label is 1", lambda Y: Y.any()),))
    >>> A, some, none = np.full((1, 2), 0.4), np.array([[1, 0]]), np.array([[0, 0]])
    >>> inputs.broken({"A": A, "Y": some}), inputs.broken({"A": A, "Y": none})
    ('', 'a label is 1')
    >>> Inputs(row, sizes={"n": Size(2, 3)})
    Traceback (most recent call last):
        ...
    autograder.rubric.domain.DomainError: n has a size, but no input has n; the symbols are m
    """

    domains: Mapping[str, Domain]
    sizes: Mapping[str, Size] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()

    def __post_init__(self) -> None:
        left_out = ""
        for name, domain in self.domains.items():
            if not isinstance(domain, Domain):
                said = f"the domain of {name} is a {type(domain).__name__}"
                raise DomainError(f'{said}; write what it may be, as in Array(("n",)) or Number()')
            if isinstance(domain, Optional):
                left_out = name
            elif left_out:
                said = f"{name} must be given, but stands after {left_out}, which may be left out"
                raise DomainError(f"{said}; inputs stand in the order of the parameters")
        known = ", ".join(self.symbols) or "none"
        for symbol in self.sizes:
            if symbol not in self.symbols:
                said = f"{symbol} has a size, but no input has {symbol}"
                raise DomainError(f"{said}; the symbols are {known}")
        for rule in self.rules:
            for name in rule.names:
                if name not in self.domains and name not in self.symbols:
                    said = (
                        f"the rule {rule.text!r} looks at {name}, which is no input and no symbol"
                    )
                    raise DomainError(f"{said}; the inputs are {', '.join(self.domains)}")

    @property
    def symbols(self) -> tuple[str, ...]:
        """The symbols, in the order in which the inputs name them."""
        named = (one for domain in self.domains.values() for one in domain.symbols)
        return tuple(dict.fromkeys(named))

    def size(self, symbol: str) -> Size:
        """Say how long a symbol may be, and what it counts."""
        size = self.sizes.get(symbol, SIZES.get(symbol, Size()))
        if size.one:
            return size
        known = SIZES.get(symbol)
        one, many = (known.one, known.many) if known else (symbol, symbol)
        return Size(size.low, size.high, one, many, size.large)

    def broken(self, values: Mapping[str, object]) -> str:
        """Say in words which domain or rule some inputs break; nothing if all holds.

        Inputs that may be left out may be missing.
        """
        lengths: Lengths = {}
        for name, domain in self.domains.items():
            if name not in values and isinstance(domain, Optional):
                continue
            found = domain.bind(values[name], lengths) if name in values else None
            if found is None:
                return f"{name} is not in its domain"
            lengths = found
        for symbol, length in lengths.items():
            size = self.size(symbol)
            if length < size.low:
                return f"there are at least {size.low} {size.many}"
        known = {**lengths, **values}
        for rule in self.rules:
            if all(n in known for n in rule.names) and not rule.holds(
                *(known[n] for n in rule.names)
            ):
                return rule.text
        return ""
