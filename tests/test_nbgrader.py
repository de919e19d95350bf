"""nbgrader carries the course: traps that its scoring sets, and our way around each."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograder.authoring.samples import write_samples
from tests.first_neuron import COURSE, lay_out

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent


def run(course: Path, *args: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a course folder, as a teacher would."""
    environment = {
        **os.environ,
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "AUTOGRADER_COURSE": str(course),
    }
    return subprocess.run(
        [str(BIN / args[0]), *args[1:]],
        cwd=course,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course folder with two assignments released and the samples handed in."""
    folder = tmp_path_factory.mktemp("course")
    lay_out(folder, "numpy_basics", "logistic_regression")
    done = run(folder, "nbgrader", "generate_assignment", "*")
    assert done.returncode == 0, done.stderr
    write_samples(ROOT / "tests" / "samples", COURSE, folder / "submitted")
    for student in (folder / "submitted").iterdir():
        shutil.rmtree(student / "computation_graph")
    return folder


def booked(course: Path) -> dict[tuple[str, str, str], float]:
    """Read the scores of all test cells in the gradebook."""
    with Gradebook(f"sqlite:///{course}/gradebook.db") as book:
        return {
            (submission.student_id, assignment.name, grade.name): grade.score
            for assignment in book.assignments
            for submission in assignment.submissions
            for notebook in submission.notebooks
            for grade in notebook.grades
        }


pytest_ignore = pytest.mark.filterwarnings("ignore")


@pytest_ignore
def test_autograde_and_the_grader_book_the_same_scores(course: Path) -> None:
    """``nbgrader autograde`` and ``autograder grade --gradebook`` are one engine."""
    done = run(course, "nbgrader", "autograde", "*")
    assert done.returncode == 0, done.stderr
    by_nbgrader = booked(course)
    assert by_nbgrader["complete", "numpy_basics", "softmax_tests"] == 12
    assert by_nbgrader["typical_mistakes", "logistic_regression", "propagate_tests"] == 13
    assert by_nbgrader["untouched", "logistic_regression", "model_tests"] == 0
    grade = ("autograder", "grade", "submitted", "--regrade", "--gradebook")
    done = run(course, *grade, "sqlite:///gradebook.db")
    assert done.returncode == 0, done.stderr
    assert booked(course) == by_nbgrader


@pytest_ignore
def test_feedback_and_export_follow_from_the_gradebook(course: Path) -> None:
    """Feedback pages show the table of each exercise; the export has each student's total."""
    done = run(course, "autograder", "grade", "submitted", "--gradebook", "sqlite:///gradebook.db")
    assert done.returncode == 0, done.stderr
    done = run(course, "nbgrader", "generate_feedback", "*", "--force")
    assert done.returncode == 0, done.stderr
    page = course / "feedback" / "typical_mistakes" / "numpy_basics" / "numpy_basics.html"
    text = page.read_text()
    assert "takes its row" not in text
    assert "0.981135 at [0, 0]" in text
    assert "HIDDEN TESTS" not in text
    done = run(course, "nbgrader", "export", "--to=grades.csv")
    assert done.returncode == 0, done.stderr
    rows = (course / "grades.csv").read_text().splitlines()
    assert any(
        row.startswith("numpy_basics,") and ",complete," in row and ",100.0" in row for row in rows
    )


def test_a_gradebook_without_the_assignment_says_what_to_run(course: Path, tmp_path: Path) -> None:
    """An empty gradebook is answered with the command that fills it."""
    done = run(
        course, "autograder", "grade", "submitted", "--gradebook", f"sqlite:///{tmp_path}/x.db"
    )
    assert done.returncode == 1
    assert "run first: nbgrader generate_assignment" in done.stderr
    assert "Traceback" not in done.stderr


TRAPPED = """
import sys, warnings

def sigmoid(x):
    print("to stderr", file=sys.stderr)
    warnings.warn("careful")
    return 1 / (1 + np.exp(-x))
"""


def solve(path: Path, **sources: str) -> None:
    """Write functions into a released notebook."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        if grade_id in sources:
            cell.source = sources[grade_id]
    nbformat.write(notebook, path)


@pytest.fixture
def stock(course: Path, tmp_path: Path) -> Path:
    """The same course under nbgrader's own autograde: the kernel runs the hidden tests."""
    lay_out(tmp_path, "numpy_basics")
    (tmp_path / "nbgrader_config.py").write_text(
        f'c = get_config()\nc.CourseDirectory.course_id = "stock"\n'
        f'c.CourseDirectory.root = "{tmp_path}"\nc.CourseDirectory.ignore = ["*.md"]\n'
    )
    assert run(tmp_path, "nbgrader", "generate_assignment", "numpy_basics").returncode == 0
    for student, sample in {
        "untouched": "untouched",
        "ada": "complete",
        "noisy": "complete",
    }.items():
        folder = tmp_path / "submitted" / student / "numpy_basics"
        folder.parent.mkdir(parents=True)
        shutil.copytree(course / "submitted" / sample / "numpy_basics", folder)
    solve(tmp_path / "submitted/noisy/numpy_basics/numpy_basics.ipynb", sigmoid=TRAPPED)
    return tmp_path


@pytest_ignore
def test_stock_autograde_scores_by_the_hidden_tests(stock: Path) -> None:
    """Without our configuration too, right work earns all and untouched stubs nothing.

    A test cell that ended in anything but a number would earn full marks there, and one that wrote
    to stderr none.
    """
    done = run(stock, "nbgrader", "autograde", "numpy_basics")
    assert done.returncode == 0, done.stderr
    scores = booked(stock)
    totals = {
        name: sum(score for (student, *_), score in scores.items() if student == name)
        for name in ("ada", "noisy", "untouched")
    }
    assert totals == {"ada": 100, "noisy": 100, "untouched": 0}


def test_validate_tells_right_from_untouched(course: Path, tmp_path: Path) -> None:
    """``nbgrader validate`` succeeds on a solved notebook and fails on an untouched one."""
    for part, verdict in (("source", "Success!"), ("release", "failed")):
        path = tmp_path / part / "numpy_basics.ipynb"
        path.parent.mkdir()
        shutil.copy(ROOT / part / "numpy_basics" / "numpy_basics.ipynb", path)
        done = run(course, "nbgrader", "validate", str(path))
        assert done.returncode == 0, done.stderr
        assert verdict in done.stdout
        assert ("softmax   0/12   not attempted" in done.stdout) == (part == "release")
