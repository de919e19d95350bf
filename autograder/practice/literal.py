"""Values and calls as Python code."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from autograder.rubric.exercise import Case
from autograder.rubric.formula import Formula

WIDTH = 80
DIGITS = 6
MOST_NUMBERS = 12
"""An array of more numbers is cut short where its call is only to be recognised."""


def call(name: str, case: Case, *, is_short: bool = False) -> str:
    """Write a case as the call of a function.

    Parameters
    ----------
    name : str
        The function.
    case : Case
        Its arguments.
    is_short : bool
        Whether to leave out numbers from the middle of long arrays.

    Examples
    --------
    >>> call("softmax", Case("one row", (np.array([[1.0, 2.0]]),)))
    'softmax(np.array([[1.0, 2.0]]))'
    """
    arguments = [_shown(arg, is_short=is_short) for arg in case.args]
    arguments += [f"{key}={_shown(arg, is_short=is_short)}" for key, arg in case.kwargs.items()]
    line = f"{name}({', '.join(arguments)})"
    return line if len(line) <= WIDTH else f"{name}(\n    " + ",\n    ".join(arguments) + ",\n)"


def shown(value: object) -> str:
    """Write a value as Python code, numbers shortened.

    Examples
    --------
    >>> shown({"w": np.array([[0.123456789]]), "b": np.float64(2)})
    "{'w': np.array([[0.123457]]), 'b': 2.0}"
    """
    return _shown(value, is_short=False)


def _shown(value: object, *, is_short: bool) -> str:
    if is_short and isinstance(value, np.ndarray) and value.size > MOST_NUMBERS:
        text = np.array2string(
            value, separator=", ", threshold=MOST_NUMBERS, edgeitems=2,
            formatter={"all": lambda number: literal(_shorten(number))},
        )  # fmt: skip
        return f"np.array({' '.join(text.split())})"
    return literal(_shorten(value))


def _shorten(value: object) -> object:
    """Round all floats of a value to a few digits."""
    if isinstance(value, np.ndarray) and value.ndim and value.dtype.kind == "f":
        return np.array([_shorten(number) for number in value.ravel()]).reshape(value.shape)
    if isinstance(value, Mapping):
        return {key: _shorten(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(map(_shorten, value))
    return float(f"{value:.{DIGITS}g}") if isinstance(value, float) else value


def literal(value: object, array: str = "np.array") -> str:
    """Write a value as Python code that gives it again, to the last digit.

    Parameters
    ----------
    value : object
        Arrays, numbers, texts, formulas; tuples, lists and dictionaries of them.
    array : str
        The function that makes an array.

    Examples
    --------
    >>> literal({"w": np.array([[0.1, 2]]), "b": (np.float64(1), None)})
    "{'w': np.array([[0.1, 2.0]]), 'b': (1.0, None)}"
    """
    if isinstance(value, np.ndarray) and value.ndim:
        kind = ", dtype=np.uint8" if value.dtype == np.uint8 else ""
        return f"{array}({literal(value.tolist())}{kind})"
    if isinstance(value, Mapping):
        return (
            "{" + ", ".join(f"{key!r}: {literal(one, array)}" for key, one in value.items()) + "}"
        )
    if isinstance(value, list):
        return "[" + ", ".join(literal(item, array) for item in value) + "]"
    if isinstance(value, tuple):
        items = ", ".join(literal(item, array) for item in value)
        return f"({items},)" if len(value) == 1 else f"({items})"
    if isinstance(value, Formula):
        return value.source
    return repr(value.item() if isinstance(value, np.ndarray | np.generic) else value)
