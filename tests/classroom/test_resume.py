"""A run goes on where it stopped: nothing is lost, nothing is graded twice."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from autograder.classroom.journal import Record, read_records
from autograder.classroom.plan import GradingPlan
from autograder.cli import main
from autograder.report import ExerciseResult, Isolation, Outcome, Report
from autograder.rubric.compiled import compile_files, remember
from tests.classroom.conftest import SIGMOID, write_class
from tests.first_neuron import compiled, plan_for

KILLS, SIZE = 50, 400
AS = ("--assignment", "logistic_regression")


def grade(*arguments: str | Path) -> Result:
    """Run the command."""
    return CliRunner().invoke(main, ["grade", *map(str, arguments), *AS], catch_exceptions=False)


def reports(result: Result) -> list[dict[str, Any]]:
    """Read reports from the standard output, times left out."""
    found: list[dict[str, Any]] = json.loads(result.stdout)["reports"]
    for report in found:
        for exercise in report["exercises"]:
            exercise["seconds"] = 0
    return found


def lines(journal: Path) -> Counter[str]:
    """Count the lines of each submission."""
    records = map(json.loads, journal.read_text().splitlines())
    return Counter(record["submission"] for record in records)


def test_a_run_that_is_killed_fifty_times_ends_as_if_it_had_not_been(tmp_path: Path) -> None:
    """At the end the journal has every submission once, with the right report."""
    folder, journal = write_class(tmp_path / "class", SIZE), tmp_path / "class.jsonl"
    command = [sys.executable, "-m", "tests.classroom.killing", str(KILLS), "1"]
    killed = subprocess.run(
        [*command, str(folder), str(journal)], capture_output=True, text=True, check=True
    )
    assert int(killed.stdout) > KILLS / 2, killed.stderr
    assert len(lines(journal)) < SIZE
    resumed = grade(folder, "--journal", journal, "--json", "-")
    assert lines(journal) == Counter(f"student{number:03}" for number in range(SIZE))
    assert {report["score"] for report in reports(resumed)} == {5}
    assert len(read_records(journal)) == SIZE


def test_a_second_run_grades_nothing_and_says_the_same(students: Path, tmp_path: Path) -> None:
    """What the journal has and nothing has changed is taken from there."""
    journal = tmp_path / "class.jsonl"
    first = grade(students, "--journal", journal, "--json", "-")
    content = journal.read_bytes()
    second = grade(students, "--journal", journal, "--json", "-")
    assert second.stdout == first.stdout
    assert journal.read_bytes() == content


def test_a_journal_can_be_used_from_anywhere(
    students: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However the folder is named in the call, a file is the same file."""
    journal = tmp_path / "class.jsonl"
    grade(students, "--journal", journal)
    monkeypatch.chdir(students)
    grade(".", "--journal", Path("..") / "class.jsonl")
    grade(students / "student001.py", students, "--journal", journal)
    assert set(lines(journal).values()) == {1}


def test_what_changed_is_graded_again(students: Path, tmp_path: Path) -> None:
    """A changed file has a second line; the others keep their one."""
    journal = tmp_path / "class.jsonl"
    grade(students, "--journal", journal)
    (students / "student002.py").write_text(SIGMOID.replace("-z", "z"))
    found = reports(grade(students, "--journal", journal, "--json", "-"))
    assert lines(journal)["student002"] == 2
    assert lines(journal).total() == 7
    assert [report["score"] for report in found] == [5, 5, 0, 5, 5, 5]


def test_regrade_grades_everything(students: Path, tmp_path: Path) -> None:
    """Each submission has a second line, and is reported once."""
    journal = tmp_path / "class.jsonl"
    grade(students, "--journal", journal)
    again = grade(students, "--journal", journal, "--regrade", "--json", "-")
    assert set(lines(journal).values()) == {2}
    assert len(reports(again)) == 6


def test_a_file_that_cannot_be_graded_is_looked_at_again_and_kept_once(tmp_path: Path) -> None:
    """A broken notebook earns nothing; its line is not repeated; once it is whole it is graded."""
    folder, journal = tmp_path / "class" / "logistic_regression", tmp_path / "class.jsonl"
    folder.mkdir(parents=True)
    notebook = folder / "logistic_regression.ipynb"
    notebook.write_text("<html>")
    for _ in range(2):
        result = grade(tmp_path / "class", "--journal", journal, "--json", "-")
        assert "is no JSON" in result.stderr
        assert [report["score"] for report in reports(result)] == [0]
    assert lines(journal).total() == 1
    cell = {"cell_type": "code", "source": SIGMOID, "metadata": {}}
    notebook.write_text(json.dumps({"cells": [cell], "metadata": {}}))
    result = grade(tmp_path / "class", "--journal", journal, "--json", "-")
    assert [report["score"] for report in reports(result)] == [5]
    assert result.stderr == ""


