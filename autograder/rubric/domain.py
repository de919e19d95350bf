"""What one input of an exercise may be: its kind, its range, its shape by symbols."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import numpy as np

from autograder.rubric.formula import Formula

Rng = np.random.Generator
Lengths = Mapping[str, int]
"""How long the symbols of a call are: ``{"n": 3, "m": 5}``."""


class DomainError(ValueError):
    """A domain contradicts itself; the message is for the author of the rubric."""


class Kind(Enum):
    """What numbers an input holds: the limits where a domain names none, and the dtypes."""

    FLOAT = (-4.0, 4.0, "fiu")
    """Real numbers; whole ones among them may come as integers."""
    WHOLE = (-6.0, 6.0, "iu")
    """Whole numbers, as integers."""
    LABELS = (0.0, 1.0, "fiu")
    """Zeros and ones, as integers or as floats."""
    PROBABILITIES = (0.0, 1.0, "f")
    """Real numbers strictly between the limits."""
    BYTES = (0.0, 255.0, "u")
    """Pixels of one byte."""

    @property
    def dtypes(self) -> str:
        """The kinds of dtype in which it may come."""
        return self.value[2]

    def holds(self, values: np.ndarray, low: float, high: float) -> bool:
        """Tell whether all values are of this kind and within limits."""
        if values.dtype.kind not in self.dtypes or not np.isfinite(values).all():
            return False
        if self is Kind.LABELS:
            return bool(np.isin(values, (0, 1)).all())
        if self is Kind.PROBABILITIES:
            return bool(((values > low) & (values < high)).all())
        is_byte = self is not Kind.BYTES or values.dtype == np.uint8
        return is_byte and bool(((values >= low) & (values <= high)).all())


class Domain(ABC):
    """What one input may be."""

    __slots__ = ()

    @property
    def symbols(self) -> tuple[str, ...]:
        """The symbols in it, in the order in which they stand."""
        return ()

    @abstractmethod
    def draw(self, rng: Rng, lengths: Lengths) -> Any:
        """Draw an ordinary value."""

    @abstractmethod
    def bind(self, value: object, lengths: Lengths) -> Lengths | None:
        """Read off a value how long the symbols are; None if it is not in the domain."""


@dataclass(frozen=True, slots=True)
class _Numeric(Domain):
    """What arrays and numbers share.

    Attributes
    ----------
    low, high : float, optional
        The limits; without them, those of the kind.
    kind : Kind
        What the numbers are.
    usual : tuple of two floats, optional
        Where ordinary values lie; without it, anywhere within the limits.
    """

    low: float | None = field(default=None, kw_only=True)
    high: float | None = field(default=None, kw_only=True)
    kind: Kind = field(default=Kind.FLOAT, kw_only=True)
    usual: tuple[float, float] | None = field(default=None, kw_only=True)

    def __post_init__(self) -> None:
        low, high = self.limits
        if not (math.isfinite(low) and math.isfinite(high)):
            raise DomainError(f"the limits {low:g} and {high:g} must be finite")
        if low > high:
            raise DomainError(f"low is {low:g} and high is {high:g}; low may not be above high")
        if self.kind is Kind.WHOLE and math.ceil(low) > math.floor(high):
            raise DomainError(f"there is no whole number from {low:g} to {high:g}")
        kind_low, kind_high = self.kind.value[:2]
        if self.kind in (Kind.LABELS, Kind.PROBABILITIES, Kind.BYTES) and not (
            kind_low <= low and high <= kind_high
        ):
            said = f"{self.kind.name} lie from {kind_low:g} to {kind_high:g}"
            raise DomainError(f"{said}; the limits are {low:g} and {high:g}")
        if self.usual is not None and not low <= self.usual[0] <= self.usual[1] <= high:
            said = f"usual is {self.usual}: two numbers, the smaller first"
            raise DomainError(f"{said}, are expected between {low:g} and {high:g}")

    @property
    def limits(self) -> tuple[float, float]:
        """The smallest and the largest value."""
        low, high, _ = self.kind.value
        return low if self.low is None else self.low, high if self.high is None else self.high

    def draw_values(
        self, rng: Rng, shape: tuple[int, ...], between: tuple[float, float] | None = None
    ) -> np.ndarray:
        """Draw an array, ordinary or between some numbers."""
        low, high = between or self.usual or self.limits
        if self.kind is Kind.LABELS:
            return rng.integers(0, 2, shape)
        if self.kind in (Kind.WHOLE, Kind.BYTES):
            dtype = np.uint8 if self.kind is Kind.BYTES else np.int64
            return rng.integers(math.ceil(low), math.floor(high) + 1, shape).astype(dtype)
        if self.kind is Kind.PROBABILITIES:
            margin = 0.03 * (high - low)
            low, high = low + margin, high - margin
        return rng.uniform(low, high, shape)


@dataclass(frozen=True, slots=True)
class Array(_Numeric):
    """An array; its shape is made of symbols and lengths.

    Examples
    --------
    >>> X = Array(("n", "m"), low=-3, high=3)
    >>> X.draw(np.random.default_rng(0), {"n": 2, "m": 5}).shape
    (2, 5)
    >>> contains(X, np.zeros((2, 4))), contains(X, np.zeros(2)), contains(X, np.full((1, 1), 9.0))
    (True, False, False)
    >>> Array(("n",), low=1, high=0)
    Traceback (most recent call last):
        ...
    autograder.rubric.domain.DomainError: low is 1 and high is 0; low may not be above high
    """

    shape: tuple[str | int, ...] = ()

    def __post_init__(self) -> None:
        _Numeric.__post_init__(self)
        if isinstance(self.shape, str) or not self.shape:
            raise DomainError(
                f'a shape is a tuple, as in ("n", "m") or ("n", 1); not {self.shape!r}'
            )
        for length in self.shape:
            if not (_is_symbol(length) if isinstance(length, str) else length >= 0):
                raise DomainError(
                    f"{length!r} in the shape {self.shape} is no symbol and no length"
                )

    @property
    def symbols(self) -> tuple[str, ...]:
        """The symbols in its shape."""
        return tuple(dict.fromkeys(one for one in self.shape if isinstance(one, str)))

    def draw(self, rng: Rng, lengths: Lengths) -> np.ndarray:
        """Draw an ordinary array."""
        return self.draw_values(rng, self.shape_for(lengths))

    def shape_for(self, lengths: Lengths) -> tuple[int, ...]:
        """Put lengths in the place of symbols."""
        return tuple(lengths[one] if isinstance(one, str) else one for one in self.shape)

    def bind(self, value: object, lengths: Lengths) -> Lengths | None:
        """Read off an array how long the symbols are."""
        if not isinstance(value, np.ndarray) or value.ndim != len(self.shape):
            return None
        found = dict(lengths)
        for wanted, length in zip(self.shape, value.shape, strict=True):
            expected = found.setdefault(wanted, length) if isinstance(wanted, str) else wanted
            if expected != length:
                return None
        return found if self.kind.holds(value, *self.limits) else None


@dataclass(frozen=True, slots=True)
class Number(_Numeric):
    """A plain number.

    Examples
    --------
    >>> contains(Number(low=0, high=1), 0.5), contains(Number(kind=Kind.WHOLE), 0.5)
    (True, False)
    """

    def __post_init__(self) -> None:
        _Numeric.__post_init__(self)
        if self.kind is Kind.BYTES:
            raise DomainError("a plain number is never stored as one byte; its kind may be WHOLE")

    def draw(self, rng: Rng, lengths: Lengths) -> float:
        """Draw an ordinary number."""
        value: float = self.draw_values(rng, ()).item()
        return value

    def bind(self, value: object, lengths: Lengths) -> Lengths | None:
        """Tell whether a number is one of these; it binds no symbol."""
        is_number = type(value) in (int, float)
        return lengths if is_number and self.kind.holds(np.asarray(value), *self.limits) else None


@dataclass(frozen=True, slots=True)
class Dimension(Domain):
    """A whole number that is the length of a symbol, as in ``zeros(dim)``."""

    symbol: str

    def __post_init__(self) -> None:
        if not _is_symbol(self.symbol):
            raise DomainError(f"{self.symbol!r} is no symbol; a symbol is a name, as in n")

    @property
    def symbols(self) -> tuple[str, ...]:
        """The symbol that it is."""
        return (self.symbol,)

    def draw(self, rng: Rng, lengths: Lengths) -> int:
        """Give the symbol's length."""
        return lengths[self.symbol]

    def bind(self, value: object, lengths: Lengths) -> Lengths | None:
        """Take a whole number for the symbol's length."""
        if type(value) is not int or lengths.get(self.symbol, value) != value:
            return None
        return {**lengths, self.symbol: value}


