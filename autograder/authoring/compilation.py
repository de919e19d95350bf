"""Rubric + solutions → compiled assignment: cases, and what right and wrong work gives on them."""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np

from autograder.authoring.files import write_at_once
from autograder.authoring.inspection import case_holds, find_line, find_strange, inspect_sources
from autograder.authoring.outputs import right_output, wrong_outputs
from autograder.authoring.recording import record_helpers
from autograder.authoring.selection import SelectionError, Told, find_demand, select_cases, tell
from autograder.authoring.sources import SOMEWHERE, AuthorError, Sources, place_of
from autograder.course import Course
from autograder.grading.comparison import same
from autograder.rubric.domain import DomainError
from autograder.rubric.drawing import hidden_cases
from autograder.rubric.exercise import AGAIN, Assignment, Case, Exercise
from autograder.rubric.expected import ExpectedError, Frozen
from autograder.rubric.plain import assignment_as_dict
from autograder.rubric.storage import Stored, read, write

PRIVATE = "*.hidden.h5\n"
"""What a course that keeps its hidden cases private tells git to leave alone."""


def compile_assignment(
    sources: Sources, course: Course, *, seed: int | None = None, sets: int | None = None
) -> dict[Path, Stored]:
    """Compute both halves of a compiled assignment.

    Parameters
    ----------
    sources : Sources
        What is written for it.
    course : Course
        Where its files belong.
    seed, sets : int, optional
        Where random hidden inputs come from, and how many sets of them to draw; what the course
        says by default. The first set is the same however many there are.

    Raises
    ------
    AuthorError
        If what is written does not fit together; the message says where.

    Returns
    -------
    dict
        What belongs into each file.
    """
    assignment, name = sources.assignment, sources.assignment.name
    seed = course.settings.seed if seed is None else seed
    sets = course.settings.sets if sets is None else sets
    inspect_sources(sources, course.folder)
    visible = {
        e.name: tuple(replace(case, visible=True) for case in e.visible)
        for e in assignment.exercises
    }
    frozen = freeze_cases(sources, course, visible)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        recorded = record_helpers(sources, visible)
    made = {e: replace(one, recorded=recorded.get(e)) for e, one in frozen.items()}
    files = {course.checks(name): Stored(made, assignment)}
    number, demands = course.names.index(name), dict[str, Told]()
    for own in range(sets):
        rng = np.random.default_rng([seed, number, own] if own else [seed, number])
        hidden = {
            e.name: _hidden_cases(sources, e, rng, demands, course) for e in assignment.exercises
        }
        cases = freeze_cases(sources, course, hidden, with_source=True)
        files[course.hidden(name, own)] = Stored(cases, seed=seed)
    return files


def write_files(files: Mapping[Path, Stored], course: Course) -> list[Path]:
    """Write compiled files, each at once or not at all; what did not change is left alone.

    Returns
    -------
    list of Path
        Those that were written or removed.
    """
    changed = []
    for path, stored in files.items():
        if not is_current(path, stored):
            write_at_once(path, write(stored))
            changed.append(path)
    for name in course.names:
        if course.checks(name) in files:
            for stale in set(course.hidden_files(name)) - set(files):
                stale.unlink()
                changed.append(stale)
    ignore = course.folder / "expected" / ".gitignore"
    if course.settings.private and not ignore.exists():
        ignore.parent.mkdir(exist_ok=True)
        ignore.write_text(PRIVATE, encoding="utf-8")
    return changed


def freeze_cases(
    sources: Sources,
    course: Course,
    cases: Mapping[str, tuple[Case, ...]],
    *,
    with_source: bool = False,
) -> dict[str, Frozen]:
    """Run the reference solutions, and the misconceptions, on some cases of each exercise.

    Raises
    ------
    AuthorError
        If a reference solution raises.
    """
    assignment = sources.assignment
    helpers = {name for exercise in assignment.exercises for name in exercise.helpers}
    frozen = {}
    for exercise in assignment.exercises:
        function, own = sources.solution(exercise.name), cases[exercise.name]
        frozen[exercise.name] = Frozen(
            own,
            tuple(right_output(function, exercise, case, course) for case in own),
            {
                one.name: tuple(wrong_outputs(one, own, _entry(sources, exercise, course)))
                for one in exercise.misconceptions
            },
            _source_with_helpers(sources, exercise)
            if with_source and exercise.name in helpers
            else "",
            tuple(inspect.signature(function).parameters),
            defaults_of(function),
        )
    return frozen


