"""Read again what a journal names: files, and members of archives."""

from __future__ import annotations

import io
import zipfile
from collections import OrderedDict
from pathlib import Path
from typing import BinaryIO

from autograder.intake.archives import DAMAGE, MAX_NESTED, MAX_RATIO, OPENED, name_of
from autograder.intake.opening import open_below, read_below
from autograder.submission import SubmissionError
from autograder.submission.limits import MAX_BYTES

OPEN_AT_ONCE = 4


class Rereader:
    """Reads files that were graded once; the list of an archive is read once for all its members.

    Parameters
    ----------
    folder : Path
        The folder of the journal, from which its names are seen.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._archives: OrderedDict[str, dict[str, zipfile.ZipInfo]] = OrderedDict()

    def read(self, path: str) -> bytes:
        """Read a file as it is now.

        Raises
        ------
        SubmissionError
            If it cannot be read.
        """
        parts = path.split("/")
        for length in range(1, len(parts)):
            archive = self._folder.joinpath(*parts[:length])
            if parts[length - 1].lower().endswith(OPENED) and archive.is_file():
                with open_below(archive, ()) as file:
                    return self._read_member(file, "/".join(parts[:length]), parts[length:])
        return read_below(self._folder / path, (), MAX_BYTES)

    def _read_member(self, file: BinaryIO, name: str, parts: list[str]) -> bytes:
        try:
            with zipfile.ZipFile(file) as archive:
                members = self._members(archive, name)
                for length in range(len(parts), 0, -1):
                    member = members.get("/".join(parts[:length]))
                    if member is not None and length == len(parts):
                        return _unpack(archive, member, MAX_BYTES)
                    if member is not None:
                        inner = io.BytesIO(_unpack(archive, member, MAX_NESTED))
                        below = "/".join((name, *parts[:length]))
                        return self._read_member(inner, below, parts[length:])
        except (zipfile.BadZipFile, *DAMAGE) as error:
            raise SubmissionError(f"{name} cannot be read: {error}") from None
        raise SubmissionError(f"{name} holds no {'/'.join(parts)} any more")

    def _members(self, archive: zipfile.ZipFile, name: str) -> dict[str, zipfile.ZipInfo]:
        if name not in self._archives:
            # Of several entries of one name none was graded, unless they are the same.
            self._archives[name] = {
                "/".join(part for part in name_of(entry).split("/") if part not in ("", ".")): entry
                for entry in archive.infolist()
            }
            while len(self._archives) > OPEN_AT_ONCE:
                self._archives.popitem(last=False)
        return self._archives[name]


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int) -> bytes:
    with archive.open(member) as packed:
        data = packed.read(min(most, 65_536 + MAX_RATIO * max(member.compress_size, 1)) + 1)
    if len(data) > most:
        raise SubmissionError(f"{member.filename} is larger than what is read")
    return data
