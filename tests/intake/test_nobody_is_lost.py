"""Whatever arrives: each file is graded as one student's, or left out with a reason."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections import Counter
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.intake import collect
from autograder.submission import SubmissionError
from tests.first_neuron import ASSIGNMENTS
from tests.intake.conftest import write

WORDS = """
alice
bob
Ada L
Ada. A
4711
final
src
week2
numpy_basics
logistic_regression
hw1-carl
Eve_2_assignsubmission_file_
dan_5_77_x-1
submitted
release
old
Version 2
\u202eelle
1-2 - Ada - Oct 1, 2026 1205 PM
李小龍
x+numpy_basics+2026-10-01_12.00.00_UTC
hw_eve_attempt_2026-10-01-12-00-00_a
a(b)
20261001120000_w
__pycache__
.git
"""
NAMES = st.sampled_from(WORDS.strip().split("\n"))
ENDINGS = st.sampled_from([".ipynb", ".ipynb", ".py", ".IPYNB", ".pdf", ".ipynb.txt", ".csv", ""])
PATHS = st.lists(NAMES, min_size=1, max_size=4)
CLASSES = st.lists(st.tuples(PATHS, ENDINGS).map(lambda row: "/".join(row[0]) + row[1]), min_size=1)


def check(folder: Path, files: list[str], *named: Path) -> None:
    """See that each file is somewhere, once, and that nobody shares a row."""
    with tempfile.TemporaryDirectory() as scratch:
        try:
            intake = collect(named, ASSIGNMENTS, Path(scratch))
        except SubmissionError as error:
            if "there is no notebook" not in str(error):
                raise
            return
    graded = [one.path.relative_to(folder).as_posix() for one in intake.hand_ins]
    assert set(Counter(graded).values()) <= {1}
    rows = [(one.student, one.hint) for one in intake.hand_ins if one.hint]
    assert len(set(rows)) == len(rows)
    left_out = {Path(one.path).relative_to(folder).as_posix() for one in intake.left_out}
    for file in files:
        shown = "".join(char if char.isprintable() else "?" for char in file)
        parents = {str(Path(*Path(shown).parts[:length])) for length in range(1, 9)}
        assert (file in graded) != bool(left_out & parents), file
    assert all(one.reason and str(one).isprintable() for one in intake.left_out)


@settings(max_examples=150, deadline=None)
@given(CLASSES)
def test_every_file_of_a_folder_is_somewhere(rows: list[str]) -> None:
    """For folders made of all that confuses."""
    folder = Path(tempfile.mkdtemp(prefix="class"))
    try:
        files = []
        for row in dict.fromkeys(rows):
            file = folder / row
            clashes = any(path.is_file() for path in file.parents) or file.exists()
            if not clashes:
                write(file)
                files.append(row)
        check(folder, files, folder)
        check(folder, files, *sorted(folder.iterdir()))
    finally:
        shutil.rmtree(folder)


@settings(max_examples=100, deadline=None)
@given(CLASSES)
def test_every_member_of_an_archive_is_somewhere(rows: list[str]) -> None:
    """For archives made of the same."""
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "class.zip"
        names = [
            row for row in dict.fromkeys(rows) if not any(o.startswith(f"{row}/") for o in rows)
        ]
        with zipfile.ZipFile(archive, "w") as file:
            for name in names:
                file.writestr(name, f"# {name}\n")
        check(archive, names, archive)
