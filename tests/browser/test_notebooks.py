"""Every released notebook in JupyterLab: as it comes, and with all exercises solved."""

from __future__ import annotations

import pytest

from tests.browser.conftest import TakeSeat
from tests.browser.course import make_desk, put_notebook, solutions
from tests.browser.lab import Lab
from tests.first_neuron import ASSIGNMENTS

TROUBLE = ("application/vnd.jupyter.error", "application/vnd.jupyter.stderr")

each_assignment = pytest.mark.parametrize("assignment", ASSIGNMENTS)


@pytest.fixture(scope="module")
def lab(take_seat: TakeSeat, tmp_path_factory: pytest.TempPathFactory) -> Lab:
    """A student at a JupyterLab in its dark theme."""
    folder = tmp_path_factory.mktemp("student")
    return take_seat(Lab, make_desk(folder / "bob", folder, "bob"), "JupyterLab Dark")


@each_assignment
def test_an_untouched_notebook_runs_to_its_end(lab: Lab, assignment: str) -> None:
    """Run All meets no error: each exercise is said to be not written yet."""
    lab.open(put_notebook(lab.server.folder / "untouched", assignment, {}))
    lab.run_all()
    assert [lab.outputs_of_kind(kind) for kind in TROUBLE] == [[], []]
    tables = lab.outputs_of_kind("text/html")
    assert [table.split()[0] for table in tables] == [
        exercise.name for exercise in ASSIGNMENTS[assignment].exercises
    ]
    assert all("not written yet" in table for table in tables)


@each_assignment
def test_a_solved_notebook_passes(lab: Lab, assignment: str) -> None:
    """With right functions no cell writes to stderr, all checks pass, and Validate succeeds."""
    lab.open(put_notebook(lab.server.folder / "solved", assignment, solutions(assignment)))
    lab.run_all()
    assert [lab.outputs_of_kind(kind) for kind in TROUBLE] == [[], []]
    tables = lab.outputs_of_kind("text/html")
    assert len(tables) == len(ASSIGNMENTS[assignment].exercises)
    assert all("right on the examples" in t or "recorded, marked" in t for t in tables)
    assert not any("✗" in table for table in tables)
    assert lab.validate() == "Success! Your notebook passes all the tests."
    lab.close_dialog()
