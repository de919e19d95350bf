"""The command ``autograder init``."""

from __future__ import annotations

import os
from pathlib import Path

import click

from autograder.commands.ending import fail, say


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--title", metavar="TEXT", default="", help="What the course is called.")
def init(folder: Path, title: str) -> None:
    """Make a course that works at once, in a folder that is empty or not there yet.

    It has one assignment of two exercises, and shows what a rubric may say.
    """
    from autograder.authoring.new_course import create_course
    from autograder.authoring.sources import AuthorError

    try:
        written = create_course(folder, title)
    except AuthorError as error:
        fail(str(error))
    for name in written:
        say(f"wrote   {folder / name}")
    here = "" if folder.resolve() == Path.cwd().resolve() else f"cd {os.fspath(folder)} && "
    say(f"next:   {here}autograder build && autograder lint")
