"""Measure what a class costs with nbgrader: ``python -m benchmarks.term [--json FILE]``.

Twenty submissions through ``nbgrader autograde``, with the course's configuration and with
nbgrader's own, in turn; and two hundred through ``autograder grade --gradebook``.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import nbformat
from rich.console import Console
from rich.table import Table

from autograder.sandbox.kernel import PR_SET_CHILD_SUBREAPER, prctl
from benchmarks.bare import ROOT, cpu_of
from benchmarks.course import COURSE
from benchmarks.stock import BIN, Course, StockError, only_graded, write_submission
from benchmarks.wall import describe_machine

ASSIGNMENT = "logistic_regression"
FEW, MANY = 20, 200
MOST_OF_STOCK, MOST_SECONDS = 1 / 3, 10.0


@dataclass(frozen=True, slots=True)
class Measured:
    """What one command cost.

    Attributes
    ----------
    name : str
        What was measured.
    submissions : int
        How many.
    wall, cpu : float
        Seconds on the clock, and of processor time with all children.
    goal : str
        What is wanted of it; empty if nothing is.
    met : bool or None
        Whether that is so.
    """

    name: str
    submissions: int
    wall: float
    cpu: float
    goal: str = ""
    met: bool | None = None


def measure(name: str, submissions: int, folder: Path, *command: str, goal: str = "") -> Measured:
    """Run a command in a course folder."""
    path = f"{BIN}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    prctl(PR_SET_CHILD_SUBREAPER, 1)
    cpu, started = cpu_of(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(  # noqa: S603 - a command of our own environment
        [BIN / command[0], *command[1:]],
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    wall = time.perf_counter() - started
    if done.returncode:
        raise StockError(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")
    _wait_for_all()
    return Measured(name, submissions, wall, cpu_of(resource.RUSAGE_CHILDREN) - cpu, goal)


def _wait_for_all() -> None:
    """Wait for what a command leaves behind when it ends: only then is its time counted."""
    with suppress(ChildProcessError):
        while True:
            os.waitpid(-1, 0)


def make_course(folder: Path, *, ours: bool) -> None:
    """Lay a course out with one assignment released, with our configuration or without.

    The notebook has the cells that are graded, and no lesson around them: nbgrader's own autograde
    would run that too, and train a model for each student.
    """
    Course(folder, ASSIGNMENT, with_lesson=False)
    if ours:
        shutil.copy(ROOT / "nbgrader_config.py", folder)
    # Hidden tests look for the course, too, where a kernel runs them.
    settings = f'course_id = "stock"\n[[assignments]]\nname = "{ASSIGNMENT}"\n'
    (folder / "course.toml").write_text(settings, encoding="utf-8")
    (folder / "expected").mkdir()
    for path in COURSE.hidden_files(ASSIGNMENT):
        shutil.copy(path, folder / "expected")


def hand_in(folder: Path, number: int) -> None:
    """Hand the reference solutions in so many times."""
    first = folder / "submitted" / "student_000" / ASSIGNMENT
    path = first / f"{ASSIGNMENT}.ipynb"
    write_submission(ASSIGNMENT, path)
    nbformat.write(only_graded(nbformat.read(path, as_version=4)), path)
    for student in range(1, number):
        shutil.copytree(first, folder / "submitted" / f"student_{student:03}" / ASSIGNMENT)


def check(folder: Path, number: int) -> None:
    """See that everyone was graded, and earned everything."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{folder}/gradebook.db") as book:
        graded = book.assignment_submissions(ASSIGNMENT)
        poor = [one.student.id for one in graded if one.score < one.max_score]
    if len(graded) != number or poor:
        raise StockError(f"{len(graded)} of {number} graded, {len(poor)} below full marks")


def measure_autograde(folder: Path) -> list[Measured]:
    """Measure ``nbgrader autograde`` with both configurations."""
    measured = []
    for name, ours in (("our configuration", True), ("nbgrader's own", False)):
        course = folder / name
        make_course(course, ours=ours)
        hand_in(course, FEW)
        title = f"nbgrader autograde, {name}"
        measured.append(measure(title, FEW, course, "nbgrader", "autograde", ASSIGNMENT))
        check(course, FEW)
    return measured


def measure_gradebook(folder: Path) -> list[Measured]:
    """Measure a class through our own command, and the run after it, which has nothing to do."""
    make_course(folder, ours=True)
    hand_in(folder, MANY)
    book = "--gradebook=sqlite:///gradebook.db"
    command = ("autograder", "grade", "submitted", "--quiet", "--jobs=2", book)
    first = measure("autograder grade --gradebook", MANY, folder, *command)
    check(folder, MANY)
    return [first, measure("the same once more, nothing changed", MANY, folder, *command)]


def judge(measured: Sequence[Measured]) -> list[Measured]:
    """Compare what was measured with the goals."""
    ours, stock, many, again = measured
    share = ours.wall / stock.wall
    return [
        Measured(
            ours.name, ours.submissions, ours.wall, ours.cpu, "at most 1/3", share <= MOST_OF_STOCK
        ),
        stock,
        Measured(
            many.name,
            many.submissions,
            many.wall,
            many.cpu,
            f"< {MOST_SECONDS:.0f} s",
            many.wall < MOST_SECONDS,
        ),
        again,
    ]


def make_table(rows: Sequence[Measured]) -> Table:
    """Show the rows."""
    title = describe_machine()
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    table.add_column("what", no_wrap=True)
    for heading in ("n", "wall s", "CPU s", "ms each"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("goal", no_wrap=True)
    table.add_column("", no_wrap=True)
    for row in rows:
        table.add_row(
            row.name,
            str(row.submissions),
            f"{row.wall:.1f}",
            f"{row.cpu:.1f}",
            f"{1000 * row.wall / row.submissions:.0f}",
            row.goal,
            {True: "[green]met[/]", False: "[red]not met[/]", None: ""}[row.met],
        )
    return table


def main() -> None:
    """Measure everything and print one table."""
    parser = argparse.ArgumentParser(description="Measure what a class costs with nbgrader.")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the numbers here")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        many = measure_gradebook(Path(folder, "class"))
        rows = judge([*measure_autograde(Path(folder)), *many])
    console = Console(highlight=False)
    console = console if console.is_terminal else Console(highlight=False, width=120)
    console.print(make_table(rows))
    if arguments.json is not None:
        found = {"machine": describe_machine(), "rows": [asdict(row) for row in rows]}
        arguments.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
