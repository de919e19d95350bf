"""A file that is slow or large to show costs its own page, and the pages of others are whole."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from autograder.classroom.process import expendable_fork
from autograder.classroom.supervision import ShowingError, show
from autograder.doors.nbgrader.master import Master
from autograder.doors.nbgrader.shared_process import shared_process
from autograder.grading.verdict import refuse
from autograder.render.pages import make_page
from autograder.report import Isolation, Outcome, Report
from tests.attacks.test_reading import SLOW_TO_PARSE, SOLVED
from tests.first_neuron import ASSIGNMENTS

LESSON = "logistic_regression"
FILE = Path("mallory/logistic_regression.py")
REPORT = Report(
    "mallory",
    LESSON,
    tuple(refuse(one, Outcome.MISSING, "not there") for one in ASSIGNMENTS[LESSON].exercises),
    Isolation.FULL,
)


class There:
    """What a process does that is to show a file."""

    @staticmethod
    def loop() -> None:
        """Never end."""
        while True:
            pass

    @staticmethod
    def fill() -> int:
        """Take a gigabyte."""
        return len([b"x" * 1024**2 for _ in range(1024)])

    @staticmethod
    def die() -> None:
        """End the process."""
        signal.raise_signal(signal.SIGKILL)

    @staticmethod
    def fail() -> None:
        """Raise what no reader expects."""
        raise RecursionError


FATAL = {
    "too long": (There.loop, "takes more than 2 s of processor time to be shown"),
    "too much": (There.fill, "takes more than 300 MB of memory to be shown"),
    "deadly": (There.die, "ended the process that was to show it 2 times"),
    "failing": (There.fail, "cannot be shown (RecursionError)"),
}


@pytest.mark.parametrize(("function", "said"), FATAL.values(), ids=FATAL)
def test_what_goes_over_a_limit_is_named_with_it(function: Any, said: str) -> None:
    """The sentence begins with the file; the process does what it is asked next."""
    with expendable_fork() as process:
        with pytest.raises(ShowingError) as error:
            show(process, FILE, function)
        assert str(error.value) == f"{FILE} {said}"
        assert show(process, FILE, len, "abc") == 3


def test_code_that_is_slow_to_parse_is_left_out_of_its_page() -> None:
    """The page says why, and is told; the next page has its code."""
    told: list[str] = []
    slow, fast = (text.encode() for text in (SOLVED + SLOW_TO_PARSE, SOLVED))
    with expendable_fork() as process:
        page = make_page(process, REPORT, FILE, slow, ASSIGNMENTS[LESSON], tell=told.append)
        whole = make_page(process, REPORT, FILE, fast, ASSIGNMENTS[LESSON], tell=told.append)
    (sentence,) = told
    assert sentence == f"{FILE} takes more than 2 s of processor time to be shown"
    assert "takes more than 2 s of processor time to be shown" in page
    assert "not there" in page
    assert "np.exp" in whole
    assert "np.exp" not in page


def test_a_graded_copy_without_room_for_the_cells_bears_the_scores() -> None:
    """Twenty megabytes of empty lists are no reason to leave a student without a copy."""
    data = b'{"cells": [' + b"[]," * 6_900_000 + b"[]]}"
    path = Path("mallory/logistic_regression.ipynb")
    copy = shared_process().copy(path, data, Master(()), REPORT)
    text = json.dumps(copy.cells)
    assert "to be shown" in text
    assert copy.metadata["autograder"]["report"]["submission"] == "mallory"


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_nothing_beside_a_hand_in_is_imported_where_a_teacher_stands_there(
    tmp_path: Path, jobs: str
) -> None:
    """Modules called as those that graders import lie in the working folder, and stay unread."""
    folder = tmp_path / "submitted" / "mallory" / LESSON
    folder.mkdir(parents=True)
    (folder / f"{LESSON}.py").write_text(SOLVED)
    marker = tmp_path / "marker"
    for name in ("re", "json", "click", "numpy", "multiprocessing", "sitecustomize", "autograder"):
        (folder / f"{name}.py").write_text(f"open({str(marker)!r}, 'a').write({name!r})\n")
    command = [str(Path(sys.executable).parent / "autograder"), "grade", str(folder.parents[1])]
    command += ["--jobs", jobs, "--json", "-", "--html", str(tmp_path / "pages")]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)
    assert (done.returncode, marker.exists()) == (0, False), done.stderr
    (report,) = json.loads(done.stdout)["reports"]
    assert report["score"] == 100
