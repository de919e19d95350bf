"""Which course is meant: named, by the variable, the nearest; never one that was handed in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.course import CourseError, find_course
from autograder.course.search import VARIABLE

FOLDERS = (
    "outer/inner/deep",
    "outer/submitted/eve/numpy_basics",
    "outer/exchange/inbound",
    "outer/work",
    "other",
    "empty",
    "hand_in/eve",
)
COURSES = ("outer", "outer/inner", "outer/submitted/eve", "outer/exchange", "other", "hand_in/eve")

# Where the command starts; what --course names; what the variable names; what is handed in; further
# places to look above; and the course that is taken, or what the refusal says.
TABLE = {
    "in its folder": ("outer", "", "", "", "", "outer"),
    "the nearest above": ("outer/work", "", "", "", "", "outer"),
    "the nearer of two": ("outer/inner/deep", "", "", "", "", "outer/inner"),
    "none above": ("empty", "", "", "", "", "there is no course here"),
    "the option before the nearest": ("outer", "other", "", "", "", "other"),
    "the variable before the nearest": ("outer", "", "other", "", "", "other"),
    "the option before the variable": ("outer", "outer/inner", "other", "", "", "outer/inner"),
    "an option that names none": ("outer", "empty", "other", "", "", "which --course names"),
    "a variable that names none": ("outer", "", "empty", "", "", f"which {VARIABLE} names"),
    "above what is graded": ("empty", "", "", "", "outer/work", "outer"),
    "here before above what is graded": ("other", "", "", "", "outer/work", "other"),
    "what was handed in to one": ("outer/submitted/eve", "", "", "", "", "outer"),
    "below what was handed in": ("outer/submitted/eve/numpy_basics", "", "", "", "", "outer"),
    "what was put into the exchange": ("outer/exchange/inbound", "", "", "", "", "outer"),
    "above what was handed in to one": ("empty", "", "", "", "outer/submitted/eve", "outer"),
    "in what is graded": ("hand_in/eve", "", "", "hand_in", "", "may be a student's"),
    "the folder that is graded": ("hand_in/eve", "", "", "hand_in/eve", "", "may be a student's"),
    "above, in what is graded": ("empty", "", "", "hand_in", "hand_in/eve", "may be a student's"),
    "named, in what is graded": ("empty", "hand_in/eve", "", "hand_in", "", "hand_in/eve"),
    "the variable, in what is graded": ("empty", "", "hand_in/eve", "hand_in", "", "hand_in/eve"),
    "the teacher's, above what is graded": (
        "outer", "", "", "outer/submitted", "outer/submitted/eve", "outer",
    ),
}  # fmt: skip


@pytest.fixture
def places(tmp_path: Path) -> Path:
    """Folders, some with a course."""
    for folder in FOLDERS:
        (tmp_path / folder).mkdir(parents=True)
    for folder in COURSES:
        (tmp_path / folder / "course.toml").write_text('title = "T"\n')
    return tmp_path


@pytest.mark.parametrize(
    ("here", "option", "variable", "handed_in", "start", "expected"), TABLE.values(), ids=TABLE
)
def test_the_course_that_is_meant(
    here: str, option: str, variable: str, handed_in: str, start: str, expected: str,
    places: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """The option, the variable, the nearest above, and above what is graded, in this order."""
    monkeypatch.chdir(places / here)
    monkeypatch.delenv(VARIABLE, raising=False)
    if variable:
        monkeypatch.setenv(VARIABLE, str(places / variable))

    def find() -> Path:
        starts = [places / start] if start else []
        given = [places / handed_in] if handed_in else []
        return find_course(places / option if option else None, *starts, handed_in=given).folder

    if expected in COURSES:
        assert find() == (places / expected).resolve()
    else:
        with pytest.raises(CourseError, match=expected):
            find()


LINKS: dict[str, Callable[[Path], Path]] = {
    "a link to what is graded": lambda places: places / "hand_in",
    "what is graded, named by a link": lambda places: places / "link",
}


@pytest.mark.parametrize("graded", LINKS.values(), ids=LINKS)
def test_a_link_leads_into_no_hand_in(
    graded: Callable[[Path], Path], places: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What lies in a hand-in lies there by every name."""
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.chdir(places / "empty")
    (places / "link").symlink_to(places / "hand_in")
    for start in ("link/eve", "hand_in/eve"):
        with pytest.raises(CourseError, match="may be a student's"):
            find_course(None, places / start, handed_in=[graded(places)])


def test_checks_beside_a_notebook_are_for_practice(
    places: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there is no course and what is graded has checks beside it, the sentence says so."""
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.chdir(places / "empty")
    (places / "empty" / "a.checks.h5").touch()
    with pytest.raises(CourseError, match="for practice: autograder check"):
        find_course(handed_in=[Path("a.ipynb")])
