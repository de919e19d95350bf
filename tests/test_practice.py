"""Practice in a notebook: a table that teaches, a number for nbgrader, nothing on stderr."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import warnings
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from autograder import check, number, once_solved
from autograder.practice import NoExerciseError, score_hidden
from autograder.practice.checker import Checker
from solutions import computation_graph, logistic_regression, numpy_basics
from tests.first_neuron import ASSIGNMENTS, ROOT

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
    """The reference is right on the examples, and earns its points on all cases."""
    function = getattr(SOLUTIONS[assignment], exercise)
    points = ASSIGNMENTS[assignment].exercise(exercise).points
    practice = check(function)
    if exercise != "quiz":
        assert practice.result.score == points
        assert f"{points:g}/{points:g}   right on the examples" in str(practice)
        assert "right on the examples" in practice._repr_html_()
    assert score_hidden(function) == points


def test_wrong_work_sees_expected_and_got() -> None:
    """The row of a failed check shows both values, where they differ first, and the call."""
    report = check(named("softmax", lambda x: np.exp(x) / np.exp(x).sum()))
    assert report.result.score == 0
    assert "0.981135 at [0, 0]" in str(report)
    assert "0.852514 at [0, 0]" in str(report)
    assert "in  softmax(np.array([[9.0, 2.0, 5.0], [7.0, 5.0, 0.0]]))" in str(report)
    assert "softmax(np.array([[9.0, 2.0, 5.0], [7.0, 5.0, 0.0]]))" in report._repr_html_()


def test_columns_that_say_nothing_are_left_out() -> None:
    """Where all is right, nothing was expected instead of what came."""
    right, wrong = check(numpy_basics.softmax), check(named("softmax", lambda x: x))
    for heading in ("expected", "got"):
        assert heading in str(wrong)
        assert heading in wrong._repr_html_()
        assert heading not in str(right)
        assert heading not in right._repr_html_()


def test_what_waits_for_the_values_has_no_row() -> None:
    """A table of practice holds what is right and what is not, and nothing else."""
    for practice in (check(wrong_softmax), check(named("softmax", lambda x: x[7]))):
        for face in (str(practice), practice._repr_html_()):
            assert "counts once the values are right" not in face
            assert "leaves its arguments alone" not in face
            assert "not run" not in face


def test_a_long_call_is_cut_short(fresh: Checker) -> None:
    """Of an array of many numbers the table shows the first and the last ones."""

    def exp_all(v: np.ndarray) -> np.ndarray:
        return np.exp(v) * (v.size < 60)

    said = str(fresh(exp_all))
    assert "in  exp_all(np.array([-2.0, -1.93651, ..., 1.93651, 2.0]))" in said


def test_long_hints_are_wrapped_in_text(fresh: Checker) -> None:
    """No line of a hint is longer than what ``nbgrader validate`` shows of it."""
    hint = str([fresh.hint(wrong_softmax) for _ in range(2)][1]).splitlines()
    assert len(hint) > 2
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


def test_what_is_fitted_to_the_examples_passes_practice_and_nothing_else() -> None:
    """Answers read off all the examples earn no hidden point: facts are judged on all cases."""
    answers = {1.0: 32.0, 0.5: 3.25, 3.5: -7.0, 2: 12}

    def dot_loop(a: np.ndarray, b: object) -> float:
        return answers.get(a[0], 0.0)

    assert check(dot_loop).result.score == 6
    assert score_hidden(dot_loop) == 0


def test_the_quiz_is_recorded_not_marked(fresh: Checker) -> None:
    """Practice knows the form of an answer, not the answer itself."""
    report = fresh(named("quiz", lambda: {"convexity": "z", "dz": "minus", "rank_one": (1,)}))
    outcomes = {c.name: c.outcome.value for c in report.result.checks}
    assert outcomes["convexity"] == outcomes["rank_one"] == "recorded"
    assert outcomes["dz"] == "failed"
    assert outcomes["broadcasting"] == "not_attempted"
    assert report.progress.startswith("0/85 points so far · next: loss")


def test_answers_of_the_quiz_earn_nothing_before_they_are_handed_in(
    fresh: Checker, capsys: pytest.CaptureFixture[str]
) -> None:
    """Right or wrong, a full quiz has no mark and no points, and Validate finds nothing amiss."""
    wrong = dict.fromkeys(computation_graph.quiz(), "a")
    wrong |= {"slope_of_a_line": 7, "dz": 7, "rank_one": (7,), "broadcasting": (7,)}
    for answers in (computation_graph.quiz(), wrong):
        practice = fresh(named("quiz", lambda answers=answers: answers))
        assert str(practice).startswith("quiz   recorded, marked when you hand in\n")
        for face in (str(practice), practice._repr_html_()):
            assert "✓" not in face
            assert "/15" not in face
        assert practice.result.score == 0
        assert practice.show() is None
    assert "quiz" in capsys.readouterr().out
    overview = fresh.check_all(vars(computation_graph))
    assert re.search("quiz +recorded, marked when you hand in\n", str(overview))
    assert overview.progress == "85/85 points so far · all of them right on the examples"


def test_an_open_question_is_named(fresh: Checker) -> None:
    """Where some answers are there and others not, the table says which are open."""
    half = dict(list(computation_graph.quiz().items())[:8])
    practice = fresh(named("quiz", lambda: half))
    assert "still open: rank_one, broadcasting" in str(practice)
    assert practice.show() == 0.0
    assert "Still open: rank_one, broadcasting." in str(fresh.hint())


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
    """once_solved turns an exercise that is not written into a sentence."""

    def cost(A: object, Y: object) -> float:
        raise NotImplementedError

    with once_solved(cost):
        cost(1, 1)
    assert capsys.readouterr().out == "This cell comes alive once you have written cost.\n"


def test_no_error_of_a_function_breaks_a_cell(capsys: pytest.CaptureFixture[str]) -> None:
    """An error in a function, or over what it returned, is a sentence with what to do."""

    def cost(A: object, Y: object) -> float:
        return A["cost"]  # type: ignore[index, no-any-return]

    def loss(a: object, y: object) -> None:
        """Forget the return."""

    with once_solved(loss, cost):
        cost(3.0, 1)
    said = capsys.readouterr().out
    assert re.fullmatch(
        r"This cell stopped in line \d+ of the cell with your cost: TypeError: .* is not "
        r"subscriptable\. check\(cost\) tells more\.\n",
        said,
    )
    with once_solved(loss):
        print(f"{loss(0.9, 1):6.3f}")
    said = capsys.readouterr().out
    assert said.startswith("This cell stopped: TypeError: unsupported format string")
    assert said.endswith("Something that it needs is not right yet: check(loss) tells more.\n")
    with pytest.raises(KeyboardInterrupt), once_solved(loss):
        raise KeyboardInterrupt


@pytest.mark.parametrize("value", [0.5, np.float64(0.5), np.array(0.5), np.array([[0.5]]), [0.5]])
def test_one_number_can_be_used_whatever_it_comes_in(value: Any) -> None:
    """The text's cells take the number out of all that a check accepts as one."""
    assert number(value) == 0.5


