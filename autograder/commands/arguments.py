"""What a command line may be mistaken about: files called like options, and the reverse."""

from __future__ import annotations

import os
from pathlib import Path

import click

course_option = click.option(
    "--course",
    "course_folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The folder of the course; the nearest one above this folder if left out.",
)
"""The option of commands that need a course."""

HAND_INS = (".ipynb", ".py")


class PathsCommand(click.Command):
    """A command on files that a shell may have listed: one that is called as an option is none."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Refuse an argument that is an option and a file at once; ``--`` says which is meant."""
        for argument in args:
            if argument == "--":
                break
            if argument.startswith("-") and argument != "-" and os.path.lexists(argument):
                raise click.UsageError(
                    f"there is a file called {argument!r} here, which reads like an option; put -- "
                    f"before the names of files, as in: {ctx.info_name} [OPTIONS] -- *.ipynb",
                    ctx,
                )
        return super().parse_args(ctx, args)


def refuse_hand_in(option: str, target: str | Path | None) -> None:
    """Refuse to write onto what a student may have handed in.

    Raises
    ------
    click.BadParameter
        If the name is a notebook's or a module's.
    """
    if target is not None and str(target).lower().endswith(HAND_INS):
        raise click.BadParameter(
            f"{target} is the name of a notebook or module, and would be written over; name "
            "another file, and put -- before the names of files",
            param_hint=option,
        )
