"""How a wrong array may be related to the right one: a table of tests, each with its sentence.

Every test takes two arrays of finite floats, the right one and the one that came. It is asked on
each case, and its sentence is said only where it holds on all those that fail, and where more than
one number bears it out: one number is many things by coincidence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import pairwise
from operator import itemgetter
from typing import Any

import numpy as np

Test = Callable[[np.ndarray, np.ndarray], bool]
Table = tuple[tuple[str, Test], ...]

DECIMALS = range(7)


def is_close(target: np.ndarray, got: np.ndarray) -> bool:
    """Tell whether two arrays have the same shape and all but the same numbers."""
    if target.shape != got.shape:
        return False
    close = np.abs(got - target) <= 1e-9 + 1e-6 * np.abs(target)
    return bool(np.all(close & np.isfinite(target)))


def _after(function: Callable[[Any], Any], *, elementwise: bool = True) -> Test:
    """Make the test whether one function more was applied to what is right."""

    def test(target: np.ndarray, got: np.ndarray) -> bool:
        if target.shape != got.shape or not target.size:
            return False
        if elementwise and not _are_close(function(target.flat[0]), got.flat[0]):
            return False  # one number is soon told
        return is_close(function(target), got)

    return test


def _are_close(target: float, got: float) -> bool:
    return abs(got - target) <= 1e-9 + 1e-6 * abs(target)


def _round_to(decimals: int) -> Callable[[Any], Any]:
    return lambda target: np.round(target, decimals)


def _is_transposed(target: np.ndarray, got: np.ndarray) -> bool:
    return target.ndim > 1 and is_close(target.T, got)


def _has_other_axes(target: np.ndarray, got: np.ndarray) -> bool:
    return is_close(target.reshape(-1), got.reshape(-1)) and target.shape != got.shape


def _squeezed(array: np.ndarray) -> tuple[int, ...]:
    return tuple(length for length in array.shape if length != 1)


def _drops_axis(target: np.ndarray, got: np.ndarray) -> bool:
    is_same = _has_other_axes(target, got) and _squeezed(target) == _squeezed(got)
    return is_same and got.ndim < target.ndim


def _keeps_axis(target: np.ndarray, got: np.ndarray) -> bool:
    is_same = _has_other_axes(target, got) and _squeezed(target) == _squeezed(got)
    return is_same and got.ndim > target.ndim


def _is_scrambled(target: np.ndarray, got: np.ndarray) -> bool:
    if target.size != got.size or np.unique(target).size == 1 or np.isin(target, (0, 1)).all():
        return False
    return is_close(np.sort(target, axis=None), np.sort(got, axis=None))


def _is_reversed(target: np.ndarray, got: np.ndarray) -> bool:
    return (
        target.size > 1 and target.shape == got.shape and is_close(target.flat[::-1], got.flat[:])
    )


def _reduces_to(function: Callable[..., np.ndarray], axis: int | None) -> Test:
    """Make the test whether adding up, or averaging, what came leads to what is right."""

    def test(target: np.ndarray, got: np.ndarray) -> bool:
        if got.size <= target.size:
            return is_close(target.reshape(-1), got.reshape(-1))
        if axis is not None and axis >= got.ndim:
            return False
        reduced = np.asarray(function(got, axis=axis))
        return is_close(target.reshape(-1), reduced.reshape(-1))

    return test


def _is_reduced(function: Callable[..., np.ndarray], axis: int | None) -> Test:
    """Make the test whether what came is what is right, added up or averaged."""

    def test(target: np.ndarray, got: np.ndarray) -> bool:
        if target.size <= 1 or (axis is not None and axis >= target.ndim):
            return False
        reduced = np.asarray(function(target, axis=axis))
        return reduced.size == got.size and is_close(reduced.reshape(-1), got.reshape(-1))

    return test


def _has_right_diagonal(target: np.ndarray, got: np.ndarray) -> bool:
    if got.ndim != 2 or got.shape[0] != got.shape[1] or target.size == got.size:
        return False
    diagonal = np.diagonal(got)
    if target.size == 1:
        return is_close(target.reshape(()), np.asarray(diagonal.sum()))
    return target.size == diagonal.size and is_close(target.reshape(-1), diagonal)


def _is_repeated(target: np.ndarray, got: np.ndarray) -> bool:
    """Tell whether broadcasting has made several copies of what is right."""
    if got.ndim < 1 or not target.size or got.size <= target.size or got.size % target.size:
        return False
    try:
        return is_close(np.broadcast_to(target, got.shape), got)
    except ValueError:
        return False


def _is_cut(target: np.ndarray, got: np.ndarray) -> bool:
    return target.shape == got.shape and (
        is_close(np.trunc(target), got) or is_close(np.floor(target), got)
    )


def _is_constant(value: float) -> Test:
    return lambda target, got: got.size > 0 and bool(np.all(got == value))


_IS_ZERO, _IS_ONE = _is_constant(0.0), _is_constant(1.0)


def _is_wrong_only_at(place: int) -> Test:
    def test(target: np.ndarray, got: np.ndarray) -> bool:
        if target.size < 3 or target.shape != got.shape:
            return False
        rest = slice(None, -1) if place == -1 else slice(1, None)
        return is_close(target.reshape(-1)[rest], got.reshape(-1)[rest])

    return test


def _has_digits(count: int) -> Test:
    """Make the test whether all numbers are right to some digits."""
    most = 10.0**-count

    def test(target: np.ndarray, got: np.ndarray) -> bool:
        return target.shape == got.shape and bool(
            np.all(np.abs(got - target) <= most * np.abs(target))
        )

    return test


def _part_of_list(cut: Callable[[np.ndarray], np.ndarray], *, of_target: bool) -> Test:
    """Make the test whether one list, cut, is the other."""

    def test(target: np.ndarray, got: np.ndarray) -> bool:
        if not target.ndim or target.ndim != got.ndim:
            return False
        if len(target) == len(got):
            return len(target) == 1 and is_close(target, got)
        longer, shorter = (target, got) if of_target else (got, target)
        return len(longer) > len(shorter) > 0 and is_close(shorter, cut(longer))

    return test


PLACES: Table = (
    ("it is transposed: its rows are its columns", _is_transposed),
    ("its order is reversed", _is_reversed),
    ("its numbers are the right ones, but they stand in the wrong places", _is_scrambled),
)
"""Relations between arrays of the same shape that hold the same numbers."""

SHAPES: Table = (
    PLACES[0],
    ("its numbers are right, but an axis of its shape is missing", _drops_axis),
    ("its numbers are right, but its shape has an axis too many", _keeps_axis),
    ("its numbers are right and in order, but the shape is another", _has_other_axes),
    *PLACES[1:],
    ("it is not added up yet: its sum would be right", _reduces_to(np.sum, None)),
    (
        "the rows are still to be added up: its sum along axis 0 fits",
        _reduces_to(np.sum, 0),
    ),
    (
        "the columns are still to be added up, as a matrix product does: its sum along axis 1 fits",
        _reduces_to(np.sum, 1),
    ),
    ("it is not averaged yet: its mean would be right", _reduces_to(np.mean, None)),
    (
        "each element meets every other, as in an outer product: its diagonal holds what is right",
        _has_right_diagonal,
    ),
    ("broadcasting has repeated it: it holds what is right several times", _is_repeated),
    ("it is added up into one number", _is_reduced(np.sum, None)),
    ("it is averaged into one number", _is_reduced(np.mean, None)),
    ("it is added up along axis 0, where nothing should be", _is_reduced(np.sum, 0)),
    ("it is added up along axis 1, where nothing should be", _is_reduced(np.sum, 1)),
    ("it is the first number alone", _is_reduced(lambda a, axis: a.reshape(-1)[0], None)),
    ("it is the last number alone", _is_reduced(lambda a, axis: a.reshape(-1)[-1], None)),
)
"""Relations between arrays whose shapes may differ."""

ENDS: Table = (
    (
        "its last entry is missing: it stops a step early",
        _part_of_list(lambda a: a[:-1], of_target=True),
    ),
    (
        "it has an entry too many at the end: it goes on a step too far",
        _part_of_list(lambda a: a[:-1], of_target=False),
    ),
)
"""Relations between lists that agree up to an end. Of a single length, they may as well tell that
the number of steps is always the same."""

LISTS: Table = (
    (
        "its first entry is missing: it starts a step late",
        _part_of_list(lambda a: a[1:], of_target=True),
    ),
    ("it has an entry too many at the start", _part_of_list(lambda a: a[1:], of_target=False)),
    *(
        (
            f"it has {count} entries for each that is asked for",
            _part_of_list(itemgetter(slice(None, None, count)), of_target=False),
        )
        for count in (2, 5, 10, 20, 50, 100)
    ),
)
"""Relations between lists whose lengths may differ."""


def _is_right_at_first(target: np.ndarray, got: np.ndarray) -> bool:
    if target.ndim != 1 or target.size < 2 or target.shape != got.shape:
        return False
    close = np.abs(got - target) <= 1e-9 + 1e-6 * np.abs(target)
    return bool(close[0]) and not close[1:].any()


ENTRIES: Table = (("its first entry is right, and all the later ones are not", _is_right_at_first),)
"""Relations between lists of the same length."""


def _shifts(*sizes: float) -> Iterator[tuple[str, Test]]:
    for size in sizes:
        yield f"it is too large by {size:g}", _after(partial(np.add, size))
        yield f"it is too small by {size:g}", _after(partial(np.add, -size))


OF_FORM = frozenset({_drops_axis, _keeps_axis, _has_other_axes, _IS_ZERO, _IS_ONE})
OF_FORM |= {test for _, test in (*ENDS, *LISTS)}
"""Tests that say how an array looks, not how its numbers came about: one case bears them out."""
LOOKED_AT, SOME_NUMBERS = 20, 3

NEARBY: Table = (
    *(
        (f"it is rounded to {k or 'no'} decimal{'s' if k != 1 else ''}", _after(_round_to(k)))
        for k in DECIMALS
    ),
    *_shifts(0.5, 1e-3, 1e-4, 1e-5, 1e-6),
    *(
        (
            f"it is right to {k} digits only: is there a rounded or an added constant?",
            _has_digits(k),
        )
        for k in (5, 4, 3)
    ),
)
"""Relations between arrays of the same shape that differ by one half at most."""
NEAR = 0.5 + 1e-9

NUMBERS: Table = (
    ("all its numbers are 0", _IS_ZERO),
    ("all its numbers are 1", _IS_ONE),
    ("it is cut to whole numbers", _is_cut),
    *_shifts(1, 2, 100),
    ("it lost its sign: it is the absolute value of what is right", _after(np.abs)),
    ("it is 1 minus what is right", _after(lambda t: 1 - t)),
    ("it is the square of what is right", _after(np.square)),
    ("it is the square root of what is right", _after(np.sqrt)),
    ("it is 1 divided by what is right: the fraction is upside down", _after(np.reciprocal)),
    ("it is the logarithm of what is right", _after(np.log)),
    ("it is the exponential of what is right", _after(np.exp)),
    ("it is divided by its own sum", _after(lambda t: t / t.sum(), elementwise=False)),
    ("it is right but for its last number", _is_wrong_only_at(-1)),
    ("it is right but for its first number", _is_wrong_only_at(0)),
)
"""Relations between arrays of the same shape."""


def relations_of_numbers(pairs: Sequence[tuple[np.ndarray, np.ndarray]]) -> Table:
    """Choose the relations that can hold between arrays of the same shape."""
    target, got = pairs[0]
    if target.shape != got.shape or (target.size and np.abs(got - target).max() > NEAR):
        return NUMBERS
    return (*NEARBY, *NUMBERS)


def find_relation(table: Table, pairs: Sequence[tuple[np.ndarray, np.ndarray]]) -> str | None:
    """Find the first relation that holds between all pairs of arrays, and say it."""
    may_be_said = is_confirmed(pairs)
    holds = (
        sentence
        for sentence, test in table
        if (may_be_said or test in OF_FORM) and all(test(*pair) for pair in pairs)
    )
    return next(holds, None)


def is_confirmed(pairs: Sequence[tuple[np.ndarray, np.ndarray]]) -> bool:
    """Tell whether what relates numbers can be more than a coincidence.

    Two cases that were drawn differently bear it out, or some numbers of one; zeros never do.

    Examples
    --------
    >>> one, two = (np.array([number]) for number in (4.0, 9.0))
    >>> is_confirmed([(one, two)]), is_confirmed([(one, two), (two, one)])
    (False, True)
    """
    telling = {target.tobytes() for target, _ in pairs if target.any()}
    return len(telling) > 1 or any(
        len(set(target.flat[:LOOKED_AT].tolist()) - {0.0}) >= SOME_NUMBERS for target, _ in pairs
    )


def ignores_inputs(pairs: Sequence[tuple[np.ndarray, np.ndarray]]) -> bool:
    """Tell whether results for different inputs are the same, as far as their lengths go."""
    return _are_beginnings([got for _, got in pairs]) and not _are_beginnings(
        [target for target, _ in pairs]
    )


def _are_beginnings(arrays: Sequence[np.ndarray]) -> bool:
    """Tell whether every array is the beginning of the longest."""
    rows = sorted((array.reshape(-1) for array in arrays), key=len)
    return (
        len(rows) > 1
        and rows[-2].size > 2
        and all(np.array_equal(short, long[: short.size]) for short, long in pairwise(rows))
    )
