"""A compiled file from a stranger, opened: nothing runs, and it comes to a value or a sentence."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from typing import Any

import h5py
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.first_neuron import COURSE
from tests.fuzz.conftest import SECONDS, fuzzed
from tests.fuzz.reading import Read, Reading

NAME = "computation_graph"
GOOD = COURSE.checks(NAME).read_bytes()
MEGABYTES = 64 + 16
"""What a small file may unfold to, and what reading it takes beside."""


@pytest.fixture(scope="module")
def reading() -> Iterator[Reading]:
    """The process that reads."""
    with Reading() as process:
        yield process


def bounded(read: Read) -> Read:
    """See that a file came to a value or a sentence, in bounds."""
    assert read.kind in ("value", "refused"), read.said
    assert read.seconds <= SECONDS
    assert read.megabytes <= MEGABYTES
    if read.kind == "refused":
        assert "is damaged" in read.said or "build" in read.said
        assert "\n" not in read.said
    return read


# Bytes


CHANGES = ("set", "set", "flip", "word", "cut", "drop", "double", "zero")


@st.composite
def changed_bytes(draw: st.DrawFn) -> bytes:
    """A good file of which bytes changed, were lost, doubled or moved."""
    content = bytearray(GOOD)
    for _ in range(draw(st.integers(1, 6))):
        # What HDF5 reads first, and most, lies in front; so do most of these changes.
        most = draw(st.sampled_from([100, 2_000, 20_000, len(content)]))
        place = draw(st.integers(0, min(most, len(content)) - 1 if content else 0))
        match draw(st.sampled_from(CHANGES)):
            case "set":
                content[place : place + 1] = bytes([draw(st.integers(0, 255))])
            case "flip":
                content[place : place + 1] = bytes(
                    [byte ^ 1 << draw(st.integers(0, 7)) for byte in content[place : place + 1]]
                )
            case "word":
                word = draw(st.sampled_from([0, 1, 2**31, 2**32 - 1, 2**63, 2**64 - 1, place]))
                content[place : place + 8] = word.to_bytes(8, "little")
            case "cut":
                del content[place:]
            case "drop":
                del content[place : place + draw(st.integers(1, 64))]
            case "double":
                content[place:place] = content[place : place + draw(st.integers(1, 64))]
            case _:
                size = draw(st.integers(1, 64))
                content[place : place + size] = bytes(size)
    return bytes(content)


@fuzzed
@given(content=changed_bytes())
def test_changed_bytes_come_to_a_value_or_a_sentence(content: bytes, reading: Reading) -> None:
    """Whatever changed, HDF5 does not end the process that reads, nor take it over."""
    bounded(reading.read(NAME, content))


def test_a_good_file_is_read(reading: Reading) -> None:
    """What is released comes to its value: the sentences below are those of what was changed."""
    assert bounded(reading.read(NAME, GOOD)).kind == "value"


# Structure


def edited(edit: Callable[[h5py.File], object]) -> bytes:
    """Change a good file with HDF5's own means."""
    content = BytesIO(GOOD)
    with h5py.File(content, "r+") as file:
        edit(file)
    return content.getvalue()


CASES = "exercises/loss/cases"
OUTPUT = f"{CASES}/00/output"


def put(file: h5py.File, path: str, **options: Any) -> None:
    """Put a data set where another stood; it has the mark of an array."""
    if path in file:
        del file[path]
    file.create_dataset(path, **options).attrs["type"] = "ndarray"


def lead(file: h5py.File, path: str, link: object) -> None:
    """Put a link where something else stood."""
    del file[path]
    file[path] = link


def nest(file: h5py.File) -> None:
    """Put a list into a list, and so on."""
    del file[OUTPUT]
    for depth in range(500):
        group = file.create_group(OUTPUT + "/000" * depth)
        group.attrs["type"] = "list"


def many(file: h5py.File) -> None:
    """Make more parts than any course has."""
    del file[OUTPUT]
    group = file.create_group(OUTPUT)
    group.attrs["type"] = "list"
    empty = group.create_dataset("000000", data=0)
    empty.attrs["type"] = "int"
    for number in range(1, 60_000):
        group[f"{number:06}"] = empty


