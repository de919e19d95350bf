"""The command ``autograder doctor``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from autograder.commands.arguments import course_option
from autograder.commands.ending import write
from autograder.report.text import write_utf_8


@click.command()
@course_option
@click.option("--json", "as_json", is_flag=True, help="Write it as JSON, for a report of a bug.")
def doctor(course_folder: Path | None, *, as_json: bool) -> None:
    """Tell how this machine stands: what is attacked, limited, installed and refused.

    Each layer of the wall around student code is put up alone and attacked, then all of them
    together. The exit status is that of a grading command here: 0 where grading works, 3 where
    student code cannot be walled off, 1 for other trouble.
    """
    import json

    from autograder.classroom.machine import look_at_machine
    from autograder.course import CourseError, find_course
    from autograder.render.machine import as_data, as_text

    course, problem = None, ""
    try:
        course = find_course(course_folder)
    except CourseError as error:
        problem = str(error)
    machine = look_at_machine(course, problem)
    if as_json:
        write_utf_8()
        write(json.dumps(as_data(machine), indent=1, ensure_ascii=False) + "\n")
    else:
        write(as_text(machine))
    sys.exit(machine.status)
