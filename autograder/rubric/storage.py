"""Compiled assignments as HDF5.

An assignment has two files. ``<assignment>.checks.h5`` holds what students may see and travels with
the notebook; ``<assignment>.hidden.h5`` holds the rest and stays with the teacher. Where students
are graded on inputs of their own there are more of the latter, ``<assignment>.set-01.hidden.h5``
and so on. The first has the rubric as JSON in ``rubric``; a hidden one has the seed of its inputs
as an attribute. In ``exercises`` all hold a group for each exercise::

    sigmoid/cases/00            attributes: name, visible, traced, illustrates, omits
    sigmoid/cases/00/args       the arguments, a tree of groups and data sets
    sigmoid/cases/00/kwargs
    sigmoid/cases/00/output     what the reference solution returns
    sigmoid/misconceptions/no-minus   what this mistake returns on all the cases, one wire frame
    sigmoid                     attribute: parameters, the names of the reference's
    sigmoid/defaults            what it takes for arguments that are left out
    sigmoid/source              hidden file alone: the reference, for work that builds on it
    sigmoid/recorded            checks alone: what the reference answers where work that builds on
                                it calls it, one wire frame

Who reads a file may have it from a stranger. Nothing in it runs, and everything has its bound.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import h5py
import numpy as np

from autograder import wire
from autograder.rubric.exercise import Assignment, Case
from autograder.rubric.expected import ExpectedError, Frozen, Raised
from autograder.rubric.formula import Formula
from autograder.rubric.heaps import check_heaps
from autograder.rubric.plain import assignment_as_dict, assignment_from_dict
from autograder.rubric.reader import MOST_BYTES, BoundedReader
from autograder.rubric.recorded import Recorded

DAMAGED = (AttributeError, KeyError, OSError, OverflowError, RuntimeError, TypeError, ValueError)
"""What reading raises where a file is none of ours."""


@dataclass(frozen=True, slots=True, eq=False)
class Stored:
    """What one file holds.

    Attributes
    ----------
    exercises : mapping
        For each exercise, its cases.
    assignment : Assignment or None
        The rubric; None in files of hidden cases.
    seed : int
        Where the inputs of hidden cases come from.
    """

    exercises: Mapping[str, Frozen]
    assignment: Assignment | None = None
    seed: int = 0


def write(stored: Stored) -> bytes:
    """Write a file; the same values give the same bytes."""
    content = BytesIO()
    with h5py.File(content, "w", libver="v110", track_order=False) as file:
        if stored.assignment is None:
            file.attrs["seed"] = stored.seed
        else:
            # As a data set it may be longer than an attribute.
            text = json.dumps(assignment_as_dict(stored.assignment), ensure_ascii=False, indent=1)
            file.create_dataset("rubric", data=text, track_times=False)
        exercises = file.create_group("exercises")
        for name, frozen in stored.exercises.items():
            _write_exercise(exercises.create_group(name), frozen)
    return content.getvalue()


def _write_exercise(group: h5py.Group, frozen: Frozen) -> None:
    # A group that HDF5 makes on the way to another bears a date: make each by itself.
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


def read(content: bytes, name: str) -> Stored:
    """Read a file.

    Parameters
    ----------
    content : bytes
        What it holds.
    name : str
        What it is called, for messages.

    Raises
    ------
    ExpectedError
        If it is damaged, or no such file.
    """
    with _opened(content, name) as reader:
        exercises = {key: _exercise(reader, group) for key, group in reader.groups("exercises")}
        seed = reader.file.attrs.get("seed", 0)
        return Stored(exercises, _rubric(reader), int(seed))


def read_rubric(content: bytes, name: str) -> Assignment | None:
    """Read the rubric off a file, and none of its cases; None if it has no rubric.

    Raises
    ------
    ExpectedError
        If it is damaged, or no such file.
    """
    with _opened(content, name) as reader:
        return _rubric(reader)


@contextmanager
def _opened(content: bytes, name: str) -> Iterator[BoundedReader]:
    try:
        if len(content) > MOST_BYTES:
            raise ValueError("it is too large")
        check_heaps(content)
        with h5py.File(BytesIO(content), "r") as file:
            yield BoundedReader(file)
    except (*DAMAGED, wire.WireError) as error:
        message = f"{name} is damaged ({error}); build it again, or take it from the course again"
        raise ExpectedError(message) from None


def _rubric(reader: BoundedReader) -> Assignment | None:
    text = reader.text(reader.file, "rubric")
    return assignment_from_dict(json.loads(text)) if text else None


def _exercise(reader: BoundedReader, group: h5py.Group) -> Frozen:
    places = [place for _, place in reader.groups("cases", group)]
    cases = tuple(
        Case(
            str(place.attrs["name"]),
            reader.value(place, "args", tuple),
            reader.value(place, "kwargs", dict),
            bool(place.attrs["visible"]),
            bool(place.attrs["traced"]),
            bool(place.attrs["illustrates"]),
            tuple(map(str, place.attrs["omits"])),
        )
        for place in places
    )
    outputs = tuple(reader.value(place, "output") for place in places)
    wrong = reader.group(group, "misconceptions")
    misconceptions = {
        name: tuple(_unflag(flagged) for flagged in reader.frame(wrong, name)) for name in wrong
    }
    source = reader.text(group, "source")
    defaults = reader.value(group, "defaults", dict)
    recorded = Recorded(*reader.frame(group, "recorded")) if "recorded" in group else None
    parameters = tuple(map(str, group.attrs["parameters"]))
    if any(len(wrong) != len(cases) for wrong in misconceptions.values()):
        raise ValueError("a mistake has not one output for each case")
    return Frozen(cases, outputs, misconceptions, source, parameters, defaults, recorded)
