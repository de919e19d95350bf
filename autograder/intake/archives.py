"""Take notebooks and modules out of zip files, under bounds.

Students choose what is in there and what it is called. Only notebooks and modules are written, each
under a number for a name; what an entry is called decides nothing but the path that it is told by.
Archives in archives are opened under the same bounds, all together.
"""

from __future__ import annotations

import io
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from autograder.intake.folders import DEEPEST, Found, is_hidden
from autograder.intake.hand_in import ENDINGS, LeftOut, split_ending
from autograder.report.text import one_line
from autograder.submission import SubmissionError
from autograder.submission.limits import MAX_BYTES

OPENED = ".zip"
ARCHIVES = (OPENED, ".gz", ".tar", ".tgz", ".bz2", ".xz", ".lzma", ".7z", ".rar", ".zst")
MAX_ENTRIES = 20_000
MAX_TOTAL = 1024**3
MAX_SCRATCH = 8 * 1024**3
"""All archives of a command together are unpacked to no more bytes."""
MAX_DIRECTORY = 16 * 1024**2
"""The list of entries has no more bytes; twenty thousand long names fit."""
MAX_RATIO = 200
"""Notebooks with many outputs shrink to a tenth; what shrinks to a two-hundredth is made for it."""
SHARES = 16
"""So many small files may shrink more than that."""
MAX_NESTED = 100 * 1024**2
"""An archive in an archive has no more bytes."""
NESTED = 3
"""So deep archives are opened: a student's one in a platform's, and one that it holds."""
PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The others take gigabytes to unpack a few bytes, and no learning platform uses them."""
CHUNK = 64 * 1024
LONGEST_PART, LONGEST_PATH = 200, 1000
DRIVE = re.compile(r"[A-Za-z]:")
SYMLINK, FILE_TYPE, REGULAR = 0o120000, 0o170000, 0o100000
UTF8_FLAG = 0x800
END = b"PK\x05\x06"
"""How the end of a zip file begins; the size of its list of entries stands 12 bytes later."""
LONGEST_END = 22 + 65_535
ABOVE_4_GB = 0xFFFFFFFF

DAMAGE = (EOFError, OSError, OverflowError, RuntimeError, ValueError, struct.error, zlib.error)
"""What reading an archive raises that is damaged, besides what it is meant to raise."""

Member = tuple[str, ...]


class ArchiveError(Exception):
    """An archive cannot be opened; the message ends a sentence that begins with its name."""


class ScratchError(SubmissionError):
    """There is no room to unpack archives; that is nobody's fault who handed in."""


