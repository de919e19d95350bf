"""The command ``autograder check``."""

from __future__ import annotations

from pathlib import Path

import click

from autograder.commands.arguments import PathsCommand, course_option
from autograder.commands.ending import fail, say


@click.command(cls=PathsCommand)
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("exercises", nargs=-1)
@course_option
@click.option("--assignment", metavar="NAME", help="What to check; told from the file if left out.")
@click.option(
    "--hints",
    metavar="COUNT",
    type=click.IntRange(min=0),
    default=0,
    help="Give so many hints to each exercise that is not right yet.",
)
def check(
    file: Path,
    exercises: tuple[str, ...],
    course_folder: Path | None,
    assignment: str | None,
    hints: int,
) -> None:
    """Practise: check a file, or some exercises in it, on the visible cases."""
    from autograder.course import CourseError
    from autograder.course.folder import UnknownAssignmentError
    from autograder.practice.cases import practice_cases
    from autograder.practice.checks import checks_for
    from autograder.practice.files import PracticeSession, UnknownExerciseError
    from autograder.practice.hint_levels import hint_levels
    from autograder.practice.outcome import failing_calls
    from autograder.render.practice import Examples, as_text, hint_as_text
    from autograder.rubric.expected import ExpectedError
    from autograder.sandbox.session import WorkerError
    from autograder.submission import SubmissionError

    try:
        with PracticeSession() as room:
            known = checks_for(file.parent, course_folder)
            practised = room.check(file, known, assignment, exercises)
    except UnknownAssignmentError as error:
        raise click.BadParameter(str(error), param_hint="--assignment") from None
    except (
        CourseError,
        SubmissionError,
        UnknownExerciseError,
        ExpectedError,
        WorkerError,
    ) as error:
        fail(str(error))
    cases = practice_cases(practised.compiled)
    for result in practised.report.exercises:
        frozen = cases[result.name]
        say(as_text(result, Examples(failing_calls(result, frozen))) + "\n")
        levels = hint_levels(result, frozen) if hints else ()
        for number, level in enumerate(levels[:hints], start=1):
            say(hint_as_text(result.name, level, number, len(levels)) + "\n")
    for problem in practised.report.problems:
        say(f"! {problem}")
