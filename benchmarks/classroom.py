"""Measure, in one run, what a class costs: ``python -m benchmarks.classroom [--large]``.

The same made-up class is graded by one worker, by two, and on a Dask cluster of two, in turn, round
after round; by hanging submissions it would measure the time limit, so there are none. Costs are
marginal: those of a run less those of a run with one submission. Nothing fails where a goal is
missed.
"""

from __future__ import annotations

import argparse
import compileall
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from benchmarks.bare import ROOT
from benchmarks.cohort import write_cohort
from benchmarks.stock import marginal_cpu
from benchmarks.wall import describe_machine

ASSIGNMENT = "logistic_regression"
SMALL, SIZE, LARGE = 100, 1000, 10_000
ROUNDS = 3
STARTS = 10
STUDENTS = 5
COMMAND = (sys.executable, "-m", "autograder.cli")

LEAST_RATE, LEAST_OF_NBGRADER, LEAST_EFFICIENCY = 100.0, 60.0, 0.85
MOST_GROWTH, MOST_MEMORY, MOST_OF_DASK, MOST_SECONDS, MOST_HELP = 1.10, 50.0, 1.15, 0.7, 0.15


class Cost(NamedTuple):
    """What a run took: seconds on the clock and of all processors, and its largest process."""

    wall: float
    cpu: float
    megabytes: float


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what was measured, its value, and what is wanted of it."""

    name: str
    value: float
    unit: str = ""
    goal: str = ""
    met: bool | None = None


LAUNCH = """
import json, os, sys, time
started = time.perf_counter()
silence = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
process = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=silence)
_, status, usage = os.wait4(process, 0)
wall = time.perf_counter() - started
print(json.dumps([wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024]))
sys.exit(os.waitstatus_to_exitcode(status) != 0)
"""
"""A process starts with the peak of memory of the one that starts it: that one must be small."""


def run(*arguments: str | Path) -> Cost:
    """Run the command and give its cost, that of its children included."""
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-I", "-S", "-c", LAUNCH, *COMMAND, *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return Cost(*json.loads(done.stdout))


def grade(folder: Path, *options: str) -> Cost:
    """Grade a class that no journal knows."""
    with tempfile.TemporaryDirectory() as place:
        journal = Path(place) / "class.jsonl"
        return run("grade", folder, "--quiet", "--journal", journal, *options)


@contextmanager
def cluster() -> Iterator[str]:
    """Start a Dask cluster of two processes and give the address of its scheduler."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs="ERROR"
    ) as local:
        yield local.scheduler_address


def measure_engines(folder: Path, rounds: int) -> dict[str, list[Cost]]:
    """Grade a class by one worker, by two and on a cluster, in turn."""
    costs: dict[str, list[Cost]] = defaultdict(list)
    with cluster() as address:
        engines = {
            "one": ("--jobs", "1"),
            "two": ("--jobs", "2"),
            "cluster": ("--scheduler", address),
        }
        for _ in range(rounds):
            for name, options in engines.items():
                costs[name].append(grade(folder, *options))
    return costs


def median(costs: Sequence[Cost], what: Callable[[Cost], float]) -> float:
    """Take the median of one part of some costs."""
    return statistics.median(what(cost) for cost in costs)


def rows_of_engines(costs: dict[str, list[Cost]], size: int, alone: Cost) -> Iterator[Row]:
    """Compare the engines."""
    wall = {name: median(found, lambda cost: cost.wall) for name, found in costs.items()}
    rate = size / wall["two"]
    yield Row("one worker", size / wall["one"], "a second")
    yield Row("two workers", rate, "a second", f">= {LEAST_RATE:.0f}", rate >= LEAST_RATE)
    efficiency = wall["one"] / wall["two"] / 2
    goal = f">= {LEAST_EFFICIENCY:.0%}"
    yield Row("two workers by twice one", efficiency, "", goal, efficiency >= LEAST_EFFICIENCY)
    dask = wall["cluster"] / wall["two"]
    yield Row("Dask by two workers", dask, "", f"< {MOST_OF_DASK}", dask < MOST_OF_DASK)
    cpu = median(costs["one"], lambda cost: cost.cpu) - alone.cpu
    yield Row("CPU of one more submission", 1000 * cpu / (size - 1), "ms")


