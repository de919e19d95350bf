"""Text that may hold what student code chose, made fit to be shown."""

from __future__ import annotations

import re

FORMULA = re.compile(r"(^|[;,|\n])((?:[^\S\n]|[\"'])*)([=+\-@\uff1d\uff0b\uff0d\uff20])")
"""Where a cell of a spreadsheet may start, whatever separates cells there, and is computed."""


def printable(text: str) -> str:
    r"""Replace what a terminal would obey, line breaks aside.

    Examples
    --------
    >>> printable("a\x1b[2Jb\nc")
    'a?[2Jb\nc'
    """
    return "".join(char if char.isprintable() or char == "\n" else "?" for char in text)


def one_line(text: str, length: int) -> str:
    r"""Make text harmless for a terminal: one line, printable, not too long.

    Parameters
    ----------
    text : str
        Any text.
    length : int
        How many characters to keep at most.

    Examples
    --------
    >>> one_line("red\x1b[31m\nalert", 40)
    'red?[31m alert'
    """
    words = printable(" ".join(text.split()))
    return words if len(words) <= length else words[: length - 1] + "…"


def as_cell(text: str) -> str:
    r"""Write text so that a spreadsheet takes it for text.

    Students choose their names, and a name such as ``=HYPERLINK(...)`` must not become a link or a
    command on the machine of whoever opens the table. Spreadsheets of other countries part cells at
    a semicolon, and tabs and line ends part them everywhere.

    Examples
    --------
    >>> as_cell("=1+1"), as_cell("Ada;=1+1"), as_cell("\t@A1\r-2"), as_cell("a-b = c")
    ("'=1+1", "Ada;'=1+1", '?@A1?-2', 'a-b = c')
    """
    return FORMULA.sub(r"\1'\2\3", printable(text))


def counted(number: int, thing: str) -> str:
    """Count things in words.

    Examples
    --------
    >>> counted(1, "student"), counted(1200, "file")
    ('1 student', '1,200 files')
    """
    return f"{number:,} {thing}" + ("" if number == 1 else "s")
