"""Read a file that a student may have put there: no link, no device, no more than it may hold."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from autograder.report.text import one_line

NAME = 100


def read_regular(path: Path, limit: int) -> tuple[bytes, float]:
    """Read a regular file, and when the machine last saw it change.

    Raises
    ------
    OSError
        If there is no such file, or it has more bytes than the limit; what it says ends a sentence.
    """
    number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(number, "rb") as file:
        found = os.fstat(number)
        if not stat.S_ISREG(found.st_mode):
            raise OSError(0, f"{one_line(path.name, NAME)} is no file")
        data = file.read(limit + 1)
        if len(data) > limit:
            raise OSError(0, f"{one_line(path.name, NAME)} has more than {limit:,} bytes")
    return data, found.st_ctime
