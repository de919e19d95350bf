"""Whoever reads what a command writes may leave: ``autograder ... | head -1`` is no error."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

NOTEBOOK = ROOT / "release" / "numpy_basics" / "numpy_basics.ipynb"
PATIENCE = 120


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A journal of one submission."""
    path = tmp_path_factory.mktemp("journal") / "class.jsonl"
    done = run(f"grade {NOTEBOOK} --journal {path}")
    assert done.returncode == 0, done.stderr
    return path


def run(arguments: str, reader: str = "", **options: object) -> subprocess.CompletedProcess[str]:
    """Run a command in a shell, before a reader, and end with the status of the command."""
    command = f"set -o pipefail; {sys.executable} -m autograder.cli {arguments} {reader}"
    return subprocess.run(
        ["bash", "-c", command], cwd=ROOT, text=True, capture_output=True, timeout=PATIENCE
    )


COMMANDS = {
    "grade": "grade {notebook}",
    "grade --json -": "grade {notebook} --json -",
    "check": "check {notebook}",
    "doctor": "doctor",
    "doctor --json": "doctor --json",
    "report": "report {journal}",
    "watch": "watch {notebook}",
}


@pytest.mark.parametrize("reader", ["| head -n 1", "| true", "2>&1 | true"])
@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_a_reader_may_leave(command: str, reader: str, journal: Path) -> None:
    """The command ends with status 0 and says nothing, however much of it was read."""
    if command.startswith("watch") and "head" in reader:
        reader = "| true"  # what it writes at once fits a pipe, and it waits for a save
    done = run(command.format(notebook=NOTEBOOK, journal=journal), reader)
    assert (done.returncode, done.stderr) == (0, "")


def test_what_a_command_does_beside_writing_is_done(journal: Path, tmp_path: Path) -> None:
    """Nobody reads the summary, and the pages and the table are written all the same."""
    done = run(f"report {journal} --html {tmp_path}/pages --csv {tmp_path}/all.csv", "| true")
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "pages" / "index.html").is_file()
    assert (tmp_path / "all.csv").is_file()


def test_the_status_is_that_of_the_work(tmp_path: Path) -> None:
    """Where something was not graded, the status and the sentence are there without a reader."""
    done = run(f"grade {NOTEBOOK} {tmp_path}/absent.ipynb", "| true")
    assert done.returncode == 1
    assert "absent.ipynb" in done.stderr
    assert "Traceback" not in done.stderr


def test_more_than_a_pipe_holds_is_cut_in_silence(journal: Path) -> None:
    """A reader that leaves in the middle of long output is no error either."""
    reading, writing = os.pipe()
    command = [sys.executable, "-m", "autograder.cli", "grade", *[str(NOTEBOOK)], "--json", "-"]
    with subprocess.Popen(command, stdout=writing, stderr=subprocess.PIPE, cwd=ROOT) as process:
        os.close(writing)
        first = os.read(reading, 1)
        os.close(reading)
        _, said = process.communicate(timeout=PATIENCE)
    assert first == b"{"
    assert (process.returncode, said) == (0, b"")
    assert json.loads(run(f"grade {NOTEBOOK} --json -").stdout)["schema"] == 2
