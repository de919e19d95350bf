"""Grade a batch of submissions where this process runs: here, beside, or on another machine.

A batch is plain data, and so is what becomes of it. Each thread that grades keeps a warm worker.
"""

from __future__ import annotations

import atexit
import gc
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import NamedTuple

from autograder.classroom.journal import Record
from autograder.classroom.limits import MEGABYTES, limited, tell_assignment
from autograder.classroom.terms import Terms
from autograder.grading.grader import grade_submission
from autograder.grading.verdict import refuse
from autograder.intake import HandIn, choose_assignment, read_submission_of
from autograder.report import Isolation, Outcome, Report
from autograder.rubric.compiled import Compiled, remember
from autograder.rubric.exercise import Assignment
from autograder.rubric.expected import ExpectedError, Frozen
from autograder.sandbox.process import Worker
from autograder.sandbox.selftest import choose_isolation
from autograder.sandbox.session import WorkerError
from autograder.submission import Submission, SubmissionError
from autograder.submission.fingerprint import fingerprint

ATTEMPTS = 2
"""A submission whose worker dies is graded once more."""


@dataclass(frozen=True, slots=True)
class Task:
    """A submission to grade.

    Attributes
    ----------
    hand_in : HandIn
        Whose it is and where it was found; the file itself may be on another machine.
    key : str
        Its key in the journal.
    data : bytes
        What the file holds.
    content : str
        The digest of that; empty if the file could not be read.
    error : str
        Why it could not be read; empty if it could.
    """

    hand_in: HandIn
    key: str
    data: bytes
    content: str
    error: str = ""


class Line(NamedTuple):
    """What became of a task: its line for the journal, and what of it is wanted at once."""

    key: str
    text: str
    """Empty if there was nothing to do."""
    assignment: str
    failed: bool
    """Whether the file could not be graded."""
    share: float | None
    """The share of the points that was earned; None where nothing was graded."""


@dataclass(frozen=True, slots=True)
class Graded:
    """What became of one file.

    Attributes
    ----------
    hand_in : HandIn
        The file.
    report : Report or None
        None if there is nothing that could be graded.
    error : str
        Why the file could not be read; empty if it could.
    """

    hand_in: HandIn
    report: Report | None
    error: str = ""


@dataclass(frozen=True, slots=True)
class WalledWorker:
    """A worker, and how far it walls student code off."""

    worker: Worker
    isolation: Isolation


class MissingCompiledError(Exception):
    """Some compiled assignments are not known where a batch was sent.

    Their digests are its arguments.
    """


