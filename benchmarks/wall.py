"""Measure, in one run, what the wall costs: ``python -m benchmarks.wall [--json FILE]``.

All that is compared is measured in turn, in an order that is drawn anew for each round, so that a
busy moment of the machine falls on all alike. Goals are shown as met or not met, and nothing fails.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from autograder.classroom.workers import WalledWorker
from autograder.grading.grader import grade_submission
from autograder.sandbox.frames import Ending
from autograder.sandbox.layers import NAMES
from autograder.sandbox.process import Worker
from autograder.sandbox.request import Asked, Inputs, Statement, pickled
from autograder.sandbox.selftest import choose_isolation, test_wall
from autograder.sandbox.threads import ONE_THREAD
from autograder.submission import read_submission
from benchmarks.bare import FORK, FUNCTIONS, Bare
from benchmarks.course import ASSIGNMENTS, all_cases
from benchmarks.memory import forget
from benchmarks.stock import marginal_cpu, write_submission

ASSIGNMENT = "logistic_regression"
ROUNDS = 100
FORKS_A_ROUND = 2
ROUNDS_A_BLOCK = 20
"""The kernel shows a worker's processor time in ticks of 10 ms: read after so many rounds."""
ROUNDS_AN_IMPORT = 10
STUDENTS = 5

MOST_OF_LAYERS, MOST_SECONDS, MOST_OF_FUNCTIONS, LEAST_OF_NBGRADER = 1.15, 0.020, 2.0, 60.0

STATEMENT = Statement("cell 1", 1, "def f(x):\n    return x", 0)
TRIVIAL = Asked("f", ("f",), (0,), (), 1, pickled([Inputs((np.float64(1),), {})]))

FORK_WALL, FORK_CPU = "fork and exit, NumPy imported", "fork and exit: CPU"
NO_LAYER, AGAIN, ALL_LAYERS = "child, no layer", "child, no layer, once more", "child, all layers"
FUNCTIONS_CPU = "functions in process: CPU"
GRADE_WALL = "one submission graded"
GRADER_CPU = "one submission: CPU of the grader"
WORKER_CPU = "one submission: CPU of the worker"
IMPORT = 'python -c "import numpy"'
BOTH_CPU = "functions + one fork: CPU"
OUR_CPU = "one submission: CPU of grader and worker"
STOCK_CPU = "nbgrader autograde, lesson too: CPU"
GRADED_STOCK_CPU = "nbgrader autograde, graded cells: CPU"

Samples = defaultdict[str, list[float]]
Step = Callable[[Samples], None]


class BenchmarkError(Exception):
    """What was measured did not do its work."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    Attributes
    ----------
    name : str
        What was measured.
    median, least : float
        Seconds.
    count : int
        How often it was measured.
    ratio : float or None
        Its median by that of its reference.
    reference : str
        The name of the reference.
    goal : str
        What is wanted of it; empty if nothing is.
    met : bool or None
        Whether that is so.
    """

    name: str
    median: float
    least: float
    count: int
    ratio: float | None = None
    reference: str = ""
    goal: str = ""
    met: bool | None = None


