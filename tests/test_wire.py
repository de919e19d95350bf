"""What crosses the wall comes out as it went in, or as one exception."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as st_numpy

from autograder import wire

ARRAYS = st_numpy.arrays(
    st.sampled_from(sorted(wire.DTYPES)),
    st_numpy.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4),
)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats()
    | st.text(max_size=20)
    | ARRAYS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


def equal(first: object, second: object) -> bool:
    """Compare to the bit, types included."""
    if isinstance(first, np.ndarray):
        assert isinstance(second, np.ndarray)
        return (first.dtype, first.shape, first.tobytes()) == (
            second.dtype,
            second.shape,
            second.tobytes(),
        )
    if isinstance(first, list | tuple):
        assert isinstance(second, list | tuple)
        return type(first) is type(second) and all(map(equal, first, second))
    if isinstance(first, dict):
        assert isinstance(second, dict)
        return all(equal(first[key], second[key]) for key in first)
    return type(first) is type(second) and (first == second or first != first)


@given(VALUES)
@settings(deadline=None)
def test_values_survive_the_crossing(value: object) -> None:
    """Decoding an encoded value gives the value back, types and bits included."""
    assert equal(value, wire.decode(wire.encode(value)))


class Subclass(np.ndarray):
    """An array that claims to equal everything."""

    def __eq__(self, other: object) -> Any:
        return True

    __hash__ = None  # type: ignore[assignment]


@pytest.mark.parametrize(
    "array",
    [
        np.arange(12).reshape(3, 4).T,
        np.arange(10.0)[::-2],
        np.array([1.5, 2.5], dtype=">f8"),
        np.broadcast_to(np.float64(3), (2, 3)),
        np.array([[1.0, 2.0]]).view(Subclass),
        np.ma.masked_array([1.0, 2.0], mask=[True, False]),
    ],
    ids=["transposed", "reversed", "big-endian", "broadcast", "subclass", "masked"],
)
def test_unusual_arrays_arrive_as_plain_ones(array: np.ndarray) -> None:
    """Views, other byte orders and subclasses cross as plain arrays of the same numbers."""
    got = wire.decode(wire.encode(array))
    assert type(got) is np.ndarray
    np.testing.assert_array_equal(got, np.asarray(array))
    assert not got.flags.writeable


@pytest.mark.parametrize(
    ("value", "type_name"),
    [
        (object(), "object"),
        (range(3), "range"),
        ({1, 2}, "set"),
        (np.array(["text"]), "array of str"),
        (np.array([object()]), "array of object"),
        (2**70, "an integer of more than 64 bits"),
        (np.zeros((1,) * 9), "array of float64"),
    ],
)
def test_what_cannot_cross_leaves_its_type(value: object, type_name: str) -> None:
    """A value that is no plain data becomes a note of its type."""
    got = wire.decode(wire.encode(value))
    assert isinstance(got, wire.Opaque)
    assert got.type_name.startswith(type_name)


def test_a_nest_without_end_is_cut_off() -> None:
    """A list that holds itself is encoded, and refused on the other side."""
    nest: list[Any] = []
    nest.append(nest)
    with pytest.raises(wire.WireError):
        wire.decode(wire.encode(nest))


def frame(header: object, payload: bytes = b"", *, raw: bytes | None = None) -> bytes:
    """Make a frame by hand."""
    text = json.dumps(header).encode() if raw is None else raw
    return wire.PREFIX.pack(wire.MAGIC, len(text), len(payload)) + text + payload


MALFORMED = {
    "nothing": b"",
    "half a prefix": b"FNF1\x01",
    "other magic": b"EVIL" + frame(None)[4:],
    "header of 4 GB": wire.PREFIX.pack(wire.MAGIC, 2**32 - 1, 0),
    "payload of 16 EB": wire.PREFIX.pack(wire.MAGIC, 4, 2**64 - 1) + b"null",
    "bytes left over": frame(None, b"x"),
    "two frames": frame(None) + frame(None),
    "no JSON": frame(None, raw=b"{"),
    "not a node": frame({"a": 1}),
    "empty node": frame([]),
    "unknown node": frame(["pickle", "cos\nsystem"]),
    "node of no name": frame([["array"], 1]),
    "object dtype": frame(["array", "|O", [1]], b"\0" * 8),
    "void dtype": frame(["array", "|V8", [1]], b"\0" * 8),
    "negative shape": frame(["array", "<f8", [-1]]),
    "shape of a float": frame(None, raw=b'["array","<f8",[1.0]]'),
    "shape of a bool": frame(["array", "<f8", [True]], b"\0" * 8),
    "huge shape": frame(["array", "<f8", [2**40, 2**40]]),
    "nine dimensions": frame(["array", "<f8", [1] * 9], b"\0" * 8),
    "more array than payload": frame(["array", "<f8", [2]], b"\0" * 8),
    "a bool of 2": frame(["array", "|b1", [1]], b"\2"),
    "a number with a shape": frame(["array", "<f8", [1], "float"], b"\0" * 8),
    "a number of the wrong kind": frame(["array", "<f8", [], "int"], b"\0" * 8),
    "a number of no kind": frame(["array", "<f8", [], ["float"]], b"\0" * 8),
    "NaN in the header": frame(None, raw=b"NaN"),
    "a JSON float": frame(None, raw=b"1.5"),
    "a JSON bomb": frame(None, raw=b"[" * 60_000),
    "a number of 60 000 digits": frame(None, raw=b'["array","<f8",[' + b"9" * 60_000 + b"]]"),
    "not UTF-8": frame(None, raw=b'["str","\xff"]'),
    "a key that is no text": frame(["dict", [[1, None]]]),
    "a pair of three": frame(["dict", [["a", None, None]]]),
    "a list that is none": frame(["list", "abc"]),
    "a formula from a student": frame(["formula", "lambda a: a"]),
    "an integer of 65 bits": frame(["int", 2**63]),
    "an integer that is a bool": frame(["int", True]),
    "a bool that is an integer": frame(["bool", 1]),
    "too many nodes": frame(["list", [None] * 3000]),
    "too deep": frame(json.loads("[" + '"list",[[' * 20 + '"str","x"' + "]]" * 20 + "]")),
}


@pytest.mark.parametrize("data", MALFORMED.values(), ids=MALFORMED.keys())
def test_malformed_frames_are_one_exception(data: bytes) -> None:
    """Whatever is wrong with a frame, decoding raises WireError and nothing else."""
    with pytest.raises(wire.WireError):
        wire.decode(data)


def test_mutated_frames_decode_or_raise_the_one_exception() -> None:
    """Ten thousand frames with bytes changed, cut or doubled never raise anything else."""
    rng = np.random.default_rng(0)
    value = ({"dw": np.ones((3, 1)), "db": 0.5}, [1, True, None, "text"], np.arange(4, dtype="u1"))
    original = np.frombuffer(wire.encode(value), dtype=np.uint8)
    decoded = 0
    for _ in range(10_000):
        data = original.copy()
        places = rng.integers(0, data.size, rng.integers(1, 4))
        data[places] = rng.integers(0, 256, places.size)
        if rng.random() < 0.2:
            data = np.concatenate(
                [data[: rng.integers(data.size)], data[rng.integers(data.size) :]]
            )
        try:
            wire.decode(data.tobytes())
            decoded += 1
        except wire.WireError:
            pass
    assert 0 < decoded < 10_000