def grade_batch(
    tasks: Sequence[Task], terms: Terms, compiled: Sequence[Compiled] = ()
) -> list[Line]:
    """Grade some submissions, one after the other.

    Parameters
    ----------
    tasks : sequence of Task
        The submissions.
    terms : Terms
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
    if terms.version != version("first-neuron"):
        raise ExpectedError(
            f"the grader is of version {version('first-neuron')} where submissions are graded, and "
            f"{terms.version} here; install the same on all machines"
        )
    for one in compiled:
        remember(one)
    if missing := terms.unknown():
        raise MissingCompiledError(*missing)
    return [_grade(task, _read(task, terms), terms) for task in tasks]


@dataclass(frozen=True, slots=True)
class _Ready:
    """A submission that can be graded, and the name of its assignment."""

    submission: Submission
    assignment: str


def _read(task: Task, terms: Terms) -> _Ready | str:
    """Read a submission and tell its assignment, or say why that is not possible."""
    if task.error:
        return task.error
    try:
        with limited():
            submission = read_submission_of(task.hand_in, task.data)
            assignment = choose_assignment(
                task.hand_in, submission, terms.assignments, terms.assignment
            ).name
    except SubmissionError as error:
        return str(error)
    except MemoryError:
        return f"{task.hand_in.path} takes more than {MEGABYTES} MB of memory to be read"
    tell_assignment(assignment)
    return _Ready(submission, assignment)


def _grade(task: Task, read: _Ready | str, terms: Terms) -> Line:
    if isinstance(read, str):
        isolation = warm_worker(trust=terms.trust).isolation
        report = empty_report(task.hand_in, terms, isolation, read)
        return make_line(task, terms, report, read)
    if read.assignment in terms.missing:
        problem = f"{task.hand_in.path} is not graded: {terms.missing[read.assignment]}"
        return make_line(task, terms, None, problem)
    compiled = terms.compiled(read.assignment)
    assignment = compiled.assignment
    if terms.only is not None and terms.exercise(assignment) is None:
        return Line(task.key, "", read.assignment, failed=False, share=None)
    cases = compiled.cases(task.hand_in.student if terms.individual else None)
    wanted = assignment if terms.only is None else with_helpers(assignment, terms)
    drawn = compiled.illustrations if terms.illustrate else {}
    warm_worker(trust=terms.trust)
    try:
        with limited():
            report = grade_stubbornly(read.submission, wanted, cases, drawn, trust=terms.trust)
            code = ""
            if terms.fingerprint:
                names = [one.names for one in assignment.exercises]
                code = fingerprint(read.submission.code, names)
            return make_line(task, terms, terms.chosen(report), code=code)
    except MemoryError:
        message = f"{task.hand_in.path} takes more than {MEGABYTES} MB of memory to be judged"
        isolation = warm_worker(trust=terms.trust).isolation
        report = lost_report(task.hand_in.student, assignment, isolation, Outcome.CRASHED, message)
        return make_line(task, terms, terms.chosen(report))


def with_helpers(assignment: Assignment, terms: Terms) -> Assignment:
    """Keep the one exercise to grade, and those that it builds on."""
    names = {terms.exercise(assignment)}
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


def lost_report(
    name: str, assignment: Assignment, isolation: Isolation, outcome: Outcome, message: str
) -> Report:
    """Report a submission that no process graded to its end."""
    return Report(
        name,
        assignment.name,
        tuple(refuse(exercise, outcome, message) for exercise in assignment.exercises),
        isolation,
        (message,),
    )


def empty_report(
    hand_in: HandIn, terms: Terms, isolation: Isolation, problem: str
) -> Report | None:
    """Report a file of a class that cannot be read: it earns nothing, and is not forgotten."""
    name = terms.assignment or hand_in.hint
    if hand_in.is_named or name not in terms.digests:
        return None
    message, exercises = "the file could not be graded", terms.compiled(name).assignment.exercises
    results = tuple(refuse(exercise, Outcome.MISSING, message) for exercise in exercises)
    return Report(hand_in.student, name, results, isolation, (problem,))


def make_line(
    task: Task, terms: Terms, report: Report | None, error: str = "", code: str = ""
) -> Line:
    """Write what became of a task as a line of the journal."""
    name = "" if report is None else report.assignment
    course = terms.course(name)
    if report is not None and not error:
        error = report.unjudged
    record = Record(
        submission=task.hand_in.student,
        assignment=name,
        path=task.key,
        content=task.content,
        course=course,
        code=code,
        report=report,
        error=error,
        id=task.hand_in.id,
    )
    is_scored = report is not None and report.max_score and report.is_judged
    share = report.score / report.max_score if report is not None and is_scored else None
    return Line(task.key, record.line(), name, bool(error), share)


_OWN = threading.local()
_STARTED: list[Worker] = []


def warm_worker(*, trust: bool) -> WalledWorker:
    """Give the worker of this thread; start one if it has none, or if it died.

    A worker ends with the thread that started it, so threads cannot lend each other theirs.

    Raises
    ------
    IsolationError
        If student code cannot be walled off here and submissions are not trusted.
    WorkerError
        If no worker starts.
    """
    walled: WalledWorker | None = getattr(_OWN, "walled", None)
    is_safe = walled is not None and (trust or walled.isolation is Isolation.FULL)
    if walled is None or not is_safe or not walled.worker.is_alive:
        if walled is not None:
            walled.worker.stop()
        worker = Worker()
        worker.start()
        if not _STARTED:
            # What is here by now stays: no collection of garbage need look at it again.
            gc.collect()
            gc.freeze()
        _STARTED.append(worker)
        walled = _OWN.walled = WalledWorker(worker, choose_isolation(worker, trust=trust))
    return walled


@atexit.register
def stop_workers() -> None:
    """End all workers of this process."""
    while _STARTED:
        _STARTED.pop().stop()
