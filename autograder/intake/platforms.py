"""How learning platforms name what they hand out, as their documentation and their code have it.

- Moodle: ``Ada Lovelace_4711_assignsubmission_file/numpy_basics.ipynb``, or in one name; the group
  of those who have none has no number.
- Canvas: ``lovelaceada_LATE_4711_83_numpy_basics-1.ipynb``, ``anon_x7Kp2_83_numpy_basics.ipynb``.
- Blackboard: ``Week 2_alovelace_attempt_2026-10-01-12-00-00_numpy_basics.ipynb``.
- Brightspace: ``4711-83 - Ada Lovelace - Oct 1, 2026 1205 PM/numpy_basics.ipynb``, or in one name,
  and there also without the date.
- Sakai: ``Lovelace, Ada(alovelace)/Submission attachment(s)/numpy_basics.ipynb``.
- ILIAS: ``Lovelace_Ada_alovelace_4711/20261001120000_numpy_basics.ipynb``.
- nbgrader's exchange: ``alovelace+numpy_basics+2026-10-01 12:00:00 UTC+x7Kp2/numpy_basics.ipynb``.

What a platform writes stands first in a name, what a student chose comes last: patterns take the
first place that fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SAKAI_FOLDER = re.compile(r"submission attachment\(s\)", re.IGNORECASE)
SAKAI_FEEDBACK = re.compile(r"feedback attachment\(s\)", re.IGNORECASE)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DATE = (
    r"(?:(?P<month>[^\W\d_]+)\.? (?P<day>\d{1,2})|(?P<day2>\d{1,2})\.? (?P<month2>[^\W\d_]+))"
    r",? (?P<year>\d{4}),? (?P<hour>\d{1,2}?):?(?P<minute>\d\d)(?: (?P<half>[AP]M))?"
)
PATTERNS = {
    "Moodle": r"(?P<student>.+?)(?:_(?P<id>\d+))?_assignsubmission_[a-z]+(?:_(?P<file>.*))?",
    "Blackboard": r"(?P<student>.+?)_attempt_(?P<attempt>\d{4}(?:-\d\d){5})(?:_(?P<file>.+))?",
    "Brightspace": r"(?P<id>\d+)-\d+ ?- ?(?:[A-Z]?\d{5,} - )?(?P<student>.+?) ?- ?"
    + DATE
    + r"(?: - (?P<file>.+))?",
    "Brightspace, undated": r"(?P<id>\d+)-\d+ - (?P<student>.+?) - (?P<file>.+)",
    "nbgrader": r"(?P<student>[^+]+)\+(?P<file>[^+]+)\+"
    r"(?P<attempt>\d{4}-\d\d-\d\d[ _]\d\d.\d\d.\d\d(?:\.\d+)?)[ _]\w+(?:\+.*)?",
    "Canvas, anonymous": r"(?:LATE_)?(?P<student>anon_(?P<id>[^_]+))_(?:LATE_)?\d+_(?P<file>.+)",
    "Canvas": r"(?P<student>[^\W_].*?)_(?:LATE_)?(?P<id>\d+)_\d+_(?P<file>.+)",
    "ILIAS": r"(?P<student>[^\W\d_][^_]*(?:_[^_]+)+)_(?P<login>[^_]+)_(?P<id>\d{2,})",
}
COMPILED = {platform: re.compile(pattern) for platform, pattern in PATTERNS.items()}
CERTAIN = frozenset(
    {"Moodle", "Blackboard", "Brightspace", "Brightspace, undated", "nbgrader", "Sakai"}
)
"""Whose names nobody else gives; the others' may come about by chance."""
FOLDERS_ALONE = frozenset({"nbgrader", "ILIAS"})
REVISION = re.compile(r"(?P<file>.+)-(?P<revision>\d{1,3})")
SAKAI_STUDENT = re.compile(r"(?P<student>.+?) ?\((?P<id>[^()]+)\)(?P<rest>.*)")
ATTEMPT = re.compile(r"(?:version|attempt|versuch) ?[-_]?(\d{1,4})", re.IGNORECASE)
MOMENT = re.compile(r"\d{4}(?:[-_. T]?\d{2}){5}")
"""Platforms that keep all attempts number their folders, or name them by the second."""
BLIND = frozenset({"participant", "teilnehmer", "teilnehmer in"})
"""What platforms call everybody where names are hidden."""


