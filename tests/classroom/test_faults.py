"""What goes wrong around a run costs as little as it can, and gets a sentence."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest

from autograder.classroom.journal import Journal, read_records
from autograder.classroom.pool import OneProcess, Processes
from autograder.classroom.session import grade_class
from autograder.intake import collect
from autograder.sandbox.threads import cores
from autograder.submission import SubmissionError
from tests.classroom.conftest import (
    GRADE,
    SIGMOID,
    SLOW,
    busy_workers,
    descendants,
    kill,
    running,
    wait_for,
    write_class,
)
from tests.first_neuron import ASSIGNMENTS, plan_for

AS = ("--assignment", "logistic_regression", "--json", "-")


def scores(output: str) -> dict[str, float | None]:
    """Read the scores off the reports."""
    return {report["submission"]: report["score"] for report in json.loads(output)["reports"]}


def outcomes(output: str, student: str) -> set[str]:
    """Read the outcomes of one submission off the reports."""
    reports: list[dict[str, Any]] = json.loads(output)["reports"]
    return {
        exercise["outcome"]
        for report in reports
        if report["submission"] == student
        for exercise in report["exercises"]
    }


def test_a_worker_that_dies_is_replaced_and_its_submission_graded_again(tmp_path: Path) -> None:
    """Whatever killed it, the submission is not at fault the first time."""
    folder = write_class(tmp_path / "class", 2, slow=SLOW.format(0.5).replace("return z", RIGHT))
    with running(folder, *AS, "--jobs", "1") as process:
        wait_for(lambda: slow_workers(process.pid, set()))
        kill(slow_workers(process.pid, set())[0])
        output, errors = process.communicate()
    assert (process.returncode, errors) == (0, "")
    assert scores(output) == {"slow": 5, "student000": 5, "student001": 5}


RIGHT = "return 1 / (1 + np.exp(-z))"


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_submission_that_loses_two_workers_is_not_judged_and_the_run_goes_on(
    tmp_path: Path, jobs: str
) -> None:
    """Student code cannot kill a worker: the machine did, and that is nobody's zero."""
    folder = write_class(tmp_path / "class", 4, aaa=SLOW.format(2))
    with running(folder, *AS, "--jobs", jobs) as process:
        killed: set[int] = set()
        while len(killed) < 2:
            wait_for(lambda: slow_workers(process.pid, killed))
            worker = slow_workers(process.pid, killed)[0]
            killed.add(worker)
            kill(worker)
        output, errors = process.communicate()
    assert outcomes(output, "aaa") == {"not_judged"}
    assert [score for _, score in sorted(scores(output).items())] == [None, 5, 5, 5, 5]
    assert process.returncode == 1
    assert "the machine failed, and not the work" in errors


def slow_workers(process: int, without: set[int]) -> list[int]:
    """Find the workers whose student code has run for a while."""
    found = [one for one in busy_workers(process) if one not in without]
    return [one for one in found if any(age(child) > 0.3 for child in descendants(one))]


