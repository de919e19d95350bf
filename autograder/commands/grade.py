"""The command ``autograder grade``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from autograder.commands.ending import fail
from autograder.text import printable

if TYPE_CHECKING:
    from autograder.classroom.collection import Entry
    from autograder.classroom.session import Graded
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
@click.option(
    "--regrade", is_flag=True, help="With --gradebook: grade also what did not change since."
)
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
    regrade: bool,
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

    unchanged: list[Graded] = []
    try:
        if assignment is not None:
            assignment_named(assignment)
        entries = collect(paths)
        if gradebook is not None and not regrade:
            unchanged = find_unchanged(entries, assignment, gradebook)
        known = {one.entry for one in unchanged}
        new = [entry for entry in entries if entry not in known]
        graded = list(grade_entries(new, assignment, jobs, trust=trust_submissions)) if new else []
    except UnknownAssignmentError as error:
        raise click.BadParameter(str(error), param_hint="--assignment") from None
    except IsolationError as error:
        fail(str(error), status=3)
    except (SubmissionError, ExpectedError, WorkerError) as error:
        fail(str(error))
    if gradebook is not None:
        write_scores(gradebook, graded, unchanged)
    order = {entry: number for number, entry in enumerate(entries)}
    graded = sorted([*graded, *unchanged], key=lambda one: order[one.entry])
    reports = [one.report for one in graded if one.report is not None]
    _show(reports, json_file)
    for one in graded:
        if one.error:
            click.echo(printable(f"Error: {one.error}"), err=True)
    if any(one.error and one.entry.is_named for one in graded) or not reports:
        sys.exit(1)


def find_unchanged(entries: list[Entry], assignment: str | None, url: str) -> list[Graded]:
    """Find what the gradebook's course folder holds a graded copy of, the same to the byte."""
    from autograder.nbgrader.course_folder import find_course

    course = find_course(entries, url)
    found = [course.find_graded(entry, assignment) for entry in entries]
    return [one for one in found if one is not None]


def write_scores(url: str, graded: list[Graded], unchanged: list[Graded]) -> None:
    """Write into the gradebook, and say what was not graded again or not understood."""
    from autograder.nbgrader.course_folder import find_course
    from autograder.nbgrader.gradebook import GradebookError, write_gradebook

    new = [one for one in graded if one.report is not None]
    course = find_course([one.entry for one in [*new, *unchanged]], url)
    try:
        problems = write_gradebook(new, url, course, unchanged)
    except GradebookError as error:
        fail(str(error))
    for problem in problems:
        click.echo(printable(f"Note: {problem}"), err=True)
    if unchanged:
        number = len(unchanged)
        what = "1 submission is" if number == 1 else f"{number} submissions are"
        click.echo(f"{what} unchanged and not graded again; --regrade does", err=True)


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