@dataclass(frozen=True, slots=True)
class Choice(Domain):
    """One of a few values; for functions, see :data:`Function`."""

    values: tuple[object, ...]

    def __post_init__(self) -> None:
        if not isinstance(self.values, tuple) or not self.values:
            raise DomainError("a choice is a tuple of one value or more, as in (0, 1)")

    def draw(self, rng: Rng, lengths: Lengths) -> object:
        """Draw one of the values."""
        return self.values[rng.integers(len(self.values))]

    def bind(self, value: object, lengths: Lengths) -> Lengths | None:
        """Tell whether it is one of the values, and of the same type."""
        return lengths if any(type(value) is type(v) and value == v for v in self.values) else None


@dataclass(frozen=True, slots=True)
class Function(Choice):
    """A function that the exercise calls: one of a few formulas.

    Examples
    --------
    >>> grad = Function((Formula("lambda theta: 2 * theta"),))
    >>> grad.draw(np.random.default_rng(0), {})(3)
    6
    """

    def __post_init__(self) -> None:
        Choice.__post_init__(self)
        if not all(isinstance(one, Formula) for one in self.values):
            raise DomainError(
                'a function is a tuple of formulas, as in (Formula("lambda a: a**2"),)'
            )


@dataclass(frozen=True, slots=True)
class AnyOf(Domain):
    """One of several domains, as for an input that is a number or an array of any shape."""

    domains: tuple[Domain, ...]

    def __post_init__(self) -> None:
        if len(self.domains) < 2:
            raise DomainError("AnyOf takes two domains or more")

    @property
    def symbols(self) -> tuple[str, ...]:
        """The symbols of all the domains."""
        return tuple(dict.fromkeys(one for domain in self.domains for one in domain.symbols))

    def draw(self, rng: Rng, lengths: Lengths) -> object:
        """Draw from one of the domains."""
        return self.domains[rng.integers(len(self.domains))].draw(rng, lengths)

    def bind(self, value: object, lengths: Lengths) -> Lengths | None:
        """Take the first domain that has the value."""
        found = (domain.bind(value, lengths) for domain in self.domains)
        return next((one for one in found if one is not None), None)


