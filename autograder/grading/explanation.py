"""Explain a wrong result that no known mistake accounts for, by comparing numbers.

A sentence is said only where it is true of all the cases that fail. Of hidden cases it names a
relation out of a fixed list and never a measured number, so that no hidden value can be read off.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from autograder.course.exercise import Case, Check, Fact
from autograder.grading.comparison import REAL, unchanged
from autograder.grading.evidence import Sight
from autograder.grading.factors import Pair, explain_factor, explain_scaling, fixed_count
from autograder.grading.form import explain_error, explain_form
from autograder.grading.relations import (
    LISTS,
    NUMBERS,
    SHAPES,
    find_relation,
    ignores_inputs,
    is_close,
)
from autograder.submission.structure import Structure

Rule = Callable[[Sequence[Case], Sequence[Pair]], str | None]

LARGEST = 10_000
"""Arrays with more elements are not explained: that would take longer than it is worth."""
FEWEST = 3
"""So many hidden cases must fail before it is said that all of them do."""


def explain(
    check: Check,
    sights: Sequence[Sight],
    structure: Structure | None = None,
    parameters: Sequence[str] = (),
    variables: frozenset[str] = frozenset(),
) -> str | None:
    """Say in a sentence what is wrong with an output.

    Parameters
    ----------
    check : Check
        The check that fails.
    sights : sequence of Sight
        What it saw, case by case.
    structure : Structure or None
        What the source of the function shows, if that is at hand.
    parameters : sequence of str
        The parameters that the function should have.
    variables : frozenset of str
        The global variables of the submission.

    Returns
    -------
    str or None
        A sentence whose subject is the output; None where nothing can be said but that it differs.
    """
    wrong = [sight for sight in sights if sight.difference is not None]
    if not wrong or check.fact is Fact.ANSWER:
        return None
    if _has_memory(sights):
        kept = f" in {structure.keeps_state[0]}" if structure and structure.keeps_state else ""
        return (
            "the same inputs give another result when they come again: it keeps something from one "
            f"call to the next{kept}, or it draws random numbers"
        )
    if wrong[0].error is not None:
        return explain_error(wrong[0], sights, structure, parameters)
    return (
        explain_form(wrong[0], check.path, structure)
        or _explain_values(check, sights, wrong, structure)
        or _explain_where(check, sights, wrong, structure, variables)
    )


def _has_memory(sights: Sequence[Sight]) -> bool:
    """Tell whether the last case, where it repeats the inputs of another, has another result."""
    last = sights[-1]
    return any(
        _has_same_inputs(sight.case, last.case) and _is_other_result(sight, last)
        for sight in sights[:-1]
    )


def _has_same_inputs(one: Case, other: Case) -> bool:
    if len(one.args) != len(other.args) or one.kwargs.keys() != other.kwargs.keys():
        return False
    pairs = [*zip(one.args, other.args, strict=True)]
    pairs += [(one.kwargs[name], other.kwargs[name]) for name in one.kwargs]
    return bool(pairs) and all(_is_same_input(*pair) for pair in pairs)


def _is_same_input(first: object, second: object) -> bool:
    if isinstance(first, np.ndarray):
        return unchanged(first, second)
    return type(first) is type(second) and first == second


def _is_other_result(first: Sight, second: Sight) -> bool:
    if first.error is not None or second.error is not None:
        return (first.error is None) is not (second.error is None)
    one, other = _as_numbers(first.got), _as_numbers(second.got)
    if one is None or other is None:
        return False
    return one.shape != other.shape or not np.array_equal(one, other, equal_nan=True)


def _explain_values(
    check: Check, sights: Sequence[Sight], wrong: Sequence[Sight], structure: Structure | None
) -> str | None:
    """Compare what came with what is expected, on all cases that fail."""
    pairs = [pair for sight in wrong if (pair := _pair(check, sight)) is not None]
    if len(pairs) < len(wrong):
        return None
    if any(_is_dressed_up(check, sight) for sight in wrong):
        return _explain_dress(check, wrong, pairs)
    strange = [not np.isfinite(got).all() and np.isfinite(target).all() for target, got in pairs]
    if strange[0]:
        scope = "" if all(strange) else "on some inputs "
        return f"{scope}{_explain_strange(pairs[0][1], structure)}"
    right = [
        (sight.case, pair)
        for sight in sights
        if sight.difference is None and (pair := _pair(check, sight)) is not None
    ]
    cases, all_cases = [sight.case for sight in wrong], [sight.case for sight in wrong]
    all_pairs = pairs + [pair for _, pair in right]
    all_cases += [case for case, _ in right]
    if any(not np.isfinite(array).all() for pair in pairs for array in pair):
        return None
    if _is_constant(all_pairs):
        return "the same comes back whatever goes in: does it use its arguments?"
    for rule in _rules(check, pairs):
        with np.errstate(all="ignore"):
            said = rule(cases, pairs)
            if said:
                is_partial = wrong[0].case.visible and rule(all_cases, all_pairs) != said
                return f"on some inputs {said}" if is_partial else said
    return None


def _rules(check: Check, pairs: Sequence[Pair]) -> tuple[Rule, ...]:
    if check.fact is Fact.LIST and any(target.shape != got.shape for target, got in pairs):
        return (_explain_list,)
    if all(target.shape == got.shape for target, got in pairs):
        return (_explain_shape, explain_factor, _explain_count, _explain_number, _explain_scaling)
    return (_explain_shape,)


def _explain_list(_: Sequence[Case], pairs: Sequence[Pair]) -> str | None:
    return find_relation(LISTS, pairs)


def _explain_shape(_: Sequence[Case], pairs: Sequence[Pair]) -> str | None:
    return find_relation(SHAPES, pairs)


def _explain_number(_: Sequence[Case], pairs: Sequence[Pair]) -> str | None:
    said = find_relation(NUMBERS, pairs)
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


def _is_dressed_up(check: Check, sight: Sight) -> bool:
    """Tell whether numbers come in something else than what is asked for."""
    if check.fact is Fact.LIST:
        return not isinstance(sight.got, list)
    is_number = np.ndim(sight.expected) == 0  # type: ignore[arg-type]
    if isinstance(sight.got, list | tuple):
        return True
    return is_number and np.size(sight.got) == 1 and np.shape(sight.got) not in check.shapes  # type: ignore[arg-type]


def _explain_dress(check: Check, wrong: Sequence[Sight], pairs: Sequence[Pair]) -> str | None:
    is_right = all(is_close(target.reshape(-1), got.reshape(-1)) for target, got in pairs)
    if not is_right:
        return None
    kinds = {type(sight.got) for sight in wrong}
    name = {list: "as a list", tuple: "as a tuple"}.get(kinds.pop(), "as an array")
    wanted = "a list" if check.fact is Fact.LIST else "an array"
    if check.fact is not Fact.LIST and np.ndim(wrong[0].expected) == 0:  # type: ignore[arg-type]
        wanted = "a plain number"
    what = "the number is right" if wanted == "a plain number" else "the numbers are right"
    return f"{what}, but it comes {name}; {wanted} is asked for"


def _explain_where(
    check: Check,
    sights: Sequence[Sight],
    wrong: Sequence[Sight],
    structure: Structure | None,
    variables: frozenset[str],
) -> str | None:
    """Say where a result differs, if not how."""
    outside = sorted(structure.reads & variables) if structure is not None else []
    if outside:
        return (
            f"it differs, and it uses {outside[0]} from outside the function; all that it needs "
            "should come in through its parameters"
        )
    hidden = [sight for sight in sights if not sight.case.visible]
    if not wrong[0].case.visible:
        is_wrong_throughout = len(hidden) >= FEWEST and all(sight.difference for sight in hidden)
        if is_wrong_throughout and any(sight.case.visible for sight in sights):
            return "it is wrong throughout: is a number of the example written into your code?"
        return None
    pair = _pair(check, wrong[0])
    if pair is None or pair[0].shape != pair[1].shape or _is_dressed_up(check, wrong[0]):
        return None
    return _measure(check, *pair)


def _measure(check: Check, target: np.ndarray, got: np.ndarray) -> str | None:
    """Measure a difference on a visible case."""
    with np.errstate(all="ignore"):
        error = got - target
        places = np.argwhere(~(np.abs(error) <= check.atol + check.rtol * np.abs(target)))
    if not len(places) or not np.isfinite(error).all():
        return None
    first = tuple(int(place) for place in places[0])
    size = f"by {abs(float(error[first])):.3g}"
    if not first:
        return f"it is too {'large' if error[first] > 0 else 'small'} {size}"
    if target.size == 1:
        return f"it is off {size}"
    count = "all" if len(places) == target.size else f"{len(places)} of {target.size}"
    return f"{count} numbers differ, the first at {list(first)} {size}"


def _pair(check: Check, sight: Sight) -> Pair | None:
    """Turn what is expected and what came into arrays of floats."""
    target, got = _as_numbers(sight.expected), _as_numbers(sight.got)
    if target is None or got is None:
        return None
    if target.ndim == 0 and got.size == 1:
        got = got.reshape(())
    return target, got


def _as_numbers(value: object) -> np.ndarray | None:
    """Turn plain data into an array of floats; None where it is none, or a very large one."""
    if isinstance(value, list | tuple):
        items = [_as_numbers(item) for item in value]
        shapes = {item.shape if item is not None else None for item in items}
        if not items or None in shapes or len(shapes) > 1:
            return None if items else np.empty(0)
        value = np.array(items)
    if isinstance(value, bool | int | float | np.generic):
        value = np.asarray(value)
    if not isinstance(value, np.ndarray) or value.dtype.kind not in REAL + "b":
        return None
    return value.astype(float) if value.size <= LARGEST else None
