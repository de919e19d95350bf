"""``pytest --submission``: one item a check, a score table at the end, inert without the option."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.first_neuron import ASSIGNMENTS

CHECKS = sum(
    bool(check.points)
    for exercise in ASSIGNMENTS["logistic_regression"].exercises
    for check in exercise.checks
)
ROOT = Path(__file__).parent.parent
HOSTILE = """
import os
open("was_here", "w").write("x")
os._exit(0)
def sigmoid(z):
    return 1 / (1 + 2.718281828459045 ** -z)
"""


def test_checks_are_items(pytester: pytest.Pytester) -> None:
    """A complete submission passes every check, and the table shows its score."""
    path = pytester.path / "alice.py"
    path.write_text((ROOT / "solutions" / "logistic_regression.py").read_text())
    result = pytester.runpytest_subprocess("--submission", str(path))
    assert result.ret == 0
    outcomes = result.parseoutcomes()
    assert outcomes == {"passed": CHECKS}
    result.stdout.fnmatch_lines(
        [f"collected {CHECKS} items", "*alice*logistic_regression*", "*total*100/100*"]
    )


def test_failures_are_sentences(pytester: pytest.Pytester) -> None:
    """What is wrong is a sentence without a traceback; what was not run is skipped."""
    path = pytester.path / "bob.py"
    path.write_text(
        "import numpy as np\ndef sigmoid(z):\n    return np.exp(z)\n"
        "def predict(w, b, X)\n    return 1\ndef model(*args, **kwargs):\n    pass\n"
    )
    arguments = ("--submission", str(path), "--assignment", "logistic_regression", "-rA")
    result = pytester.runpytest_subprocess(*arguments)
    assert result.ret == 1
    result.stdout.fnmatch_lines(
        [
            "*sigmoid?values?*",
            "the values differ",
            "*predict?the labels?*",
            "module: SyntaxError: expected ':' (line 4)",
        ]
    )
    result.stdout.no_fnmatch_line("*Traceback*")


def test_student_code_is_not_imported_by_pytest(pytester: pytest.Pytester) -> None:
    """A module that would end or change the process that imports it is graded all the same."""
    path = pytester.path / "test_mallory.py"
    path.write_text(HOSTILE)
    result = pytester.runpytest_subprocess("--submission", str(path), "--doctest-modules")
    result.stdout.fnmatch_lines(["*test_mallory*", "*sigmoid*10/10*"])
    assert not (pytester.path / "was_here").exists()


PYTEST = str(Path(sys.executable).with_name("pytest"))
CONFTEST = "open('was_here', 'w').write('x')\nraise SystemExit('from a conftest')\n"
PLANTED = {
    "conftest": {"conftest.py": CONFTEST},
    "cache": {".pytest_cache/v/cache/lastfailed": "not JSON"},
    "modules": {"numpy.py": CONFTEST, "autograder.py": CONFTEST, "h5py/__init__.py": CONFTEST},
}
CONFIGURATIONS = {
    "pytest.ini": "[pytest]\naddopts = -k nothing\n",
    "pytest.toml": "[pytest]\naddopts = ['-k', 'nothing']\n",
    "tox.ini": "[pytest]\naddopts = -k nothing\n",
    "setup.cfg": "[tool:pytest]\naddopts = -k nothing\n",
    "pyproject.toml": "[tool.pytest.ini_options]\naddopts = '-k nothing'\n",
}


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder, as a shell does: pytester adds its folder to the import path."""
    environment = {name: text for name, text in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120
    )


def hand_in(folder: Path, files: Mapping[str, str]) -> None:
    solution = (ROOT / "solutions" / "numpy_basics.py").read_text()
    for name, text in {"numpy_basics.py": solution, **files}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED)
@pytest.mark.parametrize("inside", [True, False], ids=["inside", "outside"])
def test_nothing_that_was_handed_in_is_loaded(
    planted: dict[str, str], inside: bool, tmp_path: Path
) -> None:
    """No conftest, cache or module of a student's folder has a part in grading it."""
    folder = tmp_path / "submitted" / "mallory" / "numpy_basics"
    hand_in(folder, planted)
    before = sorted(folder.rglob("*"))
    path = "numpy_basics.py" if inside else str(folder / "numpy_basics.py")
    done = run(folder if inside else tmp_path, PYTEST, "--submission", path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "100/100" in done.stdout
    assert sorted(folder.rglob("*")) == before


@pytest.mark.parametrize("below", ["", "numpy_basics"])
@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_a_configuration_that_was_handed_in_is_refused(
    name: str, below: str, tmp_path: Path
) -> None:
    """Where pytest has read a student's configuration, nothing is graded, and why is said."""
    folder = tmp_path / "submitted" / "mallory" / below
    hand_in(folder, {name: CONFIGURATIONS[name]})
    done = run(folder, PYTEST, "--submission", "numpy_basics.py")
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert f"{name} lies among what was handed in" in done.stderr
    assert "100" not in done.stdout


def test_a_configuration_of_the_teacher_is_read(tmp_path: Path) -> None:
    """Above the folder of a student, pytest is configured as ever."""
    hand_in(tmp_path / "submitted" / "ada" / "numpy_basics", {})
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = -k softmax\n")
    done = run(tmp_path, PYTEST, "--submission", "submitted/ada/numpy_basics/numpy_basics.py")
    assert "deselected" in done.stdout


@pytest.mark.parametrize(("name", "status"), [("readline", 4), ("numpy", 0)])
def test_a_folder_on_the_import_path(name: str, status: int, tmp_path: Path) -> None:
    """``python -m pytest`` imports from its folder: what came from there already is refused."""
    hand_in(tmp_path, {f"{name}.py": "" if status else CONFTEST})
    done = run(tmp_path, sys.executable, "-m", "pytest", "--submission", "numpy_basics.py")
    assert done.returncode == status, done.stdout + done.stderr
    told = f"the module {name} came from {tmp_path / name}.py, which was handed in"
    assert (told in done.stderr) == bool(status)
    assert not (tmp_path / "was_here").exists()


def test_checks_can_be_selected(pytester: pytest.Pytester) -> None:
    """Pytest's own selection works on checks."""
    path = pytester.path / "alice.py"
    path.write_text((ROOT / "solutions" / "logistic_regression.py").read_text())
    result = pytester.runpytest_subprocess("--submission", str(path), "-k", "propagate")
    assert result.parseoutcomes() == {"passed": 5, "deselected": CHECKS - 5}


def test_a_file_that_cannot_be_graded_is_a_usage_error(pytester: pytest.Pytester) -> None:
    """The sentence stands where pytest puts wrong calls, and the status is its own."""
    result = pytester.runpytest_subprocess("--submission", "nobody.ipynb")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*there is no file or folder nobody.ipynb*"])


def test_without_the_option_nothing_changes(pytester: pytest.Pytester) -> None:
    """Tests are collected as ever, and no table is shown."""
    pytester.makepyfile("def test_one(): pass")
    result = pytester.runpytest_subprocess()
    assert result.parseoutcomes() == {"passed": 1}
    result.stdout.no_fnmatch_line("*scores*")
