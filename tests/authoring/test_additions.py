"""What is added works at once; the rest of the files stays as it was."""

# ruff: noqa: E501 - a row of a table stands on one line

from __future__ import annotations

import ast
import difflib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from autograder.authoring.additions import list_assignment
from autograder.authoring.building import build_course
from autograder.authoring.rubric_source import insert_entry
from autograder.authoring.sources import AuthorError
from autograder.cli import main
from autograder.course import open_course

PLACES = ("source/{0}/{0}.md", "solutions/{0}.py", "rubrics/{0}.py")


def add(course: Path, *arguments: str) -> Result:
    """Run ``autograder add``."""
    options = ["--course", str(course)]
    return CliRunner().invoke(main, ["add", *arguments, *options], catch_exceptions=False)


def taken_away(before: str, after: str) -> list[str]:
    """Give the lines that are no longer there."""
    return [
        line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line[0] == "-"
    ]


def test_an_exercise_is_added_to_three_places(course: Path) -> None:
    """Each file has more lines, and none less; it builds."""
    files = [course / place.format("first_steps") for place in PLACES]
    before = [path.read_text() for path in files]
    assert add(course, "exercise", "first_steps", "spread").exit_code == 0
    for path, old in zip(files, before, strict=True):
        new = path.read_text()
        assert taken_away(old, new) == []
        assert "spread" in new
        assert "spread" not in old


def test_an_assignment_is_added_at_the_end(course: Path) -> None:
    """It is listed last, and the rest of the settings is what it was."""
    before = (course / "course.toml").read_text()
    assert add(course, "assignment", "k_means").exit_code == 0
    opened = open_course(course)
    assert opened.names == ("first_steps", "k_means")
    assert taken_away(before, (course / "course.toml").read_text()) == []
    (_, built) = build_course(opened)
    assert "release/k_means/k_means.ipynb" in built.changed
    assert opened.compiled("k_means").assignment.exercise("example").points == 10


