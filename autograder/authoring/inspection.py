"""Look through what an author wrote, and say what does not fit together, where, and what to do."""

from __future__ import annotations

import ast
import inspect
import math
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from autograder.authoring.sources import AuthorError, Sources
from autograder.rubric.exercise import Assignment, Case, Check, Exercise, Fact, Misconception
from autograder.rubric.formula import Formula
from autograder.rubric.inputs import Inputs

NUMBERS = "biuf"
"""The kinds of arrays that can be kept."""
PARTS = {
    "checks": Check,
    "visible": Case,
    "helpers": str,
    "misconceptions": Misconception,
    "aliases": str,
}
"""For each field of an exercise that is a tuple, what it is a tuple of."""


KINDS: Mapping[type, Mapping[str, tuple[type, ...]]] = {
    Assignment: {"title": (str,)},
    Exercise: {"name": (str,), "seconds": (int, float)},
    Check: {"name": (str,), "fact": (Fact,), "path": (tuple,), "hint": (str,)},
    Case: {"name": (str,), "args": (tuple,), "kwargs": (Mapping,), "omits": (tuple,)},
    Misconception: {"name": (str,), "hint": (str,)},
}
"""For other fields of what a rubric is made of, what each of them is."""
COUNTED = 2
"""So many cases tell whether the number of Python's steps grows with the inputs."""


def inspect_sources(sources: Sources, folder: Path) -> None:
    """See that the rubric of an assignment, its solutions and its examples fit together.

    Parameters
    ----------
    sources : Sources
        What is written.
    folder : Path
        The folder of the course.

    Raises
    ------
    AuthorError
        If something does not fit.
    """
    assignment = sources.assignment
    file = f"rubrics/{assignment.name}.py"
    if not isinstance(assignment.exercises, tuple) or not all(
        isinstance(one, Exercise) for one in assignment.exercises
    ):
        raise AuthorError(
            f"{file}: the exercises of its ASSIGNMENT are no tuple of Exercise; a tuple of one "
            "needs a comma: (Exercise(...),)"
        )
    if not assignment.exercises:
        raise AuthorError(f"{file}: its ASSIGNMENT has no exercises; add one")
    _inspect_kinds(assignment, file)
    known: list[str] = []
    for exercise in assignment.exercises:
        _inspect_kinds(exercise, file)
        what = f"{find_line(folder, file, exercise.name)}: {exercise.name}"
        _inspect_parts(exercise, what)
        for part in (*exercise.checks, *exercise.visible, *exercise.misconceptions):
            _inspect_kinds(part, what)
        _inspect_names(exercise, what, known)
        _inspect_points(exercise, what)
        _inspect_facts(exercise, what)
        known += exercise.names
        function = _inspect_solution(sources, exercise, folder)
        _inspect_calls(exercise, function, what, lambda name: find_line(folder, file, name))


def find_line(folder: Path, file: str, word: str) -> str:
    """Name a file of a course, and the line of it where a word stands first in quotes."""
    try:
        lines = (folder / file).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return file
    for number, line in enumerate(lines, start=1):
        if f'"{word}"' in line or f"'{word}'" in line:
            return f"{file}, line {number}"
    return file


def _inspect_kinds(part: object, what: str) -> None:
    """See that each field is of its kind: Python takes any."""
    for field, kinds in KINDS[type(part)].items():
        value: object = getattr(part, field)
        if not isinstance(value, kinds):
            comma = "; a tuple of one needs a comma: (x,)" if tuple in kinds else ""
            own = f"{type(part).__name__} {getattr(part, 'name', '')!r}"
            raise AuthorError(
                f"{what}: {field} of the {own} is {value!r:.40}, which is no {kinds[-1].__name__}"
                f"{comma}"
            )


def find_strange(value: object) -> str:
    """Name the kind of a part of a value that can be neither kept nor compared; empty if none.

    Examples
    --------
    >>> find_strange((1.5, [np.zeros(2), {"dw": "text"}])), find_strange([{1, 2}])
    ('', 'set')
    """
    if isinstance(value, Mapping):
        names = [] if all(isinstance(key, str) for key in value) else [set(value)]
        return next(filter(None, map(find_strange, [*names, *value.values()])), "")
    if isinstance(value, list | tuple):
        return next(filter(None, map(find_strange, value)), "")
    if isinstance(value, np.ndarray | np.generic):
        return "" if value.dtype.kind in NUMBERS else f"array of {value.dtype}"
    return "" if isinstance(value, bool | int | float | str | Formula) else type(value).__name__


def case_holds(case: Case, kind: str) -> str:
    """Say what is strange in the arguments of a case."""
    advice = 'write it as a formula: Formula("lambda a: a**2")'
    known = "a case holds numbers, arrays, texts, and lists, tuples and dictionaries of them"
    what = advice if kind == "function" else known
    return f"the case {case.name!r} holds a {kind}; {what}"


def _inspect_parts(exercise: Exercise, what: str) -> None:
    """See that each field holds what belongs there: a pair of brackets is no tuple of one yet."""
    for name, kind in PARTS.items():
        parts: object = getattr(exercise, name)
        if not isinstance(parts, tuple) or not all(isinstance(one, kind) for one in parts):
            written = '"..."' if kind is str else f"{kind.__name__}(...)"
            raise AuthorError(
                f"{what}: {name} is no tuple of {kind.__name__}; a tuple of one needs a comma: "
                f"{name}=({written},)"
            )
    if exercise.inputs is not None and not isinstance(exercise.inputs, Inputs):
        raise AuthorError(f"{what}: inputs is no Inputs; write: inputs=Inputs({{...}})")


