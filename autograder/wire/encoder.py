"""From values to frames."""

from __future__ import annotations

from json.encoder import encode_basestring

import numpy as np

from autograder.wire.form import (
    DTYPES,
    FROM_AUTHOR,
    INTEGERS,
    MAGIC,
    MAX_DIMENSIONS,
    PREFIX,
    SCALARS,
)


def encode(value: object) -> bytes:
    """Encode a value.

    Parameters
    ----------
    value : object
        Numbers, strings, None, arrays; lists, tuples and dictionaries of them. Anything else
        becomes an :class:`Opaque`.

    Returns
    -------
    bytes
        One frame.
    """
    chunks: list[bytes] = []
    header = _node(value, chunks, 0).encode()
    payload = b"".join(chunks)
    return PREFIX.pack(MAGIC, len(header), len(payload)) + header + payload


def _node(value: object, chunks: list[bytes], depth: int) -> str:
    """Write the node of a value, and add the bytes of its arrays to the chunks."""
    kind = type(value)
    node = ""
    if value is None:
        node = "null"
    elif depth > FROM_AUTHOR.depth:
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
    return node or _text_node("opaque", kind.__name__[:60])


def _quote(text: str) -> str:
    """Write a text as JSON; half a surrogate pair, which is no text, becomes a question mark."""
    return encode_basestring(str(text).encode("utf-8", "replace").decode())


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