def measure_wall(samples: Samples, rounds: int, notebook: Path) -> None:
    """Measure forks, children, submissions and imports in turn.

    Parameters
    ----------
    samples : defaultdict of list
        Where to add what was measured, by name.
    rounds : int
        How many times.
    notebook : Path
        The submission.
    """
    order = random.Random(0)  # noqa: S311 - an order, no secret
    with ExitStack() as stack:
        forking = stack.enter_context(Bare(FORK))
        calling = stack.enter_context(Bare(FUNCTIONS, ASSIGNMENT))
        grading = stack.enter_context(Worker())
        walled = WalledWorker(grading, choose_isolation(grading, trust=True))
        often = [
            *[partial(_time_fork, forking)] * FORKS_A_ROUND,
            partial(_time_functions, calling),
            partial(_time_grading, walled, notebook),
            *(
                partial(_time_child, name, stack.enter_context(Worker(without=without)))
                for name, without in configurations().items()
            ),
        ]
        for step in often:
            step(defaultdict(list))
        for block in range(-(-rounds // ROUNDS_A_BLOCK)):
            size = min(ROUNDS_A_BLOCK, rounds - block * ROUNDS_A_BLOCK)
            before = cpu_of_worker(grading)
            for number in range(size):
                rarely = [_time_import] if number % ROUNDS_AN_IMPORT == 0 else []
                _take_steps(order, [*often, *rarely], samples)
            samples[WORKER_CPU].append((cpu_of_worker(grading) - before) / size)


def configurations() -> dict[str, frozenset[str]]:
    """Name the children that are compared, each with the layers that it goes without."""
    growing = {
        f"+ {name}": frozenset(NAMES[number:]) for number, name in enumerate(NAMES[:-1], start=1)
    }
    everything = frozenset(NAMES)
    return {NO_LAYER: everything, AGAIN: everything, **growing, ALL_LAYERS: frozenset()}


def _take_steps(order: random.Random, steps: Sequence[Step], samples: Samples) -> None:
    for step in order.sample(steps, len(steps)):
        step(samples)


def _time_fork(bare: Bare, samples: Samples) -> None:
    cost = bare.cost()
    samples[FORK_WALL].append(cost.wall)
    samples[FORK_CPU].append(cost.cpu)


def _time_functions(bare: Bare, samples: Samples) -> None:
    samples[FUNCTIONS_CPU].append(bare.cost().cpu)


def _time_child(name: str, worker: Worker, samples: Samples) -> None:
    started = time.perf_counter()
    run = worker.run([STATEMENT], [TRIVIAL], [5])
    samples[name].append(time.perf_counter() - started)
    if run.ending is not Ending.DONE:
        raise BenchmarkError(f"{name}: {run.ending} ({run.detail})")


def _time_grading(walled: WalledWorker, notebook: Path, samples: Samples) -> None:
    forget()
    cpu, started = time.process_time(), time.perf_counter()
    submission = read_submission(notebook, "student")
    assignment, cases = ASSIGNMENTS[ASSIGNMENT], all_cases(ASSIGNMENT)
    report = grade_submission(submission, assignment, cases, walled.worker, walled.isolation)
    samples[GRADE_WALL].append(time.perf_counter() - started)
    samples[GRADER_CPU].append(time.process_time() - cpu)
    if report.score < report.max_score:
        raise BenchmarkError("the reference solutions did not earn all points")


def _time_import(samples: Samples) -> None:
    started = time.perf_counter()
    environment = {**os.environ, **dict.fromkeys(ONE_THREAD, "1")}
    subprocess.run([sys.executable, "-c", "import numpy"], env=environment, check=True)
    samples[IMPORT].append(time.perf_counter() - started)


def cpu_of_worker(worker: Worker) -> float:
    """Read the processor time of a worker and of the children it has waited for."""
    process = worker._process  # noqa: SLF001 - nobody else asks a worker for its process id
    assert process is not None
    after_name = Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2]
    ticks = after_name.split()[11:15]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def measure_stock(samples: Samples, *, with_lesson: bool) -> None:
    """Measure what one more submission costs nbgrader's own autograde.

    Parameters
    ----------
    samples : defaultdict of list
        Where to add what was measured, by name.
    with_lesson : bool
        Whether the notebook keeps the cells that nothing is graded by: nbgrader runs them too.
    """
    with tempfile.TemporaryDirectory() as folder:
        seconds = marginal_cpu(Path(folder), ASSIGNMENT, STUDENTS, with_lesson=with_lesson)
    samples[STOCK_CPU if with_lesson else GRADED_STOCK_CPU].append(seconds)


def make_rows(samples: Samples) -> list[Row]:
    """Compare what was measured with its references and goals."""
    total = {name: (statistics.median(found), min(found)) for name, found in samples.items()}
    total[BOTH_CPU] = _add(total[FUNCTIONS_CPU], total[FORK_CPU])
    total[OUR_CPU] = _add(total[GRADER_CPU], total[WORKER_CPU])

    def row(name: str, reference: str = "", goal: str = "", met: bool | None = None) -> Row:
        median, least = total[name]
        ratio = median / total[reference][0] if reference else None
        return Row(name, median, least, len(samples[name]), ratio, reference, goal, met)

    def ratio(name: str, reference: str) -> float:
        return total[name][0] / total[reference][0]

    layers_are_cheap = ratio(ALL_LAYERS, NO_LAYER) < MOST_OF_LAYERS
    worker_is_quick = total[WORKER_CPU][0] < MOST_SECONDS
    isolation_is_cheap = ratio(WORKER_CPU, BOTH_CPU) < MOST_OF_FUNCTIONS
    both = f"< {1000 * MOST_SECONDS:.0f} ms and < {MOST_OF_FUNCTIONS:.0f}x"
    rows = [row(FORK_WALL), row(NO_LAYER, FORK_WALL)]
    rows += [row(name, NO_LAYER) for name in configurations() if name not in (NO_LAYER, ALL_LAYERS)]
    rows += [
        row(ALL_LAYERS, NO_LAYER, f"< {MOST_OF_LAYERS}x", layers_are_cheap),
        row(IMPORT, FORK_WALL),
        row(FORK_CPU),
        row(FUNCTIONS_CPU),
        row(BOTH_CPU),
        row(WORKER_CPU, BOTH_CPU, both, worker_is_quick and isolation_is_cheap),
        row(GRADER_CPU),
        row(OUR_CPU, BOTH_CPU),
        row(GRADE_WALL, BOTH_CPU),
    ]
    for name in (STOCK_CPU, GRADED_STOCK_CPU):
        if name in samples:
            enough = ratio(name, OUR_CPU) >= LEAST_OF_NBGRADER
            rows.append(row(name, OUR_CPU, f">= {LEAST_OF_NBGRADER:.0f}x", enough))
    return rows


def _add(first: tuple[float, float], second: tuple[float, float]) -> tuple[float, float]:
    return first[0] + second[0], first[1] + second[1]


def make_table(rows: Sequence[Row], title: str) -> Table:
    """Show the rows."""
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    table.add_column("what", no_wrap=True)
    for heading in ("median ms", "min ms", "n", "ratio"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("to", no_wrap=True)
    table.add_column("goal", no_wrap=True)
    table.add_column("", no_wrap=True)
    for row in rows:
        table.add_row(
            row.name,
            f"{1000 * row.median:.2f}",
            f"{1000 * row.least:.2f}",
            str(row.count or ""),
            "" if row.ratio is None else f"{row.ratio:.2f}",
            row.reference,
            row.goal,
            {True: "[green]met[/]", False: "[red]not met[/]", None: ""}[row.met],
        )
    return table


def describe_machine() -> str:
    """Name what the numbers depend on."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("numpy", "nbgrader"))
    system = f"{platform.system()} {platform.release()}"
    return f"{os.cpu_count()} cores, {system}, Python {platform.python_version()}, {packages}"


def describe_wall() -> str:
    """Say whether the wall stands on this machine: what does not stand costs nothing."""
    with Worker() as worker:
        found = test_wall(worker)
    missing, holes = (", ".join(names) or "none" for names in (found.missing, found.holes))
    return f"layers missing: {missing}; attacks that got through: {holes}"


def read_arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Measure what the wall costs.")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the numbers here")
    parser.add_argument(
        "--rounds", type=int, default=ROUNDS, help="how many, %(default)s by default"
    )
    parser.add_argument("--no-nbgrader", action="store_true", help="leave nbgrader out")
    parser.add_argument(
        "--graded-cells",
        action="store_true",
        help="measure nbgrader on the graded cells alone as well, which takes half a minute more",
    )
    return parser.parse_args()


def main() -> None:
    """Measure everything and print one table."""
    arguments = read_arguments()
    started = time.perf_counter()
    samples: Samples = defaultdict(list)
    wall = describe_wall()
    with tempfile.TemporaryDirectory() as folder:
        notebook = Path(folder) / f"{ASSIGNMENT}.ipynb"
        write_submission(ASSIGNMENT, notebook)
        measure_wall(samples, arguments.rounds, notebook)
    if not arguments.no_nbgrader:
        measure_stock(samples, with_lesson=True)
    if arguments.graded_cells:
        measure_stock(samples, with_lesson=False)
    rows = make_rows(samples)
    console = Console(highlight=False)
    console = console if console.is_terminal else Console(highlight=False, width=160)
    console.print(make_table(rows, describe_machine()))
    console.print(f"{wall}; measured in {time.perf_counter() - started:.0f} s")
    if arguments.json is not None:
        found = {"machine": describe_machine(), "wall": wall, "rows": [asdict(row) for row in rows]}
        arguments.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
