"""Read submissions out of a zip file, as learning platforms hand them out.

Students choose what is in there and what it is called. Only notebooks and modules are taken out,
each under bounds; what an entry is called decides nothing but a path inside of one folder.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from autograder.submission import SubmissionError
from autograder.submission.limits import MAX_BYTES
from autograder.text import one_line

ENDINGS = (".ipynb", ".py")
ARCHIVES = (".zip", ".gz", ".tar", ".tgz", ".bz2", ".xz", ".7z", ".rar", ".zst")
MAX_ENTRIES = 20_000
MAX_TOTAL = 1024**3
MAX_RATIO = 200
"""Notebooks with many outputs shrink to a tenth; what shrinks to a two-hundredth is made for it."""
CHUNK = 64 * 1024
LONGEST_PART, LONGEST_PATH = 200, 1000
DRIVE = re.compile(r"[A-Za-z]:")
SYMLINK, FILE_TYPE, REGULAR = 0o120000, 0o170000, 0o100000

STUDENT_AND_FILE = (
    r"(?:.*/)?(?P<student_id>[^/_. ][^/_]*)(?:_LATE)?_(?P<number>\d+)_"
    r"(?:assignsubmission_file_?/?|\d+_)(?P<file_id>[^/]+?)(?:-\d+)?\.(?:ipynb|py)\Z"
)
"""How Moodle and Canvas name what was handed in; nbgrader's ``zip_collect`` goes by it, too.

Moodle: ``Ada Lovelace_4711_assignsubmission_file_/numpy_basics.ipynb``, with or without a folder.
Canvas: ``lovelaceada_LATE_4711_83_numpy_basics-1.ipynb``, marked when late, counted when repeated.
"""


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A file that was taken out of an archive.

    Attributes
    ----------
    path : Path
        Where it lies now.
    student : str
        Whose it is; empty if its name does not say.
    name : str
        What it was called before a platform renamed it, without its ending.
    """

    path: Path
    student: str
    name: str


def unpack(archive: Path, folder: Path) -> tuple[list[Unpacked], list[str]]:
    """Take the notebooks and modules out of a zip file.

    Parameters
    ----------
    archive : Path
        The zip file.
    folder : Path
        Where to write them; made if there is something to write.

    Returns
    -------
    list of Unpacked
        The files, by name.
    list of str
        What was left out and why, in sentences.

    Raises
    ------
    SubmissionError
        If it is no zip file, or one that is made to fill a disk.
    """
    written: dict[PurePosixPath, Path] = {}
    refused: list[str] = []
    total = 0
    try:
        with zipfile.ZipFile(archive) as file:
            entries = file.infolist()
            if len(entries) > MAX_ENTRIES:
                message = (
                    f"{archive} has {len(entries)} entries, more than the {MAX_ENTRIES} allowed"
                )
                raise SubmissionError(message)
            for entry in entries:
                problem = _problem(entry)
                name = PurePosixPath(entry.filename.replace("\\", "/"))
                if not problem and not entry.filename.endswith("/") and _is_wanted(name):
                    target = folder / name
                    try:
                        total += _write(file, entry, target, MAX_TOTAL - total)
                        written[name] = target
                    except _RefusedError as error:
                        problem = str(error)
                if problem:
                    refused.append(f"{archive}: {one_line(entry.filename, 100)!r} {problem}")
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        message = f"{archive} is no zip file that can be read ({error}); download it again"
        raise SubmissionError(message) from None
    return _name(written), refused


class _RefusedError(Exception):
    """One entry is left out; the message ends a sentence that begins with its name."""


def _is_wanted(name: PurePosixPath) -> bool:
    is_hidden = any(part.startswith((".", "__")) for part in name.parts)
    return name.suffix in ENDINGS and not is_hidden


def _problem(entry: zipfile.ZipInfo) -> str:
    """Say why an entry is left out, from what the archive tells of it; nothing if it is not."""
    # zipfile cuts a name at a zero byte: what is meant is told by the name as it stands there.
    name = entry.orig_filename.replace("\\", "/")
    kind = (entry.external_attr >> 16) & FILE_TYPE
    leaves = name.startswith("/") or any(
        part == ".." or DRIVE.match(part) for part in name.split("/")
    )
    reasons = {
        "leaves the archive; it is left out": leaves,
        "is a link; it is left out": kind == SYMLINK,
        "is no file; it is left out": kind not in (0, REGULAR) and not entry.is_dir(),
        "has a name that no file should have; it is left out": not name.isprintable()
        or _is_too_long(name),
        "is an archive in an archive, which is not opened": name.lower().endswith(ARCHIVES),
        "is encrypted; unpack it by hand": entry.flag_bits & 1 and name.endswith(ENDINGS),
    }
    return next((reason for reason, holds in reasons.items() if holds), "")


def _is_too_long(name: str) -> bool:
    try:
        longest = max(len(part.encode()) for part in name.split("/"))
    except UnicodeEncodeError:
        return True
    return longest > LONGEST_PART or len(name) > LONGEST_PATH


def _write(file: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path, room: int) -> int:
    """Write an entry, counting what really comes out: an archive may lie about sizes."""
    size = 0
    pieces: list[bytes] = []
    try:
        with file.open(entry) as packed:
            while piece := packed.read(CHUNK):
                size += len(piece)
                if size > MAX_BYTES or size > CHUNK + MAX_RATIO * max(entry.compress_size, 1):
                    raise _RefusedError("is made to fill memory; it is left out")
                pieces.append(piece)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError) as error:
        raise _RefusedError(f"is damaged ({error}); it is left out") from None
    if size > room:
        message = f"{file.filename} holds more than {MAX_TOTAL / 1024**3:.0f} GB; unpack it by hand"
        raise SubmissionError(message)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(b"".join(pieces))
    except OSError as error:
        raise _RefusedError(f"cannot be written ({error.strerror}); it is left out") from None
    return size


def _name(written: Mapping[PurePosixPath, Path]) -> list[Unpacked]:
    """Tell whose each file is; where two students share a name, their numbers tell them apart."""
    matches = {name: re.fullmatch(STUDENT_AND_FILE, str(name)) for name in written}
    numbers: dict[str, set[str]] = defaultdict(set)
    for match in filter(None, matches.values()):
        numbers[match["student_id"]].add(match["number"])
    return [*_named(written, matches, numbers)]


def _named(
    written: Mapping[PurePosixPath, Path],
    matches: Mapping[PurePosixPath, re.Match[str] | None],
    numbers: Mapping[str, set[str]],
) -> Iterator[Unpacked]:
    for name in sorted(written):
        match = matches[name]
        if match is None:
            yield Unpacked(written[name], "", name.stem)
            continue
        student = match["student_id"].rstrip(" .")
        if len(numbers[match["student_id"]]) > 1:
            student += f" {match['number']}"
        yield Unpacked(written[name], one_line(student, LONGEST_PART), match["file_id"])
