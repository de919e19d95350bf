"""Grade on a node of a cluster, where each thread keeps a process that may die beside it."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence

from autograder.classroom import forkserver
from autograder.classroom.affinity import Place
from autograder.classroom.plan import GradingPlan
from autograder.classroom.process import GradingProcess
from autograder.classroom.supervision import supervise
from autograder.classroom.task import Line, Task
from autograder.rubric.compiled import Compiled

_OWN = threading.local()


def grade_on_node(
    places: Mapping[str, Place],
    tasks: Sequence[Task],
    plan: GradingPlan,
    compiled: Sequence[Compiled] = (),
) -> list[Line]:
    """Grade a batch where a worker of Dask's runs: what ends the process beside it spares it.

    Parameters
    ----------
    places : mapping
        The place of each worker of the cluster, by its address.
    tasks, plan, compiled
        As for :func:`autograder.classroom.batch.grade_batch`.

    Raises
    ------
    Exception
        What :func:`autograder.classroom.batch.grade_batch` raises.
    """
    from distributed import get_worker

    return supervise(_process(places.get(get_worker().address)), tasks, plan, compiled)


def _process(place: Place | None) -> GradingProcess:
    """Give the process of this thread; another one where a later run has another place for it."""
    process: GradingProcess | None = getattr(_OWN, "process", None)
    if process is None or process.place != place:
        if process is not None:
            process.stop()
            process.join()
        process = _OWN.process = GradingProcess(forkserver.start(), place)
    return process
