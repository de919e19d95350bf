"""Grade a submission: run its exercises behind the wall and judge what comes back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Protocol

from autograder.grading.form import nearest_name
from autograder.grading.plots import plots_of
from autograder.grading.request import Helper, Part, Questions, ask, questions_of, statements_for
from autograder.grading.verdict import NOT_WRITTEN, judge, refuse
from autograder.report import ExerciseResult, Isolation, Outcome, Plot, Report
from autograder.report.text import one_line
from autograder.rubric.exercise import Assignment, Exercise
from autograder.rubric.expected import Frozen
from autograder.sandbox.answer import ExerciseAnswer, Region, StudentError, read_answer
from autograder.sandbox.frames import Ending
from autograder.sandbox.request import Asked, Statement
from autograder.sandbox.session import Run
from autograder.submission import Code, Submission
from autograder.submission.problems import first_problems
from autograder.submission.structure import functions_of
from autograder.wire import WireError

MOST_RUNS = 4
"""An exercise runs on visible and on hidden cases, with its own helpers and with correct ones."""
SHOWN_FIRST = (Part.VISIBLE, Part.HIDDEN)
"""Values and texts that come from visible inputs are shown to students, so the process that makes
them must not have seen a hidden input: those are sent when all visible ones are answered."""


class Session(Protocol):
    """Requests that run one after the other, where each can have seen those before it alone."""

    def run(self, request: Sequence[Asked], seconds: Sequence[float]) -> Run:
        """Run the exercises of a request."""


class Runner(Protocol):
    """Runs requests behind the wall; :class:`autograder.sandbox.process.Worker` is one."""

    def session(
        self, statements: Sequence[Statement | None], seconds: float
    ) -> AbstractContextManager[Session]:
        """Open a session that has seen nothing yet but the code that it is about."""


def grade_submission(
    submission: Submission,
    assignment: Assignment,
    expected: Mapping[str, Frozen],
    runner: Runner,
    isolation: Isolation,
    drawn: Mapping[str, Frozen] | None = None,
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
    drawn : mapping, optional
        For some exercises, cases that are there for drawings alone.

    Returns
    -------
    Report
        A result for each exercise of the assignment, in its order.
    """
    code = submission.code
    results: dict[str, ExerciseResult] = {}
    to_run: list[Exercise] = []
    for exercise in assignment.exercises:
        refused = _refuse_unrun(exercise, assignment, code)
        if refused is None:
            to_run.append(exercise)
        else:
            results[exercise.name] = refused
    seconds = MOST_RUNS * sum(exercise.seconds for exercise in to_run)
    with runner.session(statements_for(to_run, code), seconds) as session:
        answers = _run(to_run, code, expected, session)
        for exercise in to_run:
            answer = answers[exercise.name]
            carried = _carry_forward(exercise, answer, assignment, code, expected, session, results)
            frozen = expected[exercise.name]
            results[exercise.name] = carried or _judge(exercise, frozen, answer, code)
    for exercise in to_run:
        result, plots = results[exercise.name], _draw(exercise, code, drawn or {}, runner)
        results[exercise.name] = replace(result, plots=result.plots + plots)
    problems = first_problems([*code.problems, *_problems_while_defining(code, answers)])
    return Report(
        submission.name,
        assignment.name,
        tuple(results[exercise.name] for exercise in assignment.exercises),
        isolation,
        tuple(one_line(problem, 200) for problem in problems),
    )


def _judge(
    exercise: Exercise, frozen: Frozen, answer: ExerciseAnswer, code: Code
) -> ExerciseResult:
    """Judge an answer; what cannot be explained earns the points that it deserves all the same."""
    try:
        return judge(exercise, frozen, answer, code)
    except Exception:  # noqa: BLE001 - students choose what is explained
        return judge(exercise, frozen, answer, briefly=True)


def _draw(
    exercise: Exercise, code: Code, drawn: Mapping[str, Frozen], runner: Runner
) -> tuple[Plot, ...]:
    """Run what is there for drawings, apart from all that is graded."""
    if exercise.name not in drawn:
        return ()
    with runner.session(statements_for([exercise], code), exercise.seconds) as session:
        answer = _run([exercise], code, drawn, session)[exercise.name]
    return _plots(exercise, drawn[exercise.name], answer)


def _plots(exercise: Exercise, frozen: Frozen, answer: ExerciseAnswer) -> tuple[Plot, ...]:
    """Draw what came, where all cases were answered."""
    is_whole = answer.ending is Ending.DONE and len(answer.cases) == len(frozen.cases)
    return plots_of(exercise, frozen, answer.cases) if is_whole else ()


def _refuse_unrun(exercise: Exercise, assignment: Assignment, code: Code) -> ExerciseResult | None:
    """Judge what needs no run: functions that are missing, broken or not written."""
    definition = code.definition(exercise.names)
    if definition is None:
        for name in exercise.names:
            if name in (code.broken or {}):
                assert code.broken is not None
                return refuse(exercise, Outcome.ERROR, one_line(code.broken[name], 200))
        message = (
            f"there is no function {exercise.name}; {_what_became_of(exercise, assignment, code)}"
        )
        return refuse(exercise, Outcome.MISSING, message)
    if definition.is_stub:
        return refuse(exercise, Outcome.NOT_ATTEMPTED, NOT_WRITTEN)
    return None


