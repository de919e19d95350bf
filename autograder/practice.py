"""Practice: check a function in the notebook that defines it, on the visible cases.

Nothing here is graded, so nothing needs a wall: the function runs in the student's own process, and
the same code judges it that judges a submission.
"""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from textwrap import dedent

from autograder.course import ASSIGNMENTS
from autograder.course.exercise import Assignment, Case, Exercise
from autograder.course.expected import Frozen, all_cases, visible_cases
from autograder.grading.verdict import judge
from autograder.report import ExerciseResult
from autograder.sandbox import wire
from autograder.sandbox.answer import ExerciseAnswer, read_answer
from autograder.sandbox.call import call
from autograder.submission.code import Block, Code, read_code

Function = Callable[..., object]


class NoExerciseError(ValueError):
    """What was given to check is no function of an exercise."""


@dataclass(frozen=True, slots=True)
class Practice:
    """The result of a check in a notebook: it shows itself as a table.

    Attributes
    ----------
    result : ExerciseResult
        The checks of one exercise on its visible cases.
    """

    result: ExerciseResult

    def show(self) -> float:
        """Show the table, and return the points as a number, which is what nbgrader reads."""
        from IPython.display import display

        display(self)  # type: ignore[no-untyped-call]
        return self.result.score

    def __str__(self) -> str:
        """Give the table as plain text."""
        from autograder.render.practice import as_text

        return as_text(self.result)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        from autograder.render.practice import as_html

        return as_html(self.result)


def check(function: Function) -> Practice:
    """Check a function of yours on the visible cases of its exercise.

    Parameters
    ----------
    function : callable
        The function itself: ``check(sigmoid)``.

    Returns
    -------
    Practice
        A table: what is right, what is not, what was expected and what came.

    Raises
    ------
    NoExerciseError
        If no exercise has that name.
    """
    assignment, exercise = _find(function)
    return Practice(judge_here(function, exercise, practice_cases(assignment)[exercise.name]))


def score_hidden(function: Function) -> float:
    """Score a function on all cases, hidden ones included, in this very process.

    It is what the hidden tests of the notebooks call under a stock ``nbgrader autograde``. Student
    code shares the process with the expected arrays there, so a hostile student can cheat it;
    ``autograder grade`` and the course's own ``nbgrader_config.py`` do not have that hole.
    """
    assignment, exercise = _find(function)
    return judge_here(function, exercise, all_cases(assignment.name)[exercise.name]).score


def practice_cases(assignment: Assignment) -> dict[str, Frozen]:
    """Give the cases that students practise on."""
    visible = visible_cases(assignment.name)
    return {e.name: visible[e.name] if e.visible else _form(e) for e in assignment.exercises}


def _form(exercise: Exercise) -> Frozen:
    """Make up cases for an exercise of which all are hidden: only the form of answers counts."""
    return Frozen(
        (Case("your answers", visible=True),),
        ({check.path[0]: check.form for check in exercise.checks},),
    )


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


def judge_here(function: Function, exercise: Exercise, frozen: Frozen) -> ExerciseResult:
    """Run a function on some cases in this process, and judge it as a submission is judged."""
    answer = _answer_here(function, exercise, frozen)
    return judge(exercise, frozen, answer, _source_of(function))


def _source_of(function: Function) -> Code | None:
    """Read the source of a function, if Python still knows it."""
    try:
        source = dedent(inspect.getsource(function))
    except (OSError, TypeError, SyntaxError):
        return None
    return read_code([Block("", source)])


def _answer_here(function: Function, exercise: Exercise, frozen: Frozen) -> ExerciseAnswer:
    """Run the cases here, and give the answer the form that it has behind the wall."""
    started = time.perf_counter()
    # What the function prints would bury the table, and nbgrader gives nothing to a cell that
    # writes to stderr.
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        answers = [
            call(function, case.args, case.kwargs, traced=case.traced) for case in frozen.cases
        ]
    answer = {
        "name": exercise.name,
        "defined": True,
        "problems": [],
        "answers": answers,
        "seconds": time.perf_counter() - started,
    }
    return read_answer(wire.decode(wire.encode(answer)), exercise.name, len(frozen.cases))


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
