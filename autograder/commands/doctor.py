"""The command ``autograder doctor``."""

from __future__ import annotations

import click


@click.command()
def doctor() -> None:
    """Tell how this machine stands."""