def _inspect_names(exercise: Exercise, what: str, known: Iterable[str]) -> None:
    if clash := [name for name in exercise.names if name in known]:
        raise AuthorError(f"{what} is called {clash[0]}, as another exercise before it is")
    for helper in exercise.helpers:
        if helper not in known:
            raise AuthorError(
                f"{what} builds on {helper}, which is no exercise before it; move it, or leave "
                "it out of helpers"
            )
    names = [check.name for check in exercise.checks]
    mistakes = [one.name for one in exercise.misconceptions]
    for kind, listed in (("checks", names), ("misconceptions", mistakes)):
        if twice := [name for name in listed if listed.count(name) > 1]:
            raise AuthorError(f"{what} has two {kind} called {twice[0]!r}; rename one")


def _inspect_points(exercise: Exercise, what: str) -> None:
    for check in exercise.checks:
        is_number = isinstance(check.points, int | float) and not isinstance(check.points, bool)
        if not is_number or not 0 <= check.points < math.inf:
            raise AuthorError(
                f"{what}: the check {check.name!r} earns {check.points!r} points; give it a "
                "number, 0 or more"
            )
    if not exercise.checks or exercise.points <= 0:
        raise AuthorError(f"{what} earns no points; give it a Check with points")
    for one in exercise.misconceptions:
        if not callable(one.wrong):
            raise AuthorError(
                f"{what}: the misconception {one.name!r} has no function that makes it; "
                "add wrong=..."
            )


def _inspect_facts(exercise: Exercise, what: str) -> None:
    """See that facts about how work is done have cases that show them."""
    if exercise.hidden is not None:
        return
    counted = [case for case in exercise.visible if case.traced]
    for check in exercise.checks:
        if check.fact is Fact.VECTORISED and (
            len(counted) != COUNTED or not all(re.match(r"\d+ ", case.name) for case in counted)
        ):
            raise AuthorError(
                f"{what}: the check {check.name!r} compares the steps of two cases; write them, "
                'the shorter first, as in Case("5 examples", (x,), traced=True)'
            )
        if check.fact is Fact.DEFAULTS and not any(case.omits for case in exercise.visible):
            raise AuthorError(
                f"{what}: the check {check.name!r} looks at cases that leave something out; write "
                'one, as in Case("no rate", (x,), omits=("rate",))'
            )


def _inspect_solution(sources: Sources, exercise: Exercise, folder: Path) -> Callable[..., object]:
    """See that there is a function whose source can be shown without its body."""
    name = sources.assignment.name
    file, rubric = f"solutions/{name}.py", f"rubrics/{name}.py"
    function: Any = getattr(sources.solutions, exercise.name, None)
    if not callable(function):
        raise AuthorError(
            f"{file} has no function {exercise.name}, which "
            f"{find_line(folder, rubric, exercise.name)} marks; write it, or take the exercise "
            "out of the rubric"
        )
    is_plain = inspect.isfunction(function) and not inspect.iscoroutinefunction(function)
    if not is_plain or function.__name__ != exercise.name:
        raise AuthorError(
            f"{file}: {exercise.name} is no function of its own; write it with def "
            f"{exercise.name}(...)"
        )
    place = f"{file}, line {function.__code__.co_firstlineno}"
    node = ast.parse(inspect.getsource(function)).body[0]
    assert isinstance(node, ast.FunctionDef)
    if ast.get_docstring(node) is None:
        raise AuthorError(
            f"{place}: {exercise.name} has no docstring, and students see nothing else of it; say "
            "what comes in and what goes out"
        )
    if len(node.body) == 1:
        raise AuthorError(f"{place}: {exercise.name} has no body; solve it")
    found: Callable[..., object] = function
    return found


def _inspect_calls(
    exercise: Exercise,
    function: Callable[..., object],
    what: str,
    line: Callable[[str], str],
) -> None:
    """See that each example, and what is drawn, can be what the function is called with."""
    parameters = inspect.signature(function)
    if not exercise.visible and exercise.hidden is None and exercise.inputs is None:
        raise AuthorError(
            f"{what} has no case: give it visible ones, inputs that say what they may be, or a "
            "function that draws hidden ones"
        )
    for case in exercise.visible:
        if kind := find_strange([case.args, case.kwargs]):
            raise AuthorError(f"{line(case.name)}: {case_holds(case, kind)}")
        try:
            parameters.bind(*case.args, **case.kwargs)
        except TypeError as error:
            raise AuthorError(
                f"{line(case.name)}: the case {case.name!r} does not fit "
                f"{exercise.name}{parameters}: {error}"
            ) from None
    if exercise.inputs is not None and (
        unknown := [name for name in exercise.inputs.domains if name not in parameters.parameters]
    ):
        raise AuthorError(
            f"{line(unknown[0])}: there is a domain for {unknown[0]}, and {exercise.name} has no "
            f"such parameter; it has {', '.join(parameters.parameters) or 'none'}"
        )
