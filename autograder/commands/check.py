"""The command ``autograder check``."""

from __future__ import annotations

from pathlib import Path

import click

from autograder.commands.ending import fail


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("exercises", nargs=-1)
@click.option("--assignment", metavar="NAME", help="What to check; told from the file if left out.")
def check(file: Path, exercises: tuple[str, ...], assignment: str | None) -> None:
    """Practise: check a file, or some exercises in it, on the visible cases."""
    from autograder.classroom.collection import choose_assignment, collect
    from autograder.course import UnknownAssignmentError
    from autograder.course.expected import ExpectedError
    from autograder.grading.grader import grade_submission
    from autograder.practice import practice_cases
    from autograder.render.practice import as_text
    from autograder.sandbox.process import Worker, WorkerError
    from autograder.sandbox.selftest import choose_isolation
    from autograder.submission import SubmissionError, read_submission

    try:
        (entry, *others) = collect([file])
        if others:
            fail(f"{file} is a folder with several submissions; name one file")
        submission = read_submission(entry.path, entry.name)
        chosen = choose_assignment(entry, submission, assignment)
        unknown = set(exercises) - {name for e in chosen.exercises for name in e.names}
        if unknown:
            fail(f"{chosen.name} has no exercise {', '.join(sorted(unknown))}")
        with Worker() as worker:
            # Nothing is hidden in practice: what a machine can put up of the wall is enough.
            isolation = choose_isolation(worker, trust=True)
            cases = practice_cases(chosen)
            report = grade_submission(submission, chosen, cases, worker, isolation)
    except UnknownAssignmentError as error:
        raise click.BadParameter(str(error), param_hint="--assignment") from None
    except (SubmissionError, ExpectedError, WorkerError) as error:
        fail(str(error))
    wanted = {chosen.exercise(name).name for name in exercises}
    for result in report.exercises:
        if not wanted or result.name in wanted:
            click.echo(as_text(result) + "\n")
    for problem in report.problems:
        click.echo(f"! {problem}")
