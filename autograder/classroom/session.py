"""Grade many submissions with a few warm workers."""

from __future__ import annotations

import queue
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial

from autograder.classroom.collection import Entry, choose_assignment
from autograder.course import ASSIGNMENTS
from autograder.course.expected import all_cases
from autograder.grading.grader import grade_submission
from autograder.grading.verdict import refuse
from autograder.report import Isolation, Outcome, Report
from autograder.sandbox.process import Worker
from autograder.sandbox.selftest import choose_isolation
from autograder.submission import SubmissionError, read_submission


@dataclass(frozen=True, slots=True)
class Graded:
    """What became of one file.

    Attributes
    ----------
    entry : Entry
        The file.
    report : Report or None
        None if there is nothing that could be graded.
    error : str
        Why the file could not be read; empty if it could.
    """

    entry: Entry
    report: Report | None
    error: str = ""


@dataclass(frozen=True, slots=True)
class WalledWorker:
    """A worker, and how far it walls student code off."""

    worker: Worker
    isolation: Isolation


def grade_entries(
    entries: Iterable[Entry], assignment: str | None = None, jobs: int = 1, *, trust: bool = False
) -> Iterator[Graded]:
    """Grade files, in their order.

    Parameters
    ----------
    entries : iterable of Entry
        The files.
    assignment : str, optional
        What to grade them as; by default it is told from each file.
    jobs : int
        How many workers to run side by side.
    trust : bool
        Whether to grade even where student code cannot be walled off.

    Raises
    ------
    IsolationError
        If student code cannot be walled off and submissions are not trusted.

    Yields
    ------
    Graded
        One for each file.
    """
    with ExitStack() as stack:
        workers: queue.SimpleQueue[WalledWorker] = queue.SimpleQueue()
        for _ in range(jobs):
            worker = stack.enter_context(Worker())
            workers.put(WalledWorker(worker, choose_isolation(worker, trust=trust)))
        # The threads wait for their workers, nothing more: student code runs in those.
        pool = stack.enter_context(ThreadPoolExecutor(jobs))
        yield from pool.map(partial(_grade_entry, workers, assignment), entries)


def _grade_entry(
    workers: queue.SimpleQueue[WalledWorker], assignment: str | None, entry: Entry
) -> Graded:
    worker = workers.get()
    try:
        return grade_entry(entry, assignment, worker)
    finally:
        workers.put(worker)


def grade_entry(entry: Entry, assignment: str | None, walled: WalledWorker) -> Graded:
    """Grade one file."""
    try:
        submission = read_submission(entry.path, entry.name)
        chosen = choose_assignment(entry, submission, assignment)
    except SubmissionError as error:
        report = _empty_report(entry, assignment, walled.isolation, str(error))
        return Graded(entry, report, str(error))
    expected = all_cases(chosen.name)
    report = grade_submission(submission, chosen, expected, walled.worker, walled.isolation)
    return Graded(entry, report)


def _empty_report(
    entry: Entry, assignment: str | None, isolation: Isolation, problem: str
) -> Report | None:
    """Report a file of a class that cannot be read: it earns nothing, and is not forgotten."""
    name = assignment or entry.hint
    if entry.is_named or name not in ASSIGNMENTS:
        return None
    message = "the file could not be graded"
    results = tuple(
        refuse(exercise, Outcome.MISSING, message) for exercise in ASSIGNMENTS[name].exercises
    )
    return Report(entry.name, name, results, isolation, (problem,))
