"""Text that may hold what student code chose, made fit to be shown."""

from __future__ import annotations


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
    words = " ".join(text.split())
    printable = "".join(char if char.isprintable() else "?" for char in words)
    return printable if len(printable) <= length else printable[: length - 1] + "…"
