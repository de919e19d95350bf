"""The pipes of a child: requests are written whole, frames read one by one, against the clock."""

from __future__ import annotations

import os
import select
import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from autograder import wire


class Ending(StrEnum):
    """How the run of a child ended."""

    DONE = "done"
    TIMEOUT = "timeout"
    CRASHED = "crashed"
    TOO_MUCH = "too much output"
    MALFORMED = "malformed answer"
    LOST = "lost"
    """The machine ended the child, and not what the child did."""


def write_all(descriptor: int, data: bytes, seconds: float) -> bool:
    """Write all of some data, and tell whether the other end took it in time.

    Parameters
    ----------
    descriptor : int
        A pipe that does not block.
    data : bytes
        The data.
    seconds : float
        How long it may take: student code may hold the other end.

    Returns
    -------
    bool
        Also true where the other end is gone, as that shows when its answer is read.
    """
    deadline = time.monotonic() + seconds
    poll = select.poll()
    poll.register(descriptor, select.POLLOUT)
    view = memoryview(data)
    while view:
        remaining = deadline - time.monotonic()
        if remaining <= 0 or not poll.poll(remaining * 1000):
            return False
        try:
            view = view[os.write(descriptor, view) :]
        except BrokenPipeError:
            return True
    return True


@dataclass(frozen=True, slots=True)
class Answers:
    """What came back for a request.

    Attributes
    ----------
    frames : tuple of bytes
        One for each exercise that answered, in the order of the request.
    seconds : tuple of float
        How long each of them took, by the clock of this side.
    ending : Ending
        DONE if all of them answered, else why the next one did not.
    """

    frames: tuple[bytes, ...]
    seconds: tuple[float, ...]
    ending: Ending


def read_frames(descriptor: int, limits: Sequence[float]) -> Answers:
    """Read one frame for each time limit, stopping at the first that does not come whole."""
    frames: list[bytes] = []
    times = [time.monotonic()]
    ending = Ending.DONE
    for limit in limits:
        try:
            frames.append(_read_frame(descriptor, times[-1] + limit))
        except TimeoutError:
            ending = Ending.TIMEOUT
        except EOFError:
            ending = Ending.CRASHED
        except wire.WireError as error:
            ending = Ending.TOO_MUCH if "size limit" in str(error) else Ending.MALFORMED
        if ending is not Ending.DONE:
            break
        times.append(time.monotonic())
    return Answers(tuple(frames), tuple(end - start for start, end in pairwise(times)), ending)


def _read_frame(descriptor: int, deadline: float) -> bytes:
    prefix = read_bytes(descriptor, wire.PREFIX.size, deadline)
    return prefix + read_bytes(descriptor, sum(wire.read_lengths(prefix)), deadline)


def read_bytes(descriptor: int, length: int, deadline: float) -> bytes:
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
