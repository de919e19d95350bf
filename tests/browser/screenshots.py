"""Screenshots for the docs, of the faces outside of JupyterLab: they need Chromium.

``make pictures`` takes them, and those of JupyterLab, anew.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from io import StringIO
from math import ceil
from pathlib import Path

from rich.console import Console

from autograder.authoring.samples import functions_in, write_samples
from autograder.grading.grader import grade_submission
from autograder.practice.files import PracticeSession
from autograder.practice.watch.screen import draw
from autograder.practice.watch.view import first_view, press
from autograder.render.page import as_page
from autograder.render.terminal import report_table
from autograder.report import Report
from autograder.sandbox.process import Worker
from autograder.sandbox.selftest import choose_isolation
from autograder.submission import read_submission, sources_of
from tests.first_neuron import COURSE

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "tests" / "samples" / "typical_mistakes"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def picture_of_grade() -> str:
    """Grade the sample with typical mistakes in a terminal."""
    report, _ = _graded()
    console = _terminal(130, 40)
    console.print(report_table(report))
    return _framed(console, "autograder grade submitted/typical_mistakes/logistic_regression")


def picture_of_page() -> str:
    """Write the feedback page of the sample with typical mistakes."""
    return _graded()[1]


def picture_of_watch() -> str:
    """Watch a notebook that is almost done, with two hints open."""
    right = (ROOT / "solutions" / "numpy_basics.py").read_text(encoding="utf-8")
    wrong = functions_in((SAMPLE / "numpy_basics.py").read_text(encoding="utf-8"))["softmax"]
    todo = "".join(
        f"def {name}(yhat, y):\n    raise NotImplementedError\n" for name in ("L1", "L2")
    )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "numpy_basics.py"
        file.write_text(f"{right}\n{wrong}\n{todo}", encoding="utf-8")
        with PracticeSession() as room:
            view = first_view(
                room.check(file, {name: COURSE.compiled(name) for name in COURSE.names})
            )
    console = _terminal(96, 24)
    console.print(draw(press(press(view, "h"), "h"), console))
    return _framed(console, "autograder watch numpy_basics.ipynb")


def _graded() -> tuple[Report, str]:
    """Grade the sample; give its report and its page."""
    compiled = COURSE.compiled("logistic_regression")
    assignment = compiled.assignment
    with tempfile.TemporaryDirectory() as folder:
        write_samples(SAMPLE.parent, COURSE, Path(folder))
        path = Path(folder) / SAMPLE.name / assignment.name / f"{assignment.name}.ipynb"
        submission = read_submission(path, SAMPLE.name)
    with Worker() as worker:
        isolation = choose_isolation(worker, trust=False)
        report = grade_submission(
            submission, assignment, compiled.cases(), worker, isolation, compiled.illustrations
        )
    sources = sources_of(submission, [exercise.names for exercise in assignment.exercises])
    return report, as_page(report, sources, title=assignment.title)


def _terminal(width: int, height: int) -> Console:
    return Console(
        record=True, width=width, height=height, file=StringIO(), force_terminal=True,
        highlight=False,
    )  # fmt: skip


def _framed(console: Console, title: str) -> str:
    """Draw what a terminal shows, in a window; fonts of the web are left out."""
    drawing = console.export_svg(title=title)
    start, stop = drawing.index("@font-face"), drawing.rindex("@font-face")
    stop = drawing.index("}", stop) + 1
    drawing = (drawing[:start] + drawing[stop:]).replace("Fira Code", "DejaVu Sans Mono")
    return f'<meta charset="utf-8"><body style="margin:0">{drawing}</body>'


def _size_of(page: str) -> tuple[int, int]:
    found = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', page)
    assert found is not None
    return ceil(float(found[1])), ceil(float(found[2]))


PICTURES: dict[str, tuple[Callable[[], str], tuple[int, int] | None]] = {
    "grade": (picture_of_grade, None),
    "feedback": (picture_of_page, (1280, 1330)),
    "watch": (picture_of_watch, None),
}
"""For each picture, what makes its page, and its width and height; None for a window's own."""


def main() -> None:
    """Write the pictures."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        sys.exit(f"pictures are taken by a browser; install one of: {', '.join(BROWSERS)}")
    with tempfile.TemporaryDirectory() as folder:
        for name, (make, size) in PICTURES.items():
            page = Path(folder) / f"{name}.html"
            page.write_text(make(), encoding="utf-8")
            width, height = size or _size_of(page.read_text(encoding="utf-8"))
            command = [
                browser, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                f"--window-size={width},{height}",
                f"--screenshot={ROOT / 'docs' / name}.png", page.as_uri(),
            ]  # fmt: skip
            subprocess.run(command, check=True, capture_output=True)


if __name__ == "__main__":
    main()
