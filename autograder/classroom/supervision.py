"""Grade a batch in a process that may die: a submission that ends it costs itself alone."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.classroom.batch import (
    ATTEMPTS,
    Line,
    MissingCompiledError,
    Task,
    empty_report,
    grade_batch,
    lost_report,
    make_line,
)
from autograder.classroom.limits import SECONDS
from autograder.classroom.process import GradingProcess, LostError
from autograder.classroom.terms import Terms
from autograder.report import Isolation, Outcome
from autograder.rubric.compiled import Compiled, recall


def supervise(
    process: GradingProcess,
    tasks: Sequence[Task],
    terms: Terms,
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
    return [line for task in tasks for line in _grade(process, task, terms, compiled)]


def _grade(
    process: GradingProcess, task: Task, terms: Terms, compiled: Sequence[Compiled]
) -> list[Line]:
    """Grade a submission; where that ends the process, once more, if it may end otherwise."""
    assignment, why, outcome = "", "", Outcome.NOT_JUDGED
    for _ in range(ATTEMPTS):
        try:
            return _send(process, task, terms, compiled)
        except LostError as lost:
            assignment = lost.assignment or assignment
            if lost.took_too_long:
                doing = "judged" if lost.assignment else "read"
                why = f"takes more than {SECONDS:g} s of processor time to be {doing}"
                outcome = Outcome.CRASHED
                break
            why = f"ended the process that graded it {ATTEMPTS} times"
    return [give_up(task, terms, why, outcome, assignment)]


def _send(
    process: GradingProcess, task: Task, terms: Terms, compiled: Sequence[Compiled]
) -> list[Line]:
    """Have a process grade a submission; what it does not know yet is sent along."""
    try:
        return process.call(grade_batch, [task], terms, compiled, seconds=terms.seconds)
    except MissingCompiledError as missing:
        known = [recall(digest) for digest in missing.args]
        return process.call(grade_batch, [task], terms, known, seconds=terms.seconds)


def give_up(task: Task, terms: Terms, why: str, outcome: Outcome, assignment: str = "") -> Line:
    """Report a submission that ends what grades it; it is not looked into any more.

    Who goes over a limit is known, and has crashed. A process that dies for another reason may have
    been ended by the machine, so nothing is said of the work.

    Parameters
    ----------
    task : Task
        The submission.
    terms : Terms
        How it was to be graded.
    why : str
        What it did, in words that go on after its name.
    outcome : Outcome
        CRASHED or NOT_JUDGED.
    assignment : str
        What it was graded as; empty where it could not be read.
    """
    message = f"{task.hand_in.path} {why}"
    isolation = Isolation.TRUSTED if terms.trust else Isolation.FULL
    hint = terms.assignment or task.hand_in.hint
    if outcome is Outcome.NOT_JUDGED and hint in terms.digests:
        assignment = assignment or hint
    if not assignment:
        report = empty_report(task.hand_in, terms, isolation, message)
        return make_line(task, terms, report, message)
    lost = terms.compiled(assignment).assignment
    report = lost_report(task.hand_in.student, lost, isolation, outcome, message)
    return make_line(task, terms, terms.chosen(report))
