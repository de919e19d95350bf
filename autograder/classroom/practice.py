"""Practice on files: run a student's exercises on the visible cases, behind the wall."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Self

from autograder.course.exercise import Assignment, Exercise
from autograder.grading.grader import grade_submission
from autograder.intake import choose_assignment, collect, read_submission_of
from autograder.rehearsal import practice_cases
from autograder.report import ExerciseResult, Isolation, Report
from autograder.sandbox.process import Worker
from autograder.sandbox.selftest import choose_isolation
from autograder.submission import Code, SubmissionError


@dataclass(frozen=True, slots=True)
class Practised:
    """A file as it was checked.

    Attributes
    ----------
    assignment : Assignment
        What it was checked as.
    report : Report
        A result for each exercise that was asked for.
    """

    assignment: Assignment
    report: Report


class UnknownExerciseError(ValueError):
    """The assignment has no such exercise."""


class PracticeRoom:
    """A warm worker for practice. Use it as a context manager.

    An exercise whose code has not changed since it was checked is not run again.
    """

    def __init__(self) -> None:
        self._worker = Worker()
        self._isolation = Isolation.NONE
        self._known: dict[tuple[object, ...], ExerciseResult] = {}

    def __enter__(self) -> Self:
        self._worker.start()
        # Nothing is hidden in practice: what a machine can put up of the wall is enough.
        self._isolation = choose_isolation(self._worker, trust=True)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        self._worker.stop()

    def check(
        self, file: Path, assignment: str | None = None, names: tuple[str, ...] = ()
    ) -> Practised:
        """Check a file on the visible cases.

        Parameters
        ----------
        file : Path
            A notebook or a module.
        assignment : str, optional
            What to check it as; told from the file by default.
        names : tuple of str
            The exercises to check; all by default.

        Raises
        ------
        SubmissionError
            If the file cannot be read, or has none of the exercises.
        UnknownAssignmentError, UnknownExerciseError
            If what was asked for does not exist.
        """
        hand_ins = collect([file]).hand_ins
        if len(hand_ins) != 1:
            raise SubmissionError(f"{file} is a folder with several submissions; name one file")
        submission = read_submission_of(hand_ins[0])
        chosen = choose_assignment(hand_ins[0], submission, assignment)
        unknown = set(names) - {name for e in chosen.exercises for name in e.names}
        if unknown:
            message = f"{chosen.name} has no exercise {', '.join(sorted(unknown))}"
            raise UnknownExerciseError(message)
        wanted = [e for e in chosen.exercises if not names or set(names) & set(e.names)]
        keys = {e.name: (chosen.name, e.name, *_parts(submission.code, e)) for e in wanted}
        # Helpers are not replaced in practice: there are no reference solutions.
        due = tuple(replace(e, helpers=()) for e in wanted if keys[e.name] not in self._known)
        report = grade_submission(
            submission,
            replace(chosen, exercises=due),
            practice_cases(chosen),
            self._worker,
            self._isolation,
        )
        self._known.update((keys[result.name], result) for result in report.exercises)
        results = tuple(self._known[keys[exercise.name]] for exercise in wanted)
        return Practised(chosen, replace(report, exercises=results))


def _parts(code: Code, exercise: Exercise) -> tuple[object, ...]:
    """Give all that the result of an exercise rests on."""
    statements = [code.statements[number] for number in code.needs(exercise.names)]
    broken = [(code.broken or {}).get(name) for name in exercise.names]
    return (code.flags, *statements, *broken)
