"""Attack the wall before it is trusted: what stands decides how far student code is isolated."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from autograder.report import Isolation
from autograder.sandbox.layers import NAMES
from autograder.sandbox.process import Worker
from autograder.sandbox.session import WorkerError

OPTIONAL = frozenset({"landlock"})
"""What older kernels lack, and the filter of system calls covers."""


class IsolationError(Exception):
    """The wall does not stand: hidden cases are not graded."""


@dataclass(frozen=True, slots=True)
class WallReport:
    """What the self-test found.

    Attributes
    ----------
    missing : tuple of str
        Layers that do not stand.
    holes : tuple of str
        Attacks that got through.
    """

    missing: tuple[str, ...]
    holes: tuple[str, ...]

    @property
    def isolation(self) -> Isolation:
        """The level that this amounts to."""
        stands = not self.holes and OPTIONAL.issuperset(self.missing)
        return Isolation.FULL if stands else Isolation.NONE


def test_wall(worker: Worker) -> WallReport:
    """Let a child of a worker put up the wall and attack it from within."""
    with tempfile.TemporaryDirectory() as folder:
        # The child may be another user: what stops it must be the wall, not the mode of a file.
        Path(folder).chmod(0o777)
        canary = Path(folder) / "canary"
        canary.write_text("secret")
        canary.chmod(0o666)
        found = worker.test(str(canary), os.getpid())
    return WallReport(tuple(found["missing"]), tuple(found["holes"]))


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
    """
    try:
        report = test_wall(worker)
    except WorkerError as error:
        report = WallReport(NAMES, (str(error),))
    if report.isolation is Isolation.FULL:
        return Isolation.FULL
    if not trust:
        found = [f"no {name}" for name in report.missing] + [f"can {hole}" for hole in report.holes]
        message = (
            f"student code cannot be walled off here ({'; '.join(found)}), so hidden cases are not "
            "graded; use Linux 5.13 or newer on x86-64 or aarch64, or a container of it, or, if "
            "you trust every submission, --trust-submissions"
        )
        raise IsolationError(message)
    worker.restart(without=frozenset(report.missing))
    return Isolation.TRUSTED
