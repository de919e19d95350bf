"""What ``course.toml`` says."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path, PurePath
from typing import Any

NAME = "course.toml"
MOST_SETS = 99
MOST_BYTES, LONGEST_LINE = 1 << 16, 1000
"""A file and its lines are no longer: it may be a stranger's, and keys of many parts take long."""
LARGEST = 2**63 - 1
"""No number is larger: compiled files keep them in 8 bytes."""


class CourseError(Exception):
    """A course is not what it should be; the message names the file and says what to do."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An assignment as the course lists it.

    Attributes
    ----------
    name : str
        Its name, that of its notebook.
    data : tuple of str
        Files that lie beside its text and are released with it.
    """

    name: str
    data: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Late:
    """What handing in late costs.

    Attributes
    ----------
    percent : float
        The share of the score for each day begun.
    at_most : float
        All that it may cost, in per cent.
    grace_minutes : float
        How late is in time.
    """

    percent: float = 0.0
    at_most: float = 100.0
    grace_minutes: float = 0.0


@dataclass(frozen=True, slots=True)
class Settings:
    """What a course says of itself.

    Attributes
    ----------
    title : str
        For people.
    assignments : tuple of Listed
        In the order in which they are taught.
    course_id : str
        Its name in nbgrader's gradebook.
    seed : int
        Where random hidden inputs come from.
    sets : int
        How many sets of hidden inputs there are.
    private : bool
        Whether hidden inputs stay out of version control.
    late : Late
        What handing in late costs.
    """

    title: str
    assignments: tuple[Listed, ...]
    course_id: str = "course"
    seed: int = 0
    sets: int = 1
    private: bool = True
    late: Late = field(default_factory=Late)


def read_settings(file: Path) -> Settings:
    """Read ``course.toml``.

    Raises
    ------
    CourseError
        If it cannot be read or says something that a course cannot be.
    """
    try:
        with file.open("rb") as opened:
            content = opened.read(MOST_BYTES + 1)
        if (
            len(content) > MOST_BYTES
            or max(map(len, content.splitlines()), default=0) > LONGEST_LINE
        ):
            raise CourseError(
                f"{file} is longer than {MOST_BYTES >> 10} KiB, or has a line of more than "
                f"{LONGEST_LINE} bytes; break long lists into lines"
            )
        plain = tomllib.loads(content.decode())
    except OSError as error:
        raise CourseError(f"{file} cannot be read: {error.strerror}") from None
    except RecursionError:
        raise CourseError(f"{file} is not TOML of a course: it is nested too deeply") from None
    except ValueError as error:  # of TOML, of UTF-8, or of a number too long to be read
        raise CourseError(f"{file} is not TOML: {error}") from None
    try:
        return _settings(plain)
    except ValueError as error:
        raise CourseError(f"{file}: {error}") from None


def _settings(plain: Mapping[str, Any]) -> Settings:
    _known(plain, [one.name for one in fields(Settings)], "")
    listed = plain.get("assignments", [])
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise ValueError('assignments are tables, as in [[assignments]] and name = "first_steps"')
    assignments = tuple(map(_listed, listed))
    names = [one.name.casefold() for one in assignments]
    if len(set(names)) < len(names):
        raise ValueError("two assignments have the same name")
    late = plain.get("late", {})
    if not isinstance(late, dict):
        raise ValueError("late is a table, as in [late] and percent = 10")
    _known(late, [one.name for one in fields(Late)], "late.")
    seed, sets = _whole(plain, "seed", 0), _whole(plain, "sets", 1)
    if not 1 <= sets <= MOST_SETS:
        raise ValueError(f"sets is {sets}; it is from 1 to {MOST_SETS}")
    private = plain.get("private", True)
    if not isinstance(private, bool):
        raise ValueError(f"private is {private!r}; it is true or false")
    return Settings(
        _text(plain, "title", "A course"),
        assignments,
        _text(plain, "course_id", "course"),
        seed,
        sets,
        private,
        Late(**{name: _share(late, name) for name in late}),
    )


def _known(plain: Mapping[str, Any], names: list[str], above: str) -> None:
    for name in plain:
        if name not in names:
            known = ", ".join(above + one for one in names)
            raise ValueError(f"there is no setting {above}{name}; there are {known}")


def _listed(plain: Mapping[str, Any]) -> Listed:
    _known(plain, ["name", "data"], "assignments.")
    name = plain.get("name")
    if not isinstance(name, str) or not name.isidentifier():
        raise ValueError(
            f"an assignment is called {name!r}; its name is that of a Python module: letters, "
            'digits and underscores, as in name = "first_steps"'
        )
    data = plain.get("data", [])
    if not isinstance(data, list) or not all(isinstance(one, str) for one in data):
        raise ValueError(f'data of {name} is a list of file names, as in data = ["points.csv"]')
    for one in data:
        if PurePath(one).name != one or one in ("", ".", ".."):
            raise ValueError(f"{one!r} is no file beside the text of {name}; put it there")
    return Listed(name, tuple(data))


def _text(plain: Mapping[str, Any], name: str, default: str) -> str:
    value = plain.get(name, default)
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f'{name} is {value!r}; it is a text, as in {name} = "..."')
    return value


def _whole(plain: Mapping[str, Any], name: str, default: int) -> int:
    value = plain.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LARGEST:
        raise ValueError(f"{name} is {value!r}; it is a whole number, 0 or more, below 2**63")
    return value


def _share(plain: Mapping[str, Any], name: str) -> float:
    value = plain[name]
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= LARGEST:
        raise ValueError(f"late.{name} is {value!r}; it is a number, 0 or more")
    return float(value)
