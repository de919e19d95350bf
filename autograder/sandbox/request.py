"""What a child is asked: code to define, then functions to call; and how that travels.

Requests go inwards as pickles, which are fast and could run code where they are read. That is
nothing to fear on this way: the grader writes them, and the child that reads them is about to run
code in any case. What comes back is never a pickle: see :mod:`autograder.wire`.
"""

from __future__ import annotations

import pickle
import struct
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

LENGTH = struct.Struct("<Q")
"""Stands before each message."""


class Statement(NamedTuple):
    """A statement of a submission, to be run in the namespaces of the functions that need it."""

    cell: str
    """Where it stands, as in ``cell 7``."""
    line: int
    """Its first line there, from 1."""
    source: str
    flags: int
    """What ``from __future__ import`` asks of the compiler."""


class Inputs(NamedTuple):
    """What a function is called with in one case."""

    args: tuple[object, ...]
    kwargs: Mapping[str, object]
    traced: bool = False
    """Whether to count the steps that it takes."""
    defaults: Mapping[str, object] = {}
    """What to pass on where the call leaves an argument out and the header has no default."""
    omits: tuple[str, ...] = ()
    """The arguments whose defaults are asked for, in place of a value."""


class Asked(NamedTuple):
    """What is asked of one exercise."""

    name: str
    names: tuple[str, ...]
    """Those that its function may have."""
    needs: tuple[int, ...]
    """The numbers of the statements that it needs."""
    helpers: tuple[tuple[tuple[str, ...], str], ...]
    """Names and source of functions that take the place of the submission's."""
    num_cases: int
    cases: bytes
    """A pickled list of inputs: they are the same for every submission, so pickled only once."""


def pickled(message: object) -> bytes:
    """Pickle a message, or a part of one."""
    return pickle.dumps(message, protocol=5)


def pack(message: object) -> bytes:
    """Write a message as it is sent."""
    data = pickled(message)
    return LENGTH.pack(len(data)) + data


def unpack(read: Callable[[int], bytes]) -> Any:
    """Read the next message; None where there is none.

    Parameters
    ----------
    read : callable
        Reads so many bytes, or what is left of them.
    """
    prefix = read(LENGTH.size)
    return load(read(LENGTH.unpack(prefix)[0])) if prefix else None


load = pickle.loads
"""Read a part that was pickled by itself."""
