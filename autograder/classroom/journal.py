"""The journal of a run: a line of JSON for each graded submission, whole or absent.

A line is written at once and reaches the operating system before the next submission is counted, so
a run that is killed at any moment loses nothing but what it was about. A line that a kill or a full
disk broke off can only be the last one; it is dropped, and its submission graded again. Where a
submission was graded more than once, its last line holds.

What was withdrawn stays. A line of another kind names the files that the last run did not come
across: they are in the journal, and in no report of the class.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from autograder.report import Report
from autograder.report.plain import report_as_dict, report_from_dict

SCHEMA = 1
TEXTS = ("submission", "assignment", "path", "content", "course", "code", "error")
"""The parts of a record that are texts."""
ABSENT = f'{{"schema":{SCHEMA},"absent":'
"""How a line begins that names the files which the last run did not come across."""

UNREADABLE = (AttributeError, KeyError, OverflowError, RecursionError, TypeError, ValueError)
"""What reading a line raises that is no record."""


class JournalError(Exception):
    """A journal cannot be read or written; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Record:
    """What a journal keeps of one submission.

    Attributes
    ----------
    submission : str
        Whose it is.
    assignment : str
        What it was graded as; empty if nothing tells.
    path : str
        Its file, as seen from the folder of the journal: the key of the record.
    content : str
        The digest of the file's bytes; empty if it could not be read.
    course : str
        The digest of all that the result depends on beside the file: the compiled assignment,
        the version of the grader.
    code : str
        The fingerprint of its code; empty if there is none.
    report : Report or None
        None if there is nothing that could be graded.
    error : str
        Why the file could not be graded; empty if it could.
    only : mapping
        For exercises that were graded by themselves after the rest: the digest of what they were
        graded from.
    id : str
        What a learning platform knows the student by; empty if nothing tells.
    """

    submission: str
    assignment: str
    path: str
    content: str
    course: str
    code: str
    report: Report | None
    error: str = ""
    only: Mapping[str, str] = field(default_factory=dict)
    id: str = ""

    def line(self) -> str:
        """Write the record as one line of JSON."""
        report = None if self.report is None else report_as_dict(self.report, pictures=True)
        texts = {key: getattr(self, key) for key in TEXTS}
        plain: dict[str, object] = {"schema": SCHEMA, **texts, "report": report}
        if self.only:
            plain["only"] = dict(self.only)
        if self.id:
            plain["id"] = self.id
        return json.dumps(plain, ensure_ascii=False, separators=(",", ":")) + "\n"


def record_from_line(line: bytes) -> Record:
    """Read a record from its line.

    Raises
    ------
    KeyError, TypeError, ValueError
        If it is none.
    """
    plain: Any = json.loads(line)
    if not line.endswith(b"\n"):
        raise ValueError("it breaks off")
    if plain["schema"] != SCHEMA:
        raise ValueError("it was written by another version of the grader")
    texts: dict[str, str] = {key: plain[key] for key in TEXTS}
    if not all(isinstance(text, str) for text in texts.values()):
        raise TypeError("a text is no text")
    report = None if plain["report"] is None else report_from_dict(plain["report"])
    identity = plain.get("id", "")
    if not isinstance(identity, str):
        raise TypeError("an id is no text")
    return Record(**texts, report=report, only=dict(plain.get("only", {})), id=identity)


def absent_from_line(line: bytes) -> frozenset[str] | None:
    """Read which files the last run did not come across; None if a line says something else.

    Raises
    ------
    TypeError, ValueError
        If it breaks off, or names something else than files.
    """
    if not line.startswith(ABSENT.encode()):
        return None
    plain: Any = json.loads(line)
    keys: list[object] = plain["absent"]
    if not line.endswith(b"\n") or not all(isinstance(key, str) for key in keys):
        raise ValueError("it breaks off")
    return frozenset(map(str, keys))


def _encoded(line: str) -> bytes:
    """Write a line as bytes; a name in it may hold half a character, which JSON can write."""
    return line.encode("utf-8", "surrogatepass")


def read_records(path: Path) -> list[Record]:
    """Read a journal: the last record of each file, in the order of submissions.

    Raises
    ------
    JournalError
        If there is none, or a line other than the last is damaged.
    """
    with Journal(path, write=False) as journal:
        return sorted(journal, key=order)


