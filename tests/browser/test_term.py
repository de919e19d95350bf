"""A term in the browser: a teacher releases, a student works and submits, the teacher grades.

Each step is a fixture that needs the step before, so a step that fails is the only one that costs
time; each test states what a step has to show.
"""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from autograder.authoring.samples import functions_in
from tests.browser.conftest import Photograph, TakeSeat
from tests.browser.course import ROOT, make_course, make_desk, put_notebook, solutions
from tests.browser.formgrader import Formgrader
from tests.browser.lab import Lab
from tests.conftest import GradeSource

ASSIGNMENT = "numpy_basics"
NOTEBOOK = f"{ASSIGNMENT}/{ASSIGNMENT}.ipynb"

WRONG_SOFTMAX = "def softmax(x):\n    return np.exp(x) / np.sum(np.exp(x))"
WRONG_L2 = "def L2(yhat, y):\n    return np.mean((y - yhat) ** 2)"
HINT = "Your loss is m times too small: it is a mean."
SUBMISSIONS = {
    "ada": "\n\n".join((solutions(ASSIGNMENT) | {"L2": WRONG_L2}).values()),
    "alan": (ROOT / "tests/samples/typical_mistakes/numpy_basics.py").read_text(encoding="utf-8"),
    "grace": (ROOT / "tests/samples/half_done/numpy_basics.py").read_text(encoding="utf-8"),
}
CONTRASTS = {
    "section :is(p, th, small, td:not(:has([role=img])))": 4.5,
    "section [role=img]": 3.0,
}
"""What the accessibility guidelines of the web ask for: of words, and of signs."""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The teacher's folder."""
    return make_course(tmp_path_factory.mktemp("term") / "course", ASSIGNMENT)


@pytest.fixture(scope="module")
def teacher(course: Path, take_seat: TakeSeat) -> Formgrader:
    """The teacher, at the formgrader."""
    return take_seat(Formgrader, course)


@pytest.fixture(scope="module")
def released(teacher: Formgrader) -> Formgrader:
    """The teacher, once the assignment is released."""
    teacher.open_assignments()
    teacher.press(ASSIGNMENT, "assign")
    teacher.press(ASSIGNMENT, "release")
    return teacher


@pytest.fixture(scope="module")
def student(
    released: Formgrader,
    course: Path,
    take_seat: TakeSeat,
    tmp_path_factory: pytest.TempPathFactory,
) -> Lab:
    """A student, once the assignment is there to be fetched."""
    return take_seat(Lab, make_desk(tmp_path_factory.mktemp("student") / "ada", course, "ada"))


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
    for name, source in functions_in(SUBMISSIONS["ada"]).items():
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
    """The teacher, once the submission is collected, and two more are there from elsewhere."""
    for student in ("alan", "grace"):
        folder = teacher.server.folder / "submitted" / student
        put_notebook(folder, ASSIGNMENT, functions_in(SUBMISSIONS[student]))
    teacher.open_assignments()
    teacher.press(ASSIGNMENT, "collect")
    return teacher


@pytest.fixture(scope="module")
def graded(collected: Formgrader) -> Formgrader:
    """The teacher, once all submissions are graded."""
    collected.open_submissions(ASSIGNMENT)
    for student in SUBMISSIONS:
        collected.press(student, "autograde")
    return collected


@pytest.fixture(scope="module")
def feedback(graded: Formgrader, submitted: Lab) -> str:
    """The page of feedback that the student has fetched."""
    graded.press("ada", "generate-feedback")
    graded.press("ada", "release-feedback")
    submitted.open_assignments()
    submitted.wait_for_text("#submitted_assignments_list", "feedback available to fetch")
    submitted.click_in_list("submitted", "Fetch Feedback")
    submitted.wait_for_text("#submitted_assignments_list", "view feedback")
    page = next((submitted.server.folder / ASSIGNMENT / "feedback").rglob("*.html"))
    return page.read_text(encoding="utf-8")


def test_the_teacher_releases_by_two_buttons(released: Formgrader) -> None:
    """Generate and Release make the very notebook of the course, and the page says so."""
    assert released.read(ASSIGNMENT, "status") == "released"
    outbound = released.server.folder / "exchange/first_neuron/outbound"
    assert (outbound / NOTEBOOK).read_bytes() == (ROOT / "release" / NOTEBOOK).read_bytes()


