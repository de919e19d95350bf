"""IPython's own syntax in student code: magics, shell lines, questions."""

from __future__ import annotations

import ast
import re
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from autograder.submission.limits import WORTH_REMEMBERING

PYTHON_CELL_MAGICS = frozenset({"time", "timeit", "capture", "prun", "python", "python3"})
"""Cell magics below which there is Python."""

INDENT = " \t"
TARGETS = re.compile(r"[\w., \t]+")
LONGEST_NAME = 20
"""The name of a magic is told up to so many characters."""

_PARSING = threading.RLock()
"""Python's warning filters belong to the process, and parsing sets them for a moment."""


def comment_out_magics(source: str) -> tuple[str, list[str]]:
    r"""Replace what only IPython understands, keeping every line in its place.

    Parameters
    ----------
    source : str
        The source of a cell.

    Returns
    -------
    source : str
        The same lines; a magic is a ``pass`` now, a cell in another language is empty.
    problems : list of str
        What was left out.

    Examples
    --------
    >>> comment_out_magics("%matplotlib inline\nx = 1")
    ('pass\nx = 1', ['the magic %matplotlib is left out'])
    """
    if "%" not in source and "!" not in source and "?" not in source:
        return source, []
    lines = source.split("\n")
    start, language = _skip_cell_magics(lines)
    if language is not None:
        return "", [f"the cell is not Python: %%{language}"]
    if start:
        lines[:start] = [""] * start
        source = "\n".join(lines)
    magics = {number: magic for number, line in enumerate(lines) if (magic := _magic_in(line))}
    if not magics or _parses(source):
        return source, []
    for number, magic in magics.items():
        lines[number] = lines[number][: len(lines[number]) - len(magic)] + "pass"
    return "\n".join(lines), list(dict.fromkeys(map(_describe, magics.values())))


def _skip_cell_magics(lines: list[str]) -> tuple[int, str | None]:
    """Count the lines of cell magics at the top, and name one below which there is no Python."""
    start = 0
    for number, line in enumerate(lines):
        words = line.strip()
        if words.startswith("%%"):
            name = words[2:].split(" ", 1)[0].strip()
            if name not in PYTHON_CELL_MAGICS:
                return start, name[:LONGEST_NAME]
            start = number + 1
        elif words:
            break
    return start, None


def _magic_in(line: str) -> str:
    """Take a magic off a line that is one but for its indentation; empty where it is none."""
    body = line.lstrip(INDENT)
    if not body or body[0] == "#":
        return ""
    if body[0] in "%!?" or (body.rstrip(INDENT).endswith("?")):
        return body
    targets, _, value = body.partition("=")
    is_magic = value.lstrip(INDENT)[:1] in ("%", "!") and TARGETS.fullmatch(targets)
    return body if is_magic else ""


def _parses(source: str) -> bool:
    try:
        parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def parse(source: str) -> ast.Module:
    """Parse source without a warning; the last few short trees are remembered."""
    is_short = len(source) < WORTH_REMEMBERING
    return _parse(source) if is_short else _parse.__wrapped__(source)


@lru_cache(maxsize=4)
def _parse(source: str) -> ast.Module:
    with without_warnings():
        return ast.parse(source)


@contextmanager
def without_warnings() -> Iterator[None]:
    """Ignore what Python warns of in student code."""
    with _PARSING, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _describe(magic: str) -> str:
    if magic.startswith("!") or ("=" in magic and "!" in magic):
        return "a shell line is left out"
    if magic.startswith("%"):
        return f"the magic {magic.split(maxsplit=1)[0][:LONGEST_NAME]} is left out"
    return "a question to IPython is left out" if "?" in magic else "a magic is left out"
