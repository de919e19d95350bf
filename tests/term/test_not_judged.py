"""Work that the machine failed to judge leaves the gradebook as it is."""

from __future__ import annotations

import pytest

from tests.term.course import Course
from tests.term.test_gradebook import DOORS, NUMPY_BASICS, Door
from tests.test_not_judged import SLEEPY, killing_children


@pytest.mark.parametrize("name", ["nbgrader autograde", "autograder grade"])
def test_no_score_is_written(name: str, course: Course) -> None:
    """Neither a zero for who is new, nor anything over the score that is there."""
    door: Door = DOORS[name]
    course.hand_in("ada", NUMPY_BASICS, course.solved(NUMPY_BASICS))
    course.hand_in("bob", NUMPY_BASICS, course.solved(NUMPY_BASICS))
    door(course)
    before = course.scores()
    assert set(course.totals(NUMPY_BASICS).values()) == {100}
    slow = SLEEPY.partition("\n\n")[2].replace(
        "    time.sleep", "    import time\n\n    time.sleep"
    )
    course.hand_in("ada", NUMPY_BASICS, course.solved(NUMPY_BASICS, sigmoid=slow))
    course.hand_in("new", NUMPY_BASICS, course.solved(NUMPY_BASICS, sigmoid=slow))
    with killing_children():
        done = door(course)
    assert "could not be judged" in done.said
    assert done.status == 1
    assert {key: score for key, score in course.scores().items() if score} == before
    done = door(course)
    assert done.status == 0, done.said
    assert set(course.totals(NUMPY_BASICS).values()) == {100}
