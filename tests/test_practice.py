"""Practice in a notebook: a table that teaches, a number for nbgrader, nothing on stderr."""

from __future__ import annotations

import subprocess
import sys
import warnings
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from autograder import check, once_solved
from autograder.course import ASSIGNMENTS
from autograder.practice import Checker, NoExerciseError, score_hidden
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


@pytest.fixture
def fresh() -> Checker:
    """A checker that has not seen anything yet, as in a new notebook."""
    return Checker()


def wrong_softmax(x: np.ndarray) -> np.ndarray:
    """Divide by the sum of everything."""
    return np.exp(x) / np.exp(x).sum()


def unwritten(*args: object) -> object:
    """Do nothing yet."""
    raise NotImplementedError


named("softmax", wrong_softmax)


def test_the_foot_says_how_far_one_is(fresh: Checker) -> None:
    """Points add up over the checks of one notebook, and what comes next is not done yet."""
    assert fresh(numpy_basics.sigmoid).progress == "10/100 points so far · next: sigmoid_derivative"
    assert fresh(numpy_basics.sigmoid).progress.startswith("10/100")
    assert fresh(numpy_basics.L1).progress == "18/100 points so far · next: L2"
    assert fresh(numpy_basics.L2).progress == "26/100 points so far · next: basic_sigmoid"
    table = fresh(wrong_softmax)
    assert table.progress.startswith("26/100 points so far · next: dot_loop")
    assert "check.hint(softmax)" in table.progress
    assert table.progress in str(table)
    assert "26/100 points so far" in table._repr_html_()


def test_points_that_are_lost_again_do_not_count(fresh: Checker) -> None:
    """The foot counts how each exercise stands now."""
    fresh(numpy_basics.softmax)
    assert fresh(wrong_softmax).progress.startswith("0/100")


def test_work_that_is_done_is_said_to_be(fresh: Checker) -> None:
    """When every exercise passes there is no next one."""
    overview = fresh.check_all(vars(numpy_basics))
    assert overview.progress == "100/100 points so far · all of them right"


def test_hints_come_one_at_a_time(fresh: Checker) -> None:
    """First where to look, then the mistake, then an example; the last one stays."""
    hints = [fresh.hint(wrong_softmax) for _ in range(4)]
    assert [(hint.number, hint.count) for hint in hints] == [(1, 3), (2, 3), (3, 3), (3, 3)]
    assert "Start with the rows" in str(hints[0])
    assert "Every row is one example" in hints[1].rung.text
    assert hints[1].rung.text in " ".join(str(hints[1]).split())
    assert "softmax(np.array([[9.0, 2.0, 5.0], [7.0, 5.0, 0.0]]))" in str(hints[2])
    assert "0.981135" in str(hints[2])
    assert hints[3] == hints[2]


def test_a_hint_below_the_table_is_not_given_again(fresh: Checker) -> None:
    """What the table said counts as told; two more levels are left."""
    assert "Every row is one example" in " ".join(str(fresh(wrong_softmax)).split())
    hints = [fresh.hint(wrong_softmax) for _ in range(2)]
    assert [(hint.number, hint.count) for hint in hints] == [(2, 3), (3, 3)]
    assert not any("Every row is one example" in hint.rung.text for hint in hints)


def test_a_hint_without_a_function_is_for_the_one_checked_last(fresh: Checker) -> None:
    """check.hint() goes on with what is on the screen; where that is nothing, it asks."""
    with pytest.raises(NoExerciseError, match="say which function you mean"):
        fresh.hint()
    fresh(numpy_basics.sigmoid)
    fresh(wrong_softmax)
    assert fresh.hint().exercise == "softmax"


def test_a_wrong_call_shows_no_traceback_in_a_notebook() -> None:
    """IPython asks the error what to show: its sentence."""
    shell = InteractiveShell()
    with capture_output() as shown:
        shell.run_cell("from autograder import check\ncheck('sigmoid')")
    assert shown.stdout.strip() == ("check takes a function, as in check(sigmoid); it got str")


def test_another_mistake_gets_hints_of_its_own(fresh: Checker) -> None:
    """Hints start over when what is wrong changes, and end when nothing is."""
    first = fresh.hint(wrong_softmax)
    other = fresh.hint(named("softmax", lambda x: np.exp(x)[0]))
    assert other.number == 1
    assert other.rung != first.rung
    none = fresh.hint(numpy_basics.softmax)
    assert (none.number, none.count) == (0, 0)
    assert "nothing to hint at" in str(none)


