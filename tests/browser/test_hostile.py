"""A hostile hand-in in the real formgrader: its page shows it, and nothing of it is run."""

from __future__ import annotations

import json
import time
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from tests.browser.conftest import TakeSeat
from tests.browser.course import make_course, put_notebook
from tests.browser.formgrader import Formgrader
from tests.browser.waiting import wait_until

pytestmark = pytest.mark.filterwarnings("ignore")

ASSIGNMENT = "numpy_basics"
STUDENT = "mallory"
RAISE = """
document.title = "owned";
const token = document.cookie.match(/_xsrf=([^;]+)/)[1];
const headers = {"X-XSRFToken": token, "Content-Type": "application/json"};
fetch(`${base_url}/api/grades?submission_id=${submission_id}`)
  .then(answer => answer.json())
  .then(grades => grades.forEach(grade => fetch(`${base_url}/api/grade/${grade.id}`, {
    method: "PUT", headers, body: JSON.stringify({...grade, manual_score: grade.max_score})})));
"""
LINE = " ".join(RAISE.split()).replace('"', "&quot;")
ATTACKS = {
    "script": f"<script>{RAISE}</script>",
    "handler": f'<img src="x" onerror="{LINE}">',
    "svg": f'<svg onload="{LINE}"><animate onbegin="{LINE}" attributeName="x" dur="1s"></svg>',
    "details": f'<details open ontoggle="{LINE}"><summary>plot</summary></details>',
    "link": "[my plot](javascript:document.title='owned') [other](evil.html)",
    "frame": "<iframe srcdoc=\"<script>parent.document.title='owned'</script>\"></iframe>",
    "formula": "$\\href{javascript:document.title='owned'}{x}$",
}
MIME = ("text/html", "image/svg+xml", "text/markdown", "text/latex", "application/javascript")


@pytest.fixture(scope="module")
def teacher(tmp_path_factory: pytest.TempPathFactory, take_seat: TakeSeat) -> Formgrader:
    """The teacher, once a hostile submission is graded."""
    course = make_course(tmp_path_factory.mktemp("term") / "course", ASSIGNMENT)
    seat: Formgrader = take_seat(Formgrader, course)
    seat.open_assignments()
    seat.press(ASSIGNMENT, "assign")
    put_notebook(course / "submitted" / STUDENT, ASSIGNMENT, {})
    folder = course / "submitted" / STUDENT / ASSIGNMENT
    (folder / "evil.html").write_text(f"<script>{RAISE}</script>")
    (folder / "nbgrader_config.py").write_text("open('was_run', 'w').write('x')")
    path = folder / f"{ASSIGNMENT}.ipynb"
    path.write_text(json.dumps(hostile(path)))
    seat.open_submissions(ASSIGNMENT)
    seat.press(STUDENT, "autograde")
    return seat


def hostile(path: Path) -> nbformat.NotebookNode:
    """Put every attack into a notebook: as Markdown, raw, as an output, and as metadata."""
    notebook = nbformat.read(path, as_version=4)
    for text in ATTACKS.values():
        notebook.cells.insert(0, nbformat.v4.new_markdown_cell(text))
        notebook.cells.insert(0, nbformat.v4.new_raw_cell(text))
        outputs = [nbformat.v4.new_output("display_data", {kind: text}) for kind in MIME]
        notebook.cells.insert(0, nbformat.v4.new_code_cell(text, outputs=outputs))
    notebook.metadata["title"] = f"</title>{ATTACKS['script']}"
    return notebook


def open_submission(teacher: Formgrader) -> None:
    """Open the page on which the teacher grades by hand, and let it do what it does."""
    url = f"sqlite:///{teacher.server.folder}/gradebook.db"
    with Gradebook(url, "first_neuron") as book:
        number = book.find_submission_notebook(ASSIGNMENT, ASSIGNMENT, STUDENT).id
    teacher.visit(f"formgrader/submissions/{number}/")
    wait_until("the scores are there", lambda: _scores(teacher))
    # What a page starts by itself, it has started by now.
    time.sleep(2)


def _scores(teacher: Formgrader) -> list[str]:
    found = [box.get_attribute("placeholder") for box in teacher.find_all("input.score")]
    return [text for text in found if text]


def assert_unchanged(teacher: Formgrader) -> None:
    """See that nothing ran: no title, no score by hand, nothing to click that would run."""
    assert teacher.browser.title == ASSIGNMENT
    assert "owned" not in teacher.browser.title
    inside = "#notebook-container"
    for selector in ("svg", "iframe", "script", "a[href]", "img:not([src^='data:image/png'])"):
        assert not teacher.find_all(f"{inside} .rendered_html {selector}"), selector
    assert not teacher.find_all(f"{inside} [onerror], {inside} [onload], {inside} [ontoggle]")
    with Gradebook(f"sqlite:///{teacher.server.folder}/gradebook.db", "first_neuron") as book:
        submission = book.find_submission(ASSIGNMENT, STUDENT)
        assert submission.score == 0
        grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
        assert {grade.manual_score for grade in grades} == {None}


def test_the_page_of_a_submission_changes_no_score(teacher: Formgrader) -> None:
    """The teacher sees what the student wrote, as text; the score stays what it is."""
    open_submission(teacher)
    assert_unchanged(teacher)
    assert "ontoggle=" in teacher.find("#notebook-container").text


def test_nothing_that_lay_beside_is_served(teacher: Formgrader) -> None:
    """Of the files beside the notebook, none is among the graded copies."""
    folder = teacher.server.folder / "autograded" / STUDENT / ASSIGNMENT
    assert [path.name for path in folder.iterdir()] == [f"{ASSIGNMENT}.ipynb"]


def test_a_link_runs_no_configuration(teacher: Formgrader) -> None:
    """An address that names a student's folder is refused."""
    server = teacher.server
    folder = f"submitted/{STUDENT}/{ASSIGNMENT}"
    teacher.browser.get(f"{server.url}formgrader?path={folder}&token={server.token}")
    assert "not authorized" in teacher.find("body").text
    assert not [*server.folder.rglob("was_run")]


def test_a_name_in_an_address_runs_nothing(teacher: Formgrader) -> None:
    """What formgrader writes into a page from its address ends no text of a script."""
    teacher.visit("formgrader/manage_students/%22;document.title='owned';%22")
    wait_until("the page is there", lambda: teacher.find_all("ol.breadcrumb, .breadcrumb"))
    assert "owned" not in teacher.browser.title


def test_a_copy_that_another_program_made_changes_no_score(teacher: Formgrader) -> None:
    """Also where a graded copy holds all that the student handed in."""
    path = teacher.server.folder / "autograded" / STUDENT / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    path.chmod(0o644)
    path.write_text(json.dumps(hostile(path)))
    open_submission(teacher)
    assert_unchanged(teacher)
