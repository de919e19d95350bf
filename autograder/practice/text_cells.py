"""Cells of the text that need functions of the student's: they wait, and they never break."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np

from autograder.report.text import one_line

Function = Callable[..., object]
MOST_CHARACTERS = 160


@contextmanager
def once_solved(*functions: Function) -> Iterator[None]:
    """Let a cell wait for exercises: where one is not right yet, say so instead of failing.

    Parameters
    ----------
    *functions : callable
        The functions that the cell needs.

    Examples
    --------
    >>> def cost(A, Y):
    ...     raise NotImplementedError
    >>> with once_solved(cost):
    ...     print(cost(1, 1))
    This cell comes alive once you have written cost.
    """
    names = " and ".join(function.__name__ for function in functions)
    try:
        yield
    except NotImplementedError:
        print(f"This cell comes alive once you have written {names}.")
    except Exception as error:  # noqa: BLE001 - whatever student code raises becomes a sentence
        print(_why_not(error, functions))


def _why_not(error: Exception, functions: tuple[Function, ...]) -> str:
    """Say where a cell stopped, and which function to look at."""
    said = one_line(f"{type(error).__name__}: {error}", MOST_CHARACTERS)
    codes = {getattr(function, "__code__", None): function.__name__ for function in functions}
    inside = [
        (codes[frame.f_code], line)
        for frame, line in traceback.walk_tb(error.__traceback__)
        if frame.f_code in codes
    ]
    if inside:
        name, line = inside[-1]
        return (
            f"This cell stopped in line {line} of the cell with your {name}: {said}. "
            f"check({name}) tells more."
        )
    checks = " and ".join(f"check({function.__name__})" for function in functions)
    tell = "tells" if len(functions) == 1 else "tell"
    needed = "Something that it needs is not right yet"
    return f"This cell stopped: {said}. {needed}: {checks} {tell} more."


def number(value: object) -> float:
    """Give the number that a value holds, also where it comes as an array of one element.

    Parameters
    ----------
    value : number or array of one element
        As an exercise returned it.

    Raises
    ------
    TypeError
        If it holds no single number.

    Examples
    --------
    >>> number(0.5), number(np.array([[0.5]]))
    (0.5, 0.5)
    """
    array = np.asarray(value)
    if array.size != 1 or array.dtype.kind not in "biuf":
        kind = f"an array of shape {array.shape}" if array.shape else type(value).__name__
        raise TypeError(f"a number is needed here, not {kind}")
    return float(array.item())
