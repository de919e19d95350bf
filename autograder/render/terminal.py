"""Reports in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import fmean, quantiles

from rich.console import (
    Console,
    ConsoleOptions,
    ConsoleRenderable,
    Group,
    RenderableType,
    RenderHook,
    RenderResult,
)
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from autograder.render.console import LastingConsole
from autograder.render.marks import MARKS, carried, points_of
from autograder.report import CheckResult, ExerciseResult, Outcome, Report
from autograder.report.text import printable


class Harmless(RenderHook):
    """Stands before a terminal: whatever is printed, no text of it is obeyed there."""

    def process_renderables(self, renderables: list[ConsoleRenderable]) -> list[ConsoleRenderable]:
        """Wrap what is about to be printed."""
        return [_HarmlessText(one) for one in renderables]


class _HarmlessText:
    """Something to print, of which texts are printable and styles and layout stay."""

    def __init__(self, shown: ConsoleRenderable) -> None:
        self._shown = shown

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for segment in console.render(self._shown, options):
            if segment.control:
                yield segment
            else:
                yield Segment(printable(segment.text), segment.style)


def harmless(console: Console) -> Console:
    """Keep texts that students chose from steering a terminal."""
    console.push_render_hook(Harmless())
    return console


def stdout() -> Console:
    """Open the terminal; where nobody looks at a width, as in a pipe, lines are not broken."""
    console = LastingConsole(highlight=False)
    return harmless(console if console.is_terminal else LastingConsole(highlight=False, width=160))


def report_table(report: Report) -> RenderableType:
    """Show one report: a row for each exercise, with what went wrong and a hint."""
    table = Table(
        title=Text(f"{report.submission} · {report.assignment}"),
        title_justify="left",
        title_style="bold",
        show_footer=True,
        pad_edge=False,
        box=None,
    )
    table.add_column("", width=1)
    table.add_column("exercise", footer="total", no_wrap=True)
    total = points_of(report)
    table.add_column("points", footer=total, justify="right", no_wrap=True)
    table.add_column("what the grader saw", overflow="fold")
    for result in report.exercises:
        mark = MARKS[result.outcome]
        table.add_row(
            Text(mark.sign, style=mark.colour),
            Text(result.name, style="dim" if result.outcome is Outcome.NOT_ATTEMPTED else ""),
            points_of(result),
            Text(describe(result)),
        )
    problems = [Text(f"  ! {problem}", style="yellow") for problem in report.problems]
    return Group(table, *problems, Text())


def describe(result: ExerciseResult) -> str:
    """Say in a few lines what went wrong with an exercise, and what helps.

    Returns
    -------
    str
        Empty where nothing is left to say.
    """
    lines = [_carried(result), result.message]
    lines += [
        f"{'advice: ' if check.is_advice else ''}{check.name}: {check.message}{_example(check)}"
        for check in result.checks
        if check.outcome is Outcome.FAILED and check.message
    ]
    if result.misconception:
        lines.append(f"{result.misconception}: {result.hint}")
    return "\n".join(line for line in lines if line)


def _example(check: CheckResult) -> str:
    if not check.expected or check.expected.startswith(("shape", "length")):
        return ""
    return f" (expected {check.expected}, got {check.got})"


def _carried(result: ExerciseResult) -> str:
    if not result.carried_forward:
        return ""
    return carried(result.carried_forward)


def class_table(reports: Sequence[Report]) -> RenderableType:
    """Show many reports: a row for each submission, a column for each assignment."""
    names = list(dict.fromkeys(report.assignment for report in reports))
    table = Table(
        title="scores", title_justify="left", title_style="bold", box=None, pad_edge=False
    )
    table.add_column("submission")
    for name in names:
        table.add_column(name, justify="right")
    scores = {(r.submission, r.assignment): points_of(r) for r in reports}
    for submission in dict.fromkeys(report.submission for report in reports):
        table.add_row(Text(submission), *(scores.get((submission, name), "") for name in names))
    return table


def class_summary(reports: Iterable[Report]) -> RenderableType:
    """Show a class that is too large to be listed: a row for each assignment."""
    shares: dict[str, list[float]] = {}
    for report in (one for one in reports if one.is_judged):
        shares.setdefault(report.assignment, []).append(report.score / (report.max_score or 1))
    table = Table(
        title="scores", title_justify="left", title_style="bold", box=None, pad_edge=False
    )
    table.add_column("assignment")
    for name in ("submissions", "mean", "quarter", "median", "three quarters"):
        table.add_column(name, justify="right")
    for assignment, own in shares.items():
        cuts = quantiles(own, n=4, method="inclusive") if len(own) > 1 else own * 3
        table.add_row(assignment, str(len(own)), *(f"{share:.0%}" for share in (fmean(own), *cuts)))
    return table
