"""Practice in a notebook: a table that teaches, a number for nbgrader, nothing on stderr."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import numpy as np
import pytest

from autograder import check, once_solved
from autograder.course import ASSIGNMENTS
from autograder.practice import NoExerciseError, score_hidden
from solutions import computation_graph, logistic_regression, numpy_basics

SOLUTIONS = {
    "computation_graph": computation_graph,
    "numpy_basics": numpy_basics,
    "logistic_regression": logistic_regression,
}
EVERY_EXERCISE = [
    (name, exercise.name) for name, a in ASSIGNMENTS.items() for exercise in a.exercises
]


def named(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a function the name of an exercise."""
    function.__name__ = name
    return function


@pytest.mark.parametrize(("assignment", "exercise"), EVERY_EXERCISE)
def test_right_work_gets_its_points_in_practice(assignment: str, exercise: str) -> None:
    """The reference passes the visible checks, which give the points that nbgrader reads."""
    function = getattr(SOLUTIONS[assignment], exercise)
    points = ASSIGNMENTS[assignment].exercise(exercise).points
    assert check(function).result.score == points
    assert score_hidden(function) == points


def test_wrong_work_sees_expected_and_got() -> None:
    """The row of a failed check shows both values and where they differ first."""
    report = check(named("softmax", lambda x: np.exp(x) / np.exp(x).sum()))
    assert report.result.score == 0
    assert "0.981135 at [0, 0]" in str(report)
    assert "0.852514 at [0, 0]" in str(report)
    assert "counts once the values are right" in str(report)


def test_columns_that_say_nothing_are_left_out() -> None:
    """Where all is right, nothing was expected instead of what came."""
    right, wrong = check(numpy_basics.softmax), check(named("softmax", lambda x: x))
    for heading in ("expected", "got"):
        assert heading in str(wrong)
        assert heading in wrong._repr_html_()
        assert heading not in str(right)
        assert heading not in right._repr_html_()


def test_long_hints_are_wrapped_in_text() -> None:
    """No line of a hint is longer than what ``nbgrader validate`` shows of it."""
    text = str(check(named("softmax", lambda x: np.exp(x) / np.exp(x).sum())))
    hint = text[text.index("Hint") :].splitlines()
    assert len(hint) > 1
    assert max(map(len, hint)) <= 83


@pytest.mark.parametrize(
    ("function", "validating", "told"),
    [
        (numpy_basics.softmax, False, False),
        (numpy_basics.softmax, True, False),
        (named("softmax", lambda x: x), False, False),
        (named("softmax", lambda x: x), True, True),
    ],
    ids=["right", "right while validating", "wrong", "wrong while validating"],
)
def test_validate_is_told_what_fails(
    function: Callable[..., Any],
    validating: bool,
    told: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The table goes to stderr only while nbgrader validates, and only of what fails."""
    if validating:
        monkeypatch.setenv("NBGRADER_VALIDATING", "1")
    practice = check(function)
    assert practice.show() == practice.result.score
    assert capsys.readouterr().err == (f"{practice}\n" if told else "")


def test_hard_coded_answers_pass_practice_and_nothing_else() -> None:
    """The visible example alone earns no hidden point: facts are judged on all cases."""

    def dot_loop(a: object, b: object) -> float:
        return 32.0

    assert check(dot_loop).result.score == 6
    assert score_hidden(dot_loop) == 0


def test_the_quiz_is_answered_not_marked() -> None:
    """Practice knows the form of an answer, not the answer itself."""
    report = check(named("quiz", lambda: {"convexity": "z", "dz": "minus", "rank_one": (1,)}))
    outcomes = {c.name: c.outcome.value for c in report.result.checks}
    assert outcomes["convexity"] == outcomes["rank_one"] == "passed"
    assert outcomes["dz"] == "failed"
    assert outcomes["broadcasting"] == "not_attempted"


def test_a_stub_is_not_wrong() -> None:
    """A function that is not written yet is grey, and its cell scores 0."""

    def cost(A: object, Y: object) -> float:
        raise NotImplementedError

    assert "not attempted" in str(check(cost))
    assert check(cost).result.score == 0


@pytest.mark.parametrize("thing", [3, "sigmoid", None])
def test_check_wants_the_function_itself(thing: Any) -> None:
    """Anything but a function is answered with how to call check."""
    with pytest.raises(NoExerciseError, match=r"check\(sigmoid\)"):
        check(thing)


def test_check_knows_its_exercises() -> None:
    """A function of another name is told so."""
    with pytest.raises(NoExerciseError, match="was the function renamed"):
        check(named("sigmoyd", lambda x: x))


def test_namesakes_are_told_apart_by_their_notebook() -> None:
    """Two assignments have a sigmoid: the functions around it say which one is meant."""
    assert check(numpy_basics.sigmoid).result.max_score == 10
    assert check(logistic_regression.sigmoid).result.max_score == 5


class Tags(HTMLParser):
    """Collects the tags of a page and checks that they nest."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a tag."""
        self.seen.append(tag)
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the tag that was opened last."""
        assert self.open.pop() == tag


def test_the_table_is_escaped_html_without_scripts() -> None:
    """What a student's code says is text; the page is well-formed and a status for readers."""

    def L1(yhat: object, y: object) -> float:
        raise ValueError("<script>alert(1)</script>\x1b[31m")

    html = check(L1)._repr_html_()
    tags = Tags()
    tags.feed(html)
    assert tags.open == []
    assert "script" not in tags.seen
    assert "&lt;script&gt;" in html
    assert "\x1b" not in html
    assert 'role="status"' in html


def test_a_cell_waits_for_its_exercise(capsys: pytest.CaptureFixture[str]) -> None:
    """once_solved turns an unwritten exercise into a sentence, and lets other errors through."""

    def cost(A: object, Y: object) -> float:
        raise NotImplementedError

    with once_solved(cost):
        cost(1, 1)
    assert capsys.readouterr().out == "This cell comes alive once you have written cost.\n"
    with pytest.raises(ZeroDivisionError), once_solved(cost):
        1 / 0


def test_what_a_function_prints_does_not_reach_the_cell(
    capfd: pytest.CaptureFixture[str],
) -> None:
    """A test cell with anything on stderr would score nothing under a stock nbgrader."""

    def exp_all(v: np.ndarray) -> np.ndarray:
        print("to stdout")
        print("to stderr", file=sys.stderr)
        warnings.warn("careful", stacklevel=1)
        return np.exp(v)

    assert check(exp_all).result.score == 6
    assert capfd.readouterr() == ("", "")
