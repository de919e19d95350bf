"""The command ``autograder check``."""

from __future__ import annotations

from pathlib import Path

import click

from autograder.commands.ending import fail, say


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("exercises", nargs=-1)
@click.option("--assignment", metavar="NAME", help="What to check; told from the file if left out.")
def check(file: Path, exercises: tuple[str, ...], assignment: str | None) -> None:
    """Practise: check a file, or some exercises in it, on the visible cases."""
    from autograder.classroom.practice import PracticeRoom, UnknownExerciseError
    from autograder.course import UnknownAssignmentError
    from autograder.course.expected import ExpectedError
    from autograder.render.practice import as_text
    from autograder.sandbox.session import WorkerError
    from autograder.submission import SubmissionError

    try:
        with PracticeRoom() as room:
            report = room.check(file, assignment, exercises).report
    except UnknownAssignmentError as error:
        raise click.BadParameter(str(error), param_hint="--assignment") from None
    except (SubmissionError, UnknownExerciseError, ExpectedError, WorkerError) as error:
        fail(str(error))
    for result in report.exercises:
        say(as_text(result) + "\n")
    for problem in report.problems:
        say(f"! {problem}")
