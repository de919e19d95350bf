"""Expected arrays: the inputs and outputs of every case, frozen in HDF5.

An assignment has two files. ``<assignment>.visible.h5`` holds what students may see and ships with
the package; ``<assignment>.hidden.h5`` holds the rest and stays with the teacher. Where students
are graded on inputs of their own there are more of the latter, ``<assignment>.set-01.hidden.h5``
and so on. All hold a group for each exercise::

    sigmoid/cases/00            attributes: name, visible, traced, illustrates, omits
    sigmoid/cases/00/args       the arguments, a tree of groups and data sets
    sigmoid/cases/00/kwargs
    sigmoid/cases/00/output     what the reference solution returns
    sigmoid/misconceptions/no-minus   what this mistake returns on all the cases, one wire frame
    sigmoid                     attribute: parameters, the names of the reference's
    sigmoid/defaults            what it takes for arguments that are left out
    sigmoid/source              hidden file alone: the reference, for work that builds on it
    sigmoid/recorded            visible file alone: what the reference answers where work that
                                builds on it calls it, one wire frame
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import h5py
import numpy as np

from autograder import wire
from autograder.rubric.exercise import Case
from autograder.rubric.formula import Formula
from autograder.rubric.recorded import Recorded

FOLDER = Path(__file__).parent.parent / "course" / "expected"


class ExpectedError(Exception):
    """Expected arrays are missing or cannot be read."""


@dataclass(frozen=True, slots=True)
class Raised:
    """Stands for the output of a case on which a misconception raises an exception."""

    type_name: str


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Frozen:
    """The frozen cases of one exercise; it equals itself alone, so that it can be remembered.

    Attributes
    ----------
    cases : tuple of Case
        Visible ones first.
    outputs : tuple
        What the reference solution returns, case by case.
    misconceptions : dict
        For each misconception, what it returns, case by case; :class:`Raised` where it raises.
    source : str
        The reference solution; empty where hidden arrays are not at hand.
    parameters : tuple of str
        The names of its parameters.
    defaults : mapping
        What the reference takes for arguments that are left out.
    recorded : Recorded or None
        What it answers where visible cases of other exercises call it; only in the visible half.
    """

    cases: tuple[Case, ...]
    outputs: tuple[object, ...]
    misconceptions: Mapping[str, tuple[object, ...]] = field(default_factory=dict)
    source: str = ""
    parameters: tuple[str, ...] = ()
    defaults: Mapping[str, object] = field(default_factory=dict)
    recorded: Recorded | None = None

    def only(self, *, illustrates: bool) -> Frozen:
        """Keep the cases that are for drawings, or those that are for checks."""
        return self._keep([n for n, c in enumerate(self.cases) if c.illustrates is illustrates])

    def valued(self) -> Frozen:
        """Keep the cases whose values are looked at; the same object every time."""
        if self not in _VALUED:
            _VALUED[self] = self._keep([n for n, case in enumerate(self.cases) if not case.omits])
        return _VALUED[self]

    def _keep(self, kept: Sequence[int]) -> Frozen:
        if len(kept) == len(self.cases):
            return self
        wrong = {
            name: tuple(outputs[n] for n in kept) for name, outputs in self.misconceptions.items()
        }
        cases, outputs = tuple(self.cases[n] for n in kept), tuple(self.outputs[n] for n in kept)
        return replace(self, cases=cases, outputs=outputs, misconceptions=wrong)

    def unseen(self) -> Frozen:
        """Give the same cases, all of them hidden; the same object every time."""
        if self not in _UNSEEN:
            cases = tuple(replace(case, visible=False) for case in self.cases)
            _UNSEEN[self] = replace(self, cases=cases)
        return _UNSEEN[self]


_UNSEEN: WeakKeyDictionary[Frozen, Frozen] = WeakKeyDictionary()
_VALUED: WeakKeyDictionary[Frozen, Frozen] = WeakKeyDictionary()


def path_of(assignment: str, *, hidden: bool, folder: Path = FOLDER, number: int = 0) -> Path:
    """Name the file that holds the visible cases of an assignment, or a set of hidden ones."""
    own = f".set-{number:02}" if number else ""
    return folder / f"{assignment}{own}.{'hidden' if hidden else 'visible'}.h5"


def hidden_paths(assignment: str, folder: Path = FOLDER) -> list[Path]:
    """Find the files of hidden cases of an assignment, the first set first."""
    more = sorted(folder.glob(f"{assignment}.set-*.hidden.h5"))
    return [path_of(assignment, hidden=True, folder=folder), *more]


def write(path: Path, exercises: Mapping[str, Frozen], seed: int | None = None) -> None:
    """Write one file of expected arrays; the same values give the same bytes."""
    with h5py.File(path, "w", libver="v110", track_order=False) as file:
        if seed is not None:
            file.attrs["seed"] = seed
        for name, frozen in exercises.items():
            # A group that HDF5 makes on the way to another bears a date: make each by itself.
            group = file.create_group(name)
            group.attrs["parameters"] = list(frozen.parameters)
            _put(group, "defaults", frozen.defaults)
            cases, wrong = group.create_group("cases"), group.create_group("misconceptions")
            for number, (case, output) in enumerate(zip(frozen.cases, frozen.outputs, strict=True)):
                place = cases.create_group(f"{number:02}")
                place.attrs.update(name=case.name, visible=case.visible, traced=case.traced)
                place.attrs["illustrates"] = case.illustrates
                place.attrs["omits"] = list(case.omits)
                _put(place, "args", case.args)
                _put(place, "kwargs", dict(case.kwargs))
                _put(place, "output", output)
            for misconception, outputs in frozen.misconceptions.items():
                frame = wire.encode([_flag(output) for output in outputs])
                wrong[misconception] = np.frombuffer(frame, dtype=np.uint8)
            if frozen.source:
                group["source"] = frozen.source
            if frozen.recorded is not None:
                frame = wire.encode(frozen.recorded.as_plain())
                group["recorded"] = np.frombuffer(frame, dtype=np.uint8)


def _flag(output: object) -> tuple[str, object]:
    return ("raised", output.type_name) if isinstance(output, Raised) else ("returned", output)


def _unflag(flagged: tuple[str, Any]) -> object:
    kind, value = flagged
    return Raised(value) if kind == "raised" else value


def _put(parent: h5py.Group, name: str, value: object) -> None:
    """Write a value below a group: a group for a sequence or dictionary, else a data set."""
    if isinstance(value, Mapping):
        group = parent.create_group(name)
        group.attrs["type"] = "dict"
        group.attrs["keys"] = list(value)
        for key, item in value.items():
            _put(group, key, item)
    elif isinstance(value, list | tuple):
        group = parent.create_group(name)
        group.attrs["type"] = type(value).__name__
        for number, item in enumerate(value):
            _put(group, f"{number:03}", item)
    elif isinstance(value, Formula | str):
        parent[name] = value.source if isinstance(value, Formula) else value
        parent[name].attrs["type"] = type(value).__name__
    else:
        parent.create_dataset(name, data=value, track_times=False)
        parent[name].attrs["type"] = type(value).__name__


def _get(node: h5py.Group | h5py.Dataset) -> object:
    kind = node.attrs["type"]
    if kind == "dict":
        return {key: _get(node[key]) for key in node.attrs["keys"]}
    if kind in ("list", "tuple"):
        items = [_get(node[key]) for key in sorted(node)]
        return items if kind == "list" else tuple(items)
    if kind in ("Formula", "str"):
        text = node[()].decode()
        return Formula(text) if kind == "Formula" else text
    value = node[()]
    if kind in ("bool", "int", "float"):
        return value.item()
    return value


def read(path: Path, content: bytes | None = None) -> dict[str, Frozen]:
    """Read one file of expected arrays.

    Parameters
    ----------
    path : Path
        The file.
    content : bytes, optional
        What it holds, where that is at hand and the file may not be.

    Raises
    ------
    ExpectedError
        If it is missing or damaged.
    """
    try:
        with h5py.File(path if content is None else BytesIO(content), "r") as file:
            return {name: _read_exercise(group) for name, group in file.items()}
    except FileNotFoundError:
        message = f"there are no expected arrays in {path}; make them with: autograder freeze"
        raise ExpectedError(message) from None
    except (OSError, KeyError, ValueError) as error:
        message = f"{path} is damaged ({error}); make it again with: autograder freeze"
        raise ExpectedError(message) from None


def read_seed(path: Path, content: bytes | None = None) -> int:
    """Read which seed the hidden cases of a file come from."""
    with h5py.File(path if content is None else BytesIO(content), "r") as file:
        return int(file.attrs["seed"])


def _read_exercise(group: h5py.Group) -> Frozen:
    places = [group["cases"][key] for key in sorted(group["cases"])]
    cases = tuple(
        Case(
            str(place.attrs["name"]),
            _get(place["args"]),  # type: ignore[arg-type]
            _get(place["kwargs"]),  # type: ignore[arg-type]
            bool(place.attrs["visible"]),
            bool(place.attrs["traced"]),
            bool(place.attrs["illustrates"]),
            tuple(place.attrs["omits"]),
        )
        for place in places
    )
    outputs = tuple(_get(place["output"]) for place in places)
    misconceptions = {
        name: tuple(_unflag(flagged) for flagged in _frame(data))
        for name, data in group["misconceptions"].items()
    }
    source = group["source"][()].decode() if "source" in group else ""
    defaults: Any = _get(group["defaults"])
    recorded = Recorded(*_frame(group["recorded"])) if "recorded" in group else None
    parameters = tuple(group.attrs["parameters"])
    return Frozen(cases, outputs, misconceptions, source, parameters, defaults, recorded)


def _frame(data: h5py.Dataset) -> Sequence[Any]:
    frame: Any = wire.decode(data[()].tobytes(), wire.FROM_AUTHOR)
    return tuple(frame)


@cache
def visible_cases(assignment: str) -> Mapping[str, Frozen]:
    """Read what students may see of an assignment."""
    frozen = read(path_of(assignment, hidden=False))
    return {name: one.only(illustrates=False) for name, one in frozen.items()}


@cache
def illustrations(assignment: str) -> Mapping[str, Frozen]:
    """Read the cases that are there for drawings alone, of the exercises that have some."""
    frozen = read(path_of(assignment, hidden=False))
    found = {name: one.only(illustrates=True) for name, one in frozen.items()}
    return {name: one for name, one in found.items() if one.cases}


@cache
def all_cases(assignment: str) -> Mapping[str, Frozen]:
    """Read all cases of an assignment, visible ones first.

    Raises
    ------
    ExpectedError
        If the hidden half is not at hand, as on a student's machine.
    """
    return join(visible_cases(assignment), read(path_of(assignment, hidden=True)))


def join(visible: Mapping[str, Frozen], hidden: Mapping[str, Frozen]) -> dict[str, Frozen]:
    """Put the visible and the hidden cases of each exercise together, visible ones first."""
    return {name: _join(visible.get(name, Frozen((), ())), hidden[name]) for name in hidden}


def _join(first: Frozen, second: Frozen) -> Frozen:
    return Frozen(
        first.cases + second.cases,
        first.outputs + second.outputs,
        {
            name: first.misconceptions.get(name, ()) + outputs
            for name, outputs in second.misconceptions.items()
        },
        second.source,
        second.parameters,
        second.defaults,
    )
