"""Which core a grader keeps to.

A grader and its worker take turns, so one core serves both, and neither has to wake another core
for its answer. That holds where there are as many graders as cores; with cores to spare the system
places them better.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future
from typing import Any, NamedTuple

from autograder.sandbox.threads import cores


class Place(NamedTuple):
    """The place of a grader among those of its machine."""

    number: int
    graders: int


def pin(place: Place) -> None:
    """Keep this thread, and what it starts, to a core of its own, if each grader can have one."""
    own = cores()
    if place.graders == len(own) and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {own[place.number]})


class Pinned(Executor):
    """Runs what it is given on a cluster of Dask's, each worker pinned while it works for us.

    Parameters
    ----------
    executor : Executor
        The cluster's.
    places : mapping
        The place of each worker, by its address.
    """

    def __init__(self, executor: Executor, places: Mapping[str, Place]) -> None:
        self._executor, self._places = executor, places

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Send a function with its arguments."""
        return self._executor.submit(_run_pinned, self._places, function, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more; without waiting, take back what is not done."""
        self._executor.shutdown(wait and not cancel_futures)


def _run_pinned(
    places: Mapping[str, Place], function: Callable[..., Any], *args: Any, **kwargs: Any
) -> Any:
    """Run a function; the thread is the cluster's, and free to go where it likes again after."""
    from distributed import get_worker

    place = places.get(get_worker().address)
    before = cores()
    if place is not None:
        pin(place)
    try:
        return function(*args, **kwargs)
    finally:
        if place is not None and hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(0, before)
