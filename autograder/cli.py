"""The command ``autograder``."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import click

from autograder.commands.add import add
from autograder.commands.build import build
from autograder.commands.check import check
from autograder.commands.doctor import doctor
from autograder.commands.ending import Commands
from autograder.commands.grade import grade
from autograder.commands.init import init
from autograder.commands.lint import lint
from autograder.commands.report import report
from autograder.commands.watch import watch
from autograder.report.text import write_on_any_terminal
from autograder.sandbox.threads import use_one_thread


def forget_working_folder() -> None:
    """Import nothing from where the command was started, unless the grader itself lies there.

    A variable of the environment may put the working folder on the import path, and beside a
    notebook may lie a student's ``numpy.py``.
    """
    try:
        here, own = Path.cwd().resolve(), Path(__file__).resolve().parents[1]
    except FileNotFoundError:  # the folder is gone, and nothing can be imported from it
        return
    if here != own:
        sys.path[:] = [entry for entry in sys.path if Path(entry).resolve() != here]


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="first-neuron")
def main() -> None:
    """Practise, grade and build courses of auto-graded notebooks."""
    forget_working_folder()
    use_one_thread()
    write_on_any_terminal()
    if hasattr(signal, "SIGCHLD"):
        # Whoever started this may take no notice of its children; this has to.
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)


for command in (grade, report, check, watch, doctor, init, add, lint, build):
    main.add_command(command)


if __name__ == "__main__":
    main()
