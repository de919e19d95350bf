"""Layouts of folders: the student is found by comparing paths, not by a list of layouts."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.intake import collect
from tests.first_neuron import ASSIGNMENTS
from tests.intake.conftest import Arrive, seen

NB, LR = "numpy_basics", "logistic_regression"
SEVEN = ("ada", "bob", "cy", "dan", "eve", "fay", "gus")

Expected = dict[str, tuple[str, str]]
LAYOUTS: dict[str, Expected] = {
    "a folder each, one name for all files": {
        f"students/{name}/My Work.ipynb": (name, "") for name in SEVEN
    },
    "final.ipynb in all folders": {f"{name}/final.ipynb": (name, "") for name in SEVEN[:3]},
    "a flat folder named like an assignment": {
        f"week2/{NB}/{name}.ipynb": (name, NB) for name in SEVEN
    },
    "assignments above students": {
        f"fall2026/{assignment}/{name}.ipynb": (name, assignment)
        for name in ("alice", "bob")
        for assignment in (NB, LR)
    },
    "one student, assignments above": {f"fall2026/{NB}/alice.ipynb": ("alice", NB)},
    "repositories, the work after the name": {
        f"repos/{name}-hw1/src/{NB}.ipynb": (name, NB) for name in ("alice", "bob")
    },
    "repositories, the work before the name": {
        f"hw1-{name}/{NB}.ipynb": (name, NB) for name in ("alice", "bob-b")
    },
    "GitHub Classroom's folder": {
        f"intro-submissions/intro-{name}/work.ipynb": (name, "") for name in ("alice", "bob")
    },
    "repositories of an unknown name": {
        f"nn-{name}/work.ipynb": (name, "") for name in ("alice", "bob", "carl-d")
    },
    "nbgrader": {
        f"submitted/{name}/{NB}/{NB}.ipynb": (name, NB) for name in ("hw1-alice", "lab", "bob")
    },
    "nbgrader, the assignment in other letters": {
        "submitted/hugo/Numpy_Basics/Numpy_Basics.ipynb": ("hugo", NB)
    },
    "sections": {
        f"{section}/{name}/final.ipynb": (name, "")
        for section, names in {"Monday": SEVEN[:3], "Tuesday": SEVEN[3:]}.items()
        for name in names
    },
    "sections, unknown names, flat": {
        f"{section}/{name}.ipynb": (name, "")
        for section, names in {"red": SEVEN[:3], "blue": SEVEN[3:]}.items()
        for name in names
    },
    "sections, of which one has one student": {
        "sec1/alice.ipynb": ("alice", ""),
        "sec1/bob.ipynb": ("bob", ""),
        "sec2/carol.ipynb": ("carol", ""),
    },
    "files and folders beside each other": {
        "alice.py": ("alice", ""),
        f"bob/{NB}/{NB}.ipynb": ("bob", NB),
        "late/carol.ipynb": ("carol", ""),
    },
    "the assignment in the names of files": {
        "alice_numpy_basics.ipynb": ("alice", NB),
        "numpy-basics-bob.ipynb": ("bob", NB),
        "NumpyBasics_Carl.ipynb": ("Carl", NB),
        "hw1 - Dan Z.ipynb": ("Dan Z", ""),
    },
    "a date before the name": {
        "2026-10-01_alice.ipynb": ("alice", ""),
        "2026-10-02_bob.ipynb": ("bob", ""),
    },
    "addresses": {f"{name}@uni.edu/hw.ipynb": (f"{name}@uni.edu", "") for name in ("a.b", "c.d")},
    "one student of a course": {
        f"Fall 2026/CS101/Section 2/ada lovelace/{NB}.ipynb": ("ada lovelace", NB)
    },
    "codes that are students": {f"{code}/final.ipynb": (code, "") for code in ("AB123", "CD456")},
    "numbers": {f"{number}/final.ipynb": (number, "") for number in ("4711", "4712", "4713")},
    "a number among names": {
        "4711/final.ipynb": ("4711", ""),
        "ada/final.ipynb": ("ada", ""),
        "bob/final.ipynb": ("bob", ""),
    },
    "teams": {f"team {number}/final.ipynb": (f"team {number}", "") for number in (1, 2, 3)},
    "names that are words": {
        f"{name}/{NB}.ipynb": (name, NB) for name in ("complete", "summer", "half_done", "zoe")
    },
    "other alphabets": {f"{name}/{NB}.ipynb": (name, NB) for name in ("李小龍", "Ђорђе", "Žofie")},
    "two assignments in one folder": {
        f"alice/{NB}.ipynb": ("alice", NB),
        f"alice/{LR}.ipynb": ("alice", LR),
        f"bob/{NB}.ipynb": ("bob", NB),
    },
    "a long title": {
        f"{name}/Logistic_Regression_with_a_Neural_Network_mindset.ipynb": (name, LR)
        for name in ("ab", "cd")
    },
    "another ending": {"alice/final.IPYNB": ("alice", ""), "bob/final.Ipynb": ("bob", "")},
}


@pytest.mark.parametrize("expected", LAYOUTS.values(), ids=LAYOUTS)
def test_the_student_is_found(arrive: Arrive, root: Path, expected: Expected) -> None:
    """Each file has its student, and nothing is left out."""
    intake = arrive(*expected)
    assert seen(intake, root) == expected
    assert intake.left_out == ()


@pytest.mark.parametrize("expected", LAYOUTS.values(), ids=LAYOUTS)
def test_a_shell_may_list_the_files(arrive: Arrive, root: Path, expected: Expected) -> None:
    """Files that are named one by one are told apart as in their folder."""
    assert seen(arrive(*expected, named=tuple(expected)), root).keys() == expected.keys()


@pytest.mark.parametrize("named", [("ada", "bob"), ("ada/numpy_basics", "bob/numpy_basics")])
def test_a_shell_may_list_the_folders(arrive: Arrive, root: Path, named: tuple[str, ...]) -> None:
    """`grade submitted/*` names each student's folder."""
    files = [f"{name}/{NB}/{NB}.ipynb" for name in ("ada", "bob")]
    expected = dict(zip(files, (("ada", NB), ("bob", NB)), strict=True))
    assert seen(arrive(*files, named=named), root) == expected


ALONE = {
    "ada/numpy_basics/numpy_basics.ipynb": "ada",
    "ada/numpy_basics.ipynb": "ada",
    "work.py": "work",
    "release/numpy_basics/numpy_basics.ipynb": "numpy_basics",
    "x/Cleo_4713_assignsubmission_file_numpy_basics.ipynb": "Cleo",
}


@pytest.mark.parametrize(("file", "student"), ALONE.items(), ids=ALONE)
def test_a_file_that_is_named_alone(arrive: Arrive, file: str, student: str) -> None:
    """It is called what it is called, or by its folder where it bears an assignment's name."""
    (found,) = arrive(file, named=(file,)).hand_ins
    assert (found.student, found.is_named) == (student, True)


def test_a_folder_of_one_student(arrive: Arrive, root: Path) -> None:
    """Where nothing below the folder tells a student, the folder does."""
    files = {f"alice/{NB}.ipynb": ("alice", NB), f"alice/{LR}.ipynb": ("alice", LR)}
    assert seen(arrive(*files, named=("alice",)), root) == files


def test_ten_thousand_files(tmp_path: Path) -> None:
    """Everybody of a large class is found."""
    for number in range(10_000):
        (tmp_path / f"name{number:05}.ipynb").touch()
    assert len({one.student for one in collect([tmp_path], ASSIGNMENTS).hand_ins}) == 10_000
