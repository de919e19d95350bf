"""What does not do what it should is said in a sentence, with its place."""

# ruff: noqa: E501 - a row of the table stands on one line

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

import autograder.authoring
from autograder.cli import main
from autograder.course import open_course
from tests.first_neuron import COURSE

NAME = "first_steps"
RUBRIC, SOLUTIONS, TEXT = f"rubrics/{NAME}.py", f"solutions/{NAME}.py", f"source/{NAME}/{NAME}.md"
ADDS = "wrong=lambda x: x + np.mean(x)"
FENCE = '```python exercise="center"\n```\n'


@dataclass(frozen=True)
class Problem:
    """A problem: what stands where in place of what, and what is said."""

    file: str
    old: str
    new: str
    says: str


PROBLEMS = {
    "a-mistake-that-is-right": Problem(RUBRIC, ADDS, "wrong=lambda x: x - np.mean(x)", "the misconception 'adds-the-mean' of center earns all the points"),
    "a-mistake-that-practice-misses": Problem(RUBRIC, ADDS, "wrong=lambda x: x - np.mean(x) if x.size < 4 else x", "the misconception 'adds-the-mean' of center shows in no visible case"),
    "a-mistake-under-another-name": Problem(RUBRIC, "wrong=lambda x: float(np.sum(x)),", "wrong=lambda x: float(np.sum(x) / (x.size - 1)),", "the misconception 'sum-in-place-of-mean' of mean is called 'divides-by-one-less'"),
    "a-solution-that-changes-its-argument": Problem(SOLUTIONS, "return float(np.sum(x) / x.size)", "x.sort()\n    return float(np.sum(x) / x.size)", "mean earns 4 of its own 5 points ('leaves its argument alone': "),
    "a-mistake-that-takes-something-else": Problem(RUBRIC, ADDS, "wrong=lambda: 1", "the misconception 'adds-the-mean' of center raises TypeError in every case"),
    "a-solution-that-is-no-number": Problem(SOLUTIONS, "return x - mean(x)", "return x * np.nan", "center gives nan or infinity in the case 'the example of the text'"),
    "a-solution-that-counts-its-calls": Problem(SOLUTIONS, "return x - mean(x)", "center.calls = getattr(center, 'calls', 0) + 1\n    return x - mean(x) * center.calls", "center earns 0 of its own 5 points"),
    "a-helper-that-nobody-names": Problem(RUBRIC, '            helpers=("mean",),\n', "", 'center calls mean, which is none of its helpers, so that one mistake costs twice; write: helpers=("mean",)'),
    "a-line-of-a-solution": Problem(TEXT, FENCE, FENCE + "\nOr at once:\n\n    return float(np.sum(x)/x.size)\n", "holds 'return float(np.sum(x) / x.size)', a line of the solution of mean"),
    "a-mark-of-the-instructor": Problem(TEXT, FENCE, FENCE + "\nIt ends with `score_hidden`.\n", "holds 'score_hidden', which is the instructor's"),
    "an-exercise-that-is-given": Problem(TEXT, FENCE, FENCE + "\n```python\ndef mean(x):\n    return np.average(x)\n```\n", "mean earns 5 points untouched"),
    "an-exercise-without-a-word": Problem(TEXT, "Write `center`, which takes", "Take", "does not name center, which is graded"),
    "what-does-not-build": Problem(RUBRIC, 'Check("the mean", 4)', 'Check("the mean", -4)', "first_steps does not build: rubrics/first_steps.py, line"),
}  # fmt: skip


def lint(course: Path, *arguments: str) -> Result:
    """Run ``autograder lint``."""
    options = ["--course", str(course)]
    return CliRunner().invoke(main, ["lint", *arguments, *options], catch_exceptions=False)


def held(folder: Path) -> dict[Path, bytes]:
    """Read all files of a folder."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_new_course_has_no_problem(course: Path) -> None:
    """A table with a row for the assignment, and the status 0; no file is changed."""
    before = held(course)
    result = lint(course)
    assert result.exit_code == 0, result.output
    header, row, last = result.stdout.splitlines()
    assert header.split()[:3] == ["assignment", "exercises", "points"]
    assert row.split() == [NAME, "2", "10", "10", "0", "3", "of", "3", "3", "of", "3"]
    assert last == "no problem"
    assert held(course) == before


@pytest.mark.parametrize("problem", PROBLEMS.values(), ids=PROBLEMS)
def test_a_problem_becomes_a_sentence(problem: Problem, course: Path) -> None:
    """It says where and what to do; the status is 1, and no file is changed."""
    path = course / problem.file
    text = path.read_text()
    assert text.count(problem.old) == 1
    path.write_text(text.replace(problem.old, problem.new))
    before = held(course)
    result = lint(course)
    assert result.exit_code == 1, result.output
    said = [line for line in result.stdout.splitlines() if line.startswith("! ")]
    assert [line for line in said if problem.says in line], result.stdout
    assert result.stdout.splitlines()[-1] == f"{len(said)} to mend"
    assert held(course) == before


def test_numbers_of_a_hidden_case_are_found(course: Path) -> None:
    """A file that is released with the text holds the input of a hidden case."""
    hidden = open_course(course).compiled(NAME).cases()["center"].cases
    array = next(case.args[0] for case in hidden if case.name == "ordinary numbers")
    assert isinstance(array, np.ndarray)
    (course / "source" / NAME / "points.bin").write_bytes(b"\0\1" + array.tobytes())
    settings = course / "course.toml"
    settings.write_text(settings.read_text().replace("# data =", 'data = ["points.bin"] #'))
    result = lint(course)
    assert result.exit_code == 1
    assert f"release/{NAME}/points.bin holds numbers of a hidden case of center" in result.stdout


@pytest.mark.parametrize("assignment", COURSE.names)
def test_the_course_of_this_repository_has_no_problem(assignment: str) -> None:
    """Its solutions, its stubs and each of its misconceptions do what they should."""
    result = lint(COURSE.folder, assignment)
    assert result.exit_code == 0, result.output
    assert result.stdout.endswith("no problem\n")


def test_misconceptions_are_optional(course: Path) -> None:
    """Without any, there is nothing to name, and no problem."""
    path = course / RUBRIC
    path.write_text(path.read_text().replace("misconceptions=(", "misconceptions=() and ("))
    result = lint(course, NAME)
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[1].split()[-6:] == ["0", "of", "0", "0", "of", "0"]


def test_an_assignment_that_is_not_there_is_a_wrong_call(course: Path) -> None:
    """The status is 2, and those there are are named."""
    result = lint(course, "second_steps")
    assert result.exit_code == 2
    assert "choose one of: first_steps" in result.stderr


def test_where_there_is_no_course_it_is_said(tmp_path: Path) -> None:
    """With the three ways to name one."""
    result = lint(tmp_path)
    assert result.exit_code == 1
    assert "autograder init DIR" in result.stderr


def test_what_is_missing_is_named_with_the_command_that_installs_it(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Building needs more than grading does."""
    for name in ("lint", "building", "leaks", "notebooks"):
        monkeypatch.delitem(sys.modules, f"autograder.authoring.{name}", raising=False)
        monkeypatch.delattr(autograder.authoring, name, raising=False)
    monkeypatch.setitem(sys.modules, "jupytext", None)
    result = lint(course)
    assert result.exit_code == 1
    assert "pip install 'first-neuron[notebook]'" in result.stderr
