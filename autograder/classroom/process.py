"""A process that grades and may die: the near side starts it, waits for it, and replaces it."""

from __future__ import annotations

import gc
import multiprocessing
import multiprocessing.util
import os
import signal
import threading
import warnings
from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, TypeVar

from autograder.classroom import forkserver
from autograder.classroom.affinity import Place, pin
from autograder.classroom.limits import SECONDS, THIS_PROCESS
from autograder.classroom.workers import stop_workers
from autograder.grading.grader import MOST_RUNS

T = TypeVar("T")

COLLECTION_THRESHOLD = 50_000
"""Grading leaves next to no garbage: so many objects before it is looked for."""
SLACK = 120.0
"""Seconds on the clock, beyond all that student code may take; processor time ends long before."""
MOST_OPEN = 1024
TOLD, DONE, RAISED = "told", "done", "raised"
_STARTING = threading.Lock()


class LostError(Exception):
    """The process died over what it was asked.

    Attributes
    ----------
    assignment : str
        What the submission was being judged as; empty where it was being read.
    took_too_long : bool
        Whether it is known why: then it would die again.
    """

    def __init__(self, assignment: str, *, took_too_long: bool) -> None:
        super().__init__(assignment)
        self.assignment, self.took_too_long = assignment, took_too_long


class StoppedError(Exception):
    """The process was ended by the run itself."""


class GradingProcess:
    """A process that does what it is asked, one thing after the other.

    It is started when it is first asked, and anew where it died.

    Parameters
    ----------
    context : BaseContext
        How processes are started.
    place : Place, optional
        Its place among the graders of this machine.
    """

    def __init__(self, context: BaseContext, place: Place | None = None) -> None:
        self._context, self.place = context, place
        self._process: BaseProcess | None = None
        self._connection: Connection[Any, Any] | None = None
        self._is_stopped = False

    def start(self) -> None:
        """Start it, if it does not run."""
        with _STARTING:
            if self._is_stopped:
                raise StoppedError
            if self._process is not None:
                return
            is_fork = self._context.get_start_method() == "fork"
            ours, theirs = multiprocessing.Pipe()
            process = self._context.Process(  # type: ignore[attr-defined]
                target=_serve, args=(theirs, self.place, is_fork), daemon=True
            )
            if is_fork:
                # What is here by now stays: the child need not look at it for garbage.
                gc.freeze()
            with theirs, _free_to_start(), forkserver.safe_path(), warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)  # of forks beside a thread
                process.start()
            self._process, self._connection = process, ours

    def call(self, function: Callable[..., T], *args: object, seconds: float = 0.0) -> T:
        """Have it call a function, and give what that returns or raise what that raises.

        Parameters
        ----------
        function : callable
            The function.
        *args
            Its arguments.
        seconds : float
            How long functions of students may take on one set of cases.

        Raises
        ------
        LostError
            If it died, or did not answer in time; the next call starts another.
        StoppedError
            If it was stopped.
        """
        self.start()
        assert self._connection is not None
        assignment, is_late = "", False
        try:
            self._connection.send((function, args))
            kind, value = TOLD, ""
            while kind == TOLD:
                assignment = value
                if not self._connection.poll(longest(seconds)):
                    is_late = True
                    break
                kind, value = self._connection.recv()
        except (EOFError, OSError):
            kind = TOLD
        if kind == TOLD:
            code = self._bury()
            if self._is_stopped:
                raise StoppedError
            too_long = is_late or code == -signal.SIGPROF
            raise LostError(assignment, took_too_long=too_long)
        if kind == RAISED:
            raise value  # type: ignore[misc]
        return value  # type: ignore[return-value]

    def hang_up(self) -> None:
        """Have it end when it is done."""
        if self._connection is not None:
            self._connection.close()

    def join(self) -> None:
        """Wait until it has ended its worker and itself."""
        if self._process is not None:
            self._process.join()
            self._process = self._connection = None

    def stop(self) -> None:
        """Kill it, whatever it does, for good; its worker ends with it."""
        with _STARTING:
            self._is_stopped = True
            if self._process is not None:
                self._process.kill()

    def _bury(self) -> int | None:
        """Forget a process that died, and give its exit code."""
        assert self._process is not None
        assert self._connection is not None
        with _STARTING:
            self._process.kill()
            self._process.join()
            code = self._process.exitcode
            self._connection.close()
            self._process = self._connection = None
        return code


@contextmanager
def _free_to_start() -> Iterator[None]:
    """Let a process start others that is a daemon to ``multiprocessing``, as Dask's workers are.

    Daemons may have no children there, as nobody would end these. Ours watch their parent.
    """
    own = multiprocessing.current_process()
    before = own.daemon
    own.daemon = False
    try:
        yield
    finally:
        own.daemon = before


@contextmanager
def expendable_fork() -> Iterator[GradingProcess]:
    """Give a process for a block of work, a fork of this one where that can be; it ends with it."""
    process = GradingProcess(forkserver.fork())
    try:
        yield process
    finally:
        process.stop()
        process.join()


def longest(seconds: float) -> float:
    """Give the seconds on the clock after which no answer is to be expected any more."""
    return SLACK + (MOST_RUNS + 1) * seconds + SECONDS


def _serve(connection: Connection[Any, Any], place: Place | None, is_fork: bool) -> None:
    """Do what is asked until the other side hangs up."""
    sentinel = _sentinel_of_parent()
    if is_fork:
        _let_go({0, 1, 2, connection.fileno(), sentinel})
    _become_expendable(connection, place, sentinel)
    with suppress(EOFError, OSError):
        while True:
            function, args = connection.recv()
            try:
                answer = DONE, function(*args)
            except Exception as error:  # noqa: BLE001 - it belongs to whoever asked
                answer = RAISED, error
            del function, args
            connection.send(answer)


def _sentinel_of_parent() -> int:
    parent = multiprocessing.parent_process()
    assert parent is not None
    return int(parent.sentinel)


def _let_go(kept: Container[int]) -> None:
    """Put nothing in the place of what a fork has open of its parent: locks would outlive it."""
    null = os.open(os.devnull, os.O_RDWR)
    try:
        numbers = [int(path.name) for path in Path("/dev/fd").iterdir()]
    except OSError:  # where /proc is hidden; the worker will refuse with a sentence
        numbers = [number for number in range(MOST_OPEN) if _is_open(number)]
    for number in numbers:
        if number not in kept and number != null:
            os.dup2(null, number, inheritable=False)


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


def _become_expendable(
    connection: Connection[Any, Any], place: Place | None, sentinel: int
) -> None:
    """Leave Ctrl-C to the run, and be tied to it, and to a core where there is one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    if place is not None:
        pin(place)

    def watch() -> None:
        wait([sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
    # Such a process ends without calling what is registered with atexit.
    multiprocessing.util.Finalize(None, stop_workers, exitpriority=0)
    gc.set_threshold(COLLECTION_THRESHOLD)
    THIS_PROCESS.tell = lambda name: connection.send((TOLD, name))
