"""The one way in which attacks are made: grade, look for points and traces, grade honest work."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from autograder.report import Outcome, Report
from autograder.sandbox.process import Worker
from tests.attacks.target import HONEST, Target, grade, set_up_target, sigmoid_alone

Strike = Callable[..., Report]
Deny = Callable[[str], None]

if sys.platform != "linux":
    collect_ignore_glob = ["test_*.py"]


@pytest.fixture
def target(tmp_path: Path) -> Iterator[Target]:
    """Give a canary and listening sockets of its own to each attack."""
    folder = tmp_path / "teacher"
    folder.mkdir()
    with set_up_target(folder) as laid:
        yield laid


@pytest.fixture
def strike(worker: Worker, target: Target) -> Strike:
    """Grade a submission that must earn nothing, leave nothing and harm nobody after it."""

    def run(source: str, seconds: float = 5.0) -> Report:
        report = grade(worker, source, sigmoid_alone(seconds))
        assert report.score == 0, "the attack earned points"
        assert target.traces() == []
        after = grade(worker, HONEST)
        assert after.score == after.max_score == 10, "honest work suffered from it"
        return report

    return run


@pytest.fixture
def deny(strike: Strike, target: Target) -> Deny:
    """Make an attack that must run to its end and be denied."""

    def run(attack: str) -> None:
        report = strike(target.source(attack))
        (result,) = report.exercises
        assert report.problems == ()
        assert result.outcome is Outcome.FAILED
        assert "nothing (None) is returned" in result.checks[0].message

    return run
