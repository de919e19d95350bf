"""``nbgrader collect`` takes notebooks, each from its owner, out of where students write."""

from __future__ import annotations

import os
import pwd
import shutil
from pathlib import Path

import pytest

from tests.term.course import Course

NUMPY_BASICS = "numpy_basics"
OLD = "2026-01-01 12:00:00.000000 UTC"


@pytest.fixture
def me() -> str:
    """Whom everything belongs to that this test writes."""
    return pwd.getpwuid(os.getuid()).pw_name


@pytest.fixture
def inbound(course: Course) -> Path:
    """The folder into which students hand in."""
    folder = course.root / "exchange" / "first_neuron" / "inbound"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def hand_in(inbound: Path, folder: str, date: str = OLD) -> Path:
    """Make what ``nbgrader submit`` makes."""
    made = inbound / folder
    made.mkdir()
    (made / f"{NUMPY_BASICS}.ipynb").write_text('{"cells": []}')
    (made / "timestamp.txt").write_text(date)
    (made / "submission_secret.txt").write_text("secret")
    return made


def test_only_regular_notebooks_are_taken(course: Course, inbound: Path, me: str) -> None:
    """No configuration, no page, no link to a file of the teacher's and no device comes along."""
    folder = hand_in(inbound, f"{me}+{NUMPY_BASICS}+{OLD}+x")
    for name in ("nbgrader_config.py", "conftest.py", "evil.html", "pytest.ini"):
        (folder / name).write_text("raise SystemExit")
    (folder / "linked.ipynb").symlink_to(course.root / "source" / NUMPY_BASICS)
    (folder / "endless.ipynb").symlink_to("/dev/zero")
    os.mkfifo(folder / "waiting.ipynb")
    (folder / "deep").mkdir()
    (folder / "deep" / "nbgrader_config.py").write_text("raise SystemExit")
    done = course.nbgrader("collect", NUMPY_BASICS)
    assert done.status == 0, done.said
    taken = {path.name for path in (course.root / "submitted" / me / NUMPY_BASICS).rglob("*")}
    assert taken == {f"{NUMPY_BASICS}.ipynb", "timestamp.txt", "submission_secret.txt"}
    assert done.said.count("left out") == 3


def test_a_name_of_another_is_refused(course: Course, inbound: Path, me: str) -> None:
    """A folder that bears another student's name is told and left out, the newest one, too."""
    hand_in(inbound, f"{me}+{NUMPY_BASICS}+{OLD}+x")
    hand_in(inbound, f"ada+{NUMPY_BASICS}+2027-01-01 12:00:00 UTC+y")
    hand_in(inbound, f"{me}+{NUMPY_BASICS}+no date+z")
    done = course.nbgrader("collect", NUMPY_BASICS)
    assert done.status == 0, done.said
    assert [path.name for path in (course.root / "submitted").iterdir()] == [me]
    assert f"bears the name of ada and belongs to {me}" in done.said
    assert "is no hand-in of nbgrader's making" in done.said


def test_a_date_that_the_machine_did_not_see_is_told(
    course: Course, inbound: Path, me: str
) -> None:
    """Whoever owns a folder writes its date; that its files changed later is seen."""
    hand_in(inbound, f"{me}+{NUMPY_BASICS}+{OLD}+x")
    done = course.nbgrader("collect", NUMPY_BASICS)
    assert "claims to be of 2026-01-01 12:00 UTC" in done.said


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"soon", b"9" * 5000, b"0" * 60, b"\x1b[2J"])
def test_a_date_that_is_none_leaves_nobody_ungraded(course: Course, content: bytes) -> None:
    """It is told, and the work is graded as in time, by both commands."""
    path = course.hand_in("ada", NUMPY_BASICS, course.solved(NUMPY_BASICS))
    (path.parent / "timestamp.txt").write_bytes(content)
    (path.parent / "picture.png").symlink_to("/dev/zero")
    done = course.nbgrader("autograde", NUMPY_BASICS)
    assert done.status == 0, done.said
    assert "holds no date" in done.said
    assert "holds no date" in course.grade("submitted").said
    assert course.totals(NUMPY_BASICS) == {"ada": 100.0}


def test_nbgrader_does_not_start_among_hand_ins(course: Course) -> None:
    """Where a student's modules would be imported, it ends with a sentence."""
    path = course.hand_in("ada", NUMPY_BASICS, course.solved(NUMPY_BASICS))
    (path.parent / "numpy.py").write_text("raise SystemExit('imported')")
    done = course.nbgrader(
        "autograde", NUMPY_BASICS, f"--course-dir={course.root}", where=path.parent
    )
    assert done.status == 1
    assert course.scores() == {}
