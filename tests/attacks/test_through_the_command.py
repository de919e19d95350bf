"""The attacks once more, each as a file of a class that ``autograder grade`` grades."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from tests.attacks import (
    test_cheats,
    test_disk,
    test_files,
    test_network,
    test_processes,
    test_protocol,
    test_results,
)
from tests.attacks import test_time_and_memory as time_and_memory
from tests.attacks.target import HONEST, X86_64, Target
from tests.conftest import PREAMBLE

ON_THE_MACHINE = {
    "files": test_files.HARMLESS | test_files.OF_OTHERS | test_files.IN_ENVIRONMENT,
    "descriptors": test_files.DESCRIPTORS,
    "disk": test_disk.TRACELESS | test_disk.WRITING | test_disk.POISON,
    "network": test_network.HARMLESS | test_network.PRIVILEGED,
    "processes": test_processes.STARTING | test_processes.ON_OTHERS | test_processes.LOOKING,
    "memory": time_and_memory.GREEDY,
}
BY_RAW_CALL = {
    "files": test_files.BY_RAW_CALL,
    "disk": test_disk.BY_RAW_CALL,
    "network": test_network.CALLS | test_network.FOREIGN,
    "processes": test_processes.BY_RAW_CALL,
}
ON_THE_GRADER = {
    "known answers": test_cheats.KNOWN_ANSWERS,
    "claims": test_cheats.PRINTED,
    "injection": test_cheats.INJECTED,
    "odd results": test_results.WRONG | test_results.DEADLY,
    "forged answers": {
        name: test_protocol.forge(data)
        for name, data in (test_protocol.UNREADABLE | test_protocol.FORGED).items()
    },
}


@pytest.mark.parametrize("attacks", ON_THE_MACHINE.values(), ids=ON_THE_MACHINE)
def test_attackers_of_the_machine_gain_nothing(
    attacks: Mapping[str, str], target: Target, tmp_path: Path
) -> None:
    """Nothing is read, written, reached or started."""
    grade_class(tmp_path, map(target.source, attacks.values()), target)


@X86_64
@pytest.mark.parametrize("attacks", BY_RAW_CALL.values(), ids=BY_RAW_CALL)
def test_attackers_by_system_call_gain_nothing(
    attacks: Mapping[str, str], target: Target, tmp_path: Path
) -> None:
    """Going around Python does not help."""
    grade_class(tmp_path, map(target.source, attacks.values()), target)


@pytest.mark.parametrize("attacks", ON_THE_GRADER.values(), ids=ON_THE_GRADER)
def test_attackers_of_the_grader_gain_nothing(
    attacks: Mapping[str, str], target: Target, tmp_path: Path
) -> None:
    """No answer that was looked up, claimed, injected or forged is worth a point."""
    grade_class(tmp_path, attacks.values(), target)


def grade_class(folder: Path, attacks: Iterable[str], target: Target) -> None:
    """See that no attacker earns a point, and honest work between them all of them."""
    for number, attack in enumerate(attacks, start=1):
        (folder / f"attacker_{number}.py").write_text(PREAMBLE + attack, encoding="utf-8")
        (folder / f"honest_{number}.py").write_text(PREAMBLE + HONEST, encoding="utf-8")
    options = ["--assignment", "numpy_basics", "--json", "-", "--jobs", "1"]
    done = subprocess.run(
        [sys.executable, "-m", "autograder.cli", "grade", folder, *options],
        capture_output=True,
        text=True,
        env={**os.environ, "GRADEBOOK_PASSWORD": target.token},
    )
    assert done.returncode == 0, done.stderr
    reports = json.loads(done.stdout)["reports"]
    scores = {report["submission"]: report["score"] for report in reports}
    assert len(scores) == 2 * number
    assert {score for name, score in scores.items() if name.startswith("honest")} == {10.0}
    assert {name: score for name, score in scores.items() if score and "attacker" in name} == {}
    assert target.traces() == []
