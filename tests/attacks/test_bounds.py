"""The numbers that the documentation names are those of the code."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder import wire
from autograder.classroom import limits as classroom
from autograder.doors.nbgrader import (
    exchange,
    formulas,
    graded_copy,
    late,
    markdown,
    neutral,
    pictures,
)
from autograder.intake import archives, folders
from autograder.sandbox import answer
from autograder.submission import limits as submission

DOCS = Path(__file__).parents[2] / "docs"
MB, GB = 1024**2, 1024**3

WALL = {
    "time": f"with {classroom.SECONDS:g} s of processor time",
    "memory": f"{classroom.MEGABYTES} MB of memory",
    "folders": f"{folders.MOST:,} entries of a folder, {folders.DEEPEST} folders deep",
    "archives": f"{archives.MAX_ENTRIES:,} entries, {archives.MAX_TOTAL // GB} GB and "
    f"{archives.MAX_RATIO} times their size, all together {archives.MAX_SCRATCH // GB} GB",
    "archives in archives": f"{archives.MAX_NESTED // MB} MB at most, three levels",
    "files": f"regular file of {submission.MAX_BYTES // MB} MB, {submission.MAX_VALUES:,} values",
    "code": f"{submission.MAX_CHARACTERS:,} characters and {submission.MAX_TOKENS:,} words",
    "statements": f"{submission.MAX_STATEMENTS:,} statements, "
    f"{submission.MAX_PROBLEMS} problems told",
    "copies": f"{neutral.MOST_CELLS:,} cells, {neutral.MOST_SHOWN:,} characters",
    "Markdown": f"{markdown.LONGEST:,} characters a cell, {neutral.MOST_READ:,} a notebook",
    "formulas": f"{formulas.LONGEST:,} characters each",
    "attachments": f"{pictures.LARGEST // MB} MB each, {pictures.MOST} a cell",
    "beside a notebook": f"regular files of at most {graded_copy.MOST_BESIDE // 1024} kB",
    "dates": f"{late.LONGEST_DATE} characters, a date",
    "exchange": f"{exchange.MOST_NOTEBOOKS} notebooks of {exchange.MAX_BYTES // MB} MB",
    "answers": f"{wire.FROM_STUDENT.payload // MB} MiB |",
    "lines": f"a line is one of the first {answer.MOST_LINES_TOLD} of the function",
}
CLASSROOM = {
    "time and memory": f"more than {classroom.SECONDS:g} s of processor time or "
    f"{classroom.MEGABYTES} MB",
    "files": f"{submission.MAX_BYTES // MB} MB with its outputs ({submission.MAX_VALUES:,} values",
    "code": f"{submission.MAX_CHARACTERS:,} characters of code in {submission.MAX_TOKENS:,} words",
    "statements": f"{submission.MAX_STATEMENTS:,} statements; {submission.MAX_PROBLEMS} problems",
}
SAID = [("wall.md", text) for text in WALL.values()]
SAID += [("classroom.md", text) for text in CLASSROOM.values()]


@pytest.mark.parametrize(("page", "text"), SAID)
def test_a_bound_is_the_one_that_is_documented(page: str, text: str) -> None:
    """A number that is changed in one place is changed in both."""
    assert text in (DOCS / page).read_text(encoding="utf-8")


def test_three_levels_of_archives_are_opened() -> None:
    """The word in the documentation stands for this number."""
    assert archives.NESTED == 3
