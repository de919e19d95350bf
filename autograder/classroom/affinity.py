"""Which core a grader keeps to.

A grader and its worker take turns, so one core serves both, and neither has to wake another core
for its answer. That holds where there are as many graders as cores; with cores to spare the system
places them better.
"""

from __future__ import annotations

import os
from typing import NamedTuple

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
