"""The table of a checked exercise, as text and as HTML for a notebook."""

from __future__ import annotations

from html import escape

from autograder.render.marks import MARKS, carried, mark_of, points
from autograder.report import CheckResult, ExerciseResult, Outcome

HEADINGS = ("check", "expected", "got")
CELL = "text-align:left;vertical-align:top;padding:.2em 1.2em .2em 0"
"""Pages differ in what they do to tables; a cell brings its own space."""


def as_text(result: ExerciseResult) -> str:
    """Write the table as plain text."""
    lines = [_title(result)]
    if result.message:
        lines.append(f"  {result.message}")
    if result.carried_forward:
        lines.append(f"  {carried(result.carried_forward)}")
    if result.outcome is not Outcome.NOT_ATTEMPTED:
        widths = [
            max(len(column), *(len(_cells(check)[number]) for check in result.checks))
            for number, column in enumerate(HEADINGS)
        ]
        columns = zip(HEADINGS, widths, strict=True)
        lines.append("     " + "   ".join(name.ljust(width) for name, width in columns).rstrip())
        for check in result.checks:
            columns = zip(_cells(check), widths, strict=True)
            cells = "   ".join(cell.ljust(width) for cell, width in columns)
            lines.append(f"  {mark_of(check).sign}  {cells}".rstrip())
            if check.message:
                lines.append(f"     {check.message}")
    if result.hint:
        lines.append(f"Hint  {result.hint}")
    return "\n".join(lines)


def _title(result: ExerciseResult) -> str:
    word = MARKS[result.outcome].word
    return f"{result.name}   {points(result.score, result.max_score)}   {word}"


def _cells(check: CheckResult) -> tuple[str, str, str]:
    return check.name, check.expected, check.got


def as_html(result: ExerciseResult) -> str:
    """Write the table as HTML: escaped, no script, no colours that a theme could fight."""
    word, earned = MARKS[result.outcome].word, points(result.score, result.max_score)
    parts = [
        '<section role="status" style="max-width:60em">',
        f"<p><strong><code>{escape(result.name)}</code> &nbsp; {earned}</strong> &nbsp; {word}</p>",
    ]
    if result.message:
        parts.append(f"<p>{escape(result.message)}</p>")
    if result.carried_forward:
        parts.append(f"<p>{escape(carried(result.carried_forward))}</p>")
    if result.outcome is not Outcome.NOT_ATTEMPTED:
        parts += ["<table>", _html_head(), *map(_html_row, result.checks), "</table>"]
    if result.hint:
        parts.append(f"<p><strong>Hint</strong> &nbsp; {escape(result.hint)}</p>")
    parts.append("</section>")
    return "\n".join(parts)


def _html_head() -> str:
    cells = "".join(f'<th scope="col" style="{CELL}">{heading}</th>' for heading in HEADINGS)
    return f'<thead><tr><th style="{CELL}"></th>{cells}</tr></thead>'


def _html_row(check: CheckResult) -> str:
    mark = mark_of(check)
    faint = "" if check.outcome in (Outcome.PASSED, Outcome.FAILED) else "opacity:.6;"
    style = f'style="{faint}{CELL}"'
    said = f"<br><small>{escape(check.message)}</small>" if check.message else ""
    return (
        f'<tr><td {style}><span role="img" aria-label="{mark.word}">{mark.sign}</span></td>'
        f"<td {style}>{escape(check.name)}{said}</td>"
        f"<td {style}>{escape(check.expected)}</td><td {style}>{escape(check.got)}</td></tr>"
    )
