"""A whole term: two assignments, five students, all of nbgrader's steps, and the grades at its end.

What each student should have at the end is added up from the rubric, not read off the grader.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.first_neuron import ASSIGNMENTS
from tests.term.course import Course, make_course
from tests.term.test_score_attacks import ATTACKS, attack

BASICS, GRAPH = "numpy_basics", "computation_graph"
DUE = {
    BASICS: datetime(2026, 10, 1, 12),
    GRAPH: datetime(2026, 11, 1, 12),
}
PERCENT, AT_MOST, GRACE = 20, 50, 30
WRONG = {
    BASICS: {
        "softmax": "def softmax(x):\n    return x",
        "L2": "def L2(yhat, y):\n    return 7",
    },
    GRAPH: {
        "loss": "def loss(a, y):\n    return a + y",
        "cost": "def cost(*args):\n    return 7",
    },
}
POINTS = {name: {e.name: e.points for e in ASSIGNMENTS[name].exercises} for name in DUE}


def half(name: str) -> list[str]:
    """Name every other exercise."""
    return list(POINTS[name])[::2]


def hand_in_everything(course: Course, name: str) -> None:
    """Hand in what five students have: complete, half, wrong, hostile, late and once more."""
    released, solved = course.released(name), course.solved(name)
    in_time, very_late = DUE[name] - timedelta(hours=1), DUE[name] + timedelta(hours=30)
    course.hand_in("complete", name, solved, in_time)
    notebook = course.solved(name)
    for cell, old in zip(notebook.cells, released.cells, strict=True):
        if cell.metadata.get("nbgrader", {}).get("grade_id") in set(POINTS[name]) - set(half(name)):
            cell.source = old.source
    course.hand_in("half", name, notebook, in_time)
    course.hand_in("wrong", name, course.solved(name, **WRONG[name]), in_time)
    worst = "\n".join(body for key, body in ATTACKS.items() if key[0] in "acj")
    course.hand_in("hostile", name, attack(course, worst, name), in_time)
    course.hand_in("late", name, released, in_time)
    course.nbgrader("autograde", name, "--student=late")
    course.hand_in("late", name, solved, very_late)


def expected(name: str) -> dict[str, float]:
    """Add up what each student earns."""
    points = POINTS[name]
    total = sum(points.values())
    late = min(PERCENT * math.ceil(30 / 24), AT_MOST) / 100
    return {
        "complete": total,
        "half": sum(points[exercise] for exercise in half(name)),
        "wrong": total - sum(points[exercise] for exercise in WRONG[name]),
        "hostile": 0,
        "late": total * (1 - late),
    }


@pytest.fixture(scope="module")
def term(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course after its term."""
    course = make_course(tmp_path_factory.mktemp("term"), BASICS, GRAPH)
    config = course.root / "nbgrader_config.py"
    line = f"c.PercentPerDay.update(percent={PERCENT}, at_most={AT_MOST}, grace_minutes={GRACE})"
    config.write_text(f"{config.read_text()}\n{line}\n")
    (course.root / "exchange").mkdir()
    with course.book() as book:
        for name, due in DUE.items():
            book.find_assignment(name).duedate = due
        book.db.commit()
    for name in DUE:
        hand_in_everything(course, name)
        for step in ("autograde", "generate_feedback", "release_feedback"):
            done = course.nbgrader(step, name)
            assert done.status == 0, done.said
    done = course.nbgrader("export")
    assert done.status == 0, done.said
    return course


def rows(path: Path) -> Iterator[Mapping[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def test_the_grades_of_the_term_are_what_the_rubric_says(term: Course) -> None:
    """Every total of the export is the sum of what was solved, less what being late costs."""
    found = {
        (row["assignment"], row["student_id"]): float(row["score"])
        for row in rows(term.root / "grades.csv")
    }
    wanted = {(name, who): score for name in DUE for who, score in expected(name).items()}
    assert found == pytest.approx(wanted)


def test_every_exercise_of_the_term_has_its_outcome(term: Course) -> None:
    """The rows by exercise say what passed, what was wrong and what nobody wrote."""
    found = {
        (row["assignment"], row["student"], row["exercise"]): row
        for row in rows(term.root / "grades.exercises.csv")
    }
    assert len(found) == 5 * sum(map(len, POINTS.values()))
    for name, points in POINTS.items():
        for exercise, most in points.items():
            complete, late = (found[name, who, exercise] for who in ("complete", "late"))
            assert (complete["outcome"], float(complete["score"])) == ("passed", most)
            assert (late["outcome"], late["late"]) == ("passed", str(30 * 60 * 60))
            is_half = found[name, "half", exercise]["outcome"]
            assert is_half == ("passed" if exercise in half(name) else "not_attempted")
            is_wrong = found[name, "wrong", exercise]["outcome"]
            assert is_wrong == ("failed" if exercise in WRONG[name] else "passed")
            assert float(found[name, "hostile", exercise]["score"]) == 0


def test_every_student_finds_feedback(term: Course) -> None:
    """Each student's page is released, with the score that counts and the penalty in it."""
    released = term.root / "exchange" / "first_neuron" / "feedback"
    assert len(list(released.glob("*.html"))) == 5 * len(DUE)
    for name in DUE:
        for student, score in expected(name).items():
            page = " ".join(term.page(student, name).split())
            assert f"(Score: {float(score)} / 100.0)" in page
            assert ("Late submission penalty" in page) == (student == "late")
            assert "HIDDEN TESTS" not in page
