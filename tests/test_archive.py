"""Zip files of learning platforms: whose is what, and nothing gets out of or blown up."""

from __future__ import annotations

import io
import json
import struct
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder.cli import main
from autograder.intake import Intake, archives, collect
from autograder.submission import SubmissionError
from tests.first_neuron import ASSIGNMENTS

CODE = "def sigmoid(x):\n    return 1 / (1 + np.exp(-x))\n"
NOTEBOOK = json.dumps(
    {
        "nbformat": 4,
        "metadata": {},
        "cells": [
            {"cell_type": "code", "metadata": {}, "source": f"import numpy as np\n{CODE}"},
        ],
    }
)
Make = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Pack a zip file; what an entry holds is a notebook unless it is given."""

    def pack(*names: str | zipfile.ZipInfo, name: str = "class.zip", **texts: str) -> Path:
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
            for entry in names:
                file.writestr(entry, NOTEBOOK)
            for entry, text in texts.items():
                file.writestr(entry, text)
        return path

    return pack


def students(intake: Intake) -> list[str]:
    """List whose hand-ins are graded."""
    return [one.student for one in intake.hand_ins]


NAMED = {
    "Moodle, folders": (
        "Ada Lovelace_4711_assignsubmission_file_/numpy_basics.ipynb",
        ("Ada Lovelace", "numpy_basics"),
    ),
    "Moodle, newer": (
        "Ada Lovelace_4711_assignsubmission_file/numpy_basics.ipynb",
        ("Ada Lovelace", "numpy_basics"),
    ),
    "Moodle, no folders": (
        "Ada Lovelace_4711_assignsubmission_file_numpy_basics.ipynb",
        ("Ada Lovelace", "numpy_basics"),
    ),
    "Moodle, other alphabets": (
        "Žofie Nováková 李_4711_assignsubmission_file_/my work.ipynb",
        ("Žofie Nováková 李", ""),
    ),
    "Canvas": ("lovelaceada_4711_83_numpy_basics.ipynb", ("lovelaceada", "numpy_basics")),
    "Canvas, late": (
        "lovelaceada_LATE_4711_83_numpy_basics.ipynb",
        ("lovelaceada", "numpy_basics"),
    ),
    "Canvas, repeated": (
        "lovelaceada_4711_83_numpy_basics-3.ipynb",
        ("lovelaceada", "numpy_basics"),
    ),
    "nbgrader": ("submitted/ada/numpy_basics/numpy_basics.ipynb", ("ada", "numpy_basics")),
    "a folder each": ("homework/ada/numpy_basics.ipynb", ("ada", "numpy_basics")),
    "a file each": ("ada.ipynb", ("ada", "")),
    "deep": ("x/y/z/ada/numpy_basics/numpy_basics.ipynb", ("ada", "numpy_basics")),
    "made on Windows": ("homework\\ada\\numpy_basics.ipynb", ("ada", "numpy_basics")),
}


@pytest.mark.parametrize(("entry", "expected"), NAMED.values(), ids=NAMED)
def test_names_tell_student_and_assignment(
    make: Make, tmp_path: Path, entry: str, expected: tuple[str, str]
) -> None:
    """The patterns of Moodle and Canvas are known, and so are the layouts of folders."""
    (found,) = collect([make(entry)], ASSIGNMENTS, tmp_path / "scratch").hand_ins
    assert (found.student, found.hint) == expected
    assert found.file.read_text() == NOTEBOOK
    assert found.path == tmp_path / "class.zip" / entry.replace("\\", "/")


def test_a_students_own_archive_tells_the_name(make: Make, tmp_path: Path) -> None:
    """An archive of one notebook is its student's."""
    paths = [make("numpy_basics.ipynb", name="ada.zip"), make("numpy_basics.ipynb", name="bob.ZIP")]
    assert students(collect(paths, ASSIGNMENTS, tmp_path / "scratch")) == ["ada", "bob"]


