"""Attack the wall before it is trusted: what stands decides how far student code is isolated."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.report import Isolation
from autograder.sandbox.layers import NAMES
from autograder.sandbox.process import Worker
from autograder.sandbox.session import IsolationError, WorkerError, refusal

__all__ = ["IsolationError", "WallReport", "choose_isolation", "test_wall"]

OPTIONAL = frozenset({"landlock"})
"""What older kernels lack, and the filter of system calls covers."""
SESSION_SECONDS = 300.0
"""The test asks for as much processor time as grading a long assignment does."""


@dataclass(frozen=True, slots=True)
class WallReport:
    """What the self-test found.

    Attributes
    ----------
    missing : mapping
        Layers that do not stand, each with the reason where that is known.
    holes : tuple of str
        Attacks that got through.
    """

    missing: Mapping[str, str]
    holes: tuple[str, ...]

    @property
    def isolation(self) -> Isolation:
        """The level that this amounts to."""
        stands = not self.holes and OPTIONAL.issuperset(self.missing)
        return Isolation.FULL if stands else Isolation.NONE

    def reasons(self) -> str:
        """Say in words what is missing, and what gets through."""
        layers = [f"no {name}" + (why and f": {why}") for name, why in self.missing.items()]
        return "; ".join(layers + [f"can {hole}" for hole in self.holes])


def test_wall(worker: Worker) -> WallReport:
    """Let a child of a worker put up the wall and attack it from within.

    Raises
    ------
    WorkerError
        If the worker died, made no child, or there is no place for a file that can be attacked.
    """
    try:
        return _test_wall(worker)
    except OSError as error:
        message = (
            f"the wall cannot be tested, as no temporary file can be made ({error.strerror}); make "
            "room, or name a folder: TMPDIR=/path/to/folder"
        )
        raise WorkerError(message) from None


def _test_wall(worker: Worker) -> WallReport:
    with tempfile.TemporaryDirectory() as folder:
        # The child may be another user: what stops it must be the wall, not the mode of a file.
        Path(folder).chmod(0o777)
        canary = Path(folder) / "canary"
        canary.touch()
        canary.chmod(0o666)
        found = worker.test(str(canary), os.getpid(), SESSION_SECONDS)
    return WallReport(found["missing"], tuple(found["holes"]))


test_wall.__test__ = False  # type: ignore[attr-defined]


def choose_isolation(worker: Worker, *, trust: bool) -> Isolation:
    """Test the wall of a worker, and decide whether hidden cases may be graded behind it.

    Parameters
    ----------
    worker : Worker
        A running worker. Where the wall does not stand and submissions are trusted, it goes on
        without the layers that this machine cannot put up.
    trust : bool
        Whether submissions are trusted.

    Raises
    ------
    IsolationError
        If the wall does not stand and submissions are not trusted.
    WorkerError
        If the wall cannot be tested, as no child can be made.
    """
    try:
        report = test_wall(worker)
    except WorkerError:
        if not trust:
            raise
        report = WallReport(dict.fromkeys(NAMES, "it cannot be tested"), ())
    if report.isolation is Isolation.NONE and not trust:
        raise refusal(report.reasons())
    if any(report.missing.values()) or report.isolation is Isolation.NONE:
        # A layer that was tried and refused is not tried again around student code.
        worker.restart(without=frozenset(report.missing))
    return Isolation.FULL if report.isolation is Isolation.FULL else Isolation.TRUSTED
