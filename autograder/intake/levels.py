"""Tell which part of a path is the student, by comparing all paths of a class.

A path below what the user named is a row of names. Some of these are an assignment's or anybody's
(``src``, ``final``, ``week 2``), some are the same everywhere, and one tells the student. That
level is the outermost one whose names may be persons and below which each has handed in one thing
for each assignment; where the names of a learning platform stand, it is theirs.

Students choose what lies in their own folders. So each folder counts as one, however many it holds:
nothing below one student's folder outvotes the others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from autograder.intake.names import Name, base_of
from autograder.intake.platforms import CERTAIN, Label, read_attempt, read_label

Row = tuple[str, ...]
"""The names of a path: folders, and the file without its ending."""
HALF = 0.5


@dataclass(frozen=True, slots=True)
class Level:
    """Where in a row the student stands.

    Attributes
    ----------
    place : int
        The number of the name, from 0.
    nesting : int
        How many times it was looked for again, in a folder that stands among the students' and
        is none.
    """

    place: int
    nesting: int = 0


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What speaks for a level.

    Attributes
    ----------
    units : int
        How many names there are.
    labelled, named, numbered : float
        The share of names that a platform gave, that may be persons, and that are told apart by
        numbers or letters alone.
    single : float
        The share of them below which there is one thing for each assignment.
    spread : float
        How seldom a name is found again elsewhere: 1 where it never is.
    students : int
        How many students the platform's names tell.
    is_certain : bool
        Whether a platform's name is one that nobody else gives.
    has_house : bool
        Whether a name that may be a person's is a folder's.
    """

    units: int
    labelled: float
    named: float
    numbered: float
    single: float
    spread: float
    students: int
    is_certain: bool
    has_house: bool


def find_levels(
    rows: Sequence[Row], is_notebook: Sequence[bool], read: Callable[[str], Name]
) -> list[Level | None]:
    """Find the student in each row.

    Parameters
    ----------
    rows : sequence of tuple of str
        The paths of files that may be handed in.
    is_notebook : sequence of bool
        For each of them, whether it is a notebook: beside these, modules count little.
    read : callable
        Reads a name.

    Returns
    -------
    list of Level or None
        For each path; None where nothing tells a student.
    """
    levels: list[Level | None] = [None] * len(rows)
    waiting = [(0, 0, list(range(len(rows))))]
    while waiting:
        skipped, nesting, members = waiting.pop()
        own = [rows[number][skipped:] for number in members]
        place = _choose(own, [is_notebook[number] for number in members], read)
        if place is None:
            # A name like anybody's among students' names: what lies in there tells nobody else.
            if skipped and not read(rows[members[0]][skipped - 1]).is_work:
                for number in members:
                    levels[number] = Level(skipped - 1, nesting - 1)
            continue
        is_numbered = not any(_is_told(row, place, read) for row in own)
        inside: dict[Row, list[int]] = defaultdict(list)
        for number, row in zip(members, own, strict=True):
            at = min(place, len(row) - 1)
            if _is_told(row, at, read) or (is_numbered and at == place):
                levels[number] = Level(skipped + at, nesting)
            elif len(row) > place + 1:
                inside[row[: place + 1]].append(number)
            elif not read(row[at]).is_work:
                levels[number] = Level(skipped + at, nesting)
        waiting += [(skipped + place + 1, nesting + 1, group) for group in inside.values()]
    return levels


def _is_told(row: Row, place: int, read: Callable[[str], Name]) -> bool:
    if place >= len(row):
        return False
    return bool(read(row[place]).person or label_at(row, place))


def label_at(row: Row, place: int) -> Label | None:
    """Read the name that a platform gave; None if none did."""
    return read_label(row[place], row[place + 1] if place + 1 < len(row) else "")


def _choose(
    rows: Sequence[Row], is_notebook: Sequence[bool], read: Callable[[str], Name]
) -> int | None:
    """Choose the level at which the students stand."""
    evidence = list(_weigh(rows, is_notebook, read))
    for place, found in enumerate(evidence):
        is_plural = found.students > 1 or (place == 0 and (found.is_certain or found.units == 1))
        if found.labelled > HALF and is_plural:
            return place
    tests: tuple[Callable[[_Evidence], bool], ...] = (
        lambda one: one.named >= HALF and one.single >= HALF and one.spread > HALF,
        lambda one: one.named >= HALF and one.units > 1 and one.spread >= HALF,
        lambda one: one.numbered > HALF and one.units > 1 and min(one.single, one.spread) >= HALF,
        lambda one: one.has_house and one.units > 1 and one.spread >= HALF,
    )
    for holds in tests:
        for place, found in enumerate(evidence):
            if holds(found):
                return place
    return None


