"""What is not installed is named, with the command that installs it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.first_neuron import lay_out

HIDE = """
import sys

class Hidden:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {names}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Hidden())
"""
EXTRAS = ("jupytext", "matplotlib", "nbformat", "nbgrader", "sqlalchemy", "traitlets")
NOTEBOOK = ROOT / "release" / "numpy_basics" / "numpy_basics.ipynb"
GRADE = ["grade", str(NOTEBOOK), "--course", str(ROOT)]


def run(
    command: list[str], hidden: tuple[str, ...], folder: Path, where: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run Python in a process from which modules are hidden."""
    (folder / "hide").mkdir(exist_ok=True)
    (folder / "hide" / "sitecustomize.py").write_text(HIDE.format(names=hidden))
    environment = {**os.environ, "PYTHONPATH": str(folder / "hide")}
    return subprocess.run(
        [sys.executable, *command], env=environment, cwd=where or folder, text=True,
        capture_output=True, timeout=120,
    )  # fmt: skip


def autograder(
    arguments: list[str], hidden: tuple[str, ...], folder: Path
) -> subprocess.CompletedProcess[str]:
    """Run a command in such a process."""
    return run(["-m", "autograder.cli", *arguments], hidden, folder)


NEEDS = {
    "build, jupytext": (["build", "--course", str(ROOT)], "jupytext", "notebook"),
    "build, nbgrader": (["build", "--course", str(ROOT)], "nbgrader", "notebook"),
    "build, nbformat": (["build", "--course", str(ROOT)], "nbformat", "notebook"),
    "build, traitlets": (["build", "--course", str(ROOT)], "traitlets", "notebook"),
    **{
        f"grade --gradebook, {name}": ([*GRADE, "--gradebook", "sqlite:///x.db"], name, "notebook")
        for name in ("nbgrader", "nbformat", "sqlalchemy", "traitlets")
    },
    "grade --scheduler": ([*GRADE, "--scheduler", "tcp://x:1"], "distributed", "cluster"),
}


@pytest.mark.parametrize(("arguments", "missing", "extra"), NEEDS.values(), ids=NEEDS)
def test_a_command_names_what_is_missing_and_how_to_get_it(
    arguments: list[str], missing: str, extra: str, tmp_path: Path
) -> None:
    """It ends with one sentence and status 1 before it has graded or written anything."""
    done = autograder(arguments, (missing,), tmp_path)
    assert done.returncode == 1
    assert f"install it with: pip install 'first-neuron[{extra}]'" in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""
    assert {path.name for path in tmp_path.iterdir()} == {"hide"}


@pytest.mark.parametrize(
    "arguments",
    [GRADE, ["check", str(NOTEBOOK), "sigmoid"], ["doctor"], ["--help"]],
    ids=["grade", "check", "doctor", "--help"],
)
def test_the_core_needs_none_of_the_extras(arguments: list[str], tmp_path: Path) -> None:
    """Grading and practice work where only NumPy, h5py, click and rich are installed."""
    done = autograder(arguments, (*EXTRAS, "distributed", "IPython"), tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr


def test_pytest_grades_without_the_extras(tmp_path: Path) -> None:
    """The plugin of pytest needs pytest alone."""
    command = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "--submission", str(NOTEBOOK)]
    done = run([*command, "--course", str(ROOT)], (*EXTRAS, "distributed", "IPython"), tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0/100" in done.stdout


@pytest.mark.parametrize(
    ("code", "missing"),
    [
        ("import autograder.figures.derivatives", "matplotlib"),
        ("from autograder.figures import graphs", "matplotlib"),
        ("from autograder.figures.cat_pictures import read_picture; read_picture('x')", "PIL"),
    ],
)
def test_figures_say_what_they_need(code: str, missing: str, tmp_path: Path) -> None:
    """The error is one sentence; in a notebook there is no traceback around it."""
    package = "pillow" if missing == "PIL" else missing
    hidden = (missing,) if package == "matplotlib" else ("PIL",)
    blocked = f"import sys\nsys.modules['matplotlib'] = sys\n{code}" if missing == "PIL" else code
    done = run(["-c", blocked], hidden, tmp_path, ROOT)
    said = done.stderr.strip().splitlines()[-1]
    assert f"the figures need {package}; install it with: pip install" in said


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the wheel installs."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as file:
        file.extractall(folder / "site")
    return folder / "site"


def installed(
    wheel: Path, arguments: list[str], where: Path, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run a command of the wheel where nothing names a course."""
    known = {n: v for n, v in os.environ.items() if n != "AUTOGRADER_COURSE"}
    environment: Mapping[str, str] = {**known, "PYTHONPATH": str(wheel), **variables}
    command = [sys.executable, "-m", "autograder.cli", *arguments]
    return subprocess.run(
        command, env=environment, cwd=where, text=True, capture_output=True, timeout=120
    )


def test_a_released_folder_is_practised_with_the_wheel_alone(wheel: Path, tmp_path: Path) -> None:
    """``check`` finds the checks beside the notebook; ``grade`` says where grading is done."""
    folder = shutil.copytree(NOTEBOOK.parent, tmp_path / "work")
    where = installed(wheel, ["--version"], folder)
    assert "0." in where.stdout
    checked = installed(wheel, ["check", NOTEBOOK.name, "sigmoid"], folder)
    assert (checked.returncode, checked.stderr) == (0, "")
    assert "not attempted" in checked.stdout
    graded = installed(wheel, ["grade", NOTEBOOK.name], folder)
    assert graded.returncode == 1
    assert f"for practice: autograder check {NOTEBOOK.name}" in graded.stderr
    assert "where the teacher's course folder lies" in graded.stderr
    assert "Traceback" not in graded.stderr


def test_a_course_without_hidden_arrays_is_for_practice(wheel: Path, tmp_path: Path) -> None:
    """Where hidden cases were not copied, the sentence says what can be done and where."""
    course = lay_out(tmp_path / "course", "numpy_basics")
    shutil.rmtree(course / "expected")
    graded = installed(wheel, ["grade", str(NOTEBOOK), "--course", str(course)], tmp_path)
    assert graded.returncode == 1
    assert "it can be practised here, with autograder check" in graded.stderr
    assert "where the teacher's course folder lies" in graded.stderr
