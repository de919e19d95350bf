"""Limits for a function that runs in the student's own process: seconds, and nobody to ask."""

from __future__ import annotations

import builtins
import ctypes
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from io import StringIO
from types import FrameType
from typing import Self

AGAIN = 0.05
"""Seconds after which it rings again: a bare ``except`` may have swallowed the last time."""


class TimeIsUpError(BaseException):
    """The seconds are over; no Exception, so that work that catches those does not go on."""


class TimeLimit:
    """Raises TimeIsUpError in its block after some seconds. Use it as a context manager.

    In the main thread a timer of the system rings, which also ends a sleep. Where there is none,
    as on Windows, or in another thread, a watching thread asks Python to raise it; where there are
    no threads either, as in a browser, there is no limit.

    Parameters
    ----------
    seconds : float
        How long the block may take.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._is_over = threading.Event()
        is_main = threading.current_thread() is threading.main_thread()
        self._has_timer = is_main and hasattr(signal, "setitimer")

    def __enter__(self) -> Self:
        if self._has_timer:
            self._before = signal.signal(signal.SIGALRM, self._ring)
            signal.setitimer(signal.ITIMER_REAL, self._seconds, AGAIN)
            return self
        watch = threading.Thread(target=self._watch, args=(threading.get_ident(),), daemon=True)
        with suppress(RuntimeError):  # where there are no threads
            watch.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._has_timer:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, self._before)
            return
        while not self._is_over.is_set():
            try:
                self._is_over.set()
            except TimeIsUpError:
                continue

    def _ring(self, number: int, frame: FrameType | None) -> None:
        """Raise the error, but not on the way out."""
        if frame is None or frame.f_code.co_filename != __file__:
            raise TimeIsUpError

    def _watch(self, thread: int) -> None:
        seconds = self._seconds
        while not self._is_over.wait(seconds):
            error = ctypes.py_object(TimeIsUpError)
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), error)
            seconds = AGAIN


@contextmanager
def alone() -> Iterator[None]:
    """Let nothing be printed and nobody be asked: ``input()`` raises what it does at an end."""

    def answer(prompt: object = "", /) -> str:
        raise EOFError("EOF when reading a line")

    before = builtins.input, sys.stdin
    builtins.input, sys.stdin = answer, StringIO()
    try:
        # What a function prints would bury the table, and nbgrader gives nothing to a cell that
        # writes to stderr.
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
            yield
    finally:
        builtins.input, sys.stdin = before
