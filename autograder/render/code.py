"""Python code on a page: numbered lines, colours for the kinds of words in it."""

from __future__ import annotations

import keyword
import tokenize
from collections.abc import Iterator

from autograder.render.characters import visible

MOST_LINES, MOST_CHARACTERS = 300, 300
"""Longer functions, and longer lines, are cut."""
KINDS = {
    "COMMENT": "comment",
    "NUMBER": "number",
    "STRING": "string",
    "FSTRING_START": "string",
    "FSTRING_MIDDLE": "string",
    "FSTRING_END": "string",
}
Span = tuple[int, int, str]


def as_code(source: str, first_line: int = 1) -> str:
    """Write code as HTML.

    Parameters
    ----------
    source : str
        Any text; where it is no Python, it has no colours.
    first_line : int
        The number of its first line.

    Returns
    -------
    str
        A ``pre`` element with a ``span`` for each line; the style of the page numbers them.
    """
    lines = source.expandtabs(4).split("\n")
    cut = len(lines) - MOST_LINES
    lines = [line[:MOST_CHARACTERS] for line in lines[:MOST_LINES]]
    spans = _spans(lines)
    rows = [
        f'<span class="line">{_row(line, spans.get(number, []))}\n</span>'
        for number, line in enumerate(lines)
    ]
    if cut > 0:
        rows.append(f'<span class="cut">… {cut} more lines\n</span>')
    return f'<pre style="--before:{first_line - 1}"><code>{"".join(rows)}</code></pre>'


def _row(line: str, spans: list[Span]) -> str:
    parts, done = [], 0
    for start, stop, kind in spans:
        parts.append(visible(line[done:start]))
        parts.append(f'<span class="{kind}">{visible(line[start:stop])}</span>')
        done = stop
    return "".join(parts) + visible(line[done:])


def _spans(lines: list[str]) -> dict[int, list[Span]]:
    """Find for each line, from 0, the spans that have a colour."""
    found: dict[int, list[Span]] = {}
    for first, start, last, stop, kind in _words(lines):
        for number in range(first, min(last + 1, len(lines))):
            begin = start if number == first else 0
            end = stop if number == last else len(lines[number])
            before = found.setdefault(number, [])
            # Strings within strings overlap: the outer one was first.
            if begin < end and (not before or before[-1][1] <= begin):
                before.append((begin, end, kind))
    return found


def _words(lines: list[str]) -> Iterator[tuple[int, int, int, int, str]]:
    """Read words and their places, up to where the text is no Python any more."""
    text = iter([_plain(line) + "\n" for line in lines])
    before = ""
    try:
        for word in tokenize.generate_tokens(lambda: next(text, "")):
            kind = _kind(word, before)
            before = word.string
            if kind:
                (first, start), (last, stop) = word.start, word.end
                yield first - 1, start, last - 1, stop, kind
    except (tokenize.TokenError, SyntaxError):
        return


def _kind(word: tokenize.TokenInfo, before: str) -> str:
    if word.type != tokenize.NAME:
        return KINDS.get(tokenize.tok_name[word.type], "")
    if before in ("def", "class"):
        return "defined"
    return "keyword" if keyword.iskeyword(word.string) else ""


def _plain(line: str) -> str:
    """Put a space for what cannot be seen, which would move the words behind it."""
    return "".join(char if char.isprintable() else " " for char in line)
