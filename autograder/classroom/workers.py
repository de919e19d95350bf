"""The warm workers of this process: one for each thread that grades."""

from __future__ import annotations

import atexit
import gc
import threading
from dataclasses import dataclass

from autograder.report import Isolation
from autograder.sandbox.process import Worker
from autograder.sandbox.selftest import choose_isolation


@dataclass(frozen=True, slots=True)
class WalledWorker:
    """A worker, and how far it walls student code off."""

    worker: Worker
    isolation: Isolation


_OWN = threading.local()
_STARTED: list[Worker] = []


def warm_worker(*, trust: bool) -> WalledWorker:
    """Give the worker of this thread; start one if it has none, or if it died.

    A worker ends with the thread that started it, so threads cannot lend each other theirs.

    Raises
    ------
    IsolationError
        If student code cannot be walled off here and submissions are not trusted.
    WorkerError
        If no worker starts.
    """
    walled: WalledWorker | None = getattr(_OWN, "walled", None)
    is_safe = walled is not None and (trust or walled.isolation is Isolation.FULL)
    if walled is None or not is_safe or not walled.worker.is_alive:
        if walled is not None:
            walled.worker.stop()
        worker = Worker()
        worker.start()
        if not _STARTED:
            # What is here by now stays: no collection of garbage need look at it again.
            gc.collect()
            gc.freeze()
        _STARTED.append(worker)
        walled = _OWN.walled = WalledWorker(worker, choose_isolation(worker, trust=trust))
    return walled


@atexit.register
def stop_workers() -> None:
    """End all workers of this process."""
    while _STARTED:
        _STARTED.pop().stop()