def _what_became_of(exercise: Exercise, assignment: Assignment, code: Code) -> str:
    """Suggest the function whose name is like that of an exercise that is missing."""
    taken = {name for other in assignment.exercises for name in other.names}
    others = [name for name in functions_of(code) if name not in taken]
    like = nearest_name(exercise.name, others)
    if like is None:
        return "was it renamed or deleted?"
    definition = code.definition([like])
    assert definition is not None
    return f"is it your {one_line(like, 40)} in {definition.cell}?"


def _run(
    exercises: Sequence[Exercise],
    code: Code,
    expected: Mapping[str, Frozen],
    session: Session,
    parts: Sequence[Part] = SHOWN_FIRST,
    helpers: Sequence[Helper] = (),
) -> dict[str, ExerciseAnswer]:
    """Run exercises, one part of the cases of all of them after the other."""
    answers = {exercise.name: ExerciseAnswer() for exercise in exercises}
    for part in parts:
        questions = {e.name: questions_of(expected[e.name], part) for e in exercises}
        due = [
            e
            for e in exercises
            if questions[e.name].num_cases and answers[e.name].ending is Ending.DONE
        ]
        for name, answer in _run_cases(due, code, questions, session, helpers).items():
            told = answer if part is Part.VISIBLE else answer.unseen(_region(name, due, code))
            answers[name] = answers[name].joined_with(told)
    return answers


def _region(name: str, exercises: Iterable[Exercise], code: Code) -> Region:
    """Find where the function of an exercise stands."""
    names = next(exercise.names for exercise in exercises if exercise.name == name)
    found = code.definition(names)
    assert found is not None
    return Region(names, found.cell, found.line, found.source.count("\n") + 1)


def _run_cases(
    exercises: Sequence[Exercise],
    code: Code,
    questions: Mapping[str, Questions],
    session: Session,
    helpers: Sequence[Helper],
) -> dict[str, ExerciseAnswer]:
    """Run exercises; when one ends its child, the rest go on in a fresh one."""
    answers: dict[str, ExerciseAnswer] = {}
    waiting = list(exercises)
    while waiting:
        request = [ask(one, code, questions[one.name], helpers) for one in waiting]
        run = session.run(request, [exercise.seconds for exercise in waiting])
        for exercise, frame, took in zip(waiting, run.frames, run.seconds, strict=False):
            num_cases = questions[exercise.name].num_cases
            answers[exercise.name] = _answer(exercise, code, frame, num_cases, took)
        waiting = waiting[len(run.frames) :]
        if waiting:
            stopped = waiting.pop(0)
            answers[stopped.name] = ExerciseAnswer(ending=run.ending, detail=run.detail)
    return answers


def _answer(
    exercise: Exercise, code: Code, frame: bytes, num_cases: int, took: float
) -> ExerciseAnswer:
    try:
        answer = read_answer(frame, exercise.name, num_cases, took)
    except WireError:
        return ExerciseAnswer(ending=Ending.MALFORMED)
    cases = tuple(
        case if case.error is None else replace(case, error=_in_submission(case.error, code))
        for case in answer.cases
    )
    needed = code.needs(exercise.names)
    problems = tuple(
        (number, _in_submission(error, code))
        for number, error in answer.problems
        if number in needed
    )
    return replace(answer, cases=cases, problems=problems)


def _in_submission(error: StudentError, code: Code) -> StudentError:
    """Believe the place of an error only where there is one: a forged line can say anything."""
    return error if code.has_line(error.cell, error.line) else error.without_place()


def _carry_forward(
    exercise: Exercise,
    answer: ExerciseAnswer,
    assignment: Assignment,
    code: Code,
    expected: Mapping[str, Frozen],
    session: Session,
    results: Mapping[str, ExerciseResult],
) -> ExerciseResult | None:
    """Let one mistake cost once: run work that builds on wrong helpers with correct ones.

    A helper is replaced where it did not earn its own points.

    Returns
    -------
    ExerciseResult or None
        None where that earns no more than the student's own helpers do.
    """
    wrong = [name for name in exercise.helpers if results[name].outcome is not Outcome.PASSED]
    replaced = [_helper(assignment, expected, name) for name in wrong if expected[name].source]
    if not replaced:
        return None
    frozen = expected[exercise.name]
    own = judge(exercise, frozen, answer, briefly=True)
    if own.outcome is Outcome.PASSED:
        return None
    new = _run([exercise], code, expected, session, [Part.ALL], replaced)[exercise.name]
    # Student code has seen hidden inputs by now, and can read the correct helpers: nothing that it
    # returns is shown.
    unseen = frozen.unseen()
    if judge(exercise, unseen, new, briefly=True).score <= own.score:
        return None
    # What is drawn comes from the first run: its visible answers were given before hidden inputs.
    plots = _plots(exercise, frozen, answer)
    again = _judge(exercise, unseen, new, code)
    return replace(again, carried_forward=tuple(wrong), plots=plots, seconds=answer.seconds)


def _helper(assignment: Assignment, expected: Mapping[str, Frozen], name: str) -> Helper:
    return assignment.exercise(name).names, expected[name].source


def _problems_while_defining(code: Code, answers: Mapping[str, ExerciseAnswer]) -> list[str]:
    """Say which statements raised while they were defined; a missing package is told already.

    The text of an exception is left out: by then, student code may have seen hidden inputs.
    """
    told: dict[int, StudentError] = {}
    for answer in answers.values():
        told.update(answer.problems)
    return [
        f"{code.statements[number].cell}: {error.type}"
        + (f" (line {error.line})" if error.line else "")
        for number, error in sorted(told.items())
        if 0 <= number < len(code.statements) and error.type != "ModuleNotFoundError"
    ]
