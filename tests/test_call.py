"""What is told of a call: its value or error, and whether it changed its arguments."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from autograder.sandbox.call import call_all
from autograder.sandbox.request import Inputs


def changes(function: Any, *args: object, **kwargs: object) -> bool:
    """Call a function, and tell whether it changed an argument."""
    (called,) = call_all(function, [Inputs(args, kwargs)])
    return called.changed


def double_in_place(x: np.ndarray) -> None:
    x *= 2


def reshape_in_place(x: np.ndarray) -> None:
    x.resize((1, 2))


def same_bits(x: np.ndarray) -> None:
    x[...] = x.copy()


def sort_then_raise(x: np.ndarray) -> None:
    x[:] = x[::-1]
    raise ValueError


CHANGES: list[tuple[Any, bool]] = [
    (double_in_place, True),
    (reshape_in_place, True),
    (sort_then_raise, True),
    (same_bits, False),
    (np.sum, False),
]


@pytest.mark.parametrize(("function", "changed"), CHANGES, ids=lambda f: getattr(f, "__name__", ""))
def test_a_changed_argument_is_told(function: Any, changed: bool) -> None:
    """A changed element or shape is a change, by position and by name; the same bits are none."""
    before = np.array([1.0, np.nan])
    assert changes(function, before) is changed
    assert np.array_equal(before, [1.0, np.nan], equal_nan=True)


def test_a_keyword_argument_that_changes_is_told() -> None:
    """Arguments given by name are watched like those given by position."""
    assert changes(double_in_place, x=np.ones(2))


def test_a_number_cannot_change() -> None:
    """What is no array is not watched."""
    assert not changes(lambda w: w + 1, 3.0)
