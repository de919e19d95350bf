"""The one bench at which a process grades: a thread that owns a warm worker.

A worker ends with the thread that started it, and serves one request at a time. nbgrader's commands
grade in their main thread; a Jupyter server may grade in any of its threads, several at once, and
some of them end. So all of them hand their work to one thread, which lasts as long as the process.
"""

from __future__ import annotations

import atexit
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

from autograder.classroom.session import WalledWorker
from autograder.sandbox.process import Worker
from autograder.sandbox.selftest import choose_isolation
from autograder.sandbox.session import WorkerError

T = TypeVar("T")


class Bench:
    """A thread with a warm worker.

    Parameters
    ----------
    trust : bool
        Whether to grade even where student code cannot be walled off.
    """

    def __init__(self, trust: bool) -> None:
        self._trust = trust
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="grading")
        self._walled: WalledWorker | None = None

    def grade(self, work: Callable[[WalledWorker], T]) -> T:
        """Do some work with the worker, and wait for it.

        Raises
        ------
        IsolationError
            If student code cannot be walled off and submissions are not trusted.
        WorkerError
            If a worker that was started anew died as well.
        """
        return self._thread.submit(self._grade, work).result()

    def _grade(self, work: Callable[[WalledWorker], T]) -> T:
        if self._walled is not None:
            try:
                return work(self._walled)
            except WorkerError:
                # Something killed it, as a system does that is short of memory: once more.
                self.close()
        self._walled = self._open()
        return work(self._walled)

    def _open(self) -> WalledWorker:
        worker = Worker()
        worker.start()
        try:
            return WalledWorker(worker, choose_isolation(worker, trust=self._trust))
        except BaseException:
            worker.stop()
            raise

    def close(self) -> None:
        """End the worker; the next work starts another."""
        if self._walled is not None:
            self._walled.worker.stop()
            self._walled = None


def bench(*, trust: bool) -> Bench:
    """Give the bench of this process."""
    return _bench(trust, os.getpid())


@cache
def _bench(trust: bool, process: int) -> Bench:
    """Make a bench; a process that was forked off has none of its parent's threads."""
    made = Bench(trust)
    atexit.register(made.close)
    return made
