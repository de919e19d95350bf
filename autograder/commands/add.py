"""The commands ``autograder add assignment`` and ``autograder add exercise``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from autograder.commands.arguments import course_option
from autograder.commands.ending import fail, say

if TYPE_CHECKING:
    from autograder.course import Course


@click.group()
def add() -> None:
    """Add an assignment or an exercise to text, solutions and rubric of a course."""


@add.command()
@click.argument("name")
@course_option
def assignment(name: str, course_folder: Path | None) -> None:
    """Add an assignment of one exercise at the end of a course."""
    from autograder.authoring.additions import add_assignment

    _add(course_folder, lambda course: add_assignment(course, name))


@add.command()
@click.argument("assignment_name", metavar="ASSIGNMENT")
@click.argument("name")
@course_option
def exercise(assignment_name: str, name: str, course_folder: Path | None) -> None:
    """Add an exercise at the end of an assignment."""
    from autograder.authoring.additions import add_exercise

    _add(course_folder, lambda course: add_exercise(course, assignment_name, name))


def _add(folder: Path | None, change: Callable[[Course], list[str]]) -> None:
    from autograder.authoring.sources import AuthorError
    from autograder.course import CourseError, find_course
    from autograder.course.folder import UnknownAssignmentError

    try:
        changed = change(find_course(folder))
    except UnknownAssignmentError as error:
        raise click.BadParameter(str(error), param_hint="ASSIGNMENT") from None
    except (AuthorError, CourseError) as error:
        fail(str(error))
    for name in changed:
        say(f"wrote   {name}")
