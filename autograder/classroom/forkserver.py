"""Where the processes come from that grade: one that has imported the grader, and forks them.

It can be started before this process has imported the grader itself, and works beside it then.
"""

from __future__ import annotations

import multiprocessing
import multiprocessing.forkserver
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.context import BaseContext

IMPORTED = ["click", "autograder.classroom.pool"]
"""The command itself is imported anew by each process, as the main module of a program is."""
SAFE_PATH = "PYTHONSAFEPATH"


@contextmanager
def safe_path() -> Iterator[None]:
    """Keep the working folder off the import path of the processes that are started meanwhile.

    ``multiprocessing`` starts Python with ``-c``, which puts the working folder first: where that
    is a student's, their ``re.py`` would be imported.
    """
    before = os.environ.get(SAFE_PATH)
    os.environ[SAFE_PATH] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[SAFE_PATH]
        else:
            os.environ[SAFE_PATH] = before


def start() -> BaseContext:
    """Start the fork server, if it does not run yet, and give what starts processes from it.

    Ctrl-C does not reach what starts from it: the run decides what becomes of those processes. On
    macOS, where a process that has used the system's linear algebra must not fork, and where
    nothing can be forked, each process is made from nothing.
    """
    if sys.platform == "darwin" or "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(IMPORTED)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        with safe_path():
            multiprocessing.forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return context


def fork() -> BaseContext:
    """Give what starts a process as a fork of this one; on macOS from nothing, as above."""
    if sys.platform == "darwin" or "fork" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    return multiprocessing.get_context("fork")
