"""What student code answered, checked: everything that came over the wire may be forged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeVar

import numpy as np

from autograder.sandbox import wire
from autograder.sandbox.frames import Ending
from autograder.sandbox.wire import WireError
from autograder.text import one_line

T = TypeVar("T")

MOST_REMEMBERED, MOST_REMEMBERED_BYTES = 1024, 16 * 1024
"""So many answers are remembered, and none that is longer."""


@dataclass(frozen=True, slots=True)
class StudentError:
    """An exception that student code raised.

    Attributes
    ----------
    type : str
        Its nearest built-in type.
    message : str
        Its text; student code may have chosen it.
    cell, line, function
        Where: the deepest place that belongs to the submission.
    """

    type: str
    message: str = ""
    cell: str = ""
    line: int = 0
    function: str = ""

    @property
    def place(self) -> str:
        """Say where it was raised, in words; empty if that is not known."""
        if not self.line:
            return ""
        cell = f" of {self.cell}" if self.cell.startswith("cell ") else ""
        return f"line {self.line}{cell}"


@dataclass(frozen=True, slots=True, eq=False)
class CaseAnswer:
    """What a function did with the inputs of one case; it equals itself alone.

    Attributes
    ----------
    value : object
        What it returned, where it raised nothing.
    error : StudentError or None
        What it raised.
    changed : bool
        Whether it changed an array among its arguments.
    steps : int
        How many Python lines and calls it took, where they were counted.
    """

    value: object = None
    error: StudentError | None = None
    changed: bool = False
    steps: int = 0


@dataclass(frozen=True, slots=True)
class ExerciseAnswer:
    """What a function did with all its cases.

    Attributes
    ----------
    cases : tuple of CaseAnswer
        In the order in which the cases were given; empty if it did not come that far.
    defined : bool
        Whether there was such a function.
    problems : tuple
        Pairs of statement number and error, for statements that raised while they were defined.
    seconds : float
        How long it took.
    ending : Ending
        DONE, or why there is no answer.
    detail : str
        The signal or exit code of a crash.
    is_small : bool
        Whether what is made of it is worth remembering.
    """

    cases: tuple[CaseAnswer, ...] = ()
    defined: bool = True
    problems: tuple[tuple[int, StudentError], ...] = ()
    seconds: float = 0.0
    ending: Ending = Ending.DONE
    detail: str = ""
    is_small: bool = True

    def joined_with(self, later: ExerciseAnswer) -> ExerciseAnswer:
        """Add the answer to further cases; how that ended is how all of it ended."""
        return replace(
            later,
            cases=self.cases + later.cases,
            problems=self.problems + later.problems,
            seconds=self.seconds + later.seconds,
            is_small=self.is_small and later.is_small,
        )


def read_answer(frame: bytes, name: str, num_cases: int, seconds: float = 0.0) -> ExerciseAnswer:
    """Read what came over the wire for an exercise, and check it.

    Many students give the same answer, to the bit: it is read once, and what was made of its cases
    can be remembered by them.

    Parameters
    ----------
    frame : bytes
        What came.
    name : str
        The exercise that was asked for.
    num_cases : int
        How many cases it was asked for.
    seconds : float
        How long the answer took, by the grader's clock.

    Raises
    ------
    WireError
        If it is not the answer of that exercise to that many cases.
    """
    is_small = len(frame) <= MOST_REMEMBERED_BYTES
    read = read_cases if is_small else read_cases.__wrapped__
    return replace(read(frame, name, num_cases), seconds=seconds, is_small=is_small)


@lru_cache(maxsize=MOST_REMEMBERED)
def read_cases(frame: bytes, name: str, num_cases: int) -> ExerciseAnswer:
    """Read an answer, whenever it came; :func:`read_answer` says more."""
    value = wire.decode(frame)
    try:
        if not isinstance(value, dict) or value["name"] != name:
            raise WireError("an answer is to something that was not asked")
        cases = tuple(map(_read_case, *_columns(value)))
        if value["defined"] and len(cases) != num_cases:
            raise WireError("an answer leaves cases out")
        problems = tuple(
            (_typed(number, int), _read_error(error))
            for number, error in _typed(value["problems"], list)
        )
        return ExerciseAnswer(cases, bool(value["defined"]), problems)
    except (KeyError, TypeError, ValueError) as error:
        message = f"an answer is malformed ({type(error).__name__})"
        raise WireError(message) from None


def _typed(value: object, kind: type[T]) -> T:
    if type(value) is not kind:
        raise TypeError
    return value


def _columns(value: Mapping[str, object]) -> tuple[list[object], ...]:
    """Read the values, errors, changes and steps of all cases: as many of each."""
    columns = (
        _typed(value["values"], list),
        _typed(value["errors"], list),
        _listed(value["changed"], "|b1"),
        _listed(value["steps"], "<i8"),
    )
    if len({len(column) for column in columns}) != 1:
        raise ValueError
    return columns


def _listed(value: object, dtype: str) -> list[object]:
    array = _typed(value, np.ndarray)
    if array.dtype.str != dtype or array.ndim != 1:
        raise TypeError
    items: list[object] = array.tolist()
    return items


def _read_case(value: object, error: object, changed: object, steps: object) -> CaseAnswer:
    failure = None if error is None else _read_error(error)
    return CaseAnswer(value, failure, _typed(changed, bool), _typed(steps, int))


def _read_error(value: object) -> StudentError:
    fields = _typed(value, dict)
    return StudentError(
        type=one_line(_typed(fields["type"], str), 60),
        message=one_line(_typed(fields["message"], str), 300),
        cell=one_line(_typed(fields["cell"], str), 20),
        line=_typed(fields["line"], int),
        function=one_line(_typed(fields["function"], str), 60),
    )
