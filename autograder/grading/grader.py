"""Grade a submission: run its exercises behind the wall and judge what comes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from autograder.course.exercise import Assignment, Case, Exercise
from autograder.course.expected import Frozen
from autograder.grading.form import nearest_name
from autograder.grading.verdict import NOT_WRITTEN, judge, refuse
from autograder.report import ExerciseResult, Isolation, Outcome, Report
from autograder.sandbox.answer import ExerciseAnswer, StudentError, read_answer
from autograder.sandbox.frames import Ending
from autograder.sandbox.process import Run
from autograder.sandbox.wire import WireError
from autograder.submission import Code, Submission
from autograder.submission.structure import functions_of
from autograder.text import one_line


class Runner(Protocol):
    """Runs requests behind the wall; :class:`autograder.sandbox.process.Worker` is one."""

    def run(self, request: object, seconds: Sequence[float]) -> Run:
        """Run the exercises of a request in a fresh child."""


def grade_submission(
    submission: Submission,
    assignment: Assignment,
    expected: Mapping[str, Frozen],
    runner: Runner,
    isolation: Isolation,
) -> Report:
    """Grade a submission.

    Parameters
    ----------
    submission : Submission
        What the student handed in.
    assignment : Assignment
        What it is graded as.
    expected : mapping
        For each exercise, its frozen cases.
    runner : Runner
        Where student code runs.
    isolation : Isolation
        How far the runner walls student code off.

    Returns
    -------
    Report
        A result for each exercise of the assignment, in its order.
    """
    code = submission.code
    results: dict[str, ExerciseResult] = {}
    to_run: list[Exercise] = []
    for exercise in assignment.exercises:
        refused = _refuse_unrun(exercise, code)
        if refused is None:
            to_run.append(exercise)
        else:
            results[exercise.name] = refused
    answers = _run(to_run, code, expected, runner)
    for exercise in to_run:
        answer = answers[exercise.name]
        results[exercise.name] = judge(exercise, expected[exercise.name], answer, code)
    for exercise in to_run:
        results[exercise.name] = _carry_forward(
            exercise, assignment, code, expected, runner, results
        )
    problems = [*code.problems, *_problems_while_defining(code, answers)]
    return Report(
        submission.name,
        assignment.name,
        tuple(results[exercise.name] for exercise in assignment.exercises),
        isolation,
        tuple(one_line(problem, 200) for problem in dict.fromkeys(problems)),
    )


def _refuse_unrun(exercise: Exercise, code: Code) -> ExerciseResult | None:
    """Judge what needs no run: functions that are missing, broken or not written."""
    definition = code.definition(exercise.names)
    if definition is None:
        for name in exercise.names:
            if name in (code.broken or {}):
                assert code.broken is not None
                return refuse(exercise, Outcome.ERROR, one_line(code.broken[name], 200))
        message = f"there is no function {exercise.name}; {_what_became_of(exercise, code)}"
        return refuse(exercise, Outcome.MISSING, message)
    if definition.is_stub:
        return refuse(exercise, Outcome.NOT_ATTEMPTED, NOT_WRITTEN)
    return None


def _what_became_of(exercise: Exercise, code: Code) -> str:
    """Suggest the function whose name is like that of an exercise that is missing."""
    like = nearest_name(exercise.name, functions_of(code))
    if like is None:
        return "was it renamed or deleted?"
    definition = code.definition([like])
    assert definition is not None
    return f"is it your {one_line(like, 40)} in {definition.cell}?"


def _run(
    exercises: Sequence[Exercise],
    code: Code,
    expected: Mapping[str, Frozen],
    runner: Runner,
    helpers: Sequence[tuple[list[str], str]] = (),
) -> dict[str, ExerciseAnswer]:
    """Run exercises, the visible cases of all of them in one child and the hidden ones in another.

    Values and texts that come from visible inputs are shown to students, so the process that makes
    them must not have seen a hidden input.
    """
    answers = {exercise.name: ExerciseAnswer() for exercise in exercises}
    for is_visible in (True, False):
        cases = {
            name: [case for case in frozen.cases if case.visible is is_visible]
            for name, frozen in expected.items()
        }
        due = [e for e in exercises if cases[e.name] and answers[e.name].ending is Ending.DONE]
        for name, answer in _run_cases(due, code, cases, runner, helpers).items():
            answers[name] = answers[name].joined_with(answer)
    return answers


def _run_cases(
    exercises: Sequence[Exercise],
    code: Code,
    cases: Mapping[str, Sequence[Case]],
    runner: Runner,
    helpers: Sequence[tuple[list[str], str]],
) -> dict[str, ExerciseAnswer]:
    """Run exercises; when one ends its child, the rest go on in a fresh one."""
    answers: dict[str, ExerciseAnswer] = {}
    waiting = list(exercises)
    while waiting:
        run = runner.run(_request(waiting, code, cases, helpers), [e.seconds for e in waiting])
        for exercise, value in zip(waiting, run.answers, strict=False):
            answers[exercise.name] = _answer(exercise, value, len(cases[exercise.name]))
        waiting = waiting[len(run.answers) :]
        if waiting:
            stopped = waiting.pop(0)
            answers[stopped.name] = ExerciseAnswer(ending=run.ending, detail=run.detail)
    return answers


def _answer(exercise: Exercise, value: object, num_cases: int) -> ExerciseAnswer:
    try:
        return read_answer(value, exercise.name, num_cases)
    except WireError:
        return ExerciseAnswer(ending=Ending.MALFORMED)


def _request(
    exercises: Sequence[Exercise],
    code: Code,
    cases: Mapping[str, Sequence[Case]],
    helpers: Sequence[tuple[list[str], str]],
) -> dict[str, object]:
    needed = {number for exercise in exercises for number in code.needs(exercise.names)}
    return {
        "statements": [
            {"cell": s.cell, "line": s.line, "source": s.source, "flags": code.flags}
            if number in needed
            else None
            for number, s in enumerate(code.statements)
        ],
        "exercises": [
            {
                "name": exercise.name,
                "names": list(exercise.names),
                "needs": list(code.needs(exercise.names)),
                "helpers": list(helpers),
                "cases": [
                    {"args": list(case.args), "kwargs": dict(case.kwargs), "traced": case.traced}
                    for case in cases[exercise.name]
                ],
            }
            for exercise in exercises
        ],
    }


def _carry_forward(
    exercise: Exercise,
    assignment: Assignment,
    code: Code,
    expected: Mapping[str, Frozen],
    runner: Runner,
    results: Mapping[str, ExerciseResult],
) -> ExerciseResult:
    """Let one mistake cost once: run work that builds on wrong helpers with correct ones.

    A helper is replaced where it did not earn its own points; the new result counts where it is
    the better one.
    """
    own = results[exercise.name]
    if own.outcome is Outcome.PASSED or not exercise.helpers:
        return own
    wrong = [name for name in exercise.helpers if results[name].outcome is not Outcome.PASSED]
    replaced = [_helper(assignment, expected, name) for name in wrong if expected[name].source]
    if not replaced:
        return own
    answer = _run([exercise], code, expected, runner, replaced)[exercise.name]
    again = judge(exercise, expected[exercise.name], answer, code)
    if again.score <= own.score:
        return own
    return ExerciseResult(
        again.name,
        again.outcome,
        again.checks,
        again.message,
        again.misconception,
        again.hint,
        tuple(wrong),
        again.seconds,
    )


def _helper(
    assignment: Assignment, expected: Mapping[str, Frozen], name: str
) -> tuple[list[str], str]:
    return list(assignment.exercise(name).names), expected[name].source


def _problems_while_defining(code: Code, answers: Mapping[str, ExerciseAnswer]) -> list[str]:
    """Say which statements raised while they were defined; a missing package is told already.

    The text of an exception is left out: by then, student code may have seen hidden inputs.
    """
    told: dict[int, StudentError] = {}
    for answer in answers.values():
        told.update(answer.problems)
    return [
        f"{code.statements[number].cell}: {error.type} (line {error.line})"
        for number, error in sorted(told.items())
        if 0 <= number < len(code.statements) and error.type != "ModuleNotFoundError"
    ]
