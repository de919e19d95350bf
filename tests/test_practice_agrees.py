"""Practice is grading, on the examples: what passes there is right unless it was fitted to them."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.practice.cases import practice_cases
from autograder.practice.checker import Checker
from autograder.practice.files import PracticeSession
from autograder.practice.outcome import failing_calls
from autograder.practice.trial import judge_here
from autograder.render.practice import Examples, as_text
from autograder.report import ExerciseResult, Outcome
from tests.conftest import ROOT
from tests.first_neuron import ASSIGNMENTS, compiled, visible_cases
from tests.variants.right import RIGHT
from tests.variants.wrong import WRONG

PREAMBLE = "import copy\nimport math\nimport numpy as np\n"
KNOWN = {name: compiled(name) for name in ASSIGNMENTS}
MARKED = [(a.name, e.name) for a in ASSIGNMENTS.values() for e in a.exercises if e.has_examples]


@cache
def solutions_of(assignment: str) -> str:
    """Read the reference solutions."""
    return (ROOT / "solutions" / f"{assignment}.py").read_text(encoding="utf-8")


def practise(assignment: str, exercise: str, source: str) -> ExerciseResult:
    """Practise a function, with reference solutions around it."""
    namespace: dict[str, Any] = {"__name__": "notebook"}
    exec(f"{PREAMBLE}{solutions_of(assignment)}\n{source}", namespace)
    rubric = ASSIGNMENTS[assignment].exercise(exercise)
    return judge_here(namespace[exercise], rubric, practice_cases(compiled(assignment))[exercise])


def misconceptions() -> Iterator[Any]:
    """Lay the catalogue out, a misconception a row."""
    for assignment, exercise in MARKED:
        wrong = importlib.import_module(f"rubrics.misconceptions.{assignment}").WRONG
        for name, function in wrong[exercise].items():
            yield pytest.param(assignment, exercise, function, id=f"{exercise}-{name}")


def variants(table: dict[str, dict[str, dict[str, str]]]) -> Iterator[Any]:
    """Lay a table of variants out, a row each."""
    for assignment, exercises in table.items():
        for exercise, sources in exercises.items():
            for name, source in sources.items():
                yield pytest.param(assignment, exercise, source, id=f"{exercise}-{name}")


@pytest.mark.parametrize(("assignment", "exercise", "function"), list(misconceptions()))
def test_no_mistake_of_the_catalogue_passes_practice(
    assignment: str, exercise: str, function: Callable[..., object]
) -> None:
    """Each of them loses points on the examples already."""
    rubric = ASSIGNMENTS[assignment].exercise(exercise)
    result = judge_here(function, rubric, practice_cases(compiled(assignment))[exercise])
    assert result.outcome is not Outcome.PASSED
    assert result.score < result.max_score


@pytest.mark.parametrize(("assignment", "exercise", "source"), list(variants(WRONG)))
def test_no_wrong_variant_passes_practice(assignment: str, exercise: str, source: str) -> None:
    """Wrong work that is in no catalogue loses points on the examples as well."""
    result = practise(assignment, exercise, source)
    assert result.score < result.max_score


@pytest.mark.parametrize(("assignment", "exercise", "source"), list(variants(RIGHT)))
def test_every_right_variant_passes_practice(assignment: str, exercise: str, source: str) -> None:
    """However it is written, right work is right on the examples."""
    result = practise(assignment, exercise, source)
    assert result.outcome is Outcome.PASSED, [c.message for c in result.checks]


@pytest.mark.parametrize(("assignment", "exercise"), MARKED)
def test_there_are_three_or_four_small_examples(assignment: str, exercise: str) -> None:
    """Cases that neither count steps nor look at defaults are few, and can be followed by hand."""
    cases = visible_cases(assignment)[exercise].cases
    shown = [case for case in cases if not (case.traced or case.omits)]
    assert 3 <= len(shown) <= 4
    sizes = [np.size(arg) for case in shown for arg in case.args]
    assert max(sizes) <= 18
    assert len({case.name for case in cases}) == len(cases)


def test_what_is_kept_from_call_to_call_shows_in_practice() -> None:
    """The first example comes once more at the end, as in grading."""
    kept: list[float] = []

    def L1(yhat: np.ndarray, y: np.ndarray) -> float:
        kept.append(1.0)
        return float(np.sum(np.abs(y - yhat))) + (len(kept) > 6)

    assert Checker()(L1).result.outcome is Outcome.FAILED


WRONG_SIGMOID = "def sigmoid(x):\n    return 2 / (1 + np.exp(-x))\n"
NO_SIGMOID = "def sigmoid(x):\n    raise NotImplementedError\n"
WRONG_PROPAGATE = "def propagate(w, b, X, Y):\n    return {'dw': w, 'db': b}, 0.0\n"
DERIVATIVE = "def sigmoid_derivative(x):\n    s = sigmoid(x)\n    return s * (1 - s)\n"
OTHER_INPUTS = "def sigmoid_derivative(x):\n    return sigmoid(x) * sigmoid(2 - x)\n"
WRONG_DERIVATIVE = "def sigmoid_derivative(x):\n    s = sigmoid(x)\n    return s * (2 - s)\n"
CLIPPED = "def sigmoid_derivative(x):\n    return np.full(np.shape(x), 0.5)\n"
START = "it calls your sigmoid, which is not right yet: start there"
UNWRITTEN = "it calls your sigmoid, which is not written yet: start there"
BASICS, NEURON = "numpy_basics", "logistic_regression"
OTHERS = "with other inputs than the examples need, so it cannot be judged before"

HELPERS: dict[str, tuple[str, str, str, float, str]] = {
    # assignment, what is put behind the reference solutions, exercise, points, what is said
    "right work on a wrong helper": (
        BASICS, WRONG_SIGMOID + DERIVATIVE, "sigmoid_derivative", 8, START,
    ),
    "right work on a helper that is not written": (
        BASICS, NO_SIGMOID + DERIVATIVE, "sigmoid_derivative", 8, UNWRITTEN,
    ),
    "wrong work on a wrong helper": (
        BASICS, WRONG_SIGMOID + WRONG_DERIVATIVE, "sigmoid_derivative", 0, START,
    ),
    "other inputs than right work has": (
        BASICS, WRONG_SIGMOID + OTHER_INPUTS, "sigmoid_derivative", 0, OTHERS,
    ),
    "wrong work that does not call the wrong helper": (
        BASICS, WRONG_SIGMOID + CLIPPED, "sigmoid_derivative", 0, "",
    ),
    "a helper's helper": (
        NEURON, "def sigmoid(z):\n    return 2 / (1 + np.exp(-z))\n", "optimize", 25, START,
    ),
    "two wrong helpers": (
        NEURON,
        "def sigmoid(z):\n    return 2 / (1 + np.exp(-z))\n" + WRONG_PROPAGATE,
        "model",
        15,
        "it calls your sigmoid and propagate, which are not right yet: start with sigmoid",
    ),
}  # fmt: skip
helpers = pytest.mark.parametrize(
    ("assignment", "source", "exercise", "points", "said"), HELPERS.values(), ids=HELPERS.keys()
)


@pytest.fixture(scope="module")
def room() -> Iterator[PracticeSession]:
    """A room for practice on files."""
    with PracticeSession() as open_room:
        yield open_room


def in_a_notebook(assignment: str, source: str, exercise: str) -> tuple[ExerciseResult, str]:
    """Check a function as in a notebook; give its result and its table without the foot."""
    namespace: dict[str, Any] = {"__name__": "notebook"}
    code = compile(f"{PREAMBLE}{source}", "<cell 1>", "exec")
    exec(code, namespace)
    practice = Checker()(namespace[exercise])
    return practice.result, str(practice).rsplit("\n", 1)[0]


def in_a_terminal(
    room: PracticeSession, path: Path, assignment: str, source: str, exercise: str
) -> tuple[ExerciseResult, str]:
    """Check a function in a file; give its result and its table."""
    path.write_text(f"{PREAMBLE}{source}", encoding="utf-8")
    (result,) = room.check(path, KNOWN, assignment, (exercise,)).report.exercises
    calls = failing_calls(result, practice_cases(compiled(assignment))[exercise])
    return result, as_text(result, Examples(calls))


def with_solutions(assignment: str, source: str) -> str:
    """Put work behind the reference solutions."""
    return f"{solutions_of(assignment)}\n{source}"


@helpers
def test_one_mistake_costs_once_in_practice_too(
    assignment: str, source: str, exercise: str, points: float, said: str
) -> None:
    """What calls a wrong helper says so first, and is judged with answers of a correct one."""
    result, table = in_a_notebook(assignment, with_solutions(assignment, source), exercise)
    assert said in " ".join(table.split())
    assert bool(said) == ("it calls your" in table)
    assert result.score == points


@helpers
def test_a_terminal_says_of_helpers_what_a_notebook_says(
    assignment: str,
    source: str,
    exercise: str,
    points: float,
    said: str,
    room: PracticeSession,
    tmp_path: Path,
) -> None:
    """The same sentence, the same points."""
    whole = with_solutions(assignment, source)
    result, table = in_a_terminal(room, tmp_path / "work.py", assignment, whole, exercise)
    assert said in " ".join(table.split())
    assert bool(said) == ("it calls your" in table)
    assert result.score == points


SAME = {
    "right": "def L1(yhat, y):\n    return np.sum(np.abs(yhat - y))\n",
    "a sign": "def L1(yhat, y):\n    return np.sum(yhat - y)\n",
    "nothing": "def L1(yhat, y):\n    np.sum(np.abs(yhat - y))\n",
    "an error": "def L1(yhat, y):\n    return yhat.total()\n",
    "its argument": "def L1(yhat, y):\n    yhat[:] = y - yhat\n    return np.abs(yhat).sum()\n",
    "an input": "def L1(yhat, y):\n    return float(input())\n",
    "a hang": "def L1(yhat, y):\n    while True:\n        pass\n",
    "a stub": "def L1(yhat, y):\n    raise NotImplementedError\n",
}


@pytest.mark.parametrize("source", SAME.values(), ids=SAME.keys())
def test_a_terminal_shows_what_a_notebook_shows(
    source: str, room: PracticeSession, tmp_path: Path
) -> None:
    """The table is the same, but for the name of the cell."""
    here = in_a_notebook("numpy_basics", source, "L1")
    there = in_a_terminal(room, tmp_path / "work.py", "numpy_basics", source, "L1")
    assert (here[0].outcome, here[0].score) == (there[0].outcome, there[0].score)
    assert " ".join(here[1].split()).replace(" of cell 1", "") == " ".join(there[1].split())


def test_the_quiz_is_recorded_in_a_terminal_as_well(room: PracticeSession, tmp_path: Path) -> None:
    """No mark and no points before it is handed in."""
    source = solutions_of("computation_graph")
    result, table = in_a_terminal(room, tmp_path / "it.py", "computation_graph", source, "quiz")
    assert result.score == 0
    assert table.startswith("quiz   recorded, marked when you hand in\n")
    assert "✓" not in table
