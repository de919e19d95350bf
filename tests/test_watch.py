"""Watching a file, in a real terminal: saves, keys, sizes, and how it is left."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import takewhile
from pathlib import Path

import pytest

from autograder.practice.cases import practice_cases
from autograder.practice.trial import judge_here
from autograder.practice.watch.view import View, press
from tests.first_neuron import ASSIGNMENTS, compiled

PATIENCE = 30.0
"""Seconds after which something that has to come is said not to."""
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")
LEFT = "\x1b[?1049l"
"""What a program says to give back the screen that was there before it."""

WRONG_L1 = "import numpy as np\ndef L1(yhat, y):\n    return np.sum(yhat - y)\n"
RIGHT_L1 = "import numpy as np\ndef L1(yhat, y):\n    return np.sum(np.abs(yhat - y))\n"
TODO_L2 = "def L2(yhat, y):\n    raise NotImplementedError\n"


class Terminal:
    """A terminal with a program in it."""

    def __init__(self, *command: str | Path, rows: int = 30, columns: int = 100) -> None:
        self.ours, self.theirs = pty.openpty()
        self.resize(rows, columns)
        self.before = termios.tcgetattr(self.theirs)
        self.seen = ""
        # A shell that leads a session and opens a terminal gets it as its own.
        self.process = subprocess.Popen(
            ["sh", "-c", 'exec "$@" <>"$TTY" >&0 2>&0', "sh", *map(str, command)],
            env={**os.environ, "TTY": os.ttyname(self.theirs), "TERM": "xterm-256color"},
            start_new_session=True,
        )

    def resize(self, rows: int, columns: int) -> None:
        """Give the window another size."""
        fcntl.ioctl(self.theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def press(self, keys: str) -> None:
        """Press keys; what was on the screen before is forgotten."""
        self.seen = ""
        os.write(self.ours, keys.encode())

    def wait_for(self, text: str) -> str:
        """Wait for a text, and give all that came since the last key or wait."""
        deadline = time.monotonic() + PATIENCE
        while text not in ESCAPES.sub("", self.seen) and text not in self.seen:
            assert time.monotonic() < deadline, f"{text!r} does not come; this does: {self.seen}"
            self._read()
        seen, self.seen = ESCAPES.sub("", self.seen), ""
        return seen

    def wait_for_end(self) -> int:
        """Wait until the program ends, and give its status."""
        deadline = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            assert time.monotonic() < deadline, f"it does not end: {self.seen}"
            self._read()
        self._read()
        return self.process.wait()

    def _read(self) -> None:
        ready, _, _ = select.select([self.ours], [], [], 0.1)
        if ready:
            self.seen += os.read(self.ours, 65536).decode(errors="ignore")

    def close(self) -> None:
        """End what runs in it."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        os.close(self.ours)
        os.close(self.theirs)


@contextmanager
def watching(file: Path, rows: int = 30, columns: int = 100) -> Iterator[Terminal]:
    """Watch a file in a terminal of its own."""
    terminal = Terminal(
        sys.executable, "-m", "autograder.cli", "watch", file, rows=rows, columns=columns
    )
    try:
        yield terminal
    finally:
        terminal.close()


@pytest.fixture
def module(tmp_path: Path) -> Path:
    """A module with one wrong exercise and one that is not written."""
    path = tmp_path / "numpy_basics.py"
    path.write_text(WRONG_L1 + TODO_L2)
    return path


def test_saves_and_keys_do_what_the_last_line_says(module: Path) -> None:
    """A save checks again and goes on, h opens a hint, n goes on, a lists all, q leaves."""
    with watching(module) as terminal:
        screen = terminal.wait_for("q quit")
        assert "missing" in screen
        terminal.press("n" * 10)
        assert "L1   0/8   not right yet" in terminal.wait_for("q quit")
        terminal.press("h")
        assert "Hint 1 of" in terminal.wait_for("q quit")
        terminal.press("a")
        assert "not attempted" in terminal.wait_for("q quit")
        terminal.press("a")
        assert "not attempted" not in terminal.wait_for("q quit")
        module.write_text(RIGHT_L1 + TODO_L2)
        screen = terminal.wait_for("✓ L1 passes; on to")
        assert "8/100 points · 1 of 12 exercises" in screen
        terminal.press("q")
        assert terminal.wait_for_end() == 0
        assert LEFT in terminal.seen
        assert termios.tcgetattr(terminal.theirs) == terminal.before


