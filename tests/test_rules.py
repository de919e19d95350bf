"""The rules that never bend: what is built is what is written, and nothing hidden leaks."""

from __future__ import annotations

import importlib
import inspect
import json
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import h5py
import jupytext
import nbformat
import numpy as np
import pytest

from autograder.authoring.building import build_course
from autograder.authoring.compilation import compile_assignment
from autograder.course import Course, open_course
from autograder.grading.grader import grade_submission
from autograder.report import Isolation, Outcome
from autograder.rubric.exercise import Assignment
from autograder.rubric.storage import write
from autograder.sandbox.process import Worker
from autograder.submission import read_submission
from tests.first_neuron import ASSIGNMENTS, COURSE, all_cases, lay_out, visible_cases, written

ROOT = Path(__file__).parent.parent
EACH_ASSIGNMENT = pytest.mark.parametrize("assignment", ASSIGNMENTS.values(), ids=ASSIGNMENTS)


def read_notebook(part: str, assignment: Assignment) -> Any:
    """Read a built notebook."""
    path = ROOT / part / assignment.name / f"{assignment.name}.ipynb"
    return nbformat.read(path, as_version=4)


def normalised(line: str) -> str:
    """Drop all white space, so that indentation hides nothing."""
    return re.sub(r"\s+", "", line)


# Rule 1


def test_the_course_is_exactly_what_a_build_gives() -> None:
    """Notebooks and what is released are the same to the byte, compiled assignments in content."""
    built = build_course(COURSE, only_check=True)
    assert {one.name: one.changed for one in built} == dict.fromkeys(COURSE.names, ())


@pytest.fixture
def copy(tmp_path: Path) -> Course:
    """A course of one assignment, that may be changed."""
    folder = lay_out(tmp_path / "course", "numpy_basics")
    for part in ("solutions", "rubrics"):
        shutil.copytree(ROOT / part, folder / part)
    return open_course(folder)


def test_building_writes_what_is_stale_and_nothing_else(copy: Course) -> None:
    """Two builds cannot be told apart: no random id, no date; what did not change stays."""
    (first,) = build_course(copy)
    assert first.changed
    files = {path: path.stat().st_mtime_ns for path in copy.folder.rglob("*.h5")}
    (again,) = build_course(copy)
    assert again.changed == ()
    assert files == {path: path.stat().st_mtime_ns for path in copy.folder.rglob("*.h5")}
    for path in copy.folder.joinpath("release").rglob("*.ipynb"):
        assert path.read_bytes() == (ROOT / path.relative_to(copy.folder)).read_bytes()


def test_what_was_changed_by_hand_is_noticed(copy: Course) -> None:
    """A notebook, a number and a file that was left behind are named, and mended."""
    build_course(copy)
    edited = copy.folder / "release" / "numpy_basics" / "numpy_basics.ipynb"
    edited.write_text(edited.read_text().replace("sigmoid", "sigmoyd", 1))
    edited.with_name("old.ipynb").write_text("{}")
    with h5py.File(copy.hidden("numpy_basics"), "r+") as file:
        output = file["exercises/softmax/cases/00/output"]
        output[...] = np.asarray(output) + 1e-3
    named = [
        "numpy_basics.hidden.h5: softmax",
        "release/numpy_basics/numpy_basics.ipynb",
        "release/numpy_basics/old.ipynb",
    ]
    for only_check in (True, False):
        (one,) = build_course(copy, only_check=only_check)
        assert list(one.changed) == named
    assert build_course(copy)[0].changed == ()


def test_compiling_twice_gives_the_same_bytes() -> None:
    """Compiled files hold no date; another seed gives other hidden inputs, the same checks."""
    compiled = [
        {
            path.name: write(stored)
            for path, stored in compile_assignment(
                written("computation_graph"), COURSE, seed=seed
            ).items()
        }
        for seed in (5, 5, 6)
    ]
    assert compiled[0] == compiled[1]
    is_same = {name: compiled[0][name] == compiled[2][name] for name in compiled[0]}
    assert is_same == {"computation_graph.checks.h5": True, "computation_graph.hidden.h5": False}


