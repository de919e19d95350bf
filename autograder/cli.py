"""The command ``autograder``. What is slow to import is imported inside the commands."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from autograder.text import printable

if TYPE_CHECKING:
    from rich.console import Console

    from autograder.report import Report

FEW_ENOUGH_TO_READ = 12
"""Up to so many submissions, each gets a table of its own in the terminal."""


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="first-neuron")
def main() -> None:
    """Grade the notebooks of First Neuron, practise them, and build them."""


@main.command()
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
        _fail(str(error), status=3)
    except (SubmissionError, ExpectedError, WorkerError) as error:
        _fail(str(error))
    reports = [one.report for one in graded if one.report is not None]
    if gradebook is not None:
        from autograder.nbgrader.gradebook import GradebookError, write_gradebook

        try:
            write_gradebook([one for one in graded if one.report is not None], gradebook)
        except GradebookError as error:
            _fail(str(error))
    _show(reports, json_file)
    for one in graded:
        if one.error:
            click.echo(printable(f"Error: {one.error}"), err=True)
    if any(one.error and one.entry.is_named for one in graded) or not reports:
        sys.exit(1)


def _show(reports: list[Report], json_file: str | None) -> None:
    from autograder.render.json import as_json
    from autograder.render.terminal import class_table, report_table

    if json_file == "-":
        click.echo(as_json(reports), nl=False)
        return
    if json_file is not None:
        try:
            Path(json_file).write_text(as_json(reports), encoding="utf-8")
        except OSError as error:
            _fail(f"{json_file} cannot be written: {error.strerror}")
    console = _console()
    if len(reports) <= FEW_ENOUGH_TO_READ:
        for report in reports:
            console.print(report_table(report))
    if len(reports) > 1:
        console.print(class_table(reports))


def _console() -> Console:
    from rich.console import Console

    console = Console(highlight=False)
    # Where nobody looks at a width, as in a pipe, lines are not broken to fit one.
    return console if console.is_terminal else Console(highlight=False, width=160)


@main.command()
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
            _fail(f"{file} is a folder with several submissions; name one file")
        submission = read_submission(entry.path, entry.name)
        chosen = choose_assignment(entry, submission, assignment)
        unknown = set(exercises) - {name for e in chosen.exercises for name in e.names}
        if unknown:
            _fail(f"{chosen.name} has no exercise {', '.join(sorted(unknown))}")
        with Worker() as worker:
            # Nothing is hidden in practice: what a machine can put up of the wall is enough.
            isolation = choose_isolation(worker, trust=True)
            cases = practice_cases(chosen)
            report = grade_submission(submission, chosen, cases, worker, isolation)
    except UnknownAssignmentError as error:
        raise click.BadParameter(str(error), param_hint="--assignment") from None
    except (SubmissionError, ExpectedError, WorkerError) as error:
        _fail(str(error))
    wanted = {chosen.exercise(name).name for name in exercises}
    for result in report.exercises:
        if not wanted or result.name in wanted:
            click.echo(as_text(result) + "\n")
    for problem in report.problems:
        click.echo(f"! {problem}")


@main.command()
@click.option("--check", "only_check", is_flag=True, help="Only compare; change nothing.")
def build(*, only_check: bool) -> None:
    """Build the notebooks in source/ and release/ from text and solutions."""
    import tempfile

    from autograder.authoring import notebooks

    root = _course_folder()
    try:
        if not only_check:
            notebooks.build(root, root)
            return
        with tempfile.TemporaryDirectory() as folder:
            notebooks.build(root, Path(folder))
            stale = notebooks.stale_files(root, Path(folder))
    except notebooks.BuildError as error:
        _fail(str(error))
    if stale:
        names = "\n  ".join(str(path) for path in stale)
        _fail(
            f"these files are not what a build gives:\n  {names}\n"
            "change source/<assignment>/<assignment>.md or solutions/<assignment>.py, "
            "then run: autograder build"
        )


@main.command()
@click.option("--seed", type=int, help="Draw another set of hidden inputs.")
@click.option("--check", "only_check", is_flag=True, help="Only compare; change nothing.")
def freeze(*, seed: int | None, only_check: bool) -> None:
    """Compute the expected arrays from solutions and cases."""
    import tempfile

    from autograder.authoring.freeze import compare_frozen, current_seed
    from autograder.authoring.freeze import freeze as freeze_arrays
    from autograder.course.expected import ExpectedError

    _course_folder()
    try:
        seed = current_seed() if seed is None else seed
        if not only_check:
            freeze_arrays(seed)
            return
        with tempfile.TemporaryDirectory() as folder:
            freeze_arrays(seed, Path(folder))
            stale = compare_frozen(Path(folder))
    except ExpectedError as error:
        _fail(str(error))
    if stale:
        _fail(
            "these expected arrays are stale:\n  " + "\n  ".join(stale) + "\nrun: autograder freeze"
        )


def _course_folder() -> Path:
    """Find the checkout: the folder with the texts and the solutions."""
    root = Path(__file__).parent.parent
    if not (root / "solutions").is_dir() or not (root / "source").is_dir():
        _fail(
            "building needs the course's checkout, with source/ and solutions/; "
            "the installed package has neither"
        )
    if str(root) not in sys.path:
        sys.path.insert(0, str(root))
    return root


def _fail(message: str, status: int = 1) -> NoReturn:
    """End with a sentence, and the status that says that the work was not done."""
    click.echo(printable(f"Error: {message}"), err=True)
    sys.exit(status)


if __name__ == "__main__":
    main()