@pytest.mark.parametrize(("assignment", "exercise"), EVERY_EXERCISE)
def test_every_exercise_has_hints_before_it_is_written(
    fresh: Checker, assignment: str, exercise: str
) -> None:
    """A stub gets at least where to start; where there is an example, that too, as code."""
    function = type(unwritten)(
        unwritten.__code__, vars(SOLUTIONS[assignment]), exercise, None, None
    )
    hint = fresh.hint(function)
    assert hint.count >= (2 if ASSIGNMENTS[assignment].exercise(exercise).visible else 1)
    last = [fresh.hint(function) for _ in range(hint.count)][-1]
    if hint.count > 1:
        assert f"{exercise}(" in last.rung.code
        compile(last.rung.code, exercise, "exec")


def _in_place(x: np.ndarray) -> np.ndarray:
    right = numpy_basics.softmax(x)
    x *= 0
    return right


FAILURES = {
    "values": (wrong_softmax, "Work out one number"),
    "a shape": (lambda x: np.exp(x)[0], "Print the shape"),
    "nan": (lambda x: x * np.nan, "first that is no finite number"),
    "nothing": (lambda x: None, "what does it hand back"),
    "an error": (lambda x: x[7], "Read the error"),
    "a changed argument": (_in_place, "which line writes into an array"),
}


@pytest.mark.parametrize(("function", "nudge"), FAILURES.values(), ids=FAILURES.keys())
def test_the_first_hint_says_where_to_look(
    fresh: Checker, function: Callable[..., Any], nudge: str
) -> None:
    """Each kind of failure has a way to look for its cause."""
    assert nudge in fresh.hint(named("softmax", function)).rung.text


def test_all_that_a_notebook_defines_is_checked(fresh: Checker) -> None:
    """check() takes the functions that are there, in the order of the assignment."""

    def L1(yhat: object, y: object) -> float:
        raise NotImplementedError

    namespace = {
        "L1": L1, "np": np, "softmax": wrong_softmax, "x": 3,
        "sigmoid": numpy_basics.sigmoid,
    }  # fmt: skip
    overview = fresh.check_all(namespace)
    assert [result.name for result in overview.results] == ["sigmoid", "softmax", "L1"]
    lines = str(overview).split("\n")
    assert lines[0] == "✓  sigmoid   10/10   passed"
    assert lines[1].startswith("✗  softmax   0/12    the rows: the values differ")
    assert lines[2] == "·  L1        0/8     not attempted"
    assert lines[3].startswith("10/100 points so far · next: ")
    tags = Tags()
    tags.feed(overview._repr_html_())
    assert tags.open == []


def test_check_without_a_function_looks_around_its_caller() -> None:
    """In a notebook, check() sees the functions of its cells."""
    namespace: dict[str, object] = {"check": Checker()}
    exec("def L1(yhat, y):\n    return abs(yhat - y).sum()\nall_of_it = check()", namespace)
    assert "✓  L1" in str(namespace["all_of_it"])
    with pytest.raises(NoExerciseError, match="no exercise is defined yet"):
        exec("check()", {"check": Checker()})


def test_what_is_shown_can_be_heard_and_seen_on_any_background(fresh: Checker) -> None:
    """Every face is a status with a name; marks have words, columns have heads, text no colour."""
    faces = [fresh(wrong_softmax), fresh.hint(wrong_softmax), fresh.check_all(vars(numpy_basics))]
    for face in faces:
        html = face._repr_html_()
        tags = Tags()
        tags.feed(html)
        assert tags.open == []
        assert 'role="status" aria-label="' in html
        assert html.count("✗") == html.count('aria-label="not right yet"')
        assert html.count("✓") == html.count('aria-label="passed"')
        assert "<table>" not in html or 'scope="col"' in html
        assert "background" not in html


def test_practice_needs_no_hidden_value(tmp_path: Any) -> None:
    """On a student's machine the hidden half is not there, and everything works without it."""
    script = (
        "import autograder.course.expected as e\n"
        "opened = []\n"
        "read = e.read\n"
        "e.read = lambda path: (opened.append(path.name), read(path))[1]\n"
        "from autograder import check\n"
        "def L1(yhat, y): return 0\n"
        "check(L1), check.hint(L1), check.hint(L1), check()\n"
        "print(opened)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert done.stdout.strip() == "['numpy_basics.visible.h5']"
