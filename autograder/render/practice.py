"""The table of a checked exercise, as text and as HTML for a notebook."""

from __future__ import annotations

from html import escape
from textwrap import fill, indent

from autograder.render.marks import MARKS, points
from autograder.report import CheckResult, ExerciseResult, Outcome

Row = tuple[str, ...]

HEADINGS = ("check", "expected", "got")
CELL = "text-align:left;vertical-align:top;padding:.2em 1.2em .2em 0"
"""Pages differ in what they do to tables; a cell brings its own space."""
WIDTH = 83
"""What ``nbgrader validate`` shows of a line."""


def as_text(result: ExerciseResult) -> str:
    """Write the table as plain text."""
    lines = [_title(result)]
    if result.message:
        lines.append(_wrap(result.message, "  "))
    if result.outcome is not Outcome.NOT_ATTEMPTED:
        headings, rows = _columns(result)
        widths = [max(map(len, column)) for column in zip(headings, *rows, strict=True)]
        lines.append("     " + _align(headings, widths))
        for check, row in zip(result.checks, rows, strict=True):
            lines.append(f"  {MARKS[check.outcome].sign}  {_align(row, widths)}")
            if check.message:
                lines.append(_wrap(check.message, "     "))
    if result.hint:
        lines.append(_wrap(result.hint, "Hint  "))
    return "\n".join(lines)


def _title(result: ExerciseResult) -> str:
    word = MARKS[result.outcome].word
    return f"{result.name}   {points(result.score, result.max_score)}   {word}"


def _columns(result: ExerciseResult) -> tuple[Row, list[Row]]:
    """Give headings and rows, without the columns that have nothing to say."""
    rows = [(check.name, check.expected, check.got) for check in result.checks]
    kept = [n for n in range(len(HEADINGS)) if n == 0 or any(row[n] for row in rows)]
    return tuple(HEADINGS[n] for n in kept), [tuple(row[n] for n in kept) for row in rows]


def _align(row: Row, widths: list[int]) -> str:
    cells = zip(row, widths, strict=True)
    return "   ".join(cell.ljust(width) for cell, width in cells).rstrip()


def _wrap(text: str, start: str) -> str:
    wrapped = "\n".join(fill(line, WIDTH - len(start)) for line in text.splitlines())
    return start + indent(wrapped, " " * len(start)).lstrip()


def as_html(result: ExerciseResult) -> str:
    """Write the table as HTML: escaped, no script, no colours that a theme could fight."""
    word, earned = MARKS[result.outcome].word, points(result.score, result.max_score)
    parts = [
        '<section role="status" style="max-width:60em">',
        f"<p><strong><code>{escape(result.name)}</code> &nbsp; {earned}</strong> &nbsp; {word}</p>",
    ]
    if result.message:
        parts.append(f"<p>{escape(result.message)}</p>")
    if result.outcome is not Outcome.NOT_ATTEMPTED:
        headings, rows = _columns(result)
        parts += ["<table>", _html_head(headings)]
        parts += [_html_row(*one) for one in zip(result.checks, rows, strict=True)]
        parts.append("</table>")
    if result.hint:
        parts.append(f"<p><strong>Hint</strong> &nbsp; {escape(result.hint)}</p>")
    parts.append("</section>")
    return "\n".join(parts)


def _html_head(headings: Row) -> str:
    cells = "".join(f'<th scope="col" style="{CELL}">{heading}</th>' for heading in headings)
    return f'<thead><tr><th style="{CELL}"></th>{cells}</tr></thead>'


def _html_row(check: CheckResult, row: Row) -> str:
    mark = MARKS[check.outcome]
    faint = "" if check.outcome in (Outcome.PASSED, Outcome.FAILED) else "opacity:.6;"
    name, *values = [f'<td style="{faint}{CELL}">{escape(cell)}' for cell in row]
    said = f"<br><small>{escape(check.message)}</small>" if check.message else ""
    return (
        f'<tr><td style="{faint}{CELL}">'
        f'<span role="img" aria-label="{mark.word}">{mark.sign}</span></td>'
        f"{name}{said}</td>{''.join(f'{value}</td>' for value in values)}</tr>"
    )
