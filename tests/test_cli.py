"""The command line: what it prints, what it writes, how it ends; never a traceback."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from autograder.cli import main

ROOT = Path(__file__).parent.parent
SIGMOID = "import numpy as np\n\ndef sigmoid(z):\n    return 1 / (1 + np.exp(-z))\n"
WRONG_SIGMOID = SIGMOID.replace("-z", "z")


def run(*args: str | Path) -> Result:
    """Run the command."""
    return CliRunner().invoke(main, [str(arg) for arg in args], catch_exceptions=False)


@pytest.fixture
def student(tmp_path: Path) -> Path:
    """A module with one right function."""
    path = tmp_path / "alice.py"
    path.write_text(SIGMOID)
    return path


def test_a_module_is_graded_and_tabled(student: Path) -> None:
    """The table has a row for each exercise, and the status is 0 whatever the score."""
    result = run("grade", student, "--assignment", "logistic_regression")
    assert result.exit_code == 0
    assert "alice · logistic_regression" in result.output
    assert "✓  sigmoid" in result.output
    assert "?  propagate" in result.output
    assert "5/100" in result.output


def test_json_has_the_documented_shape(student: Path) -> None:
    """One object with the schema's number and the reports, on stdout and in a file alike."""
    result = run("grade", student, "--assignment", "numpy_basics", "--json", "-")
    content = json.loads(result.stdout)
    assert content["schema"] == 2
    (report,) = content["reports"]
    assert set(report) == {
        "submission", "assignment", "path", "id", "score", "max_score", "isolation", "problems",
        "exercises",
    }  # fmt: skip
    (exercise,) = [e for e in report["exercises"] if e["name"] == "sigmoid"]
    assert set(exercise) >= {
        "name", "score", "max_score", "outcome", "checks", "misconception", "hint",
        "carried_forward", "seconds",
    }  # fmt: skip
    assert exercise["score"] == exercise["max_score"] == 10
    check = exercise["checks"][0]
    assert set(check) == {"name", "outcome", "score", "max_score", "visible", "message"}
    path = student.parent / "reports.json"
    run("grade", student, "--assignment", "numpy_basics", "--json", path)
    written = json.loads(path.read_text())
    for one in (content, written):
        for row in one["reports"][0]["exercises"]:
            row["seconds"] = 0
    assert written == content


def test_the_assignment_is_told_from_the_functions(tmp_path: Path) -> None:
    """Without a name, the assignment with the most of the functions is meant."""
    path = tmp_path / "work.py"
    path.write_text("def softmax(x): return x\ndef L1(yhat, y): return 0\n")
    assert "work · numpy_basics" in run("grade", path).output


FOLDERS = {
    "nbgrader's": "submitted/alice/numpy_basics/numpy_basics.ipynb",
    "a folder each": "alice/numpy_basics.ipynb",
    "flat": "alice.ipynb",
}


@pytest.mark.parametrize("path", FOLDERS.values(), ids=FOLDERS.keys())
def test_folders_are_read_in_every_layout(tmp_path: Path, path: str) -> None:
    """Student and assignment are read off the path; scratch files beside do not count."""
    file = tmp_path / path
    file.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "source" / "numpy_basics" / "numpy_basics.ipynb", file)
    checkpoints = file.parent / ".ipynb_checkpoints"
    checkpoints.mkdir()
    shutil.copy(file, checkpoints / file.name)
    if "submitted" in path:
        (file.parent / "scratch.py").write_text("def sigmoid(x): return 0")
    result = run("grade", tmp_path)
    assert result.exit_code == 0
    assert "alice · numpy_basics" in result.output
    assert "100/100" in result.output
    assert "scores" not in result.output


def test_a_bad_file_in_a_class_loses_nothing(tmp_path: Path, student: Path) -> None:
    """A broken submission in a folder is reported with nothing earned; the others are graded."""
    broken = tmp_path / "bob" / "numpy_basics" / "numpy_basics.ipynb"
    broken.parent.mkdir(parents=True)
    broken.write_text("<html>")
    result = run("grade", tmp_path, "--json", "-")
    assert result.exit_code == 0
    reports = {r["submission"]: r for r in json.loads(result.stdout)["reports"]}
    assert set(reports) == {"alice", "bob"}
    assert reports["bob"]["score"] == 0
    assert "is no JSON" in reports["bob"]["problems"][0]
    assert "is no JSON" in result.stderr


