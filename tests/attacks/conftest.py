"""The one way in which attacks are made: grade, look for points and traces, grade honest work."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from autograder.report import Outcome, Report
from autograder.sandbox.process import Worker
from tests.attacks.target import HONEST, Target, grade, set_up_target, sigmoid_alone

Strike = Callable[..., Report]
Deny = Callable[[str], None]

WALLS = {
    "whole-wall": frozenset[str](),
    "one-layer-less": frozenset({"landlock", "user"}),
}
"""An old kernel has no Landlock, and who grades without being root drops no user."""

if sys.platform != "linux":
    collect_ignore_glob = ["test_*.py"]


@pytest.fixture
def target() -> Iterator[Target]:
    """Give a canary and listening sockets of its own to each attack.

    They lie where every user may go, so that it is not the mode of a file that stops an attack.
    """
    with TemporaryDirectory() as place:
        Path(place).chmod(0o777)
        folder = Path(place, "teacher")
        folder.mkdir()
        with set_up_target(folder) as laid:
            yield laid


@pytest.fixture(scope="session", params=list(WALLS))
def walled(request: pytest.FixtureRequest) -> Iterator[Worker]:
    """A worker that serves all attacks."""
    with Worker(WALLS[request.param]) as running:
        yield running


@pytest.fixture
def strike(walled: Worker, target: Target) -> Strike:
    """Grade a submission that must earn nothing, leave nothing and harm nobody after it."""

    def run(source: str, seconds: float = 5.0) -> Report:
        report = grade(walled, source, sigmoid_alone(seconds))
        assert report.score == 0, "the attack earned points"
        assert target.traces() == []
        after = grade(walled, HONEST)
        assert after.score == after.max_score == 10, "honest work suffered from it"
        return report

    return run


@pytest.fixture
def deny(strike: Strike, target: Target) -> Deny:
    """Make an attack that must run to its end and be denied."""

    def run(attack: str) -> None:
        assert_denied(strike(target.source(attack)))

    return run


def assert_denied(report: Report) -> None:
    """See that an attack ran to its end, and that what it wanted was refused."""
    (result,) = report.exercises
    assert report.problems == ()
    assert result.score == 0, "the attack got through"
    assert result.outcome is Outcome.FAILED
    message = result.checks[0].message
    assert message == "what stands behind its return is nothing (None)"
