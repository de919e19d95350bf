"""Whatever lies in a file, it is read or refused with a sentence, and soon."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from autograder.submission import Submission, SubmissionError, submission_from_bytes
from autograder.submission.fingerprint import fingerprint
from autograder.submission.limits import MAX_PROBLEMS
from autograder.submission.structure import functions_of, structure_of, variables_of
from tests.conftest import ROOT
from tests.first_neuron import ASSIGNMENTS
from tests.fuzz.conftest import bounded, fuzzed
from tests.fuzz.material import modules, mutated, notebooks

WRITTEN = [path.read_bytes() for path in sorted((ROOT / "tests" / "samples").rglob("*.ipynb"))]
WRITTEN += [path.read_bytes() for path in sorted((ROOT / "source").rglob("*.ipynb"))]
SOLVED = [path.read_bytes() for path in sorted((ROOT / "solutions").glob("*.py"))]
NAMES = [exercise.names for one in ASSIGNMENTS.values() for exercise in one.exercises]


def read(data: bytes, path: Path) -> Submission | None:
    """Read a file and all that can be read off its code, within bounds."""
    with bounded():
        try:
            submission = submission_from_bytes(data, path)
        except SubmissionError as error:
            assert str(path) in str(error)
            assert len(str(error)) < 300
            return None
        code = submission.code
        for names in NAMES:
            structure_of(code, names)
            code.needs(names)
        variables_of(code)
        functions_of(code)
        fingerprint(code, NAMES)
    assert len(code.problems) <= MAX_PROBLEMS
    return submission


@fuzzed
@given(notebooks() | mutated(WRITTEN))
def test_any_notebook_is_read_or_refused(data: bytes) -> None:
    """No exception but the sentence, and no more time and memory than one file may take."""
    read(data, Path("ada/numpy_basics.ipynb"))


@fuzzed
@given(modules() | mutated(SOLVED) | st.binary())
def test_any_module_is_read_or_refused(data: bytes) -> None:
    """The same for modules."""
    read(data, Path("ada/numpy_basics.py"))
