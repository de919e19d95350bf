"""Frames on a pipe: written whole, read one by one against a deadline."""

from __future__ import annotations

import os
import select
import time
from collections.abc import Sequence
from enum import StrEnum

from autograder.sandbox import wire


class Ending(StrEnum):
    """How the run of a child ended."""

    DONE = "done"
    TIMEOUT = "timeout"
    CRASHED = "crashed"
    TOO_MUCH = "too much output"
    MALFORMED = "malformed answer"


def write_all(descriptor: int, data: bytes) -> None:
    """Write everything and close; a reader that is gone shows when its answer is read."""
    try:
        with os.fdopen(descriptor, "wb") as pipe:
            pipe.write(data)
    except BrokenPipeError:
        pass


def read_frames(descriptor: int, seconds: Sequence[float]) -> tuple[list[object], Ending]:
    """Read one frame for each time limit, stopping at the first that does not come whole."""
    answers: list[object] = []
    for limit in seconds:
        deadline = time.monotonic() + limit
        try:
            prefix = _read(descriptor, wire.PREFIX.size, deadline)
            lengths = wire.read_lengths(prefix)
            answers.append(wire.decode(prefix + _read(descriptor, sum(lengths), deadline)))
        except TimeoutError:
            return answers, Ending.TIMEOUT
        except EOFError:
            return answers, Ending.CRASHED
        except wire.WireError as error:
            too_much = "size limit" in str(error)
            return answers, Ending.TOO_MUCH if too_much else Ending.MALFORMED
    return answers, Ending.DONE


def _read(descriptor: int, length: int, deadline: float) -> bytes:
    """Read exactly so many bytes.

    Raises
    ------
    TimeoutError
        If they have not come by the deadline.
    EOFError
        If the other end closed before.
    """
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    data = bytearray()
    while len(data) < length:
        remaining = deadline - time.monotonic()
        if remaining <= 0 or not poll.poll(remaining * 1000):
            raise TimeoutError
        chunk = os.read(descriptor, min(length - len(data), 1 << 20))
        if not chunk:
            raise EOFError
        data += chunk
    return bytes(data)
