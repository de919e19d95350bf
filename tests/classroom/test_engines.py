"""The same class gets the same reports from one worker, from two, and from a cluster."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import zip_longest
from pathlib import Path

import pytest
from distributed import Client

from autograder.classroom.affinity import Place
from autograder.classroom.node import _process
from autograder.sandbox.threads import cores
from benchmarks.cohort import Kind, write_cohort
from tests.attacks.test_reading import SLOW_TO_PARSE
from tests.classroom.conftest import GRADE, SIGMOID, write_class

ROOT = Path(__file__).parent.parent.parent
SIZE = 200


@contextmanager
def cluster(
    *prefix: str, workers: int = 1, environment: dict[str, str] | None = None, root: Path = ROOT
) -> Iterator[str]:
    """Start a cluster and give the address of its scheduler."""
    process = subprocess.Popen(
        [*prefix, sys.executable, str(ROOT / "tests" / "classroom" / "cluster.py"), str(workers)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=root,
        env={**os.environ, **(environment or {})},
    )
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.communicate()


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """A cluster that serves the module."""
    with cluster(workers=2) as address:
        yield address


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class of 200: right, wrong, half done, crashing, unreadable, and one that hangs."""
    folder = tmp_path_factory.mktemp("cohort") / "submitted"
    kinds = write_cohort(folder, "logistic_regression", SIZE)
    assert set(kinds) == set(Kind)
    return folder


def grade(folder: Path, journal: Path, *options: str) -> str:
    """Grade a class and give its reports, times left out."""
    command = [*GRADE, str(folder), "--journal", str(journal), "--json", "-", "--quiet"]
    done = subprocess.run([*command, *options], capture_output=True, text=True, check=True)
    assert "Traceback" not in done.stderr
    return without_times(done.stdout)


def without_times(reports: str) -> str:
    """Leave the one thing out that is never the same twice."""
    return re.sub(r'"seconds": [0-9.e-]+', '"seconds": 0', reports)


def first_difference(one: str, other: str) -> tuple[str, str] | None:
    """Find the first lines in which two texts differ, with what stands above them."""
    ours, theirs = one.splitlines(), other.splitlines()
    for number, pair in enumerate(zip_longest(ours, theirs, fillvalue="")):
        if pair[0] != pair[1]:
            above = max(number - 9, 0)
            return "\n".join(ours[above : number + 1]), "\n".join(theirs[above : number + 1])
    return None


