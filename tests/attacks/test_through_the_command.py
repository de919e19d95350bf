"""Every attack on the machine once more, as a file of a class that ``autograder grade`` grades."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.attacks import test_disk, test_files, test_network, test_processes
from tests.attacks import test_time_and_memory as time_and_memory
from tests.attacks.target import HONEST, Target
from tests.conftest import PREAMBLE

ATTACKS: dict[str, dict[str, str]] = {
    "files": test_files.HARMLESS | test_files.OF_OTHERS | test_files.IN_ENVIRONMENT,
    "descriptors": test_files.DESCRIPTORS,
    "disk": test_disk.TRACELESS | test_disk.WRITING | test_disk.POISON,
    "network": test_network.HARMLESS | test_network.PRIVILEGED,
    "processes": test_processes.STARTING | test_processes.ON_OTHERS,
    "memory": time_and_memory.GREEDY,
}


@pytest.mark.parametrize("attacks", ATTACKS.values(), ids=ATTACKS)
def test_a_class_of_attackers_gains_nothing(
    attacks: dict[str, str], target: Target, tmp_path: Path
) -> None:
    """No attacker earns a point or leaves a trace; honest work between them earns full marks."""
    for number, attack in enumerate(attacks.values()):
        source = PREAMBLE + target.source(attack)
        (tmp_path / f"attacker_{number}.py").write_text(source, encoding="utf-8")
        (tmp_path / f"honest_{number}.py").write_text(PREAMBLE + HONEST, encoding="utf-8")
    options = ["--assignment", "numpy_basics", "--json", "-", "--jobs", "1"]
    done = subprocess.run(
        [sys.executable, "-m", "autograder.cli", "grade", tmp_path, *options],
        capture_output=True,
        text=True,
        env={**os.environ, "GRADEBOOK_PASSWORD": target.token},
    )
    assert done.returncode == 0, done.stderr
    reports = json.loads(done.stdout)["reports"]
    scores = {report["submission"]: report["score"] for report in reports}
    assert len(scores) == 2 * len(attacks)
    assert {score for name, score in scores.items() if name.startswith("honest")} == {10.0}
    gained = {name: score for name, score in scores.items() if score and "attacker" in name}
    assert gained == {}
    assert target.traces() == []
