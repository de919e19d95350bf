"""Explain a wrong result that no known mistake accounts for, by comparing numbers.

A sentence is said only where it is true of all the cases that fail. Of hidden cases it names a
relation out of a fixed list and never a measured number, so that no hidden value can be read off.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from autograder.grading.evidence import Absent, Sight
from autograder.grading.factors import Pair
from autograder.grading.form import Background, explain_error, explain_form
from autograder.grading.values import as_numbers, explain_values, is_dressed_up, pair_of
from autograder.report.text import one_line
from autograder.rubric.exercise import AGAIN, Case, Check, Fact

STEPS = "num_iterations"
FEWEST = 3
"""So many hidden cases must fail before it is said that all of them do."""


def explain(
    check: Check,
    sights: Sequence[Sight],
    background: Background = Background(),  # noqa: B008 - a frozen value
) -> str | None:
    """Say in a sentence what is wrong with an output.

    Parameters
    ----------
    check : Check
        The check that fails.
    sights : sequence of Sight
        What it saw, case by case.
    background : Background
        What is known of the function besides.

    Returns
    -------
    str or None
        A sentence whose subject is the output; None where nothing can be said but that it differs.
    """
    wrong = [sight for sight in sights if sight.difference is not None]
    if not wrong or check.fact is Fact.ANSWER:
        return None
    if has_memory(sights):
        structure = background.structure
        names = structure.keeps_state if structure is not None else ()
        kept = f" in {one_line(names[0], 40)}" if names else ""
        return (
            "the same inputs give another result when they come again: it keeps something from one "
            f"call to the next{kept}, or it draws random numbers"
        )
    if wrong[0].error is not None:
        return explain_error(wrong[0], sights, background)
    return (
        explain_form(wrong[0], check.path, background.structure)
        or explain_values(check, sights, wrong, background.structure)
        or _explain_where(check, sights, wrong, background)
    )


def explain_shortly(check: Check, sights: Sequence[Sight], background: Background) -> str | None:
    """Say what can be read off the form of an output whose mistake has a name."""
    wrong = next(sight for sight in sights if sight.difference is not None)
    if wrong.error is not None:
        return None
    return explain_form(wrong, check.path, background.structure)


def has_memory(sights: Sequence[Sight]) -> bool:
    """Tell whether the inputs that come once more at the end have another result then."""
    last = sights[-1]
    if last.case.name != AGAIN:
        return False
    twin = next((s for s in sights[:-1] if _has_same_inputs(s.case, last.case)), last)
    return _is_other_result(twin, last)


@lru_cache(maxsize=1024)
def _has_same_inputs(one: Case, other: Case) -> bool:
    if len(one.args) != len(other.args) or one.kwargs.keys() != other.kwargs.keys():
        return False
    pairs = [*zip(one.args, other.args, strict=True)]
    pairs += [(one.kwargs[name], other.kwargs[name]) for name in one.kwargs]
    return bool(pairs) and all(_is_same_input(*pair) for pair in pairs)


def _is_same_input(first: object, second: object) -> bool:
    if isinstance(first, np.ndarray):
        return isinstance(second, np.ndarray) and np.array_equal(first, second, equal_nan=True)
    return type(first) is type(second) and first == second


def _is_other_result(first: Sight, second: Sight) -> bool:
    if first.error is not None or second.error is not None:
        return (first.error is None) is not (second.error is None)
    one, other = as_numbers(first.got), as_numbers(second.got)
    if one is None or other is None:
        return False
    return one.shape != other.shape or not np.array_equal(one, other, equal_nan=True)


def _explain_where(
    check: Check, sights: Sequence[Sight], wrong: Sequence[Sight], background: Background
) -> str | None:
    """Say where a result differs, if not how."""
    if wrong[0].got is Absent.PART:
        return None
    outside = (
        sorted(background.structure.reads & background.variables) if background.structure else []
    )
    if outside:
        return (
            f"it differs, and it uses {one_line(outside[0], 40)} from outside the function; all "
            "that it needs should come in through its parameters"
        )
    pair = pair_of(check, wrong[0])
    if pair is None or pair[0].shape != pair[1].shape or is_dressed_up(check, wrong[0]):
        return _explain_hidden(sights)
    return (
        _explain_steps(sights, background.parameters)
        or _explain_hidden(sights)
        or _measure(check, pair, visible=wrong[0].case.visible)
    )


def _explain_hidden(sights: Sequence[Sight]) -> str | None:
    """Say that work is right on the example and wrong on everything else."""
    hidden = [s for s in sights if not s.case.visible and s.case.name != AGAIN]
    is_wrong = all(sight.difference is not None for sight in hidden)
    if len(hidden) < FEWEST or not is_wrong:
        return None
    seen = [sight for sight in sights if sight.case.visible]
    if not seen or any(sight.difference for sight in seen):
        return None
    return "it is wrong throughout: is a number of the example written into your code?"


def _explain_steps(sights: Sequence[Sight], parameters: Sequence[str]) -> str | None:
    """Say whether what takes many steps goes wrong in the first or in a later one."""
    if STEPS not in parameters:
        return None
    is_first = [_argument(sight.case, STEPS, parameters) == 1 for sight in sights]
    is_wrong = [sight.difference is not None for sight in sights]
    if not any(is_first):
        return None
    if all(is_wrong):
        return "it is wrong from the first step on"
    if all(first is not wrong for first, wrong in zip(is_first, is_wrong, strict=True)):
        return "it is right after one step and wrong after more: what changes from step to step?"
    return None


def _argument(case: Case, name: str, parameters: Sequence[str]) -> object:
    place = list(parameters).index(name)
    return case.args[place] if place < len(case.args) else case.kwargs.get(name)


def _measure(check: Check, pair: Pair, *, visible: bool) -> str | None:
    """Measure a difference, on a visible case alone."""
    if not visible:
        return None
    target, got = pair
    with np.errstate(all="ignore"):
        error = got - target
        places = np.argwhere(~(np.abs(error) <= check.atol + check.rtol * np.abs(target)))
    if not len(places) or not np.isfinite(error).all():
        return None
    first = tuple(int(place) for place in places[0])
    size = f"by {abs(float(error[first])):.3g}"
    if target.ndim == 0:
        return f"it is too {'large' if error[first] > 0 else 'small'} {size}"
    kind = "label" if check.fact is Fact.LABELS else "number"
    how = "" if check.fact is Fact.LABELS else f" {size}"
    if len(places) == target.size:
        return f"all {kind}s differ, the first{how}" if how else f"all {kind}s are wrong"
    verb = "differs" if len(places) == 1 else "differ"
    return f"{len(places)} of {target.size} {kind}s {verb}, the first at {list(first)}{how}"
