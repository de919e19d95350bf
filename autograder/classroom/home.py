"""Which core a grader is at home on.

A grader and its worker take turns, so one core serves both, and neither has to wake another core
for its answer. That holds where there are as many graders as cores; with cores to spare the system
places them better.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future
from typing import Any, NamedTuple

from autograder.threads import cores


class Home(NamedTuple):
    """The place of a grader among those of its machine."""

    number: int
    graders: int


def settle(home: Home) -> None:
    """Keep this thread, and what it starts, to a core of its own, if each grader can have one."""
    own = cores()
    if home.graders == len(own) and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {own[home.number]})


class AtHome(Executor):
    """Runs what it is given on a cluster of Dask's, each worker at home while it works for us.

    Parameters
    ----------
    executor : Executor
        The cluster's.
    homes : mapping
        The home of each worker, by its address.
    """

    def __init__(self, executor: Executor, homes: Mapping[str, Home]) -> None:
        self._executor, self._homes = executor, homes

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Send a function with its arguments."""
        return self._executor.submit(_run_at_home, self._homes, function, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more; without waiting, take back what is not done."""
        self._executor.shutdown(wait and not cancel_futures)


def _run_at_home(
    homes: Mapping[str, Home], function: Callable[..., Any], *args: Any, **kwargs: Any
) -> Any:
    """Run a function; the thread is the cluster's, and free to go where it likes again after."""
    from distributed import get_worker

    home = homes.get(get_worker().address)
    before = cores()
    if home is not None:
        settle(home)
    try:
        return function(*args, **kwargs)
    finally:
        if home is not None and hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(0, before)
