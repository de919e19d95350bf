"""What a command says in lines, and how it ends when its work was not done."""

from __future__ import annotations

import sys
from typing import NoReturn

import click

from autograder.text import printable


def say(text: str, *, err: bool = False) -> None:
    """Write text that may hold what students chose: a terminal obeys none of it."""
    click.echo(printable(text), err=err)


def fail(message: str, status: int = 1) -> NoReturn:
    """End with a sentence, and the status that says that the work was not done."""
    say(f"Error: {message}", err=True)
    sys.exit(status)
