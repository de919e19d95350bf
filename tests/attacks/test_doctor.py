"""``autograder doctor`` says before grading what grading would say, and what to do about it."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from autograder.sandbox.layers import NAMES
from autograder.sandbox.probes import attacks
from tests.attacks.target import X86_64
from tests.attacks.test_machine import limit, refuse
from tests.first_neuron import ASSIGNMENTS

DOCTOR = [sys.executable, "-m", "autograder.cli", "doctor"]


def examine(
    *arguments: str, trouble: Callable[[], object] | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command, in trouble."""
    done = subprocess.run(
        [*DOCTOR, *arguments],
        preexec_fn=trouble,
        capture_output=True,
        text=True,
        errors="replace",
        env={**os.environ, **environment},
        timeout=120,
    )
    assert done.stderr == ""
    return done


def test_a_machine_that_stands_is_told_so() -> None:
    """Every layer with its attacks, every assignment, the place of its private arrays; status 0."""
    done = examine("--json")
    found: dict[str, Any] = json.loads(done.stdout)
    assert (done.returncode, found["status"], found["troubles"]) == (0, 0, [])
    assert found["wall"] == {"isolation": "full", "missing": {}, "holes": []}
    assert [layer["name"] for layer in found["layers"]] == list(NAMES)
    told = {one for layer in found["layers"] for one in layer["refused"] + layer["untried"]}
    assert told == {attack.name for attack in attacks()}
    assert [one["assignment"] for one in found["course"]] == list(ASSIGNMENTS)
    assert all(os.path.exists(one["private"]) for one in found["course"])
    assert all(one["hidden"] for one in found["course"])
    assert {"Python", "numpy", "h5py"} <= found["versions"].keys()


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_it_fits_a_terminal(encoding: str) -> None:
    """No line is wider than 80 columns but for the name of a folder; nothing is coloured."""
    text = examine(PYTHONIOENCODING=encoding).stdout
    assert max(len(line) for line in text.splitlines() if os.sep not in line) <= 80
    assert "\x1b" not in text
    assert text.rstrip().endswith("nothing: grading will work here")


TROUBLES: dict[str, tuple[Callable[[], object], int, str]] = {
    "little processor time": (limit(resource.RLIMIT_CPU, 60), 3, "ulimit -t unlimited"),
    "little memory": (limit(resource.RLIMIT_AS, 900 << 20), 3, "ulimit -v 2000000"),
    "no file may grow": (limit(resource.RLIMIT_FSIZE, 0), 1, "ulimit -f unlimited"),
    "few open files": (limit(resource.RLIMIT_NOFILE, 20), 1, "ulimit -n 1024"),
}


@pytest.mark.parametrize(("trouble", "status", "advice"), TROUBLES.values(), ids=TROUBLES)
def test_trouble_is_told_with_what_to_do(
    trouble: Callable[[], object], status: int, advice: str
) -> None:
    """The status is the one with which grading would end."""
    done = examine(trouble=trouble)
    assert done.returncode == status
    assert advice in done.stdout
    assert "TOO LOW" in done.stdout


@X86_64
def test_a_layer_that_is_refused_is_named() -> None:
    """Status 3, and why; the other layers are attacked all the same."""
    done = examine("--json", trouble=lambda: refuse(112))
    found = json.loads(done.stdout)
    assert (done.returncode, found["wall"]["isolation"]) == (3, "none")
    assert found["wall"]["missing"] == {"session": "Operation not permitted"}
    stands = {layer["name"]: layer["stands"] for layer in found["layers"]}
    assert stands == {name: name != "session" for name in NAMES}
    assert "no session" in found["troubles"][0]["what"]
    assert "--trust-submissions" in found["troubles"][0]["advice"]


@X86_64
def test_a_second_lock_that_is_refused_is_no_trouble() -> None:
    """It is told that Landlock is missing, and that grading works."""
    done = examine("--json", trouble=lambda: refuse(446))
    found = json.loads(done.stdout)
    assert (done.returncode, found["wall"]["isolation"]) == (0, "full")
    assert list(found["wall"]["missing"]) == ["landlock"]