# Rule 2


@EACH_ASSIGNMENT
def test_every_exercise_is_in_all_four_places(assignment: Assignment) -> None:
    """Fences, solutions, rubric and expected arrays have the same exercises, in the same order."""
    rubric = [exercise.name for exercise in assignment.exercises]
    text = (ROOT / "source" / assignment.name / f"{assignment.name}.md").read_text()
    cells = jupytext.reads(text, fmt="md").cells
    fences = [cell.metadata["exercise"] for cell in cells if "exercise" in cell.metadata]
    solutions = importlib.import_module(f"solutions.{assignment.name}")
    functions = [name for name, _ in inspect.getmembers(solutions, inspect.isfunction)]
    assert fences == rubric
    assert sorted(functions) == sorted(rubric)
    for path in (COURSE.checks(assignment.name), COURSE.hidden(assignment.name)):
        with h5py.File(path) as file:
            assert sorted(file["exercises"]) == sorted(rubric)


@EACH_ASSIGNMENT
def test_every_assignment_totals_a_hundred_points(assignment: Assignment) -> None:
    """The points of the exercises add up to 100, in the rubric and in the notebook."""
    assert sum(exercise.points for exercise in assignment.exercises) == 100
    cells = read_notebook("release", assignment).cells
    marks = [cell.metadata["nbgrader"] for cell in cells if "nbgrader" in cell.metadata]
    assert sum(mark["points"] for mark in marks if mark["grade"]) == 100


@EACH_ASSIGNMENT
def test_every_exercise_has_visible_and_hidden_cases(assignment: Assignment) -> None:
    """Students see an example of all exercises but the quiz; every exercise has hidden cases."""
    for name, frozen in all_cases(assignment.name).items():
        assert any(case.visible for case in frozen.cases) or name == "quiz"
        assert any(not case.visible for case in frozen.cases)


# Rule 3


@EACH_ASSIGNMENT
def test_reference_solutions_score_all_points(assignment: Assignment, worker: Worker) -> None:
    """The instructor notebook, graded as a submission, earns every point of every check."""
    path = ROOT / "source" / assignment.name / f"{assignment.name}.ipynb"
    report = grade_submission(
        read_submission(path), assignment, all_cases(assignment.name), worker, Isolation.FULL
    )
    assert report.score == report.max_score == 100
    assert {result.outcome for result in report.exercises} == {Outcome.PASSED}
    assert report.problems == ()


@EACH_ASSIGNMENT
def test_untouched_stubs_score_nothing_as_not_attempted(
    assignment: Assignment, worker: Worker
) -> None:
    """The released notebook, handed in as it is, earns no point and is not called wrong."""
    path = ROOT / "release" / assignment.name / f"{assignment.name}.ipynb"
    report = grade_submission(
        read_submission(path), assignment, all_cases(assignment.name), worker, Isolation.FULL
    )
    assert report.score == 0
    assert {result.outcome for result in report.exercises} == {Outcome.NOT_ATTEMPTED}
    assert {check.outcome for result in report.exercises for check in result.checks} == {
        Outcome.NOT_ATTEMPTED
    }
    assert report.problems == ()


# Rule 5


def solution_lines(assignment: Assignment) -> Iterator[tuple[str, str]]:
    """Give each line of each solution's body that says something of its own."""
    notebook = read_notebook("source", assignment)
    for cell in notebook.cells:
        marks = cell.metadata.get("nbgrader", {})
        if not marks.get("solution"):
            continue
        body = cell.source.split("### BEGIN SOLUTION")[1].split("### END SOLUTION")[0]
        for line in body.splitlines():
            if len(normalised(line)) > 8 and not line.strip().startswith("return {"):
                yield marks["grade_id"], line


def released_texts() -> dict[str, str]:
    """Read every text file of the release."""
    files = [path for path in (ROOT / "release").rglob("*") if path.suffix != ".h5"]
    return {str(path): path.read_text() for path in files if path.is_file()}


