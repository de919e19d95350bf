"""The journal: records are whole or absent, the last one of a file holds, damage is told."""

from __future__ import annotations

import json
import resource
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.classroom.journal import Journal, JournalError, Record, read_records
from autograder.report import CheckResult, ExerciseResult, Isolation, Outcome, Report
from autograder.report.plain import report_as_dict, report_from_dict

CHECKS = (
    CheckResult("values", Outcome.FAILED, 0.0, 9.0, True, "they differ", "1 at [0]", "2 at [0]"),
    CheckResult("shape", Outcome.PASSED, 1.1, 1.1, visible=False),
)
REPORT = Report(
    "Zoë\u2028",
    "numpy_basics",
    (
        ExerciseResult(
            "softmax", Outcome.FAILED, CHECKS, "", "columns", "rows!", ("exp_all",), 0.25
        ),
        ExerciseResult("L1", Outcome.TIMEOUT, (), "stopped after 5 s"),
    ),
    Isolation.FULL,
    ("cell 7: SyntaxError\nof two lines",),
)
RECORD = Record(
    "Zoë\u2028", "numpy_basics", "zoë/numpy_basics.ipynb", "c0ffee", "facade", "", REPORT
)


def write(path: Path, *records: Record) -> None:
    """Write a journal."""
    with Journal(path) as journal:
        for record in records:
            journal.append(record)


def test_a_report_is_the_same_after_its_json() -> None:
    """Plain data of a report, read again, is that report."""
    plain = json.loads(json.dumps(report_as_dict(REPORT, pictures=True)))
    assert report_from_dict(plain) == REPORT


def test_pictures_of_values_stay_out_of_the_json_for_others() -> None:
    """What the contract does not name is for the journal alone."""
    plain = report_as_dict(REPORT)
    assert "1 at [0]" not in json.dumps(plain)


def test_a_record_is_one_line_and_comes_back(tmp_path: Path) -> None:
    """What is appended is what is read, line breaks in texts included."""
    path = tmp_path / "class.jsonl"
    error = replace(RECORD, path="b", report=None, error="not\nread", only={"L1": "beef"})
    write(path, RECORD, error)
    assert path.read_bytes().count(b"\n") == 2
    assert read_records(path) == [error, RECORD]


@pytest.mark.parametrize("score", ["-1", "9.5", "1e6", "NaN", "Infinity"])
def test_a_score_beyond_the_points_is_no_score(tmp_path: Path, score: str) -> None:
    """A line that says so is damaged: it is named, and nothing in it is believed."""
    path = tmp_path / "class.jsonl"
    write(path, RECORD, RECORD)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"score":0.0,"max_score":9.0', f'"score":{score},"max_score":9.0'))
    with pytest.raises(JournalError, match=r"line 1 .* not among the points"):
        read_records(path)


def test_half_a_character_in_a_name_is_kept(tmp_path: Path) -> None:
    """JSON can write one, and a file of that name can be gone in the next run."""
    path = tmp_path / "class.jsonl"
    write(path, RECORD)
    half = path.read_text(encoding="utf-8").replace("zoë/", r"\ud800/")
    path.write_text(half, encoding="utf-8")
    with Journal(path) as journal:
        journal.see([])
        assert len(journal) == 0
    with Journal(path) as journal:
        journal.see(["\ud800/numpy_basics.ipynb"])
        assert [record.path for record in journal] == ["\ud800/numpy_basics.ipynb"]


def test_the_last_record_of_a_file_holds(tmp_path: Path) -> None:
    """A submission that was graded again has the later result, and is listed once."""
    path = tmp_path / "class.jsonl"
    later = replace(RECORD, content="decaf")
    write(path, RECORD, replace(RECORD, path="other"), later)
    assert [record.content for record in read_records(path)] == ["c0ffee", "decaf"]


BROKEN = {
    "cut short": b'{"schema":1,"submission":"al',
    "cut before its line break": RECORD.line().encode()[:-1],
    "not JSON": b"hello\n",
    "binary": b"\xff\x00\n",
    "of another schema": RECORD.line().replace('"schema":1', '"schema":2').encode(),
    "without a report": b'{"schema":1,"submission":"a"}\n',
    "a list": b"[]\n",
    "with an unknown outcome": RECORD.line().replace('"timeout"', '"lunch"').encode(),
}


@pytest.mark.parametrize("line", BROKEN.values(), ids=BROKEN.keys())
def test_a_damaged_last_line_is_dropped(tmp_path: Path, line: bytes) -> None:
    """What a kill left of a record does not count, and does not spoil the next one."""
    path = tmp_path / "class.jsonl"
    write(path, RECORD)
    with path.open("ab") as file:
        file.write(line)
    assert read_records(path) == [RECORD]
    other = replace(RECORD, path="other")
    write(path, other)
    assert path.read_bytes() == (RECORD.line() + other.line()).encode()


@pytest.mark.parametrize("line", BROKEN.values(), ids=BROKEN.keys())
def test_a_damaged_line_in_the_middle_is_named(tmp_path: Path, line: bytes) -> None:
    """Nobody but a person can tell what it was: the message names the line, nothing is changed."""
    path = tmp_path / "class.jsonl"
    whole = RECORD.line().encode()
    content = whole + line + whole * 2
    path.write_bytes(content)
    for write_too in (False, True):
        with pytest.raises(JournalError, match=r"line 2 of the journal .* is damaged"):
            Journal(path, write=write_too)
    assert path.read_bytes() == content


def test_two_runs_cannot_write_one_journal(tmp_path: Path) -> None:
    """The second is refused; reading is not."""
    path = tmp_path / "class.jsonl"
    with Journal(path) as journal:
        journal.append(RECORD)
        with pytest.raises(JournalError, match="another run is writing"):
            Journal(path)
        assert read_records(path) == [RECORD]


NO_JOURNALS = {
    "a folder": ("", "is not a file"),
    "a device": ("/dev/full", "is not a file"),
    "in no folder": ("nowhere/class.jsonl", "cannot be opened"),
}


@pytest.mark.parametrize(("name", "message"), NO_JOURNALS.values(), ids=NO_JOURNALS.keys())
def test_what_cannot_be_a_journal_is_refused(tmp_path: Path, name: str, message: str) -> None:
    """Folders, devices and places that are not get a sentence."""
    with pytest.raises(JournalError, match=message):
        Journal(tmp_path / name)


def test_a_full_disk_leaves_whole_records(tmp_path: Path) -> None:
    """A record that does not fit is taken back entirely; with room again, writing goes on."""
    path = tmp_path / "class.jsonl"
    size = len(RECORD.line().encode())
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with Journal(path) as journal:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + size // 2, hard))
        try:
            journal.append(RECORD)
            with pytest.raises(JournalError, match="make room"):
                journal.append(replace(RECORD, path="other"))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert path.read_bytes() == RECORD.line().encode()
        journal.append(replace(RECORD, path="third"))
    assert {record.path for record in read_records(path)} == {RECORD.path, "third"}
