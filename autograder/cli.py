"""The command ``autograder``."""

from __future__ import annotations

import click

from autograder.commands.check import check
from autograder.commands.course import build, freeze
from autograder.commands.grade import grade
from autograder.commands.report import report
from autograder.commands.watch import watch
from autograder.threads import use_one_thread


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="first-neuron")
def main() -> None:
    """Grade the notebooks of First Neuron, practise them, and build them."""
    use_one_thread()


for command in (grade, report, check, watch, build, freeze):
    main.add_command(command)


if __name__ == "__main__":
    main()
