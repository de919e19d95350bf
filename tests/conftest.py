"""What the tests share: a warm worker, and submissions made of sources."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from autograder.grading.grader import grade_submission
from autograder.report import ExerciseResult, Isolation, Report
from autograder.sandbox.process import Worker
from autograder.submission import Submission
from autograder.submission.code import Block
from autograder.submission.reading import read_code
from tests.first_neuron import ASSIGNMENTS, all_cases, illustrations

ROOT = Path(__file__).parent.parent
PREAMBLE = "import copy\nimport math\nimport numpy as np\n"

pytest_plugins = ["pytester"]

# Commands find this course, wherever tests start them; those about finding one say otherwise.
os.environ["AUTOGRADER_COURSE"] = str(ROOT)

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # What is started in the background of a shell ignores Ctrl-C, and so would all that it starts.
    signal.signal(signal.SIGINT, signal.default_int_handler)

LONG = (
    "authoring/test_outside.py",  # builds the wheel and installs it
    "classroom",  # clusters, kills, faults
    "fuzz",  # what Hypothesis makes up
    "rubric/test_selection.py",  # twenty seeds
    "term",  # nbgrader's commands, a term through
    "test_demo.py",
    "test_first_cell.py",  # kernels
    "test_nbgrader.py",
    "test_practice_in_kernel.py",
)
"""What `make test-long` plays, and `make test` leaves to it."""

GradeSource = Callable[..., Report]
GradeExercise = Callable[..., ExerciseResult]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what takes long."""
    here = Path(__file__).parent
    places = {here / name for name in LONG}
    for item in items:
        if not places.isdisjoint((item.path, *item.path.parents)):
            item.add_marker(pytest.mark.long)


@pytest.fixture(scope="session")
def worker() -> Iterator[Worker]:
    """A worker that serves the whole session."""
    with Worker() as running:
        yield running


@pytest.fixture(scope="session")
def grade_source(worker: Worker) -> GradeSource:
    """Grades the source of a module as a submission of an assignment."""

    def grade(assignment: str, source: str, *, drawn: bool = False) -> Report:
        code = read_code([Block("cell 1", PREAMBLE), Block("cell 2", source)])
        submission = Submission("student", Path("student.py"), code)
        return grade_submission(
            submission,
            ASSIGNMENTS[assignment],
            all_cases(assignment),
            worker,
            Isolation.FULL,
            illustrations(assignment) if drawn else {},
        )

    return grade


@pytest.fixture(scope="session")
def grade_exercise(grade_source: GradeSource) -> GradeExercise:
    """Grades one exercise; the rest of the submission is the reference solution."""

    def grade(
        assignment: str, exercise: str, source: str, *, drawn: bool = False
    ) -> ExerciseResult:
        reference = (ROOT / "solutions" / f"{assignment}.py").read_text(encoding="utf-8")
        report = grade_source(assignment, f"{reference}\n\n{source}", drawn=drawn)
        return next(result for result in report.exercises if result.name == exercise)

    return grade
