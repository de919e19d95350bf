"""Tell a wrong number that is some multiple of the right one, and which multiple."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from autograder.rubric.exercise import Case

Pair = tuple[np.ndarray, np.ndarray]
"""What is expected and what came: two arrays of floats."""

RELATIVE = 1e-6
FEWEST_CASES = 2
"""A factor of one case is many things by coincidence: another case, of another size, confirms it.
"""
MOST_EXAMPLES = 1e6

CONSTANTS = {
    "2": 2.0,
    "3": 3.0,
    "10": 10.0,
    "100": 100.0,
    "255": 255.0,
    "256": 256.0,
    "255²": 255.0**2,
    "π": math.pi,
}
"""The factors that may be told: what is measured on hidden inputs is not, or they could be read."""
LOGARITHMS = {"1/ln 2": 1 / math.log(2), "1/ln 10": 1 / math.log(10)}


def explain_factor(cases: Sequence[Case], pairs: Sequence[Pair]) -> str | None:
    """Say by which factor numbers are wrong, where it is fixed or a length of the inputs.

    Parameters
    ----------
    cases : sequence of Case
        The cases on which they are wrong.
    pairs : sequence of pairs
        What is expected on each and what came, of the same shape.

    Returns
    -------
    str or None
        A sentence; None where there is no such factor.

    Examples
    --------
    >>> one, two = (Case("", (np.ones((1, m)), np.ones((1, m)))) for m in (3, 5))
    >>> explain_factor([one, two], [(np.ones(1), np.full(1, 3.0)), (np.ones(1), np.full(1, 5.0))])
    'it is m times too large'
    """
    factors = [_factor(*pair) for pair in pairs]
    known = [(case, factor) for case, factor in zip(cases, factors, strict=True) if factor]
    if None in factors or len(known) < FEWEST_CASES:
        return None
    sign = math.copysign(1, known[0][1])
    if any(factor * sign < 0 for _, factor in known):
        return None
    sizes = [(case, abs(factor)) for case, factor in known]
    is_number = all(target.ndim == 0 for target, _ in pairs)
    said = _name_size(sizes, is_number=is_number)
    if said is None or sign > 0:
        return said
    return "it has the wrong sign" + (f", and {said}" if said else "")


def _factor(target: np.ndarray, got: np.ndarray) -> float | None:
    """Divide one array by another; None where no factor leads to it, 0 where any does."""
    if target.shape != got.shape or not target.size:
        return None
    if not np.isfinite(got).all() or not np.isfinite(target).all():
        return None
    if not target.any():
        return None if got.any() else 0.0
    place = int(np.argmax(np.abs(target)))
    factor = float(got.flat[place]) / float(target.flat[place])
    if not factor or not math.isfinite(factor):
        return None
    tolerance = RELATIVE * np.abs(got) + 1e-12
    return factor if bool(np.all(np.abs(got - factor * target) <= tolerance)) else None


def _name_size(factors: Sequence[tuple[Case, float]], *, is_number: bool) -> str | None:
    """Name a factor above zero; empty for 1."""
    measured = [factor for _, factor in factors]
    if _all_close(measured, [1.0] * len(measured)):
        return ""
    names = [_lengths(case) for case, _ in factors]
    for name in names[0]:
        if not all(name in lengths for lengths in names):
            continue
        lengths = [float(lengths[name]) for lengths in names]
        if len(set(lengths)) < FEWEST_CASES:
            continue
        said = _name_multiple(name, measured, lengths, is_number=is_number)
        if said:
            return said
    for name, constant in CONSTANTS.items():
        for is_large, value in ((True, constant), (False, 1 / constant)):
            if _all_close(measured, [value] * len(measured)):
                return f"it is {name} times too {'large' if is_large else 'small'}"
    for name, constant in LOGARITHMS.items():
        for is_large, value in ((True, constant), (False, 1 / constant)):
            if _all_close(measured, [value] * len(measured)):
                size = f"too {'large' if is_large else 'small'} by the factor {name}"
                return f"it is {size}, as between logarithms of different bases"
    return None


def _name_multiple(
    name: str, measured: Sequence[float], lengths: Sequence[float], *, is_number: bool
) -> str | None:
    short = "m" if name == "m" else "n"
    meaning = "" if name == "m" else f", n being the number of {name}"
    for is_large, multiple in ((True, lengths), (False, [1 / length for length in lengths])):
        if _all_close(measured, multiple):
            kinds = ("sum", "mean") if is_large else ("mean", "sum")
            reason = f", as a {kinds[0]} is where a {kinds[1]} is asked for" if is_number else ""
            size = "large" if is_large else "small"
            return f"it is {short} times too {size}{meaning}{reason}"
    return None


def _all_close(measured: Sequence[float], wanted: Sequence[float]) -> bool:
    return all(
        math.isclose(one, other, rel_tol=RELATIVE)
        for one, other in zip(measured, wanted, strict=True)
    )


def _lengths(case: Case) -> dict[str, int]:
    """Name the lengths of the inputs by which a result may have been multiplied."""
    arrays = [
        arg
        for arg in (*case.args, *case.kwargs.values())
        if isinstance(arg, np.ndarray) and arg.ndim
    ]
    if not arrays:
        return {}
    last = arrays[-1]
    if len(arrays) > 1 and last.ndim == 2 and last.shape[0] == 1:
        return {"m": last.size, "features": arrays[0].shape[0]}
    if last.ndim == 2:
        return {"rows": last.shape[0], "columns": last.shape[1], "elements": last.size}
    return {"elements": last.size}


def fixed_count(cases: Sequence[Case], pairs: Sequence[Pair]) -> int | None:
    """Find the one number of examples for which all results would be right, if there is one.

    Who writes ``m = 4`` gets m / 4 times, or 4 / m times, what is right.

    Returns
    -------
    int or None
        None where there is none, or where the cases do not differ in their number of examples.
    """
    known = [
        (lengths.get("m") or lengths.get("elements") or 0, factor)
        for case, pair in zip(cases, pairs, strict=True)
        if (factor := _factor(*pair)) != 0 and (lengths := _lengths(case)) is not None
    ]
    if any(factor is None or not m for m, factor in known):
        return None
    for counts in (
        [m / factor for m, factor in known if factor],
        [m * factor for m, factor in known if factor],
    ):
        if len({m for m, _ in known}) < 2 or not 0.5 < counts[0] < MOST_EXAMPLES:
            continue
        if _all_close(counts, [round(counts[0])] * len(counts)):
            return round(counts[0])
    return None


def explain_scaling(pairs: Sequence[Pair]) -> str | None:
    """Say whether rows or columns are right up to factors of their own.

    That is what is left where something is divided by a sum along the wrong axis.
    """
    ratios = [_ratio(*pair) for pair in pairs]
    tables = [ratio for ratio in ratios if ratio is not None and min(ratio.shape) > 1]
    if not tables or any(ratio is None for ratio in ratios):
        return None
    for axis, name in enumerate(("column", "row")):
        if all(_is_constant(ratio, axis) for ratio in ratios if ratio is not None):
            return f"every {name} is right up to a factor of its own: look at what divides it"
    if all(_is_product(ratio) for ratio in tables):
        return (
            "it is right up to a factor for each row and one for each column, as where a sum runs "
            "along the wrong axis"
        )
    return None


def _ratio(target: np.ndarray, got: np.ndarray) -> np.ndarray | None:
    if target.ndim != 2 or target.shape != got.shape or not target.all() or not got.all():
        return None
    with np.errstate(all="ignore"):
        ratio = got / target
    return ratio if np.isfinite(ratio).all() else None


def _is_constant(ratio: np.ndarray, axis: int) -> bool:
    first = np.take(ratio, [0], axis=axis)
    return bool(np.all(np.abs(ratio - first) <= RELATIVE * np.abs(first)))


def _is_product(ratio: np.ndarray) -> bool:
    """Tell whether a table is the product of a column and a row."""
    with np.errstate(all="ignore"):
        product = ratio[:, :1] * ratio[:1] / ratio[0, 0]
        return bool(np.all(np.abs(ratio - product) <= RELATIVE * np.abs(product)))