def age(process: int) -> float:
    """Give the seconds since a process started; 0 if it is gone."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    up = float(Path("/proc/uptime").read_text().split()[0])
    return up - int(fields[19]) / os.sysconf("SC_CLK_TCK")


def test_a_process_that_grades_may_die(tmp_path: Path) -> None:
    """All processes of the pool are replaced, and what was under way is graded once more."""
    folder = write_class(tmp_path / "class", 20)
    journal = tmp_path / "class.jsonl"
    with running(folder, *AS, "--jobs", "2", "--journal", journal) as process:
        wait_for(lambda: busy_workers(process.pid))
        kill(grader_of(process.pid))
        output, _ = process.communicate()
    assert process.returncode == 0
    assert set(scores(output).values()) == {5}
    assert len(scores(output)) == len(journal.read_text().splitlines()) == 20


def test_a_submission_that_is_lost_twice_with_its_grader_is_not_judged(tmp_path: Path) -> None:
    """The second time it is alone, so no other submission pays for it."""
    folder = write_class(tmp_path / "class", 6, aaa=SLOW.format(2))
    with running(folder, *AS, "--jobs", "2") as process:
        for _ in range(2):
            wait_for(lambda: slow_workers(process.pid, set()))
            kill(grader_of(process.pid))
            wait_for(lambda: not slow_workers(process.pid, set()))
        output, _ = process.communicate()
    assert outcomes(output, "aaa") == {"not_judged"}
    assert [score for _, score in sorted(scores(output).items())] == [None, 5, 5, 5, 5, 5, 5]


def grader_of(process: int) -> int:
    """Find a process that grades and whose worker is busy."""
    worker = busy_workers(process)[0]
    return int(Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()[1])


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupted_run_says_how_to_go_on(tmp_path: Path, jobs: str) -> None:
    """Ctrl-C ends everything at once: status 130, no process left, the journal whole."""
    folder = write_class(tmp_path / "class", 4, slow=SLOW.format(30), slower=SLOW.format(40))
    journal = tmp_path / "class.jsonl"
    with running(folder, *AS, "--jobs", jobs, "--journal", journal) as process:
        wait_for(lambda: journal.exists() and slow_workers(process.pid, set()))
        below = descendants(process.pid)
        os.killpg(process.pid, signal.SIGINT)
        output, errors = process.communicate(timeout=20)
    assert (process.returncode, output) == (130, "")
    assert "the same command goes on" in errors
    assert "Traceback" not in errors
    wait_for(lambda: not any(Path(f"/proc/{one}").exists() for one in below), 5)
    read_records(journal)


def test_an_interrupted_run_without_a_journal_names_it(tmp_path: Path) -> None:
    """There is nothing to go on from, and the sentence says what would have helped."""
    folder = write_class(tmp_path / "class", 0, slow=SLOW.format(30))
    with running(folder, *AS) as process:
        wait_for(lambda: slow_workers(process.pid, set()))
        os.killpg(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "--journal FILE" in errors


def test_a_run_that_is_killed_leaves_no_process(tmp_path: Path) -> None:
    """The processes that grade, their workers and what these run end with the run."""
    folder = write_class(tmp_path / "class", 0, slow=SLOW.format(30), slower=SLOW.format(40))
    with running(folder, *AS, "--jobs", "2") as process:
        wait_for(lambda: len(slow_workers(process.pid, set())) == 2)
        below = descendants(process.pid)
        process.kill()
        process.wait()
        wait_for(lambda: not any(is_running(one) for one in below), 5)


def is_running(process: int) -> bool:
    """Tell whether a process is there and no zombie."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_full_disk_ends_the_run_with_a_sentence(students: Path, tmp_path: Path) -> None:
    """What the journal has is whole, and with room again the run goes on from there."""
    journal = tmp_path / "class.jsonl"
    command = [*GRADE, str(students), *AS, "--jobs", "1", "--journal", str(journal)]

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (8000, resource.RLIM_INFINITY))

    full = subprocess.run(command, preexec_fn=limit, capture_output=True, text=True)
    assert (full.returncode, full.stdout) == (1, "")
    assert "make room" in full.stderr
    assert "Traceback" not in full.stderr
    kept = journal.read_bytes()
    assert 0 < len(read_records(journal)) < 6
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert journal.read_bytes().startswith(kept)
    assert set(scores(done.stdout).values()) == {5}
    assert len(journal.read_text().splitlines()) == 6


