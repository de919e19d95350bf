"""A class in a terminal: what is on top of its page, in a screen's length."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from autograder.classroom.statistics import AssignmentStatistics, Item
from autograder.classroom.summary import Band
from autograder.render.marks import MARKS
from autograder.report.text import counted, one_line

BLOCKS = " ▏▎▍▌▋▊▉█"
BAR = 12
TOP = 8
NAME = 40
"""A name takes no more room than this; students choose theirs."""


def class_summary(statistics: Sequence[AssignmentStatistics]) -> RenderableType:
    """Show what a class did, assignment by assignment."""
    return Group(*(part for one in statistics for part in _assignment(one)))


def _assignment(one: AssignmentStatistics) -> Iterator[RenderableType]:
    name = one.assignment or "not known which assignment"
    yield Text(
        f"{one_line(name, NAME)} · {counted(len(one.submissions), 'submission')}", style="bold"
    )
    if one.distribution is not None:
        spread = one.distribution
        yield Text(
            f"median {spread.median:.1f} %   mean {spread.mean:.1f} %   "
            f"middle half {spread.lower:.0f} to {spread.upper:.0f} %"
        )
    yield from (Text(line, style="yellow") for line in _attention(one))
    if one.items:
        yield _exercises(one.items)
    if one.mistakes:
        yield _mistakes(one)
    if one.untouched:
        yield Text(f"{counted(len(one.untouched), 'student')} attempted nothing")
    if one.same_code:
        students = sum(len(group.students) for group in one.same_code)
        yield Text(
            f"{counted(len(one.same_code), 'group')} with the same code, "
            f"{counted(students, 'student')}; who they are is on the page (--html DIR)"
        )
    yield Text()


def _attention(one: AssignmentStatistics) -> Iterator[str]:
    if one.unreadable:
        names = ", ".join(one_line(found.submission, NAME) for found in one.unreadable[:4])
        more = ", …" if len(one.unreadable) > 4 else ""
        yield f"! {counted(len(one.unreadable), 'file')} could not be graded: {names}{more}"
    kinds: Counter[str] = Counter()
    for incident in one.incidents:
        kinds[MARKS[incident.outcome].word] += len(incident.students)
    if kinds:
        said = ", ".join(f"{word} {number:,}" for word, number in kinds.items())
        yield f"! exercises that neither pass nor fail: {said}"


def _exercises(items: Sequence[Item]) -> Table:
    table = Table(box=None, pad_edge=False, show_edge=False)
    table.add_column("exercise", no_wrap=True)
    for heading in ("points", "all", "some", "none", "not tried"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("difficulty", no_wrap=True)
    table.add_column("discrimination", justify="right", no_wrap=True)
    for item in items:
        bands = item.bands
        counts = (
            bands[Band.FULL],
            bands[Band.PART],
            bands[Band.NONE] + bands[Band.STOPPED],
            bands[Band.NOT_ATTEMPTED],
        )
        told = "" if item.discrimination is None else f"{item.discrimination:.2f}"
        table.add_row(
            Text(one_line(item.exercise, NAME)),
            f"{item.max_score:g}",
            *(f"{count:,}" for count in counts),
            Text(f"{item.difficulty:.2f} {bar(item.difficulty)}"),
            told,
        )
    return table


def _mistakes(one: AssignmentStatistics) -> Table:
    table = Table(box=None, pad_edge=False, show_edge=False)
    table.add_column("students", justify="right", no_wrap=True)
    table.add_column("mistake", overflow="fold")
    for mistake in one.mistakes[:TOP]:
        name = one_line(f"{mistake.exercise}: {mistake.misconception}", 2 * NAME)
        table.add_row(f"{len(mistake.students):,}", Text(name))
    if len(one.mistakes) > TOP:
        table.add_row(
            "", Text(f"and {counted(len(one.mistakes) - TOP, 'rarer mistake')}", style="dim")
        )
    return table


def bar(share: float) -> str:
    """Draw a share as a bar of text.

    Examples
    --------
    >>> bar(0.5)
    '██████'
    """
    eighths = round(min(max(share, 0), 1) * BAR * 8)
    return "█" * (eighths // 8) + BLOCKS[eighths % 8].strip()