def virtual(file: h5py.File) -> None:
    """Take numbers from another file."""
    layout = h5py.VirtualLayout(shape=(3,), dtype="f8")
    layout[:] = h5py.VirtualSource("/etc/passwd", "x", shape=(3,))
    del file[OUTPUT]
    file.create_virtual_dataset(OUTPUT, layout).attrs["type"] = "ndarray"


def doubled(file: h5py.File) -> None:
    """Name one list many times below itself: few parts, and twice as many at every step."""
    del file[OUTPUT]
    group = file.create_group(OUTPUT)
    group.attrs["type"] = "list"
    for _ in range(20):
        inner = group.create_group("000")
        group["001"] = inner
        inner.attrs["type"] = "list"
        group = inner


HOSTILE: dict[str, Callable[[h5py.File], object]] = {
    "an external link": lambda f: lead(f, OUTPUT, h5py.ExternalLink("/etc/passwd", "/")),
    "a soft link": lambda f: lead(f, OUTPUT, h5py.SoftLink("/rubric")),
    "a soft link to itself": lambda f: lead(f, OUTPUT, h5py.SoftLink(f"/{OUTPUT}")),
    "an external group": lambda f: lead(f, "exercises", h5py.ExternalLink("/etc/passwd", "/")),
    "numbers of another file": virtual,
    "numbers beside the file": lambda f: put(
        f, OUTPUT, shape=(8,), dtype="u1", external=[("/etc/passwd", 0, 8)]
    ),
    "zeros that unfold": lambda f: put(
        f, OUTPUT, data=np.zeros(2**22), compression="gzip", chunks=(2**22,)
    ),
    "a huge shape": lambda f: put(f, OUTPUT, shape=(2**40,), dtype="f8", fillvalue=1.0),
    "a shape that overflows": lambda f: put(f, OUTPUT, shape=(2**31, 2**31), dtype="u1"),
    "more than may be": lambda f: put(f, OUTPUT, shape=(2**24,), dtype="f8", fillvalue=1.0),
    "chunks": lambda f: put(f, OUTPUT, shape=(2**20,), chunks=(2**10,), dtype="f8"),
    "records": lambda f: put(f, OUTPUT, shape=(2,), dtype=[("a", "f8"), ("b", "i4")]),
    "bytes": lambda f: put(f, OUTPUT, data=np.array([b"a"])),
    "references": lambda f: put(f, OUTPUT, data=f.ref, dtype=h5py.ref_dtype),
    "lists of any length": lambda f: put(f, OUTPUT, shape=(2,), dtype=h5py.vlen_dtype("f8")),
    "nothing at all": lambda f: put(f, OUTPUT, data=h5py.Empty("f8")),
    "a circle": lambda f: (f.__delitem__(OUTPUT), f.__setitem__(OUTPUT, f["exercises"])),
    "a circle that is a list": lambda f: (
        f.__delitem__(OUTPUT),
        f.create_group(OUTPUT).attrs.__setitem__("type", "list"),
        f.__setitem__(f"{OUTPUT}/000", f[OUTPUT]),
    ),
    "lists in lists": nest,
    "too many parts": many,
    "few parts, often": doubled,
    "no cases": lambda f: f.__delitem__(CASES),
    "no exercises": lambda f: f.__delitem__("exercises"),
    "an exercise more": lambda f: f.copy("exercises/loss", "exercises/lost"),
    "a data set for a group": lambda f: (f.__delitem__(CASES), put(f, CASES, data=1.0)),
    "a group for a data set": lambda f: (f.__delitem__("rubric"), f.create_group("rubric")),
    "a number for the rubric": lambda f: (f.__delitem__("rubric"), put(f, "rubric", data=1.0)),
    "no rubric": lambda f: f.__delitem__("rubric"),
    "no mark": lambda f: f[OUTPUT].attrs.__delitem__("type"),
    "another mark": lambda f: f[OUTPUT].attrs.__setitem__("type", "dict"),
    "a formula that is none": lambda f: f[OUTPUT].attrs.__setitem__("type", "Formula"),
    "a mark that is a number": lambda f: f[OUTPUT].attrs.__setitem__("type", 3),
    "a mark that is a list": lambda f: f[OUTPUT].attrs.__setitem__("type", ["list", "list"]),
    "names that are numbers": lambda f: f[f"{CASES}/00/kwargs"].attrs.__setitem__("keys", [1, 2]),
    "parameters that are none": lambda f: f["exercises/loss"].attrs.__setitem__("parameters", 3),
    "many parameters": lambda f: f["exercises/loss"].attrs.__setitem__("parameters", ["x"] * 5000),
    "a name that is long": lambda f: f[f"{CASES}/00"].attrs.__setitem__("name", "x" * 60_000),
    "a seed that is none": lambda f: f.attrs.__setitem__("seed", "one"),
    "a seed that is infinite": lambda f: f.attrs.__setitem__("seed", float("inf")),
    "a frame that is none": lambda f: put(
        f, "exercises/loss/recorded", data=np.frombuffer(b"no frame", dtype=np.uint8)
    ),
}


