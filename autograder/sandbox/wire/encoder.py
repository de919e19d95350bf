"""From values to frames."""

from __future__ import annotations

import json
from dataclasses import dataclass

import numpy as np

from autograder.formula import Formula
from autograder.sandbox.wire.form import (
    DTYPES,
    FROM_GRADER,
    INTEGERS,
    MAGIC,
    MAX_DIMENSIONS,
    PREFIX,
    SCALARS,
)


@dataclass(frozen=True, slots=True)
class Encoded:
    """A value that is encoded already: it may be part of many frames.

    Attributes
    ----------
    header : str
        Its node.
    payload : bytes
        The bytes of its arrays.
    """

    header: str
    payload: bytes


def encode(value: object) -> bytes:
    """Encode a value.

    Parameters
    ----------
    value : object
        Numbers, strings, None, arrays, formulas; lists, tuples and dictionaries of them; what is
        encoded already. Anything else becomes an :class:`Opaque`.

    Returns
    -------
    bytes
        One frame.
    """
    encoded = encode_part(value)
    header = encoded.header.encode()
    return PREFIX.pack(MAGIC, len(header), len(encoded.payload)) + header + encoded.payload


def encode_part(value: object) -> Encoded:
    """Encode a value that is to be part of frames."""
    chunks: list[bytes] = []
    return Encoded(_node(value, chunks, 0), b"".join(chunks))


def _node(value: object, chunks: list[bytes], depth: int) -> str:
    """Write the node of a value, and add the bytes of its arrays to the chunks."""
    kind = type(value)
    node = ""
    if value is None:
        node = "null"
    elif depth > FROM_GRADER.depth:
        node = _text_node("opaque", "nesting that never ends")
    elif kind in (bool, int):
        node = _integer_node(value)
    elif kind in (float, complex):
        chunks.append(np.array(value, dtype=SCALARS[kind.__name__]).tobytes())
        node = f'["array","{SCALARS[kind.__name__]}",[],"{kind.__name__}"]'
    elif isinstance(value, str):
        node = _text_node("str", value)
    elif isinstance(value, np.ndarray | np.generic):
        node = _array_node(value, chunks)
    elif isinstance(value, list | tuple):
        items = ",".join([_node(item, chunks, depth + 1) for item in value])
        node = f'["{"tuple" if isinstance(value, tuple) else "list"}",[{items}]]'
    elif isinstance(value, dict):
        pairs = [
            f"[{_quote(str(key)[:200])},{_node(item, chunks, depth + 1)}]"
            for key, item in value.items()
        ]
        node = f'["dict",[{",".join(pairs)}]]'
    elif kind is Formula:
        node = _text_node("formula", value.source)  # type: ignore[attr-defined]
    elif kind is Encoded:
        chunks.append(value.payload)  # type: ignore[attr-defined]
        node = value.header  # type: ignore[attr-defined]
    return node or _text_node("opaque", kind.__name__[:60])


def _quote(text: str) -> str:
    """Write a text as JSON; half a surrogate pair, which is no text, becomes a question mark."""
    return json.dumps(str(text).encode("utf-8", "replace").decode(), ensure_ascii=False)


def _text_node(kind: str, text: str) -> str:
    return f'["{kind}",{_quote(text)}]'


def _integer_node(value: object) -> str:
    if isinstance(value, bool):
        return '["bool",true]' if value else '["bool",false]'
    if isinstance(value, int) and -INTEGERS <= value < INTEGERS:
        return f'["int",{value}]'
    return _text_node("opaque", "an integer of more than 64 bits")


def _array_node(value: np.ndarray | np.generic, chunks: list[bytes]) -> str:
    array = np.asarray(value)
    if array.dtype.str not in DTYPES:
        array = array.astype(array.dtype.newbyteorder("<"), copy=False)
    if array.dtype.str not in DTYPES or array.ndim > MAX_DIMENSIONS:
        return _text_node("opaque", f"array of {array.dtype.name}"[:60])
    chunks.append(array.tobytes())
    shape = ",".join(map(str, array.shape))
    tag = ',"numpy"' if isinstance(value, np.generic) else ""
    return f'["array","{array.dtype.str}",[{shape}]{tag}]'