def _hidden_cases(
    sources: Sources,
    exercise: Exercise,
    rng: np.random.Generator,
    demands: dict[str, Told],
    course: Course,
) -> tuple[Case, ...]:
    """Draw the hidden cases; the last repeats the first, so that what outlives a call shows.

    What they are to tell is the same for all the sets, and is found once.
    """
    draw = partial(_draw, exercise, _entry(sources, exercise, course))
    tells = _teller(sources, exercise, course)
    try:
        if exercise.name not in demands:
            demands[exercise.name] = find_demand(draw, tells)
        cases = select_cases(draw, tells, demands[exercise.name], rng)
    except SelectionError as error:
        raise AuthorError(f"{_entry(sources, exercise, course)}: {error}") from None
    except DomainError as error:
        place = _entry(sources, exercise, course)
        raise AuthorError(f"{place}: its cases cannot be drawn: {error}") from None
    except AuthorError:
        raise
    except Exception as error:  # noqa: BLE001 - an author's code may raise anything
        message = f"the cases of {exercise.name} cannot be drawn: {type(error).__name__}: {error}"
        raise AuthorError(f"{place_of(error, course) or SOMEWHERE}: {message}") from None
    if not cases and not exercise.visible:
        raise AuthorError(
            f"{_entry(sources, exercise, course)} has no case: give it visible ones, inputs that "
            "say what they may be, or a function that draws hidden ones"
        )
    return (*cases, replace(cases[0], name=AGAIN)) if cases and cases[0].args else cases


def _draw(exercise: Exercise, what: str, rng: np.random.Generator) -> tuple[Case, ...]:
    """Draw hidden cases, and see that they are some.

    Raises
    ------
    AuthorError
        If they are not.
    """
    cases = hidden_cases(exercise, rng)
    for case in cases:
        if not isinstance(case, Case):
            raise AuthorError(f"{what}: hidden yields a {type(case).__name__}, not a Case")
        if kind := find_strange([case.args, case.kwargs]):
            raise AuthorError(f"{what}: {case_holds(case, kind)}")
    return cases


def _entry(sources: Sources, exercise: Exercise, course: Course) -> str:
    """Name an exercise, and where the rubric has it."""
    file = f"rubrics/{sources.assignment.name}.py"
    return f"{find_line(course.folder, file, exercise.name)}: {exercise.name}"


def _teller(sources: Sources, exercise: Exercise, course: Course) -> Callable[[Case], Told]:
    """Make the function that finds which misconceptions fail which checks on a case."""
    reference, what = sources.solution(exercise.name), _entry(sources, exercise, course)
    mistakes = exercise.misconceptions

    def tells(case: Case) -> Told:
        expected = right_output(reference, exercise, case, course)
        got = {one.name: output for one in mistakes for output in wrong_outputs(one, [case], what)}
        return tell(exercise.checks, expected, got)

    return tells


def defaults_of(function: Callable[..., object]) -> dict[str, object]:
    """Read what a function takes for arguments that are left out."""
    parameters = inspect.signature(function).parameters.values()
    return {one.name: one.default for one in parameters if one.default is not one.empty}


def _source_with_helpers(sources: Sources, exercise: Exercise) -> str:
    """Take the source of a reference solution, and of those that it calls."""
    names = [*exercise.helpers, exercise.name]
    order = [e.name for e in sources.assignment.exercises if e.name in names]
    return "\n".join(inspect.getsource(sources.solution(name)) for name in order)


def is_current(path: Path, stored: Stored) -> bool:
    """Tell whether a file holds what a fresh computation gives.

    Types, shapes, names and sources must be the same; numbers may differ in the last digits, which
    depend on the linear algebra library of the machine.
    """
    return not differences(path, stored)


def differences(path: Path, stored: Stored) -> Sequence[str]:
    """Name the parts of a file that a fresh computation gives otherwise."""
    try:
        old = read(path.read_bytes(), path.name)
    except (OSError, ExpectedError):
        return [path.name]
    found = []
    if _plain(stored.assignment) != _plain(old.assignment) or stored.seed != old.seed:
        found.append(f"{path.name}: its rubric or its seed")
    new = stored.exercises
    return found + [
        f"{path.name}: {name}"
        for name in sorted(new.keys() | old.exercises.keys())
        if name not in new
        or name not in old.exercises
        or not _same_frozen(new[name], old.exercises[name])
    ]


def _plain(assignment: Assignment | None) -> object:
    return None if assignment is None else assignment_as_dict(assignment)


def _same_frozen(new: Frozen, old: Frozen) -> bool:
    def plain(frozen: Frozen) -> object:
        return (
            [
                (c.name, c.args, dict(c.kwargs), c.visible, c.traced, c.illustrates, c.omits)
                for c in frozen.cases
            ],
            frozen.outputs,
            dict(frozen.misconceptions),
            frozen.source,
            frozen.parameters,
            dict(frozen.defaults),
            frozen.recorded and frozen.recorded.as_plain(),
        )

    return same(plain(new), plain(old), rtol=1e-9, atol=1e-12)
