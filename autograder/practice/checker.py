"""The checker of a notebook: ``check(function)``, ``check.hint(function)``, ``check()``."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import overload

from autograder.course import CourseError, find_course
from autograder.course.folder import guess_assignment
from autograder.grading.verdict import refuse
from autograder.practice.cases import practice_cases
from autograder.practice.cells import Cells
from autograder.practice.checks import checks_for
from autograder.practice.displays import Hint, Overview, Points, Practice
from autograder.practice.helpers import judge_with_helpers, reached
from autograder.practice.hint_levels import HintLevel, hint_levels
from autograder.practice.outcome import as_practised, failing_calls, is_done, points_so_far
from autograder.practice.recorded_helpers import replay
from autograder.practice.trial import judge_here
from autograder.render.practice import as_html
from autograder.report import ExerciseResult, Outcome
from autograder.rubric.compiled import Compiled
from autograder.rubric.exercise import Assignment, Exercise
from autograder.rubric.expected import ExpectedError

Function = Callable[..., object]
Key = tuple[str, str]


class NoExerciseError(ValueError):
    """What was given to check is no function of an exercise."""

    def _render_traceback_(self) -> list[str]:
        """Tell IPython what to show: the sentence alone."""
        return [str(self)]


class NothingToCheckWithError(ExpectedError):
    """Nothing here says what is right."""

    def _render_traceback_(self) -> list[str]:
        """Tell IPython what to show: the sentence alone."""
        return [str(self)]


class InterruptedCheckError(KeyboardInterrupt):
    """Somebody interrupted a check: the cell and all that wait behind it stop."""

    def _render_traceback_(self) -> list[str]:
        """Tell IPython what to show: the sentence alone."""
        return [str(self)]


class Checker:
    """Checks functions on the visible cases of their exercises, and remembers how they did.

    ``check(softmax)`` tables what is right about softmax and what is not; ``check.hint(softmax)``
    gives the next hint; ``check()`` checks every exercise that the notebook defines.

    Parameters
    ----------
    cells : Cells, optional
        The cells that ran in this kernel, where there are cells.
    folder : Path, optional
        Where to look for checks; where this process was started, by default.
    """

    def __init__(self, cells: Cells | None = None, folder: Path | None = None) -> None:
        self._cells = cells or Cells({})
        # A cell may go elsewhere later.
        self._folder = folder or Path.cwd()
        self._results: dict[Key, ExerciseResult] = {}
        self._told: dict[Key, tuple[tuple[HintLevel, ...], int]] = {}
        self._last: Function | None = None

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
        compiled, exercise = self._find(function)
        self._last = function
        result = self._check(function, compiled, exercise)
        progress = self._progress(compiled.assignment, exercise)
        if not is_done(result):
            progress += f" · stuck? add a cell below with check.hint({exercise.name})"
        frozen = practice_cases(compiled)[exercise.name]
        return Practice(result, progress, failing_calls(result, frozen))

    def check_all(self, namespace: Mapping[str, object]) -> Overview:
        """Check every exercise whose function is in a namespace.

        Raises
        ------
        NoExerciseError
            If there is none.
        """
        functions = {name: f for name, f in namespace.items() if callable(f)}
        known = self._known()
        assignments = {name: compiled.assignment for name, compiled in known.items()}
        assignment = guess_assignment(frozenset(functions), assignments)
        if assignment is None:
            raise NoExerciseError(
                "no exercise is defined yet; run the cells with your functions, then check() again"
            )
        results = tuple(
            self._check(functions[name], known[assignment.name], exercise)
            for exercise in assignment.exercises
            for name in [name for name in exercise.names if name in functions][:1]
        )
        return Overview(results, self._progress(assignment))

    def hint(self, function: Function | None = None) -> Hint:
        """Give the next hint for a function: each call says a little more.

        Parameters
        ----------
        function : callable, optional
            The function itself: ``check.hint(sigmoid)``. Without it, the one checked last.

        Returns
        -------
        Hint
            The next one; the last one again where all were given. Where something else is wrong
            than before, the first.

        Raises
        ------
        NoExerciseError
            If no exercise has that name, or none was checked yet.
        """
        function = function or self._last
        if function is None:
            raise NoExerciseError("say which function you mean, as in check.hint(sigmoid)")
        compiled, exercise = self._find(function)
        frozen = practice_cases(compiled)[exercise.name]
        levels = hint_levels(self._check(function, compiled, exercise), frozen)
        if not levels:
            return Hint(exercise.name, HintLevel("It passes: there is nothing to hint at."), 0, 0)
        key = compiled.name, exercise.name
        before, told = self._told.get(key, ((), 0))
        number = min(told + 1, len(levels)) if before == levels else 1
        self._told[key] = levels, number
        return Hint(exercise.name, levels[number - 1], number, len(levels))

    def _check(self, function: Function, compiled: Compiled, exercise: Exercise) -> ExerciseResult:
        try:
            result = self._judge(function, compiled, exercise, {})
        except KeyboardInterrupt:
            message = f"the check of {exercise.name} was interrupted"
            raise InterruptedCheckError(message) from None
        self._results[compiled.name, exercise.name] = result
        return result

    def _judge(
        self,
        function: Function,
        compiled: Compiled,
        exercise: Exercise,
        known: dict[str, ExerciseResult],
    ) -> ExerciseResult:
        """Judge a function, after the helpers that it calls where it is not right with them."""
        why = self._cells.why_outdated(exercise.names)
        if why:
            return refuse(exercise, Outcome.ERROR, why)
        assignment, cases = compiled.assignment, practice_cases(compiled)
        frozen = cases[exercise.name]
        result = as_practised(judge_here(function, exercise, frozen), exercise)
        if exercise.helpers and not is_done(result):
            wrong = self._wrong_helpers(function, compiled, exercise, known)
            instead = {
                name: replay(helper, cases[helper])
                for helper in wrong
                for name in assignment.exercise(helper).names
            }
            result = judge_with_helpers(
                result, wrong, lambda: judge_here(function, exercise, frozen, instead)
            )
        known[exercise.name] = result
        return result

    def _wrong_helpers(
        self,
        function: Function,
        compiled: Compiled,
        exercise: Exercise,
        known: dict[str, ExerciseResult],
    ) -> dict[str, Outcome]:
        """Find the helpers that a function calls and that are not right yet."""
        assignment = compiled.assignment
        namespace = getattr(function, "__globals__", {})
        wrong = {}
        for helper in map(assignment.exercise, exercise.helpers):
            calls = sorted(reached(function, helper.names))
            if not calls:
                continue
            own = namespace.get(calls[0])
            if not callable(own):
                wrong[helper.name] = Outcome.MISSING
                continue
            result = known.get(helper.name) or self._judge(own, compiled, helper, known)
            if result.outcome is not Outcome.PASSED:
                wrong[helper.name] = result.outcome
        return wrong

    def _progress(self, assignment: Assignment, current: Exercise | None = None) -> str:
        """Say how many points were earned in this process, and which exercise is next."""
        results = {
            exercise.name: self._results[assignment.name, exercise.name]
            for exercise in assignment.exercises
            if (assignment.name, exercise.name) in self._results
        }
        earned, possible = points_so_far(assignment, results.values())
        said = f"{earned:g}/{possible:g} points so far"
        after = assignment.exercises.index(current) + 1 if current else 0
        for exercise in (*assignment.exercises[after:], *assignment.exercises[:after]):
            done = results.get(exercise.name)
            if done is None or not is_done(done):
                return f"{said} · next: {exercise.name}"
        return f"{said} · all of them right on the examples"

    def _known(self) -> Mapping[str, Compiled]:
        """Find the checks that lie beside the notebook.

        Raises
        ------
        NothingToCheckWithError
            If there are none, or they are damaged.
        """
        try:
            return checks_for(self._folder)
        except (ExpectedError, CourseError) as error:
            raise NothingToCheckWithError(str(error)) from None

    def _find(self, function: Function) -> tuple[Compiled, Exercise]:
        return find_exercise(function, self._known())


def _checker() -> Checker:
    """Make the checker of this process; in a notebook it watches which cells run."""
    if "IPython" not in sys.modules:
        return Checker()
    from IPython.core.getipython import get_ipython

    shell = get_ipython()
    if shell is None:
        return Checker()
    cells = Cells(shell.user_ns)
    cells.watch(shell.events)
    return Checker(cells)


check = _checker()
"""The checker of this process: ``check(function)``, ``check.hint(function)``, ``check()``."""


def score_hidden(function: Function) -> Points:
    """Score a function on all cases, hidden ones included, in this very process.

    It is what the hidden tests of the notebooks call under a stock ``nbgrader autograde``. Student
    code shares the process with the expected arrays there, so a hostile student can cheat it;
    ``autograder grade`` and the course's own ``nbgrader_config.py`` do not have that hole.
    """
    course = find_course()
    known = {name: course.compiled(name) for name in course.assignments}
    compiled, exercise = find_exercise(function, known)
    result = judge_here(function, exercise, compiled.cases()[exercise.name])
    return Points(result.score, as_html(result))


def find_exercise(function: Function, known: Mapping[str, Compiled]) -> tuple[Compiled, Exercise]:
    """Find the exercise of a function; among namesakes, by the other functions around it.

    Raises
    ------
    NoExerciseError
        If it is no function, or no exercise has its name.
    """
    name = getattr(function, "__name__", None)
    if not callable(function) or name is None:
        message = f"check takes a function, as in check(sigmoid); it got {type(function).__name__}"
        raise NoExerciseError(message)
    found = [
        (compiled, exercise)
        for compiled in known.values()
        for exercise in compiled.assignment.exercises
        if name in exercise.names
    ]
    if not found:
        message = f"there is no exercise {name!r}; was the function renamed?"
        raise NoExerciseError(message)
    around = getattr(function, "__globals__", {})
    return max(found, key=lambda pair: sum(e.name in around for e in pair[0].assignment.exercises))