@dataclass(slots=True)
class Unpacker:
    """Unpacks archives into one folder.

    Attributes
    ----------
    folder : Path
        Where to write.
    files, written : int
        How many files and bytes it has written.
    entries, size : int
        How many entries and bytes the archive that it unpacks has held so far, and the archives in
        that; what was left out for its size counts as far as it was unpacked.
    most : int
        How many bytes that archive may hold.
    """

    folder: Path
    files: int = 0
    written: int = 0
    entries: int = 0
    size: int = 0
    most: int = MAX_TOTAL

    def unpack(self, archive: BinaryIO, name: str) -> Iterator[Found | LeftOut]:
        """Take the notebooks and modules out of a zip file.

        Parameters
        ----------
        archive : file object
            The zip file.
        name : str
            What it is called, fit to be shown.

        Yields
        ------
        Found or LeftOut
            Each file by its name in the archive, and what was left out.

        Raises
        ------
        ArchiveError
            If it is no zip file, or one that is made to fill a disk.
        """
        self.entries = self.size = 0
        # Entries may share their bytes: each is small for these, and all together are not.
        packed = archive.seek(0, os.SEEK_END)
        self.most = min(MAX_TOTAL, CHUNK * SHARES + MAX_RATIO * packed)
        yield from self._unpack(archive, name, (), 1)

    def _unpack(
        self, source: BinaryIO, name: str, above: Member, depth: int
    ) -> Iterator[Found | LeftOut]:
        try:
            _check_directory(source)
            with zipfile.ZipFile(source) as file:
                entries = file.infolist()
                self.entries += len(entries)
                if self.entries > MAX_ENTRIES:
                    raise ArchiveError(
                        f"has {self.entries} entries, more than the {MAX_ENTRIES} allowed"
                    )
                if not entries:
                    raise ArchiveError("is an empty archive")
                filled = {name_of(entry).rstrip("/").rpartition("/")[0] for entry in entries}
                for entry in entries:
                    yield from self._take(file, entry, name, above, depth)
                    called = name_of(entry)
                    if called.endswith("/") and called.rstrip("/") not in filled:
                        path = f"{name}/{one_line(called, 200)}"
                        yield LeftOut(path, "is an empty folder")
        except (zipfile.BadZipFile, *DAMAGE) as error:
            message = f"is no zip file that can be read ({error}); download it again"
            raise ArchiveError(message) from None

    def _take(
        self, file: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, above: Member, depth: int
    ) -> Iterator[Found | LeftOut]:
        """Take one entry: a file, an archive or nothing."""
        called = name_of(entry)
        member = tuple(part for part in called.split("/") if part not in ("", "."))
        path = f"{name}/{one_line(called, 200)}"
        if called.endswith("/"):
            return
        if problem := _problem(entry, called):
            yield LeftOut(path, problem)
            return
        if any(map(is_hidden, member)):
            yield LeftOut(path, "is hidden", matters=False)
            return
        ending = split_ending(called)[1]
        if ending == OPENED and depth == NESTED:
            yield LeftOut(path, "is an archive in too many archives, which is not opened")
            return
        if ending not in (*ENDINGS, OPENED):
            yield Found((*above, *member))
            return
        try:
            if ending == OPENED:
                inner = io.BytesIO(self._read(file, entry, MAX_NESTED))
                yield from self._unpack(inner, path, (*above, *member), depth + 1)
            else:
                data = self._read(file, entry, MAX_BYTES)
                yield Found((*above, *member), self._write(data, ending))
        except ArchiveError as error:
            if self.entries > MAX_ENTRIES:
                raise
            self._check_size()
            yield LeftOut(path, str(error))

    def _read(self, file: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
        """Read an entry, counting what really comes out: an archive may lie about sizes."""
        pieces: list[bytes] = []
        size = 0
        try:
            with file.open(entry) as packed:
                while piece := packed.read(CHUNK):
                    size += len(piece)
                    if size > most or size > CHUNK + MAX_RATIO * max(entry.compress_size, 1):
                        raise ArchiveError("is made to fill memory; it is left out")
                    pieces.append(piece)
        except (zipfile.BadZipFile, *DAMAGE) as error:
            raise ArchiveError(f"is damaged ({error}); it is left out") from None
        finally:
            self.size += size
        self._check_size()
        return b"".join(pieces)

    def _check_size(self) -> None:
        if self.size > self.most:
            raise ArchiveError(
                f"holds more than {self.most / 1024**2:,.0f} MB, and what comes after that is left "
                "out; unpack it by hand"
            )

    def _write(self, data: bytes, ending: str) -> Path:
        self.files += 1
        self.written += len(data)
        if self.written > MAX_SCRATCH:
            message = f"the archives hold more than {MAX_SCRATCH / 1024**3:.0f} GB together"
            raise ScratchError(f"{message}; grade some of them at a time")
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{self.files}{ending}"
        try:
            path.write_bytes(data)
        except OSError as error:
            message = f"there is no room to unpack archives in {self.folder}: {error.strerror}"
            raise ScratchError(message) from None
        return path


def _check_directory(archive: BinaryIO) -> None:
    """Refuse an archive whose list of entries would fill memory before it could be counted."""
    size = archive.seek(0, os.SEEK_END)
    archive.seek(max(0, size - LONGEST_END))
    end = archive.read(LONGEST_END)
    start = end.rfind(END)
    listed = int.from_bytes(end[start + 12 : start + 16], "little") if start >= 0 else 0
    # An archive above 4 GB says so, and how long its list is elsewhere.
    if MAX_DIRECTORY < listed < ABOVE_4_GB or size > 64 * MAX_TOTAL:
        raise ArchiveError(f"has more than the {MAX_ENTRIES} entries allowed")


def name_of(entry: zipfile.ZipInfo) -> str:
    """Read the name of an entry as it was meant."""
    # zipfile cuts a name at a zero byte: what is meant is told by the name as it stands there.
    name = entry.orig_filename
    if not entry.flag_bits & UTF8_FLAG:
        # Some programs write UTF-8 and do not say so.
        try:
            name = name.encode("cp437").decode()
        except UnicodeError:
            name = entry.orig_filename
    return name.replace("\\", "/")


def _problem(entry: zipfile.ZipInfo, name: str) -> str:
    """Say why an entry is left out, from what the archive tells of it; nothing if it is not."""
    kind = (entry.external_attr >> 16) & FILE_TYPE
    ending = split_ending(name)[1]
    leaves = name.startswith("/") or any(
        part == ".." or DRIVE.match(part) for part in name.split("/")
    )
    is_taken = ending in (*ENDINGS, OPENED)
    reasons = {
        "leaves the archive; it is left out": leaves,
        "is a link; it is left out": kind == SYMLINK,
        "is no file; it is left out": kind not in (0, REGULAR),
        "has a name that no file should have; it is left out": not name.strip("/.")
        or not name.isprintable()
        or _is_too_long(name),
        "is an archive of a kind that is not opened; unpack it by hand": ending in ARCHIVES
        and not is_taken,
        "is encrypted; unpack it by hand": is_taken and entry.flag_bits & 1,
        "is packed in a way that is not opened; pack it as zip files usually are": is_taken
        and entry.compress_type not in PACKINGS,
    }
    return next((reason for reason, holds in reasons.items() if holds), "")


def _is_too_long(name: str) -> bool:
    try:
        longest = max(len(part.encode()) for part in name.split("/"))
    except UnicodeEncodeError:
        return True
    return longest > LONGEST_PART or len(name) > LONGEST_PATH or name.count("/") > DEEPEST
