"""Say whether an assignment does what it should: right work, untouched work, known mistakes."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from autograder.authoring.building import Made, making
from autograder.authoring.inspection import find_line
from autograder.authoring.leaks import leaked_lines, leaked_numbers
from autograder.authoring.sources import Sources
from autograder.course import Course
from autograder.grading.grader import Runner, grade_submission
from autograder.practice.cases import practice_cases
from autograder.practice.trial import judge_here
from autograder.report import ExerciseResult, Isolation, Outcome
from autograder.rubric.compiled import HIDDEN, Compiled, compile_files
from autograder.rubric.exercise import Exercise, Misconception
from autograder.rubric.expected import Raised
from autograder.rubric.storage import write
from autograder.submission import read_submission


@dataclass(frozen=True, slots=True)
class Linted:
    """What was found about an assignment.

    Attributes
    ----------
    name : str
        The assignment.
    num_exercises : int
        How many exercises it has.
    points : float
        What it is worth.
    solved, untouched : float
        What the reference solutions and the released notebook earn.
    num_misconceptions : int
        How many mistakes are known.
    caught, named : int
        How many of them lose points in practice and in grading, and how many bear their own name.
    problems : tuple of str
        What does not work, where, and what to do.
    """

    name: str
    num_exercises: int
    points: float
    solved: float
    untouched: float
    num_misconceptions: int
    caught: int
    named: int
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Mistake:
    """How a misconception is graded.

    Attributes
    ----------
    exercise : Exercise
        Where it is made.
    misconception : Misconception
        What it is.
    graded : ExerciseResult
        What it earns.
    practised : ExerciseResult or None
        What it is shown on the visible cases; None where there are none.
    raises : str
        What it raises, if it returns nothing in any case.
    """

    exercise: Exercise
    misconception: Misconception
    graded: ExerciseResult
    practised: ExerciseResult | None
    raises: str

    @property
    def is_caught(self) -> bool:
        results = (self.graded, self.practised or self.graded)
        return all(one.score < one.max_score for one in results)

    @property
    def is_named(self) -> bool:
        return self.graded.misconception == self.misconception.name


def lint_assignment(
    course: Course, sources: Sources, runner: Runner, isolation: Isolation
) -> Linted:
    """Build an assignment aside, and grade its solutions, its stubs and its misconceptions.

    Parameters
    ----------
    course : Course
        Where it belongs; nothing of it is changed.
    sources : Sources
        What is written for it.
    runner : Runner
        Where solutions run.
    isolation : Isolation
        How far it walls them off.

    Raises
    ------
    AuthorError
        If it does not build.
    """
    name, rubric = sources.assignment.name, f"rubrics/{sources.assignment.name}.py"

    def line(word: str) -> str:
        return find_line(course.folder, rubric, word)

    with making(course, sources) as made:
        compiled = _compiled(course, name, made)
        solved, untouched = (
            grade_submission(
                read_submission(folder / f"{name}.ipynb"),
                compiled.assignment,
                compiled.cases(),
                runner,
                isolation,
            )
            for folder in (made.source, made.released)
        )
        leaks = [
            *leaked_lines(sources, made),
            *leaked_numbers(sources, made.released, compiled),
        ]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        mistakes = list(_judge_mistakes(sources, compiled))
    problems = [
        *_lost_points(sources, solved.exercises),
        *_earned_untouched(name, untouched.exercises),
        *_odd_numbers(sources, compiled),
        *_missed_mistakes(mistakes, line),
        *_undeclared_helpers(sources, line),
        *_unnamed(sources),
        *leaks,
    ]
    return Linted(
        name,
        len(sources.assignment.exercises),
        solved.max_score or 0,
        solved.score or 0,
        untouched.score or 0,
        len(mistakes),
        sum(one.is_caught for one in mistakes),
        sum(one.is_named for one in mistakes),
        tuple(problems),
    )


def _compiled(course: Course, name: str, made: Made) -> Compiled:
    """Put what was made together as grading reads it; the first set speaks for the others."""
    contents = {path.name: write(stored) for path, stored in made.compiled.items()}
    checks = contents.pop(course.checks(name).name)
    hidden = course.hidden(name).name
    assert hidden.endswith(HIDDEN)
    return compile_files(name, checks, {hidden: contents[hidden]})


def _lost_points(sources: Sources, results: tuple[ExerciseResult, ...]) -> Iterator[str]:
    """Say where right work loses points."""
    for result in results:
        function = sources.solution(result.name)
        line = function.__code__.co_firstlineno
        place = f"solutions/{sources.assignment.name}.py, line {line}: {result.name}"
        if result.outcome is Outcome.PASSED and result.score == result.max_score:
            continue
        said = [f"{one.name!r}: {one.message}" for one in result.checks if one.message]
        why = "; ".join(said[:1]) or result.message or result.outcome.value
        yield (
            f"{place} earns {result.score or 0:g} of its own {result.max_score:g} points ({why}); "
            "mend the solution, or the check"
        )


def _earned_untouched(name: str, results: tuple[ExerciseResult, ...]) -> Iterator[str]:
    """Say where the released notebook earns points, or is called wrong."""
    for result in results:
        if result.score or result.outcome is not Outcome.NOT_ATTEMPTED:
            yield (
                f"release/{name}/{name}.ipynb: {result.name} earns {result.score or 0:g} points "
                f"untouched, and is called {result.outcome.value!r} in place of 'not attempted'; "
                "leave it out of what the text gives"
            )


def _judge_mistakes(sources: Sources, compiled: Compiled) -> Iterator[_Mistake]:
    """Make each mistake, on the visible cases and on all."""
    everything, visible = compiled.cases(), practice_cases(compiled)
    for exercise in compiled.assignment.exercises:
        written = sources.assignment.exercise(exercise.name)
        for one in written.misconceptions:
            assert one.wrong is not None
            practised = None
            if written.visible:
                practised = judge_here(one.wrong, exercise, visible[exercise.name])
            graded = judge_here(one.wrong, exercise, everything[exercise.name])
            outputs = everything[exercise.name].misconceptions[one.name]
            raised = [output.type_name for output in outputs if isinstance(output, Raised)]
            is_silent = bool(raised) and len(raised) == len(outputs)
            yield _Mistake(exercise, one, graded, practised, raised[0] if is_silent else "")


def _odd_numbers(sources: Sources, compiled: Compiled) -> Iterator[str]:
    """Find cases in which right work gives no number: hardly what an author means."""
    for name, frozen in compiled.cases().items():
        line = sources.solution(name).__code__.co_firstlineno
        for case, output in zip(frozen.cases, frozen.outputs, strict=True):
            if not _is_finite(output):
                yield (
                    f"solutions/{sources.assignment.name}.py, line {line}: {name} gives nan or "
                    f"infinity in the case {case.name!r}; mend it, or keep such inputs away with a "
                    "Rule"
                )
                break


def _is_finite(value: object) -> bool:
    if isinstance(value, Mapping):
        return all(map(_is_finite, value.values()))
    if isinstance(value, list | tuple):
        return all(map(_is_finite, value))
    is_real = isinstance(value, np.ndarray | np.generic | float)
    return not is_real or bool(np.isfinite(value).all())  # type: ignore[call-overload]


def _missed_mistakes(mistakes: list[_Mistake], line: Callable[[str], str]) -> Iterator[str]:
    for mistake in mistakes:
        name, graded = mistake.misconception.name, mistake.graded
        what = f"{line(name)}: the misconception {name!r} of {mistake.exercise.name}"
        if raised := mistake.raises:
            yield (
                f"{what} raises {raised} in every case, and nothing is known of it; let it take "
                f"what {mistake.exercise.name} takes"
            )
        elif graded.score == graded.max_score:
            yield f"{what} earns all the points; is it wrong at all, and does a case show it?"
        elif not mistake.is_caught:
            yield f"{what} shows in no visible case, and practice calls it right; add one that does"
        elif not mistake.is_named:
            called = (
                f"is called {graded.misconception!r}" if graded.misconception else "has no name"
            )
            yield (
                f"{what} {called}: no case tells it from others; add a case that does, or change "
                "their order"
            )


def _undeclared_helpers(sources: Sources, line: Callable[[str], str]) -> Iterator[str]:
    """Find what solutions call without saying so: one mistake would cost twice."""
    names = {exercise.name for exercise in sources.assignment.exercises}
    for exercise in sources.assignment.exercises:
        code = sources.solution(exercise.name).__code__
        for name in code.co_names:
            if name in names - {exercise.name, *exercise.helpers}:
                yield (
                    f"{line(exercise.name)}: {exercise.name} calls {name}, which is none of its "
                    f'helpers, so that one mistake costs twice; write: helpers=("{name}",)'
                )


def _unnamed(sources: Sources) -> Iterator[str]:
    """Find exercises that the text says nothing about."""
    name = sources.assignment.name
    story = re.sub(r"^```.*exercise=.*$", "", sources.text, flags=re.MULTILINE)
    for exercise in sources.assignment.exercises:
        if not re.search(rf"\b{re.escape(exercise.name)}\b", story):
            yield (
                f"source/{name}/{name}.md does not name {exercise.name}, which is graded; say in "
                "the text what it is to do"
            )
