"""The command ``autograder watch``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from autograder.commands.arguments import PathsCommand, course_option
from autograder.commands.ending import fail, say
from autograder.report.text import lead_nowhere, printable


@click.command(cls=PathsCommand)
@click.argument("file", type=click.Path(path_type=Path))
@course_option
@click.option("--assignment", metavar="NAME", help="What to check; told from the file if left out.")
def watch(file: Path, course_folder: Path | None, assignment: str | None) -> None:
    """Practise: check the first unfinished exercise of a file again on every save.

    Keys: h opens the next hint, n goes to the next exercise, a lists all, q quits.
    """
    from rich.console import Console

    from autograder.course import CourseError
    from autograder.course.folder import UnknownAssignmentError
    from autograder.practice.checks import checks_for
    from autograder.practice.files import PracticeSession
    from autograder.practice.watch.keyboard import has_keyboard
    from autograder.practice.watch.loop import Watched, watch_in_lines, watch_on_screen
    from autograder.practice.watch.screen import summary
    from autograder.render.terminal import harmless
    from autograder.rubric.expected import ExpectedError
    from autograder.sandbox.session import WorkerError
    from autograder.submission import SubmissionError

    console = harmless(Console(highlight=False))
    watched = None
    try:
        with PracticeSession() as room:
            watched = Watched(
                file,
                lambda path: room.check(path, checks_for(path.parent, course_folder), assignment),
            )
            if console.is_terminal and has_keyboard():
                watch_on_screen(watched, console)
            else:
                watch_in_lines(watched, lambda text: click.echo(printable(text)))
    except KeyboardInterrupt:
        pass  # the usual way to leave
    except BrokenPipeError:
        lead_nowhere(sys.stdout)  # whoever read the lines has left
    except UnknownAssignmentError as error:
        raise click.BadParameter(str(error), param_hint="--assignment") from None
    except (CourseError, SubmissionError, ExpectedError, WorkerError) as error:
        fail(str(error))
    if watched is not None and console.is_terminal:
        say(summary(watched.view))
