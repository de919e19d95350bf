"""The command ``autograder lint``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from autograder.commands.arguments import course_option
from autograder.commands.ending import fail, say
from autograder.commands.extras import extra

if TYPE_CHECKING:
    from autograder.authoring.lint import Linted

COLUMNS = ("assignment", "exercises", "points", "solved", "untouched", "mistakes caught", "named")


@click.command()
@click.argument("assignments", nargs=-1, metavar="[ASSIGNMENT]...")
@course_option
def lint(assignments: tuple[str, ...], course_folder: Path | None) -> None:
    """Say whether assignments do what they should; all of them if none is named.

    Solutions earn all the points and untouched notebooks none, each known mistake loses some and
    gets its name, and nothing hidden is released. No file is changed. The exit status is 0 if there
    is no problem, else 1.
    """
    with extra("notebook"):
        from autograder.authoring.lint import lint_assignment
    from autograder.authoring.sources import AuthorError, reading
    from autograder.course import CourseError, find_course
    from autograder.course.folder import UnknownAssignmentError
    from autograder.rubric.expected import ExpectedError
    from autograder.sandbox.process import Worker
    from autograder.sandbox.selftest import choose_isolation

    rows: list[Linted] = []
    problems: list[str] = []
    try:
        course = find_course(course_folder)
        names = [course.require(name) for name in assignments] or list(course.names)
        if not names:
            fail("course.toml lists no assignment; add one: autograder add assignment NAME")
        with reading(course) as read, Worker() as worker:
            # What runs is the author's own: what this machine can put up of the wall is enough.
            isolation = choose_isolation(worker, trust=True)
            for name in names:
                try:
                    found = lint_assignment(course, read(name), worker, isolation)
                except (AuthorError, ExpectedError) as error:
                    problems.append(f"{name} does not build: {error}")
                else:
                    rows.append(found)
                    problems += found.problems
    except UnknownAssignmentError as error:
        raise click.BadParameter(str(error), param_hint="ASSIGNMENT") from None
    except CourseError as error:
        fail(str(error))
    if rows:
        say(_table(rows))
    for problem in problems:
        say(f"! {problem}")
    say("no problem" if not problems else f"{len(problems)} to mend")
    sys.exit(1 if problems else 0)


def _table(rows: Sequence[Linted]) -> str:
    """Lay out a line for each assignment, numbers below their names."""
    cells = [COLUMNS] + [
        (
            one.name,
            f"{one.num_exercises}",
            f"{one.points:g}",
            f"{one.solved:g}",
            f"{one.untouched:g}",
            f"{one.caught} of {one.num_misconceptions}",
            f"{one.named} of {one.num_misconceptions}",
        )
        for one in rows
    ]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if not n else cell.rjust(width)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in cells
    )
