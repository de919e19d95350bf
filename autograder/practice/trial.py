"""Run a function on some cases in this very process, and judge it as a submission is judged.

In practice nothing is graded, so nothing needs a wall: the function runs in the student's own
notebook.
"""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from textwrap import dedent
from typing import Any

from autograder import wire
from autograder.grading.request import inputs_of
from autograder.grading.verdict import judge
from autograder.practice.limits import TimeIsUpError, TimeLimit, alone
from autograder.report import ExerciseResult
from autograder.rubric.exercise import Exercise
from autograder.rubric.expected import Frozen
from autograder.sandbox.answer import ExerciseAnswer, read_answer
from autograder.sandbox.call import call_all, in_columns
from autograder.sandbox.frames import Ending
from autograder.submission.code import Block, Code
from autograder.submission.reading import read_code

Function = Callable[..., object]

ENDS = (KeyboardInterrupt, TimeIsUpError)
"""What is no answer of a function: who interrupts means the whole check."""


def judge_here(
    function: Function,
    exercise: Exercise,
    frozen: Frozen,
    instead: Mapping[str, Function] | None = None,
) -> ExerciseResult:
    """Run a function on some cases in this process, and judge it as a submission is judged.

    Parameters
    ----------
    function : callable
        The function.
    exercise : Exercise
        Its rubric, and how many seconds it has.
    frozen : Frozen
        Its cases.
    instead : mapping, optional
        Functions that stand in for those of these names around the function.

    Raises
    ------
    KeyboardInterrupt
        If somebody interrupts it.
    """
    with _standing_in(getattr(function, "__globals__", {}), instead or {}):
        answer = _answer_here(function, exercise, frozen)
    return judge(exercise, frozen, answer, _source_of(function))


@contextmanager
def _standing_in(namespace: dict[str, Any], instead: Mapping[str, Function]) -> Iterator[None]:
    """Put functions in the place of others, and these back."""
    before = {name: namespace[name] for name in instead if name in namespace}
    namespace.update(instead)
    try:
        yield
    finally:
        for name in instead:
            namespace.pop(name, None)
        namespace.update(before)


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
    cases = [inputs_of(case, frozen) for case in frozen.cases]
    try:
        with alone(), TimeLimit(exercise.seconds):
            called = call_all(function, cases, ENDS)
    except TimeIsUpError:
        return ExerciseAnswer(ending=Ending.TIMEOUT)
    answer = {"name": exercise.name, "defined": True, "problems": [], **in_columns(called)}
    seconds = time.perf_counter() - started
    try:
        return read_answer(wire.encode(answer), exercise.name, len(frozen.cases), seconds)
    except Exception:  # noqa: BLE001 - the values are student code's
        return ExerciseAnswer(ending=Ending.MALFORMED)