def test_what_is_added_fits_together(course: Path) -> None:
    """An assignment, and an exercise in it and in the first one: nothing is left to mend."""
    assert add(course, "assignment", "k_means").exit_code == 0
    assert add(course, "exercise", "first_steps", "spread").exit_code == 0
    # What was read is remembered in a process, and a command reads once.
    moved = course.rename(course.with_name("moved"))
    result = CliRunner().invoke(main, ["lint", "--course", str(moved)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    assert [line.split()[:5] for line in result.stdout.splitlines()[1:3]] == [
        ["first_steps", "3", "20", "20", "0"],
        ["k_means", "1", "10", "10", "0"],
    ]


REFUSED = {
    # arguments: what is said
    ("assignment", "first_steps"): "there is an assignment first_steps already",
    ("assignment", "First_Steps"): "there is an assignment First_Steps already",
    ("assignment", "k-means"): "an assignment cannot be called 'k-means'",
    ("assignment", "../k_means"): "an assignment cannot be called '../k_means'",
    ("assignment", "class"): "an assignment cannot be called 'class'",
    ("assignment", "_hidden"): "let its name begin with a letter",
    ("assignment", "left_behind"): "solutions/left_behind.py is there already",
    ("exercise", "first_steps", "mean"): "first_steps has an exercise mean already",
    ("exercise", "first_steps", "np"): "solutions/first_steps.py has something called np already",
    ("exercise", "first_steps", "sum"): "sum is one of Python's own functions",
    ("exercise", "first_steps", "2d"): "an exercise cannot be called '2d'",
    ("exercise", "first_steps", "lambda"): "an exercise cannot be called 'lambda'",
}


@pytest.mark.parametrize(("arguments", "said"), REFUSED.items())
def test_a_name_that_cannot_be_is_refused(
    arguments: tuple[str, ...], said: str, course: Path
) -> None:
    """With a sentence and the status 1; no file is changed."""
    (course / "solutions" / "left_behind.py").write_text("")
    before = {path: path.read_bytes() for path in course.rglob("*") if path.is_file()}
    result = add(course, *arguments)
    assert result.exit_code == 1
    assert said in result.stderr
    assert before == {path: path.read_bytes() for path in course.rglob("*") if path.is_file()}


def test_an_assignment_that_is_not_there_is_a_wrong_call(course: Path) -> None:
    """The status is 2, and those there are are named."""
    result = add(course, "exercise", "second_steps", "spread")
    assert result.exit_code == 2
    assert "choose one of: first_steps" in result.stderr


RUBRICS = {
    # where exercises stand: the rubric with one entry more
    "in a tuple, a comma after the last": (
        'ASSIGNMENT = Assignment(\n    "a",\n    "A",\n    (\n        one,\n    ),\n)\n',
        'ASSIGNMENT = Assignment(\n    "a",\n    "A",\n    (\n        one,\n        new,\n    ),\n)\n',
    ),
    "no comma after the last": (
        'ASSIGNMENT = Assignment("a", "A", (one, two))\n',
        'ASSIGNMENT = Assignment("a", "A", (one, two,\n    new,\n))\n',
    ),
    "a comment after the last": (
        'ASSIGNMENT = Assignment("a", "A", (\n    one, two  # the last, of many\n))\n',
        'ASSIGNMENT = Assignment("a", "A", (\n    one, two,  # the last, of many\n    new,\n))\n',
    ),
    "by name, and letters of more than a byte": (
        'ASSIGNMENT = Assignment("ä", "Übung", exercises=(one,))\n',
        'ASSIGNMENT = Assignment("ä", "Übung", exercises=(one,\n    new,\n))\n',
    ),
    "under a name of their own": (
        'ALL = (\n    one,\n)\nASSIGNMENT = Assignment("a", "A", ALL).with_mistakes(WRONG)\n',
        'ALL = (\n    one,\n    new,\n)\nASSIGNMENT = Assignment("a", "A", ALL).with_mistakes(WRONG)\n',
    ),
}


@pytest.mark.parametrize(("before", "after"), RUBRICS.values(), ids=RUBRICS)
def test_an_entry_finds_its_place(before: str, after: str) -> None:
    """However the exercises are written, as long as they are."""
    assert insert_entry(before, "new,", "rubrics/a.py") == after
    ast.parse(after)


@pytest.mark.parametrize(
    "rubric",
    ['ASSIGNMENT = Assignment("a", "A", tuple(all))\n', "ASSIGNMENT = make()\n", "x = 1\n"],
)
def test_exercises_that_are_not_written_out_are_left_alone(rubric: str) -> None:
    """A sentence says what to write by hand."""
    with pytest.raises(AuthorError, match="by hand"):
        insert_entry(rubric, "new,", "rubrics/a.py")


LISTS = {
    # settings: with one assignment more
    'title = "A"\n': 'title = "A"\n\n[[assignments]]\nname = "b"\n',
    'title = "A"': 'title = "A"\n\n[[assignments]]\nname = "b"\n',
    '[[assignments]]\nname = "a"\n# data = []\n\n# Late.\n[late]\n': (
        '[[assignments]]\nname = "a"\n# data = []\n\n[[assignments]]\nname = "b"\n\n# Late.\n[late]\n'
    ),
    '[[ assignments ]]\nname = "a"\ndata = [\n  "x.csv",\n]\n': (
        '[[ assignments ]]\nname = "a"\ndata = [\n  "x.csv",\n]\n\n[[assignments]]\nname = "b"\n'
    ),
}


@pytest.mark.parametrize(("before", "after"), LISTS.items())
def test_an_assignment_finds_its_place(before: str, after: str) -> None:
    """Below the others, and above what explains the next table."""
    assert list_assignment(before, "b") == after


def test_a_list_in_one_line_is_left_alone() -> None:
    """A sentence says what to write by hand."""
    with pytest.raises(AuthorError, match="one by one"):
        list_assignment('assignments = [{name = "a"}]\n', "b")
