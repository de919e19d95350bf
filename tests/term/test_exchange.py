"""The exchange lies in a folder of the course: several students, each a user of the machine."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.term.course import ROOT, Course, environment, make_course

NUMPY_BASICS = "numpy_basics"
IS_ROOT = hasattr(os, "getuid") and os.getuid() == 0
USERS = ("games", "daemon") if IS_ROOT else (pwd.getpwuid(os.getuid()).pw_name,)
"""Users that every Debian has; who is not root is the only student."""

STUDENT = """
import sys, warnings
warnings.simplefilter("ignore")
from pathlib import Path
from nbgrader import apps
import nbformat

def run(application, *arguments):
    made = application.instance()
    made.initialize([*arguments])
    made.start()
    application.clear_instance()

name = "numpy_basics"
if sys.argv[1] == "hand in":
    run(apps.FetchAssignmentApp, name)
    path = Path(name, f"{name}.ipynb")
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "L1":
            cell.source = sys.argv[2]
    nbformat.write(notebook, path)
    run(apps.SubmitApp, name)
else:
    run(apps.FetchFeedbackApp, name)
"""
L1 = "def L1(yhat, y):\n    return np.sum(np.abs(y - yhat))"
CONFIG = """
c = get_config()
c.CourseDirectory.course_id = "first_neuron"
c.Exchange.root = {exchange!r}
"""


@dataclass(frozen=True)
class Student:
    name: str
    home: Path

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        user = pwd.getpwnam(self.name)
        become = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
        return subprocess.run(
            [*(become if IS_ROOT else []), sys.executable, *arguments],
            cwd=self.home,
            env={**environment(), "HOME": str(self.home), "JUPYTER_DATA_DIR": str(self.home / "d")},
            capture_output=True,
            text=True,
        )


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """A folder that every user may enter, which pytest's own are not."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture(scope="module")
def course(place: Path) -> Course:
    return make_course(place / "course", NUMPY_BASICS)


@pytest.fixture
def students(course: Course, place: Path) -> list[Student]:
    """Give each a home, and the two lines of configuration that a student needs."""
    made = [Student(name, place / name) for name in USERS]
    for one in made:
        one.home.mkdir()
        config = CONFIG.format(exchange=str(course.root / "exchange"))
        (one.home / "nbgrader_config.py").write_text(config)
        if IS_ROOT:
            shutil.chown(one.home, one.name)
    if made[0].run("-c", "import autograder").returncode != 0:
        pytest.skip(f"other users cannot read {ROOT}, so they cannot run what is installed there")
    return made


@pytest.mark.skipif(sys.platform == "win32", reason="nbgrader has no exchange on Windows")
@pytest.mark.skipif(not shutil.which("setpriv"), reason="setpriv comes with util-linux")
def test_a_notebook_goes_to_students_and_back(course: Course, students: list[Student]) -> None:
    """Release, fetch, submit, collect, grade, release feedback, fetch it: to each their own."""
    done = course.nbgrader("release_assignment", NUMPY_BASICS)
    assert done.status == 0, done.said
    works = dict(zip(USERS, (L1, "def L1(yhat, y):\n    return 0"), strict=False))
    for student in students:
        fetched = student.run("-c", STUDENT, "hand in", works[student.name])
        assert fetched.returncode == 0, fetched.stderr
    for step in ("collect", "autograde", "generate_feedback", "release_feedback"):
        done = course.nbgrader(step, NUMPY_BASICS)
        assert done.status == 0, done.said
    totals = course.totals(NUMPY_BASICS)
    assert totals == dict(zip(USERS, (8.0, 0.0), strict=False))
    for student in students:
        fetched = student.run("-c", STUDENT, "feedback")
        assert fetched.returncode == 0, fetched.stderr
        pages = list((student.home / NUMPY_BASICS / "feedback").rglob("*.html"))
        assert len(pages) == 1
        text = " ".join(pages[0].read_text().split())
        assert f"{totals[student.name]} / 100.0" in text
    # Nobody reads what others handed in: a student may enter that folder, and not list it.
    inbound = course.root / "exchange" / "first_neuron" / "inbound"
    listing = students[0].run("-c", f"import os; print(os.listdir({str(inbound)!r}))")
    assert ("PermissionError" in listing.stderr) == IS_ROOT
