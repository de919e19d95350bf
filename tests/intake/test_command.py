"""The command: what was left out is told, reports bear paths, the journal knows archives."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from autograder.classroom.journal import Journal, read_records
from autograder.cli import main
from tests.first_neuron import lay_out
from tests.intake.conftest import notebook, write

NB = "numpy_basics"


def run(*args: str | Path) -> Result:
    """Run the command."""
    return CliRunner().invoke(main, [str(arg) for arg in args], catch_exceptions=False)


def read(result: Result) -> dict[str, Any]:
    """Read the JSON of a run."""
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def pack(path: Path, *names: str) -> Path:
    """Pack an archive of notebooks."""
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, notebook(f"# {name}\ndef L1(yhat, y):\n    return 0\n"))
    return path


def test_reports_bear_path_and_id(tmp_path: Path) -> None:
    """As the user would name the file; a member of an archive by the archive and its name there."""
    member = f"Ada L_4711_assignsubmission_file_/{NB}.ipynb"
    archive = pack(tmp_path / "class.zip", member)
    (report,) = read(run("grade", archive, "--json", "-"))["reports"]
    assert (report["submission"], report["id"]) == ("Ada L", "4711")
    assert report["path"] == f"{archive}/{member}"


def test_what_is_left_out_is_told_in_few_lines_and_listed_in_full(root: Path) -> None:
    """Twenty lines on stderr and a count; in JSON all of it."""
    for number in range(30):
        (root / f"student{number}").mkdir()
        (root / f"student{number}" / "work.pdf").touch()
    write(root / "ada" / f"{NB}.ipynb")
    (root / "ada" / "cat.png").touch()
    result = run("grade", root, "--json", "-")
    assert result.exit_code == 0
    assert result.stderr.count("Left out: ") == 20
    assert "11 more were left out; --json FILE lists all" in result.stderr
    listed = read(result)["left_out"]
    assert len(listed) == 31
    assert all(one["path"].startswith(str(root)) and one["reason"] for one in listed)


def test_a_file_that_cannot_be_graded_is_in_the_json_and_on_the_index(root: Path) -> None:
    """In a flat folder, nothing tells what an unreadable file is about."""
    for name in ("ada", "bob", "carl"):
        write(root / f"{name}.ipynb")
    (root / "eve.ipynb").write_text("<html>")
    pages = root.parent / "pages"
    result = run("grade", root, "--json", "-", "--html", pages)
    (left_out,) = read(result)["left_out"]
    assert left_out["path"].endswith("eve.ipynb")
    assert "is no JSON" in left_out["reason"]
    index = (pages / "index.html").read_text(encoding="utf-8")
    assert index.count("<tr>") == 4
    assert "eve.ipynb" in index


def test_pages_are_listed_and_bear_readable_names(root: Path) -> None:
    """A student's own script is kept."""
    write(root / "李小龍" / f"{NB}.ipynb")
    write(root / "ada" / f"{NB}.ipynb")
    run("grade", root, "--html", root.parent / "pages")
    names = {path.name for path in (root.parent / "pages").iterdir()}
    assert names == {f"李小龍.{NB}.html", f"ada.{NB}.html", "index.html"}


MEMBERS = [f"{name}_{n}_assignsubmission_file_/{NB}.ipynb" for n, name in enumerate(("Ada", "Bob"))]


def test_an_archive_is_graded_once(tmp_path: Path) -> None:
    """A second run of the same command grades nothing, and a report shows code of members."""
    journal = tmp_path / "class.jsonl"
    archive = pack(tmp_path / "class.zip", *MEMBERS)
    first = run("grade", archive, "--journal", journal, "--json", "-")
    content = journal.read_bytes()
    second = run("grade", archive, "--journal", journal, "--json", "-")
    assert second.stdout == first.stdout
    assert journal.read_bytes() == content
    assert [record.path for record in read_records(journal)] == [
        f"class.zip/{member}" for member in MEMBERS
    ]
    assert [record.id for record in read_records(journal)] == ["0", "1"]
    result = run("report", journal, "--html", tmp_path / "report")
    assert "2 submissions" in result.stdout
    page = (tmp_path / "report" / "students" / f"ada-{digest('Ada')}.{NB}.html").read_text()
    assert "return" in page


def digest(name: str) -> str:
    from hashlib import sha256

    return sha256(name.encode()).hexdigest()[:6]


