"""What arrived, and what of it was left out: frozen values."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

ENDINGS = (".ipynb", ".py")
"""What can be graded: notebooks and modules. Letters may be large or small."""


@dataclass(frozen=True, slots=True)
class HandIn:
    """One file of one student.

    Attributes
    ----------
    root : Path
        What the user named: a file, a folder or an archive.
    relative : str
        Where the file lies below that, with ``/`` between; an archive counts as a folder of its
        members. Empty if the user named the file itself.
    student : str
        Whose it is.
    hint : str
        The assignment that its path names; empty if it names none.
    id : str
        What a learning platform knows the student by; empty if the path does not say.
    copy : Path or None
        Where the bytes of an archive's member lie; None for a file, which lies at its path.
    collides : bool
        Whether somebody else's path tells the same student: it is graded, under a name that tells
        it apart, and never written to a gradebook.
    """

    root: Path
    relative: str
    student: str
    hint: str = ""
    id: str = ""
    copy: Path | None = None
    collides: bool = False

    @property
    def path(self) -> Path:
        """Where it was found; for a member of an archive, the archive and its name in there.

        Examples
        --------
        >>> print(HandIn(Path("class.zip"), "ada/numpy_basics.ipynb", "ada").path.as_posix())
        class.zip/ada/numpy_basics.ipynb
        """
        return self.root / self.relative if self.relative else self.root

    @property
    def file(self) -> Path:
        """Where its bytes lie."""
        return self.copy or self.path

    @property
    def is_named(self) -> bool:
        """Whether the user named the file itself, not something that holds it."""
        return not self.relative


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file or a folder that is not graded.

    Attributes
    ----------
    path : str
        Where it lies, fit to be shown.
    reason : str
        Why it is left out; the words end a sentence that begins with the path.
    matters : bool
        Whether it may be somebody's work; what lies beside a graded file seldom is.
    """

    path: str
    reason: str
    matters: bool = True

    def __str__(self) -> str:
        return f"{self.path} {self.reason}"


@dataclass(frozen=True, slots=True)
class Intake:
    """Who handed in what.

    Attributes
    ----------
    hand_ins : tuple of HandIn
        What is to be graded: no two are the same student's for the same assignment.
    left_out : tuple of LeftOut
        Everything else.
    notes : tuple of str
        What else somebody should know of it, in sentences.
    """

    hand_ins: tuple[HandIn, ...]
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()


def shown(path: str | Path) -> str:
    """Write a path so that it can be printed, whatever its bytes are."""
    text = os.fsencode(path).decode("utf-8", "replace")
    return "".join(char if char.isprintable() else "?" for char in text)


def whole(path: str | Path) -> Path:
    """Give a path from the root of the system, as it is named: links in it are not followed."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - resolve() follows links


def split_ending(name: str) -> tuple[str, str]:
    """Split the name of a file, the ending in small letters.

    Examples
    --------
    >>> split_ending("hw 1.5.IPYNB"), split_ending(".ipynb")
    (('hw 1.5', '.ipynb'), ('.ipynb', ''))
    """
    stem, ending = os.path.splitext(name)  # noqa: PTH122 - a name, no path; there may be 20,000
    return stem, ending.lower()
