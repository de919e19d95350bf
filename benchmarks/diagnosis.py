"""Measure what naming and explaining mistakes adds to grading: ``python -m benchmarks.diagnosis``.

The submissions are those of a student who makes the typical mistakes, so that there is much to
name. Processor time is measured, of the grader and of the worker; the share of the diagnosis is
clocked inside the same runs. The goal is shown as met or not met, and nothing fails.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.table import Table

from autograder.grading import verdict
from autograder.grading.grader import grade_submission
from autograder.report import Isolation, Report
from autograder.rubric.exercise import Assignment
from autograder.sandbox.process import Worker
from autograder.submission import Submission
from autograder.submission.code import Block
from autograder.submission.reading import read_code
from benchmarks.bare import ROOT
from benchmarks.course import ASSIGNMENTS, all_cases
from benchmarks.memory import forget
from benchmarks.wall import cpu_of_worker, describe_machine

SAMPLES = ROOT / "tests" / "samples" / "typical_mistakes"
DIAGNOSIS = [
    *("diagnose", "has_memory", "structure_of", "variables_of"),
    *("explain", "explain_shortly", "advise"),
]
"""The functions that the verdict calls to name, to explain and to advise."""
IMPORTS = "import copy\nimport math\nimport numpy as np"
ROUNDS, WARM_UP = 60, 5
MOST = 0.10


class Clock:
    """Adds up the processor time that some functions take."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def watch(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Give the function with a clock around it."""

        def clocked(*args: Any, **kwargs: Any) -> Any:
            started = time.thread_time()
            try:
                return function(*args, **kwargs)
            finally:
                self.seconds += time.thread_time() - started

        return clocked


@dataclass(frozen=True, slots=True)
class Cost:
    """What a submission costs, in seconds of processor time.

    Attributes
    ----------
    report : Report
        What came of it.
    grader, worker : float
        Of either process.
    diagnosis : float
        The part of the grader's that names, explains and advises.
    """

    report: Report
    grader: float
    worker: float
    diagnosis: float

    @property
    def share(self) -> float:
        """The diagnosis by everything else."""
        return self.diagnosis / (self.grader + self.worker - self.diagnosis)


def read_sample(name: str) -> Submission:
    """Read the functions of the sample, under the imports that the notebooks have."""
    source = (SAMPLES / f"{name}.py").read_text(encoding="utf-8")
    return Submission("sample", SAMPLES, read_code([Block("", f"{IMPORTS}\n{source}")]))


def measure(assignment: Assignment, worker: Worker, rounds: int) -> Cost:
    """Grade a submission many times."""
    submission, expected = read_sample(assignment.name), all_cases(assignment.name)

    def grade(times: int) -> Report:
        for _ in range(times):
            forget()
            report = grade_submission(submission, assignment, expected, worker, Isolation.FULL)
        return report

    report, clock = grade(WARM_UP), Clock()
    bare = {name: getattr(verdict, name) for name in DIAGNOSIS}
    before, started = cpu_of_worker(worker), time.process_time()
    try:
        for name, function in bare.items():
            setattr(verdict, name, clock.watch(function))
        grade(rounds)
    finally:
        for name, function in bare.items():
            setattr(verdict, name, function)
    grader, children = time.process_time() - started, cpu_of_worker(worker) - before
    return Cost(report, grader / rounds, children / rounds, clock.seconds / rounds)


def make_table(costs: Sequence[Cost]) -> Table:
    """Show what each submission costs."""
    title = f"processor time of one submission with typical mistakes; {describe_machine()}"
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    table.add_column("assignment", no_wrap=True)
    headings = ("score", "named", "grader ms", "worker ms", "diagnosis ms", "adds", "goal")
    for heading in headings:
        table.add_column(heading, justify="right", no_wrap=True)
    for cost in costs:
        results = cost.report.exercises
        wrong = [result for result in results if result.score < result.max_score]
        met = "[green]met[/]" if cost.share < MOST else "[red]not met[/]"
        table.add_row(
            cost.report.assignment,
            f"{cost.report.score:g}",
            f"{sum(result.misconception is not None for result in wrong)} of {len(wrong)}",
            *(f"{1000 * part:.2f}" for part in (cost.grader, cost.worker, cost.diagnosis)),
            f"{cost.share:.1%}",
            f"< {MOST:.0%} {met}",
        )
    return table


def main() -> None:
    """Measure all assignments and print one table."""
    parser = argparse.ArgumentParser(description="Measure what naming mistakes costs.")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how many, %(default)s")
    rounds = parser.parse_args().rounds
    with Worker() as worker:
        costs = [measure(assignment, worker, rounds) for assignment in ASSIGNMENTS.values()]
    console = Console(highlight=False)
    console = console if console.is_terminal else Console(highlight=False, width=160)
    console.print(make_table(costs))


if __name__ == "__main__":
    main()
