"""The one process in which a process of nbgrader's grades and copies: it may die.

nbgrader's commands grade in their main thread; a Jupyter server may grade in any of its threads,
several at once, and some of them end. It does one thing after the other.
"""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TypeVar

from nbformat import NotebookNode

from autograder.classroom import forkserver
from autograder.classroom.process import GradingProcess
from autograder.classroom.supervision import ShowingError, show
from autograder.doors.nbgrader.graded_copy import make_copy
from autograder.doors.nbgrader.master import Master
from autograder.report import Report

T = TypeVar("T")


class SharedProcess:
    """A process that grades, and a lock: it does one thing after the other."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process = GradingProcess(forkserver.start())

    def grade(self, work: Callable[[GradingProcess], T]) -> T:
        """Do some work with the process, and wait for it."""
        with self._lock:
            return work(self._process)

    def copy(self, path: Path, data: bytes, master: Master, report: Report) -> NotebookNode:
        """Have the process make a graded copy; without the student's cells, if it must.

        Raises
        ------
        ShowingError
            If not even that can be made within the limits.
        """
        with self._lock:
            try:
                return show(self._process, path, make_copy, path, data, master, report)
            except ShowingError as error:
                told = replace(report, problems=(*report.problems, str(error)))
                return show(self._process, path, make_copy, path, b"", master, told)

    def close(self) -> None:
        """End the process."""
        self._process.stop()
        self._process.join()


def shared_process() -> SharedProcess:
    """Give the process that belongs to this one."""
    return _shared_process(os.getpid())


@cache
def _shared_process(process: int) -> SharedProcess:
    """Make one; a process that was forked off must not use its parent's."""
    made = SharedProcess()
    atexit.register(made.close)
    return made