@pytest.mark.parametrize("value", [None, np.array([0.5, 1]), "0.5", []])
def test_what_is_no_number_is_said_to_be_none(value: Any) -> None:
    """The text's cells say what came where a number is needed."""
    with pytest.raises(TypeError, match="a number is needed here, not"):
        number(value)


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
    assert overview.progress == "100/100 points so far · all of them right on the examples"


def test_hints_come_one_at_a_time(fresh: Checker) -> None:
    """First where to look, then the mistake, then an example; the last one stays."""
    hints = [fresh.hint(wrong_softmax) for _ in range(4)]
    assert [(hint.number, hint.count) for hint in hints] == [(1, 3), (2, 3), (3, 3), (3, 3)]
    assert "Start with the rows" in str(hints[0])
    assert "Every row is one example" in hints[1].level.text
    assert hints[1].level.text in " ".join(str(hints[1]).split())
    assert "softmax(np.array([[9.0, 2.0, 5.0], [7.0, 5.0, 0.0]]))" in str(hints[2])
    assert "0.981135" in str(hints[2])
    assert hints[3] == hints[2]


def test_the_table_does_not_run_ahead_of_the_hints(fresh: Checker) -> None:
    """It says what differs; the mistake's name and reasons are for the second hint."""
    practice = fresh(wrong_softmax)
    result = practice.result
    assert result.hint
    assert result.hint not in " ".join(str(practice).split())
    assert result.hint not in practice._repr_html_()
    hints = [fresh.hint(wrong_softmax) for _ in range(2)]
    assert [(hint.number, hint.count) for hint in hints] == [(1, 3), (2, 3)]
    assert hints[1].level.text == result.hint
    twice = named("exp_all", lambda v: 2 * np.exp(v))
    assert "2 times too large" not in str(fresh(twice))
    assert "2 times too large" in [fresh.hint(twice).level.text for _ in range(2)][1]


def test_no_number_of_a_hint_comes_twice_with_other_words(fresh: Checker) -> None:
    """Who has seen the last hint and then makes another mistake begins at the first again."""
    for _ in range(3):
        fresh.hint(wrong_softmax)
    other = named("softmax", lambda x: np.exp(x) / np.exp(x).sum(axis=0))
    hints = [fresh.hint(other) for _ in range(4)]
    assert [(hint.number, hint.count) for hint in hints] == [(1, 3), (2, 3), (3, 3), (3, 3)]
    assert hints[2] == hints[3]


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
    assert other.level != first.level
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
        assert f"{exercise}(" in last.level.code
        compile(last.level.code, exercise, "exec")


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
    assert nudge in fresh.hint(named("softmax", function)).level.text


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
    assert lines[0] == "✓  sigmoid   10/10   right on the examples"
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


def test_practice_needs_no_course(tmp_path: Path) -> None:
    """On a student's machine there is what was released, and everything works with that alone."""
    shutil.copytree(ROOT / "release" / "numpy_basics", tmp_path, dirs_exist_ok=True)
    script = (
        "from autograder import check\n"
        "def L1(yhat, y): return 0\n"
        "print(check(L1), check.hint(L1), check.hint(L1), check())\n"
    )
    environment = {name: value for name, value in os.environ.items() if name != "AUTOGRADER_COURSE"}
    command = [sys.executable, "-c", script]
    for folder, is_there in ((tmp_path, True), (tmp_path.parent, False)):
        done = subprocess.run(command, capture_output=True, text=True, cwd=folder, env=environment)
        assert (done.returncode == 0) is is_there
        assert ("not right yet" in done.stdout) is is_there
        assert ("there are no checks" in done.stderr) is not is_there
