"""One child of the worker, seen from the near side: two pipes to it, and what comes back."""

from __future__ import annotations

import os
import socket
from collections.abc import Sequence
from typing import Self

from autograder.sandbox.frames import Answers, Ending, read_frames, write_all
from autograder.sandbox.protocol import NUMBER


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
        """Send a request, and read an answer for each of its exercises within its seconds."""
        if not write_all(self._request, messages, limits[0]):
            return Answers((), (), Ending.TIMEOUT)
        return read_frames(self._answer, limits)

    def close(self) -> None:
        """Hang up: the child ends when it has nothing more to read."""
        os.close(self._request)
        os.close(self._answer)


def receive_number(worker: socket.socket) -> int:
    """Read a number that the worker says.

    Raises
    ------
    ConnectionError
        If it is gone.
    """
    data = worker.recv(NUMBER.size, socket.MSG_WAITALL)
    if len(data) != NUMBER.size:
        raise ConnectionError("it hung up")
    number: int = NUMBER.unpack(data)[0]
    return number
