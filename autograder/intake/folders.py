"""Walk a folder: every file in it, and what is not walked, with the reason."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.intake.hand_in import LeftOut, shown, split_ending

DEEPEST = 16
"""Nobody hands in deeper folders; what lies deeper is made to be."""
OWN_FOLDERS, HANDED_IN = ("source", "release", "autograded", "feedback"), "submitted"
"""What a course's folder holds, and where hand-ins are in it."""
MOST = 200_000
"""So many entries of one folder are looked at."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file that was found.

    Attributes
    ----------
    parts : tuple of str
        The folders from the root down to it, and its name; an archive counts as a folder.
    copy : Path or None
        Where the bytes lie, if it came out of an archive.
    """

    parts: tuple[str, ...]
    copy: Path | None = None

    @property
    def name(self) -> str:
        """Its own name."""
        return self.parts[-1]

    @property
    def ending(self) -> str:
        """What its name ends in, in small letters."""
        return split_ending(self.name)[1]


def is_hidden(name: str) -> bool:
    """Tell names that programs give to what people do not look at."""
    return name.startswith((".", "__"))


def walk(root: Path) -> Iterator[Found | LeftOut]:
    """Find all files below a folder, in the order of their names; no link is followed.

    Raises
    ------
    OSError
        If the folder itself cannot be read.
    """
    waiting: list[tuple[str, ...]] = [()]
    looked_at = 0
    while waiting:
        folder = waiting.pop()
        try:
            entries = sorted(os.scandir(root.joinpath(*folder)), key=lambda entry: entry.name)
        except OSError as error:
            if not folder:
                raise
            yield _left_out(root, folder, f"cannot be entered: {error.strerror}")
            continue
        if not entries and folder:
            yield _left_out(root, folder, "is an empty folder")
        if folder and entries and all(is_hidden(entry.name) for entry in entries):
            yield _left_out(root, folder, "holds hidden files alone")
        own = OWN_FOLDERS if not folder and HANDED_IN in {one.name for one in entries} else ()
        below: list[tuple[str, ...]] = []
        for entry in entries:
            looked_at += 1
            parts = (*folder, entry.name)
            if looked_at > MOST:
                yield _left_out(root, folder, f"is not looked at further: over {MOST:,} entries")
                return
            reason = _reason(entry, parts)
            if entry.name in own:
                reason = f"is nbgrader's own; what was handed in lies in {HANDED_IN}"
            if reason:
                yield _left_out(root, parts, reason, matters=not is_hidden(entry.name))
            elif entry.is_dir(follow_symlinks=False):
                below.append(parts)
            else:
                yield Found(parts)
        waiting += reversed(below)


def _reason(entry: os.DirEntry[str], parts: tuple[str, ...]) -> str:
    """Say why an entry is not looked at; nothing if it is."""
    try:
        entry.name.encode()
    except UnicodeEncodeError:
        return "has a name that is not UTF-8; rename it"
    if is_hidden(entry.name):
        return "is hidden"
    if entry.is_symlink():
        return "is a link, and links are not followed; put the file itself there"
    if len(parts) > DEEPEST:
        return f"lies more than {DEEPEST} folders deep"
    if not entry.is_dir(follow_symlinks=False) and not entry.is_file(follow_symlinks=False):
        return "is no file"
    return ""


def _left_out(root: Path, parts: tuple[str, ...], reason: str, *, matters: bool = True) -> LeftOut:
    return LeftOut(shown(root.joinpath(*parts)), reason, matters)
