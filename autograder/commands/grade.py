"""The command ``autograder grade``."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from autograder.commands.arguments import PathsCommand, course_option, refuse_hand_in
from autograder.commands.ending import fail, say, write
from autograder.commands.extras import extra
from autograder.report.text import write_utf_8
from autograder.sandbox.threads import cores

if TYPE_CHECKING:
    from autograder.classroom.journal import Journal
    from autograder.classroom.pool import Pool
    from autograder.classroom.session import Results
    from autograder.course import Course
    from autograder.intake import HandIn, Intake, LeftOut
    from autograder.report import Report

FEW_ENOUGH_TO_READ = 12
"""Up to so many submissions, each gets a table of its own in the terminal."""
FEW_ENOUGH_TO_LIST = 200
"""Up to so many, each gets a line."""
WORTH_A_PROCESS = 8
"""A process that grades takes a moment to start: unasked, there is one for so many submissions."""
INTERRUPTED = 130
WORTH_A_LINE = 20
"""So many of the things that are not graded get a line; the others are counted."""


@click.command(cls=PathsCommand)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@course_option
@click.option("--assignment", metavar="NAME", help="What to grade; told from the file if left out.")
@click.option(
    "--json", "json_file", metavar="FILE", help="Write the reports as JSON; - for stdout."
)
@click.option("--html", "html_folder", metavar="DIR", help="Write a feedback page for each.")
@click.option("--gradebook", metavar="URL", help="Write scores into this nbgrader gradebook.")
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    help="Processes that grade side by side; as many as cores if left out.",
)
@click.option("--scheduler", metavar="ADDRESS", help="Grade on this Dask cluster: tcp://host:8786.")
@click.option(
    "--journal",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Keep each result here as it comes; what is here and still valid is not graded again.",
)
@click.option("--regrade", is_flag=True, help="Grade what did not change since, too.")
@click.option("--only", metavar="EXERCISE", help="Grade this exercise; the journal has the others.")
@click.option(
    "--individual",
    is_flag=True,
    help="Draw each student's hidden inputs among the sets that course.toml asks for.",
)
@click.option("--quiet", is_flag=True, help="Show no progress.")
@click.option(
    "--trust-submissions",
    is_flag=True,
    help="Grade even where student code cannot be walled off from this machine.",
)
def grade(
    paths: tuple[Path, ...],
    course_folder: Path | None,
    assignment: str | None,
    json_file: str | None,
    html_folder: str | None,
    gradebook: str | None,
    jobs: int | None,
    scheduler: str | None,
    journal: Path | None,
    only: str | None,
    *,
    regrade: bool,
    individual: bool,
    quiet: bool,
    trust_submissions: bool,
) -> None:
    """Grade notebooks and modules: files, folders, <student>/<assignment>/<file>, zip files.

    Where a shell lists the files, put -- before them: autograder grade --jobs 2 -- *.ipynb
    """
    for option, target in (("--json", json_file), ("--html", html_folder), ("--journal", journal)):
        refuse_hand_in(option, target)
    if jobs is not None and scheduler is not None:
        raise click.UsageError("--jobs is for this machine, --scheduler for a cluster; take one")
    has_archive = any(path.suffix.lower() == ".zip" for path in paths)
    if gradebook is not None and journal is None:
        journal = journal_beside(gradebook)
    if only is not None and gradebook is not None and journal is None:
        raise click.UsageError(
            "--only with --gradebook needs --journal, which has the scores of the other exercises"
        )
    may_be_many = has_archive or any(path.is_dir() for path in paths)
    if may_be_many and scheduler is None and (jobs or len(cores())) > 1:
        _start_early()
    if gradebook is not None:
        _require_gradebook()
    with _sentences(), _scratch_folder() as scratch:
        from autograder.classroom.plan import make_plan
        from autograder.classroom.session import grade_class
        from autograder.course import find_course
        from autograder.intake import collect
        from autograder.render.progress import watch_progress

        course = find_course(course_folder, *_starts(paths, gradebook), handed_in=paths)
        plan = make_plan(
            course,
            assignment,
            trust=trust_submissions,
            only=only,
            individual=individual,
            illustrate=html_folder is not None,
            fingerprint=journal is not None,
        )
        intake = collect(paths, course.assignments, scratch, assignment)
        with _open_journal(journal) as kept:
            with (
                _open_pool(len(intake.hand_ins), jobs, scheduler) as pool,
                watch_progress(len(intake.hand_ins), quiet=quiet) as watch,
                _told_how_to_go_on(journal, kept),
            ):
                results = grade_class(
                    intake.hand_ins, plan, pool, kept, roots=paths, regrade=regrade, watch=watch
                )
            left_out = [*intake.left_out, *_ungraded(results)]
            if gradebook is not None:
                write_scores(results, gradebook, course, regrade=regrade)
            if html_folder is not None:
                _write_pages(results, Path(html_folder), course, left_out)
            _show(results, json_file, left_out)
            _end(results, intake)


def _starts(paths: Sequence[Path], gradebook: str | None) -> Iterator[Path]:
    """Name the places, beside the working directory, above which the course may be."""
    if gradebook is not None and (beside := journal_beside(gradebook)) is not None:
        yield beside.parent
    for path in paths:
        yield path.absolute().parent


def _start_early() -> None:
    """Have another process import the grader while this one does."""
    from autograder.classroom import forkserver

    forkserver.start()


def _require_gradebook() -> None:
    """See before the work, not after it, that scores can be written."""
    with extra("notebook"):
        import autograder.doors.nbgrader.gradebook  # noqa: F401


@contextmanager
def _scratch_folder() -> Iterator[Path]:
    import tempfile

    with tempfile.TemporaryDirectory(prefix="autograder-") as folder:
        yield Path(folder)


def _note(sentence: str) -> None:
    say(f"Note: {sentence}", err=True)


def _complain(sentence: str) -> None:
    say(f"Error: {sentence}", err=True)


@contextmanager
def _sentences() -> Iterator[None]:
    """Turn what keeps the grader from its work into a sentence and a status."""
    from autograder.classroom.journal import JournalError
    from autograder.classroom.plan import UnknownExerciseError
    from autograder.classroom.pool import PoolError
    from autograder.course import CourseError
    from autograder.course.folder import UnknownAssignmentError
    from autograder.rubric.expected import ExpectedError
    from autograder.sandbox.selftest import IsolationError
    from autograder.sandbox.session import WorkerError
    from autograder.submission import SubmissionError

    try:
        yield
    except UnknownAssignmentError as error:
        raise click.BadParameter(str(error), param_hint="--assignment") from None
    except UnknownExerciseError as error:
        raise click.BadParameter(str(error), param_hint="--only") from None
    except IsolationError as error:
        fail(str(error), status=3)
    except (
        CourseError,
        SubmissionError,
        ExpectedError,
        WorkerError,
        PoolError,
        JournalError,
    ) as error:
        fail(str(error))


@contextmanager
def _open_journal(path: Path | None) -> Iterator[Journal]:
    """Open the journal; without one, keep results in a file that nobody sees."""
    import tempfile

    from autograder.classroom.journal import Journal

    if path is not None:
        with Journal(path) as journal:
            yield journal
        return
    with tempfile.TemporaryDirectory() as folder, Journal(Path(folder) / "journal") as journal:
        yield journal


@contextmanager
def _open_pool(total: int, jobs: int | None, scheduler: str | None) -> Iterator[Pool]:
    from autograder.classroom.pool import Cluster, OneProcess, Processes

    wanted = min(jobs or len(cores()), total if jobs else total // WORTH_A_PROCESS)
    pool: Pool
    if scheduler is not None:
        pool = Cluster(scheduler)
    else:
        pool = Processes(wanted) if wanted > 1 else OneProcess()
    try:
        yield pool
    except BaseException:
        pool.stop()
        raise
    pool.close()


@contextmanager
def _told_how_to_go_on(path: Path | None, journal: Journal) -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        how = (
            f"the journal {path} has {len(journal)} submissions; the same command goes on"
            if path
            else "nothing is kept; with --journal FILE, a run can go on where it was interrupted"
        )
        say(f"Interrupted: {how}", err=True)
        sys.exit(INTERRUPTED)


def journal_beside(gradebook: str) -> Path | None:
    """Name the journal that goes with a gradebook; None where the gradebook is no file."""
    with extra("notebook"):
        from autograder.doors.nbgrader.course_folder import database_file

    file = database_file(gradebook)
    return None if file is None else file.with_suffix(".journal")


def write_scores(results: Results, gradebook: str, course: Course, *, regrade: bool) -> None:
    """Write into the gradebook, and say what was not understood."""
    with extra("notebook"):
        from autograder.doors.nbgrader.course_folder import open_folder
        from autograder.doors.nbgrader.gradebook import GradebookError, write_gradebook

    folder = open_folder(course)
    try:
        problems = write_gradebook(results, gradebook, folder, regrade=regrade)
    except GradebookError as error:
        fail(str(error))
    for problem in problems:
        _note(problem)


def _ungraded(results: Results) -> list[LeftOut]:
    """List what could not be graded and has no report that says so."""
    from autograder.intake import LeftOut, shown

    return [
        LeftOut(shown(one.hand_in.path), one.error) for one in results.failed() if not one.report
    ]


def _write_pages(
    results: Results, folder: Path, course: Course, left_out: Sequence[LeftOut]
) -> None:
    from autograder.render.pages import write_pages

    try:
        write_pages(results, folder, course.assignments, left_out, _note)
    except OSError as error:
        fail(f"pages cannot be written to {folder}: {error.strerror}; name another folder")


def _end(results: Results, intake: Intake) -> None:
    """Say what was not graded, and end with the status that says whether the work was done."""
    failed = results.failed()
    for one in failed:
        _complain(one.error)
    for note in intake.notes[:WORTH_A_LINE]:
        _note(note)
    left_out = intake.left_out
    lines = [one for one in left_out if one.matters]
    for left in lines[:WORTH_A_LINE]:
        say(f"Left out: {left}", err=True)
    if rest := len(left_out) - len(lines[:WORTH_A_LINE]):
        what = "more were" if len(lines) > WORTH_A_LINE else "other files were"
        say(f"{rest:,} {what} left out; --json FILE lists all with the reasons", err=True)
    nothing = all(one.report is None for one in results)
    is_lost = any(one.report is not None and not one.report.is_judged for one in failed)
    if nothing or is_lost or any(one.hand_in.is_named for one in failed):
        sys.exit(1)


def _show(results: Results, json_file: str | None, left_out: Sequence[LeftOut]) -> None:
    from autograder.render.json import json_pieces
    from autograder.render.terminal import class_summary, class_table, report_table, stdout

    if json_file == "-":
        write_utf_8()
        for piece in json_pieces(_found(results), left_out):
            write(piece)
        return
    if json_file is not None:
        try:
            with Path(json_file).open("w", encoding="utf-8") as file:
                file.writelines(json_pieces(_found(results), left_out))
        except OSError as error:
            fail(f"{json_file} cannot be written: {error.strerror}")
    console = stdout()
    if len(results) <= FEW_ENOUGH_TO_READ:
        for report in _reports(results):
            console.print(report_table(report))
    if len(results) > FEW_ENOUGH_TO_LIST:
        console.print(class_summary(_reports(results)))
    elif len(results) > 1:
        console.print(class_table(list(_reports(results))))


def _reports(results: Results) -> Iterator[Report]:
    return (one.report for one in results if one.report is not None)


def _found(results: Results) -> Iterator[tuple[Report, HandIn]]:
    return ((one.report, one.hand_in) for one in results if one.report is not None)