@EACH_ASSIGNMENT
def test_no_line_of_a_solution_is_released(assignment: Assignment) -> None:
    """White space aside, no line of a reference body stands in any released notebook."""
    released = {path: normalised(text) for path, text in released_texts().items()}
    lines = dict.fromkeys(line for _, line in solution_lines(assignment))
    assert len(lines) > 10
    for line in lines:
        quoted = normalised(json.dumps(line)[1:-1])
        for path, text in released.items():
            assert quoted not in text, f"{path} holds {line!r}"


def test_the_release_holds_what_a_student_needs_and_nothing_else() -> None:
    """Beside a notebook are its checks, what it needs, and the data that the course lists."""
    released = {
        path.relative_to(ROOT / "release").as_posix()
        for path in (ROOT / "release").rglob("*")
        if path.is_file() and ".ipynb_checkpoints" not in path.parts
    }
    assert released == {
        f"{one.name}/{file}"
        for one in COURSE.settings.assignments
        for file in (
            f"{one.name}.ipynb", f"{one.name}.checks.h5", "requirements.txt", *one.data
        )
    }  # fmt: skip


@pytest.mark.parametrize("mark", ["SOLUTION", "HIDDEN TESTS", "score_hidden", "jupytext"])
def test_no_mark_of_the_instructor_is_released(mark: str) -> None:
    """Solution marks, hidden tests and the tie to the text source are gone."""
    for path, text in released_texts().items():
        assert mark not in text, path


@EACH_ASSIGNMENT
def test_released_notebooks_hold_no_outputs(assignment: Assignment) -> None:
    """What the instructor's run printed stays with the instructor."""
    for cell in read_notebook("release", assignment).cells:
        assert not cell.get("outputs")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, bytes]]:
    """What lies in the wheel and in the sdist: the content of each file, by its name."""
    folder = tmp_path_factory.mktemp("built")
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        files = {name: wheel.read(name) for name in wheel.namelist()}
    with tarfile.open(next(folder.glob("*.tar.gz"))) as sdist:
        members = {one.name.partition("/")[2]: sdist.extractfile(one) for one in sdist}
        return {"wheel": files, "sdist": {n: file.read() for n, file in members.items() if file}}


EACH_KIND = pytest.mark.parametrize("kind", ["wheel", "sdist"])


@EACH_KIND
def test_what_is_built_holds_the_engine_and_no_course(
    built: dict[str, dict[str, bytes]], kind: str
) -> None:
    """Of the course nothing is in it: no text, notebook, picture, solution, rubric or array."""
    names = built[kind]
    assert "autograder/cli.py" in names
    own = [name for name in names if name.startswith("autograder/")]
    template = [name for name in own if name.startswith("autograder/authoring/template/")]
    assert {Path(name).suffix for name in {*own} - {*template}} == {".py", ".typed"}
    rooms = {name.split("/")[0] for name in names if "/" in name}
    assert {room for room in rooms if not room.endswith(".dist-info")} <= {"autograder", "docs"}
    documents = {name for name in names if name.startswith("docs/")}
    assert {Path(name).suffix for name in documents} <= {".md"}


@EACH_KIND
def test_what_is_built_names_a_licence_that_is_there(
    built: dict[str, dict[str, bytes]], kind: str
) -> None:
    """Every licence that the metadata names lies where the metadata says."""
    (told,) = [n for n in built[kind] if n.endswith(("METADATA", "PKG-INFO"))]
    named = re.findall(r"^License-File: (.+)$", built[kind][told].decode(), re.MULTILINE)
    assert named == ["LICENSE"]
    folder = Path(told).parent / ("licenses" if kind == "wheel" else "")
    assert built[kind][(folder / "LICENSE").as_posix()] == (ROOT / "LICENSE").read_bytes()


