"""Practice: check functions in the notebook that defines them, on the visible cases."""

from __future__ import annotations

import inspect
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import overload

from autograder.course import ASSIGNMENTS, guess_assignment
from autograder.course.exercise import Assignment, Exercise
from autograder.course.expected import all_cases
from autograder.ladder import Rung, ladder
from autograder.rehearsal import judge_here, practice_cases
from autograder.report import ExerciseResult, Outcome, total

Function = Callable[..., object]

VALIDATING = "NBGRADER_VALIDATING"
"""What nbgrader sets in the environment of a kernel while a student validates a notebook."""


class NoExerciseError(ValueError):
    """What was given to check is no function of an exercise."""


@dataclass(frozen=True, slots=True)
class Practice:
    """The result of a check in a notebook: it shows itself as a table.

    Attributes
    ----------
    result : ExerciseResult
        The checks of one exercise on its visible cases.
    progress : str
        The points so far, and which exercise is next.
    """

    result: ExerciseResult
    progress: str = ""

    def show(self) -> float:
        """Show the table, and return the points as a number, which is what nbgrader reads."""
        from IPython.display import display

        display(self)  # type: ignore[no-untyped-call]
        if VALIDATING in os.environ and self.result.outcome is not Outcome.PASSED:
            # Of a failing cell, Validate shows what went to stderr; of one that wrote nothing there
            # it says that some tests passed, even where none did.
            print(self, file=sys.stderr)
        return self.result.score

    def __str__(self) -> str:
        """Give the table as plain text."""
        from autograder.render.practice import as_text

        return as_text(self.result, self.progress)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        from autograder.render.practice import as_html

        return as_html(self.result, self.progress)


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
        from autograder.render.practice import overview_as_text

        return overview_as_text(self.results, self.progress)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        from autograder.render.practice import overview_as_html

        return overview_as_html(self.results, self.progress)


@dataclass(frozen=True, slots=True)
class Hint:
    """One hint of several.

    Attributes
    ----------
    exercise : str
        What it is about.
    rung : Rung
        What it says.
    number, count : int
        Which it is, from 1, and of how many; both are 0 where there is nothing to hint at.
    """

    exercise: str
    rung: Rung
    number: int
    count: int

    def __str__(self) -> str:
        """Give the hint as plain text."""
        from autograder.render.practice import hint_as_text

        return hint_as_text(self.exercise, self.rung, self.number, self.count)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        from autograder.render.practice import hint_as_html

        return hint_as_html(self.exercise, self.rung, self.number, self.count)


