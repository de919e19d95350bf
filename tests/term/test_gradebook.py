"""The gradebook of a class: both ways into it agree, and a teacher's hand stays in it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from tests.term.course import Course, Done

NUMPY_BASICS = "numpy_basics"
DUE = datetime(2026, 10, 1, 12)
LATE = {
    "in_time": timedelta(minutes=-1),
    "within_grace": timedelta(minutes=15),
    "a_minute_more": timedelta(minutes=16),
    "two_days": timedelta(days=2),
    "a_month": timedelta(days=30),
}

Door = Callable[[Course], Done]
DOORS: dict[str, Door] = {
    "nbgrader autograde": lambda course: course.nbgrader("autograde", NUMPY_BASICS),
    "autograder grade": lambda course: course.grade("submitted"),
    "nbgrader autograde --force": lambda course: course.nbgrader("autograde", "*", "--force"),
    "autograder grade --regrade": lambda course: course.grade("submitted", "--regrade"),
}


@pytest.fixture(params=["nbgrader autograde", "autograder grade"])
def door(request: pytest.FixtureRequest) -> Door:
    return DOORS[request.param]


@pytest.fixture
def regrade(door: Door) -> Door:
    is_nbgrader = door is DOORS["nbgrader autograde"]
    return DOORS["nbgrader autograde --force" if is_nbgrader else "autograder grade --regrade"]


def set_policy(course: Course, policy: str) -> None:
    config = course.root / "nbgrader_config.py"
    lines = config.read_text().splitlines()
    kept = [line for line in lines if not line.startswith("c.PercentPerDay")]
    config.write_text("\n".join([*kept, policy, ""]))


@pytest.fixture
def late_course(course: Course) -> Course:
    """Half of the points, handed in at various times; an extension for one who is late."""
    with course.book() as book:
        book.find_assignment(NUMPY_BASICS).duedate = DUE
        book.db.commit()
    notebook = course.solved(NUMPY_BASICS, softmax="def softmax(x):\n    return x")
    for student, late in LATE.items():
        course.hand_in(student, NUMPY_BASICS, notebook, DUE + late)
    course.hand_in("undated", NUMPY_BASICS, notebook)
    course.hand_in("extended", NUMPY_BASICS, notebook, DUE + timedelta(days=2))
    with course.book() as book:
        book.update_or_create_student("extended")
        book.update_or_create_submission(NUMPY_BASICS, "extended")
        book.grant_extension(NUMPY_BASICS, "extended", days=2)
    return course


def penalties(course: Course) -> dict[str, float]:
    return {student: row["penalty"] or 0.0 for (student, *_), row in course.rows().items()}


def test_one_line_sets_the_penalty(late_course: Course, door: Door, regrade: Door) -> None:
    """Percent of the score a day begun, at most so much, after some grace; extensions count."""
    done = door(late_course)
    assert done.status == 0, done.said
    assert set(penalties(late_course).values()) == {0.0}
    set_policy(late_course, "c.PercentPerDay.update(percent=10, at_most=50, grace_minutes=15)")
    done = regrade(late_course)
    assert done.status == 0, done.said
    score = late_course.totals(NUMPY_BASICS)["in_time"]
    shares = {"a_minute_more": 0.1, "two_days": 0.2, "a_month": 0.5}
    expected = {student: score * shares.get(student, 0.0) for student in penalties(late_course)}
    assert penalties(late_course) == pytest.approx(expected)
    done = late_course.nbgrader("export")
    assert done.status == 0, done.said
    exported = (late_course.root / "grades.csv").read_text()
    assert f"{score},{score / 2},{score / 2},100.0" in exported


def test_a_new_policy_reaches_what_did_not_change(late_course: Course) -> None:
    """The policy and extensions are applied as they are now; scores need no grading for that."""
    late_course.grade("submitted")
    set_policy(late_course, "c.PercentPerDay.percent = 1")
    copy = late_course.root / "autograded" / "two_days" / NUMPY_BASICS
    before = (copy / f"{NUMPY_BASICS}.ipynb").stat().st_mtime_ns
    assert late_course.grade("submitted").status == 0
    assert (copy / f"{NUMPY_BASICS}.ipynb").stat().st_mtime_ns == before
    score = late_course.totals(NUMPY_BASICS)["two_days"]
    assert penalties(late_course)["two_days"] == pytest.approx(score * 0.02)
    assert penalties(late_course)["extended"] == 0


def test_both_ways_write_the_same(late_course: Course) -> None:
    """Every score, flag, penalty, date and comment is the same, and the same pages follow."""
    set_policy(late_course, "c.PercentPerDay.update(percent=25, at_most=60)")
    late_course.hand_in("untouched", NUMPY_BASICS, late_course.released(NUMPY_BASICS), DUE)
    late_course.hand_in("broken", NUMPY_BASICS, b"{", DUE)
    late_course.hand_in('Bobby, "T"', NUMPY_BASICS, late_course.solved(NUMPY_BASICS), DUE)
    assert late_course.nbgrader("autograde", NUMPY_BASICS).status == 0
    students = {student for student, *_ in late_course.rows()}
    by_nbgrader = late_course.rows()
    copies = {name: late_course.graded(name, NUMPY_BASICS) for name in students}
    done = late_course.grade("submitted", "--regrade")
    assert done.status == 0, done.said
    assert late_course.rows() == by_nbgrader
    assert by_nbgrader["untouched", NUMPY_BASICS, "L1"]["comments"][0][1] == "No response."
    for name, copy in copies.items():
        again = late_course.graded(name, NUMPY_BASICS)
        assert without_seconds(again) == without_seconds(copy)
    assert late_course.nbgrader("generate_feedback", NUMPY_BASICS).status == 0


def without_seconds(copy: dict[str, object]) -> dict[str, object]:
    plain: dict[str, object] = json.loads(json.dumps(copy))
    for result in plain["metadata"]["autograder"]["report"]["exercises"]:  # type: ignore[index]
        result["seconds"] = 0
    return plain


def test_a_teachers_hand_stays(course: Course, door: Door, regrade: Door) -> None:
    """Manual scores, comments and extra credit survive a regrade, which asks for another look."""
    course.hand_in("ada", NUMPY_BASICS, course.solved(NUMPY_BASICS))
    assert door(course).status == 0
    key = ("softmax_tests", NUMPY_BASICS, NUMPY_BASICS, "ada")
    with course.book() as book:
        grade = book.find_grade(*key)
        grade.manual_score, grade.extra_credit, grade.needs_manual_grade = 7.5, 1.0, False
        comment = book.find_comment("softmax", NUMPY_BASICS, NUMPY_BASICS, "ada")
        comment.manual_comment = "Nicely done."
        book.db.commit()
    for again, is_open in ((door, False), (regrade, True)):
        assert again(course).status == 0
        row = course.rows()["ada", NUMPY_BASICS, "softmax"]
        assert (row["manual"], row["extra"], row["auto"], row["score"]) == (7.5, 1.0, 12, 8.5)
        assert row["needs_manual_grade"] is is_open
    with course.book() as book:
        comment = book.find_comment("softmax", NUMPY_BASICS, NUMPY_BASICS, "ada")
        assert comment.comment == "Nicely done."


def test_a_resubmission_replaces_the_old_one(course: Course, door: Door) -> None:
    """New content is graded, with a newer date, the same date or none; the same content is not."""
    course.hand_in("ada", NUMPY_BASICS, course.released(NUMPY_BASICS), DUE)
    course.hand_in("bob", NUMPY_BASICS, course.released(NUMPY_BASICS), DUE)
    course.hand_in("cleo", NUMPY_BASICS, course.released(NUMPY_BASICS))
    course.hand_in("dan", NUMPY_BASICS, course.solved(NUMPY_BASICS), DUE)
    assert door(course).status == 0
    assert course.totals(NUMPY_BASICS) == {"ada": 0, "bob": 0, "cleo": 0, "dan": 100}
    kept = course.root / "autograded" / "dan" / NUMPY_BASICS / f"{NUMPY_BASICS}.ipynb"
    before = kept.stat().st_mtime_ns
    later = DUE + timedelta(days=1)
    course.hand_in("ada", NUMPY_BASICS, course.solved(NUMPY_BASICS), later)
    course.hand_in("bob", NUMPY_BASICS, course.solved(NUMPY_BASICS), DUE)
    course.hand_in("cleo", NUMPY_BASICS, course.solved(NUMPY_BASICS))
    done = door(course)
    assert done.status == 0, done.said
    assert course.totals(NUMPY_BASICS) == dict.fromkeys(("ada", "bob", "cleo", "dan"), 100)
    assert course.rows()["ada", NUMPY_BASICS, "L1"]["timestamp"] == later
    assert kept.stat().st_mtime_ns == before, "what did not change was graded again"


def test_the_unchanged_is_still_reported(course: Course) -> None:
    """A second run grades nothing and gives the same reports, also to a new gradebook."""
    course.hand_in("ada", NUMPY_BASICS, course.solved(NUMPY_BASICS))
    course.hand_in("bob", NUMPY_BASICS, course.released(NUMPY_BASICS))
    first = course.grade("submitted", "--json", "-")
    second = course.grade("submitted", "--json", "-")
    assert second.said == first.said, "even the seconds that functions ran are the same"
    scores = course.scores()
    with course.book() as book:
        for student in list(book.students):
            book.remove_student(student.id)
    assert course.grade("submitted").status == 0
    assert course.scores() == scores


def test_a_damaged_date_is_told(course: Course) -> None:
    """A date that is none costs nothing, and is named."""
    course.hand_in("ada", NUMPY_BASICS, course.solved(NUMPY_BASICS), "the day before yesterday")
    done = course.grade("submitted")
    assert done.status == 0, done.said
    assert "timestamp.txt holds no date" in done.said
    assert course.totals(NUMPY_BASICS) == {"ada": 100}
