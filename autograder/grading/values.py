"""Explain wrong values: what came, put beside what is expected on all cases that fail."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from autograder.grading.comparison import REAL
from autograder.grading.evidence import Sight
from autograder.grading.factors import Pair, explain_factor, explain_scaling, fixed_count
from autograder.grading.relations import (
    ENDS,
    ENTRIES,
    LISTS,
    PLACES,
    SHAPES,
    find_relation,
    ignores_inputs,
    is_close,
    relations_of_numbers,
)
from autograder.rubric.exercise import NUMBER, Case, Check, Fact
from autograder.submission.structure import Structure

Rule = Callable[[Sequence[Case], Sequence[Pair]], str | None]

LARGEST = 10_000
"""Arrays with more elements are not explained: that would take longer than it is worth."""


def explain_values(
    check: Check, sights: Sequence[Sight], wrong: Sequence[Sight], structure: Structure | None
) -> str | None:
    """Compare what came with what is expected, on all cases that fail."""
    pairs = [pair for sight in wrong if (pair := pair_of(check, sight)) is not None]
    if len(pairs) < len(wrong):
        return None
    if all(is_dressed_up(check, sight) for sight in wrong):
        return _explain_dress(check, wrong, pairs)
    strange = [not np.isfinite(got).all() and np.isfinite(target).all() for target, got in pairs]
    if strange[0]:
        scope = "" if all(strange) else "on some inputs "
        return f"{scope}{_explain_strange(pairs[0][1], structure)}"
    if any(not np.isfinite(array).all() for pair in pairs for array in pair):
        return None
    right = [
        (sight.case, pair)
        for sight in sights
        if sight.difference is None and (pair := pair_of(check, sight)) is not None
    ]
    return _relate(
        check, [(sight.case, pair) for sight, pair in zip(wrong, pairs, strict=True)], right
    )


def _relate(
    check: Check, wrong: Sequence[tuple[Case, Pair]], right: Sequence[tuple[Case, Pair]]
) -> str | None:
    """Find a relation that holds wherever a check fails, and say whether it holds elsewhere."""
    cases, pairs = zip(*wrong, strict=True)
    all_cases, all_pairs = zip(*wrong, *right, strict=True)
    if _is_constant(all_pairs):
        return "it is the same whatever the inputs are"
    with np.errstate(all="ignore"):
        for rule in _rules(check, pairs):
            said = rule(cases, pairs)
            if said:
                is_partial = cases[0].visible and rule(all_cases, all_pairs) != said
                return f"on some inputs {said}" if is_partial else said
    return None


def _rules(check: Check, pairs: Sequence[Pair]) -> tuple[Rule, ...]:
    if check.fact is Fact.LIST:
        return (_explain_list, explain_factor, _explain_number)
    if all(target.shape == got.shape for target, got in pairs):
        return (_explain_place, explain_factor, _explain_count, _explain_number, _explain_scaling)
    return (_explain_shape,)


def _explain_list(_: Sequence[Case], pairs: Sequence[Pair]) -> str | None:
    are_several = len({target.size for target, _ in pairs}) > 1
    return find_relation((*(ENDS if are_several else ()), *LISTS, *ENTRIES), pairs)


def _explain_place(_: Sequence[Case], pairs: Sequence[Pair]) -> str | None:
    return find_relation(PLACES, pairs)


def _explain_shape(_: Sequence[Case], pairs: Sequence[Pair]) -> str | None:
    return find_relation(SHAPES, pairs)


def _explain_number(_: Sequence[Case], pairs: Sequence[Pair]) -> str | None:
    said = find_relation(relations_of_numbers(pairs), pairs)
    if said is None and ignores_inputs(pairs):
        return "only its length depends on the inputs, its numbers are always the same"
    return said


def _explain_scaling(_: Sequence[Case], pairs: Sequence[Pair]) -> str | None:
    return explain_scaling(pairs)


def _explain_count(cases: Sequence[Case], pairs: Sequence[Pair]) -> str | None:
    """Say that results fit one number of examples; which, only if the visible cases tell it."""
    count = fixed_count(cases, pairs)
    if count is None:
        return None
    seen = [number for number, case in enumerate(cases) if case.visible]
    fixed = fixed_count([cases[number] for number in seen], [pairs[number] for number in seen])
    many = f"{count} examples" if fixed == count else "the same number of examples"
    return f"it is scaled as if there were always {many}"


def _is_constant(pairs: Sequence[Pair]) -> bool:
    """Tell whether the same came back for different inputs, where that is wrong."""
    target, got = pairs[0]
    return (
        got.size > 0
        and any(not np.array_equal(other, target) for other, _ in pairs)
        and all(np.array_equal(other, got) for _, other in pairs)
    )


def _explain_strange(got: np.ndarray, structure: Structure | None) -> str:
    """Say where nan or infinity probably comes from."""
    calls = structure.calls if structure is not None else frozenset()
    name = "nan" if np.isnan(got).any() else "infinity"
    if calls & {"log", "log2", "log10"}:
        origin = "a logarithm of 0 gives it, or one of a number below 0"
    elif calls & {"exp", "exp2", "power"}:
        origin = "exp of a large number overflows to infinity, and infinity by infinity is nan"
    elif name == "nan":
        origin = "0 divided by 0 gives it, or an array that was never filled"
    else:
        origin = "a division by 0 gives it, or an overflow"
    return f"there is {name} in it: probably {origin}"


def is_dressed_up(check: Check, sight: Sight) -> bool:
    """Tell whether numbers come in something else than what is asked for."""
    if check.fact is Fact.LIST:
        return not isinstance(sight.got, list)
    if isinstance(sight.got, list | tuple):
        return True
    if not isinstance(sight.got, np.ndarray) or isinstance(sight.expected, np.ndarray):
        return False
    return sight.got.size == 1 and sight.got.shape not in NUMBER


def _explain_dress(check: Check, wrong: Sequence[Sight], pairs: Sequence[Pair]) -> str | None:
    if not all(is_close(target.reshape(-1), got.reshape(-1)) for target, got in pairs):
        return None
    got, is_array = wrong[0].got, isinstance(wrong[0].expected, np.ndarray)
    kind = (
        "a list" if isinstance(got, list) else "a tuple" if isinstance(got, tuple) else "an array"
    )
    if check.fact is Fact.LIST or is_array:
        wanted = "a list" if check.fact is Fact.LIST else "an array"
        return f"the numbers are right, but they come as {kind}; {wanted} is asked for"
    return f"the number is right, but it comes as {kind}; a plain number is asked for"


def pair_of(check: Check, sight: Sight) -> Pair | None:
    """Turn what is expected and what came into arrays of floats."""
    target, got = as_numbers(sight.expected), as_numbers(sight.got)
    if target is None or got is None:
        return None
    if target.ndim == 0 and got.shape in NUMBER:
        got = got.reshape(())
    return target, got


def as_numbers(value: object) -> np.ndarray | None:
    """Turn plain data into an array of floats; None where it is none, or a very large one."""
    if isinstance(value, list | tuple):
        items = [as_numbers(item) for item in value]
        shapes = {item.shape if item is not None else None for item in items}
        if not items or None in shapes or len(shapes) > 1:
            return None if items else np.empty(0)
        value = np.array(items)
    if isinstance(value, bool | int | float | np.generic):
        value = np.asarray(value)
    if not isinstance(value, np.ndarray) or value.dtype.kind not in REAL + "b":
        return None
    return value.astype(float) if value.size <= LARGEST else None