@dataclass(frozen=True, slots=True)
class Optional(Domain):
    """An input that a call may leave out; it is given by its name where it is given."""

    domain: Domain

    @property
    def symbols(self) -> tuple[str, ...]:
        """Those of what it is where it is given."""
        return self.domain.symbols

    def draw(self, rng: Rng, lengths: Lengths) -> object:
        """Draw what it is where it is given."""
        return self.domain.draw(rng, lengths)

    def bind(self, value: object, lengths: Lengths) -> Lengths | None:
        """Look at what is given."""
        return self.domain.bind(value, lengths)


_ANY_SHAPE = (("m",), (1, "m"), ("m", 1), ("n", "m"), ("n", 2, "m"))


def any_array(**limits: Any) -> AnyOf:
    """Say that an input is an array of one, two or three axes.

    Examples
    --------
    >>> contains(any_array(), np.zeros((2, 3))), contains(any_array(), 0.5)
    (True, False)
    """
    return AnyOf(tuple(Array(shape, **limits) for shape in _ANY_SHAPE))


def number_or_array(**limits: Any) -> AnyOf:
    """Say that an input is a number, or an array of one, two or three axes.

    Examples
    --------
    >>> z = number_or_array(low=-30, high=30)
    >>> [contains(z, value) for value in (0.5, np.zeros(3), np.zeros((1, 3)), "half")]
    [True, True, True, False]
    """
    return AnyOf((Number(**limits), *any_array(**limits).domains))


def contains(domain: Domain, value: object) -> bool:
    """Tell whether a value lies in a domain."""
    return domain.bind(value, {}) is not None


def _is_symbol(name: object) -> bool:
    return isinstance(name, str) and name.isidentifier()
