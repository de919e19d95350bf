"""Text that may hold what student code chose, made fit to be shown."""

from __future__ import annotations

import codecs
import io
import os
import re
import sys
import unicodedata
from typing import IO

PLAIN = {
    **dict(zip("\u2713\u2717\u00b7\u2026\u2192\u26a0", "+x.~>!", strict=True)),
    **dict.fromkeys("\u2013\u2014\u2500\u2501", "-"),
    **dict.fromkeys("\u2502\u2503", "|"),
    **dict.fromkeys("\u2018\u2019\u201c\u201d", "'"),
    "\u00d7": "x",
}
"""What stands for signs that a terminal does not have: one character for one, so columns stay."""
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


def plainly(error: UnicodeError) -> tuple[str | bytes, int]:
    """Write a character that an encoding lacks by one that every encoding has.

    Examples
    --------
    >>> codecs.register_error("plainly", plainly)
    >>> "é ✓ 山".encode("ascii", "plainly")
    b'e + ?'
    """
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end]
    plain = (PLAIN.get(char) or unicodedata.normalize("NFKD", char)[0] for char in text)
    return "".join(char if char.isascii() else "?" for char in plain), error.end


def write_on_any_terminal() -> None:
    """Have what is printed reach terminals that do not know all characters."""
    codecs.register_error("plainly", plainly)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="plainly")


def lead_nowhere(stream: IO[str]) -> None:
    """Write what is still held back, and all that follows, to nowhere: nobody reads it any more."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, stream.fileno())
    os.close(null)


def write_utf_8() -> None:
    """Have what is printed be UTF-8, whatever the terminal knows: JSON is nothing else."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
