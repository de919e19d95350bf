"""Whatever happened to a journal, it is read, or refused with a sentence that names the line."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given

from autograder.classroom.journal import Journal, JournalError, read_records
from autograder.classroom.pool import OneProcess
from autograder.classroom.session import grade_class
from autograder.intake import collect
from tests.first_neuron import ASSIGNMENTS, plan_for
from tests.fuzz.conftest import bounded, fuzzed
from tests.fuzz.material import HONEST, mutated


def written() -> bytes:
    """Grade three modules, and give the journal."""
    with TemporaryDirectory() as place:
        for name in ("ada", "bob", "eve"):
            Path(place, f"{name}.py").write_text(HONEST)
        pool, path = OneProcess(), Path(place, "class.jsonl")
        try:
            with Journal(path) as journal:
                plan = plan_for("logistic_regression")
                grade_class(collect([Path(place)], ASSIGNMENTS).hand_ins, plan, pool, journal)
        finally:
            pool.stop()
        return path.read_bytes()


@pytest.fixture(scope="module")
def journal() -> bytes:
    """A journal as a run leaves it."""
    return written()


def test_any_journal_is_read_or_refused(journal: bytes, tmp_path: Path) -> None:
    """Lines that are whole are believed; another line is named."""
    path = tmp_path / "class.jsonl"

    @fuzzed
    @given(mutated([journal, journal[: len(journal) // 2], b"{}\n" * 3, b""]))
    def look(data: bytes) -> None:
        path.write_bytes(data)
        with bounded():
            try:
                read_records(path)
            except JournalError as error:
                assert str(path) in str(error)

    look()
    path.write_bytes(journal)
    assert {record.submission for record in read_records(path)} == {"ada", "bob", "eve"}
