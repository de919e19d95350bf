"""Outside the repository, with the built wheel alone: a second course, and what the README says."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograder.authoring.samples import fill_in, functions_in

ROOT = Path(__file__).parents[2]
CONTENT = Path(__file__).parent / "linear_regression"
NAME = "linear_regression"
POINTS = {"predict": 4, "cost": 3.5, "gradient": 6, "fit": 6}
SECONDS = 120
SIGN = "def predict(X, w, b):\n    return X @ w - b"
HALF = "def cost(y_hat, y):\n    return float(np.mean((y_hat - y) ** 2))"


@dataclass(frozen=True)
class Installation:
    """An environment into which the wheel is installed."""

    folder: Path

    def run(self, command: str, where: Path) -> subprocess.CompletedProcess[str]:
        """Run lines of a shell, and stop at the first that fails."""
        variables = {k: v for k, v in os.environ.items() if not k.startswith(("AUTOGRADER", "PY"))}
        # nbgrader calls its neighbour alembic by name.
        path = f"{self.folder}/bin:{Path(sys.executable).parent}:{variables['PATH']}"
        return subprocess.run(
            ["bash", "-ec", command],
            cwd=where,
            env={**variables, "PATH": path, "JUPYTER_PLATFORM_DIRS": "1"},
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )

    def do(self, command: str, where: Path) -> str:
        """Run lines that work; give what they say."""
        done = self.run(command, where)
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """The wheel in an environment of its own; what it needs is taken from that of the tests."""
    folder = tmp_path_factory.mktemp("installed")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=SECONDS)
    (wheel,) = folder.glob("*.whl")
    made = folder / "venv"
    subprocess.run(
        [sys.executable, "-m", "venv", "--without-pip", made], check=True, timeout=SECONDS
    )
    pip = [sys.executable, "-m", "pip", "--python", made / "bin" / "python", "--quiet"]
    options = ["--disable-pip-version-check", "--no-deps", "--no-index", wheel]
    subprocess.run([*pip, "install", *options], check=True, timeout=SECONDS)
    (packages,) = made.glob("lib/python*/site-packages")
    # What such a file names is looked into last, and its own such files are not: the checkout,
    # which is installed there, is not found.
    (packages / "tests.pth").write_text(sysconfig.get_path("purelib"))
    return Installation(made)


@pytest.fixture(scope="module")
def course(installed: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A second course, written and built."""
    folder = tmp_path_factory.mktemp("somewhere")
    installed.do(
        f"autograder init lines --title 'Lines' && cd lines && autograder add assignment {NAME}",
        folder,
    )
    made = folder / "lines"
    for part, target in {
        "text.md": f"source/{NAME}/{NAME}.md",
        "solutions.py": f"solutions/{NAME}.py",
        "rubric.py": f"rubrics/{NAME}.py",
    }.items():
        shutil.copy(CONTENT / part, made / target)
    installed.do(
        "autograder build\n"
        f"python -m nbgrader generate_assignment {NAME} --force --log-level=ERROR",
        made,
    )
    return made


@pytest.fixture(scope="module")
def class_of_four(course: Path) -> dict[str, dict[str, float]]:
    """Hand in for four students; what each should earn is added up here."""
    solved = functions_in((CONTENT / "solutions.py").read_text())
    work = {
        "ada": solved,
        "bob": {},
        "carl": {**solved, "predict": SIGN},
        "dora": {"predict": solved["predict"], "cost": HALF},
    }
    for student, functions in work.items():
        notebook = nbformat.read(course / "release" / NAME / f"{NAME}.ipynb", as_version=4)
        folder = course / "submitted" / student / NAME
        folder.mkdir(parents=True)
        nbformat.write(fill_in(notebook, functions), folder / f"{NAME}.ipynb")
    return {
        "ada": POINTS,
        "bob": dict.fromkeys(POINTS, 0),
        # The sign costs once: what builds on predict is judged again with a correct one.
        "carl": {**POINTS, "predict": 0},
        "dora": {"predict": 4, "cost": 0, "gradient": 0, "fit": 0},
    }


def test_the_wheel_is_what_is_played_with(installed: Installation, tmp_path: Path) -> None:
    """The command and the package are those of the wheel, not the checkout."""
    said = installed.do("python -c 'import autograder; print(autograder.__file__)'", tmp_path)
    assert Path(said.strip()).is_relative_to(installed.folder)
    assert installed.do("command -v autograder", tmp_path).startswith(str(installed.folder))


def test_a_second_course_fits_together(installed: Installation, course: Path) -> None:
    """Its solutions earn all the points, its stubs none, and each mistake is caught and named."""
    said = installed.do("autograder lint", course)
    (row,) = [line for line in said.splitlines() if line.startswith(NAME)]
    assert re.split(r"\s{2,}", row) == [NAME, "4", "19.5", "19.5", "0", "3 of 3", "3 of 3"]
    assert said.endswith("no problem\n")
    assert installed.do("autograder build --check", course) == ""