def rows_of_growth(costs: dict[int, Cost], alone: Cost) -> Iterator[Row]:
    """Compare a small class with larger ones."""
    small, *larger = sorted(costs)
    first = (costs[small].cpu - alone.cpu) / (small - 1)
    for size in larger:
        growth = (costs[size].cpu - alone.cpu) / (size - 1) / first
        goal = f"< {MOST_GROWTH}"
        yield Row(f"cost at {size} by that at {small}", growth, "", goal, growth < MOST_GROWTH)
        memory = costs[size].megabytes - costs[small].megabytes
        goal = f"< {MOST_MEMORY:.0f}"
        yield Row(f"memory at {size} over {small}", memory, "MB", goal, memory < MOST_MEMORY)


def rows_of_starts(notebook: Path) -> Iterator[Row]:
    """Measure how long the command takes to start."""
    cold = median([run("grade", notebook) for _ in range(STARTS)], lambda cost: cost.wall)
    yield Row("grade one, from a cold start", cold, "s", f"< {MOST_SECONDS}", cold < MOST_SECONDS)
    shown = median([run("--help") for _ in range(STARTS)], lambda cost: cost.wall)
    yield Row("--help", shown, "s", f"< {MOST_HELP}", shown < MOST_HELP)


def row_of_stock(ours: float) -> Row:
    """Compare with nbgrader's own autograde."""
    with tempfile.TemporaryDirectory() as folder:
        stock = marginal_cpu(Path(folder), ASSIGNMENT, STUDENTS, with_lesson=True)
    ratio = stock / ours
    goal = f">= {LEAST_OF_NBGRADER:.0f}"
    return Row("nbgrader's CPU by ours", ratio, "", goal, ratio >= LEAST_OF_NBGRADER)


def make_table(rows: Sequence[Row], title: str) -> Table:
    """Show the rows."""
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    for name in ("what", "value", "", "goal", ""):
        table.add_column(name, justify="right" if name == "value" else "left", no_wrap=True)
    for row in rows:
        met = {True: "[green]met[/]", False: "[red]not met[/]", None: ""}[row.met]
        table.add_row(row.name, f"{row.value:.3g}", row.unit, row.goal, met)
    return table


def read_arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Measure what a class costs.")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the numbers here")
    parser.add_argument("--size", type=int, default=SIZE, help="of the class, %(default)s")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how many, %(default)s")
    parser.add_argument("--large", action="store_true", help=f"grade a class of {LARGE} as well")
    parser.add_argument("--no-nbgrader", action="store_true", help="leave nbgrader out")
    return parser.parse_args()


def main() -> None:
    """Measure everything and print one table."""
    arguments = read_arguments()
    # An installed package is compiled; a checkout may not be, where Python is told to keep none.
    compileall.compile_dir(ROOT / "autograder", quiet=1)
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as place:
        sizes = [1, SMALL, arguments.size, *([LARGE] if arguments.large else [])]
        folders = {size: Path(place) / str(size) / "submitted" for size in sizes}
        for size, folder in folders.items():
            write_cohort(folder, ASSIGNMENT, size, hanging=False)
        alone = grade(folders[1], "--jobs", "1")
        engines = measure_engines(folders[arguments.size], arguments.rounds)
        rows = list(rows_of_engines(engines, arguments.size, alone))
        growing = {size: grade(folders[size], "--jobs", "1") for size in sizes if size > 1}
        rows += rows_of_growth(growing, alone)
        rows += rows_of_starts(next(folders[1].rglob("*.ipynb")))
        if not arguments.no_nbgrader:
            cost = next(row.value for row in rows if row.unit == "ms")
            rows.append(row_of_stock(cost / 1000))
    console = Console(highlight=False)
    console = console if console.is_terminal else Console(highlight=False, width=160)
    console.print(make_table(rows, f"{arguments.size} submissions; {describe_machine()}"))
    console.print(f"measured in {time.perf_counter() - started:.0f} s")
    if arguments.json is not None:
        found = {"machine": describe_machine(), "rows": [asdict(row) for row in rows]}
        arguments.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