def test_the_student_fetches_by_a_button(fetched: Lab) -> None:
    """Fetch puts the notebook into the student's folder."""
    fetched_file = fetched.server.folder / NOTEBOOK
    assert fetched_file.read_bytes() == (ROOT / "release" / NOTEBOOK).read_bytes()


def test_an_untouched_exercise_says_so(untouched: Lab) -> None:
    """Below an exercise that nobody has touched stands that it is not written yet."""
    assert "0/12   not attempted" in untouched.output("softmax_tests")


def test_an_attempt_shows_what_was_expected(mistaken: Lab) -> None:
    """Below a wrong softmax stand the call, what was expected, what came, and how to get a hint."""
    shown = mistaken.output("softmax_tests")
    assert "0/12   not right yet" in shown
    assert "0.981135 at [0, 0]" in shown
    assert "softmax(np.array([[9.0, 2.0, 5.0], [7.0, 5.0, 0.0]]))" in shown
    assert "add a cell below with check.hint(softmax)" in shown
    assert "All your numbers together add up to 1" not in shown


@pytest.mark.parametrize(
    ("theme", "picture"), [("JupyterLab Dark", "check-dark"), ("JupyterLab Light", "check")]
)
def test_the_table_can_be_read_in_every_theme(
    mistaken: Lab, theme: str, picture: str, photograph: Photograph
) -> None:
    """The words and the signs of the table stand out from what is behind them, faint ones too."""
    mistaken.choose("Settings", "Theme", theme)
    mistaken.find(f'body[data-jp-theme-name="{theme}"]')
    table = mistaken.cell("softmax_tests")
    for selector, least in CONTRASTS.items():
        found = table.find_elements("css selector", selector)
        assert found
        assert min(mistaken.contrast(one) for one in found) >= least
    photograph(picture, mistaken, mistaken.cell("softmax"), table)


def test_right_work_is_seen_to_pass(mended: Lab) -> None:
    """Below a right softmax stand all its points, and a mark for each check."""
    shown = mended.output("softmax_tests")
    assert "12/12   right on the examples" in shown
    assert shown.count("✓") == 3
    assert "✗" not in shown


def test_validate_shows_the_table_of_what_fails(
    mended: Lab, validated: str, photograph: Photograph
) -> None:
    """Validate names the one exercise that fails, with its table, without a traceback or hint."""
    photograph("validate", mended, mended.find(".jp-Dialog-content"))
    assert validated.count("The following cell failed") == 1
    assert "check(L2).show()" in validated
    assert "L2   0/8   not right yet" in validated
    assert HINT not in validated
    assert "Traceback" not in validated


def test_the_student_submits_by_a_button(
    submitted: Lab, course: Path, photograph: Photograph
) -> None:
    """Submit hands in what the student wrote."""
    photograph("assignments", submitted, submitted.find("#assignments"))
    [notebook] = course.glob(f"exchange/first_neuron/inbound/ada+*/{ASSIGNMENT}.ipynb")
    written = {cell.id: cell.source for cell in nbformat.read(notebook, as_version=4).cells}
    assert written["L2"] == WRONG_L2


@pytest.mark.parametrize("name", SUBMISSIONS)
def test_the_formgrader_shows_the_grader_s_score(
    graded: Formgrader, name: str, grade_source: GradeSource
) -> None:
    """What the button Autograde books is what the grader gives."""
    score = grade_source(ASSIGNMENT, SUBMISSIONS[name]).score
    assert graded.read(name, "status") == "graded"
    assert graded.read(name, "score") == f"{score:g} / 100"


def test_the_formgrader_names_the_students(graded: Formgrader, photograph: Photograph) -> None:
    """The table of submissions has a row for each student."""
    photograph("formgrader", graded, graded.find(".container-fluid"), margin=12)
    names = [cell.text for cell in graded.find_all("#main-table .student-name")]
    assert sorted(names) == ["Hopper, Grace", "Lovelace, Ada", "Turing, Alan"]


def test_the_student_fetches_feedback(feedback: str) -> None:
    """The page of feedback has the table and the hint of the one mistake."""
    assert HINT in feedback