@pytest.mark.parametrize("file", ["/dev/full", "{}/nowhere/reports.json"])
def test_reports_that_cannot_be_written_cost_no_grading(
    students: Path, tmp_path: Path, file: str
) -> None:
    """The sentence names the file, and the journal has everything."""
    journal, target = tmp_path / "class.jsonl", file.format(tmp_path)
    command = [*GRADE, str(students), *AS[:2], "--json", target, "--journal", str(journal)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 1
    assert f"{target} cannot be written" in done.stderr
    assert len(read_records(journal)) == 6


def test_a_file_that_vanishes_costs_itself(students: Path, tmp_path: Path) -> None:
    """Between the listing and the reading a file may go: the others are graded."""
    entries = collect([students], ASSIGNMENTS).hand_ins
    (students / "student003.py").unlink()
    with Journal(tmp_path / "class.jsonl") as journal:
        results = list(grade(entries, journal, students))
    assert [one.hand_in.student for one in results if one.error] == ["student003"]
    assert "there is no file" in results[3].error
    assert len([one for one in results if one.report and one.report.score == 5]) == 5


def test_a_folder_that_vanishes_ends_the_run(students: Path, tmp_path: Path) -> None:
    """A network drive that went away is nobody's zero: the journal keeps what was graded."""
    entries, moved = collect([students], ASSIGNMENTS).hand_ins, tmp_path / "moved"
    path = tmp_path / "class.jsonl"

    def go_away(_: object) -> None:
        if students.exists():
            students.rename(moved)

    with Journal(path) as journal, pytest.raises(SubmissionError, match=r"is gone, after \d of 6"):
        grade(entries, journal, students, watch=go_away)
    assert 0 < len(read_records(path)) < 6
    moved.rename(students)
    with Journal(path) as journal:
        assert [one.error for one in grade(entries, journal, students)] == [""] * 6
    assert len(path.read_text().splitlines()) == 6


def grade(entries: Any, journal: Journal, root: Path, **options: Any) -> Any:
    """Grade in this process."""
    pool = OneProcess()
    try:
        plan = plan_for("logistic_regression")
        return grade_class(entries, plan, pool, journal, roots=[root], **options)
    finally:
        pool.stop()


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read_costs_itself(students: Path) -> None:
    """It earns nothing, the others what they deserve; the message is the system's."""
    (students / "student003.py").chmod(0)
    done = subprocess.run([*GRADE, str(students), *AS], capture_output=True, text=True)
    assert "cannot be read: Permission denied" in done.stderr
    found = scores(done.stdout)
    assert len(found) == 6
    assert [name for name, score in found.items() if not score] == ["student003"]


def test_a_journal_that_another_run_writes_is_refused(students: Path, tmp_path: Path) -> None:
    """Two runs would grade the same submissions twice."""
    path = tmp_path / "class.jsonl"
    with Journal(path):
        command = [*GRADE, str(students), *AS, "--journal", str(path)]
        done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 1
    assert "another run is writing" in done.stderr


def test_progress_is_a_line_for_each_tenth(tmp_path: Path) -> None:
    """Where stderr is no terminal; it says what is done, how fast, how long yet, and the mean."""
    folder = write_class(tmp_path / "class", 20, zed=SIGMOID.replace("-z", "z"))
    command = [*GRADE, str(folder), *AS]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stderr.splitlines()
    assert len(lines) == 10
    assert lines[-1].startswith("21/21 · ")
    assert lines[-1].endswith("a second · 0:00 left · mean score 5%")
    quiet = subprocess.run([*command, "--quiet"], capture_output=True, text=True, check=True)
    assert quiet.stderr == ""


@pytest.mark.skipif(shutil.which("script") is None, reason="needs script, to make a terminal")
def test_progress_is_a_bar_in_a_terminal(tmp_path: Path) -> None:
    """The bar shows done and total, and is gone at the end."""
    folder = write_class(tmp_path / "class", 20)
    command = " ".join([*GRADE, str(folder), *AS[:2], "--json", str(tmp_path / "reports.json")])
    done = subprocess.run(
        ["script", "-qec", command, os.devnull], capture_output=True, text=True, check=True
    )
    assert "20/20" in done.stdout
    assert "mean score 5%" in done.stdout


def test_each_grader_has_a_core_of_its_own_where_there_are_as_many() -> None:
    """As many graders as cores do not wander; fewer may."""
    own = cores()
    for jobs in {len(own), 1}:
        pool = Processes(jobs)
        try:
            where = pool._processes[0].call(cores)
        finally:
            pool.close()
        assert len(where) == (1 if jobs == len(own) else len(own))
        assert set(where) <= set(own)
