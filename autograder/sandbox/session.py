"""Requests that one child runs, one after the other, and what came of them."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

from autograder.sandbox.child import Child
from autograder.sandbox.frames import Ending
from autograder.sandbox.request import pack


@dataclass(frozen=True, slots=True)
class Run:
    """What came of one request.

    Attributes
    ----------
    frames : tuple of bytes
        One for each exercise that answered, in the order of the request.
    ending : Ending
        DONE if all of them answered, else why the next one did not.
    seconds : tuple of float
        How long each of them took.
    detail : str
        The signal or exit code of a crash.
    """

    frames: tuple[bytes, ...]
    ending: Ending
    seconds: tuple[float, ...] = ()
    detail: str = ""


class WorkerError(Exception):
    """The worker does not start, or died."""


class Parent(Protocol):
    """Makes children, and ends them; :class:`autograder.sandbox.process.Worker` is one."""

    def start_child(self, order: bytes) -> Child:
        """Have a child made."""

    def end_child(self, child: Child) -> None:
        """End a child and whatever it left behind."""

    def exit_code(self) -> int:
        """Give the exit code of the child that was ended last, or minus its signal."""


class Session:
    """Requests that one child runs, one after the other; a fresh child follows one that stopped.

    Use it as a context manager: what it leaves behind is ended before the next one begins.

    Parameters
    ----------
    worker : Parent
        Whose children run the requests.
    order : bytes
        What they are for, as :mod:`autograder.sandbox.protocol` says.
    opening : bytes
        What each child is told first.
    """

    def __init__(self, worker: Parent, order: bytes, opening: bytes = b"") -> None:
        self._worker = worker
        self._order = order
        self._opening = opening
        self._untold = b""
        self._child: Child | None = None

    def __enter__(self) -> Self:
        # While the worker makes the child, the request is put together.
        with _told_as_worker_error():
            self._start_child()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        if self._child is not None:
            with _told_as_worker_error():
                self._end_child()

    def run(self, request: object, seconds: Sequence[float]) -> Run:
        """Run the exercises of one request; it is sent only now, so no earlier one can see it.

        Parameters
        ----------
        request : object
            What to run: a list of :class:`autograder.sandbox.request.Asked`.
        seconds : sequence of float
            For each exercise, how long it may take.

        Raises
        ------
        WorkerError
            If the worker died.
        """
        with _told_as_worker_error():
            child = self._child or self._start_child()
            answers = child.run(self._untold + pack(request), seconds)
            self._untold = b""
            code = 0
            if answers.ending is not Ending.DONE:
                self._end_child()
                code = self._worker.exit_code()
        return Run(answers.frames, answers.ending, answers.seconds, _describe(code))

    def _start_child(self) -> Child:
        self._child, self._untold = self._worker.start_child(self._order), self._opening
        return self._child

    def _end_child(self) -> None:
        assert self._child is not None
        child, self._child = self._child, None
        self._worker.end_child(child)


@contextmanager
def _told_as_worker_error() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        message = f"the worker process died ({error})"
        raise WorkerError(message) from error


def _describe(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"
