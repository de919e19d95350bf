"""Open what was handed in: regular files alone, under a bound, and never through a link.

Folders are opened one below the other, so that none of them can be exchanged for a link between a
look and the opening.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from autograder.intake.hand_in import ENDINGS, HandIn, shown
from autograder.submission import SubmissionError, UnreadableError
from autograder.submission.limits import MAX_BYTES

STEP = getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
FILE = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
WHAT_STANDS_THERE = frozenset(
    {errno.ELOOP, errno.EISDIR, errno.ENOTDIR, errno.ENXIO, errno.ENODEV, errno.ENAMETOOLONG}
)
"""What a system says of something that is no file. Whatever else it says, it fails to give one."""
IS_STEPWISE = os.open in os.supports_dir_fd


def read_hand_in(hand_in: HandIn) -> bytes:
    """Read the bytes of a hand-in.

    Raises
    ------
    SubmissionError
        If it is gone, is a link or is too large.
    UnreadableError
        If it is there and the machine does not give it.
    """
    if hand_in.copy is not None:
        try:
            return hand_in.copy.read_bytes()
        except OSError as error:
            raise _unreadable(shown(hand_in.path), error) from None
    parts = tuple(hand_in.relative.split("/")) if hand_in.relative else ()
    return read_below(hand_in.root, parts, MAX_BYTES)


def read_below(root: Path, parts: Sequence[str], most: int) -> bytes:
    """Read a file below a folder that the user named.

    Parameters
    ----------
    root : Path
        The folder, or the file itself; as the user named it, it may be a link.
    parts : sequence of str
        The folders below it and the file; none of them may be a link.
    most : int
        How many bytes are read.

    Raises
    ------
    SubmissionError
        If that is not possible; the message says why.
    """
    path = shown(root.joinpath(*parts))
    if not parts and root.suffix.lower() not in ENDINGS:
        raise SubmissionError(f"{path} is neither a notebook (.ipynb) nor a module (.py)")
    with open_below(root, parts) as stream:
        size = os.fstat(stream.fileno()).st_size
        if size > most:
            message = (
                f"{path} has {size / 1024**2:.0f} MB, more than the {most / 1024**2:.0f} MB "
                "that are read; clear its outputs and save it again"
            )
            raise SubmissionError(message)
        return stream.read(most)


@contextmanager
def open_below(root: Path, parts: Sequence[str]) -> Iterator[BinaryIO]:
    """Open a regular file below a folder that the user named; no link below that is followed.

    Raises
    ------
    SubmissionError
        If that is not possible; the message says why.
    UnreadableError
        If it is the machine's doing.
    """
    path = shown(root.joinpath(*parts))
    try:
        with _opened(root, parts) as file, os.fdopen(os.dup(file), "rb") as stream:
            if not stat.S_ISREG(os.fstat(file).st_mode):
                raise SubmissionError(f"{path} is no file")
            yield stream
    except FileNotFoundError:
        raise SubmissionError(f"there is no file {path}; check its name and folder") from None
    except OSError as error:
        if error.errno not in WHAT_STANDS_THERE:
            raise _unreadable(path, error) from None
        why = "it is a link" if error.errno == errno.ELOOP else error.strerror
        raise SubmissionError(f"{path} cannot be read: {why}") from None


def _unreadable(path: str, error: OSError) -> UnreadableError:
    return UnreadableError(
        f"{path} cannot be read: {error.strerror}; see that it can be, and run the same command "
        "again: until then it has no score"
    )


@contextmanager
def _opened(root: Path, parts: Sequence[str]) -> Iterator[int]:
    """Open a file; what the user named may be a link, what lies below it may not."""
    if not parts:
        file = os.open(root, os.O_RDONLY | (FILE & ~getattr(os, "O_NOFOLLOW", 0)))
    elif IS_STEPWISE:
        folder = os.open(root, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
        try:
            for part in parts[:-1]:
                below = os.open(part, os.O_RDONLY | STEP, dir_fd=folder)
                os.close(folder)
                folder = below
            file = os.open(parts[-1], os.O_RDONLY | FILE, dir_fd=folder)
        except NotADirectoryError as error:
            # So a system says that a link stands where a folder was asked for.
            raise OSError(errno.ELOOP, error.strerror) from None
        finally:
            os.close(folder)
    else:
        for depth in range(1, len(parts) + 1):
            if root.joinpath(*parts[:depth]).is_symlink():
                raise OSError(errno.ELOOP, "it is a link")
        file = os.open(root.joinpath(*parts), os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        yield file
    finally:
        os.close(file)
