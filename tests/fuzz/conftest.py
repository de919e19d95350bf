"""How many files are made up, and what one of them may cost: in 500 examples, or as many as asked.

``FUZZ_EXAMPLES=10000`` makes more, and other ones each time; 500 are the same ones each time.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hypothesis import HealthCheck, settings

USUAL = 500
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", USUAL))
SECONDS, MEGABYTES = 3.0, 300.0

fuzzed = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=EXAMPLES == USUAL,
    suppress_health_check=list(HealthCheck),
)


@contextmanager
def bounded() -> Iterator[None]:
    """See that something takes no more processor time and memory than one file may."""
    before, started = _memory("VmRSS"), time.process_time()
    _forget_peak()
    yield
    took, grew = time.process_time() - started, _memory("VmHWM") - before
    assert took <= SECONDS, f"it took {took:.1f} s"
    assert grew <= MEGABYTES, f"it took {grew:.0f} MB"


def _forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")


def _memory(name: str) -> float:
    status = Path("/proc/self/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith(f"{name}:"))
    return int(line.split()[1]) / 1024
