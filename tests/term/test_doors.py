"""The same submission gets the same scores through every door."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from contextlib import chdir

from click.testing import CliRunner

from autograder.authoring.samples import fill_in, functions_in
from autograder.cli import main
from tests.term.course import ROOT, Course
from tests.term.test_autograde import corrupt_marks, turn_solutions_into_text
from tests.term.test_score_attacks import ATTACKS, attack

NUMPY_BASICS = "numpy_basics"


def hand_in_everything(course: Course) -> None:
    """Hand in complete, half, mistaken, untouched, damaged and hostile work."""
    course.hand_in("complete", NUMPY_BASICS, course.solved(NUMPY_BASICS))
    course.hand_in("untouched", NUMPY_BASICS, course.released(NUMPY_BASICS))
    for name in ("half_done", "typical_mistakes"):
        source = (ROOT / "tests" / "samples" / name / f"{NUMPY_BASICS}.py").read_text()
        notebook = fill_in(course.released(NUMPY_BASICS), functions_in(source))
        course.hand_in(name, NUMPY_BASICS, notebook)
    for meddle in (corrupt_marks, turn_solutions_into_text):
        notebook = course.solved(NUMPY_BASICS, L2="def L2(yhat, y):\n    return 7")
        meddle(notebook)
        course.hand_in(meddle.__name__, NUMPY_BASICS, json.dumps(notebook))
    course.hand_in("hostile", NUMPY_BASICS, attack(course, ATTACKS["a2_patch_the_assertions"]))
    course.hand_in("unreadable", NUMPY_BASICS, b"{")


def by_command(course: Course, path: str) -> dict[tuple[str, str, str], float]:
    with chdir(course.root):
        done = CliRunner().invoke(main, ["grade", path, "--quiet", "--json", "reports.json"])
    assert done.exit_code == 0, done.output
    return {
        (report["submission"], report["assignment"], exercise["name"]): exercise["score"]
        for report in json.loads((course.root / "reports.json").read_text())["reports"]
        for exercise in report["exercises"]
    }


def test_all_doors_give_the_same_scores(course: Course) -> None:
    """nbgrader, the gradebook, the command on a folder and on an archive, and pytest agree."""
    hand_in_everything(course)
    assert course.nbgrader("autograde", NUMPY_BASICS).status == 0
    scores = course.scores()
    totals = course.totals(NUMPY_BASICS)
    assert totals["complete"] == 100
    assert totals["corrupt_marks"] == totals["turn_solutions_into_text"] == 92
    assert 0 < totals["half_done"] < 100
    assert totals["untouched"] == totals["hostile"] == totals["unreadable"] == 0

    assert course.grade("submitted", "--regrade").status == 0
    assert course.scores() == scores

    assert by_command(course, "submitted") == scores
    with zipfile.ZipFile(course.root / "class.zip", "w") as archive:
        for student in totals:
            path = course.root / "submitted" / student / NUMPY_BASICS / f"{NUMPY_BASICS}.ipynb"
            archive.write(path, f"{student.replace('_', ' ')}_7_assignsubmission_file_/{path.name}")
    with_spaces = {(name.replace("_", " "), *key): score for (name, *key), score in scores.items()}
    assert by_command(course, "class.zip") == with_spaces

    for student in ("half_done", "turn_solutions_into_text"):
        path = course.root / "submitted" / student / NUMPY_BASICS / f"{NUMPY_BASICS}.ipynb"
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "pytest",
                "-q",
                "-p",
                "no:cacheprovider",
                f"--submission={path}",
            ],
            capture_output=True,
            text=True,
            cwd=course.root,
        )
        total = re.search(r"total\D*([\d.]+)/100", done.stdout)
        assert total is not None, done.stdout
        assert float(total[1]) == totals[student]
