"""Work that the machine failed to judge has no score: not a zero, in no place where scores go."""

from __future__ import annotations

import csv
import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest

from autograder.classroom.journal import Journal, Record
from autograder.classroom.pool import OneProcess
from autograder.classroom.session import grade_class
from autograder.classroom.statistics import assignment_statistics
from autograder.classroom.summary import summarise
from autograder.classroom.task import read_task
from autograder.intake import HandIn
from autograder.render.class_csv import COLUMNS, csv_lines
from autograder.render.class_site import class_site
from autograder.render.page import as_page
from autograder.render.practice import as_html, as_text, overview_as_text
from autograder.render.terminal import class_summary, class_table, report_table, stdout
from autograder.report import Outcome, Report
from autograder.report.plain import report_as_dict, report_from_dict
from autograder.sandbox.frames import Ending
from autograder.sandbox.process import Worker
from tests.attacks.target import X86_64, grade
from tests.classroom.conftest import descendants, is_worker, kill
from tests.first_neuron import plan_for
from tests.test_sandbox import FINE, request, values

SLEEPY = "import time\n\ndef sigmoid(x):\n    time.sleep(0.15)\n    return 1 / (1 + np.exp(-x))\n"


@contextmanager
def killing_children() -> Iterator[None]:
    """Kill what runs student code below this process, as a system does that is short of memory."""
    over = threading.Event()

    def watch() -> None:
        seen: dict[int, float] = {}
        while not over.wait(0.05):
            for process in descendants(os.getpid()):
                if is_worker(process):
                    for child in descendants(process):
                        if time.monotonic() - seen.setdefault(child, time.monotonic()) > 0.3:
                            kill(child)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


@pytest.fixture(scope="module")
def lost() -> Report:
    """A submission of which the machine killed one exercise."""
    with Worker() as worker, killing_children():
        return grade(worker, SLEEPY)


def test_a_child_that_the_machine_kills_says_nothing_of_the_work(lost: Report) -> None:
    """There is no score, and a sentence says whose fault it is."""
    (result,) = lost.exercises
    assert result.outcome is Outcome.NOT_JUDGED
    assert {check.outcome for check in result.checks} == {Outcome.NOT_JUDGED}
    assert not lost.is_judged
    assert "could not be judged" in lost.unjudged
    assert "the machine ended the process" in result.message


OWN_DOING = {
    "an exit": "os._exit(0)",
    "an exit as of a killed program": "os._exit(137)",
    "a signal to itself": "os.kill(os.getpid(), signal.SIGKILL)",
    "an abort": "os.abort()",
    "a raised signal": "signal.raise_signal(signal.SIGKILL)",
    "memory that is not there": "ctypes.string_at(1)",
    "a pipe that is closed": "os.closerange(3, 64); time.sleep(9)",
    "a pipe that is closed, and the end": "os.close(4); os._exit(0)",
    "a limit of its own": """ctypes.CDLL(None).prlimit(0, 0, (ctypes.c_uint64 * 2)(1, 1), None)
    while True: pass""",
    "a parent's signal": """ctypes.CDLL(None).prctl(1, signal.SIGKILL)
    os.closerange(3, 64)""",
    "much memory": """kept = [np.ones(10**7) for _ in range(12)]
    os._exit(9)""",
}


@pytest.mark.parametrize("body", OWN_DOING.values(), ids=OWN_DOING)
def test_no_code_gets_out_of_a_zero_by_ending_itself(worker: Worker, body: str) -> None:
    """Whatever a function does to its process is its own doing."""
    source = (
        "import ctypes, os, signal, time\n\n"
        f"def sigmoid(x):\n    {body}\n    os.close(4)\n    time.sleep(9)\n"
    )
    report = grade(worker, source)
    assert report.score == 0
    assert report.is_judged
    assert report.exercises[0].outcome in (Outcome.CRASHED, Outcome.ERROR, Outcome.TIMEOUT)


@X86_64
def test_a_call_of_a_foreign_kind_is_its_own_doing(worker: Worker) -> None:
    """What the filter kills has crashed."""
    source = "import ctypes\ndef f(x):\n    ctypes.CDLL(None).syscall(0x40000000)"
    run = worker.run(*request(source), [5])
    assert (run.ending, run.detail) == (Ending.CRASHED, "SIGSYS")


def test_the_worker_goes_on_after_a_lost_child(worker: Worker) -> None:
    """The next request is as new."""
    source = "import time\ndef f(x):\n    time.sleep(1.5)\n    return x"
    with killing_children():
        assert worker.run(*request(source), [5]).ending is Ending.LOST
    assert values(worker.run(*request(FINE), [5])) == [2.0]


def test_no_face_shows_a_score(lost: Report) -> None:
    """Table, page and practice show a question mark where points would stand."""
    shown = StringIO()
    with redirect_stdout(shown):
        for face in (report_table(lost), class_table([lost]), class_summary([lost])):
            stdout().print(face)
    (result,) = lost.exercises
    assert "0%" not in shown.getvalue()
    pages = [as_page(lost), as_text(result), as_html(result), overview_as_text([result], "")]
    for text in (shown.getvalue(), *pages):
        assert "0/10" not in text
        assert "0 of 10" not in text
        assert "?" in text
    assert "the machine failed, and not your work" in as_page(lost)


