"""Run what an author wrote on cases: what right and wrong work gives."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable
from contextlib import redirect_stdout
from copy import deepcopy
from io import StringIO
from pathlib import Path

from autograder.authoring.inspection import find_strange
from autograder.authoring.sources import AuthorError, place_of
from autograder.course import Course
from autograder.grading.comparison import compare
from autograder.rubric.exercise import VALUE_FACTS, Case, Check, Exercise, Misconception
from autograder.rubric.expected import Raised


def right_output(
    function: Callable[..., object], exercise: Exercise, case: Case, course: Course
) -> object:
    """Give what a reference solution returns.

    Raises
    ------
    AuthorError
        If it raises, or returns nothing that can be kept, or that a check can look at.
    """
    code, name = function.__code__, function.__name__
    place = f"solutions/{Path(code.co_filename).name}, line {code.co_firstlineno}"
    try:
        output = _output(function, case)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - an author's code may raise anything
        raise AuthorError(
            f"{place_of(error, course) or place}: {name} raises {type(error).__name__}: {error}, "
            f"in the case {case.name!r}; mend the solution or the case"
        ) from None
    if output is None:
        raise AuthorError(
            f"{place}: {name} returns None in the case {case.name!r}; let it return its result"
        )
    if kind := find_strange(output):
        raise AuthorError(
            f"{place}: {name} returns a {kind} in the case {case.name!r}; what is compared is a "
            "number, an array, a text, or a list, tuple or dictionary of them"
        )
    for check in exercise.checks if not case.omits else ():
        try:
            said = _misfit(check, output)
        except (AssertionError, LookupError, TypeError, ValueError):
            said = f"it is no {check.fact.value}"
        if said:
            raise AuthorError(
                f"{place}: what {name} returns in the case {case.name!r} is not what the check "
                f"{check.name!r} looks at: {said}; mend the solution, or the check"
            )
    return output


def _misfit(check: Check, output: object) -> str:
    """Say why a check cannot take what the reference returns for right; empty if it can."""
    difference = compare(check, output, output) if check.fact in VALUE_FACTS else None
    return "" if difference is None else difference.message


def _output(function: Callable[..., object], case: Case) -> object:
    args, kwargs = deepcopy((case.args, dict(case.kwargs)))
    with warnings.catch_warnings(), redirect_stdout(StringIO()):
        warnings.simplefilter("ignore")
        return function(*args, **kwargs)


def wrong_outputs(one: Misconception, cases: Iterable[Case], what: str) -> Iterable[object]:
    """Run a misconception; what it does without some arguments tells nothing of it.

    Raises
    ------
    AuthorError
        If it does what no student's mistake does, as to look up a name that there is not.
    """
    assert one.wrong is not None
    for case in cases:
        if case.omits:
            yield None
            continue
        try:
            output = _output(one.wrong, case)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            yield Raised(type(error).__name__)
            continue
        except (Exception, SystemExit) as error:  # noqa: BLE001 - an author's code may raise anything
            raise AuthorError(
                f"{what}: the misconception {one.name!r} raises {type(error).__name__}: {error}, "
                f"in the case {case.name!r}; mend it"
            ) from None
        if output is not None and (kind := find_strange(output)):
            raise AuthorError(
                f"{what}: the misconception {one.name!r} returns a {kind} in the case "
                f"{case.name!r}, which cannot be kept; let it return what students return"
            )
        yield output
