"""The first cell of a notebook says what is not installed: one sentence, and no traceback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest
from jupyter_client.manager import KernelManager

from tests.first_neuron import COURSE, ROOT
from tests.test_practice_in_kernel import PATIENCE, Kernel

INSTALL = "%pip install 'first-neuron[notebook]'"
HIDE = """
import sys

class Hidden:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == {name!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Hidden())
"""


@contextmanager
def kernel(folder: Path) -> Iterator[Kernel]:
    """A kernel that starts in a folder, and finds modules there first."""
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel(extra_arguments=["--HistoryManager.enabled=False"], cwd=str(folder))
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=PATIENCE)
        yield Kernel(manager, client)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def first_cells(assignment: str) -> list[nbformat.NotebookNode]:
    """Read the cells with code that students get."""
    path = ROOT / "release" / assignment / f"{assignment}.ipynb"
    return [c for c in nbformat.read(path, as_version=4).cells if c.cell_type == "code"]


WRONG_ONES = {
    "a package": {"autograder/__init__.py": "def grade():\n    pass\n"},
    "a module": {"autograder.py": "check = None\n"},
    "one that cannot be imported": {"autograder/__init__.py": "import a_package_of_its_own\n"},
    "one of an older Python": {"autograder/__init__.py": "print 'hello'\n"},
}


@pytest.mark.parametrize("files", WRONG_ONES.values(), ids=WRONG_ONES)
def test_another_autograder_is_told_from_this_one(files: dict[str, str], tmp_path: Path) -> None:
    """Both are to be removed and this one installed; no traceback, and the run stops there."""
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content)
    with kernel(tmp_path) as running:
        running.run("import sys\nsys.path.insert(0, '')")
        ran = running.run(first_cells("numpy_basics")[0].source)
    assert ran.status == "error"
    (shown,) = ran.outputs
    (sentence,) = shown["traceback"]
    assert "%pip uninstall -y autograder first-neuron" in sentence
    assert INSTALL in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize("missing", ["autograder", "matplotlib"])
def test_what_is_not_installed_is_told_with_the_command(missing: str, tmp_path: Path) -> None:
    """The sentence names the command, does not name another package, and is all that is shown."""
    with kernel(tmp_path) as running:
        running.run(HIDE.format(name=missing))
        ran = running.run(first_cells("computation_graph")[0].source)
    assert ran.status == "error"
    (shown,) = ran.outputs
    (sentence,) = shown["traceback"]
    assert INSTALL in sentence
    assert "uninstall" not in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize("assignment", COURSE.names)
def test_where_all_is_here_the_cell_says_nothing(assignment: str, tmp_path: Path) -> None:
    """It shows nothing, and the cell after it finds what it imports."""
    with kernel(tmp_path) as running:
        first, second, *_ = first_cells(assignment)
        quiet, imports = running.run(first.source), running.run(second.source)
    assert (quiet.status, quiet.outputs) == ("ok", [])
    assert (imports.status, imports.outputs) == ("ok", [])


@pytest.mark.parametrize("assignment", COURSE.names)
def test_the_first_cell_is_short_and_locked(assignment: str) -> None:
    """Nobody edits it, it earns nothing, and it needs no scrolling."""
    cell = first_cells(assignment)[0]
    assert cell.metadata["editable"] is False
    assert cell.metadata["deletable"] is False
    marks = cell.metadata["nbgrader"]
    assert (marks["locked"], marks["grade"], marks["solution"]) == (True, False, False)
    lines = cell.source.splitlines()
    assert len(lines) <= 15
    assert max(map(len, lines)) <= 100
