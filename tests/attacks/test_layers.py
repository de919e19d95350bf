"""Each layer of the wall stops alone what it is there for, and nothing else does without it."""

from __future__ import annotations

import os

import pytest

from autograder.sandbox.examination import LayerFinding, attack_with, examine_layers
from autograder.sandbox.layers import NAMES
from autograder.sandbox.probes import attacks

OF_ROOT = frozenset({"be root"})
"""Who is not root cannot try it."""


@pytest.fixture(scope="module")
def findings() -> dict[str, LayerFinding]:
    """What was found about each layer."""
    return {one.name: one for one in examine_layers()}


@pytest.mark.parametrize("layer", NAMES)
def test_a_layer_stops_its_attacks_alone(layer: str, findings: dict[str, LayerFinding]) -> None:
    """None that it should stop gets through with nothing else around."""
    found = findings[layer]
    assert found.through == ()
    assert found.stands or layer == "landlock"
    untried = set(found.untried) - (OF_ROOT if os.geteuid() else set())
    assert found.refused or layer in ("user", "landlock")
    assert untried <= {"leave the namespace", "use io_uring", "read the grader's memory"}


def test_every_attack_works_where_there_is_no_wall() -> None:
    """What is refused is refused by the wall, but for what this machine refuses to everybody."""
    through = attack_with().holes
    possible = {attack.name for attack in attacks()} - OF_ROOT
    unknown = {"leave the namespace", "use io_uring", "read the grader's memory"}
    assert possible - set(through) <= unknown


def test_every_attack_is_stopped_by_a_layer_that_exists() -> None:
    """The table of attacks and the table of layers agree."""
    assert {layer for attack in attacks() for layer in attack.stopped_by} == set(NAMES)
    assert all(attack.stopped_by for attack in attacks())
