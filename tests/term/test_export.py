"""The export: totals as nbgrader writes them, and a row for each exercise."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from pathlib import Path

from tests.first_neuron import ASSIGNMENTS
from tests.term.course import Course

NUMPY_BASICS = "numpy_basics"
DUE = datetime(2026, 10, 1, 12)
BOBBY = 'Bobby, "Tables"; DROP'
WRONG = "def sigmoid(x):\n    return 1 / (1 + np.exp(x))"


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def set_due(course: Course, due: datetime | None) -> None:
    with course.book() as book:
        book.find_assignment(NUMPY_BASICS).duedate = due
        book.db.commit()


def test_every_exercise_has_a_row(course: Course) -> None:
    """Scores, outcomes, the name of the mistake and lateness, whatever a student is called."""
    set_due(course, DUE)
    late = DUE + timedelta(hours=2)
    course.hand_in(BOBBY, NUMPY_BASICS, course.solved(NUMPY_BASICS, sigmoid=WRONG), late)
    course.hand_in("ada", NUMPY_BASICS, course.solved(NUMPY_BASICS), DUE)
    with course.book() as book:
        book.update_or_create_student(
            "nobody", last_name='O"Hara, Jr.\nSecond line', first_name="=1+1"
        )
    done = course.nbgrader("autograde", NUMPY_BASICS)
    assert done.status == 0, done.said
    with course.book() as book:
        book.find_grade("L1_tests", NUMPY_BASICS, NUMPY_BASICS, "ada").manual_score = 3.5
        book.db.commit()
    done = course.nbgrader("export", "--to=week.csv")
    assert done.status == 0, done.said

    rows = table(course.root / "week.exercises.csv")
    exercises = {e.name: e.points for e in ASSIGNMENTS[NUMPY_BASICS].exercises}
    for student in ("ada", BOBBY, "nobody"):
        of_student = [row for row in rows if row["student"] == student]
        assert {r["exercise"]: float(r["points"]) for r in of_student} == exercises
    found = {(row["student"], row["exercise"]): row for row in rows}
    bobbys = found[BOBBY, "sigmoid"]
    assert (bobbys["outcome"], bobbys["misconception"]) == ("failed", "minus-missing")
    assert float(bobbys["score"]) < exercises["sigmoid"]
    assert {row["late"] for row in rows if row["student"] == BOBBY} == {"7200"}
    assert {row["late"] for row in rows if row["student"] == "ada"} == {"0"}
    adas = found["ada", "L1"]
    assert (adas["score"], adas["outcome"], adas["misconception"]) == ("3.5", "passed", "")
    nobodys = found["nobody", "softmax"]
    assert (nobodys["score"], nobodys["outcome"], nobodys["late"]) == ("0.0", "", "")

    totals = {row["student_id"]: row for row in table(course.root / "week.csv")}
    assert float(totals["ada"]["score"]) == 100 - exercises["L1"] + 3.5
    assert totals["nobody"]["last_name"] == 'O"Hara, Jr.\nSecond line'
    assert totals["nobody"]["first_name"] == "'=1+1", "a spreadsheet would compute it"
    for student, row in totals.items():
        of_student = [float(r["score"]) for r in rows if r["student"] == student]
        assert float(row["raw_score"]) == sum(of_student)
    set_due(course, None)


def test_a_choice_can_be_exported(course: Course) -> None:
    """nbgrader's options choose students and assignments, and its exporter can be named."""
    for student in ("ada", "bob"):
        course.hand_in(student, NUMPY_BASICS, course.solved(NUMPY_BASICS))
    course.nbgrader("autograde", NUMPY_BASICS)
    exporter = "--exporter=autograder.doors.nbgrader.export.ExerciseExport"
    done = course.nbgrader(
        "export", exporter, "--student=['bob']", f"--assignment=['{NUMPY_BASICS}']"
    )
    assert done.status == 0, done.said
    assert {row["student_id"] for row in table(course.root / "grades.csv")} == {"bob"}
    assert {row["student"] for row in table(course.root / "grades.exercises.csv")} == {"bob"}