def _weigh(
    rows: Sequence[Row], is_notebook: Sequence[bool], read: Callable[[str], Name]
) -> Iterator[_Evidence]:
    """Weigh the levels, from the outermost on."""
    weights: dict[Row, float] = {(): 1.0}
    units: dict[Row, list[int]] = {(): list(range(len(rows)))}
    parents: dict[Row, Row] = {(): ()}
    for place in range(max(map(len, rows), default=0)):
        below: dict[Row, dict[Row, list[int]]] = defaultdict(lambda: defaultdict(list))
        for unit, members in units.items():
            for number in members:
                if len(rows[number]) > place:
                    below[unit][rows[number][: place + 1]].append(number)
        weights = {
            unit: weights[above] / len(found) for above, found in below.items() for unit in found
        }
        # A student is found again below each assignment, and that speaks for the name.
        parents = {
            unit: parents[above]
            if not above or read(above[-1]).is_work
            else (*parents[above], above[-1])
            for above, found in below.items()
            for unit in found
        }
        units = {unit: members for found in below.values() for unit, members in found.items()}
        yield _evidence(rows, is_notebook, read, place, units, weights, parents)


def _evidence(
    rows: Sequence[Row],
    is_notebook: Sequence[bool],
    read: Callable[[str], Name],
    place: int,
    units: dict[Row, list[int]],
    weights: dict[Row, float],
    parents: dict[Row, Row],
) -> _Evidence:
    total = sum(weights.values())
    labels = {unit: label_at(rows[members[0]], place) for unit, members in units.items()}
    names = {unit: read(unit[-1]) for unit in units}

    def share(holds: Callable[[Row], bool]) -> float:
        return sum(weights[unit] for unit in units if holds(unit)) / total

    values = {unit: names[unit].person or unit[-1] for unit in units}
    return _Evidence(
        len(units),
        share(lambda unit: bool(labels[unit])),
        share(lambda unit: bool(names[unit].person or labels[unit])),
        share(lambda unit: _is_number(unit[-1], read)),
        share(
            lambda unit: _is_single([(rows[i], is_notebook[i]) for i in units[unit]], place, read)
        ),
        len(set(values.values())) / len({(parents[unit], values[unit]) for unit in units}),
        len({(label.student, label.id) for label in labels.values() if label}),
        any(label.platform in CERTAIN for label in labels.values() if label),
        any(
            names[unit].person and len(rows[members[0]]) > place + 1
            for unit, members in units.items()
        ),
    )


def _is_number(name: str, read: Callable[[str], Name]) -> bool:
    """Tell names that differ from each other by a number or a letter, as ``team 7``."""
    differs = len(name) == 1 or any(char.isdecimal() for char in name)
    return differs and not read(name).is_work and not read_attempt([name])


def _is_single(
    members: Sequence[tuple[Row, bool]], place: int, read: Callable[[str], Name]
) -> bool:
    """Tell whether there is one thing for each assignment; scratch paper and copies aside."""
    if len(members) == 1:
        return True
    attempts = {row: read_attempt(row[place + 1 : -1]) for row, _ in members}
    if all(attempts.values()):
        latest = max(attempts.values())
        members = [one for one in members if attempts[one[0]] == latest]
    groups: dict[str, list[tuple[Row, bool]]] = defaultdict(list)
    for row, notebook in members:
        groups[hint_of(row, read)].append((row, notebook))
    if len(groups) > 1:
        groups.pop("", None)
    for group in groups.values():
        exact = [one for one in group if read(one[0][-1]).is_exact]
        chosen = exact or [one for one in group if one[1]] or group
        shallowest = min(len(row) for row, _ in chosen)
        things = {(*row[:-1], _base(row[-1], read)) for row, _ in chosen if len(row) == shallowest}
        if len(things) > 1:
            return False
    return True


def _base(name: str, read: Callable[[str], Name]) -> str:
    return base_of(read(name).unstamped)


def hint_of(row: Row, read: Callable[[str], Name]) -> str:
    """Give the assignment that a path names: the file's name goes before those of its folders."""
    return next((found for name in reversed(row) if (found := read(name).assignment)), "")
