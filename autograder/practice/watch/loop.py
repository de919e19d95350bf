"""The loop of a watcher: look at the file twice a second, and answer keys."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import FrameType

from rich.console import Console, ConsoleDimensions
from rich.live import Live

from autograder.practice.files import Practised
from autograder.practice.outcome import is_done
from autograder.practice.watch.keyboard import END, keyboard
from autograder.practice.watch.screen import draw, summary
from autograder.practice.watch.view import View, first_view, next_view, press
from autograder.render.practice import as_text
from autograder.report.text import printable
from autograder.submission import SubmissionError

PAUSE = 0.5
"""Seconds between two looks at the file."""

Check = Callable[[Path], Practised]
Signature = tuple[int, int, int]


class Watched:
    """A file that is looked at again and again.

    Parameters
    ----------
    file : Path
        The file; it may be away for a moment, as many editors write another and rename it.
    check : callable
        Checks the file.
    """

    def __init__(self, file: Path, check: Check) -> None:
        self._file = file
        self._check = check
        # First the signature, then the content: what changes in between is seen the next time.
        self._signature = self._look()
        self.view = first_view(check(file))

    def _look(self) -> Signature | None:
        try:
            found = self._file.stat()
        except OSError:
            return None
        return (found.st_ino, found.st_mtime_ns, found.st_size)

    def is_stale(self) -> bool:
        """Tell whether the file was saved, moved or deleted since the last look."""
        before, self._signature = self._signature, self._look()
        return self._signature != before

    def refresh(self) -> None:
        """Check the file again; one that is away or half written is left for the next time."""
        if self._signature is None:
            self.say(f"{self._file.name} is not there at the moment")
            return
        try:
            self.view = next_view(self.view, self._check(self._file))
        except SubmissionError as error:
            self.say(str(error))

    def press(self, key: str) -> None:
        """Answer a key."""
        self.view = press(self.view, key)

    def say(self, note: str) -> None:
        """Show a note, and what was there before it."""
        self.view = replace(self.view, note=printable(note))


def watch_on_screen(watched: Watched, console: Console) -> None:
    """Fill the terminal with the view until ``q`` or Ctrl-C; then leave it as it was."""
    with (
        _ended_by_signals(),
        keyboard() as keys,
        Live(console=console, screen=True, auto_refresh=False) as live,
    ):

        def show() -> None:
            live.update(draw(watched.view, console), refresh=True)

        size = _measure(console)
        show()
        while END not in (pressed := keys.read(PAUSE)):
            for key in pressed:
                watched.press(key)
            is_stale = watched.is_stale()
            if is_stale:
                watched.say("checking")
            before, size = size, _measure(console)
            if is_stale or pressed or size != before:
                show()
            if is_stale:
                watched.refresh()
                show()


def _measure(console: Console) -> os.terminal_size:
    """Ask the terminal for its size; variables of the environment may be those of another."""
    size = os.get_terminal_size(console.file.fileno())
    console.size = ConsoleDimensions(size.columns or 80, size.lines or 24)
    return size


def watch_in_lines(watched: Watched, say: Callable[[str], object]) -> None:
    """Write the table again on every save, until Ctrl-C: for pipes and logs."""
    _say_view(watched.view, say)
    while True:
        time.sleep(PAUSE)
        if watched.is_stale():
            watched.refresh()
            _say_view(watched.view, say)


def _say_view(view: View, say: Callable[[str], object]) -> None:
    say(f"{view.assignment.name}   {summary(view)}")
    if view.note:
        say(view.note)
    if not is_done(view.result):
        say(as_text(view.result, view.examples))
    for problem in view.problems:
        say(f"! {problem}")
    say("")


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Let a closed window or a kill end the block as an error would: with all put back in place."""

    def end(number: int, frame: FrameType | None) -> None:
        sys.exit(128 + number)

    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
