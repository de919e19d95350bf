"""From frames to values, trusting nothing."""

from __future__ import annotations

import json
import math
from collections.abc import Callable

import numpy as np

from autograder.wire.form import (
    DTYPES,
    FROM_STUDENT,
    INTEGERS,
    MAX_DIMENSIONS,
    MAX_LENGTH,
    PREFIX,
    SCALARS,
    Limits,
    Opaque,
    WireError,
    read_lengths,
)


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
        node = _HEADER.decode(header.decode())
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


_HEADER = json.JSONDecoder(parse_float=_refuse, parse_constant=_refuse)


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
