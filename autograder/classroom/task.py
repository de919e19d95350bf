"""What is to be graded, and what became of it: plain data that goes to another process and back."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

from autograder.classroom.journal import Record
from autograder.classroom.plan import GradingPlan
from autograder.grading.verdict import refuse
from autograder.intake import HandIn, read_hand_in
from autograder.report import Isolation, Outcome, Report
from autograder.rubric.exercise import Assignment
from autograder.submission import SubmissionError, UnreadableError


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
    outcome : Outcome
        What then becomes of its exercises: MISSING, or NOT_JUDGED where the machine failed.
    """

    hand_in: HandIn
    key: str
    data: bytes
    content: str
    error: str = ""
    outcome: Outcome = Outcome.MISSING


def read_task(hand_in: HandIn, key: str) -> Task:
    """Read a file that is to be graded; where that is not possible, the task says why."""
    try:
        data = read_hand_in(hand_in)
    except UnreadableError as error:
        return Task(hand_in, key, b"", "", str(error), Outcome.NOT_JUDGED)
    except SubmissionError as error:
        return Task(hand_in, key, b"", "", str(error))
    return Task(hand_in, key, data, sha256(data).hexdigest())


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
    hand_in: HandIn,
    plan: GradingPlan,
    isolation: Isolation,
    problem: str,
    outcome: Outcome = Outcome.MISSING,
) -> Report | None:
    """Report a file of a class that cannot be read: it earns nothing, and is not forgotten.

    What the machine does not give is not judged, and has no score.
    """
    name = plan.assignment or hand_in.hint
    if hand_in.is_named or name not in plan.digests:
        return None
    message, exercises = "the file could not be graded", plan.compiled(name).assignment.exercises
    results = tuple(refuse(exercise, outcome, message) for exercise in exercises)
    return Report(hand_in.student, name, results, isolation, (problem,))


def make_line(
    task: Task, plan: GradingPlan, report: Report | None, error: str = "", code: str = ""
) -> Line:
    """Write what became of a task as a line of the journal."""
    name = "" if report is None else report.assignment
    course = plan.course(name)
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