BAD_CALLS: dict[str, tuple[list[str], int, str]] = {
    "no path": (["grade"], 2, "Missing argument"),
    "unknown option": (["grade", "x", "--loud"], 2, "No such option"),
    "unknown assignment": (["grade", "alice.py", "--assignment", "art"], 2, "choose one of"),
    "missing path": (["grade", "nobody.ipynb"], 1, "there is no file or folder"),
    "empty folder": (["grade", "empty"], 1, "there is no notebook"),
    "none of the exercises": (["grade", "other.py"], 1, "has none of the exercises"),
    "none of this assignment": (
        ["grade", "alice.py", "--assignment", "computation_graph"],
        1,
        "has none of the exercises of computation_graph",
    ),
    "a folder with none": (["grade", "others"], 1, "has none of the exercises"),
    "a file that is no notebook": (["grade", "page.ipynb"], 1, "is no JSON"),
    "a file of another kind": (["grade", "notes.txt"], 1, "neither a notebook"),
    "JSON into a folder that is not": (
        ["grade", "alice.py", "--json", "nowhere/x.json"],
        1,
        "cannot be written",
    ),
    "a gradebook that is none": (
        ["grade", "alice.py", "--gradebook", "nonsense"],
        1,
        "cannot be used",
    ),
    "check without a file": (["check"], 2, "Missing argument"),
    "check a missing file": (["check", "nobody.py"], 1, "there is no file"),
    "check an unknown exercise": (["check", "alice.py", "tan"], 1, "has no exercise tan"),
    "unknown command": (["bake"], 2, "No such command"),
}


