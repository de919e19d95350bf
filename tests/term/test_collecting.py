"""What is handed in tells nobody else's row, no configuration and no date."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import nbformat
import pytest

from tests.first_neuron import lay_out
from tests.term.course import Course

NB = "numpy_basics"
EVIL = "open({!r}, 'w').write('ran')\nc = get_config()\n"


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


@pytest.mark.parametrize("place", ["hand_in/eve", "submitted/eve", "hand_in"])
def test_a_configuration_that_was_handed_in_is_not_run(
    course: Course, tmp_path: Path, place: str
) -> None:
    """The course is where the gradebook lies, or above what the user named."""
    folder = course.root / place
    ran = tmp_path / "ran"
    solved = nbformat.writes(course.solved(NB))
    write(folder / "submitted" / "eve" / NB / f"{NB}.ipynb", solved)
    write(folder / "nbgrader_config.py", EVIL.format(str(ran)))
    done = course.grade(place.partition("/")[0])
    assert done.status == 0, done.said
    assert not ran.exists()


def test_students_of_one_name_are_not_in_the_gradebook(course: Course) -> None:
    """Both are graded, both paths are told."""
    solved = nbformat.writes(course.solved(NB))
    for section in ("A", "B"):
        write(course.root / "all" / section / "alice" / f"{NB}.ipynb", solved)
        write(course.root / "all" / section / f"only_{section}" / f"{NB}.ipynb", solved)
    done = course.grade("all")
    assert done.status == 0, done.said
    assert set(course.totals(NB)) == {"only_A", "only_B"}
    assert "all/A/alice" in done.said
    assert "all/B/alice" in done.said
    assert "none is written to a gradebook" in done.said


def test_an_assignment_that_the_gradebook_does_not_know_stops_nobody(
    course: Course, tmp_path: Path
) -> None:
    """The others are written, and it is said what to run."""
    settings = (course.root / "course.toml").read_text()
    other = lay_out(tmp_path / "course", NB, "logistic_regression")
    for part in ("source", "expected"):
        shutil.copytree(other / part, course.root / part, dirs_exist_ok=True)
    shutil.copy(other / "course.toml", course.root)
    course.hand_in("ada", NB, course.solved(NB))
    course.hand_in("ada", "logistic_regression", course.solved(NB))
    done = course.grade("submitted")
    assert done.status == 0, done.said
    assert course.totals(NB) == {"ada": 100.0}
    assert "run first: nbgrader generate_assignment logistic_regression" in done.said
    (course.root / "course.toml").write_text(settings)


def test_a_date_is_believed_where_nbgrader_puts_it(course: Course) -> None:
    """A file of that name anywhere else is the student's own."""
    with course.book() as book:
        book.find_assignment(NB).duedate = datetime(2026, 10, 1)
        book.db.commit()
    config = course.root / "nbgrader_config.py"
    config.write_text(config.read_text().replace("percent=0", "percent=10"))
    solved = nbformat.writes(course.solved(NB))
    write(course.root / "mail" / "eve" / f"{NB}.ipynb", solved)
    write(course.root / "mail" / "eve" / "timestamp.txt", "2027-01-01 00:00:00 UTC")
    course.hand_in("ada", NB, course.solved(NB), datetime(2027, 1, 1))
    assert course.grade("mail").status == 0
    assert course.grade("submitted").status == 0
    with course.book() as book:
        dates = {student: book.find_submission(NB, student).timestamp for student in ("ada", "eve")}
    assert dates == {"ada": datetime(2027, 1, 1), "eve": None}


def test_a_link_brings_nothing_into_a_graded_copy(course: Course, tmp_path: Path) -> None:
    """Neither nbgrader's command nor ours follows it."""
    solved = write(tmp_path / "solution.ipynb", nbformat.writes(course.solved(NB)))
    course.hand_in("ada", NB, course.solved(NB))
    eve = course.root / "submitted" / "eve" / NB
    eve.mkdir(parents=True)
    (eve / f"{NB}.ipynb").symlink_to(solved)
    done = course.grade("submitted")
    assert done.status == 0, done.said
    assert "is a link" in done.said
    assert course.totals(NB) == {"ada": 100.0}
    assert course.nbgrader("autograde", NB).status == 0
    assert course.totals(NB) == {"ada": 100.0, "eve": 0.0}
    copy = (course.root / "autograded" / "eve" / NB / f"{NB}.ipynb").read_text()
    assert "np.exp" not in copy
