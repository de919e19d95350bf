"""The command ``autograder grade``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from autograder.commands.ending import fail
from autograder.text import printable

if TYPE_CHECKING:
    from autograder.report import Report

FEW_ENOUGH_TO_READ = 12
"""Up to so many submissions, each gets a table of its own in the terminal."""


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--assignment", metavar="NAME", help="What to grade; told from the file if left out.")
@click.option(
    "--json", "json_file", metavar="FILE", help="Write the reports as JSON; - for stdout."
)
@click.option("--gradebook", metavar="URL", help="Write scores into this nbgrader gradebook.")
@click.option("--jobs", type=click.IntRange(min=1), default=1, help="Workers to run side by side.")
@click.option(
    "--trust-submissions",
    is_flag=True,
    help="Grade even where student code cannot be walled off from this machine.",
)
def grade(
    paths: tuple[Path, ...],
    assignment: str | None,
    json_file: str | None,
    gradebook: str | None,
    jobs: int,
    *,
    trust_submissions: bool,
) -> None:
    """Grade notebooks and modules: files, folders, or <student>/<assignment>/<file>."""
    from autograder.classroom.collection import collect
    from autograder.classroom.session import grade_entries
    from autograder.course import UnknownAssignmentError, assignment_named
    from autograder.course.expected import ExpectedError
    from autograder.sandbox.process import WorkerError
    from autograder.sandbox.selftest import IsolationError
    from autograder.submission import SubmissionError

    try:
        if assignment is not None:
            assignment_named(assignment)
        entries = collect(paths)
        graded = list(grade_entries(entries, assignment, jobs, trust=trust_submissions))
    except UnknownAssignmentError as error:
        raise click.BadParameter(str(error), param_hint="--assignment") from None
    except IsolationError as error:
        fail(str(error), status=3)
    except (SubmissionError, ExpectedError, WorkerError) as error:
        fail(str(error))
    reports = [one.report for one in graded if one.report is not None]
    if gradebook is not None:
        from autograder.nbgrader.gradebook import GradebookError, write_gradebook

        try:
            write_gradebook([one for one in graded if one.report is not None], gradebook)
        except GradebookError as error:
            fail(str(error))
    _show(reports, json_file)
    for one in graded:
        if one.error:
            click.echo(printable(f"Error: {one.error}"), err=True)
    if any(one.error and one.entry.is_named for one in graded) or not reports:
        sys.exit(1)


def _show(reports: list[Report], json_file: str | None) -> None:
    from autograder.render.json import as_json
    from autograder.render.terminal import class_table, report_table, stdout

    if json_file == "-":
        click.echo(as_json(reports), nl=False)
        return
    if json_file is not None:
        try:
            Path(json_file).write_text(as_json(reports), encoding="utf-8")
        except OSError as error:
            fail(f"{json_file} cannot be written: {error.strerror}")
    console = stdout()
    if len(reports) <= FEW_ENOUGH_TO_READ:
        for report in reports:
            console.print(report_table(report))
    if len(reports) > 1:
        console.print(class_table(reports))
