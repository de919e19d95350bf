"""What student code answered, checked: everything that came over the wire may be forged."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from autograder import wire
from autograder.sandbox.frames import Ending
from autograder.sandbox.schema import ANSWER
from autograder.wire import WireError

MOST_REMEMBERED, MOST_REMEMBERED_BYTES = 1024, 16 * 1024
"""So many answers are remembered, and none that is longer."""


UNWRITABLE = "Cannot cast ufunc"
"""Begins what NumPy says where a fraction is written into an array of whole numbers."""
KNOWN_TEXTS = (UNWRITABLE,)
"""What the grader looks for in texts of exceptions; on hidden inputs no more of a text is kept."""
MOST_LINES_TOLD = 200
"""Of an error on hidden inputs, a line is told among so many first ones of a function."""


@dataclass(frozen=True, slots=True)
class Region:
    """Where the function of an exercise stands, and its names."""

    names: Container[str]
    cell: str
    line: int
    """Its first one."""
    count: int
    """How many there are."""

    def holds(self, cell: str, line: int) -> bool:
        """Tell whether a line is one of its first ones."""
        return cell == self.cell and 0 <= line - self.line < min(self.count, MOST_LINES_TOLD)


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

    def without_place(self) -> StudentError:
        """Leave out where it was raised."""
        return replace(self, cell="", line=0)

    def unseen(self, region: Region) -> StudentError:
        """Leave out what student code can choose freely; see :meth:`ExerciseAnswer.unseen`."""
        kept = self if region.holds(self.cell, self.line) else self.without_place()
        function = self.function if self.function in region.names else ""
        message = next((text for text in KNOWN_TEXTS if text in self.message), "")
        return replace(kept, message=message, function=function)


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

    def unseen(self, region: Region) -> ExerciseAnswer:
        """Leave out what could carry inputs outside, where student code knows hidden ones.

        What is left: the type of an exception, a line among the first of the function itself, and
        what the grader makes of values. Statements that raised, the time it took and how a process
        died were told of the visible cases.
        """
        cases = tuple(
            case if case.error is None else replace(case, error=case.error.unseen(region))
            for case in self.cases
        )
        return replace(self, cases=cases, problems=(), seconds=0.0, detail="")


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
        fields: Any = ANSWER.read(value)
    except (KeyError, TypeError, ValueError) as error:
        message = f"an answer is malformed ({type(error).__name__})"
        raise WireError(message) from None
    if fields["name"] != name:
        raise WireError("an answer is to something that was not asked")
    columns = [fields[column] for column in ("values", "errors", "changed", "steps")]
    lengths = set(map(len, columns))
    if len(lengths) != 1 or (fields["defined"] and lengths != {num_cases}):
        raise WireError("an answer leaves cases out")
    cases = tuple(
        CaseAnswer(value, None if error is None else StudentError(**error), changed, steps)
        for value, error, changed, steps in zip(*columns, strict=True)
    )
    problems = tuple((number, StudentError(**error)) for number, error in fields["problems"])
    return ExerciseAnswer(cases, fields["defined"], problems)
