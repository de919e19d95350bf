"""The screen of a watcher, drawn for the size that the terminal has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.progress_bar import ProgressBar
from rich.segment import Segment, Segments
from rich.table import Table
from rich.text import Text

from autograder.practice.outcome import is_done, points_so_far
from autograder.practice.watch.view import View
from autograder.render.marks import MARKS, mark_of, points
from autograder.render.practice import (
    Examples,
    overview_rows,
    points_on_examples,
    said_of,
    shown_checks,
    word_of,
)
from autograder.report import CheckResult, Outcome

KEYS = "h hint   n next   a all   q quit"
WIDEST_BAR = 60


def draw(view: View, console: Console) -> RenderableType:
    """Draw a view: what does not fit between head and foot is cut, and said to be."""
    width, height = console.size
    head, foot = _lines(_head(view, width), console), _lines(_foot(view), console)
    body = _lines(_body(view, width), console)
    room = max(height - len(head) - len(foot) - 1, 1)
    if len(body) > room:
        said = _lines(Text("  … make the window higher", "dim"), console)
        # Who opens a hint wants to see it: then the end is shown, else the start.
        last = room - 2 if view.hints and not view.all and room > 2 else 0
        body = [*body[: room - 1 - last], *said, *body[len(body) - last :]]
    blank: list[list[Segment]] = [[] for _ in range(room - len(body))]
    rows = [*head, *body, *blank, *foot]
    segments: list[Segment] = []
    for number, row in enumerate(rows):
        segments += [Segment.line()] if number else []
        segments += row
    return Segments(segments)


def _lines(shown: RenderableType, console: Console) -> list[list[Segment]]:
    return console.render_lines(shown, pad=False)


def summary(view: View) -> str:
    """Say in a line how far the file is."""
    done = sum(map(is_done, view.results))
    score, most = points_so_far(view.assignment, view.results)
    return f"{points(score, most)} points · {done} of {len(view.results)} exercises"


def _head(view: View, width: int) -> RenderableType:
    score, most = points_so_far(view.assignment, view.results)
    line = Table.grid(padding=(0, 2))
    long = min(WIDEST_BAR, max(width - 44, 8))
    done = "green"
    bar = ProgressBar(most or 1, score, long, complete_style=done, finished_style=done)
    line.add_row(bar, summary(view))
    return Group(Text(view.assignment.title, "bold"), line, Text())


def _foot(view: View) -> RenderableType:
    note = f"{view.note} · " if view.note else ""
    return Group(Text(), Text(f"{note}waiting for a save"), Text(KEYS, "dim"))


def _body(view: View, width: int) -> RenderableType:
    return _overview(view, width) if view.all else Group(*_exercise(view))


def _overview(view: View, width: int) -> RenderableType:
    """List all exercises, a line each."""
    rows = overview_rows(view.results)
    names, scores = (max(len(row[column]) for row in rows) for column in (0, 1))
    lines = []
    for result, (name, earned, said) in zip(view.results, rows, strict=True):
        mark = MARKS[result.outcome]
        line = Text.assemble(
            (f"{mark.sign}  ", mark.colour),
            (name.ljust(names), "bold" if name == view.focus else ""),
            f"  {earned.ljust(scores)}  {said}",
        )
        line.truncate(width, overflow="ellipsis")
        lines.append(line)
    return Group(*lines)


def _checks(checks: Sequence[CheckResult], examples: Examples) -> RenderableType:
    """Draw the table of the checks; columns that would be empty are left out."""
    has_values = any(check.expected or check.got for check in checks)
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0))
    table.add_column(width=1)
    for heading in ("check", "expected", "got") if has_values else ("check",):
        table.add_column(heading)
    for check in checks:
        mark = mark_of(check)
        name = Text(check.name)
        if said := said_of(check, examples):
            name.append(f"\n{said}", "dim")
        if check.name in examples.calls:
            name.append(f"\nin {examples.calls[check.name]}", "dim")
        values = (Text(check.expected), Text(check.got)) if has_values else ()
        table.add_row(Text(mark.sign, mark.colour), name, *values)
    return table


def _exercise(view: View) -> Iterator[RenderableType]:
    """Draw the exercise that is looked at: its checks, and the hints that are open."""
    result = view.result
    mark = MARKS[result.outcome]
    yield Text.assemble(
        (f"{mark.sign} ", mark.colour),
        (result.name, "bold"),
        f"   {points_on_examples(result)}   {word_of(result, view.examples)}",
    )
    if result.message and result.outcome is not Outcome.NOT_ATTEMPTED:
        yield Padding(Text(result.message), (0, 2))
    if result.outcome is Outcome.NOT_ATTEMPTED:
        yield Padding(Text("Write it, and save the file."), (0, 2))
    else:
        yield _checks(shown_checks(result, view.examples), view.examples)
    for problem in view.problems[:3]:
        yield Text(f"! {problem}", "yellow")
    levels = view.levels
    for number, level in enumerate(levels[: view.hints], start=1):
        yield Text(f"\nHint {number} of {len(levels)}", "bold")
        yield Padding(Text(level.text), (0, 2))
        if level.code:
            yield Padding(Text(level.code, "cyan"), (0, 2, 0, 4))
