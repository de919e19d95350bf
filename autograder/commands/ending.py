"""How a command ends when its work was not done."""

from __future__ import annotations

import sys
from typing import NoReturn

import click

from autograder.text import printable


def fail(message: str, status: int = 1) -> NoReturn:
    """End with a sentence, and the status that says that the work was not done."""
    click.echo(printable(f"Error: {message}"), err=True)
    sys.exit(status)
