"""Give each file its student: a name that is nobody else's."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.intake.folders import Found
from autograder.intake.hand_in import ENDINGS, HandIn, split_ending
from autograder.intake.levels import Level, Row, find_levels, hint_of, label_at
from autograder.intake.names import Name, base_of, copy_of, strip_common, tidy
from autograder.intake.platforms import Label, read_attempt, split_heads

LONGEST = 100
"""A student's name is no longer than this; students choose what files are called."""
DASH = " - "
SUBMITTED = "submitted"
"""Where nbgrader keeps ``<student>/<assignment>/<notebook>``: there a folder is the student."""
SUBMISSIONS = "-submissions"
"""What GitHub Classroom adds to the name of a repository for the folder of all of them."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that may be handed in.

    Attributes
    ----------
    root : Path
        What the user named.
    found : Found
        Where it lies below that.
    row : tuple of str
        The names by which it is compared with the others.
    """

    root: Path
    found: Found
    row: Row

    @property
    def is_notebook(self) -> bool:
        """Whether it is a notebook, not a module."""
        return split_ending(self.path.name)[1] == ENDINGS[0]

    @property
    def relative(self) -> str:
        """Where it lies below the root, as one text."""
        return "/".join(self.found.parts)

    @property
    def path(self) -> Path:
        """Where it was found."""
        return self.root.joinpath(*self.found.parts)


@dataclass(frozen=True, slots=True)
class Claim:
    """A file, and whose work for what it is taken to be.

    Attributes
    ----------
    hand_in : HandIn
        The file; its student is unique.
    said : str
        The student as it stands in the path.
    unit : tuple of str
        What is one student's: their folder or upload.
    nesting : int
        How far below the class's other students it lies.
    is_exact : bool
        Whether it bears the name of the assignment and no more.
    is_notebook : bool
        Whether it is a notebook, not a module.
    attempt : tuple of int
        When, or for which time, the whole was handed in; empty if nothing tells.
    base : str
        The name of the file without what a platform added.
    revision : int
        Which file of this name it is.
    depth : int
        How many folders below the student's it lies.
    home : tuple of str
        The path down to the name that tells the student.
    """

    hand_in: HandIn
    said: str
    unit: Row
    nesting: int = 0
    is_exact: bool = False
    is_notebook: bool = True
    attempt: tuple[int, ...] = ()
    base: str = ""
    revision: int = 0
    depth: int = 0
    home: Row = ()


def identify(
    candidates: Sequence[Candidate],
    assignments: tuple[str, ...],
    read: Callable[[str], Name],
    above: Path,
    fallback: Callable[[Candidate], str],
) -> tuple[list[Claim], list[Candidate]]:
    """Tell whose each file is.

    Parameters
    ----------
    candidates : sequence of Candidate
        The files.
    assignments : tuple of str
        The names of all assignments.
    read : callable
        Reads a name.
    above : Path
        The folder that all of them lie in.
    fallback : callable
        Names the student where no path below the roots tells one.

    Returns
    -------
    list of Claim
        The files whose student is known.
    list of Candidate
        The others.
    """
    rows = [candidate.row for candidate in candidates]
    levels = find_levels(rows, [candidate.is_notebook for candidate in candidates], read)
    if not any(levels):
        return [claim_outside(one, read, fallback(one)) for one in candidates], []
    known = [(one, at) for one, at in zip(candidates, levels, strict=True) if at is not None]
    lost = [one for one, at in zip(candidates, levels, strict=True) if at is None]
    labels = {one.row: label_at(one.row, at.place) for one, at in known}
    heads = [one.student for one in labels.values() if one and one.platform == "Blackboard"]
    students = split_heads(heads, assignments) if heads else {}
    persons = _persons(
        [(one.row, at) for one, at in known if not labels[one.row]], read, above.name
    )
    claims = [_claim(one, at, labels[one.row], students, persons, read) for one, at in known]
    # A folder of one assignment has no need of its name in those of its files.
    names = map(read, (above.name, above.parent.name))
    context = next((name.assignment for name in names if name.is_exact), "")
    return distinguish([_hinted(claim, context) for claim in claims]), lost


def _hinted(claim: Claim, hint: str) -> Claim:
    if claim.hand_in.hint or not hint:
        return claim
    return replace(claim, hand_in=replace(claim.hand_in, hint=hint))


def claim_outside(candidate: Candidate, read: Callable[[str], Name], student: str) -> Claim:
    """Claim a file for a student whom the root, or what it lies in, names.

    Parameters
    ----------
    candidate : Candidate
        The file.
    read : callable
        Reads a name.
    student : str
        The student.
    """
    name = read(candidate.row[-1])
    hand_in = _hand_in(candidate, tidy(student) or "unnamed", hint_of(candidate.row, read))
    return Claim(
        hand_in,
        student,
        (str(candidate.root), student),
        is_exact=name.is_exact,
        is_notebook=candidate.is_notebook,
        attempt=read_attempt(candidate.row[:-1]),
        base=name.unstamped,
        revision=name.moment,
        depth=len(candidate.row),
    )


