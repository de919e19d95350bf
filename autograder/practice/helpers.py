"""Work that builds on helpers: one mistake costs once, in practice too."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from types import CodeType, FunctionType

from autograder.practice.recorded_helpers import UNRECORDED
from autograder.report import CheckResult, ExerciseResult, Outcome

UNWRITTEN = frozenset({Outcome.NOT_ATTEMPTED, Outcome.MISSING})


def judge_with_helpers(
    own: ExerciseResult,
    wrong: Mapping[str, Outcome],
    judge_again: Callable[[], ExerciseResult],
) -> ExerciseResult:
    """Say first what is wrong with helpers, and judge work on top of them by itself.

    Parameters
    ----------
    own : ExerciseResult
        How the work does with the student's own helpers.
    wrong : mapping
        The helpers that it calls and that are not right yet, with how they stand.
    judge_again : callable
        Judges the work with the recorded answers of correct helpers in the place of the wrong ones.

    Returns
    -------
    ExerciseResult
        With the answers of correct helpers where they are recorded and it does no worse with them.
    """
    if own.outcome in {Outcome.PASSED, Outcome.NOT_ATTEMPTED, Outcome.MISSING} or not wrong:
        return own
    again = judge_again()
    start = _start_there(wrong)
    if any(UNRECORDED in check.message for check in again.checks):
        message = (
            f"{start}; it calls {_listed(wrong)} with other inputs than the examples need, so it "
            "cannot be judged before"
        )
        checks = tuple(_blocked(check) for check in again.checks)
        return replace(
            again, outcome=Outcome.BLOCKED, checks=checks, message=message, misconception=None,
            hint=None, plots=(),
        )  # fmt: skip
    if again.score < own.score:
        return replace(own, message="; ".join(filter(None, (start, own.message))))
    said = f"{start}; here it is judged with correct answers of {_listed(wrong)}"
    message = "; ".join(filter(None, (said, again.message)))
    return replace(again, message=message, carried_forward=tuple(wrong))


def _blocked(check: CheckResult) -> CheckResult:
    return CheckResult(check.name, Outcome.BLOCKED, 0.0, check.max_score)


def _start_there(wrong: Mapping[str, Outcome]) -> str:
    state = "written" if set(wrong.values()) <= UNWRITTEN else "right"
    if len(wrong) == 1:
        return f"it calls your {_listed(wrong)}, which is not {state} yet: start there"
    first = next(iter(wrong))
    return f"it calls your {_listed(wrong)}, which are not {state} yet: start with {first}"


def _listed(names: Collection[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def reached(function: Callable[..., object], names: Collection[str]) -> frozenset[str]:
    """Find which of some global names a function looks up, by itself or through others.

    Parameters
    ----------
    function : callable
        The function.
    names : collection of str
        What to look for.

    Examples
    --------
    >>> def area(x): return twice(x) * x
    >>> def twice(x): return plus(x, x)
    >>> area.__globals__.update(area=area, twice=twice)
    >>> sorted(reached(area, ["plus", "twice", "minus"]))
    ['plus', 'twice']
    """
    namespace = getattr(function, "__globals__", {})
    seen: set[str] = set()
    waiting = [getattr(function, "__code__", None)]
    while waiting:
        code = waiting.pop()
        for name in set(_looked_up(code)) - seen if isinstance(code, CodeType) else ():
            seen.add(name)
            found = namespace.get(name)
            if isinstance(found, FunctionType) and found.__globals__ is namespace:
                waiting.append(found.__code__)
    return frozenset(seen & set(names))


def _looked_up(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _looked_up(constant)
