"""What a report tells of hidden inputs is measured, and no more than docs/wall.md states."""

from __future__ import annotations

import math
import re

import pytest

from tests.attacks.channel import measure_assignment
from tests.conftest import ROOT
from tests.first_neuron import ASSIGNMENTS

SLACK = 4
"""So many bits less may be measured than are stated."""


def stated(assignment: str) -> dict[str, int]:
    """Read the table of docs/wall.md."""
    text = (ROOT / "docs" / "wall.md").read_text(encoding="utf-8")
    (row,) = re.findall(rf"^\| `{assignment}` \| (.*) \|$", text, re.MULTILINE)
    return {name: int(bits) for name, bits in re.findall(r"`(\w+)` (\d+)", row)}


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_the_channel_is_as_wide_as_stated(assignment: str) -> None:
    """Print the table anew with ``python -m tests.attacks.channel`` when the rubric changed."""
    measured = {name: math.ceil(bits) for name, bits in measure_assignment(assignment).items()}
    told = stated(assignment)
    assert told.keys() == measured.keys()
    wider = {name: bits for name, bits in measured.items() if bits > told[name]}
    assert wider == {}
    assert {name: bits for name, bits in measured.items() if bits < told[name] - SLACK} == {}