def _hand_in(candidate: Candidate, student: str, hint: str, identity: str = "") -> HandIn:
    copy = candidate.found.copy
    return HandIn(candidate.root, candidate.relative, student, hint, identity, copy)


def _persons(
    rows: Iterable[tuple[Row, Level]], read: Callable[[str], Name], above: str
) -> dict[Row, str]:
    """Find the students' names in the names that tell them, compared with those beside them."""
    persons: dict[Row, str] = {}
    fixed: set[Row] = set()
    groups: dict[tuple[int, int], set[Row]] = defaultdict(set)
    for row, level in rows:
        unit = row[: level.place + 1]
        if _is_nbgrader(row, level, read, above):
            fixed.add(unit)
        persons[unit] = unit[-1] if unit in fixed else _person(unit, read)
        groups[level.place, level.nesting].add(unit)
    for units in groups.values():
        names = {persons[unit] for unit in units - fixed}
        if sum(DASH in unit[-1] for unit in units) > len(units) / 2:
            _split_at_dashes(persons, units - fixed)
            names = {persons[unit] for unit in units - fixed}
        left = strip_common(sorted(names)) if len(names) > 1 else {}
        for unit in units - fixed:
            person = persons[unit]
            # Beside "alice", a file "alice (1)" is a copy that a browser made.
            base = base_of(person) if person.endswith(")") else person
            whole = base if base in names else person
            persons[unit] = left.get(whole, whole)
    return persons


def _split_at_dashes(persons: dict[Row, str], units: Iterable[Row]) -> None:
    """Take what stands before a dash, as Google Classroom names files: ``Ada Lovelace - sheet``."""
    heads = {unit: persons[unit].partition(DASH)[0] for unit in units}
    if len(set(heads.values())) == len({persons[unit] for unit in units}):
        persons.update(heads)


def _person(unit: Row, read: Callable[[str], Name]) -> str:
    text = unit[-1]
    if len(unit) > 1 and unit[-2].endswith(SUBMISSIONS):
        slug = unit[-2].removesuffix(SUBMISSIONS) + "-"
        if text.startswith(slug):
            return text.removeprefix(slug) or text
    return read(text).person or text


def _is_nbgrader(row: Row, level: Level, read: Callable[[str], Name], above: str) -> bool:
    """Tell nbgrader's own layout, where the name of the folder is the student's."""
    below = row[level.place + 1 :]
    folder = row[level.place - 1] if level.place else above
    return folder == SUBMITTED and len(below) == 2 and bool(read(below[0]).assignment)


def _claim(
    candidate: Candidate,
    level: Level,
    label: Label | None,
    heads: Mapping[str, str],
    persons: Mapping[Row, str],
    read: Callable[[str], Name],
) -> Claim:
    row, place = candidate.row, level.place
    file = read(row[-1])
    if label is None:
        said, identity = persons[row[: place + 1]], ""
        unit: Row = (*row[:place], said)
    else:
        said, identity = heads.get(label.student, label.student), label.id
        unit = (label.platform, identity, said)
        if label.file and place == len(row) - 1:
            file = read(label.file)
    base, number = copy_of(file.unstamped)
    hint = hint_of((*row[:-1], file.text), read) or (read(label.file).assignment if label else "")
    return Claim(
        _hand_in(candidate, tidy(said) or "unnamed", hint, identity),
        said,
        unit,
        level.nesting,
        file.is_exact,
        candidate.is_notebook,
        (label.attempt if label else ()) or read_attempt(row[place + 1 : -1]),
        base,
        (label.revision or number if label else 0) or file.moment,
        len(row) - 1 - place,
        row[: place + 1],
    )


def distinguish(claims: Sequence[Claim]) -> list[Claim]:
    """Tell students of one name apart by what a platform knows them by.

    A name that is too long to be shown gets a digest of all of it.
    """
    ids: dict[str, set[str]] = defaultdict(set)
    for claim in claims:
        ids[claim.hand_in.student].add(claim.hand_in.id)
    told = []
    for claim in claims:
        student, identity = claim.hand_in.student, claim.hand_in.id
        if len(ids[student]) > 1 and identity:
            student += f" {tidy(identity)}"
        if len(student) > LONGEST:
            digest = hashlib.sha256(student.encode(errors="replace")).hexdigest()[:8]
            student = f"{student[: LONGEST - 10]}… {digest}"
        told.append(replace(claim, hand_in=replace(claim.hand_in, student=student)))
    return told
