"""How much of a file is read: what is larger is no answer to exercises, and is told as that."""

from __future__ import annotations

import re

MAX_BYTES = 20 * 1024**2
"""Of a file, with its outputs and pictures."""
MAX_VALUES = 2_000_000
"""Of the JSON of a notebook: lists, dictionaries and what is in them."""
MAX_CHARACTERS = 1_000_000
"""Of its code."""
MAX_TOKENS = 200_000
"""Words and signs of its code: a syntax tree takes up to a kilobyte for each."""
MAX_STATEMENTS = 5_000
"""At the top level of its cells; a cell counts as one at least."""
MAX_PROBLEMS = 20
"""Further ones are counted, not listed."""

WORTH_REMEMBERING = 2_000
"""Longer pieces of code, in characters, are not remembered when they have been taken apart."""

TOKEN = re.compile(r"\w+|[^\w\s]|\n")


class LimitError(Exception):
    """There is more of something than is read; the message says of what, without the file."""


def check_size(characters: int, sources: list[str]) -> None:
    """See that code is not too large to be taken apart.

    Parameters
    ----------
    characters : int
        How many there are together.
    sources : list of str
        The code.

    Raises
    ------
    LimitError
        If it is.
    """
    if characters > MAX_CHARACTERS:
        raise LimitError(
            f"{characters:,} characters of code, more than the {MAX_CHARACTERS:,} that are read"
        )
    if characters > MAX_TOKENS:
        tokens = sum(1 for source in sources for _ in TOKEN.finditer(source))
        if tokens > MAX_TOKENS:
            raise LimitError(
                f"{tokens:,} words and signs of code, more than the {MAX_TOKENS:,} that are read"
            )


def check_statements(number: int) -> None:
    """See that there are not too many statements.

    Raises
    ------
    LimitError
        If there are.
    """
    if number > MAX_STATEMENTS:
        raise LimitError(f"{number:,} statements, more than the {MAX_STATEMENTS:,} that are read")
