"""Wait for a condition, never for a time."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

PATIENCE = 60.0
"""Seconds after which a condition is given up; a loaded machine may need many."""
PAUSE = 0.05

T = TypeVar("T")


def wait_until(what: str, condition: Callable[[], T], patience: float = PATIENCE) -> T:
    """Ask again and again until the answer is true, and give that answer."""
    end = time.monotonic() + patience
    while not (answer := condition()):
        assert time.monotonic() < end, f"waited {patience:g} s in vain until {what}"
        time.sleep(PAUSE)
    return answer
