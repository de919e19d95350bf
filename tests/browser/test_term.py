"""A term in the browser: a teacher releases, a student works and submits, the teacher grades.

Each step is a fixture that needs the step before, so a step that fails is the only one that costs
time; each test states what a step has to show.
"""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from tests.browser.conftest import Photograph, TakeSeat
from tests.browser.course import ROOT, make_course, make_desk, solutions
from tests.browser.formgrader import Formgrader
from tests.browser.lab import Lab

ASSIGNMENT = "numpy_basics"
NOTEBOOK = f"{ASSIGNMENT}/{ASSIGNMENT}.ipynb"

WRONG_SOFTMAX = "def softmax(x):\n    return np.exp(x) / np.sum(np.exp(x))"
WRONG_L2 = "def L2(yhat, y):\n    return np.mean((y - yhat) ** 2)"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The teacher's folder."""
    return make_course(tmp_path_factory.mktemp("term") / "course", ASSIGNMENT)


@pytest.fixture(scope="module")
def teacher(course: Path, take_seat: TakeSeat) -> Formgrader:
    """The teacher, at the formgrader."""
    seat = take_seat(course)
    return Formgrader(seat.browser, seat.server)


@pytest.fixture(scope="module")
def released(teacher: Formgrader) -> Formgrader:
    """The teacher, once the assignment is released."""
    teacher.open_assignments()
    teacher.press(ASSIGNMENT, "assign")
    teacher.press(ASSIGNMENT, "release")
    return teacher


@pytest.fixture(scope="module")
def student(
    released: Formgrader, course: Path, take_seat: TakeSeat, tmp_path_factory: pytest.TempPathFactory
) -> Lab:
    """A student, once the assignment is there to be fetched."""
    seat = take_seat(make_desk(tmp_path_factory.mktemp("student") / "ada", course, "ada"))
    return Lab(seat.browser, seat.server)


@pytest.fixture(scope="module")
def fetched(student: Lab) -> Lab:
    """The student, once the assignment is fetched."""
    student.open_assignments()
    student.click_in_list("released", "Fetch")
    student.wait_for_text("#fetched_assignments_list", ASSIGNMENT)
    return student


@pytest.fixture(scope="module")
def untouched(fetched: Lab) -> Lab:
    """The student, once all cells of the notebook have run as they came."""
    fetched.open(NOTEBOOK)
    fetched.run_all()
    return fetched


@pytest.fixture(scope="module")
def mistaken(untouched: Lab) -> Lab:
    """The student, with a first attempt at softmax."""
    untouched.write("softmax", WRONG_SOFTMAX)
    untouched.run_cell("softmax")
    untouched.run_cell("softmax_tests")
    return untouched


@pytest.fixture(scope="module")
def mended(mistaken: Lab) -> Lab:
    """The student, with a second one."""
    mistaken.write("softmax", solutions(ASSIGNMENT)["softmax"])
    mistaken.run_cell("softmax")
    mistaken.run_cell("softmax_tests")
    return mistaken


@pytest.fixture(scope="module")
def validated(mended: Lab) -> str:
    """What Validate says when all exercises but one are written right."""
    for name, source in (solutions(ASSIGNMENT) | {"L2": WRONG_L2}).items():
        if name != "softmax":
            mended.write(name, source)
    return mended.validate()


@pytest.fixture(scope="module")
def submitted(mended: Lab, validated: str) -> Lab:
    """The student, once the assignment is submitted."""
    mended.close_dialog()
    mended.open_assignments()
    mended.click_in_list("fetched", "Submit")
    mended.wait_for_text("#submitted_assignments_list", ASSIGNMENT)
    return mended


@pytest.fixture(scope="module")
def collected(submitted: Lab, teacher: Formgrader) -> Formgrader:
    """The teacher, once the submission is collected."""
    teacher.open_assignments()
    teacher.press(ASSIGNMENT, "collect")
    return teacher


@pytest.fixture(scope="module")
def graded(collected: Formgrader) -> Formgrader:
    """The teacher, once the submission is graded."""
    collected.open_submissions(ASSIGNMENT)
    collected.press("ada", "autograde")
    collected.wait_for_text("#main-table .status", "graded")
    return collected


@pytest.fixture(scope="module")
def feedback(graded: Formgrader, submitted: Lab) -> Path:
    """The page of feedback that the student has fetched."""
    graded.press("ada", "generate-feedback")
    graded.press("ada", "release-feedback")
    submitted.open_assignments()
    submitted.wait_for_text("#submitted_assignments_list", "feedback available to fetch")
    submitted.click_in_list("submitted", "Fetch Feedback")
    submitted.wait_for_text("#submitted_assignments_list", "view feedback")
    return next((submitted.server.folder / ASSIGNMENT / "feedback").rglob("*.html"))


def test_the_teacher_releases_by_two_buttons(released: Formgrader) -> None:
    """Generate and Release make the very notebook of the course, and the page says so."""
    assert released.read(ASSIGNMENT, "status") == "released"
    there = released.server.folder / "exchange/first_neuron/outbound" / NOTEBOOK
    assert there.read_bytes() == (ROOT / "release" / NOTEBOOK).read_bytes()


def test_the_student_fetches_by_a_button(fetched: Lab) -> None:
    """Fetch puts the notebook into the student's folder."""
    assert (fetched.server.folder / NOTEBOOK).is_file()


def test_an_attempt_shows_what_was_expected_and_a_hint(
    mistaken: Lab, photograph: Photograph
) -> None:
    """Below a wrong softmax stand what was expected, what came, and the mistake by its name."""
    shown = mistaken.output("softmax_tests")
    for part in ("softmax", "0/12", "not right yet", "0.981135 at [0, 0]", "0.852514 at [0, 0]"):
        assert part in shown
    assert "Hint" in shown


def test_right_work_is_seen_to_pass(mended: Lab) -> None:
    """Below a right softmax stand all its points and a mark for each check."""
    shown = mended.output("softmax_tests")
    assert "12/12   passed" in shown
    assert shown.count("✓") == 3
    assert "✗" not in shown


def test_validate_shows_the_table_of_what_fails_and_of_nothing_else(validated: str) -> None:
    """Validate names the exercise that fails, with its table and hint instead of a traceback."""
    assert validated.count("The following cell failed") == 1
    assert "check(L2).show()" in validated
    assert "not right yet" in validated
    assert "Traceback" not in validated


def test_the_student_submits_by_a_button(submitted: Lab) -> None:
    """Submit puts what the student wrote into the exchange."""
    inbound = submitted.server.folder / "../course/exchange/first_neuron/inbound"
    assert inbound


def test_the_formgrader_shows_the_score(graded: Formgrader) -> None:
    """All points but those of the one mistake stand in the student's row."""
    assert graded.read("ada", "score") == "92 / 100"


def test_the_student_fetches_feedback(feedback: Path) -> None:
    """The page of feedback has the table and the hint of the one mistake."""
    text = feedback.read_text(encoding="utf-8")
    assert "not right yet" in text
