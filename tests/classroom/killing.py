"""Run the command again and again, and kill it at random moments.

``python -m tests.classroom.killing KILLS SEED FOLDER JOURNAL`` prints the number of kills that met
a run at work. What grades is imported once: each run is a fork, so that fifty of them take seconds.
"""

from __future__ import annotations

import importlib
import os
import random
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

from autograder.cli import main
from tests.first_neuron import compiled


def start(folder: str, journal: str, jobs: str) -> int:
    """Start a run in a fork of this process."""
    child = os.fork()
    if child == 0:
        null = os.open(os.devnull, os.O_RDWR)
        os.dup2(null, 1)
        arguments = ["grade", folder, "--journal", journal, "--jobs", jobs]
        try:
            main([*arguments, "--assignment", "logistic_regression", "--quiet"])
        finally:
            os._exit(1)
    return child


def size(path: Path) -> int:
    """Give the size of a file; 0 if it is not there yet."""
    with suppress(FileNotFoundError):
        return path.stat().st_size
    return 0


def kill_one_run(draw: random.Random, folder: str, journal: Path) -> bool:
    """Start a run, kill it at a random moment, and tell whether it was still at work."""
    before = size(journal)
    jobs = "2" if draw.random() < 0.06 else "1"
    child = start(folder, str(journal), jobs)
    if draw.random() < 0.8:
        while size(journal) == before and not is_over(child):
            time.sleep(0.001)
        time.sleep(draw.uniform(0, 0.03))
    else:
        time.sleep(draw.uniform(0, 0.3))
    was_at_work = not is_over(child)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return was_at_work


def is_over(child: int) -> bool:
    """Tell whether a run ended by itself; it is not waited for yet."""
    return os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def run(kills: int, seed: int, folder: str, journal: Path) -> int:
    """Kill so many runs, and count those that were at work."""
    for name in ("classroom.session", "render.progress", "render.terminal"):
        importlib.import_module(f"autograder.{name}")
    compiled("logistic_regression").cases()
    draw = random.Random(seed)
    return sum(kill_one_run(draw, folder, journal) for _ in range(kills))


if __name__ == "__main__":
    print(run(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], Path(sys.argv[4])))
