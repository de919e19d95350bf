"""IPython's own syntax in student code: magics, shell lines, questions."""

from __future__ import annotations

import ast
import re
import threading
import warnings
from functools import lru_cache

PYTHON_CELL_MAGICS = frozenset({"time", "timeit", "capture", "prun", "python", "python3"})
"""Cell magics below which there is Python."""

LINE = re.compile(r"^(?P<indent>[ \t]*)(?P<magic>[%!?]\S*.*|\S.*\?{1,2}[ \t]*)$")
ASSIGNMENT = re.compile(r"^(?P<indent>[ \t]*)(?P<magic>[\w., \t]+=[ \t]*[%!].*)$")

_PARSING = threading.Lock()
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
    first, _, rest = source.lstrip().partition("\n")
    if first.startswith("%%"):
        name = first[2:].split(" ")[0].strip()
        blank = "\n" * (source.count("\n") - rest.count("\n"))
        if name in PYTHON_CELL_MAGICS:
            inner, problems = comment_out_magics(rest)
            return blank + inner, problems
        return "", [f"the cell is not Python: %%{name}"]
    if _parses(source):
        return source, []
    lines, problems = [], []
    for line in source.split("\n"):
        match = LINE.match(line) or ASSIGNMENT.match(line)
        if match and not line.lstrip().startswith("#"):
            problems.append(_describe(match["magic"]))
            lines.append(match["indent"] + "pass")
        else:
            lines.append(line)
    return "\n".join(lines), problems


def _parses(source: str) -> bool:
    try:
        parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


@lru_cache(maxsize=4)
def parse(source: str) -> ast.Module:
    """Parse source without a warning; the last few trees are remembered."""
    with _PARSING, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(source)


def _describe(magic: str) -> str:
    if magic.startswith("!") or ("=" in magic and "!" in magic):
        return "a shell line is left out"
    if magic.startswith("%"):
        return f"the magic {magic.split(maxsplit=1)[0]} is left out"
    return "a question to IPython is left out" if "?" in magic else "a magic is left out"
