"""What a check shows in a notebook, as text and as HTML: tables and hints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from textwrap import fill, indent
from typing import Protocol

from autograder.render.characters import visible
from autograder.render.marks import MARKS, Mark, carried, mark_of, points_of
from autograder.report import CheckResult, ExerciseResult, Outcome

Row = tuple[str, ...]

HEADINGS = ("check", "expected", "got")
CELL = "text-align:left;vertical-align:top;padding:.2em 1.2em .2em 0"
"""Pages differ in what they do to tables; a cell brings its own space."""
FAINT = "opacity:.75;"
COLOURS = {
    "green": "#2a8a4a",
    "red": "#d0453a",
    "yellow": "#a87a00",
    "blue": "#2f6fd0",
    "bright_black": "inherit",
}
"""In the middle between black and white: to be seen on either."""
Rows = Sequence[Sequence[str]]
WIDTH = 83
"""What ``nbgrader validate`` shows of a line."""


RIGHT = "right on the examples"
"""What practice says of work that grading has not seen yet."""


class HintLevel(Protocol):
    """A hint: a sentence or two, and lines to try."""

    @property
    def text(self) -> str:
        """The sentences."""

    @property
    def code(self) -> str:
        """The lines; empty where words are enough."""


@dataclass(frozen=True, slots=True)
class Examples:
    """What a table of practice says beside the result, and a table of grading does not.

    Such a table tells what differs and leaves the reason and the mistake's name to the hints; it
    leaves out what waits for something else to be right first.

    Attributes
    ----------
    calls : mapping
        For checks that fail, the call on which they do.
    progress : str
        A line for the foot of the table.
    """

    calls: Mapping[str, str] = field(default_factory=dict)
    progress: str = ""


def as_text(result: ExerciseResult, examples: Examples | None = None) -> str:
    """Write the table of an exercise as plain text.

    Parameters
    ----------
    result : ExerciseResult
        The checks of the exercise.
    examples : Examples, optional
        What to say of practice; without it, the table is one of grading.
    """
    lines = [_title(result, examples)]
    if result.message:
        lines.append(_wrap(result.message, "  "))
    if result.carried_forward and examples is None:
        lines.append(_wrap(carried(result.carried_forward), "  "))
    checks = shown_checks(result, examples)
    if checks:
        headings, rows = _columns(checks)
        widths = _widths([headings, *rows])
        lines.append(f"     {_joined(headings, widths)}")
        for check, row in zip(checks, rows, strict=True):
            lines.append(f"  {mark_of(check).sign}  {_joined(row, widths)}".rstrip())
            if said := said_of(check, examples):
                lines.append(_wrap(said, "     "))
            if examples is not None and check.name in examples.calls:
                lines.append(indent(f"in  {examples.calls[check.name]}", "     "))
    if result.hint and examples is None:
        lines.append(_wrap(result.hint, "Hint  "))
    if examples is not None and examples.progress:
        lines.append(examples.progress)
    return "\n".join(lines)


def shown_checks(result: ExerciseResult, examples: Examples | None) -> list[CheckResult]:
    """Choose the checks that have a row: in practice none that waits for another."""
    if result.outcome is Outcome.NOT_ATTEMPTED:
        return []
    is_practice = examples is not None
    return [c for c in result.checks if not (is_practice and c.outcome is Outcome.BLOCKED)]


def said_of(check: CheckResult, examples: Examples | None) -> str:
    """Say what is wrong with a check: in practice what differs, in grading also why."""
    return check.message if examples is None else check.difference or check.message


def word_of(result: ExerciseResult, examples: Examples | None) -> str:
    """Give the word for an outcome."""
    is_right = examples is not None and result.outcome is Outcome.PASSED
    return RIGHT if is_right else MARKS[result.outcome].word


def points_on_examples(result: ExerciseResult) -> str:
    """Write the points of an exercise; nothing where they are not given yet."""
    is_recorded = any(check.outcome is Outcome.RECORDED for check in result.checks)
    return "" if is_recorded else points_of(result)


def _widths(rows: Rows) -> list[int]:
    return [max(map(len, column)) for column in zip(*rows, strict=True)]


def _joined(cells: Sequence[str], widths: Sequence[int]) -> str:
    columns = zip(cells, widths, strict=True)
    return "   ".join(cell.ljust(width) for cell, width in columns).rstrip()


def _title(result: ExerciseResult, examples: Examples | None) -> str:
    parts = (result.name, points_on_examples(result), word_of(result, examples))
    return "   ".join(filter(None, parts))


def _columns(checks: Sequence[CheckResult]) -> tuple[Row, list[Row]]:
    """Give headings and rows, without the columns that have nothing to say."""
    rows = [(check.name, check.expected, check.got) for check in checks]
    kept = [n for n in range(len(HEADINGS)) if n == 0 or any(row[n] for row in rows)]
    return tuple(HEADINGS[n] for n in kept), [tuple(row[n] for n in kept) for row in rows]


def _wrap(text: str, start: str) -> str:
    wrapped = "\n".join(fill(line, WIDTH - len(start)) for line in text.splitlines())
    return start + indent(wrapped, " " * len(start)).lstrip()


def as_html(result: ExerciseResult, examples: Examples | None = None) -> str:
    """Write the table of an exercise as HTML: escaped, no script, fit for any theme.

    Parameters
    ----------
    result : ExerciseResult
        The checks of the exercise.
    examples : Examples, optional
        What to say of practice; without it, the table is one of grading.
    """
    word, name, earned = word_of(result, examples), escape(result.name), points_on_examples(result)
    gap = " &nbsp; " if earned else ""
    parts = [
        _section(f"check of {name}"),
        f"<p><strong><code>{name}</code>{gap}{earned}</strong> &nbsp; {word}</p>",
    ]
    if result.message:
        parts.append(f"<p>{visible(result.message)}</p>")
    if result.carried_forward and examples is None:
        parts.append(f"<p>{escape(carried(result.carried_forward))}</p>")
    checks = shown_checks(result, examples)
    if checks:
        headings, rows = _columns(checks)
        parts += ["<table>", _html_head(headings)]
        for check, row in zip(checks, rows, strict=True):
            parts.append(_html_row(check, row, said_of(check, examples)))
            if examples is not None and check.name in examples.calls:
                parts.append(_html_call(examples.calls[check.name], len(headings)))
        parts.append("</table>")
    if result.hint and examples is None:
        parts.append(f"<p><strong>Hint</strong> &nbsp; {visible(result.hint)}</p>")
    return "\n".join([*parts, *_html_foot(examples.progress if examples is not None else "")])


def _section(label: str) -> str:
    return f'<section role="status" aria-label="{label}" style="max-width:60em">'


def _html_head(headings: Sequence[str]) -> str:
    cells = "".join(f'<th scope="col" style="{CELL}">{heading}</th>' for heading in headings)
    return f'<thead><tr><td style="{CELL}"></td>{cells}</tr></thead>'


def _html_row(check: CheckResult, row: Row, said: str) -> str:
    small = f"<br><small>{visible(said)}</small>" if said else ""
    name, *values = row
    return _marked_row(mark_of(check), [escape(name) + small, *map(visible, values)])


def _html_call(call: str, columns: int) -> str:
    code = f'<code style="white-space:pre-wrap">{visible(call)}</code>'
    return (
        f'<tr><td style="{CELL}"></td>'
        f'<td colspan="{columns}" style="{CELL}"><small>in &nbsp;{code}</small></td></tr>'
    )


def _marked_row(mark: Mark, cells: Sequence[str]) -> str:
    faint = FAINT if mark.colour == "bright_black" else ""
    colour = COLOURS[mark.colour]
    columns = "".join(f'<td style="{faint}{CELL}">{cell}</td>' for cell in cells)
    return (
        f'<tr><td style="{faint}{CELL};color:{colour}">'
        f'<strong role="img" aria-label="{mark.word}">{mark.sign}</strong></td>{columns}</tr>'
    )


def _html_foot(progress: str) -> list[str]:
    line = [f'<p style="{FAINT}">{escape(progress)}</p>'] if progress else []
    return [*line, "</section>"]


def overview_rows(results: Sequence[ExerciseResult]) -> list[tuple[str, str, str]]:
    """Give for each exercise its name, its points, and the first thing that is wrong."""
    return [_summary(result) for result in results]


def overview_as_text(results: Sequence[ExerciseResult], progress: str) -> str:
    """Write a line for each exercise as plain text."""
    rows = overview_rows(results)
    widths = _widths(rows) if rows else []
    lines = [
        f"{MARKS[result.outcome].sign}  {_joined(row, widths)}"
        for result, row in zip(results, rows, strict=True)
    ]
    return "\n".join([*lines, progress])


def overview_as_html(results: Sequence[ExerciseResult], progress: str) -> str:
    """Write a line for each exercise as HTML."""
    rows = [
        _marked_row(MARKS[result.outcome], [f"<code>{escape(name)}</code>", earned, visible(said)])
        for result, (name, earned, said) in zip(results, overview_rows(results), strict=True)
    ]
    head = _html_head(("exercise", "points", ""))
    start = _section("check of all exercises")
    return "\n".join([start, "<table>", head, *rows, "</table>", *_html_foot(progress)])


def _summary(result: ExerciseResult) -> tuple[str, str, str]:
    examples = Examples()
    wrong = [c for c in result.checks if c.outcome is Outcome.FAILED and not c.is_advice]
    said = word_of(result, examples)
    if result.message and result.outcome is not Outcome.NOT_ATTEMPTED:
        said = result.message
    elif wrong:
        said = f"{wrong[0].name}: {said_of(wrong[0], examples)}"
    return result.name, points_on_examples(result), said


def hint_as_text(exercise: str, level: HintLevel, number: int, count: int) -> str:
    """Write a hint as plain text."""
    lines = [f"{_hint_title(number, count)} for {exercise}", _wrap(level.text, "  ")]
    return "\n".join([*lines, *(f"    {line}" for line in level.code.split("\n") if line)])


def hint_as_html(exercise: str, level: HintLevel, number: int, count: int) -> str:
    """Write a hint as HTML."""
    name = escape(exercise)
    title = f"<strong>{_hint_title(number, count)}</strong> for <code>{name}</code>"
    code = f"<pre><code>{escape(level.code)}</code></pre>" if level.code else ""
    return (
        f"{_section(f'hint for {name}')}\n<p>{title} &nbsp; {visible(level.text)}</p>\n"
        f"{code}</section>"
    )


def _hint_title(number: int, count: int) -> str:
    return f"Hint {number} of {count}" if count else "No hint"
