"""What an answer may say: a closed set or a bound for each of its fields.

Student code may have forged an answer, so a field is no more than this page allows. The shapes are
data: what reads an answer walks them, and so does the test that forges every field of them.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

import numpy as np

from autograder.report.text import one_line

T = TypeVar("T")

NEUTRAL = "Exception"
"""Stands for a type of exception that Python does not have."""
BUILTIN_ERRORS = frozenset(
    name
    for name, kind in vars(builtins).items()
    if isinstance(kind, type) and issubclass(kind, BaseException) and kind.__name__ == name
)
MOST_CASES, MOST_STATEMENTS, MOST_LINES, MOST_STEPS = 200, 20_000, 1_000_000, 10**9
MARKS_OF_PYTHON = frozenset({"", "<module>", "<lambda>", "<listcomp>", "<genexpr>", "<dictcomp>"})
"""Names of code that has no name of its own."""


class Shape(Protocol):
    """What a field may be."""

    def read(self, value: object) -> object:
        """Give what may be believed of a value.

        Raises
        ------
        TypeError, ValueError
            If it is not of this shape.
        """

    def parts(self) -> Iterator[tuple[str | int, Shape]]:
        """Give the shapes that it is made of, by the key under which each stands."""


class _Leaf:
    """A shape that has no parts."""

    def parts(self) -> Iterator[tuple[str | int, Shape]]:
        """Give nothing."""
        return iter(())


@dataclass(frozen=True, slots=True)
class Truth(_Leaf):
    """True or false."""

    def read(self, value: object) -> bool:
        """Read it."""
        return _typed(value, bool)


@dataclass(frozen=True, slots=True)
class Number(_Leaf):
    """A whole number from 0 to a bound."""

    most: int

    def read(self, value: object) -> int:
        """Read it."""
        number = _typed(value, int)
        if not 0 <= number <= self.most:
            raise ValueError
        return number


@dataclass(frozen=True, slots=True)
class Choice(_Leaf):
    """A word of a closed set; every other one becomes a word of ours."""

    words: frozenset[str]
    other: str

    def read(self, value: object) -> str:
        """Read it."""
        word = _typed(value, str)
        return word if word in self.words else self.other


@dataclass(frozen=True, slots=True)
class Identifier(_Leaf):
    """The name that Python gives to code; empty where it is none."""

    most: int

    def read(self, value: object) -> str:
        """Read it."""
        name = _typed(value, str)
        is_one = name in MARKS_OF_PYTHON or (len(name) <= self.most and name.isidentifier())
        return name if is_one else ""


@dataclass(frozen=True, slots=True)
class Text(_Leaf):
    """A line of so many characters that do nothing to a terminal; student code may choose them."""

    most: int

    def read(self, value: object) -> str:
        """Read it."""
        return one_line(_typed(value, str), self.most)


@dataclass(frozen=True, slots=True)
class Value(_Leaf):
    """Whatever the reader of frames gives: it is compared, and shown of visible cases alone."""

    def read(self, value: object) -> object:
        """Read it."""
        return value


@dataclass(frozen=True, slots=True)
class Maybe:
    """Something, or nothing."""

    what: Shape

    def read(self, value: object) -> object:
        """Read it."""
        return None if value is None else self.what.read(value)

    def parts(self) -> Iterator[tuple[str | int, Shape]]:
        """Give those of the something."""
        return self.what.parts()


@dataclass(frozen=True, slots=True)
class Items:
    """A list of so many things of one shape."""

    item: Shape
    most: int

    def read(self, value: object) -> list[object]:
        """Read them."""
        items = _typed(value, list)
        if len(items) > self.most:
            raise ValueError
        return [self.item.read(item) for item in items]

    def parts(self) -> Iterator[tuple[str | int, Shape]]:
        """Give the first one, which stands for all."""
        yield 0, self.item


@dataclass(frozen=True, slots=True)
class Pair:
    """Two things."""

    first: Shape
    second: Shape

    def read(self, value: object) -> tuple[object, object]:
        """Read them."""
        first, second = _typed(value, tuple)
        return self.first.read(first), self.second.read(second)

    def parts(self) -> Iterator[tuple[str | int, Shape]]:
        """Give both."""
        yield 0, self.first
        yield 1, self.second


@dataclass(frozen=True, slots=True)
class Column:
    """An array of one dimension, whose items have one shape."""

    dtype: str
    item: Shape
    most: int

    def read(self, value: object) -> list[object]:
        """Read its items."""
        array = _typed(value, np.ndarray)
        if array.dtype.str != self.dtype or array.ndim != 1 or array.size > self.most:
            raise TypeError
        return [self.item.read(item) for item in array.tolist()]

    def parts(self) -> Iterator[tuple[str | int, Shape]]:
        """Give the first one, which stands for all."""
        yield 0, self.item


@dataclass(frozen=True, slots=True)
class Record:
    """Fields by their names: these and no others."""

    fields: Mapping[str, Shape]

    def read(self, value: object) -> dict[str, object]:
        """Read them."""
        given = _typed(value, dict)
        if given.keys() != self.fields.keys():
            raise ValueError
        return {name: shape.read(given[name]) for name, shape in self.fields.items()}

    def parts(self) -> Iterator[tuple[str | int, Shape]]:
        """Give all fields."""
        yield from self.fields.items()


def _typed(value: object, kind: type[T]) -> T:
    if type(value) is not kind:
        raise TypeError
    return value


ERROR = Record(
    {
        "type": Choice(BUILTIN_ERRORS, NEUTRAL),
        "message": Text(300),
        "cell": Text(20),
        "line": Number(MOST_LINES),
        "function": Identifier(60),
    }
)
"""What was raised, as :func:`autograder.sandbox.call.describe_error` tells it."""
ANSWER = Record(
    {
        "name": Text(60),
        "defined": Truth(),
        "problems": Items(Pair(Number(MOST_STATEMENTS), ERROR), MOST_STATEMENTS),
        "values": Items(Value(), MOST_CASES),
        "errors": Items(Maybe(ERROR), MOST_CASES),
        "changed": Column("|b1", Truth(), MOST_CASES),
        "steps": Column("<i8", Number(MOST_STEPS), MOST_CASES),
    }
)
"""What a function did, as :func:`autograder.sandbox.exercise.answer` tells it."""