@pytest.mark.parametrize("edit", HOSTILE.values(), ids=HOSTILE)
def test_odd_structure_comes_to_a_value_or_a_sentence(
    edit: Callable[[h5py.File], object], reading: Reading
) -> None:
    """Nothing is followed, unfolded or walked in circles."""
    bounded(reading.read(NAME, edited(edit)))


REFUSED = ["link", "another file", "beside", "unfold", "huge", "overflows", "more than", "circle"]


@pytest.mark.parametrize("kind", [one for one in HOSTILE if any(word in one for word in REFUSED)])
def test_what_leads_elsewhere_or_unfolds_is_refused(kind: str, reading: Reading) -> None:
    """These have no value: what they lead to is not read, what they unfold to is not made."""
    assert reading.read(NAME, edited(HOSTILE[kind])).kind == "refused"


# The rubric

ODD: Sequence[Any] = (
    *(None, True, -1, 0, 1.5, 10**400, "", "x", "__class__", "\x1b[2J", "é" * 3000),
    *([], [1], {}, {"name": "x"}, [[[]]], ["x"] * 3000),
)
RUBRIC = json.loads(h5py.File(BytesIO(GOOD))["rubric"][()])


def places(value: object, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Give the way to every value in a rubric; of lists the first and the last."""
    yield above
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from places(inner, (*above, key))
    elif isinstance(value, list):
        for number in {0, len(value) - 1} if value else ():
            yield from places(value[number], (*above, number))


PLACES = sorted(places(RUBRIC), key=repr)


def with_rubric(text: str) -> bytes:
    """Write a rubric into a good file."""

    def edit(file: h5py.File) -> None:
        del file["rubric"]
        file.create_dataset("rubric", data=text)

    return edited(edit)


@st.composite
def rubrics(draw: st.DrawFn) -> str:
    """A rubric in which something odd stands, or something is missing, at one place or two."""
    rubric: Any = json.loads(json.dumps(RUBRIC))
    for _ in range(draw(st.integers(1, 2))):
        *above, last = draw(st.sampled_from([place for place in PLACES if place]))
        parent = rubric
        try:
            for key in above:
                parent = parent[key]
            if draw(st.booleans()) and draw(st.booleans()):
                del parent[last]
            else:
                parent[last] = draw(st.sampled_from(ODD))
        except (KeyError, IndexError, TypeError):
            continue  # the other change took this place away
    return json.dumps(rubric)


@fuzzed
@given(text=rubrics())
def test_an_odd_rubric_comes_to_a_value_or_a_sentence(text: str, reading: Reading) -> None:
    """Whatever type stands in any field."""
    bounded(reading.read(NAME, with_rubric(text)))


NO_RUBRICS = {
    "no JSON": "{",
    "no end of lists": "[" * 100_000,
    "a number without end": '{"schema": ' + "9" * 5000 + "}",
    "not a number": '{"schema": NaN}',
    "half a character": '"\\ud800"',
    "a list": "[]",
    "a name of half a character": json.dumps({**RUBRIC, "title": "\ud800"}),
}


@pytest.mark.parametrize("text", NO_RUBRICS.values(), ids=NO_RUBRICS)
def test_no_rubric_at_all_comes_to_a_sentence(text: str, reading: Reading) -> None:
    """Text that is no rubric is refused, however deep, long or odd."""
    read = bounded(reading.read(NAME, with_rubric(text)))
    assert read.kind == "refused" or "title" in text