@pytest.fixture(scope="module")
def by_one(cohort: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The reports of one worker."""
    return grade(cohort, tmp_path_factory.mktemp("one") / "class.jsonl", "--jobs", "1")


def test_the_class_is_a_mixture(by_one: str) -> None:
    """There is something of everything in it, so that the comparison means something."""
    reports = json.loads(by_one)["reports"]
    outcomes = {exercise["outcome"] for report in reports for exercise in report["exercises"]}
    assert outcomes >= {"passed", "failed", "timeout", "crashed", "missing", "not_attempted"}
    assert [report["submission"] for report in reports] == [
        f"student-{number:05}" for number in range(SIZE)
    ]


def test_two_workers_say_what_one_says(cohort: Path, by_one: str, tmp_path: Path) -> None:
    """To the byte, times aside."""
    by_two = grade(cohort, tmp_path / "class.jsonl", "--jobs", "2")
    assert first_difference(by_two, by_one) is None


def test_a_cluster_says_what_one_worker_says(
    cohort: Path, by_one: str, tmp_path: Path, scheduler: str
) -> None:
    """To the byte, times aside; its journal is one that the local pool goes on from."""
    journal = tmp_path / "class.jsonl"
    by_cluster = grade(cohort, journal, "--scheduler", scheduler)
    assert first_difference(by_cluster, by_one) is None
    lines = journal.read_bytes().splitlines(keepends=True)
    assert len(lines) == SIZE
    journal.write_bytes(b"".join(lines[:-8]))
    assert first_difference(grade(cohort, journal, "--jobs", "1"), by_one) is None
    assert len(journal.read_bytes().splitlines()) == SIZE


def test_nodes_without_hidden_arrays_get_them_with_a_batch(tmp_path: Path, students: Path) -> None:
    """A node needs the package as it is installed by a student, and nothing of the teacher's."""
    package = tmp_path / "site" / "autograder"
    shutil.copytree(ROOT / "autograder", package)
    environment = {"PYTHONPATH": str(package.parent), "AUTOGRADER_COURSE": str(tmp_path)}
    with cluster(environment=environment, root=tmp_path) as address:
        options = ("--scheduler", address, "--assignment", "logistic_regression")
        reports = json.loads(grade(students, tmp_path / "class.jsonl", *options))["reports"]
    assert [report["score"] for report in reports] == [5] * 6


def test_nodes_with_another_grader_are_refused(tmp_path: Path, students: Path) -> None:
    """One half of a class is never marked by another grader than the other half."""
    package = tmp_path / "site" / "autograder"
    shutil.copytree(ROOT / "autograder", package)
    other = package.parent / "first_neuron-0.0.dist-info" / "METADATA"
    other.parent.mkdir()
    other.write_text("Metadata-Version: 2.1\nName: first-neuron\nVersion: 0.0\n")
    with cluster(environment={"PYTHONPATH": str(package.parent)}, root=tmp_path) as address:
        command = [*GRADE, str(students), "--scheduler", address]
        command += ["--assignment", "logistic_regression"]
        done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 1
    assert "install the same on all machines" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(
    os.geteuid() != 0 or shutil.which("setpriv") is None,
    reason="needs root, and setpriv to take from root the right to become another user",
)
def test_nodes_without_a_wall_refuse(tmp_path: Path, students: Path) -> None:
    """As the local pool does, with status 3 and what to do."""
    with cluster("setpriv", "--bounding-set", "-setuid,-setgid") as address:
        command = [*GRADE, str(students), "--scheduler", address]
        command += ["--assignment", "logistic_regression"]
        done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (3, "")
    assert "cannot be walled off" in done.stderr


NO_CLUSTERS = {
    "nobody there": (("--scheduler", "tcp://127.0.0.1:9"), 1, "there is no scheduler at"),
    "no address": (("--scheduler", "nonsense"), 1, "there is no scheduler at"),
    "both": (("--scheduler", "tcp://127.0.0.1:9", "--jobs", "2"), 2, "take one"),
}


@pytest.mark.parametrize(
    ("options", "status", "message"), NO_CLUSTERS.values(), ids=NO_CLUSTERS.keys()
)
def test_a_cluster_that_is_not_there_gets_a_sentence(
    students: Path, options: tuple[str, ...], status: int, message: str
) -> None:
    """The address is named, and how a cluster is started."""
    done = subprocess.run([*GRADE, str(students), *options], capture_output=True, text=True)
    assert done.returncode == status
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def cores_beside(number: int) -> list[int]:
    """Give the cores of the process that grades beside a worker, in that worker."""
    process = _process(Place(number, 2))
    return process.call(cores)


def test_what_grades_beside_a_worker_is_pinned_and_the_worker_is_free(scheduler: str) -> None:
    """Where each worker can have a core, what it grades with keeps to one."""
    own = cores()
    with Client(scheduler, set_as_default=False) as client:
        found = [
            client.submit(cores_beside, number, pure=False, workers=[address]).result()
            for number, address in enumerate(client.nthreads())
        ]
        after = [
            client.submit(cores, pure=False, workers=[address]).result()
            for address in client.nthreads()
        ]
    assert found == ([[core] for core in own] if len(own) == len(found) else [own] * len(found))
    assert after == [own, own]


def test_a_node_bears_what_ends_the_process_that_grades(tmp_path: Path, scheduler: str) -> None:
    """A file that is slow to read is named with the limit, and costs none of its batch."""
    folder = write_class(tmp_path / "class", 4, slow=SIGMOID + SLOW_TO_PARSE)
    command = [*GRADE, str(folder), "--scheduler", scheduler, "--assignment", "logistic_regression"]
    done = subprocess.run([*command, "--json", "-"], capture_output=True, text=True, timeout=120)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False)
    reports = {report["submission"]: report for report in json.loads(done.stdout)["reports"]}
    assert len(reports) == 5
    (problem,) = reports.pop("slow")["problems"]
    assert "slow.py takes more than" in problem
    assert "of processor time to be read" in problem
    assert {report["score"] for report in reports.values()} == {5}
