"""The form in which values cross the wall: a JSON header, then the raw bytes of all arrays.

A frame is ``MAGIC``, the lengths of header and payload, the header, the payload. The header is a
tree of nodes; an array is a node that names its dtype and shape, and its bytes stand in the payload
in the order of the nodes. Nothing in a frame can run: no pickle, no object arrays.

The side that decodes trusts nothing: whatever is wrong with a frame is one exception,
:class:`WireError`, raised before anything large is allocated.
"""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from autograder.formula import Formula

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
    formulas : bool
        Whether it may hold functions: true only where the grader is the sender.
    """

    header: int = 64 * 1024
    payload: int = 64 * 1024**2
    nodes: int = 2000
    depth: int = 16
    formulas: bool = False


FROM_STUDENT = Limits()
FROM_GRADER = Limits(header=64 * 1024**2, payload=2**33, nodes=10**6, depth=32, formulas=True)


@dataclass(frozen=True, slots=True)
class Opaque:
    """Stands for a value that cannot cross: only the name of its type does."""

    type_name: str


def encode(value: object) -> bytes:
    """Encode a value.

    Parameters
    ----------
    value : object
        Numbers, strings, None, arrays, formulas; lists, tuples and dictionaries of them. Anything
        else becomes an :class:`Opaque`.

    Returns
    -------
    bytes
        One frame.
    """
    chunks: list[bytes] = []
    header = json.dumps(_node(value, chunks, 0), separators=(",", ":"), allow_nan=False).encode()
    payload = b"".join(chunks)
    return PREFIX.pack(MAGIC, len(header), len(payload)) + header + payload


def _node(value: object, chunks: list[bytes], depth: int) -> object:
    kind = type(value)
    node: object = ["opaque", kind.__name__[:60]]
    if value is None:
        node = None
    elif depth > FROM_GRADER.depth:
        node = ["opaque", "nesting that never ends"]
    elif kind in (bool, int):
        node = _integer_node(value)
    elif kind in (float, complex):
        chunks.append(np.array(value, dtype=SCALARS[kind.__name__]).tobytes())
        node = ["array", SCALARS[kind.__name__], [], kind.__name__]
    elif isinstance(value, str):
        node = ["str", str(value).encode("utf-8", "replace").decode()]
    elif isinstance(value, np.ndarray | np.generic):
        node = _array_node(value, chunks)
    elif isinstance(value, list | tuple):
        items = [_node(item, chunks, depth + 1) for item in value]
        node = ["tuple" if isinstance(value, tuple) else "list", items]
    elif isinstance(value, dict):
        pairs = [[str(key)[:200], _node(item, chunks, depth + 1)] for key, item in value.items()]
        node = ["dict", pairs]
    elif isinstance(value, Formula):
        node = ["formula", value.source]
    return node


def _integer_node(value: object) -> object:
    if isinstance(value, bool):
        return ["bool", value]
    if isinstance(value, int) and -INTEGERS <= value < INTEGERS:
        return ["int", value]
    return ["opaque", "an integer of more than 64 bits"]


def _array_node(value: np.ndarray | np.generic, chunks: list[bytes]) -> object:
    array = np.ascontiguousarray(np.asarray(value)).reshape(np.shape(value))
    array = array.astype(array.dtype.newbyteorder("<"), copy=False)
    if array.dtype.str not in DTYPES or array.ndim > MAX_DIMENSIONS:
        return ["opaque", f"array of {array.dtype.name}"[:60]]
    chunks.append(array.tobytes())
    tags = ["numpy"] if isinstance(value, np.generic) else []
    return ["array", array.dtype.str, list(array.shape), *tags]


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


def decode(frame: bytes, limits: Limits = FROM_STUDENT) -> object:
    """Decode one frame; arrays in the result are read-only.

    Raises
    ------
    WireError
        For every malformed frame, and for nothing else.
    """
    header_length, payload_length = read_lengths(frame[: PREFIX.size], limits)
    if len(frame) != PREFIX.size + header_length + payload_length:
        raise WireError("a frame has another length than it says")
    header = frame[PREFIX.size : PREFIX.size + header_length]
    try:
        node = json.loads(header, parse_float=_refuse, parse_constant=_refuse)
        decoder = _Decoder(memoryview(frame)[PREFIX.size + header_length :], limits)
        value = decoder.value(node, 0)
    except WireError:
        raise
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError, MemoryError) as error:
        message = f"a frame is malformed ({type(error).__name__})"
        raise WireError(message) from None
    if decoder.offset != payload_length:
        raise WireError("a frame has bytes left over")
    return value


def _refuse(_: str) -> None:
    raise WireError("a header holds a float")


class _Decoder:
    """Walks the nodes of a header, taking bytes off the payload as it goes."""

    def __init__(self, payload: memoryview, limits: Limits) -> None:
        self.payload = payload
        self.limits = limits
        self.offset = 0
        self.nodes = 0
        self.readers: dict[object, Callable[[list[object], int], object]] = {
            "str": self._text,
            "int": self._integer,
            "bool": self._truth,
            "opaque": lambda node, depth: Opaque(self._text(node, depth)),
            "list": self._items,
            "tuple": lambda node, depth: tuple(self._items(node, depth)),
            "dict": self._pairs,
            "array": self._array,
            "formula": self._formula,
        }

    def value(self, node: object, depth: int) -> object:
        self.nodes += 1
        if self.nodes > self.limits.nodes or depth > self.limits.depth:
            raise WireError("a header is too large or too deep")
        if node is None:
            return None
        if not isinstance(node, list) or not node:
            raise WireError("a header holds something that is no node")
        kind = node[0]
        if not isinstance(kind, str) or kind not in self.readers:
            raise WireError("a header holds a node of an unknown kind")
        return self.readers[kind](node, depth)

    def _text(self, node: list[object], depth: int) -> str:
        _, text = node
        if not isinstance(text, str):
            raise WireError("a text is no text")
        return text

    def _integer(self, node: list[object], depth: int) -> int:
        _, number = node
        if type(number) is not int or not -INTEGERS <= number < INTEGERS:
            raise WireError("an integer is none, or is too large")
        return number

    def _truth(self, node: list[object], depth: int) -> bool:
        _, truth = node
        if type(truth) is not bool:
            raise WireError("a bool is neither true nor false")
        return truth

    def _formula(self, node: list[object], depth: int) -> Formula:
        if not self.limits.formulas:
            raise WireError("a formula came from the wrong side")
        return Formula(self._text(node, depth))

    def _items(self, node: list[object], depth: int) -> list[object]:
        _, items = node
        if not isinstance(items, list):
            raise WireError("a sequence is no sequence")
        return [self.value(item, depth + 1) for item in items]

    def _pairs(self, node: list[object], depth: int) -> dict[str, object]:
        _, pairs = node
        if not isinstance(pairs, list):
            raise WireError("a dictionary is no dictionary")
        result: dict[str, object] = {}
        for key, item in pairs:
            if not isinstance(key, str):
                raise WireError("a key is no text")
            result[key] = self.value(item, depth + 1)
        return result

    def _array(self, node: list[object], depth: int) -> object:
        _, dtype, shape, *tags = node
        if not isinstance(shape, list) or len(shape) > MAX_DIMENSIONS:
            raise WireError("an array has a shape that is not allowed")
        if not isinstance(dtype, str) or dtype not in DTYPES:
            raise WireError("an array has a dtype that is not allowed")
        for length in shape:
            if type(length) is not int or not 0 <= length <= MAX_LENGTH:
                raise WireError("an array has an impossible shape")
        size = math.prod(shape) * DTYPES[dtype].itemsize
        if size > len(self.payload) - self.offset:
            raise WireError("an array is larger than its payload")
        raw = self.payload[self.offset : self.offset + size]
        self.offset += size
        if dtype == "|b1" and np.any(np.frombuffer(raw, dtype=np.uint8) > 1):
            raise WireError("a bool is neither 0 nor 1")
        array = np.frombuffer(raw, dtype=DTYPES[dtype]).reshape(shape)
        return _untag(array, dtype, tags)


def _untag(array: np.ndarray, dtype: object, tags: list[object]) -> object:
    """Give back the Python or NumPy number that an array of no dimensions stands for."""
    if not tags:
        return array
    (tag,) = tags
    if array.shape != ():
        raise WireError("a number has a shape")
    if tag == "numpy":
        return array[()]
    if not isinstance(tag, str) or SCALARS.get(tag) != dtype:
        raise WireError("a number is of an unknown kind")
    return array.item()
