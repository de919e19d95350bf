"""Record what the reference helpers answer while right work runs on the visible cases."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout
from copy import deepcopy
from io import StringIO
from types import ModuleType
from typing import Any

import numpy as np

from autograder.authoring.sources import Sources
from autograder.rubric.exercise import Case
from autograder.rubric.recorded import Recorded

Function = Callable[..., object]
Call = tuple[tuple[Any, ...], Any]


def record_helpers(sources: Sources, cases: Mapping[str, Sequence[Case]]) -> dict[str, Recorded]:
    """Run the reference solutions, and record the calls to those that others may call.

    Parameters
    ----------
    sources : Sources
        Its exercises say which functions they may call.
    cases : mapping
        For each exercise, its visible cases.

    Returns
    -------
    dict
        For each helper, the calls that were made to it.
    """
    assignment, solutions = sources.assignment, sources.solutions
    helpers = {name for exercise in assignment.exercises for name in exercise.helpers}
    with _recording(solutions, helpers) as calls, redirect_stdout(StringIO()):
        for exercise in assignment.exercises:
            if exercise.helpers or exercise.name in helpers:
                for case in cases[exercise.name]:
                    if not (case.illustrates or case.omits):
                        args, kwargs = deepcopy((case.args, dict(case.kwargs)))
                        getattr(solutions, exercise.name)(*args, **kwargs)
    return {name: _recorded(getattr(solutions, name), calls[name]) for name in sorted(helpers)}


@contextmanager
def _recording(solutions: ModuleType, names: set[str]) -> Iterator[dict[str, list[Call]]]:
    """Let functions of a module write down what they are called with and what they return."""
    originals = {name: getattr(solutions, name) for name in names}
    calls: dict[str, list[Call]] = {name: [] for name in names}
    for name, original in originals.items():
        setattr(solutions, name, _watched(original, calls[name]))
    try:
        yield calls
    finally:
        for name, original in originals.items():
            setattr(solutions, name, original)


def _watched(original: Function, calls: list[Call]) -> Function:
    signature = inspect.signature(original)

    def call(*args: object, **kwargs: object) -> object:
        bound = signature.bind(*args, **kwargs)
        bound.apply_defaults()
        given = tuple(deepcopy(value) for value in bound.arguments.values())
        output = original(*args, **kwargs)
        calls.append((given, deepcopy(output)))
        return output

    return call


def _recorded(function: Function, calls: Sequence[Call]) -> Recorded:
    is_elementwise = all(_is_elementwise(function, *call) for call in calls)
    args, outputs = zip(*([_elements(calls)] if is_elementwise else calls), strict=True)
    return Recorded(is_elementwise, args, outputs)


def _is_elementwise(function: Function, args: tuple[Any, ...], output: Any) -> bool:
    """Tell whether a call gives what calls on single elements give."""
    if not isinstance(output, np.ndarray | np.generic | float):
        return False
    try:
        elements = np.broadcast(*args)
    except ValueError:
        return False
    return elements.shape == np.shape(output) and all(
        np.allclose(np.asarray(function(*one)), one_output)
        for one, one_output in zip(elements, np.ravel(output), strict=True)
    )


def _elements(calls: Sequence[Call]) -> Call:
    """Lay the elements of all calls out in one."""
    rows = np.concatenate(
        [
            np.stack([*map(np.ravel, np.broadcast_arrays(*args)), np.ravel(output)], axis=1)
            for args, output in calls
        ]
    )
    *columns, outputs = rows.astype(float).T.copy()
    return tuple(columns), outputs
