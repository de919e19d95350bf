"""What a name in a path says: an assignment, a revision, a person, or nothing about either."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from autograder.intake.words import ANYBODYS, NO_NAME, SEASONS, WORK

WORDS = re.compile(r"[^\W\d_]+|\d+")
CAMEL = re.compile(r"(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ])")
STAMP = re.compile(
    r"(?:\d{14}|\d{8}[-_T]\d{6}|\d{4}-\d\d-\d\d(?:[-_T ]\d\d[-_:.h]?\d\d(?:[-_:.]?\d\d)?)?)"
    r"[-_ ]+(?=.)"
)
"""Some platforms put the time of the upload before a file's name."""
COURSE_CODE = re.compile(r"[A-Z]{2,5}[-_ ]?\d{3,4}[A-Z]?")
"""As in ``CS101``: universities name courses so."""
NUMBERED = re.compile(r"(?P<base>.+?)(?: ?\(\d{1,3}\)|[ _-]copy ?\d*|[-_ ]\d{1,2})", re.IGNORECASE)
COUNTED = re.compile(r"(?P<base>.+?) ?\((?P<number>\d{1,3})\)")
MOST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Name:
    """A folder's name, or a file's without its ending.

    Attributes
    ----------
    text : str
        As it stands there.
    assignment : str
        The assignment that it names; empty if none.
    person : str
        What may be a person's name: what is left without the assignment; empty if nothing.
    is_work : bool
        Whether it names an assignment, or a piece of work by its number.
    is_exact : bool
        Whether it names the assignment and nothing else.
    stamp : str
        What it begins with, where that is the time of the upload.
    """

    text: str
    assignment: str = ""
    person: str = ""
    is_work: bool = False
    is_exact: bool = False
    stamp: str = ""

    @property
    def unstamped(self) -> str:
        """The text without the time of the upload."""
        return self.text.removeprefix(self.stamp)

    @property
    def moment(self) -> int:
        """The time of the upload as a number: the later, the greater; 0 where there is none."""
        return int("".join(filter(str.isdecimal, self.stamp)).ljust(14, "0")) if self.stamp else 0


class _Word(NamedTuple):
    """A word of a name in small letters, and where it stands."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=1 << 16)
def read_name(text: str, assignments: tuple[str, ...]) -> Name:
    """Read a name.

    Examples
    --------
    >>> read_name("Numpy Basics - Ada Lovelace", ("numpy_basics",)).person
    'Ada Lovelace'
    >>> read_name("numpy-basics (1)", ("numpy_basics",)).person
    ''
    >>> read_name("alice-hw1", ()).person, read_name("My Work", ()).person
    ('alice', '')
    """
    stamp = STAMP.match(text)
    body = text[stamp.end() :] if stamp else text
    words = _words(body)
    found = _find_assignment(words, assignments)
    named = found or _find_work(words)
    if named is None:
        others = [word.text for word in words if not _is_anybodys(word.text)]
        is_season = len(words) > 1 and SEASONS.issuperset(others)
        is_anybodys = not others or is_season or COURSE_CODE.fullmatch(body)
        person = "" if is_anybodys else _side_of_dash(body)
        return Name(text, "", person, stamp=stamp[0] if stamp else "")
    assignment, first, last = named
    person = _join((body[: words[first].start], body[words[last].end :]))
    is_exact = bool(found) and len(words) == last - first + 1
    return Name(text, assignment, person, True, is_exact, stamp[0] if stamp else "")


def _words(text: str) -> list[_Word]:
    words = []
    for match in WORDS.finditer(text):
        begin, whole = match.start(), match[0]
        cuts = [0, *(cut.start() for cut in CAMEL.finditer(whole)), len(whole)]
        for start, end in pairwise(cuts):
            piece = unicodedata.normalize("NFC", whole[start:end]).lower()
            words.append(_Word(piece, begin + start, begin + end))
    return words


def _find_assignment(
    words: Sequence[_Word], assignments: Sequence[str]
) -> tuple[str, int, int] | None:
    """Find the words that name an assignment, however it is written."""
    whole = "".join(word.text for word in words)
    for assignment in assignments:
        wanted = _joined(assignment)
        if wanted not in whole:
            continue
        for first in range(len(words)):
            joined = ""
            for last in range(first, len(words)):
                joined += words[last].text
                if joined == wanted:
                    return assignment, first, last
    return None


@lru_cache(maxsize=256)
def _joined(assignment: str) -> str:
    return "".join(word.text for word in _words(assignment))


def _find_work(words: Sequence[_Word]) -> tuple[str, int, int] | None:
    """Find the words that name a piece of work by its number, as in ``hw1``."""
    for place, (word, number) in enumerate(pairwise(words)):
        if word.text in WORK and number.text.isdecimal() and len(number.text) < 3:
            return "", place, place + 1
    return None


def _is_anybodys(word: str) -> bool:
    """Tell words of names that anybody may have, from ``final`` to the year and a time's digits."""
    return (
        word in ANYBODYS
        or (word.isdecimal() and len(word) in (1, 2, 3, 4, 14))
        or (len(word) == 1 and word.isascii())
    )


