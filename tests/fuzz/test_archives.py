"""Whatever an archive holds, its honest members come out, or it is refused with a sentence."""

from __future__ import annotations

import io
import shutil
import warnings
import zipfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from autograder.intake import collect
from autograder.submission import SubmissionError
from tests.first_neuron import ASSIGNMENTS
from tests.fuzz.conftest import bounded, fuzzed
from tests.fuzz.material import HONEST, mutated

NAMES = st.sampled_from(
    ["../x.py", "/etc/x.py", "a/../../x.ipynb", "C:x.py", "x.py", "x.PY", "inner.zip", "a\\x.py"]
) | st.text(max_size=30).map(lambda name: f"{name}.py")
CONTENTS = st.sampled_from([b"", HONEST.encode(), b"\0" * 1_000_000, b"PK\x05\x06"]) | st.binary()
METHODS = st.sampled_from(
    [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
)


def archive(*members: tuple[str, bytes, int]) -> bytes:
    """Write an archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as target, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a name that comes twice
        for name, data, method in members:
            target.writestr(zipfile.ZipInfo(name or "x"), data, method)
    return file.getvalue()


USUAL = [
    archive(*((f"{name}/numpy_basics/numpy_basics.py", HONEST.encode(), method),) * 1)
    for name in ("ada", "bob")
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
]


def take_out(data: bytes, folder: Path) -> set[str]:
    """Find the submissions in an archive, within bounds, and whose they are."""
    path, scratch = folder / "class.zip", folder / "scratch"
    path.write_bytes(data)
    scratch.mkdir()
    try:
        with bounded():
            found = collect([path], ASSIGNMENTS, scratch).hand_ins
        written = [path for path in folder.rglob("*") if path.is_file()]
        assert all(path.is_relative_to(folder) for path in written)
        return {one.student for one in found}
    except SubmissionError as error:
        assert str(path) in str(error)
        return set()
    finally:
        shutil.rmtree(scratch)


def test_any_bytes_are_taken_apart_or_refused(tmp_path: Path) -> None:
    """An archive that was damaged is nobody's traceback."""

    @fuzzed
    @given(mutated(USUAL))
    def look(data: bytes) -> None:
        take_out(data, tmp_path)

    look()


def test_honest_members_come_out(tmp_path: Path) -> None:
    """Whatever lies beside it, what a student handed in is there, under the student's name."""

    @fuzzed
    @given(st.lists(st.tuples(NAMES, CONTENTS, METHODS), max_size=4))
    def look(members: list[tuple[str, bytes, int]]) -> None:
        honest = ("ada/numpy_basics/numpy_basics.py", HONEST.encode(), zipfile.ZIP_DEFLATED)
        assert "ada" in take_out(archive(*members, honest), tmp_path)

    look()
