"""One child of the worker, seen from the near side: two pipes to it, and what comes back."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Sequence
from typing import Self

from autograder.sandbox.frames import Answers, Ending, read_bytes, read_frames, write_all
from autograder.sandbox.protocol import (
    FATE,
    LONGEST_SENTENCE,
    NO_PROCESS,
    NO_WALL,
    START_SECONDS,
    UP,
)


class NotUpError(Exception):
    """A child did not come so far that it could run student code; the message says why."""


class NoWallError(NotUpError):
    """A child could not put up its wall."""


class Child:
    """A child that waits for requests.

    Parameters
    ----------
    request, answer : int
        The near ends of the pipes to and from it.
    """

    def __init__(self, request: int, answer: int) -> None:
        self._request = request
        self._answer = answer
        self._is_up = False

    @classmethod
    def ask_for(cls, worker: socket.socket, order: bytes) -> Self:
        """Have the worker make a child.

        Parameters
        ----------
        worker : socket
            The line to the worker.
        order : bytes
            What the child is for, as :mod:`autograder.sandbox.protocol` says.

        Raises
        ------
        OSError
            If the worker is gone.
        """
        child_reads, we_write = os.pipe()
        we_read, child_writes = os.pipe()
        os.set_blocking(we_write, False)
        child = cls(we_write, we_read)
        try:
            socket.send_fds(worker, [order], [child_reads, child_writes])
        except OSError:
            child.close()
            raise
        finally:
            os.close(child_reads)
            os.close(child_writes)
        return child

    def run(self, messages: bytes, limits: Sequence[float]) -> Answers:
        """Send a request, and read an answer for each of its exercises within its seconds.

        Raises
        ------
        NotUpError
            If the child's wall did not go up: what it was to run has not begun.
        """
        patience = 0.0 if self._is_up else START_SECONDS
        is_taken = write_all(self._request, messages, limits[0] + patience)
        if not self._is_up:
            self._wait_for_wall()
        if not is_taken:
            return Answers((), (), Ending.TIMEOUT)
        return read_frames(self._answer, limits)

    def _wait_for_wall(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        try:
            word = read_bytes(self._answer, 1, deadline)
        except TimeoutError:
            message = f"the wall around a child was not up after {START_SECONDS:g} s"
            raise NotUpError(message) from None
        except EOFError:
            raise NotUpError("a child ended before its wall was up") from None
        self._is_up = word == UP
        if not self._is_up:
            said = b"".join(iter(lambda: os.read(self._answer, LONGEST_SENTENCE), b""))
            kinds = {NO_WALL: NoWallError, NO_PROCESS: NotUpError}
            raise kinds[word](said.decode(errors="replace"))

    def close(self) -> None:
        """Hang up: the child ends when it has nothing more to read."""
        os.close(self._request)
        os.close(self._answer)


def receive_fate(worker: socket.socket) -> tuple[int, bool]:
    """Read what became of the child that was ended last.

    Returns
    -------
    int
        Its exit code, or minus its signal.
    bool
        Whether the machine ended it, and not what it did.

    Raises
    ------
    ConnectionError
        If the worker is gone.
    """
    data = worker.recv(FATE.size, socket.MSG_WAITALL)
    if len(data) != FATE.size:
        raise ConnectionError("it hung up")
    code, by_machine = FATE.unpack(data)
    return code, by_machine
