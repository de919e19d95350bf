"""Two files of one student, two students of one name: a rule decides and is told, or nobody."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.intake import Intake, collect
from tests.first_neuron import ASSIGNMENTS
from tests.intake.conftest import Arrive, notebook, write

NB = "numpy_basics"


def graded(intake: Intake) -> list[str]:
    return [one.relative for one in intake.hand_ins]


RESOLVED = {
    "a notebook and a module": (["alice.ipynb", "alice.py"], "is a module beside a notebook"),
    "the assignment's name": (
        [f"bob/{NB}.ipynb", "bob/final.ipynb", f"bob/{NB} (1).ipynb"],
        "the name of the assignment",
    ),
    "the outer one": ([f"bob/{NB}.ipynb", f"bob/old/{NB}.ipynb"], "lies deeper"),
}


@pytest.mark.parametrize(("files", "reason"), RESOLVED.values(), ids=RESOLVED)
def test_a_rule_decides_and_is_told(arrive: Arrive, files: list[str], reason: str) -> None:
    """The first of these counts; the others are named with the reason."""
    intake = arrive(*files, "carl.ipynb", "dora.ipynb")
    assert set(graded(intake)) == {files[0], "carl.ipynb", "dora.ipynb"}
    assert {one.path.partition("/hand_in/")[2] for one in intake.left_out} == set(files[1:])
    assert all(reason in one.reason and one.matters for one in intake.left_out)
    assert all(files[0] in one.reason for one in intake.left_out)


REFUSED = {
    "a browser's numbers": [f"bob/{NB} (1).ipynb", f"bob/{NB} (2).ipynb"],
    "drafts": ["bob/draft.ipynb", "bob/final.ipynb"],
    "folders": [f"bob/a/{NB}.ipynb", f"bob/b/{NB}.ipynb"],
}


@pytest.mark.parametrize("files", REFUSED.values(), ids=REFUSED)
def test_where_no_rule_decides_nothing_is_graded(arrive: Arrive, files: list[str]) -> None:
    """Both paths are told, in one sentence; the others of the class are graded."""
    intake = arrive(*files, f"ada/{NB}.ipynb", f"carl/{NB}.ipynb")
    assert graded(intake) == [f"ada/{NB}.ipynb", f"carl/{NB}.ipynb"]
    first = next(one for one in intake.left_out if one.matters)
    assert all(file in first.reason for file in files)
    assert len(intake.left_out) == 2


def test_the_same_twice_is_once(root: Path) -> None:
    """Files that are the same to the byte need no choice."""
    for file in ("bob/draft.ipynb", "bob/final.ipynb", "ada/final.ipynb"):
        write(root / file, mark=file[:3])
    intake = collect([root], ASSIGNMENTS)
    assert graded(intake) == ["ada/final.ipynb", "bob/draft.ipynb"]
    assert "is the same as" in intake.left_out[0].reason


def test_scratch_paper_is_left_out(root: Path) -> None:
    """A module without any of the exercises is no student and nobody's answer."""
    write(root / "hw-bob" / f"{NB}.ipynb")
    write(root / "hw-ada" / "work.py")
    for helper in ("hw-bob/helper.py", "hw-ada/helper.py"):
        (root / helper).write_text("def help():\n    pass\n")
    intake = collect([root], ASSIGNMENTS)
    assert {one.student for one in intake.hand_ins} == {"ada", "bob"}
    assert [one.path.rpartition("/")[2] for one in intake.left_out] == ["helper.py"] * 2
    assert not any(one.matters for one in intake.left_out)


def test_assignments_are_told_from_what_files_hold(root: Path) -> None:
    """Two notebooks that name no assignment are two hand-ins if they answer two."""
    (root / "ada").mkdir()
    (root / "ada" / "one.ipynb").write_text(notebook())
    (root / "ada" / "two.ipynb").write_text(notebook("def propagate(w, b, X, Y):\n    pass\n"))
    write(root / "bob" / "one.ipynb")
    hints = {(one.student, one.relative): one.hint for one in collect([root], ASSIGNMENTS).hand_ins}
    assert hints == {
        ("ada", "ada/one.ipynb"): NB,
        ("ada", "ada/two.ipynb"): "logistic_regression",
        ("bob", "bob/one.ipynb"): "",
    }


