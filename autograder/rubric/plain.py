"""A rubric as plain data and back: what students and graders need of it, without any code."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import Any, TypeVar

from autograder.rubric.exercise import (
    Advice,
    Assignment,
    Check,
    Exercise,
    Fact,
    Form,
    Misconception,
)

SCHEMA = 1
LONGEST_NAME, LONGEST_TEXT = 200, 2000
MOST = 500
"""No list of a rubric is longer."""
MOST_SECONDS = 120.0
"""An exercise may take no longer."""

E = TypeVar("E", bound=Enum)
T = TypeVar("T")


def assignment_as_dict(assignment: Assignment) -> dict[str, object]:
    """Turn the rubric of an assignment into plain data; cases are kept elsewhere."""
    return {
        "schema": SCHEMA,
        "name": assignment.name,
        "title": assignment.title,
        "exercises": [_exercise(exercise) for exercise in assignment.exercises],
    }


def _exercise(exercise: Exercise) -> dict[str, object]:
    return {
        "name": exercise.name,
        "aliases": list(exercise.aliases),
        "helpers": list(exercise.helpers),
        "seconds": exercise.seconds,
        "examples": exercise.num_examples or len(exercise.visible),
        "advice": [advice.name for advice in exercise.advice],
        "checks": [
            {
                "name": check.name,
                "points": check.points,
                "fact": check.fact.name,
                "path": list(check.path),
                "rtol": check.rtol,
                "atol": check.atol,
                "hint": check.hint,
                "form": check.form and check.form.name,
            }
            for check in exercise.checks
        ],
        "misconceptions": [
            {"name": misconception.name, "hint": misconception.hint}
            for misconception in exercise.misconceptions
        ],
    }


def assignment_from_dict(plain: object) -> Assignment:
    """Turn plain data into the rubric that it was; every field of it is looked at.

    Raises
    ------
    ValueError
        If it was none.
    """
    fields = _mapping(plain)
    if fields.get("schema") != SCHEMA:
        raise ValueError("it was compiled by another version of the grader; build it again")
    exercises = _list(fields.get("exercises"), _exercise_from)
    names = [name for exercise in exercises for name in exercise.names]
    if not exercises or len(set(names)) < len(names):
        raise ValueError("its exercises have no names of their own")
    known: set[str] = set()
    for exercise in exercises:
        if not known.issuperset(exercise.helpers):
            raise ValueError(f"{exercise.name} builds on exercises that do not come before it")
        known.add(exercise.name)
    return Assignment(_identifier(fields.get("name")), _text(fields.get("title")), exercises)


def _exercise_from(plain: object) -> Exercise:
    fields = _mapping(plain)
    checks = _list(fields.get("checks"), _check_from)
    if not checks:
        raise ValueError("an exercise has no checks")
    return Exercise(
        _identifier(fields.get("name")),
        checks,
        helpers=_list(fields.get("helpers"), _identifier),
        misconceptions=_list(fields.get("misconceptions"), _misconception_from),
        aliases=_list(fields.get("aliases"), _identifier),
        seconds=_number(fields.get("seconds"), MOST_SECONDS),
        advice=_list(fields.get("advice"), lambda name: _member(Advice, name)),
        num_examples=int(_number(fields.get("examples"), MOST)),
    )


def _check_from(plain: object) -> Check:
    fields = _mapping(plain)
    form = fields.get("form")
    return Check(
        _text(fields.get("name"), LONGEST_NAME),
        _number(fields.get("points"), 1e6),
        _member(Fact, fields.get("fact")),
        _list(fields.get("path"), _step),
        _number(fields.get("rtol"), 1.0),
        _number(fields.get("atol"), 1e6),
        _text(fields.get("hint")),
        None if form is None else _member(Form, form),
    )


def _misconception_from(plain: object) -> Misconception:
    fields = _mapping(plain)
    return Misconception(_text(fields.get("name"), LONGEST_NAME), _text(fields.get("hint")))


def _mapping(plain: object) -> Mapping[str, Any]:
    if not isinstance(plain, dict):
        raise ValueError("an entry of its rubric is none")
    return plain


def _list(plain: object, read: Callable[[object], T]) -> tuple[T, ...]:
    if not isinstance(plain, Sequence) or isinstance(plain, str) or len(plain) > MOST:
        raise ValueError("a list of its rubric is none, or is too long")
    return tuple(map(read, plain))


def _text(plain: object, longest: int = LONGEST_TEXT) -> str:
    if not isinstance(plain, str) or len(plain) > longest:
        raise ValueError("a text of its rubric is none, or is too long")
    return plain


def _identifier(plain: object) -> str:
    text = _text(plain, LONGEST_NAME)
    if not text.isidentifier():
        raise ValueError(f"{text[:40]!r} is no name of a function")
    return text


def _step(plain: object) -> str | int:
    if isinstance(plain, int) and not isinstance(plain, bool) and 0 <= plain < MOST:
        return plain
    return _text(plain, LONGEST_NAME)


def _number(plain: object, largest: float) -> float:
    is_number = isinstance(plain, int | float) and not isinstance(plain, bool)
    if not is_number or not math.isfinite(plain) or not 0 <= plain <= largest:  # type: ignore[arg-type, operator]
        raise ValueError("a number of its rubric is none, or is out of bounds")
    return plain  # type: ignore[return-value]


def _member(kind: type[E], plain: object) -> E:
    if not isinstance(plain, str) or plain not in kind.__members__:
        raise ValueError(f"its rubric names no {kind.__name__.lower()}")
    return kind[plain]
