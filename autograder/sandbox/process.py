"""The near side of the wall: start a worker, hand it requests, read what comes back."""

from __future__ import annotations

import math
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from autograder.sandbox.child import Child, receive_number
from autograder.sandbox.frames import Ending
from autograder.sandbox.kernel import ON_LINUX, PR_SET_DUMPABLE, prctl
from autograder.sandbox.protocol import END, NUMBER, READY, RUN, SINGLE_USE, TEST

START_SECONDS = 20.0
ONE_THREAD = (
    "OPENBLAS_NUM_THREADS",
    "OMP_NUM_THREADS",
    "MKL_NUM_THREADS",
    "BLIS_NUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)
"""A process that forks must have one thread: the linear algebra libraries are told so."""


@dataclass(frozen=True, slots=True)
class Run:
    """What came of one request.

    Attributes
    ----------
    answers : tuple
        One decoded value for each exercise that answered, in the order of the request.
    ending : Ending
        DONE if all of them answered, else why the next one did not.
    seconds : tuple of float
        How long each of them took.
    detail : str
        The signal or exit code of a crash.
    """

    answers: tuple[object, ...]
    ending: Ending
    seconds: tuple[float, ...] = ()
    detail: str = ""


class WorkerError(Exception):
    """The worker does not start, or died."""


class Worker:
    """A warm process that runs student code, one request at a time.

    Use it as a context manager; it starts on entry and ends on exit.

    Parameters
    ----------
    without : frozenset of str
        Layers of the wall to leave out: for tests, for benchmarks, and for submissions that are
        trusted on a machine that cannot put them up.
    single_use : bool
        Whether each request gets a worker of its own instead of a fork of a warm one. It is slower;
        on macOS, where a process that has used the system's linear algebra must not fork, it is
        what works.
    """

    def __init__(
        self, without: frozenset[str] = frozenset(), *, single_use: bool = sys.platform == "darwin"
    ) -> None:
        self._without = without
        self._single_use = single_use
        self._process: subprocess.Popen[bytes] | None = None
        self._socket: socket.socket | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Execute the worker and wait until it is ready.

        Raises
        ------
        WorkerError
            If it is not ready in time, or this system cannot run student code apart.
        """
        if not hasattr(socket, "AF_UNIX") or not hasattr(os, "fork"):
            raise WorkerError(
                "student code cannot run in a process of its own on this system; use Linux, or "
                "the Windows Subsystem for Linux, or a container"
            )
        if ON_LINUX:
            # Expected arrays are in this process: no other of the same user may look into it.
            prctl(PR_SET_DUMPABLE, 0)
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        environment = {"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
        environment.update(dict.fromkeys(ONE_THREAD, "1"))
        arguments = [*sorted(self._without), *([SINGLE_USE] if self._single_use else [])]
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-m", "autograder.sandbox.worker", *arguments],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                cwd="/",
                env=environment,
                start_new_session=True,
            )
        self._socket = ours
        ours.settimeout(START_SECONDS)
        try:
            ready = ours.recv(1) == READY
        except TimeoutError:
            ready = False
        if not ready:
            self._process.kill()
            said = self._process.communicate()[1].decode(errors="replace").strip()
            self.stop()
            message = f"the worker process did not start: {said.splitlines()[-1] if said else ''}"
            raise WorkerError(message)

    @property
    def is_alive(self) -> bool:
        """Whether it runs."""
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        """End the worker and whatever it runs."""
        if self._socket is not None:
            self._socket.close()
        if self._process is not None:
            try:
                self._process.wait(timeout=2)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            if self._process.stderr is not None:
                self._process.stderr.close()
        self._socket = self._process = None

    def run(self, request: object, seconds: Sequence[float]) -> Run:
        """Run one request in a session of its own, as :meth:`Session.run` does."""
        with self.session(sum(seconds)) as session:
            return session.run(request, seconds)

    def session(self, seconds: float) -> Session:
        """Open a session: requests that one child runs, one after the other.

        Parameters
        ----------
        seconds : float
            The processor time that a child may take for all of them.
        """
        return Session(self, RUN + NUMBER.pack(math.ceil(seconds) + 1))

    def test(self, canary: str, grader: int) -> Mapping[str, list[str]]:
        """Let a child attack the wall from within.

        Returns
        -------
        mapping
            ``missing``: layers that do not stand; ``holes``: attacks that got through.

        Raises
        ------
        WorkerError
            If the worker died, or the child did not answer.
        """
        order = TEST + NUMBER.pack(math.ceil(START_SECONDS) + 1)
        with Session(self, order) as session:
            run = session.run({"canary": canary, "grader": grader}, [START_SECONDS])
        if run.ending is not Ending.DONE:
            raise WorkerError(f"the test of the wall ended with {run.ending} ({run.detail})")
        found: Any = run.answers[0]
        return found  # type: ignore[no-any-return]

    def restart(self, without: frozenset[str]) -> None:
        """End the worker and start it again without some layers."""
        self.stop()
        self._without = without
        self.start()

    def start_child(self, order: bytes) -> Child:
        """Have the worker make a child; a session does it."""
        if self._socket is None:
            raise WorkerError("the worker is not running; start it first")
        return Child.ask_for(self._socket, order)

    def end_child(self, child: Child) -> int:
        """End a child and whatever it left behind; give its exit code, or minus its signal."""
        child.close()
        if self._single_use:
            return self._replace()
        assert self._socket is not None
        self._socket.sendall(END)
        return receive_number(self._socket)

    def _replace(self) -> int:
        """End a worker that has served its one session, and start the next."""
        assert self._process is not None
        self._process.kill()
        code = self._process.wait()
        self.restart(self._without)
        return code


class Session:
    """Requests that one child runs, one after the other; a fresh child follows one that stopped.

    Use it as a context manager: no child outlives it.

    Parameters
    ----------
    worker : Worker
        Whose children run the requests.
    order : bytes
        What they are for, as :mod:`autograder.sandbox.protocol` says.
    """

    def __init__(self, worker: Worker, order: bytes) -> None:
        self._worker = worker
        self._order = order
        self._child: Child | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        if self._child is not None:
            self._end_child()

    def run(self, request: object, seconds: Sequence[float]) -> Run:
        """Run the exercises of one request; it is sent only now, so no earlier one can see it.

        Parameters
        ----------
        request : object
            As :func:`autograder.sandbox.worker.run_requests` takes it.
        seconds : sequence of float
            For each exercise, how long it may take.

        Raises
        ------
        WorkerError
            If the worker died.
        """
        try:
            if self._child is None:
                self._child = self._worker.start_child(self._order)
            answers = self._child.run(request, seconds)
            code = 0 if answers.ending is Ending.DONE else self._end_child()
        except OSError as error:
            message = f"the worker process died ({error})"
            raise WorkerError(message) from error
        return Run(answers.values, answers.ending, answers.seconds, _describe(code))

    def _end_child(self) -> int:
        assert self._child is not None
        child, self._child = self._child, None
        return self._worker.end_child(child)


def _describe(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"
