"""Have a process do work that may end it: a submission that does costs itself alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from autograder.classroom.batch import ATTEMPTS, MissingCompiledError, grade_batch
from autograder.classroom.limits import limited, too_large, too_slow
from autograder.classroom.plan import GradingPlan
from autograder.classroom.process import GradingProcess, LostError
from autograder.classroom.task import Line, Task, empty_report, lost_report, make_line
from autograder.report import Isolation, Outcome
from autograder.rubric.compiled import Compiled, is_known, recall, remember

T = TypeVar("T")


class ShowingError(Exception):
    """A submission cannot be shown; the message names it and the limit that it goes over."""


def show(process: GradingProcess, path: object, function: Callable[..., T], *args: object) -> T:
    """Have a process do what shows one submission, under the limits of reading and judging one.

    Parameters
    ----------
    process : GradingProcess
        The process; it may die of it.
    path : object
        The file, for the message.
    function : callable
        What to do there, and with what: all of it goes to the process and back.

    Raises
    ------
    ShowingError
        If that goes over a limit, ends the process, or cannot be done at all.
    """
    for _ in range(ATTEMPTS):
        try:
            shown: T = process.call(_within_limits, function, *args)
        except LostError as lost:
            if lost.took_too_long:
                raise ShowingError(too_slow(path, "shown")) from None
        except MemoryError:
            raise ShowingError(too_large(path, "shown")) from None
        except (ValueError, RecursionError) as error:
            raise ShowingError(f"{path} cannot be shown ({type(error).__name__})") from None
        else:
            return shown
    raise ShowingError(f"{path} ended the process that was to show it {ATTEMPTS} times")


def _within_limits(function: Callable[..., T], *args: object) -> T:
    with limited():
        return function(*args)


def supervise(
    process: GradingProcess,
    tasks: Sequence[Task],
    plan: GradingPlan,
    compiled: Sequence[Compiled] = (),
) -> list[Line]:
    """Have a process grade some submissions, one after the other.

    Raises
    ------
    StoppedError
        If the process was stopped.
    Exception
        What :func:`autograder.classroom.batch.grade_batch` raises.
    """
    for one in compiled:
        remember(one)
    return [line for task in tasks for line in _grade(process, task, plan)]


def _grade(process: GradingProcess, task: Task, plan: GradingPlan) -> list[Line]:
    """Grade a submission; where that ends the process, once more, if it may end otherwise."""
    path = task.hand_in.path
    assignment, why, outcome = "", "", Outcome.NOT_JUDGED
    for _ in range(ATTEMPTS):
        try:
            return _send(process, task, plan)
        except LostError as lost:
            assignment = lost.assignment or assignment
            if lost.took_too_long:
                why = too_slow(path, "judged" if lost.assignment else "read")
                outcome = Outcome.CRASHED
                break
            why = f"{path} ended the process that graded it {ATTEMPTS} times"
    return [give_up(task, plan, why, outcome, assignment)]


def _send(process: GradingProcess, task: Task, plan: GradingPlan) -> list[Line]:
    """Have a process grade a submission; what it does not know yet is sent along.

    Raises
    ------
    MissingCompiledError
        If it is not known here either.
    """
    try:
        return process.call(grade_batch, [task], plan, seconds=plan.seconds)
    except MissingCompiledError as missing:
        if not all(map(is_known, missing.args)):
            raise
        known = [recall(digest) for digest in missing.args]
        return process.call(grade_batch, [task], plan, known, seconds=plan.seconds)


def give_up(
    task: Task, plan: GradingPlan, message: str, outcome: Outcome, assignment: str = ""
) -> Line:
    """Report a submission that ends what grades it; it is not looked into any more.

    Who goes over a limit is known, and has crashed. A process that dies for another reason may have
    been ended by the machine, so nothing is said of the work.

    Parameters
    ----------
    task : Task
        The submission.
    plan : GradingPlan
        How it was to be graded.
    message : str
        What it did, in a sentence that names it.
    outcome : Outcome
        CRASHED or NOT_JUDGED.
    assignment : str
        What it was graded as; empty where it could not be read.
    """
    isolation = Isolation.TRUSTED if plan.trust else Isolation.FULL
    hint = plan.assignment or task.hand_in.hint
    if outcome is Outcome.NOT_JUDGED and hint in plan.digests:
        assignment = assignment or hint
    if not assignment:
        report = empty_report(task.hand_in, plan, isolation, message)
        return make_line(task, plan, report, message)
    lost = plan.compiled(assignment).assignment
    report = lost_report(task.hand_in.student, lost, isolation, outcome, message)
    return make_line(task, plan, plan.chosen(report))