@pytest.mark.parametrize(
    ("args", "status", "message"),
    BAD_CALLS.values(),
    ids=[name.replace(" ", "-") for name in BAD_CALLS],
)
def test_bad_calls_get_a_sentence_and_a_status(
    tmp_path: Path,
    student: Path,
    monkeypatch: pytest.MonkeyPatch,
    args: list[str],
    status: int,
    message: str,
) -> None:
    """A wrong call ends with 2, work that cannot be done with 1, both with what to do."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "others").mkdir()
    (tmp_path / "others" / "a.py").write_text("x = 1")
    (tmp_path / "other.py").write_text("def cook(): pass")
    (tmp_path / "page.ipynb").write_text("<html>")
    (tmp_path / "notes.txt").write_text("notes")
    result = CliRunner().invoke(main, args)
    assert result.exit_code == status
    assert message in " ".join(result.stderr.split())
    assert "Traceback" not in result.output
    assert isinstance(result.exception, SystemExit)


@pytest.mark.skipif(
    os.geteuid() != 0 or shutil.which("setpriv") is None,
    reason="needs root, and setpriv to take from root the right to become another user",
)
def test_without_a_wall_grading_is_refused(student: Path) -> None:
    """Root that cannot drop its rights grades nothing: status 3, and what to do about it."""
    command = ["setpriv", "--bounding-set", "-setuid,-setgid", sys.executable, "-m"]
    command += ["autograder.cli", "grade", str(student), "--assignment", "numpy_basics"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (3, "")
    assert "no user" in done.stderr
    assert "--trust-submissions" in done.stderr
    command += ["--trust-submissions", "--json", "-"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    (report,) = json.loads(done.stdout)["reports"]
    assert (report["isolation"], report["score"]) == ("trusted", 10)


def test_names_that_files_choose_cannot_steer_a_terminal(tmp_path: Path) -> None:
    """A file name with escape sequences is shown harmlessly, in tables and in errors."""
    (tmp_path / "a\x1b[2Jb.py").write_text(SIGMOID)
    (tmp_path / "c\x1b[2Jd.ipynb").write_text("<html>")
    result = run("grade", tmp_path)
    assert "a?[2Jb" in result.stdout
    assert "c?[2Jd" in result.stderr
    assert "\x1b" not in result.output


def test_check_practises_on_the_visible_cases(student: Path) -> None:
    """The table of an exercise shows expected and got, and says nothing of hidden cases."""
    student.write_text(WRONG_SIGMOID)
    result = run("check", student, "sigmoid", "--assignment", "logistic_regression")
    assert result.exit_code == 0
    assert "sigmoid   0/5   not right yet" in result.output
    assert "0.880797 at [0, 1]" in result.output
    assert "0.119203 at [0, 1]" in result.output
    assert "propagate" not in result.output


def test_old_names_are_accepted(tmp_path: Path) -> None:
    """NormalizeRows and sigmoid_grad earn what the new names earn."""
    source = (ROOT / "solutions" / "numpy_basics.py").read_text()
    renamed = source.replace("normalize_rows", "normalizeRows").replace(
        "sigmoid_derivative", "sigmoid_grad"
    )
    path = tmp_path / "old.py"
    path.write_text(renamed)
    assert "100/100" in run("grade", path).output


ELSEWHERE = [
    "%matplotlib inline\nimport numpy as np\nimport copy\nimport h5py\nimport scipy\n"
    "from lr_utils import load_dataset\nfrom public_tests import *",
    "train_set_x_orig, train_set_y, test_set_x_orig, test_set_y, classes = load_dataset()\n"
    "index = 25\nplt.imshow(train_set_x_orig[index])",
    "m_train = train_set_x_orig.shape[0]\nnum_px = train_set_x_orig.shape[1]",
    "# GRADED FUNCTION: sigmoid\ndef sigmoid(z):\n    s = 1 / (1 + np.exp(-z))\n    return s",
    "sigmoid_test(sigmoid)\nx = np.array([0.5, 0, 2.0])\noutput = sigmoid(x)",
    "def initialize_with_zeros(dim):\n    w = np.zeros(shape=(dim, 1))\n    b = 0.\n"
    "    assert(w.shape == (dim, 1))\n    return w, b",
    "def propagate(w, b, X, Y):\n    m = X.shape[1]\n    A = sigmoid(np.dot(w.T, X) + b)\n"
    "    cost = (- 1 / m) * np.sum(Y * np.log(A) + (1 - Y) * (np.log(1 - A)))\n"
    "    dw = (1 / m) * np.dot(X, (A - Y).T)\n    db = (1 / m) * np.sum(A - Y)\n"
    "    cost = np.squeeze(np.array(cost))\n    grads = {'dw': dw, 'db': db}\n"
    "    return grads, cost",
    "w, b, X, Y = np.array([[1.], [2]]), 1.5, np.array([[1., -2.], [3., .5]]), np.array([[1, 0]])\n"
    "grads, cost = propagate(w, b, X, Y)\nprint(grads['dw']",
    "def predict(w, b, X):\n    m = X.shape[1]\n    Y_prediction = np.zeros((1, m))\n"
    "    w = w.reshape(X.shape[0], 1)\n    A = sigmoid(np.dot(w.T, X) + b)\n"
    "    for i in range(A.shape[1]):\n        Y_prediction[0, i] = 1 if A[0, i] > 0.5 else 0\n"
    "    return Y_prediction",
    "logistic_regression_model = model(train_set_x, train_set_y, test_set_x, test_set_y)\n"
    "!ls images",
]


def test_a_notebook_of_another_course_is_graded_as_it_is(tmp_path: Path) -> None:
    """Missing packages, magics, a broken cell, left-over globals: the functions get their due."""
    cells = [{"cell_type": "code", "source": source, "metadata": {}} for source in ELSEWHERE]
    path = tmp_path / "Logistic_Regression_with_a_Neural_Network_mindset.ipynb"
    path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}))
    (report,) = json.loads(run("grade", path, "--json", "-").stdout)["reports"]
    assert report["assignment"] == "logistic_regression"
    scores = {e["name"]: e["score"] for e in report["exercises"]}
    assert scores == {
        "flatten_images": 0, "sigmoid": 5, "initialize_with_zeros": 5, "propagate": 25,
        "optimize": 0, "predict": 15, "model": 0,
    }  # fmt: skip
    problems = "\n".join(report["problems"])
    for problem in ("%matplotlib", "'lr_utils'", "'public_tests'", "shell line", "cell 8"):
        assert problem in problems


def test_help_needs_no_numpy() -> None:
    """The command line starts without importing what grading needs."""
    script = (
        "import sys; from click.testing import CliRunner; from autograder.cli import main;"
        "CliRunner().invoke(main, ['grade', '--help']);"
        "print([name for name in ('numpy', 'h5py', 'rich', 'nbgrader') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_many_submissions_get_one_table(tmp_path: Path) -> None:
    """Beyond a dozen submissions there is a row for each instead of a table for each."""
    for number in range(13):
        (tmp_path / f"student{number:02}.py").write_text(SIGMOID)
    result = run("grade", tmp_path, "--assignment", "logistic_regression", "--jobs", "2")
    assert result.output.count("5/100") == 13
    assert "what the grader saw" not in result.output
