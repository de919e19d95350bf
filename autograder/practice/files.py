"""Practice on files: run a student's exercises on the visible cases, behind the wall."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from autograder.course.folder import UnknownAssignmentError
from autograder.grading.grader import grade_submission
from autograder.intake import choose_assignment, collect, read_submission_of
from autograder.practice.cases import practice_cases
from autograder.practice.helpers import judge_with_helpers
from autograder.practice.outcome import as_practised, is_done
from autograder.practice.recorded_helpers import replay_source
from autograder.report import ExerciseResult, Isolation, Outcome, Report
from autograder.rubric.compiled import Compiled
from autograder.rubric.exercise import Assignment, Exercise
from autograder.sandbox.process import Worker
from autograder.sandbox.selftest import choose_isolation
from autograder.submission import Code, Submission, SubmissionError
from autograder.submission.code import Block
from autograder.submission.reading import read_code


@dataclass(frozen=True, slots=True)
class Practised:
    """A file as it was checked.

    Attributes
    ----------
    compiled : Compiled
        What it was checked as.
    report : Report
        A result for each exercise that was asked for.
    """

    compiled: Compiled
    report: Report


class UnknownExerciseError(ValueError):
    """The assignment has no such exercise."""


class PracticeSession:
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

    def __exit__(self, *_: object) -> None:
        self._worker.stop()

    def check(
        self,
        file: Path,
        known: Mapping[str, Compiled],
        assignment: str | None = None,
        names: tuple[str, ...] = (),
    ) -> Practised:
        """Check a file on the visible cases.

        Parameters
        ----------
        file : Path
            A notebook or a module.
        known : mapping
            The compiled assignments that it may be about, by name.
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
        if assignment is not None and assignment not in known:
            message = f"there is no assignment {assignment!r}; choose one of: {', '.join(known)}"
            raise UnknownAssignmentError(message)
        assignments = {name: compiled.assignment for name, compiled in known.items()}
        hand_ins = collect([file], assignments).hand_ins
        if len(hand_ins) != 1:
            raise SubmissionError(f"{file} is a folder with several submissions; name one file")
        submission = read_submission_of(hand_ins[0])
        chosen = choose_assignment(hand_ins[0], submission, assignments, assignment)
        compiled = known[chosen.name]
        unknown = set(names) - {name for e in chosen.exercises for name in e.names}
        if unknown:
            message = f"{chosen.name} has no exercise {', '.join(sorted(unknown))}"
            raise UnknownExerciseError(message)
        wanted = [e for e in chosen.exercises if not names or set(names) & set(e.names)]
        report = self._practise(submission, compiled, _with_helpers(chosen, wanted))
        names_wanted = {exercise.name for exercise in wanted}
        results = tuple(one for one in report.exercises if one.name in names_wanted)
        return Practised(compiled, replace(report, exercises=results))

    def _practise(
        self, submission: Submission, compiled: Compiled, exercises: Sequence[Exercise]
    ) -> Report:
        """Check some exercises and their helpers; what has not changed is not run again."""
        digest, assignment = compiled.digest, compiled.assignment
        keys = {e.name: (digest, e.name, *_parts(submission.code, e)) for e in exercises}
        due = [e for e in exercises if keys[e.name] not in self._known]
        report = self._run(submission, compiled, due)
        own = {result.name: result for result in report.exercises}
        for exercise in exercises:
            key = keys[exercise.name]
            if key not in self._known:
                result = as_practised(own[exercise.name], exercise)
                wrong = self._wrong_helpers(submission.code, assignment, exercise, keys)
                self._known[key] = (
                    result
                    if is_done(result)
                    else judge_with_helpers(
                        result,
                        wrong,
                        lambda e=exercise, w=wrong: self._run_again(  # type: ignore[misc]
                            submission, compiled, e, w
                        ),
                    )
                )
        return replace(report, exercises=tuple(self._known[keys[e.name]] for e in exercises))

    def _wrong_helpers(
        self,
        code: Code,
        assignment: Assignment,
        exercise: Exercise,
        keys: dict[str, tuple[object, ...]],
    ) -> dict[str, Outcome]:
        """Find the helpers that a function calls and that are not right yet."""
        used = _reached(code, exercise.names)
        outcomes = {
            helper.name: self._known[keys[helper.name]].outcome
            for helper in map(assignment.exercise, exercise.helpers)
            if used & set(helper.names)
        }
        return {n: outcome for n, outcome in outcomes.items() if outcome is not Outcome.PASSED}

    def _run_again(
        self,
        submission: Submission,
        compiled: Compiled,
        exercise: Exercise,
        helpers: Iterable[str],
    ) -> ExerciseResult:
        """Run an exercise with the recorded answers of correct helpers below the student's own."""
        cases, code = practice_cases(compiled), submission.code
        assignment = compiled.assignment
        sources = [
            replay_source(assignment.exercise(helper).names, cases[helper]) for helper in helpers
        ]
        answers = read_code([Block("recorded answers", source) for source in sources])
        code = replace(code, statements=code.statements + answers.statements)
        (result,) = self._run(replace(submission, code=code), compiled, [exercise]).exercises
        return result

    def _run(
        self, submission: Submission, compiled: Compiled, exercises: Iterable[Exercise]
    ) -> Report:
        """Run exercises behind the wall; there are no reference solutions to replace helpers."""
        alone = tuple(replace(exercise, helpers=()) for exercise in exercises)
        return grade_submission(
            submission,
            replace(compiled.assignment, exercises=alone),
            practice_cases(compiled),
            self._worker,
            self._isolation,
        )


def _with_helpers(assignment: Assignment, wanted: Sequence[Exercise]) -> list[Exercise]:
    """Add the helpers of exercises, in the order of the assignment."""
    names = {e.name for e in wanted} | {helper for e in wanted for helper in e.helpers}
    return [exercise for exercise in assignment.exercises if exercise.name in names]


def _reached(code: Code, names: Sequence[str]) -> set[str]:
    """Find the names that a function looks up, by itself or through what these stand for."""
    seen: set[str] = set()
    waiting = [code.definition(names)]
    while waiting:
        found = waiting.pop()
        for name in found.uses - seen if found is not None else ():
            seen.add(name)
            waiting.append(code.definition([name]))
    return seen


def _parts(code: Code, exercise: Exercise) -> tuple[object, ...]:
    """Give all that the result of an exercise rests on."""
    statements = [code.statements[number] for number in code.needs(exercise.names)]
    broken = [(code.broken or {}).get(name) for name in exercise.names]
    return (code.flags, *statements, *broken)
