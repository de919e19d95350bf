"""Compare what student code returned with what is expected.

All of it is plain data by now: nothing here calls a method of a student's object, broadcasts, or
allocates by a shape that a student chose. The order is type, shape, kind, finiteness, values, and
the first difference is the one that is told.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from autograder.rubric.exercise import NUMBER, Check, Fact, Form
from autograder.wire import Opaque

REAL = "iuf"
"""Kinds of dtype that hold real numbers; bool is a kind of its own."""


@dataclass(frozen=True, slots=True)
class Difference:
    """How a value differs from what is expected.

    Attributes
    ----------
    message : str
        In words, without any value.
    unseen : str
        The same without any size, for hidden cases: student code could choose a size so that it
        tells an input.
    expected, got : str
        Short pictures of both; they may hold values, so they are for visible cases alone.
    unanswered : bool
        Whether there is nothing to compare yet.
    is_about_all : bool
        Whether it concerns the returned value as a whole, not one part of it.
    """

    message: str
    expected: str = ""
    got: str = ""
    unanswered: bool = False
    is_about_all: bool = False
    unseen: str = ""


def compare(check: Check, expected: object, got: object) -> Difference | None:
    """Compare the part of two returned values that a check is about.

    Parameters
    ----------
    check : Check
        Names the part, and says how it is compared.
    expected : object
        What the reference solution returns.
    got : object
        What student code returned, as it came over the wire.

    Returns
    -------
    Difference or None
        None if they agree.

    Examples
    --------
    >>> compare(Check("values", 1), np.ones((2, 1)), np.ones(2)).message
    'the shape is (2,), (2, 1) is expected'
    """
    for step in check.path:
        difference = _step_into(step, expected, got)
        if difference is not None:
            return difference
        expected, got = expected[step], got[step]  # type: ignore[index]
    return _COMPARE[check.fact](check, expected, got)


def _step_into(step: str | int, expected: object, got: object) -> Difference | None:
    if isinstance(step, str):
        if not isinstance(got, dict):
            said = "is returned where a dictionary is expected"
            return _about_all(f"{describe(got)} {said}", f"{name_kind(got)} {said}")
        if step not in got:
            return Difference(f"the key {step!r} is missing in the dictionary", unanswered=True)
        return None
    length = len(expected)  # type: ignore[arg-type]
    if isinstance(got, tuple | list) and len(got) == length:
        return None
    many = f"{len(got)} values are" if isinstance(got, tuple | list) else f"{describe(got)} is"
    said = f"returned where {length} values are expected"
    other = "another number of values" if isinstance(got, tuple | list) else name_kind(got)
    return _about_all(f"{many} {said}", f"{other} is {said}")


def _about_all(message: str, unseen: str) -> Difference:
    return Difference(message, is_about_all=True, unseen=unseen)


def _wrong_kind(got: object, wanted: str, target: np.ndarray | None = None) -> Difference:
    """Say that something else came than what is wanted."""
    said = "is returned where"
    shape = f" of shape {target.shape}" if target is not None and target.ndim else ""
    return Difference(
        f"{describe(got)} {said} {wanted}{shape} is expected",
        unseen=f"{name_kind(got)} {said} {wanted} is expected",
    )


def _wrong_shape(got: np.ndarray, target: np.ndarray) -> Difference:
    return Difference(
        f"the shape is {got.shape}, {target.shape} is expected",
        f"shape {target.shape}",
        f"shape {got.shape}",
        unseen="the shape is not the one that is expected",
    )


def _compare_value(check: Check, expected: object, got: object) -> Difference | None:
    target = np.asarray(expected)
    wanted = "a number" if target.ndim == 0 else "an array"
    number = _as_number_or_array(got)
    if number is None:
        return _wrong_kind(got, wanted, target)
    if target.ndim == 0:
        if number.shape not in NUMBER:
            return _wrong_kind(got, wanted)
        number = number.reshape(())
    elif not isinstance(got, np.ndarray):
        return _wrong_kind(got, wanted, target)
    elif number.shape != target.shape:
        return _wrong_shape(number, target)
    if number.dtype.kind not in REAL:
        return Difference(f"the numbers are {number.dtype.name}; real numbers are expected")
    return _compare_numbers(check, target, number)


def _compare_numbers(check: Check, target: np.ndarray, number: np.ndarray) -> Difference | None:
    """Compare two arrays of the same shape, element by element."""
    if number.dtype == target.dtype and number.tobytes() == target.tobytes():
        return None
    target, number = target.astype(float, copy=False), number.astype(float, copy=False)
    with np.errstate(invalid="ignore", over="ignore"):
        close = np.abs(number - target) <= check.atol + check.rtol * np.abs(target)
    close &= np.isfinite(target)  # anything is within a share of infinity
    if close.all():
        return None
    finite = np.isfinite(number)
    close |= (number == target) | (np.isnan(number) & np.isnan(target))
    if close.all():
        return None
    where = tuple(int(i) for i in np.argwhere(~close)[0])
    position = f" at {list(where)}" if where else ""
    strange = not finite[where] and np.isfinite(target[where])
    message = "there is nan or inf among the values" if strange else "the values differ"
    return Difference(message, f"{target[where]:.6g}{position}", f"{number[where]:.6g}{position}")


def _compare_labels(check: Check, expected: object, got: object) -> Difference | None:
    target = np.asarray(expected)
    if not isinstance(got, np.ndarray):
        return _wrong_kind(got, "an array", target)
    if got.shape != target.shape:
        return _wrong_shape(got, target)
    if got.dtype.kind not in REAL + "b":
        return Difference(f"the labels are {got.dtype.name}; 0 and 1 are expected")
    if not np.isin(got, (0, 1)).all():
        return Difference("there are labels other than 0 and 1")
    return _compare_numbers(check, target, got)


def _compare_list(check: Check, expected: object, got: object) -> Difference | None:
    assert isinstance(expected, list)
    if not isinstance(got, list):
        return _wrong_kind(got, "a list")
    if len(got) != len(expected):
        wanted, length = f"length {len(expected)}", f"length {len(got)}"
        message = f"the list has {length}, {wanted} is expected"
        size = "long" if len(got) > len(expected) else "short"
        return Difference(message, wanted, length, unseen=f"the list is too {size}")
    for number, (target, entry) in enumerate(zip(expected, got, strict=True)):
        difference = _compare_value(check, target, entry)
        if difference is not None:
            unseen = difference.unseen or difference.message
            return Difference(
                f"number {number} in the list: {difference.message}",
                difference.expected,
                difference.got,
                unseen=f"in the list, {unseen}",
            )
    return None


def _compare_answer(check: Check, expected: object, got: object) -> Difference | None:
    if got is None or isinstance(got, Opaque) or (isinstance(got, str) and not got.strip()):
        return Difference("not answered yet", unanswered=True)
    if isinstance(expected, Form):
        return None if _has_form(_literal(got), expected) else Difference(f"{expected} is expected")
    if isinstance(expected, str):
        letter = got.strip().lower().rstrip(").") if isinstance(got, str) else None
        return None if letter == expected else Difference("not the right answer")
    got = _literal(got)
    if isinstance(expected, tuple):
        is_same = _has_form(got, Form.SHAPE) and tuple(got) == expected  # type: ignore[arg-type]
        return None if is_same else Difference("not the right answer")
    return (
        None if _compare_value(check, expected, got) is None else Difference("not the right answer")
    )


_COMPARE: dict[Fact, Callable[[Check, object, object], Difference | None]] = {
    Fact.VALUE: _compare_value,
    Fact.LABELS: _compare_labels,
    Fact.LIST: _compare_list,
    Fact.ANSWER: _compare_answer,
}


def _has_form(got: object, form: Form) -> bool:
    if form is Form.LETTER:
        return isinstance(got, str) and len(got.strip(" ).")) == 1
    if form is Form.SHAPE:
        return isinstance(got, tuple | list) and all(type(length) is int for length in got)
    number = _as_number_or_array(got)
    return number is not None and number.ndim == 0


def _literal(got: object) -> object:
    """Read a number or shape that was given as text, as in ``"(5,)"``."""
    if not isinstance(got, str):
        return got
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            value: object = ast.literal_eval(got.strip()[:40])
    except (ValueError, SyntaxError, TypeError, RecursionError, MemoryError):
        return got  # TypeError: as of {[]: 1}, which is a literal and no value
    return value


def _as_number_or_array(got: object) -> np.ndarray | None:
    if type(got) in (int, float, complex) or isinstance(got, np.ndarray | np.generic):
        return np.asarray(got)
    return None


def same(first: object, second: object, rtol: float = 1e-6, atol: float = 1e-9) -> bool:
    """Tell whether two returned values are the same, in type, shape and values.

    It serves to recognise a misconception by what it returns: a number and a 0-d array are the
    same, a list and an array are not; nan equals nan.

    Examples
    --------
    >>> same({"b": 1.0}, {"b": np.array(1.0)}), same([1.0], np.array([1.0]))
    (True, False)
    """
    if isinstance(first, dict) and isinstance(second, dict):
        return first.keys() == second.keys() and all(
            same(first[key], second[key], rtol, atol) for key in first
        )
    if isinstance(first, tuple | list) and isinstance(second, tuple | list):
        return (
            type(first) is type(second)
            and len(first) == len(second)
            and all(same(one, other, rtol, atol) for one, other in zip(first, second, strict=True))
        )
    one, other = _as_number_or_array(first), _as_number_or_array(second)
    if one is None or other is None:
        return type(first) is type(second) and first == second
    if one.shape != other.shape or "c" in one.dtype.kind + other.dtype.kind:
        return False
    if one.dtype == other.dtype and one.tobytes() == other.tobytes():
        return True
    number, target = one.astype(float), other.astype(float)
    with np.errstate(invalid="ignore", over="ignore"):
        close = np.abs(number - target) <= atol + rtol * np.abs(target)
    close &= np.isfinite(target)  # anything is within a share of infinity
    return bool(np.all(close | (number == target) | (np.isnan(number) & np.isnan(target))))


def describe(value: object) -> str:
    """Name what was returned, without its values.

    Examples
    --------
    >>> describe(np.zeros((2, 1))), describe(None), describe([1])
    ('an array of shape (2, 1)', 'nothing (None)', 'a list')
    """
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    return name_kind(value)


def name_kind(value: object) -> str:
    """Name the kind of what was returned, without its size."""
    if value is None:
        return "nothing (None)"
    if isinstance(value, np.ndarray):
        return "an array"
    if isinstance(value, bool | np.bool_):
        return "True or False"
    if isinstance(value, int | float | np.generic):
        return "a number"
    names = ((dict, "a dictionary"), (str, "a text"), (list, "a list"), (tuple, "a tuple"))
    for kind, name in names:
        if isinstance(value, kind):
            return name
    return "something that is neither a number nor an array"
