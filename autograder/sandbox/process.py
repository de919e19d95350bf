"""The near side of the wall: start a worker, hand it requests, read what comes back."""

from __future__ import annotations

import math
import os
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Self

from autograder import wire
from autograder.sandbox.child import Child, receive_fate
from autograder.sandbox.frames import Ending
from autograder.sandbox.kernel import ON_LINUX, PR_SET_DUMPABLE, prctl
from autograder.sandbox.modules import rare_in
from autograder.sandbox.protocol import (
    END,
    HUNG_UP,
    ORDER,
    READY,
    RUN,
    SINGLE_USE,
    START_SECONDS,
    TEST,
    no_process,
)
from autograder.sandbox.request import Asked, Statement, pack
from autograder.sandbox.session import Run, Session, WorkerError
from autograder.sandbox.threads import ONE_THREAD


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
        self._is_ending = False
        self._fate = 0, False

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
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
        environment = {"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
        # A process that forks must have one thread.
        environment.update(dict.fromkeys(ONE_THREAD, "1"))
        arguments = [*sorted(self._without), *([SINGLE_USE] if self._single_use else [])]
        try:
            if ON_LINUX:
                # Expected arrays are in this process: no other of the same user may look into it.
                prctl(PR_SET_DUMPABLE, 0)
            ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
            self._socket = ours
            with theirs:
                self._process = subprocess.Popen(
                    [sys.executable, "-I", "-m", "autograder.sandbox.worker", *arguments],
                    stdin=theirs.fileno(),
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.PIPE,
                    cwd="/",
                    env=environment,
                )
        except OSError as error:
            self.stop()
            message = f"the worker process cannot be started: {no_process(error)}"
            raise WorkerError(message) from None
        ours.settimeout(START_SECONDS)
        try:
            ready = ours.recv(1) == READY
        except OSError:
            ready = False
        if not ready:
            self._process.kill()
            said = self._process.communicate()[1].decode(errors="replace").strip()
            self.stop()
            why = said.splitlines()[-1] if said else f"it was not ready after {START_SECONDS:g} s"
            message = f"the worker process did not start: {why}"
            raise WorkerError(message)

    @property
    def is_alive(self) -> bool:
        """Whether it runs."""
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        """End the worker and whatever it runs."""
        if self._socket is not None:
            with suppress(OSError):
                self._wait_for_end()
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
        self._is_ending = False

    def run(
        self,
        statements: Sequence[Statement | None],
        request: Sequence[Asked],
        seconds: Sequence[float],
    ) -> Run:
        """Run one request in a session of its own, as :meth:`Session.run` does."""
        with self.session(statements, sum(seconds)) as session:
            return session.run(request, seconds)

    def session(self, statements: Sequence[Statement | None], seconds: float) -> Session:
        """Open a session: requests that one child runs, one after the other.

        Parameters
        ----------
        statements : sequence of Statement or None
            The code that they are about.
        seconds : float
            The processor time that a child may take for all of them.
        """
        rare = rare_in(one.source for one in statements if one is not None)
        order = ORDER.pack(RUN, math.ceil(seconds) + 1, rare)
        return Session(self, order, pack(list(statements)))

    def test(self, canary: str, grader: int, seconds: float) -> Mapping[str, Any]:
        """Let a child attack the wall from within.

        Parameters
        ----------
        canary : str
            A file that belongs to the grader.
        grader : int
            The grader's process id.
        seconds : float
            The processor time that a child may take, as for :meth:`session`.

        Returns
        -------
        mapping
            ``missing``: layers that do not stand, each with the reason if there is one; ``holes``:
            attacks that got through.

        Raises
        ------
        WorkerError
            If the worker died, or the child did not answer.
        """
        order = ORDER.pack(TEST, math.ceil(seconds) + 1, rare_in(["import threading"]))
        with Session(self, order) as session:
            run = session.run({"canary": canary, "grader": grader}, [START_SECONDS])
        if run.ending is not Ending.DONE:
            raise WorkerError(f"the test of the wall ended with {run.ending} ({run.detail})")
        found: Any = wire.decode(run.frames[0])
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
        self._wait_for_end()
        return Child.ask_for(self._socket, order)

    def end_child(self, child: Child, *, hung_up: bool = False) -> None:
        """End a child and whatever it left behind.

        Parameters
        ----------
        child : Child
            The child.
        hung_up : bool
            Whether its answers broke off: then it is of interest how it ends by itself.
        """
        child.close()
        if self._single_use:
            self._fate = self._replace(), False
        else:
            assert self._socket is not None
            self._socket.sendall(HUNG_UP if hung_up else END)
            self._is_ending = True

    def fate(self) -> tuple[int, bool]:
        """Give the exit code of the child that was ended last, and whether the machine ended it."""
        self._wait_for_end()
        return self._fate

    def _wait_for_end(self) -> None:
        if self._is_ending:
            assert self._socket is not None
            self._fate = receive_fate(self._socket)
            self._is_ending = False

    def _replace(self) -> int:
        """End a worker that has served its one session, and start the next."""
        assert self._process is not None
        self._process.kill()
        code = self._process.wait()
        self.restart(self._without)
        return code
