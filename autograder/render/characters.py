"""Text that student code chose, on a page: escaped, and what cannot be seen made visible."""

from __future__ import annotations

from html import escape

from autograder.report.text import printable


def visible(text: str) -> str:
    r"""Escape text for a page, and write characters that cannot be seen as their numbers.

    Characters that turn the direction of text, erase it or take no room could make code look like
    other code than it is.

    Examples
    --------
    >>> visible("a < b\u202e")
    'a &lt; b<mark title="a character that cannot be seen">U+202E</mark>'
    """
    return "".join(
        escape(char) if char.isprintable() or char == "\n" else _number(char) for char in text
    )


def _number(char: str) -> str:
    return f'<mark title="a character that cannot be seen">U+{ord(char):04X}</mark>'


def in_a_page(name: object) -> str:
    r"""Write a name so that a page shows it: no element, no end of a text, no formula.

    Examples
    --------
    >>> in_a_page('<b>"\\href{x}{y}"')
    '&lt;b&gt;&quot;/href{x}{y}&quot;'
    """
    return escape(printable(str(name))).replace("\\", "/")