class Checker:
    """Checks functions on the visible cases of their exercises, and remembers how they did.

    ``check(softmax)`` tables what is right about softmax and what is not; ``check.hint(softmax)``
    gives the next hint; ``check()`` checks every exercise that the notebook defines.
    """

    def __init__(self) -> None:
        self._results: dict[tuple[str, str], ExerciseResult] = {}
        self._told: dict[tuple[str, str], list[Rung]] = {}

    @overload
    def __call__(self) -> Overview: ...

    @overload
    def __call__(self, function: Function, /) -> Practice: ...

    def __call__(self, *functions: Function) -> Practice | Overview:
        """Check a function of yours on the visible cases of its exercise; without one, check all.

        Parameters
        ----------
        function : callable, optional
            The function itself: ``check(sigmoid)``. Without it, every exercise that the notebook
            defines is checked.

        Returns
        -------
        Practice or Overview
            A table: what is right, what is not, what was expected and what came; or a line for
            each exercise.

        Raises
        ------
        NoExerciseError
            If no exercise has that name, or the notebook defines none.
        """
        if not functions:
            frame = inspect.currentframe()
            assert frame is not None
            assert frame.f_back is not None
            return self.check_all(frame.f_back.f_globals)
        (function,) = functions
        assignment, exercise = _find(function)
        result = self._check(function, assignment, exercise)
        told = self._told.setdefault((assignment.name, exercise.name), [])
        if result.hint and Rung(result.hint) not in told:
            told.append(Rung(result.hint))
        progress = self._progress(assignment, exercise)
        if result.outcome is not Outcome.PASSED:
            progress += f" · stuck? check.hint({exercise.name})"
        return Practice(result, progress)

    def check_all(self, namespace: Mapping[str, object]) -> Overview:
        """Check every exercise whose function is in a namespace.

        Raises
        ------
        NoExerciseError
            If there is none.
        """
        functions = {name: f for name, f in namespace.items() if callable(f)}
        assignment = guess_assignment(frozenset(functions))
        if assignment is None:
            raise NoExerciseError(
                "no exercise is defined yet; run the cells with your functions, then check() again"
            )
        results = tuple(
            self._check(functions[name], assignment, exercise)
            for exercise in assignment.exercises
            for name in [name for name in exercise.names if name in functions][:1]
        )
        return Overview(results, self._progress(assignment))

    def hint(self, function: Function) -> Hint:
        """Give the next hint for a function: each call says a little more.

        Parameters
        ----------
        function : callable
            The function itself: ``check.hint(sigmoid)``.

        Returns
        -------
        Hint
            What was not told yet, by an earlier hint or below the table; the plainest one again
            where all was told.
        """
        assignment, exercise = _find(function)
        frozen = practice_cases(assignment)[exercise.name]
        rungs = ladder(self._check(function, assignment, exercise), frozen)
        if not rungs:
            return Hint(exercise.name, Rung("It passes: there is nothing to hint at."), 0, 0)
        told = self._told.setdefault((assignment.name, exercise.name), [])
        # Hints about a mistake that is gone are forgotten: it may come back.
        told[:] = [rung for rung in told if rung in rungs]
        rung = next((rung for rung in rungs if rung not in told), rungs[-1])
        told += [rung] if rung not in told else []
        return Hint(exercise.name, rung, len(told), len(rungs))

    def _check(
        self, function: Function, assignment: Assignment, exercise: Exercise
    ) -> ExerciseResult:
        result = judge_here(function, exercise, practice_cases(assignment)[exercise.name])
        self._results[assignment.name, exercise.name] = result
        return result

    def _progress(self, assignment: Assignment, current: Exercise | None = None) -> str:
        """Say how many points were earned in this process, and which exercise is next."""
        results = [self._results.get((assignment.name, e.name)) for e in assignment.exercises]
        earned = total(result.score for result in results if result is not None)
        possible = total(exercise.points for exercise in assignment.exercises)
        said = f"{earned:g}/{possible:g} points so far"
        after = assignment.exercises.index(current) + 1 if current else 0
        for exercise in (*assignment.exercises[after:], *assignment.exercises[:after]):
            done = self._results.get((assignment.name, exercise.name))
            if done is None or done.outcome is not Outcome.PASSED:
                return f"{said} · next: {exercise.name}"
        return f"{said} · all of them right"


check = Checker()
"""The checker of this process: ``check(function)``, ``check.hint(function)``, ``check()``."""


def score_hidden(function: Function) -> float:
    """Score a function on all cases, hidden ones included, in this very process.

    It is what the hidden tests of the notebooks call under a stock ``nbgrader autograde``. Student
    code shares the process with the expected arrays there, so a hostile student can cheat it;
    ``autograder grade`` and the course's own ``nbgrader_config.py`` do not have that hole.
    """
    assignment, exercise = _find(function)
    return judge_here(function, exercise, all_cases(assignment.name)[exercise.name]).score


def _find(function: Function) -> tuple[Assignment, Exercise]:
    """Find the exercise of a function; among namesakes, by the other functions around it."""
    name = getattr(function, "__name__", None)
    if not callable(function) or name is None:
        message = f"check takes a function, as in check(sigmoid); it got {type(function).__name__}"
        raise NoExerciseError(message)
    found = [
        (assignment, exercise)
        for assignment in ASSIGNMENTS.values()
        for exercise in assignment.exercises
        if name in exercise.names
    ]
    if not found:
        message = f"there is no exercise {name!r}; was the function renamed?"
        raise NoExerciseError(message)
    around = getattr(function, "__globals__", {})
    return max(found, key=lambda pair: sum(e.name in around for e in pair[0].exercises))


@contextmanager
def once_solved(*functions: Function) -> Iterator[None]:
    """Let a cell wait for exercises: where one is not written yet, say so instead of failing.

    Parameters
    ----------
    *functions : callable
        The functions that the cell needs.

    Examples
    --------
    >>> def cost(A, Y):
    ...     raise NotImplementedError
    >>> with once_solved(cost):
    ...     print(cost(1, 1))
    This cell comes alive once you have written cost.
    """
    try:
        yield
    except NotImplementedError:
        names = " and ".join(function.__name__ for function in functions)
        print(f"This cell comes alive once you have written {names}.")
