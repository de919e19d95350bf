"""The command ``autograder build``."""

from __future__ import annotations

from pathlib import Path

import click

from autograder.commands.arguments import course_option
from autograder.commands.ending import fail, say
from autograder.commands.extras import extra


@click.command()
@click.argument("assignments", nargs=-1, metavar="[ASSIGNMENT]...")
@course_option
@click.option("--check", "only_check", is_flag=True, help="Only compare; change nothing.")
def build(assignments: tuple[str, ...], course_folder: Path | None, *, only_check: bool) -> None:
    """Build assignments from text, solutions and rubric; all of them if none is named.

    What students get is written into release/, hidden cases into expected/. Files that are as they
    should be are left alone.
    """
    with extra("notebook"):
        from autograder.authoring.building import build_course
        from autograder.authoring.sources import AuthorError
    from autograder.course import CourseError, find_course
    from autograder.course.folder import UnknownAssignmentError
    from autograder.rubric.expected import ExpectedError

    try:
        course = find_course(course_folder)
        built = build_course(course, assignments, only_check=only_check)
    except UnknownAssignmentError as error:
        raise click.BadParameter(str(error), param_hint="ASSIGNMENT") from None
    except (AuthorError, CourseError, ExpectedError) as error:
        fail(str(error))
    changed = [name for one in built for name in one.changed]
    if only_check and changed:
        names = "\n  ".join(changed)
        fail(f"these are not what a build gives:\n  {names}\nrun: autograder build")
    for name in () if only_check else changed:
        say(f"built   {name}")
