"""The command ``autograder report``."""

from __future__ import annotations

from pathlib import Path

import click

from autograder.commands.arguments import course_option
from autograder.commands.ending import fail, say


@click.command()
@click.argument("journal", type=click.Path(path_type=Path))
@course_option
@click.option(
    "--html",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Write the class report as pages into this folder: open index.html.",
)
@click.option(
    "--csv",
    "table",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write everything as one table: a row for each exercise of each submission.",
)
@click.option(
    "--students/--no-students",
    default=True,
    help="With --html: write a page for each student, or leave them out.",
)
def report(
    journal: Path,
    course_folder: Path | None,
    folder: Path | None,
    table: Path | None,
    *,
    students: bool,
) -> None:
    """Look at a whole class: scores, exercises, mistakes, and who needs a look.

    JOURNAL is what `autograder grade --journal JOURNAL` wrote.
    """
    from autograder.classroom.journal import Journal, JournalError
    from autograder.course import CourseError, find_course
    from autograder.render.class_folder import read_statistics, write_folder, write_table
    from autograder.render.class_terminal import class_summary
    from autograder.render.progress import watch_pages
    from autograder.render.terminal import stdout
    from autograder.rubric.expected import ExpectedError

    if folder is not None and folder.exists() and not folder.is_dir():
        fail(f"{folder} is a file; name a folder for the pages")
    try:
        with Journal(journal, write=False) as opened:
            if not len(opened):
                fail(
                    f"the journal {journal} holds no submission yet; "
                    f"grade some: autograder grade submitted/ --journal {journal}"
                )
            assignments = find_course(course_folder, journal.absolute().parent).assignments
            statistics = read_statistics(opened, assignments)
            stdout().print(class_summary(statistics))
            if table is not None:
                write_table(opened, statistics, table)
                say(f"table   {table}")
            if folder is not None:
                notes: list[str] = []
                with watch_pages(len(opened)) as watch:
                    write_folder(
                        opened,
                        statistics,
                        folder,
                        assignments,
                        students=students,
                        watch=watch,
                        tell=notes.append,
                    )
                for note in notes:
                    say(f"Note: {note}", err=True)
                say(f"pages   {folder / 'index.html'}")
    except (JournalError, CourseError, ExpectedError) as error:
        fail(str(error))
    except OSError as error:
        fail(f"{error.filename or 'the report'} cannot be written: {error.strerror}")