def test_what_was_withdrawn_is_kept_and_not_shown(root: Path) -> None:
    """The journal has it, the report of the class does not; it is back when the file is."""
    journal = root.parent / "class.jsonl"
    for name in ("ada", "bob", "carl"):
        write(root / f"{name}.ipynb")
    run("grade", root, "--journal", journal)
    moved = root.parent / "moved.ipynb"
    (root / "bob.ipynb").rename(moved)
    result = run("grade", root, "--journal", journal, "--json", "-")
    assert {one["submission"] for one in read(result)["reports"]} == {"ada", "carl"}
    assert {record.submission for record in read_records(journal)} == {"ada", "carl"}
    assert "2 submissions" in run("report", journal).stdout
    with Journal(journal, write=False) as opened:
        assert opened.get("hand_in/bob.ipynb") is not None
    size = journal.stat().st_size
    moved.rename(root / "bob.ipynb")
    run("grade", root, "--journal", journal)
    assert {record.submission for record in read_records(journal)} == {"ada", "bob", "carl"}
    # Nobody was graded again: a line about who is absent is shorter than a report.
    assert journal.stat().st_size - size < 100


def test_a_name_that_became_ambiguous_is_told_apart_without_grading(tmp_path: Path) -> None:
    """What the journal has is kept under the name that tells who is meant now."""
    journal = tmp_path / "class.jsonl"
    one, other = (write(tmp_path / section / "alice" / "w.ipynb") for section in ("red", "blue"))
    names = [("red", "bob"), ("red", "carl"), ("blue", "dora"), ("blue", "eve")]
    others = [write(tmp_path / section / name / "w.ipynb") for section, name in names]
    run("grade", one, *others, "--journal", journal)
    before = {record.submission for record in read_records(journal)}
    run("grade", one, other, *others, "--journal", journal)
    assert "alice" in before
    after = {record.submission for record in read_records(journal)}
    assert {"alice (red)", "alice (blue)"} < after


def test_an_assignment_that_is_not_built_stops_nobody_else(root: Path, tmp_path: Path) -> None:
    """Its hand-ins are told and get no score; the others are graded."""
    course = lay_out(tmp_path / "course", NB, "logistic_regression")
    (course / "expected" / "logistic_regression.hidden.h5").unlink()
    write(root / "ada" / f"{NB}.ipynb")
    (root / "ada" / "logistic_regression.ipynb").write_text(
        notebook("def propagate(w, b, X, Y):\n    pass\n")
    )
    result = run("grade", root, "--course", course, "--json", "-")
    assert result.exit_code == 0
    assert [one["assignment"] for one in read(result)["reports"]] == [NB]
    assert "logistic_regression.ipynb is not graded" in result.stderr


def test_one_bad_archive_among_many_stops_nobody(tmp_path: Path) -> None:
    """It is told; the others are graded."""
    good = [pack(tmp_path / f"{name}.zip", f"{NB}.ipynb") for name in ("ada", "bob")]
    bad = tmp_path / "eve.zip"
    bad.write_bytes(b"PK\x03\x04")
    result = run("grade", *good, bad, "--json", "-")
    assert result.exit_code == 0
    assert {one["submission"] for one in read(result)["reports"]} == {"ada", "bob"}
    assert "Left out: " in result.stderr
    assert "eve.zip is no zip file" in result.stderr


OPTIONS = ["--json=alice.ipynb", "--trust-submissions", "--journal=bob.py", "-x.ipynb"]


@pytest.mark.parametrize("name", OPTIONS)
@pytest.mark.parametrize("command", ["grade", "check"])
def test_a_file_that_is_called_like_an_option_is_none(
    root: Path, monkeypatch: pytest.MonkeyPatch, name: str, command: str
) -> None:
    """`grade *.ipynb` is refused with what to do, and nothing is written."""
    monkeypatch.chdir(root)
    write(root / "alice.ipynb")
    (root / name).write_text("def L1(yhat, y):\n    return 0\n")
    before = {path.name: path.read_bytes() for path in root.iterdir()}
    result = run(command, "alice.ipynb", name)
    assert result.exit_code == 2
    assert "put -- before the names of files" in " ".join(result.stderr.split())
    assert {path.name: path.read_bytes() for path in root.iterdir()} == before


def test_after_two_dashes_it_is_a_file(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So it is graded like any other."""
    monkeypatch.chdir(root)
    write(root / "alice.ipynb")
    (root / "--json=alice.ipynb").write_text(notebook())
    result = run("grade", "--json", "-", "--", "--json=alice.ipynb", "alice.ipynb")
    assert {one["submission"] for one in read(result)["reports"]} == {"alice", "--json=alice"}


@pytest.mark.parametrize("option", ["--json", "--html", "--journal"])
def test_nothing_is_written_onto_a_notebook(root: Path, option: str) -> None:
    """Whether it is there or not."""
    file = write(root / "alice.ipynb")
    before = file.read_bytes()
    result = run("grade", file, option, file)
    assert result.exit_code == 2
    assert "would be written over" in " ".join(result.stderr.split())
    assert file.read_bytes() == before