def test_data_has_no_score(lost: Report) -> None:
    """JSON has null and CSV an empty cell; a reader gets the same report back."""
    plain = json.loads(json.dumps(report_as_dict(lost, pictures=True)))
    assert plain["score"] is None
    assert plain["exercises"][0]["score"] is None
    assert plain["exercises"][0]["outcome"] == "not_judged"
    assert report_from_dict(plain) == lost
    rows = list(csv.DictReader(StringIO("".join(csv_lines([record_of(lost)], {})))))
    assert {(row["submission score"], row["score"]) for row in rows} == {("", "")}
    assert set(COLUMNS) == set(rows[0])


def record_of(report: Report, name: str = "ada") -> Record:
    """Make the journal's record of a report, as a run does."""
    digest = plan_for(report.assignment).course(report.assignment)
    return Record(
        name, report.assignment, f"{name}.py", "c0ffee", digest, "", report, report.unjudged
    )


def test_a_journal_does_not_keep_it_as_done(lost: Report, tmp_path: Path) -> None:
    """The same command grades it again, and the file in between says why."""
    plan, record = plan_for(lost.assignment), record_of(lost)
    with Journal(tmp_path / "journal") as journal:
        journal.append(record)
        kept = journal.get("ada.py")
    assert kept == record
    assert not plan.hold(kept, "c0ffee")


def test_one_exercise_that_is_lost_alone_is_due_again(lost: Report) -> None:
    """With --only, the others stay, and the lost one is not done."""
    plan = plan_for(lost.assignment, only="sigmoid")
    (result,) = lost.exercises
    right = replace(result, outcome=Outcome.PASSED, checks=())
    old = record_of(replace(lost, exercises=(right, replace(right, name="softmax"))))
    merged = plan.merge(old, record_of(lost))
    assert merged.report is not None
    outcomes = {one.name: one.outcome for one in merged.report.exercises}
    assert outcomes == {"sigmoid": Outcome.NOT_JUDGED, "softmax": Outcome.PASSED}
    assert not plan.hold(merged, "c0ffee")


def test_a_class_is_counted_without_it(lost: Report) -> None:
    """Means, difficulty and bands rest on what was judged; the page names the one that was not."""
    (result,) = lost.exercises
    checks = tuple(replace(c, outcome=Outcome.PASSED, score=c.max_score) for c in result.checks)
    judged = replace(lost, exercises=(replace(result, outcome=Outcome.PASSED, checks=checks),))
    summaries = [summarise(record_of(lost)), summarise(record_of(judged, "bob"))]
    statistics = assignment_statistics(lost.assignment, summaries)
    assert statistics.distribution is not None
    assert (statistics.distribution.mean, sum(statistics.distribution.counts)) == (100, 1)
    assert [item.difficulty for item in statistics.items] == [1]
    assert [one.submission for one in statistics.unreadable] == ["ada"]
    pages = "".join(page for _, page in class_site([statistics], {}))
    assert "<b>1 file</b> could not be graded" in pages
    assert "<b>?</b>" in pages
    assert "<b>0</b>" not in pages


def test_pytest_fails_and_gives_no_points(pytester: pytest.Pytester) -> None:
    """The checks are not skipped, as if there were nothing to do, and the reason is told."""
    path = pytester.path / "ada.py"
    path.write_text(f"import numpy as np\n{SLEEPY}")
    with killing_children():
        result = pytester.runpytest_subprocess(
            "--submission", str(path), "--assignment", "numpy_basics", "--junitxml=junit.xml"
        )
    assert result.ret == 1
    result.stdout.fnmatch_lines(["*not judged: the machine ended the process*"])
    said = (pytester.path / "junit.xml").read_text()
    assert said.count('name="max_points"') > said.count('name="points"')


UNREADABLE = Path("/proc/self")
"""The memory of a process is a file like any other to look at, and reading it is an I/O error."""


def test_a_file_that_the_machine_does_not_give_has_no_score(tmp_path: Path) -> None:
    """The table, the JSON, the rows and the page of the class say so; its neighbour has a score."""
    name = "numpy_basics"
    (tmp_path / f"{name}.py").write_text("def basic_sigmoid(x):\n    return 1 / (1 + np.exp(-x))\n")
    hand_ins = [
        HandIn(UNREADABLE, "mem", "ada", name),
        HandIn(tmp_path, f"{name}.py", "bob", name),
    ]
    plan, pool = plan_for(name), OneProcess()
    with Journal(tmp_path / "class.jsonl") as journal:
        results = grade_class(hand_ins, plan, pool, journal)
        pool.close()
        ada, bob = (one.report for one in results)
        records = list(journal)
        assert not plan.hold(records[0], "")
    assert ada is not None
    assert bob is not None
    assert (ada.is_judged, bob.is_judged) == (False, True)
    assert "/proc/self/mem cannot be read: Input/output error" in ada.problems[0]
    assert report_as_dict(ada)["score"] is None
    rows = [*csv.DictReader(csv_lines(records, {}))]
    assert {row["score"] for row in rows if row["submission"] == "ada"} == {""}
    assert "could not be judged" in as_page(ada)


@pytest.mark.parametrize("kind", ["link", "folder", "missing"])
def test_what_stands_in_the_place_of_a_file_earns_nothing(tmp_path: Path, kind: str) -> None:
    """A student has put it there, or nothing: that is a zero, as ever."""
    path = tmp_path / "numpy_basics.py"
    {"link": lambda: path.symlink_to("/etc/passwd"), "folder": path.mkdir}.get(kind, bool)()
    task = read_task(HandIn(tmp_path, path.name, "eve", "numpy_basics"), "eve")
    assert (bool(task.error), task.outcome) == (True, Outcome.MISSING)
