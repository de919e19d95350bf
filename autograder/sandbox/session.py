"""Requests that one child runs, one after the other, and what came of them."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol, Self

from autograder.sandbox.child import Child, NotUpError, NoWallError
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


class IsolationError(Exception):
    """The wall does not stand: hidden cases are not graded."""


def refusal(reason: str) -> IsolationError:
    """Say that the wall does not stand, why, and what to do."""
    return IsolationError(
        f"student code cannot be walled off here ({reason}), so hidden cases are not graded; see "
        "what stands with: autograder doctor. Use Linux 5.13 or newer on x86-64 or aarch64, or a "
        "container of it, or, if you trust every submission, --trust-submissions"
    )


class Parent(Protocol):
    """Makes children, and ends them; :class:`autograder.sandbox.process.Worker` is one."""

    def start_child(self, order: bytes) -> Child:
        """Have a child made."""

    def end_child(self, child: Child, *, hung_up: bool = False) -> None:
        """End a child and whatever it left behind."""

    def fate(self) -> tuple[int, bool]:
        """Give the exit code of the child that was ended last, and whether the machine ended it."""


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

    def __exit__(self, *_: object) -> None:
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
            If the worker died, or made no child.
        IsolationError
            If the child's wall did not go up.
        """
        with _told_as_worker_error():
            child = self._child or self._start_child()
            answers = child.run(self._untold + pack(request), seconds)
            self._untold = b""
            ending, code = answers.ending, 0
            if ending is not Ending.DONE:
                self._end_child(hung_up=ending is Ending.CRASHED)
                code, by_machine = self._worker.fate()
                ending = Ending.LOST if by_machine else ending
        return Run(answers.frames, ending, answers.seconds, _describe(code))

    def _start_child(self) -> Child:
        self._child, self._untold = self._worker.start_child(self._order), self._opening
        return self._child

    def _end_child(self, *, hung_up: bool = False) -> None:
        assert self._child is not None
        child, self._child = self._child, None
        self._worker.end_child(child, hung_up=hung_up)


@contextmanager
def _told_as_worker_error() -> Iterator[None]:
    try:
        yield
    except NoWallError as error:
        raise refusal(str(error)) from error
    except NotUpError as error:
        message = f"student code cannot be run here: {error}"
        raise WorkerError(message) from error
    except OSError as error:
        message = f"the worker process died ({error})"
        raise WorkerError(message) from error


def _describe(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"
