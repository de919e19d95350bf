"""What a frame is made of, and how much of it there may be."""

from __future__ import annotations

import struct
from dataclasses import dataclass

import numpy as np

MAGIC = b"FNF1"
PREFIX = struct.Struct("<4sIQ")
"""Magic, header length, payload length."""

DTYPES = {
    name: np.dtype(name)
    for name in "<f8 <f4 <f2 <i8 <i4 <i2 |i1 <u8 <u4 <u2 |u1 |b1 <c16 <c8".split()
}
SCALARS = {"float": "<f8", "complex": "<c16"}
"""Python numbers that travel as arrays of no dimensions, to the bit."""
MAX_DIMENSIONS = 8
MAX_LENGTH = 2**40
INTEGERS = 2**63


class WireError(Exception):
    """A frame is malformed, or larger than allowed."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a frame may hold at most.

    Attributes
    ----------
    header, payload : int
        Lengths in bytes.
    nodes, depth : int
        Size and depth of the tree.
    """

    header: int = 64 * 1024
    payload: int = 1024**2
    nodes: int = 2000
    depth: int = 16


FROM_STUDENT = Limits()
FROM_AUTHOR = Limits(header=64 * 1024**2, payload=2**33, nodes=10**6, depth=32)
"""For expected outputs, which are kept in the same form."""


@dataclass(frozen=True, slots=True)
class Opaque:
    """Stands for a value that cannot cross: only the name of its type does."""

    type_name: str


def read_lengths(prefix: bytes, limits: Limits = FROM_STUDENT) -> tuple[int, int]:
    """Read the lengths of header and payload from the first bytes of a frame.

    Raises
    ------
    WireError
        If it is no frame, or one over the limits.
    """
    if len(prefix) != PREFIX.size:
        raise WireError("a frame broke off in its prefix")
    magic, header, payload = PREFIX.unpack(prefix)
    if magic != MAGIC:
        raise WireError("what came is no frame")
    if header > limits.header or payload > limits.payload:
        raise WireError("a frame is over the size limit")
    return header, payload
