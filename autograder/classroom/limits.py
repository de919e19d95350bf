"""What one submission may cost the process that reads, judges and shows it.

Student code has limits of its own, behind the wall. These are for what the grader does with a file
and with answers: its own work, which no submission can make long but by a way that nobody thought
of. Processor time is counted, not time on the clock: a machine that is busy costs nobody anything.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

SECONDS = 2.0
"""Of processor time, to read a file, again to judge it, and to show it: a hundredth is usual."""
MEGABYTES = 300
"""Of memory, beyond what the process had before."""
ON_LINUX = sys.platform == "linux"


@dataclass(slots=True)
class Expendable:
    """What a process knows of itself that may die over a submission.

    Attributes
    ----------
    tell : callable or None
        Tells its parent what the submission is graded as; None where this process must not die.
    """

    tell: Callable[[str], None] | None = None


THIS_PROCESS = Expendable()


def too_slow(path: object, doing: str) -> str:
    """Say of a file what took too long: to be read, judged or shown."""
    return f"{path} takes more than {SECONDS:g} s of processor time to be {doing}"


def too_large(path: object, doing: str) -> str:
    """Say of a file what took too much memory: to be read, judged or shown."""
    return f"{path} takes more than {MEGABYTES} MB of memory to be {doing}"


def tell_assignment(name: str) -> None:
    """Tell the parent of this process, if it waits to be told, as what a submission is graded."""
    if THIS_PROCESS.tell is not None:
        THIS_PROCESS.tell(name)


@contextmanager
def limited() -> Iterator[None]:
    """End this process if it takes too long, where it may die; in memory it gets no more than this.

    Raises
    ------
    MemoryError
        If more memory is asked for.
    """
    if THIS_PROCESS.tell is None:
        yield
        return
    import resource  # Windows has none, and never comes here

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    space = _address_space(resource.getpagesize()) if ON_LINUX else 0
    if space:
        wanted = space + MEGABYTES * 1024**2
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _address_space(page: int) -> int:
    """Measure the memory of this process; 0 where /proc is hidden, and no worker starts."""
    try:
        with open("/proc/self/statm", "rb") as file:  # noqa: PTH123 - twice for each submission
            return int(file.read().split(maxsplit=1)[0]) * page
    except OSError:
        return 0
