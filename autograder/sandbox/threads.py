"""How many threads and cores the work may take."""

from __future__ import annotations

import os

ONE_THREAD = (
    "OPENBLAS_NUM_THREADS",
    "OMP_NUM_THREADS",
    "MKL_NUM_THREADS",
    "BLIS_NUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)
"""What tells the linear algebra libraries to work in one thread, when they are loaded."""


def use_one_thread() -> None:
    """Keep linear algebra in one thread, here and in the processes that start from here.

    The matrices of a course are small: the other threads would only wait, at full speed. Call it
    before NumPy is imported.
    """
    for name in ONE_THREAD:
        os.environ.setdefault(name, "1")


def cores() -> list[int]:
    """List the cores that this process may use; where that cannot be told, count them."""
    if hasattr(os, "sched_getaffinity"):
        return sorted(os.sched_getaffinity(0))
    return list(range(os.cpu_count() or 1))
