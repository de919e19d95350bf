"""A stranger's ``course.toml``: settings of the types that they promise, or a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.course.settings import CourseError, Settings, read_settings
from tests.first_neuron import ROOT
from tests.fuzz.conftest import bounded, fuzzed

GOOD = (ROOT / "course.toml").read_text(encoding="utf-8")
NAMES = (
    *("title", "course_id", "seed", "sets", "private", "assignments", "late", "name", "data"),
    *("percent", "at_most", "grace_minutes", "other"),
)
PLAIN = (
    *("true", "0", "-1", "1", "99", "100", "1.5", "nan", "inf", "-inf", "1e999", "9" * 400),
    *('""', '"x"', '" "', '"../x"', '"a/b"', '"\\u0000"', '"\\u001b[2J"', '"""\nx"""'),
    *("1979-05-27", "07:32:00", "1979-05-27T07:32:00Z", "[]", "{}", f'"{"é" * 5000}"'),
)
VALUES = st.recursive(
    st.sampled_from(PLAIN),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]")
        | st.dictionaries(st.sampled_from(NAMES), inner, max_size=3).map(
            lambda items: "{" + ", ".join(f"{k} = {v}" for k, v in items.items()) + "}"
        )
    ),
    max_leaves=6,
)  # fmt: skip
LINES = st.builds("{} = {}".format, st.sampled_from(NAMES), VALUES) | st.sampled_from(
    ["[late]", "[[assignments]]", "[assignments]", "[late.x]", 'name = "a"', 'name = "A"', "x"]
)


@st.composite
def changed(draw: st.DrawFn) -> bytes:
    """The course of this repository, with bytes that changed."""
    content = bytearray(GOOD.encode())
    for _ in range(draw(st.integers(1, 5))):
        place = draw(st.integers(0, len(content) - 1))
        content[place : place + draw(st.integers(0, 3))] = draw(st.binary(max_size=3))
    return bytes(content)


FILES = (
    st.lists(LINES, max_size=8).map(lambda lines: "\n".join(lines).encode()) | changed()
) | st.sampled_from(
    [
        b"a = " + b"[" * 50_000,
        b"a" + b".a" * 50_000 + b" = 1",
        b"\xff\xfe",
        (b"a" + b".a" * 490 + b"=1\n") * 66,
        b"a=[\n" + b"[\n" * 20_000,
    ]
)


def well_typed(settings: Settings) -> None:
    """See that settings are what they promise."""
    assert settings.title.strip()
    assert isinstance(settings.course_id, str)
    assert type(settings.seed) is int
    assert type(settings.private) is bool
    assert 1 <= settings.sets <= 99
    for listed in settings.assignments:
        assert listed.name.isidentifier()
        assert all(Path(one).name == one for one in listed.data)
    late = settings.late
    for value in (late.percent, late.at_most, late.grace_minutes):
        assert 0 <= value < float("inf")


@fuzzed
@given(content=FILES)
def test_any_file_gives_settings_or_a_sentence(
    content: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever a file says, in bounds of time and room."""
    file = tmp_path_factory.getbasetemp() / "course.toml"
    file.write_bytes(content)
    with bounded():
        try:
            settings = read_settings(file)
        except CourseError as error:
            assert str(file) in str(error)
        else:
            well_typed(settings)