NAMESAKES = {
    "sections": (["A/alice/final.ipynb", "B/alice/final.ipynb"], ["alice (A)", "alice (B)"]),
    "weeks": (["week1/al/w.ipynb", "week2/al/w.ipynb"], ["al (week1)", "al (week2)"]),
}


@pytest.mark.parametrize(("files", "students"), NAMESAKES.values(), ids=NAMESAKES)
@pytest.mark.parametrize("typed", [False, True], ids=["one folder", "two folders"])
def test_students_of_one_name_are_told_apart(
    arrive: Arrive, files: list[str], students: list[str], *, typed: bool
) -> None:
    """Both are graded, both paths are told, and neither goes into a gradebook."""
    named = tuple(file.partition("/")[0] for file in files) if typed else ("",)
    intake = arrive(*files, named=named)
    assert [one.student for one in intake.hand_ins] == students
    assert all(one.collides for one in intake.hand_ins)
    (note,) = intake.notes
    assert all(file in note for file in files)
    assert "none is written to a gradebook" in note


def test_a_platforms_number_tells_namesakes_apart(arrive: Arrive) -> None:
    """Over all archives and folders, not within one alone."""
    files = [
        f"sec{s}/Anna M_{n}_assignsubmission_file_/{NB}.ipynb" for s, n in (("A", 1), ("B", 2))
    ]
    for named in (("",), ("secA", "secB")):
        intake = arrive(*files, named=named)
        assert [(one.student, one.id) for one in intake.hand_ins] == [
            ("Anna M 1", "1"),
            ("Anna M 2", "2"),
        ]
        assert not any(one.collides for one in intake.hand_ins)


def test_long_names_are_not_merged(arrive: Arrive) -> None:
    """A name that is too long to be shown has a digest of all of it."""
    start = "a" * 120
    students = [one.student for one in arrive(f"{start}x.ipynb", f"{start}y.ipynb").hand_ins]
    assert len(set(students)) == 2
    assert max(map(len, students)) <= 100


def test_names_that_are_the_same_but_for_blanks(arrive: Arrive) -> None:
    """The one that is written properly counts; two that are not are both refused."""
    intake = arrive(
        "Ada  L/f.ipynb", "Ada L./f.ipynb", "Ada L/f.ipynb", "Bob  S/f.ipynb", "Bob S ./f.ipynb"
    )
    assert graded(intake) == ["Ada L/f.ipynb"]
    told = [str(one) for one in intake.left_out]
    assert len([line for line in told if "has the name of another student" in line]) == 2
    assert len([line for line in told if "cannot be told apart" in line]) == 2


NESTED = f"submitted/eve/bob/{NB}/{NB}.ipynb"


def test_nobody_claims_another_students_name(arrive: Arrive) -> None:
    """What lies in a student's folder is that student's, whatever it is called."""
    honest = f"submitted/bob/{NB}/{NB}.ipynb"
    intake = arrive(honest, NESTED)
    assert {one.relative: one.student for one in intake.hand_ins} == {honest: "bob", NESTED: "eve"}


@pytest.mark.parametrize("number", [1, 2, 5])
def test_nested_files_are_no_students(arrive: Arrive, number: int) -> None:
    """Three hundred files in one folder are one student's, who has too many."""
    honest = [f"submitted/s{n}/{NB}/{NB}.ipynb" for n in range(number)]
    flood = [f"submitted/eve/n{n}/{NB}/{NB}.ipynb" for n in range(300)]
    intake = arrive(*honest, *flood)
    assert graded(intake) == honest
    assert len(intake.left_out) == 300
    lines = [str(one) for one in intake.left_out if one.matters]
    assert len(lines) == 1
    assert "and 296 more are several files" in lines[0]


def test_an_assignment_that_is_asked_for(arrive: Arrive) -> None:
    """What is named for another one is left out."""
    files = [f"ada/{NB}.ipynb", "ada/logistic_regression.ipynb", "bob/final.ipynb"]
    intake = arrive(*files, assignment=NB)
    assert graded(intake) == [files[0], files[2]]
    assert "numpy_basics was asked for" in intake.left_out[0].reason
