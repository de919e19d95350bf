"""Names, paths, messages and code of students reach a terminal as text, from every command."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

STEERING = "a\x1b[2J\x1b]0;owned\x07\x9b31mb"
BIN = Path(sys.executable).parent
SAYING = f"import {STEERING!r}\ndef sigmoid(x):\n    raise ValueError({STEERING!r})\n%\x1b[2J\n"
COMMANDS = {
    "grade": ["autograder", "grade", "{folder}"],
    "grade a file": ["autograder", "grade", "{file}"],
    "grade what is missing": ["autograder", "grade", "{file}.ipynb"],
    "grade as something": ["autograder", "grade", "{file}", "--assignment", STEERING],
    "an option": ["autograder", "grade", f"--{STEERING}"],
    "a command": ["autograder", STEERING],
    "check": ["autograder", "check", "{file}"],
    "report": ["autograder", "report", "{file}"],
    "pytest": ["pytest", "--submission", "{file}", "-rA", "-v"],
    "pytest on a folder": ["pytest", "--submission", "{folder}", "-rA", "-v"],
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of steering names."""
    folder = tmp_path_factory.mktemp("submitted")
    for name in (f"{STEERING}.py", "plain.py", f"{STEERING}.ipynb"):
        (folder / name).write_text(SAYING)
    return folder


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_no_command_passes_on_what_a_terminal_obeys(command: list[str], folder: Path) -> None:
    """No control character of a student's is in what is said, and no traceback."""
    places = {"folder": str(folder), "file": str(folder / f"{STEERING}.py")}
    name, *arguments = (part.format(**places) for part in command)
    done = subprocess.run([BIN / name, *arguments], capture_output=True, cwd=ROOT, timeout=120)
    said = (done.stdout + done.stderr).decode("utf-8", "surrogateescape")
    assert said
    assert not {char for char in said if not char.isprintable() and char not in "\n\t"}
    assert "Traceback" not in said
