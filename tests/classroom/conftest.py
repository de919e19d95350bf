"""What the tests of a class share: small classes, and a look at the processes of a run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

SIGMOID = "import numpy as np\n\ndef sigmoid(z):\n    return 1 / (1 + np.exp(-z))\n"
SLOW = "import time\nimport numpy as np\n\ndef sigmoid(z):\n    time.sleep({})\n    return z\n"
GRADE = [sys.executable, "-m", "autograder.cli", "grade"]


def write_class(folder: Path, size: int, **others: str) -> Path:
    """Write modules with one right function, and some others."""
    folder.mkdir(exist_ok=True)
    for number in range(size):
        (folder / f"student{number:03}.py").write_text(f"{SIGMOID}# {number}\n")
    for name, source in others.items():
        (folder / f"{name}.py").write_text(source)
    return folder


@pytest.fixture
def students(tmp_path: Path) -> Path:
    """A folder with six modules."""
    return write_class(tmp_path / "class", 6)


def descendants(process: int) -> list[int]:
    """Find the processes that a process started, and those that they started."""
    found: list[int] = []
    with suppress(OSError):
        for task in Path(f"/proc/{process}/task").iterdir():
            for child in map(int, (task / "children").read_text().split()):
                found += [child, *descendants(child)]
    return found


def is_worker(process: int) -> bool:
    """Tell whether a process is one that forks student code."""
    with suppress(OSError):
        return b"autograder.sandbox.worker" in Path(f"/proc/{process}/cmdline").read_bytes()
    return False


def busy_workers(process: int) -> list[int]:
    """Find the workers below a process that have a child: student code runs in it."""
    return [one for one in descendants(process) if is_worker(one) and descendants(one)]


def wait_for(condition: Callable[[], object], seconds: float = 60) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never came to pass"
        time.sleep(0.005)


def kill(process: int) -> None:
    """Kill a process, if it is still there."""
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)


@contextmanager
def running(*arguments: str | Path) -> Iterator[subprocess.Popen[str]]:
    """Run ``autograder grade`` in a session of its own."""
    process = subprocess.Popen(
        [*GRADE, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()
