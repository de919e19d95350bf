"""The sample submissions score what their authors meant, through every door."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.authoring.samples import write_samples
from autograder.classroom.session import grade_entries
from autograder.intake import collect
from autograder.report import Outcome, Report
from tests.first_neuron import ASSIGNMENTS, COURSE, plan_for

ROOT = Path(__file__).parent.parent

MEANT: dict[tuple[str, str], dict[str, float]] = {
    ("half_done", "computation_graph"): {
        "loss": 10, "cost": 10, "log_likelihood": 10, "derivative": 10, "graph_forward": 5,
    },
    ("half_done", "numpy_basics"): {
        "basic_sigmoid": 4, "sigmoid": 10, "sigmoid_derivative": 8, "image2vector": 10,
        "normalize_rows": 12, "softmax": 12,
    },
    ("half_done", "logistic_regression"): {
        "flatten_images": 10, "sigmoid": 5, "initialize_with_zeros": 5, "propagate": 25,
    },
    # graph_backward: dv, du and da are right. quiz: convexity, the slope and broadcasting are.
    ("typical_mistakes", "computation_graph"): {
        "loss": 10, "graph_forward": 5, "graph_backward": 9, "quiz": 4.5,
    },
    # The slope of the sigmoid is the same when the sigmoid is mirrored; normalize_rows changes
    # its argument, exp_all loops.
    ("typical_mistakes", "numpy_basics"): {
        "sigmoid_derivative": 8, "normalize_rows": 10, "exp_all": 5,
    },
    # propagate: db and the cost are right. optimize changes w in place and is right otherwise.
    # model trains with the defaults of optimize: what it trains and predicts is wrong.
    ("typical_mistakes", "logistic_regression"): {
        "sigmoid": 5, "initialize_with_zeros": 2, "propagate": 13, "optimize": 23, "model": 2,
    },
}  # fmt: skip


@pytest.fixture(scope="session")
def submitted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of samples, as nbgrader collects submissions."""
    folder = tmp_path_factory.mktemp("samples") / "submitted"
    write_samples(ROOT / "tests" / "samples", COURSE, folder)
    return folder


@pytest.fixture(scope="session")
def reports(submitted: Path) -> dict[tuple[str, str], Report]:
    """The samples, graded by one worker."""
    graded = [
        one.report for one in grade_entries(collect([submitted], ASSIGNMENTS).hand_ins, plan_for())
    ]
    return {(r.submission, r.assignment): r for r in graded if r is not None}


@pytest.mark.parametrize(("student", "assignment"), MEANT, ids="-".join)
def test_samples_score_as_their_authors_meant(
    student: str, assignment: str, reports: dict[tuple[str, str], Report]
) -> None:
    """Each function earns the points that its author wrote it to earn, the rest earns none."""
    report = reports[student, assignment]
    scores = {result.name: result.score for result in report.exercises if result.score}
    assert scores == MEANT[student, assignment]


def test_complete_samples_score_all_and_untouched_ones_nothing(
    reports: dict[tuple[str, str], Report],
) -> None:
    """Between nothing and everything lie the other two."""
    assert len(reports) == 12
    for (student, _), report in reports.items():
        if student == "complete":
            assert report.score == 100
        if student == "untouched":
            assert report.score == 0
            assert {r.outcome for r in report.exercises} == {Outcome.NOT_ATTEMPTED}


def test_every_door_gives_the_same_scores(
    submitted: Path, reports: dict[tuple[str, str], Report], tmp_path: Path
) -> None:
    """The command line, pytest and nbgrader agree with each other, exercise by exercise."""
    expected = {
        (*key, result.name): result.score
        for key, report in reports.items()
        for result in report.exercises
    }
    assert scores_of_command(submitted) == expected
    assert scores_of_pytest(submitted, tmp_path) == expected


def scores_of_command(submitted: Path) -> dict[tuple[str, ...], float]:
    """Grade with ``autograder grade --json -``."""
    command = [sys.executable, "-m", "autograder.cli", "grade", str(submitted), "--json", "-"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return {
        (report["submission"], report["assignment"], exercise["name"]): exercise["score"]
        for report in json.loads(done.stdout)["reports"]
        for exercise in report["exercises"]
    }


def scores_of_pytest(submitted: Path, folder: Path) -> dict[tuple[str, ...], float]:
    """Grade with ``pytest --submission`` and add the points in its JUnit file."""
    from xml.etree import ElementTree

    junit = folder / "junit.xml"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    command += ["--submission", str(submitted), f"--junitxml={junit}"]
    subprocess.run(command, cwd=folder, capture_output=True, check=False)
    scores: dict[tuple[str, ...], float] = {}
    for case in ElementTree.parse(junit).iter("testcase"):
        student, assignment = case.attrib["classname"].split(".")
        exercise = case.attrib["name"].partition("[")[0]
        points = {p.attrib["name"]: float(p.attrib["value"]) for p in case.iter("property")}
        key = (student, assignment, exercise)
        scores[key] = round(scores.get(key, 0) + points["points"], 6)
    return scores