def test_a_student_practises_beside_the_notebook(
    installed: Installation, course: Path, tmp_path: Path
) -> None:
    """With what is released alone, far from the course: wrong work is shown, right work ticked."""
    home = Path(shutil.copytree(course / "release" / NAME, tmp_path / "home"))
    notebook = nbformat.read(home / f"{NAME}.ipynb", as_version=4)
    solved = functions_in((CONTENT / "solutions.py").read_text())
    nbformat.write(fill_in(notebook, {**solved, "cost": HALF}), home / f"{NAME}.ipynb")
    said = installed.do(f"autograder check {NAME}.ipynb predict cost", home)
    assert "predict   4/4   right on the examples" in said
    assert "cost   0/3.5   not right" in said


def test_a_class_is_graded_the_same_from_every_door(
    installed: Installation, course: Path, class_of_four: dict[str, dict[str, float]]
) -> None:
    """``grade`` and ``nbgrader autograde`` give each student what was added up by hand."""
    installed.do(
        "autograder grade submitted --quiet --journal class.jsonl --json reports.json\n"
        "autograder report class.jsonl --html report",
        course,
    )
    reports = json.loads((course / "reports.json").read_text())["reports"]
    graded = {
        one["submission"]: {e["name"]: e["score"] for e in one["exercises"]} for one in reports
    }
    assert graded == class_of_four
    named = {one["submission"]: [e["misconception"] for e in one["exercises"]] for one in reports}
    assert named["carl"][0] == "bias-with-the-wrong-sign"
    assert named["dora"][1] == "factor-one-half-left-out"
    assert "bias-with-the-wrong-sign" in (course / "report" / "index.html").read_text()

    installed.do(f"python -m nbgrader autograde {NAME} --log-level=ERROR", course)
    with Gradebook(f"sqlite:///{course}/gradebook.db", "lines") as book:
        booked = {
            student: {
                grade.name.removesuffix("_tests"): grade.score
                for grade in book.find_submission_notebook(NAME, NAME, student).grades
            }
            for student in class_of_four
        }
    assert booked == class_of_four


@dataclass(frozen=True)
class Step:
    """A step of the README: the lines of a shell in it, what is written, and the file it names."""

    shell: tuple[str, ...]
    python: tuple[str, ...]
    file: str


def steps() -> Iterator[Step]:
    """Read the section on adding an exercise."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = readme.split("\n## Add an exercise\n")[1].split("\n## ")[0]
    for text in re.split(r"^\d+\. ", section, flags=re.MULTILINE)[1:]:
        blocks = re.findall(r"^ *```(\w+)\n(.*?)^ *```$", text, re.MULTILINE | re.DOTALL)
        unindented = [
            (kind, re.sub(r"^   ", "", code, flags=re.MULTILINE)) for kind, code in blocks
        ]
        yield Step(
            tuple(code for kind, code in unindented if kind == "sh"),
            tuple(code for kind, code in unindented if kind == "python"),
            next(iter(re.findall(r"`(\w+/[\w/]+\.py)`", text)), ""),
        )


def put(path: Path, snippet: str) -> None:
    """Write a function, or an entry of a rubric, in the place of the one of its name."""
    source = path.read_text(encoding="utf-8")
    node = ast.parse(snippet.rstrip().rstrip(",")).body[0]
    for old in ast.walk(ast.parse(source)):
        is_function = isinstance(node, ast.FunctionDef) and isinstance(old, ast.FunctionDef)
        is_entry = isinstance(node, ast.Expr) and isinstance(old, ast.Call) and bool(old.args)
        if (is_function and old.name == node.name) or (
            is_entry and ast.unparse(old.args[0]) == ast.unparse(node.value.args[0])
            and ast.unparse(old.func) == "Exercise"
        ):  # fmt: skip
            text = ast.get_source_segment(source, old)
            path.write_text(source.replace(text, snippet.rstrip().rstrip(",")), encoding="utf-8")
            return
    pytest.fail(f"{path.name} has nothing of the name of {snippet.splitlines()[0]}")


def test_the_steps_of_the_readme_work_as_written(installed: Installation, tmp_path: Path) -> None:
    """Played one after the other in an empty folder, they end without a problem."""
    where, said = tmp_path, ""
    played = list(steps())
    for step in played:
        for code in step.python:
            put(where / step.file, code)
        for code in step.shell:
            *lines, last = installed.do(f"{code}\npwd", where).splitlines()
            where, said = Path(last), "\n".join(lines)
    assert len(played) >= 4
    assert said.endswith("no problem")
    assert re.search(r"^first_steps +3 .* 4 of 4 +4 of 4$", said, re.MULTILINE)
    notebook = (where / "release/first_steps/first_steps.ipynb").read_text()
    assert "check(spread).show()" in notebook