INITIALIZE = "def initialize_with_zeros(dim):\n    return np.zeros((dim, 1)), 0.0\n"
TWO = f"{SIGMOID}\n{INITIALIZE}"


def test_only_grades_one_exercise_and_keeps_the_rest(tmp_path: Path) -> None:
    """The journal's other exercises stand, and the next full run grades what was left."""
    folder, journal = write_class(tmp_path / "class", 0, alice=TWO), tmp_path / "class.jsonl"
    grade(folder, "--journal", journal)
    (folder / "alice.py").write_text(SIGMOID.replace("-z", "z"))

    def scores(*options: str) -> dict[str, float]:
        (report,) = reports(grade(folder, "--journal", journal, *options, "--json", "-"))
        return {e["name"]: e["score"] for e in report["exercises"] if e["score"]}

    for _ in range(2):
        assert scores("--only", "sigmoid") == {"initialize_with_zeros": 5}
    assert lines(journal)["alice"] == 2
    assert scores() == {}
    assert lines(journal)["alice"] == 3


def test_only_without_a_journal_reports_one_exercise(tmp_path: Path) -> None:
    """There is nothing to keep: the report has the one exercise, judged with its helpers."""
    folder = write_class(tmp_path / "class", 0, alice=TWO, bob="def softmax(x): return x\n")
    result = CliRunner().invoke(main, ["grade", str(folder), "--only", "sigmoid", "--json", "-"])
    alice = next(report for report in reports(result) if report["submission"] == "alice")
    assert [(e["name"], e["score"]) for e in alice["exercises"]] == [("sigmoid", 5)]
    assert alice["max_score"] == 5


RESULTS = tuple(
    ExerciseResult(name, Outcome.FAILED, ())
    for name in (
        "flatten_images", "sigmoid", "initialize_with_zeros", "propagate", "optimize", "predict",
        "model",
    )
)  # fmt: skip
TERMS = replace(plan_for("logistic_regression"), assignment=None)


def with_other_rules(plan: GradingPlan) -> GradingPlan:
    """Compile the assignment to something else."""
    other = compile_files("logistic_regression", compiled("logistic_regression").checks)
    remember(other)
    return replace(plan, digests={"logistic_regression": other.digest})


REPORT = Report("alice", "logistic_regression", RESULTS, Isolation.FULL)
RECORD = Record(
    "alice", "logistic_regression", "p", "c", TERMS.course("logistic_regression"), "", REPORT
)
STATE = TERMS.state("logistic_regression", "c")

HELD: dict[str, tuple[Record, GradingPlan, str, bool]] = {
    "nothing changed": (RECORD, TERMS, "c", True),
    "another file": (RECORD, TERMS, "d", False),
    "another grader": (RECORD, replace(TERMS, version="0"), "c", False),
    "other rules": (RECORD, with_other_rules(TERMS), "c", False),
    "inputs for each": (RECORD, replace(TERMS, individual=True), "c", False),
    "another assignment": (RECORD, replace(TERMS, assignment="numpy_basics"), "c", False),
    "this assignment": (RECORD, replace(TERMS, assignment="logistic_regression"), "c", True),
    "an unreadable file": (replace(RECORD, error="no JSON"), TERMS, "c", False),
    "no report": (replace(RECORD, report=None), TERMS, "c", False),
    "graded without a wall": (
        replace(RECORD, report=replace(REPORT, isolation=Isolation.TRUSTED)),
        TERMS,
        "c",
        False,
    ),
    "one exercise alone": (
        replace(RECORD, report=replace(REPORT, exercises=RESULTS[1:2])),
        TERMS,
        "c",
        False,
    ),
    "one graded since": (replace(RECORD, only={"sigmoid": STATE}), TERMS, "c", True),
    "one graded otherwise": (replace(RECORD, only={"sigmoid": "?"}), TERMS, "c", False),
    "the one, graded": (
        replace(RECORD, content="old", only={"sigmoid": STATE}),
        replace(TERMS, only="sigmoid"),
        "c",
        True,
    ),
    "the one, with all": (RECORD, replace(TERMS, only="sigmoid"), "c", True),
    "the one, out of date": (
        replace(RECORD, content="old"),
        replace(TERMS, only="sigmoid"),
        "c",
        False,
    ),
}


@pytest.mark.parametrize(("record", "plan", "content", "holds"), HELD.values(), ids=HELD.keys())
def test_a_record_holds_while_all_that_it_came_from_is_the_same(
    record: Record, plan: GradingPlan, content: str, *, holds: bool
) -> None:
    """A file, a rubric or an expected array that changed is told by its digest."""
    assert plan.hold(record, content) is holds
