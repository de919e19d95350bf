"""Where batches are graded: in this process, in processes beside it, or on a cluster."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from queue import SimpleQueue
from typing import Protocol
from urllib.parse import urlsplit

from autograder.classroom import forkserver
from autograder.classroom.affinity import Place
from autograder.classroom.node import grade_on_node
from autograder.classroom.plan import GradingPlan
from autograder.classroom.process import GradingProcess
from autograder.classroom.supervision import supervise
from autograder.classroom.task import Line, Task
from autograder.rubric.compiled import Compiled

LOCAL_BATCH, CLUSTER_BATCH = 8, 32
CONNECT_SECONDS = 20


class PoolError(Exception):
    """There is nowhere to grade; the message says why and what to do."""


class Pool(Protocol):
    """Somewhere to grade."""

    @property
    def batch(self) -> int:
        """How many submissions a batch has at most."""

    def submit(
        self, tasks: Sequence[Task], plan: GradingPlan, compiled: Sequence[Compiled] = ()
    ) -> Future[list[Line]]:
        """Take a batch."""

    def slots(self) -> int:
        """Count the batches that are graded side by side."""

    def revive(self) -> None:
        """Replace what broke, so that batches are taken again.

        Raises
        ------
        PoolError
            If that is not possible.
        """

    def close(self) -> None:
        """End what has nothing more to do."""

    def stop(self) -> None:
        """End everything at once, whatever is being graded."""


class OneProcess:
    """Grade in one process beside this one, one submission after the other.

    It is a fork of this process where that can be: what a few submissions need.
    """

    batch = 1

    def __init__(self) -> None:
        self._process = GradingProcess(forkserver.fork())
        self._process.start()

    def submit(
        self, tasks: Sequence[Task], plan: GradingPlan, compiled: Sequence[Compiled] = ()
    ) -> Future[list[Line]]:
        """Grade a batch before this returns."""
        future: Future[list[Line]] = Future()
        try:
            future.set_result(supervise(self._process, tasks, plan, compiled))
        except Exception as error:  # noqa: BLE001 - it belongs to whoever asks for the result
            future.set_exception(error)
        return future

    def slots(self) -> int:
        """Count one."""
        return 1

    def revive(self) -> None:
        """Do nothing: a process that dies is replaced when it is asked again."""

    def close(self) -> None:
        """Wait until the process has ended its worker and itself."""
        self._process.hang_up()
        self._process.join()

    def stop(self) -> None:
        """Kill the process; its worker ends with it."""
        self._process.stop()
        self._process.join()


class Processes:
    """Grade in processes of this machine, each with a worker of its own.

    Parameters
    ----------
    jobs : int
        How many.
    """

    batch = LOCAL_BATCH

    def __init__(self, jobs: int) -> None:
        context = forkserver.start()
        self._processes = [GradingProcess(context, Place(n, jobs)) for n in range(jobs)]
        self._free: SimpleQueue[GradingProcess] = SimpleQueue()
        for process in self._processes:
            self._free.put(process)
        self._threads = ThreadPoolExecutor(jobs, thread_name_prefix="supervision")

    def submit(
        self, tasks: Sequence[Task], plan: GradingPlan, compiled: Sequence[Compiled] = ()
    ) -> Future[list[Line]]:
        """Have the next process that is free grade a batch."""
        return self._threads.submit(self._grade, tasks, plan, compiled)

    def _grade(
        self, tasks: Sequence[Task], plan: GradingPlan, compiled: Sequence[Compiled]
    ) -> list[Line]:
        process = self._free.get()
        try:
            return supervise(process, tasks, plan, compiled)
        finally:
            self._free.put(process)

    def slots(self) -> int:
        """Count the processes."""
        return len(self._processes)

    def revive(self) -> None:
        """Do nothing: a process that dies is replaced when it is asked again."""

    def close(self) -> None:
        """Wait until the processes have ended their workers and themselves."""
        self._threads.shutdown()
        for process in self._processes:
            process.hang_up()
        for process in self._processes:
            process.join()

    def stop(self) -> None:
        """Kill the processes; their workers end with them."""
        for process in self._processes:
            process.stop()
        self._threads.shutdown(wait=True, cancel_futures=True)
        for process in self._processes:
            process.join()


def _knock(address: str) -> None:
    """See that somebody listens: Dask tries long, and complains at length.

    Raises
    ------
    OSError, ValueError
        If nobody does, or it is no address.
    """
    parts = urlsplit(address if "://" in address else f"tcp://{address}")
    if parts.scheme in ("tcp", "tls"):
        if not parts.hostname or not parts.port:
            raise ValueError("an address is like tcp://host:8786")
        socket.create_connection((parts.hostname, parts.port), CONNECT_SECONDS).close()


class Cluster:
    """Grade on a cluster of Dask's.

    Parameters
    ----------
    address : str
        Of its scheduler, as in ``tcp://host:8786``.

    Raises
    ------
    PoolError
        If there is none, or it has no workers.
    """

    batch = CLUSTER_BATCH

    def __init__(self, address: str) -> None:
        try:
            from distributed import Client
        except ImportError:
            message = "a cluster needs Dask; install it with: pip install 'first-neuron[cluster]'"
            raise PoolError(message) from None
        try:
            _knock(address)
            self._client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:
            message = (
                f"there is no scheduler at {address} ({error}); "
                "start one with: dask scheduler, and workers with: dask worker ADDRESS"
            )
            raise PoolError(message) from None
        self._address = address
        self.executor: Executor = self._client.get_executor(pure=False)
        self._places = self._find_places()
        if not self.slots():
            self._client.close()
            message = f"the cluster at {address} has no workers; start one: dask worker {address}"
            raise PoolError(message)

    def _find_places(self) -> dict[str, Place]:
        """Give each worker its place on its machine, where all have one thread."""
        threads: dict[str, int] = self._client.nthreads()
        hosts: dict[str | None, list[str]] = {}
        for address in sorted(threads):
            hosts.setdefault(urlsplit(address).hostname, []).append(address)
        return {
            address: Place(number, len(addresses))
            for addresses in hosts.values()
            if all(threads[address] == 1 for address in addresses)
            for number, address in enumerate(addresses)
        }

    def submit(
        self, tasks: Sequence[Task], plan: GradingPlan, compiled: Sequence[Compiled] = ()
    ) -> Future[list[Line]]:
        """Send a batch."""
        return self.executor.submit(grade_on_node, self._places, tasks, plan, compiled)

    def slots(self) -> int:
        """Count the threads of all workers as they are now."""
        return sum(self._client.nthreads().values())

    def revive(self) -> None:
        """See that the cluster is still there: it replaces what breaks by itself."""
        if self._client.status != "running":
            message = (
                f"the cluster at {self._address} is gone; start it and run the same command again"
            )
            raise PoolError(message)

    def close(self) -> None:
        """Leave the cluster; what was sent to it and is not graded yet is taken back."""
        self.executor.shutdown(wait=False)
        self._client.close()

    stop = close