def test_editors_may_save_as_they_like(tmp_path: Path) -> None:
    """Half a notebook, no notebook and a renamed one are waited for; the last good one stays."""
    cells = [{"cell_type": "code", "source": WRONG_L1, "metadata": {}}]
    whole = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4})
    notebook = tmp_path / "numpy_basics.ipynb"
    notebook.write_text(whole)
    with watching(notebook) as terminal:
        terminal.wait_for("q quit")
        notebook.write_text(whole[: len(whole) // 2])
        assert "0 of 12 exercises" in terminal.wait_for("it is no JSON")
        notebook.unlink()
        assert "0 of 12 exercises" in terminal.wait_for("is not there at the moment")
        other = tmp_path / "written-beside-it"
        other.write_text(whole.replace("np.sum(yhat - y)", "np.sum(np.abs(yhat - y))"))
        other.rename(notebook)
        terminal.wait_for("8/100 points · 1 of 12 exercises")


def test_a_window_of_another_size_is_filled_anew(module: Path) -> None:
    """What does not fit is cut above the last lines, and said to be."""
    with watching(module) as terminal:
        assert "the window higher" not in terminal.wait_for("q quit")
        terminal.press("a")
        assert "L2                   0/8   not attempted" in terminal.wait_for("q quit")
        terminal.resize(9, 50)
        assert "the window higher" in terminal.wait_for("q quit")


@pytest.mark.parametrize(
    ("leave", "status"),
    [
        (lambda terminal: terminal.press("\x03"), 0),
        (lambda terminal: os.kill(terminal.process.pid, signal.SIGTERM), 128 + signal.SIGTERM),
    ],
    ids=["ctrl-c", "kill"],
)
def test_the_terminal_is_left_as_it_was(
    module: Path, leave: Callable[[Terminal], None], status: int
) -> None:
    """However the watcher ends, keys are shown again and the old screen is back."""
    with watching(module) as terminal:
        terminal.wait_for("q quit")
        assert termios.tcgetattr(terminal.theirs) != terminal.before
        leave(terminal)
        assert terminal.wait_for_end() == status
        assert LEFT in terminal.seen
        assert "Traceback" not in terminal.seen
        assert termios.tcgetattr(terminal.theirs) == terminal.before


def test_without_a_terminal_there_are_plain_lines(module: Path) -> None:
    """In a pipe each save writes the table again, with its hint and without an escape."""
    with subprocess.Popen(
        [sys.executable, "-m", "autograder.cli", "watch", str(module)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            lines = (line.rstrip() for line in process.stdout)
            first = list(takewhile(bool, lines))
            module.write_text(RIGHT_L1 + TODO_L2)
            # A save is seen half done now and then: what counts is what is there in the end.
            done = "numpy_basics   8/100 points · 1 of 12 exercises"
            between = list(takewhile(done.__ne__, lines))
            last = list(takewhile(bool, lines))
            process.send_signal(signal.SIGINT)
            assert process.wait(PATIENCE) == 0
        finally:
            process.kill()
    assert first[0] == "numpy_basics   0/100 points · 0 of 12 exercises"
    assert not any("\x1b" in line for line in first + between + last)


def test_a_file_that_is_not_there_is_not_watched(tmp_path: Path) -> None:
    """There is nothing to wait for at the start: a sentence and status 1."""
    done = subprocess.run(
        [sys.executable, "-m", "autograder.cli", "watch", str(tmp_path / "nobody.ipynb")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert "there is no file or folder" in done.stderr
    assert "Traceback" not in done.stderr


def view_of(**functions: Callable[..., object]) -> View:
    """Look at some exercises of numpy_basics as they stand."""
    assignment = ASSIGNMENTS["numpy_basics"]
    cases = practice_cases(compiled(assignment.name))
    results = tuple(
        judge_here(function, assignment.exercise(name), cases[name])
        for name, function in functions.items()
    )
    return View(compiled(assignment.name), results, results[0].name)


def test_hints_open_one_by_one_and_close_for_another_exercise() -> None:
    """Each h opens one hint, the last one says so, and n starts with none."""
    view = view_of(L1=lambda yhat, y: 7.0, L2=lambda yhat, y: 7.0)
    count = len(view.levels)
    assert count >= 2
    opened = [view]
    for _ in range(count + 1):
        opened.append(press(opened[-1], "h"))
    assert [one.hints for one in opened] == [*range(count + 1), count]
    assert opened[-1].note == "that was the last hint"
    after = press(opened[-1], "n")
    assert (after.focus, after.hints) == ("L2", 0)
    assert press(replace(after, results=after.results[1:]), "n").note == "no other exercise is open"