@EACH_KIND
def test_what_is_built_holds_no_line_of_a_solution(
    built: dict[str, dict[str, bytes]], kind: str
) -> None:
    """White space aside, no line of code or text in it is one of a reference body."""
    lines = {normalised(line) for a in ASSIGNMENTS.values() for _, line in solution_lines(a)}
    assert len(lines) > 50
    for name, content in built[kind].items():
        own = {normalised(line) for line in content.decode().splitlines()}
        assert not own & lines, name


@EACH_KIND
def test_what_is_built_holds_no_hidden_value(built: dict[str, dict[str, bytes]], kind: str) -> None:
    """No array of a hidden case, input or output, stands in any file of it."""
    content = b"\0".join(built[kind].values())
    found = 0
    for assignment in ASSIGNMENTS:
        with h5py.File(COURSE.hidden(assignment)) as file:
            arrays: list[np.ndarray] = []

            def keep(_: str, node: object, arrays: list[np.ndarray] = arrays) -> None:
                if isinstance(node, h5py.Dataset) and node.dtype.kind == "f" and node.size > 1:
                    arrays.append(np.asarray(node))

            file.visititems(keep)
        for array in arrays:
            if np.all(array == np.round(array)):
                continue  # zeros and ones stand everywhere
            found += 1
            assert array.tobytes() not in content
    assert found > 100


def test_the_readme_shows_its_pictures_anywhere() -> None:
    """Its pictures are named by whole addresses, of files that are here."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    pictures = re.findall(r"[^\s\"(]+\.png", text)
    assert len(pictures) > 3
    for picture in pictures:
        start = "https://raw.githubusercontent.com/first-neuron/first-neuron/main/"
        assert picture.startswith(start)
        assert (ROOT / picture.removeprefix(start)).is_file()


@EACH_ASSIGNMENT
def test_visible_files_hold_nothing_hidden(assignment: Assignment) -> None:
    """No case of the visible file is hidden, it has no answer of the quiz and no source."""
    for name, frozen in visible_cases(assignment.name).items():
        assert all(case.visible for case in frozen.cases)
        assert frozen.source == ""
        assert frozen.cases or name == "quiz"
    with h5py.File(COURSE.checks(assignment.name)) as file:
        assert "source" not in [key for group in file["exercises"].values() for key in group]


# Rule 6


@pytest.mark.parametrize("part", ["source", "release"])
@EACH_ASSIGNMENT
def test_every_notebook_runs_from_top_to_bottom(
    assignment: Assignment, part: str, tmp_path: Path
) -> None:
    """Solved or untouched, "Run All" reaches the end; solved, every test cell gives its points."""
    from nbclient import NotebookClient

    notebook = read_notebook(part, assignment)
    folder = ROOT / part / assignment.name
    NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    ).execute()
    for cell in notebook.cells:
        assert not [o for o in cell.get("outputs", []) if o.get("name") == "stderr"], cell.source
        marks = cell.metadata.get("nbgrader", {})
        if marks.get("grade"):
            (score,) = [o.data["text/plain"] for o in cell.outputs if "execution_count" in o]
            assert float(score) == (marks["points"] if part == "source" else 0)
    assert list(tmp_path.iterdir()) == []


EXISTING = {
    "numpy_basics": {"dot_loop", "dot_vectorized", "exp_all", "calorie_percentages"},
    "logistic_regression": {"flatten_images"},
}


@pytest.mark.parametrize(("assignment", "absent"), EXISTING.items())
def test_the_readme_says_what_existing_notebooks_can_earn(
    assignment: str, absent: set[str]
) -> None:
    """The points that the course's own notebooks can earn are those of the exercises they have."""
    earned = sum(e.points for e in ASSIGNMENTS[assignment].exercises if e.name not in absent)
    (row,) = [
        line
        for line in (ROOT / "README.md").read_text().splitlines()
        if f"| `{assignment}` |" in line and "of 100" in line
    ]
    assert set(re.findall(r"`(\w+)`", row)) - {assignment} == absent
    assert f"{earned:g} of 100" in row