@dataclass(frozen=True, slots=True)
class Label:
    """What the name that a platform gave says.

    Attributes
    ----------
    platform : str
        Which platform gave it.
    student : str
        Whose it is.
    id : str
        What the platform knows the student by; empty if the name does not say.
    file : str
        What the student called the file, without its ending; empty if that stands elsewhere.
    attempt : tuple
        When it was handed in, or how often, as something that can be compared; empty if unknown.
    revision : int
        Which file of one name it is: the last one is the newest.
    """

    platform: str
    student: str
    id: str = ""
    file: str = ""
    attempt: tuple[int, ...] = ()
    revision: int = 0


def read_label(name: str, below: str = "") -> Label | None:
    """Read the name that a platform gave to a folder or a file.

    Parameters
    ----------
    name : str
        A folder's name, or a file's without its ending.
    below : str
        For a folder, the name below it.

    Examples
    --------
    >>> read_label("love_lace_LATE_4711_83_my_work-2")
    Label(platform='Canvas', student='love_lace', id='4711', file='my_work', attempt=(), revision=2)
    >>> read_label("alice") is None
    True
    """
    if SAKAI_FOLDER.match(below) or SAKAI_FOLDER.search(name):
        return _sakai(name)
    for platform, pattern in COMPILED.items():
        match = pattern.fullmatch(name)
        if match is not None and (below or platform not in FOLDERS_ALONE):
            return _label(platform, match.groupdict())
    return None


def _label(platform: str, found: dict[str, str | None]) -> Label:
    student, identity, file = (found.get(key) or "" for key in ("student", "id", "file"))
    revision = 0
    if platform.startswith("Canvas") and (counted := REVISION.fullmatch(file)):
        file, revision = counted["file"], int(counted["revision"])
    if student.replace("_", " ").lower() in BLIND:
        student = f"{student} {identity}"
    attempt = tuple(map(int, re.findall(r"\d+", found.get("attempt") or "")))
    if platform == "Brightspace":
        attempt = _date(found)
    return Label(platform, student, identity, file, attempt, revision)


def _date(found: dict[str, str | None]) -> tuple[int, ...]:
    """Read a date such as ``Oct 1, 2026 1205 PM``; one in a language not known here is none."""
    month = (found.get("month") or found.get("month2") or "")[:3].lower()
    if month not in MONTHS:
        return ()
    day, year, hour, minute = (
        int(found[key] or 0)
        for key in ("day" if found.get("day") else "day2", "year", "hour", "minute")
    )
    if found.get("half"):
        hour = hour % 12 + 12 * (found["half"] == "PM")
    return year, MONTHS.index(month) + 1, day, hour, minute


def _sakai(name: str) -> Label:
    match = SAKAI_STUDENT.match(name)
    student, rest = (match["student"], match["rest"]) if match else (name, "")
    found = SAKAI_FOLDER.search(rest)
    file = rest[found.end() :].lstrip("_") if found else ""
    return Label("Sakai", student, match["id"] if match else "", file)


def read_attempt(folders: Iterable[str]) -> tuple[int, ...]:
    """Read the number of an attempt, or its moment, off the folders that lie above a file.

    Examples
    --------
    >>> read_attempt(["hw1", "Version 3"]), read_attempt(["src"])
    ((3,), ())
    """
    for folder in folders:
        if match := ATTEMPT.fullmatch(folder):
            return (int(match[1]),)
        if MOMENT.fullmatch(folder):
            return tuple(map(int, re.findall(r"\d+", folder)))
    return ()


def _common_start(texts: Sequence[str]) -> str:
    first, last = min(texts), max(texts)
    same = (place for place, (a, b) in enumerate(zip(first, last, strict=False)) if a != b)
    return first[: next(same, len(first))]


def split_heads(heads: Iterable[str], assignments: Iterable[str]) -> dict[str, str]:
    """Take the assignment off the names that Blackboard gives: ``Week 2_alovelace``.

    Either may hold the mark that stands between them: what all begin with is the assignment's.

    Examples
    --------
    >>> split_heads(["Week_2_ada_l", "Week_2_bob"], ())
    {'Week_2_ada_l': 'ada_l', 'Week_2_bob': 'bob'}
    """
    several = list(dict.fromkeys(heads))
    known = (f"{name}_" for name in assignments if all(h.startswith(f"{name}_") for h in several))
    alone = f"{several[0].rpartition('_')[0]}_" if len(several) == 1 else ""
    start = _common_start(several)
    common = next(known, alone or start[: start.rfind("_") + 1])
    return {head: head.removeprefix(common) or head for head in several}