def test_namesakes_are_told_apart(make: Make, tmp_path: Path) -> None:
    """Two students of one name are two students."""
    archive = make(*(f"Ada L_{n}_assignsubmission_file_/numpy_basics.ipynb" for n in (1, 2)))
    intake = collect([archive], ASSIGNMENTS, tmp_path / "scratch")
    assert {(one.student, one.id) for one in intake.hand_ins} == {
        ("Ada L 1", "1"),
        ("Ada L 2", "2"),
    }


def test_scratch_paper_is_left_out(make: Make, tmp_path: Path) -> None:
    """Beside the notebook of the assignment nothing else of a student is graded."""
    prefix = "Ada_1_assignsubmission_file_"
    archive = make(
        f"{prefix}/numpy_basics.ipynb",
        f"{prefix}/notes.ipynb",
        "__MACOSX/Ada_1_assignsubmission_file_/numpy_basics.ipynb",
        f"{prefix}/.ipynb_checkpoints/numpy_basics.ipynb",
        f"{prefix}/cat.png",
    )
    intake = collect([archive], ASSIGNMENTS, tmp_path / "scratch")
    assert [one.hint for one in intake.hand_ins] == ["numpy_basics"]
    assert len(intake.left_out) == 4


def link(name: str) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name)
    made.external_attr = 0o120777 << 16
    return made


def device(name: str) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name)
    made.external_attr = 0o020666 << 16
    return made


ESCAPES: dict[str, tuple[str | zipfile.ZipInfo, str]] = {
    "above": ("../evil.ipynb", "leaves the archive"),
    "above, later": ("a/../../evil.ipynb", "leaves the archive"),
    "above, from Windows": ("a\\..\\..\\evil.ipynb", "leaves the archive"),
    "absolute": ("/evil.ipynb", "leaves the archive"),
    "absolute, from Windows": ("\\\\server\\share\\evil.ipynb", "leaves the archive"),
    "drive": ("C:\\evil.ipynb", "leaves the archive"),
    "drive, later": ("a/c:evil.ipynb", "leaves the archive"),
    "link": (link("ada/numpy_basics.ipynb"), "is a link"),
    "device": (device("ada/numpy_basics.ipynb"), "is no file"),
    "control characters": ("ada\x1b[2J/numpy_basics.ipynb", "a name that no file should have"),
    "line break": ("ada\n/numpy_basics.ipynb", "a name that no file should have"),
    "right to left": ("ada\u202e/numpy_basics.ipynb", "a name that no file should have"),
    "long": ("a" * 300 + "/numpy_basics.ipynb", "a name that no file should have"),
    "very deep": ("a/" * 600 + "numpy_basics.ipynb", "a name that no file should have"),
    "nested, and none": ("ada/more.zip", "is no zip file"),
    "nested tar": ("ada/more.tar.gz", "an archive of a kind that is not opened"),
}


@pytest.mark.parametrize(("entry", "reason"), ESCAPES.values(), ids=ESCAPES)
def test_what_leaves_an_archive_is_refused(
    make: Make, tmp_path: Path, entry: str | zipfile.ZipInfo, reason: str
) -> None:
    """A hostile entry is left out with a sentence; the rest of the class is graded."""
    before = set(tmp_path.rglob("*"))
    archive = make("bob/numpy_basics.ipynb", entry)
    intake = collect([archive], ASSIGNMENTS, tmp_path / "scratch")
    assert students(intake) == ["bob"]
    (left_out,) = intake.left_out
    assert reason in left_out.reason
    assert str(left_out).isprintable()
    written = {path for path in tmp_path.rglob("*") if path.is_file()} - before
    assert written == {archive, intake.hand_ins[0].copy}


