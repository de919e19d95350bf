"""What a check shows in a notebook, as text and as HTML: tables and hints."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from textwrap import fill, indent

from autograder.ladder import Rung
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


def as_text(result: ExerciseResult, progress: str = "") -> str:
    """Write the table of an exercise as plain text.

    Parameters
    ----------
    result : ExerciseResult
        The checks of the exercise.
    progress : str
        A line for the foot of the table.
    """
    lines = [_title(result)]
    if result.message:
        lines.append(_wrap(result.message, "  "))
    if result.carried_forward:
        lines.append(_wrap(carried(result.carried_forward), "  "))
    if result.outcome is not Outcome.NOT_ATTEMPTED:
        headings, rows = _columns(result)
        widths = _widths([headings, *rows])
        lines.append(f"     {_joined(headings, widths)}")
        for check, row in zip(result.checks, rows, strict=True):
            lines.append(f"  {mark_of(check).sign}  {_joined(row, widths)}".rstrip())
            if check.message:
                lines.append(_wrap(check.message, "     "))
    if result.hint:
        lines.append(_wrap(result.hint, "Hint  "))
    if progress:
        lines.append(progress)
    return "\n".join(lines)


def _widths(rows: Rows) -> list[int]:
    return [max(map(len, column)) for column in zip(*rows, strict=True)]


def _joined(cells: Sequence[str], widths: Sequence[int]) -> str:
    columns = zip(cells, widths, strict=True)
    return "   ".join(cell.ljust(width) for cell, width in columns).rstrip()


def _title(result: ExerciseResult) -> str:
    word = MARKS[result.outcome].word
    return f"{result.name}   {points_of(result)}   {word}"


def _columns(result: ExerciseResult) -> tuple[Row, list[Row]]:
    """Give headings and rows, without the columns that have nothing to say."""
    rows = [(check.name, check.expected, check.got) for check in result.checks]
    kept = [n for n in range(len(HEADINGS)) if n == 0 or any(row[n] for row in rows)]
    return tuple(HEADINGS[n] for n in kept), [tuple(row[n] for n in kept) for row in rows]


def _wrap(text: str, start: str) -> str:
    wrapped = "\n".join(fill(line, WIDTH - len(start)) for line in text.splitlines())
    return start + indent(wrapped, " " * len(start)).lstrip()


def as_html(result: ExerciseResult, progress: str = "") -> str:
    """Write the table of an exercise as HTML: escaped, no script, fit for any theme.

    Parameters
    ----------
    result : ExerciseResult
        The checks of the exercise.
    progress : str
        A line for the foot of the table.
    """
    word, earned = MARKS[result.outcome].word, points_of(result)
    name = escape(result.name)
    parts = [
        _section(f"check of {name}"),
        f"<p><strong><code>{name}</code> &nbsp; {earned}</strong> &nbsp; {word}</p>",
    ]
    if result.message:
        parts.append(f"<p>{visible(result.message)}</p>")
    if result.carried_forward:
        parts.append(f"<p>{escape(carried(result.carried_forward))}</p>")
    if result.outcome is not Outcome.NOT_ATTEMPTED:
        headings, rows = _columns(result)
        parts += ["<table>", _html_head(headings)]
        parts += [_html_row(*one) for one in zip(result.checks, rows, strict=True)]
        parts.append("</table>")
    if result.hint:
        parts.append(f"<p><strong>Hint</strong> &nbsp; {visible(result.hint)}</p>")
    return "\n".join([*parts, *_html_foot(progress)])


def _section(label: str) -> str:
    return f'<section role="status" aria-label="{label}" style="max-width:60em">'


def _html_head(headings: Sequence[str]) -> str:
    cells = "".join(f'<th scope="col" style="{CELL}">{heading}</th>' for heading in headings)
    return f'<thead><tr><td style="{CELL}"></td>{cells}</tr></thead>'


def _html_row(check: CheckResult, row: Row) -> str:
    said = f"<br><small>{visible(check.message)}</small>" if check.message else ""
    name, *values = row
    return _marked_row(mark_of(check), [escape(name) + said, *map(visible, values)])


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
    wrong = [c for c in result.checks if c.outcome is Outcome.FAILED and not c.is_advice]
    said = MARKS[result.outcome].word
    if result.message and result.outcome is not Outcome.NOT_ATTEMPTED:
        said = result.message
    elif wrong:
        said = f"{wrong[0].name}: {wrong[0].message}"
    return result.name, points_of(result), said


def hint_as_text(exercise: str, rung: Rung, number: int, count: int) -> str:
    """Write a hint as plain text."""
    lines = [f"{_hint_title(number, count)} for {exercise}", _wrap(rung.text, "  ")]
    return "\n".join([*lines, *(f"    {line}" for line in rung.code.split("\n") if line)])


def hint_as_html(exercise: str, rung: Rung, number: int, count: int) -> str:
    """Write a hint as HTML."""
    name = escape(exercise)
    title = f"<strong>{_hint_title(number, count)}</strong> for <code>{name}</code>"
    code = f"<pre><code>{escape(rung.code)}</code></pre>" if rung.code else ""
    return (
        f"{_section(f'hint for {name}')}\n<p>{title} &nbsp; {visible(rung.text)}</p>\n"
        f"{code}</section>"
    )


def _hint_title(number: int, count: int) -> str:
    return f"Hint {number} of {count}" if count else "No hint"
