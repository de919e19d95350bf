"""Solutions + cases → expected arrays."""

from __future__ import annotations

import importlib
import inspect
import warnings
from collections.abc import Callable, Iterable
from contextlib import redirect_stdout
from copy import deepcopy
from dataclasses import replace
from functools import partial
from io import StringIO
from pathlib import Path

import numpy as np

from autograder.authoring.recording import record_helpers
from autograder.authoring.selection import (
    SelectionError,
    Told,
    find_demand,
    select_cases,
    tell,
)
from autograder.course import ASSIGNMENTS
from autograder.grading.comparison import same
from autograder.rubric.drawing import hidden_cases
from autograder.rubric.exercise import AGAIN, Assignment, Case, Exercise
from autograder.rubric.expected import (
    FOLDER,
    Frozen,
    Raised,
    hidden_paths,
    path_of,
    read,
    read_seed,
    write,
)


def freeze(seed: int, folder: Path = FOLDER, sets: int = 1) -> list[Path]:
    """Write the expected arrays of all assignments, and remove sets beyond those asked for.

    Parameters
    ----------
    seed : int
        Where the random hidden inputs come from: another seed, another private set.
    folder : Path
        Where to write.
    sets : int
        How many sets of hidden inputs to draw; the first is the same however many there are.

    Returns
    -------
    list of Path
        The files written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number, assignment in enumerate(ASSIGNMENTS.values()):
        visible = {
            e.name: tuple(replace(case, visible=True) for case in e.visible)
            for e in assignment.exercises
        }
        path = path_of(assignment.name, hidden=False, folder=folder)
        recorded = record_helpers(assignment, visible)
        frozen = freeze_cases(assignment, visible)
        write(path, {e: replace(one, recorded=recorded.get(e)) for e, one in frozen.items()})
        paths.append(path)
        demands: dict[str, Told] = {}
        for own in range(sets):
            rng = np.random.default_rng([seed, number, own] if own else [seed, number])
            hidden = {
                e.name: _hidden_cases(assignment, e, rng, demands) for e in assignment.exercises
            }
            path = path_of(assignment.name, hidden=True, folder=folder, number=own)
            write(path, freeze_cases(assignment, hidden, with_source=True), seed)
            paths.append(path)
        for stale in set(hidden_paths(assignment.name, folder)) - set(paths):
            stale.unlink()
    return paths


def freeze_cases(
    assignment: Assignment, cases: dict[str, tuple[Case, ...]], *, with_source: bool = False
) -> dict[str, Frozen]:
    """Run the reference solutions, and the misconceptions, on some cases of each exercise."""
    solutions = importlib.import_module(f"solutions.{assignment.name}")
    wrong = importlib.import_module(f"solutions.misconceptions.{assignment.name}").WRONG
    helpers = {name for exercise in assignment.exercises for name in exercise.helpers}
    frozen = {}
    for exercise in assignment.exercises:
        function, own = getattr(solutions, exercise.name), cases[exercise.name]
        frozen[exercise.name] = Frozen(
            own,
            tuple(_outputs(function, own)),
            {
                misconception.name: tuple(_mistaken(wrong[exercise.name][misconception.name], own))
                for misconception in exercise.misconceptions
            },
            _source_with_helpers(solutions, assignment, exercise)
            if with_source and exercise.name in helpers
            else "",
            tuple(inspect.signature(function).parameters),
            defaults_of(function),
        )
    return frozen


def _hidden_cases(
    assignment: Assignment, exercise: Exercise, rng: np.random.Generator, demands: dict[str, Told]
) -> tuple[Case, ...]:
    """Draw the hidden cases; the last repeats the first, so that what outlives a call shows.

    What they are to tell is the same for all the sets, and is found once.
    """
    draw, tells = partial(hidden_cases, exercise), _teller(assignment, exercise)
    if exercise.name not in demands:
        demands[exercise.name] = find_demand(draw, tells)
    try:
        cases = select_cases(draw, tells, demands[exercise.name], rng)
    except SelectionError as error:
        raise SelectionError(f"{assignment.name}: {exercise.name}: {error}") from None
    return (*cases, replace(cases[0], name=AGAIN)) if cases[0].args else cases


def _teller(assignment: Assignment, exercise: Exercise) -> Callable[[Case], Told]:
    """Make the function that finds which misconceptions fail which checks on a case."""
    solutions = importlib.import_module(f"solutions.{assignment.name}")
    wrong = importlib.import_module(f"solutions.misconceptions.{assignment.name}").WRONG
    reference = getattr(solutions, exercise.name)
    mistakes = {one.name: wrong[exercise.name][one.name] for one in exercise.misconceptions}

    def tells(case: Case) -> Told:
        [expected] = _outputs(reference, [case])
        got = {name: output for name, f in mistakes.items() for output in _outputs(f, [case])}
        return tell(exercise.checks, expected, got)

    return tells


def defaults_of(function: Callable[..., object]) -> dict[str, object]:
    """Read what a function takes for arguments that are left out."""
    parameters = inspect.signature(function).parameters.values()
    return {one.name: one.default for one in parameters if one.default is not one.empty}


def _outputs(function: Callable[..., object], cases: Iterable[Case]) -> Iterable[object]:
    for case in cases:
        args, kwargs = deepcopy((case.args, dict(case.kwargs)))
        try:
            with warnings.catch_warnings(), redirect_stdout(StringIO()):
                warnings.simplefilter("ignore")
                output = function(*args, **kwargs)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            output = Raised(type(error).__name__)
        yield output


def _mistaken(function: Callable[..., object], cases: Iterable[Case]) -> Iterable[object]:
    """Run a misconception; what it does without some arguments tells nothing of it."""
    for case in cases:
        yield from [None] if case.omits else _outputs(function, [case])


def _source_with_helpers(solutions: object, assignment: Assignment, exercise: Exercise) -> str:
    """Take the source of a reference solution, and of those that it calls."""
    names = [*exercise.helpers, exercise.name]
    order = [e.name for e in assignment.exercises if e.name in names]
    return "\n".join(inspect.getsource(getattr(solutions, name)) for name in order)


def current_seed(folder: Path = FOLDER) -> int:
    """Read the seed of the hidden arrays that are there; 0 if there are none."""
    seeds = {read_seed(path) for path in folder.glob("*.hidden.h5")}
    return seeds.pop() if len(seeds) == 1 else 0


def current_sets(folder: Path = FOLDER) -> int:
    """Count the sets of hidden arrays that are there."""
    return max(len(hidden_paths(name, folder)) for name in ASSIGNMENTS)


def compare_frozen(fresh: Path, folder: Path = FOLDER) -> list[str]:
    """Find the expected arrays that a fresh computation gives otherwise.

    Types, shapes, names and sources must be the same; numbers may differ in the last digits, which
    depend on the linear algebra library of the machine.

    Returns
    -------
    list of str
        Names of exercises, each with its file.
    """
    stale = []
    for path in sorted(fresh.glob("*.h5")):
        if not (folder / path.name).exists():
            stale.append(path.name)
            continue
        new, old = read(path), read(folder / path.name)
        stale += [
            f"{path.name}: {name}"
            for name in sorted(new.keys() | old.keys())
            if name not in new or name not in old or not _same_frozen(new[name], old[name])
        ]
    return stale


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