def _join(sides: Sequence[str]) -> str:
    """Give what stands beside the name of an assignment, if that may be a person."""
    kept = []
    is_somebodys = True
    for piece in (piece for side in sides for piece in side.split(" - ")):
        words = [word.text for word in _words(piece)]
        if words and not all(map(_is_anybodys, words)):
            if len(words) > MOST_WORDS or NO_NAME & set(words):
                is_somebodys = False
            else:
                kept.append(piece.strip(" _-.,;:+()[]"))
    # Beside "Ada Lovelace - Copy of", what a dash parts off speaks for itself.
    return " ".join(kept) if is_somebodys or (kept and any(" - " in side for side in sides)) else ""


def _side_of_dash(text: str) -> str:
    """Where one side of a dash is anybody's, give the other: ``Ada Lovelace - final``."""
    left, dash, right = text.partition(" - ")
    if dash:
        is_left, is_right = (
            not all(_is_anybodys(word.text) for word in _words(side)) for side in (left, right)
        )
        if is_left != is_right:
            return (left if is_left else right).strip()
    return text


def base_of(text: str) -> str:
    """Give a file's name without the number that a copy got.

    Examples
    --------
    >>> base_of("final (2)"), base_of("final-3"), base_of("final")
    ('final', 'final', 'final')
    """
    match = NUMBERED.fullmatch(text)
    return match["base"] if match else text


def copy_of(text: str) -> tuple[str, int]:
    """Tell which upload of one name a file is, as platforms and browsers count them in brackets.

    Examples
    --------
    >>> copy_of("final (2)"), copy_of("final")
    (('final', 2), ('final', 0))
    """
    match = COUNTED.fullmatch(text)
    return (match["base"], int(match["number"])) if match else (text, 0)


def strip_common(names: Sequence[str]) -> dict[str, str]:
    """Take off what nearly all of some names begin or end with: a course's or a repository's name.

    Two names are enough where what they have in common is anybody's, as in ``hw-alice``.

    Parameters
    ----------
    names : sequence of str
        All different.

    Returns
    -------
    dict
        For each name what is left of it; all of them are different again.

    Examples
    --------
    >>> list(strip_common(["ml-alice", "ml-bob", "ml-carol-ann"]).values())
    ['alice', 'bob', 'carol-ann']
    """
    kept = {name: name for name in names}
    for pattern, end in ((r"([^-_]+(?:[-_]| - ))(.+)", 1), (r"(.+)((?:[-_]| - )[^-_]+)", 2)):
        while True:
            matches = {name: re.fullmatch(pattern, left) for name, left in kept.items()}
            affixes = [match[end] for match in matches.values() if match]
            common = max(sorted(set(affixes)), key=affixes.count, default="")
            least = 2 if all(_is_anybodys(word.text) for word in _words(common)) else 3
            if affixes.count(common) < max(least, 0.8 * len(names)):
                break
            stripped = {
                name: match[3 - end] if match and match[end] == common else kept[name]
                for name, match in matches.items()
            }
            changed = [left for name, left in stripped.items() if left != kept[name]]
            is_names = all(len(re.findall(r"[^\W\d_]", left)) > 1 for left in changed)
            if not is_names or len(set(stripped.values())) < len(names):
                break
            kept = stripped
    return kept


def tidy(text: str) -> str:
    r"""Write a student's name so that it can be shown, and be a folder's.

    Examples
    --------
    >>> tidy("Ada  Lovelace. "), tidy("a\x1b[2Jb")
    ('Ada Lovelace', 'a?[2Jb')
    """
    words = " ".join(unicodedata.normalize("NFC", text).split()).strip(" .")
    return "".join(char if char.isprintable() else "?" for char in words).replace("/", "?")
