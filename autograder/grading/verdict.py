"""From what student code answered to checks, points and an outcome: a pure function."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from autograder.grading.advice import advice, advise
from autograder.grading.diagnosis import Diagnosis, diagnose
from autograder.grading.evidence import MOST_REMEMBERED, Evidence, Sight, gather
from autograder.grading.explanation import explain, explain_shortly, has_memory
from autograder.grading.form import Background, describe_error
from autograder.grading.manner import advise_defaults, check_result, judge_manner
from autograder.grading.plots import plots_of
from autograder.report import CheckResult, ExerciseResult, Outcome
from autograder.rubric.exercise import Check, Exercise, Fact
from autograder.rubric.expected import Frozen
from autograder.sandbox.answer import CaseAnswer, ExerciseAnswer, StudentError
from autograder.sandbox.frames import Ending
from autograder.submission.code import Code
from autograder.submission.structure import structure_of, variables_of

OUTCOMES = {
    Ending.TIMEOUT: Outcome.TIMEOUT,
    Ending.CRASHED: Outcome.CRASHED,
    Ending.TOO_MUCH: Outcome.ERROR,
    Ending.MALFORMED: Outcome.ERROR,
    Ending.LOST: Outcome.NOT_JUDGED,
}
NOT_WRITTEN = "not written yet"
BLOCKED_BY_VALUES = "counts once the values are right"


def judge(
    exercise: Exercise,
    frozen: Frozen,
    answer: ExerciseAnswer,
    code: Code | None = None,
    *,
    briefly: bool = False,
) -> ExerciseResult:
    """Score one exercise.

    Parameters
    ----------
    exercise : Exercise
        Its rubric.
    frozen : Frozen
        Its cases and expected outputs.
    answer : ExerciseAnswer
        What student code did with those cases.
    code : Code or None
        The source, where it is at hand: it tells more of a mistake than values do.
    briefly : bool
        Whether to leave out what does not change the score: names, explanations, advice, plots.

    Returns
    -------
    ExerciseResult
        With all the points for right work, and for wrong work those of the facts that hold.
    """
    if answer.ending is not Ending.DONE:
        return refuse(exercise, OUTCOMES[answer.ending], _describe_ending(exercise, answer))
    if not answer.defined:
        outcome, message = _why_undefined(exercise, answer)
        return refuse(exercise, outcome, message)
    if any(_is_stub_error(exercise, case.error) for case in answer.cases):
        return refuse(exercise, Outcome.NOT_ATTEMPTED, NOT_WRITTEN, answer.seconds)
    valued = frozen.valued()
    cases = answer.cases if valued is frozen else _valued_answers(frozen, answer.cases)
    # What comes once, and is large, is not remembered.
    gather_ = gather if answer.is_small else gather.__wrapped__
    evidence = gather_(exercise, valued, cases)
    if any(sight.case.visible and sight.difference for s in evidence.values() for sight in s):
        # What is wrong is told of visible cases: no line of a hidden one is.
        cases = _without_places(valued, cases)
        evidence = gather_(exercise, valued, cases)
    if briefly:
        checks = _judge_checks(exercise, frozen, answer.cases, evidence, {})
        return ExerciseResult(exercise.name, _outcome(checks, cases), checks)
    known = (
        find_mistakes(exercise, valued, cases)
        if answer.is_small
        else _name_mistakes(exercise, valued, evidence)
    )
    explained = _explain(exercise, valued, evidence, known.explained, code)
    checks = _judge_checks(exercise, frozen, answer.cases, evidence, explained)
    outcome = _outcome(checks, cases)
    if outcome is Outcome.PASSED:
        checks += advise(exercise, cases, code)
        checks += tuple(
            advice(check.name, message)
            for check in exercise.checks
            if check.fact is Fact.DEFAULTS
            for message in advise_defaults(frozen, answer.cases)
        )
    return ExerciseResult(
        exercise.name,
        outcome,
        checks,
        misconception=known.name,
        hint=known.hint,
        seconds=answer.seconds,
        plots=plots_of(exercise, valued, cases),
    )


def _without_places(frozen: Frozen, answers: Sequence[CaseAnswer]) -> tuple[CaseAnswer, ...]:
    return tuple(
        replace(answer, error=answer.error.without_place())
        if answer.error is not None and answer.error.line and not case.visible
        else answer
        for case, answer in zip(frozen.cases, answers, strict=True)
    )


def _valued_answers(frozen: Frozen, answers: Sequence[CaseAnswer]) -> tuple[CaseAnswer, ...]:
    return tuple(a for case, a in zip(frozen.cases, answers, strict=True) if not case.omits)


@lru_cache(maxsize=MOST_REMEMBERED)
def find_mistakes(exercise: Exercise, frozen: Frozen, answers: tuple[CaseAnswer, ...]) -> Diagnosis:
    """Name the mistakes, unless results depend on more than the inputs: then none can be named."""
    return _name_mistakes(exercise, frozen, gather(exercise, frozen, answers))


def _name_mistakes(exercise: Exercise, frozen: Frozen, evidence: Evidence) -> Diagnosis:
    return diagnose(exercise, frozen, evidence) if _is_steady(evidence) else Diagnosis()


def refuse(
    exercise: Exercise, outcome: Outcome, message: str, seconds: float = 0.0
) -> ExerciseResult:
    """Score an exercise whose function did not run to its end: no check earns a point."""
    result, said = {
        Outcome.NOT_ATTEMPTED: (Outcome.NOT_ATTEMPTED, ""),
        Outcome.NOT_JUDGED: (Outcome.NOT_JUDGED, ""),
    }.get(outcome, (Outcome.BLOCKED, "not run"))
    checks = tuple(
        CheckResult(check.name, result, 0.0, check.points, message=said)
        for check in exercise.checks
        if check.points
    )
    return ExerciseResult(exercise.name, outcome, checks, message=message, seconds=seconds)


def _describe_ending(exercise: Exercise, answer: ExerciseAnswer) -> str:
    return {
        Ending.TIMEOUT: f"stopped after {exercise.seconds:g} s; is there a loop that never ends?",
        Ending.CRASHED: "the process that ran it died" + (answer.detail and f" ({answer.detail})"),
        Ending.TOO_MUCH: "it returns far more data than expected",
        Ending.MALFORMED: "its answer cannot be read",
        Ending.LOST: "the machine ended the process that ran it, and not what it did",
    }[answer.ending]


def _why_undefined(exercise: Exercise, answer: ExerciseAnswer) -> tuple[Outcome, str]:
    for _, error in answer.problems:
        place = f" ({error.place})" if error.place else ""
        return Outcome.ERROR, f"its cell raises {error.type}{place}"
    return Outcome.ERROR, f"{exercise.name} is defined, but it is no function"


def _is_stub_error(exercise: Exercise, error: StudentError | None) -> bool:
    return (
        error is not None
        and error.type == "NotImplementedError"
        and error.function in exercise.names
    )


def _outcome(checks: Sequence[CheckResult], cases: Sequence[CaseAnswer]) -> Outcome:
    if all(check.outcome is Outcome.PASSED for check in checks if check.max_score):
        return Outcome.PASSED
    if all(check.outcome is Outcome.NOT_ATTEMPTED for check in checks if check.max_score):
        return Outcome.NOT_ATTEMPTED
    if cases and all(case.error is not None for case in cases):
        return Outcome.ERROR
    return Outcome.FAILED


def _judge_checks(
    exercise: Exercise,
    frozen: Frozen,
    answers: Sequence[CaseAnswer],
    evidence: Evidence,
    explained: Mapping[Check, str | None],
) -> tuple[CheckResult, ...]:
    values = _judge_values(evidence, explained)
    values_right = all(result.outcome is Outcome.PASSED for result in values.values())
    results = (
        values[check]
        if check in values
        else judge_manner(check, exercise, frozen, answers)
        if values_right or _is_about_right_part(check, values)
        else check_result(check, Outcome.BLOCKED, message=BLOCKED_BY_VALUES)
        for check in exercise.checks
    )
    return tuple(r for r in results if not r.is_advice or r.outcome is Outcome.FAILED)


def _is_about_right_part(check: Check, values: Mapping[Check, CheckResult]) -> bool:
    """Tell whether a check looks at one part of the returned value, whose value is right."""
    return bool(check.path) and all(
        result.outcome is Outcome.PASSED
        for other, result in values.items()
        if other.path == check.path
    )


def _is_steady(evidence: Evidence) -> bool:
    """Tell whether results depend on the inputs alone."""
    return not any(_first_failure(sights) and has_memory(sights) for sights in evidence.values())


def _explain(
    exercise: Exercise,
    frozen: Frozen,
    evidence: Evidence,
    named: Container[Check],
    code: Code | None,
) -> dict[Check, str | None]:
    """Explain what is wrong, and shortly where a known mistake does: one mistake, one message."""
    failing = [check for check, sights in evidence.items() if _first_failure(sights)]
    if not failing:
        return {}
    variables = variables_of(code) if code is not None else frozenset()
    background = Background(structure_of(code, exercise.names), frozen.parameters, variables)
    return {
        check: (explain_shortly if check in named else explain)(check, evidence[check], background)
        for check in failing
    }


def _judge_values(
    evidence: Evidence, explained: Mapping[Check, str | None]
) -> dict[Check, CheckResult]:
    """Judge the checks of values; what is wrong with all of the returned value is told once."""
    results: dict[Check, CheckResult] = {}
    told: set[str] = set()
    for check, sights in evidence.items():
        failure = _first_failure(sights)
        result = _judge_value(check, sights, explained.get(check))
        if failure is not None and failure.is_about_all:
            if result.message in told:
                result = check_result(check, Outcome.BLOCKED, message="as above")
            told.add(result.message)
        results[check] = result
    return results


def _first_failure(sights: Sequence[Sight]) -> Sight | None:
    return next((sight for sight in sights if sight.difference is not None), None)


def _judge_value(check: Check, sights: Sequence[Sight], explained: str | None) -> CheckResult:
    failure = _first_failure(sights)
    if failure is None:
        all_seen = all(sight.case.visible for sight in sights)
        return check_result(check, Outcome.PASSED, visible=all_seen)
    difference, visible = failure.difference, failure.case.visible
    assert difference is not None
    if check.fact is Fact.ANSWER and failure.error is None:
        if difference.unanswered:
            return check_result(check, Outcome.NOT_ATTEMPTED, message=difference.message)
        return check_result(check, Outcome.FAILED, message=check.hint, visible=visible)
    message = explained or _describe_failure(failure)
    if not visible:
        seen = any(sight.case.visible for sight in sights)
        prefix = "right on the example, but on other inputs " if seen else ""
        return check_result(check, Outcome.FAILED, message=prefix + message, visible=False)
    return check_result(
        check,
        Outcome.FAILED,
        message=message,
        expected=difference.expected,
        got=difference.got,
        case=failure.case.name,
        difference=_describe_failure(failure),
    )


def _describe_failure(failure: Sight) -> str:
    assert failure.difference is not None
    if failure.error is None:
        seen, unseen = failure.difference.message, failure.difference.unseen
        return seen if failure.case.visible else unseen or seen
    return describe_error(failure.error, visible=failure.case.visible)
