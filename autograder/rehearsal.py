"""Run a function on some cases in this very process, and judge it as a submission is judged.

In practice nothing is graded, so nothing needs a wall: the function runs in the student's own
notebook.
"""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from textwrap import dedent

from autograder.course.exercise import Assignment, Case, Exercise
from autograder.course.expected import Frozen, visible_cases
from autograder.grading.request import inputs_of
from autograder.grading.verdict import judge
from autograder.report import ExerciseResult
from autograder.sandbox import wire
from autograder.sandbox.answer import ExerciseAnswer, read_answer
from autograder.sandbox.call import call_all, in_columns
from autograder.submission.code import Block, Code
from autograder.submission.reading import read_code

Function = Callable[..., object]


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
        called = call_all(function, [inputs_of(case, frozen) for case in frozen.cases])
    answer = {"name": exercise.name, "defined": True, "problems": [], **in_columns(called)}
    seconds = time.perf_counter() - started
    return read_answer(wire.encode(answer), exercise.name, len(frozen.cases), seconds)
