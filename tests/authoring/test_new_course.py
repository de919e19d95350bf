"""A new course works at once, and asks nothing."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from autograder.authoring.building import build_course
from autograder.authoring.new_course import TEMPLATE, create_course
from autograder.course import open_course
from tests.first_neuron import ROOT


def run(*arguments: str | Path) -> Result:
    """Run the command."""
    from autograder.cli import main

    return CliRunner().invoke(main, [str(one) for one in arguments], catch_exceptions=False)


def test_a_new_course_is_a_course(tmp_path: Path) -> None:
    """Everything that a term needs is there, under its own name."""
    result = run("init", tmp_path / "new")
    assert result.exit_code == 0
    files = {path.relative_to(tmp_path / "new").as_posix() for path in tmp_path.rglob("*.*")}
    assert files >= {
        "course.toml", "nbgrader_config.py", "README.md", ".gitignore", "expected/.gitignore",
        ".github/workflows/course.yml", "source/first_steps/first_steps.md",
        "solutions/first_steps.py", "rubrics/first_steps.py",
    }  # fmt: skip
    assert not [name for name in files if "dot-" in name or name.endswith(".pyc")]
    assert "autograder build" in result.stdout


@pytest.mark.parametrize(
    ("folder", "title", "said"),
    [
        ("linear_models", "", "Linear models"),
        ("2026", "", "2026"),
        ("a", 'Lines & "curves"', 'Lines & "curves"'),
        ("b", "Größen \\ Maße\n", "Größen \\ Maße"),
        ("_", "", "A course"),
    ],
)
def test_a_course_has_its_own_title(folder: str, title: str, said: str, tmp_path: Path) -> None:
    """That which is given, or what its folder is called; its settings can be read."""
    create_course(tmp_path / folder, title)
    assert open_course(tmp_path / folder).settings.title == said
    assert (tmp_path / folder / "README.md").read_text("utf-8").startswith(f"# {said}\n")


def test_two_courses_draw_other_hidden_inputs(tmp_path: Path) -> None:
    """A seed that everybody knew would tell them."""
    for name in "ab":
        create_course(tmp_path / name)
    seeds = {open_course(tmp_path / name).settings.seed for name in "ab"}
    assert len(seeds) == 2


@pytest.mark.parametrize("kind", ["a file in it", "a hidden file in it", "a file"])
def test_nothing_is_written_over(kind: str, tmp_path: Path) -> None:
    """A folder with anything in it is refused, and so is a file; both stay as they are."""
    target = tmp_path / "taken"
    if kind == "a file":
        target.write_text("mine")
    else:
        target.mkdir()
        (target / (".hidden" if "hidden" in kind else "notes.txt")).write_text("mine")
    before = sorted(tmp_path.rglob("*"))
    result = run("init", target)
    assert result.exit_code == 1
    assert "empty or not there yet" in result.stderr
    assert sorted(tmp_path.rglob("*")) == before


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    """As where somebody has just made it."""
    assert run("init", tmp_path).exit_code == 0


def test_the_configuration_of_nbgrader_is_that_of_every_course() -> None:
    """There is one text of it: what the template has is what this repository has."""
    assert (TEMPLATE / "nbgrader_config.py").read_text() == (
        ROOT / "nbgrader_config.py"
    ).read_text()


def test_the_settings_show_all_there_are() -> None:
    """Each setting of a course stands in the template with what it means."""
    settings = (TEMPLATE / "course.toml").read_text()
    plain = tomllib.loads(settings)
    assert set(plain) == {"title", "course_id", "seed", "sets", "private", "assignments", "late"}
    assert set(plain["late"]) == {"percent", "at_most", "grace_minutes"}
    assert "data =" in settings


def test_the_rubric_shows_every_word(tmp_path: Path) -> None:
    """Each field of an exercise, a check, a case and the inputs, and each kind of domain."""
    from dataclasses import fields

    from autograder.rubric import domain
    from autograder.rubric.exercise import Check, Exercise, Fact
    from autograder.rubric.inputs import Inputs

    rubric = (TEMPLATE / "rubrics" / "first_steps.py").read_text()
    # How many examples there are is for compiled rubrics alone.
    words = {one.name for one in fields(Exercise)} - {"name", "checks", "visible", "num_examples"}
    words |= {one.name for one in fields(Inputs)} - {"domains"}
    words |= {one.name for one in fields(Check)} - {"name", "points", "fact", "form"}
    assert [word for word in sorted(words) if f"{word}=" not in rubric] == []
    kinds = {"Array", "Number", "Choice", "Dimension", "Function", "AnyOf", "Optional"}
    assert kinds <= set(vars(domain))
    assert [kind for kind in sorted(kinds) if f"{kind}(" not in rubric] == []
    facts = {one.name for one in Fact} - {"VALUE", "LIST", "ANSWER"}
    assert [fact for fact in sorted(facts) if f"Fact.{fact}" not in rubric] == []


def test_every_option_of_the_rubric_works_where_it_stands(built: Path) -> None:
    """The commented imports import what there is, and each commented line is Python."""
    rubric = (built / "rubrics" / "first_steps.py").read_text()
    imports = [line[2:] for line in rubric.splitlines() if line.startswith("# from ")]
    assert len(imports) == 4
    subprocess.run([sys.executable, "-c", "\n".join(imports)], check=True, cwd=ROOT, timeout=60)
    option = r"^( +)# (\w+=.*,|\w+\(.*\),|\"\w+\": .*)"
    uncommented, count = re.subn(option, r"\1\2", rubric, flags=re.MULTILINE)
    compile(uncommented, "rubric", "exec")
    assert count > 20


def test_a_clone_of_a_private_course_is_as_it_is_built(course: Path) -> None:
    """Hidden cases stay out of git: where they are not there, nothing is out of date."""
    opened = open_course(course)
    opened.hidden("first_steps").unlink()
    (checked,) = build_course(opened, only_check=True)
    assert checked.changed == ()
    assert (course / "expected" / ".gitignore").read_text() == "*.hidden.h5\n"
    settings = course / "course.toml"
    settings.write_text(settings.read_text().replace("private = true ", "private = false"))
    (checked,) = build_course(open_course(course), only_check=True)
    assert checked.changed == ("first_steps.hidden.h5",)
