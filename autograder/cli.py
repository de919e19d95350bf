"""The command ``autograder``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from autograder.commands.check import check
from autograder.commands.course import build, freeze
from autograder.commands.grade import grade
from autograder.commands.report import report
from autograder.commands.watch import watch
from autograder.text import printable
from autograder.threads import use_one_thread


class Commands(click.Group):
    """The commands; what they refuse may be named by students, and is shown harmlessly."""

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        """Read the arguments."""
        try:
            return super().make_context(*args, **extra)
        except click.ClickException as error:
            raise _harmless(error) from None

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except click.ClickException as error:
            raise _harmless(error) from None


def _harmless(error: click.ClickException) -> click.ClickException:
    vars(error)["message"] = printable(error.message)
    return error


def forget_working_folder() -> None:
    """Import nothing from where the command was started, unless the grader itself lies there.

    A variable of the environment may put the working folder on the import path, and beside a
    notebook may lie a student's ``numpy.py``.
    """
    here, own = Path.cwd(), Path(__file__).parents[1]
    if here.resolve() != own.resolve():
        sys.path[:] = [entry for entry in sys.path if Path(entry).resolve() != here.resolve()]


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="first-neuron")
def main() -> None:
    """Grade the notebooks of First Neuron, practise them, and build them."""
    forget_working_folder()
    use_one_thread()


for command in (grade, report, check, watch, build, freeze):
    main.add_command(command)


if __name__ == "__main__":
    main()
