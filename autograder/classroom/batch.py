"""Grade a batch of submissions where this process runs: here, beside, or on another machine.

A batch is plain data, and so is what becomes of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version

from autograder.classroom.limits import limited, tell_assignment, too_large
from autograder.classroom.plan import GradingPlan
from autograder.classroom.task import Line, Task, empty_report, lost_report, make_line
from autograder.classroom.workers import warm_worker
from autograder.grading.grader import grade_submission
from autograder.intake import choose_assignment, read_submission_of
from autograder.report import Isolation, Outcome, Report
from autograder.rubric.compiled import Compiled, remember
from autograder.rubric.exercise import Assignment
from autograder.rubric.expected import ExpectedError, Frozen
from autograder.sandbox.session import WorkerError
from autograder.submission import Submission, SubmissionError
from autograder.submission.fingerprint import fingerprint

ATTEMPTS = 2
"""A submission whose worker dies is graded once more."""


class MissingCompiledError(Exception):
    """Some compiled assignments are not known where a batch was sent.

    Their digests are its arguments.
    """


def grade_batch(
    tasks: Sequence[Task], plan: GradingPlan, compiled: Sequence[Compiled] = ()
) -> list[Line]:
    """Grade some submissions, one after the other.

    Parameters
    ----------
    tasks : sequence of Task
        The submissions.
    plan : GradingPlan
        How to grade.
    compiled : sequence of Compiled
        Assignments that may not be known here; they are remembered for later batches.

    Raises
    ------
    MissingCompiledError
        If one is not known.
    ExpectedError
        If another version of the grader is installed here than where the run was started.
    IsolationError
        If student code cannot be walled off here and submissions are not trusted.
    WorkerError
        If no worker starts.
    """
    if plan.version != version("first-neuron"):
        raise ExpectedError(
            f"the grader is of version {version('first-neuron')} where submissions are graded, and "
            f"{plan.version} here; install the same on all machines"
        )
    for one in compiled:
        remember(one)
    if missing := plan.unknown():
        raise MissingCompiledError(*missing)
    return [_grade(task, _read(task, plan), plan) for task in tasks]


@dataclass(frozen=True, slots=True)
class _Ready:
    """A submission that can be graded, and the name of its assignment."""

    submission: Submission
    assignment: str


def _read(task: Task, plan: GradingPlan) -> _Ready | str:
    """Read a submission and tell its assignment, or say why that is not possible."""
    if task.error:
        return task.error
    try:
        with limited():
            submission = read_submission_of(task.hand_in, task.data)
            assignment = choose_assignment(
                task.hand_in, submission, plan.assignments, plan.assignment
            ).name
    except SubmissionError as error:
        return str(error)
    except MemoryError:
        return too_large(task.hand_in.path, "read")
    tell_assignment(assignment)
    return _Ready(submission, assignment)


def _grade(task: Task, read: _Ready | str, plan: GradingPlan) -> Line:
    if isinstance(read, str):
        isolation = warm_worker(trust=plan.trust).isolation
        report = empty_report(task.hand_in, plan, isolation, read, task.outcome)
        return make_line(task, plan, report, read)
    if read.assignment in plan.missing:
        problem = f"{task.hand_in.path} is not graded: {plan.missing[read.assignment]}"
        return make_line(task, plan, None, problem)
    compiled = plan.compiled(read.assignment)
    assignment = compiled.assignment
    if plan.only is not None and plan.exercise(assignment) is None:
        return Line(task.key, "", read.assignment, failed=False, share=None)
    cases = compiled.cases(task.hand_in.student if plan.individual else None)
    wanted = assignment if plan.only is None else with_helpers(assignment, plan)
    drawn = compiled.illustrations if plan.illustrate else {}
    warm_worker(trust=plan.trust)
    try:
        with limited():
            report = grade_stubbornly(read.submission, wanted, cases, drawn, trust=plan.trust)
            code = ""
            if plan.fingerprint:
                names = [one.names for one in assignment.exercises]
                code = fingerprint(read.submission.code, names)
            return make_line(task, plan, plan.chosen(report), code=code)
    except MemoryError:
        message = too_large(task.hand_in.path, "judged")
        isolation = warm_worker(trust=plan.trust).isolation
        report = lost_report(task.hand_in.student, assignment, isolation, Outcome.CRASHED, message)
        return make_line(task, plan, plan.chosen(report))


def with_helpers(assignment: Assignment, plan: GradingPlan) -> Assignment:
    """Keep the one exercise to grade, and those that it builds on."""
    names = {plan.exercise(assignment)}
    for exercise in reversed(assignment.exercises):
        if exercise.name in names:
            names.update(exercise.helpers)
    kept = tuple(exercise for exercise in assignment.exercises if exercise.name in names)
    return replace(assignment, exercises=kept)


def grade_stubbornly(
    submission: Submission,
    assignment: Assignment,
    cases: Mapping[str, Frozen],
    drawn: Mapping[str, Frozen],
    *,
    trust: bool,
) -> Report:
    """Grade a submission; where the machine fails it, once more with a new worker, and not again.

    Student code that ends its own process has crashed, and that is a result. Behind the whole wall
    it cannot end the worker, so a worker that dies is the machine's. Where the wall does not stand
    it can: what ended every worker has crashed then, if a further one can be started.

    Raises
    ------
    WorkerError
        If no worker can be started.
    """
    report: Report | None = None
    for _ in range(ATTEMPTS):
        walled = warm_worker(trust=trust)
        try:
            report = grade_submission(
                submission, assignment, cases, walled.worker, walled.isolation, drawn
            )
        except WorkerError:
            walled.worker.stop()
        else:
            if report.is_judged:
                return report
    isolation = warm_worker(trust=trust).isolation
    outcome = Outcome.NOT_JUDGED if isolation is Isolation.FULL else Outcome.CRASHED
    message = f"the process that graded it died {ATTEMPTS} times"
    return report or lost_report(submission.name, assignment, isolation, outcome, message)