def lying(archive: Path, size: int) -> None:
    """Let an archive say that its entries are small."""
    data = bytearray(archive.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = data.find(signature)
        while start >= 0:
            data[start + offset : start + offset + 4] = struct.pack("<I", size)
            start = data.find(signature, start + 4)
    archive.write_bytes(data)


def test_bombs_are_bounded(make: Make, tmp_path: Path) -> None:
    """What unpacks to a multiple is left out, whatever size it claims."""
    archive = make(**{"bob/numpy_basics.ipynb": NOTEBOOK, "eve/numpy_basics.ipynb": " " * 10**8})
    intake = collect([archive], ASSIGNMENTS, tmp_path / "a")
    assert students(intake) == ["bob"]
    assert "is made to fill memory" in intake.left_out[0].reason
    archive = make(**{"eve/numpy_basics.ipynb": " " * 10**8}, name="lying.zip")
    lying(archive, 50)
    with pytest.raises(SubmissionError, match="there is no notebook"):
        collect([archive], ASSIGNMENTS, tmp_path / "b")


@pytest.mark.parametrize(
    ("bound", "value", "reason"),
    [("MAX_ENTRIES", 3, "4 entries"), ("MAX_TOTAL", 3 * len(NOTEBOOK), "holds more than")],
)
def test_the_whole_is_bounded(
    make: Make,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    bound: str,
    value: int,
    reason: str,
) -> None:
    """Too many entries, or too much of them, are refused as a whole."""
    archive = make(*(f"s{number}/numpy_basics.ipynb" for number in range(4)))
    monkeypatch.setattr(archives, bound, value)
    small = make("zoe.ipynb", name="small.zip")
    intake = collect([small, archive], ASSIGNMENTS, tmp_path / "scratch")
    assert any(reason in one.reason for one in intake.left_out)
    assert "zoe" in students(intake) or "small" in students(intake)


def test_entries_that_share_their_bytes_are_bounded_together(make: Make, tmp_path: Path) -> None:
    """Each of many entries is small for what it says; they unpack to no more than the archive may.

    The same bytes again and again, each time to a size at which it is left out, take no longer than
    an honest archive of that size.
    """
    archive = make(**{"eve/numpy_basics.ipynb": " " * 10**7})
    data = archive.read_bytes()
    end = data.rindex(b"PK\x05\x06")
    start = int.from_bytes(data[end + 16 : end + 20], "little")
    listed, count = data[start:end], 9_000
    tail = bytearray(data[end:])
    tail[8:12] = struct.pack("<HH", count, count)
    tail[12:16] = struct.pack("<I", len(listed) * count)
    archive.write_bytes(data[:start] + listed * count + bytes(tail))
    small = make("zoe.ipynb", name="small.zip")
    started = time.process_time()
    intake = collect([small, archive], ASSIGNMENTS, tmp_path / "scratch")
    assert time.process_time() - started < 3
    assert any("holds more than" in one.reason for one in intake.left_out)
    assert len(intake.hand_ins) == 1


BROKEN = {
    "no zip": lambda data: b"hello",
    "empty": lambda data: b"",
    "cut": lambda data: data[: len(data) // 2],
    "no directory": lambda data: data[:-60],
}


@pytest.mark.parametrize("breaks", BROKEN.values(), ids=BROKEN)
def test_a_broken_archive_is_told_in_a_sentence(
    make: Make, tmp_path: Path, breaks: Callable[[bytes], bytes]
) -> None:
    """The command says what is wrong, without a traceback."""
    archive = make("ada/numpy_basics.ipynb")
    archive.write_bytes(breaks(archive.read_bytes()))
    done = CliRunner().invoke(main, ["grade", str(archive)])
    assert done.exit_code == 1
    assert "no zip file that can be read" in done.stderr
    assert "download it again" in done.stderr


def test_damaged_and_encrypted_entries_are_left_out(make: Make, tmp_path: Path) -> None:
    """One entry that cannot be read costs nobody else anything."""
    archive = make("ada/numpy_basics.ipynb", "bob/numpy_basics.ipynb", "eve/numpy_basics.ipynb")
    data = bytearray(archive.read_bytes())
    first = data.find(b"ada/numpy_basics.ipynb") + len("ada/numpy_basics.ipynb")
    data[first + 5 : first + 25] = b"x" * 20
    central = data.find(b"eve/numpy_basics.ipynb", data.find(b"PK\x01\x02")) - 46
    data[central + 8] |= 1
    archive.write_bytes(data)
    intake = collect([archive], ASSIGNMENTS, tmp_path / "s")
    assert students(intake) == ["bob"]
    told = " ".join(map(str, intake.left_out))
    assert "is damaged" in told
    assert "is encrypted" in told


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packings_that_take_gigabytes_are_not_unpacked(
    make: Make, tmp_path: Path, packing: int
) -> None:
    """Archives are stored or deflated; a member of another kind costs nobody else anything."""
    archive = make("bob/numpy_basics.ipynb")
    with zipfile.ZipFile(archive, "a", packing) as file:
        file.writestr("eve/numpy_basics.ipynb", " " * 10**6)
    intake = collect([archive], ASSIGNMENTS, tmp_path / "s")
    assert students(intake) == ["bob"]
    assert "is packed in a way that is not opened" in intake.left_out[0].reason


def packed(*names: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        for name in names:
            file.writestr(name, NOTEBOOK)
    return data.getvalue()


def test_archives_in_archives_are_opened_and_are_their_students(make: Make, tmp_path: Path) -> None:
    """What a student packed is the student's, whatever the names in there say."""
    archive = make("Ada_1_assignsubmission_file_/numpy_basics.ipynb")
    with zipfile.ZipFile(archive, "a") as file:
        file.writestr(
            "Eve_2_assignsubmission_file_/work.zip",
            packed("Ada_1_assignsubmission_file_/numpy_basics.ipynb"),
        )
    intake = collect([archive], ASSIGNMENTS, tmp_path / "s")
    assert [(one.student, one.id) for one in intake.hand_ins] == [("Ada", "1"), ("Eve", "2")]
    assert intake.hand_ins[1].relative == (
        "Eve_2_assignsubmission_file_/work.zip/Ada_1_assignsubmission_file_/numpy_basics.ipynb"
    )


def test_an_archive_of_each_student_is_the_students(tmp_path: Path) -> None:
    """In a folder of archives, or listed by a shell, nothing in one of them is another's."""
    folder = tmp_path / "all"
    folder.mkdir()
    for student in ("ada", "bob", "carl"):
        (folder / f"{student}.zip").write_bytes(packed("numpy_basics.ipynb"))
    (folder / "eve.zip").write_bytes(
        packed(
            "Bob_2_assignsubmission_file_/numpy_basics.ipynb",
            "submitted/ada/numpy_basics.ipynb",
        )
    )
    for paths in ([folder], sorted(folder.iterdir())):
        intake = collect(paths, ASSIGNMENTS, tmp_path / f"s{len(paths)}")
        owners = {one.student: one.path.relative_to(folder).parts[0] for one in intake.hand_ins}
        assert owners == {name: f"{name}.zip" for name in ("ada", "bob", "carl", "eve")}


def test_names_in_utf8_that_do_not_say_so(make: Make, tmp_path: Path) -> None:
    """Some programs write UTF-8 without the mark for it."""
    archive = make("XXXXXXXXX/numpy_basics.ipynb")
    name = "李小龍".encode()
    archive.write_bytes(archive.read_bytes().replace(b"X" * 9, name))
    assert students(collect([archive], ASSIGNMENTS, tmp_path / "s")) == ["李小龍"]


def test_the_command_grades_an_archive(make: Make, tmp_path: Path) -> None:
    """`autograder grade FILE.zip` grades a class, and names files by their place in there."""
    archive = make(
        "Ada Lovelace_1_assignsubmission_file_/numpy_basics.ipynb",
        "../evil.ipynb",
        **{"Bob_2_assignsubmission_file_/numpy_basics.ipynb": "{"},
    )
    reports = tmp_path / "reports.json"
    done = CliRunner().invoke(main, ["grade", str(archive), "--quiet", "--json", str(reports)])
    assert done.exit_code == 0, done.output
    found = json.loads(reports.read_text())["reports"]
    assert {one["submission"]: one["score"] for one in found} == {"Ada Lovelace": 10.0, "Bob": 0.0}
    assert "class.zip/../evil.ipynb leaves the archive" in done.stderr
    assert "Bob_2_assignsubmission_file_/numpy_basics.ipynb is not a notebook" in done.stderr
    assert "/autograder-" not in done.stderr
