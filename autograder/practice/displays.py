"""What a check shows: values that show themselves as tables, in a notebook and as text."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field

from autograder.practice.hint_levels import HintLevel
from autograder.practice.outcome import is_done
from autograder.render.practice import (
    Examples,
    as_html,
    as_text,
    hint_as_html,
    hint_as_text,
    overview_as_html,
    overview_as_text,
)
from autograder.report import ExerciseResult, Outcome

VALIDATING = "NBGRADER_VALIDATING"
"""What nbgrader sets in the environment of a kernel while a student validates a notebook."""


class Points(float):
    """Points that people see as a table: nbgrader reads the number.

    Parameters
    ----------
    score : float
        The points.
    table : str
        The table as HTML.
    """

    def __new__(cls, score: float, table: str) -> Points:  # noqa: PYI034 - no class below it
        """Make the number."""
        made = super().__new__(cls, score)
        made._table = table
        return made

    _table: str

    def _repr_html_(self) -> str:
        return self._table


@dataclass(frozen=True, slots=True)
class Practice:
    """The result of a check in a notebook: it shows itself as a table.

    Attributes
    ----------
    result : ExerciseResult
        The checks of one exercise on its visible cases.
    progress : str
        The points so far, and which exercise is next.
    calls : mapping
        For checks that fail, the call on which they do.
    """

    result: ExerciseResult
    progress: str = ""
    calls: Mapping[str, str] = field(default_factory=dict)

    def show(self) -> Points | None:
        """Show the table, with the points behind it as a number, which is what nbgrader reads.

        Returns
        -------
        Points or None
            The value of the cell. None, after the table was displayed, where an answer is recorded
            and earns nothing before it is handed in: nbgrader finds nothing amiss in it.
        """
        if VALIDATING in os.environ and not is_done(self.result):
            # Of a failing cell, Validate shows what went to stderr; of one that wrote nothing there
            # it says that some tests passed, even where none did.
            print(self, file=sys.stderr)
        if self.result.outcome is Outcome.RECORDED and is_done(self.result):
            from IPython.display import display

            display(self)  # type: ignore[no-untyped-call]
            return None
        return Points(self.result.score, self._repr_html_())

    def __str__(self) -> str:
        """Give the table as plain text."""
        return as_text(self.result, Examples(self.calls, self.progress))

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return as_html(self.result, Examples(self.calls, self.progress))


@dataclass(frozen=True, slots=True)
class Overview:
    """The results of all exercises that a notebook defines: a line for each.

    Attributes
    ----------
    results : tuple of ExerciseResult
        In the order of the assignment.
    progress : str
        The points so far, and which exercise is next.
    """

    results: tuple[ExerciseResult, ...]
    progress: str = ""

    def __str__(self) -> str:
        """Give the table as plain text."""
        return overview_as_text(self.results, self.progress)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return overview_as_html(self.results, self.progress)


@dataclass(frozen=True, slots=True)
class Hint:
    """One hint of several.

    Attributes
    ----------
    exercise : str
        What it is about.
    level : HintLevel
        What it says.
    number, count : int
        Which it is, from 1, and of how many; both are 0 where there is nothing to hint at.
    """

    exercise: str
    level: HintLevel
    number: int
    count: int

    def __str__(self) -> str:
        """Give the hint as plain text."""
        return hint_as_text(self.exercise, self.level, self.number, self.count)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return hint_as_html(self.exercise, self.level, self.number, self.count)