def order(record: Record) -> tuple[str, str, str]:
    """Give the place of a record among others: by submission, assignment and file."""
    return record.submission, record.assignment, record.path


class Journal:
    """An open journal: a mapping from file to record that keeps its records on disk.

    Use it as a context manager. What it holds in memory is where each record stands. A file that
    the last run did not come across can be asked for by its name, and is not listed.

    Parameters
    ----------
    path : Path
        The file; one that is to be written is made if it is not there.
    write : bool
        Whether records will be added. Two runs cannot write one journal at the same time.

    Raises
    ------
    JournalError
        If the file cannot be used, or a line other than the last is damaged.
    """

    def __init__(self, path: Path, *, write: bool = True) -> None:
        self.path = path
        self._places: dict[str, tuple[int, int]] = {}
        self._absent: frozenset[str] = frozenset()
        self._end = 0
        if path.exists() and not path.is_file():
            raise JournalError(f"{path} is not a file; name a file for the journal")
        try:
            self._file = path.open("a+b" if write else "rb", buffering=0)
        except OSError as error:
            message = f"the journal {path} cannot be opened: {error.strerror}"
            raise JournalError(message) from None
        try:
            if write:
                self._lock()
            self._index()
            if write:
                # What is left of a line that broke off would spoil the next one.
                self._file.truncate(self._end)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _lock(self) -> None:
        with suppress(ImportError):  # Windows has no such locks
            import fcntl

            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                message = (
                    f"another run is writing the journal {self.path}; wait until it ends, or name "
                    "another journal"
                )
                raise JournalError(message) from None

    def _index(self) -> None:
        """Find the last record of each file."""
        damaged: tuple[int, Exception] | None = None
        with self.path.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                if damaged is not None:
                    raise self._damage(*damaged)
                try:
                    absent = absent_from_line(line)
                    key = record_from_line(line).path if absent is None else None
                except UNREADABLE as error:
                    damaged = number, error
                    continue
                if key is not None:
                    self._places[key] = self._end, len(line)
                self._absent = self._absent if absent is None else absent
                self._end += len(line)

    def see(self, paths: Collection[str]) -> None:
        """Note which files a run came across; the others are not listed from now on.

        Raises
        ------
        JournalError
            If that cannot be written.
        """
        absent = frozenset(self._places).difference(paths)
        if absent != self._absent:
            keys = json.dumps(sorted(absent), ensure_ascii=False, separators=(",", ":"))
            self._write(_encoded(f"{ABSENT}{keys}}}\n"))
            self._absent = absent

    def _damage(self, number: int, error: Exception) -> JournalError:
        return JournalError(
            f"line {number} of the journal {self.path} is damaged ({error}); delete that line, and "
            "its submission is graded again"
        )

    def append(self, record: Record) -> None:
        """Add a record.

        Raises
        ------
        JournalError
            If it cannot be written: then the journal is as it was.
        """
        self.append_line(record.path, record.line())

    def append_line(self, path: str, line: str) -> None:
        """Add a record that is a line already.

        Raises
        ------
        JournalError
            If it cannot be written: then the journal is as it was.
        """
        data = _encoded(line)
        start = self._end
        self._write(data)
        self._places[path] = start, len(data)

    def _write(self, data: bytes) -> None:
        try:
            rest = data
            while rest:
                # Where the system takes a part, it says why when it is given the rest.
                rest = rest[self._file.write(rest) :]
        except OSError as error:
            self._file.truncate(self._end)
            message = (
                f"the journal {self.path} cannot be written: {error.strerror}; what it holds is "
                "whole: make room and run the same command again to go on"
            )
            raise JournalError(message) from None
        self._end += len(data)

    def line(self, path: str) -> bytes:
        """Read the line of a file.

        Raises
        ------
        KeyError
            If there is no record of it.
        """
        start, length = self._places[path]
        self._file.seek(start)
        return self._file.read(length)

    def get(self, path: str) -> Record | None:
        """Read the record of a file; None if there is none."""
        return record_from_line(self.line(path)) if path in self._places else None

    def __len__(self) -> int:
        """Count the files that have a record and that the last run came across."""
        return len(self._places.keys() - self._absent)

    def __iter__(self) -> Iterator[Record]:
        """Read the last record of each listed file, in the order in which the files came."""
        for path in [path for path in self._places if path not in self._absent]:
            yield record_from_line(self.line(path))
