"""Text that may hold what student code chose, made fit to be shown."""

from __future__ import annotations


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


def counted(number: int, thing: str) -> str:
    """Count things in words.

    Examples
    --------
    >>> counted(1, "student"), counted(1200, "file")
    ('1 student', '1,200 files')
    """
    return f"{number:,} {thing}" + ("" if number == 1 else "s")
