"""Where batches are graded: in this process, in processes beside it, or on a cluster."""

from __future__ import annotations

import gc
import multiprocessing
import multiprocessing.util
import os
import signal
import socket
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from multiprocessing.connection import wait
from multiprocessing.queues import SimpleQueue
from typing import Any, Protocol
from urllib.parse import urlsplit

from autograder.classroom import forkserver
from autograder.classroom.affinity import Pinned, Place, pin
from autograder.classroom.batch import stop_workers

LOCAL_BATCH, CLUSTER_BATCH = 8, 32
CONNECT_SECONDS = 20
COLLECTION_THRESHOLD = 50_000
"""Grading leaves next to no garbage: so many objects before it is looked for."""


class PoolError(Exception):
    """There is nowhere to grade; the message says why and what to do."""


class Pool(Protocol):
    """Somewhere to grade."""

    @property
    def executor(self) -> Executor:
        """What takes the batches."""

    @property
    def batch(self) -> int:
        """How many submissions a batch has at most."""

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


class Here(Executor):
    """Runs what it is given before it returns."""

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run a function."""
        future: Future[Any] = Future()
        try:
            future.set_result(function(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - it belongs to whoever asks for the result
            future.set_exception(error)
        return future


class ThisProcess:
    """Grade in this process, one submission after the other: what a few submissions need."""

    batch = 1

    def __init__(self) -> None:
        self.executor = Here()

    def slots(self) -> int:
        """Count one."""
        return 1

    def revive(self) -> None:
        """Do nothing: workers that die are replaced where they are used."""

    def close(self) -> None:
        """End the workers."""
        stop_workers()

    stop = close


class Processes:
    """Grade in processes of this machine, each with a worker of its own.

    Parameters
    ----------
    jobs : int
        How many.
    """

    batch = LOCAL_BATCH

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self.executor: Executor = self._start()

    def _start(self) -> Executor:
        self._others = set(multiprocessing.active_children())
        context = forkserver.start()
        places = context.SimpleQueue()
        for number in range(self._jobs):
            places.put(Place(number, self._jobs))
        return ProcessPoolExecutor(self._jobs, context, _become_grader, (places,))

    def slots(self) -> int:
        """Count the processes."""
        return self._jobs

    def revive(self) -> None:
        """Start anew: the death of one process ends the others."""
        self.stop()
        self.executor = self._start()

    def close(self) -> None:
        """Wait until the processes have ended their workers and themselves."""
        self.executor.shutdown()

    def stop(self) -> None:
        """Kill the processes; their workers end with them."""
        for process in set(multiprocessing.active_children()) - self._others:
            process.kill()
        self.executor.shutdown(wait=True, cancel_futures=True)


def _become_grader(places: SimpleQueue[Place]) -> None:
    """Leave Ctrl-C to the run, and be tied to it, and to a core where there is one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    pin(places.get())
    parent = multiprocessing.parent_process()
    assert parent is not None
    sentinel = parent.sentinel

    def watch() -> None:
        wait([sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
    # Such a process ends without calling what is registered with atexit.
    multiprocessing.util.Finalize(None, stop_workers, exitpriority=0)
    gc.set_threshold(COLLECTION_THRESHOLD)


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
        self.executor: Executor = Pinned(self._client.get_executor(pure=False), self._places())
        if not self.slots():
            self._client.close()
            message = f"the cluster at {address} has no workers; start one: dask worker {address}"
            raise PoolError(message)

    def _places(self) -> dict[str, Place]:
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
