"""What is said of a mistake that is in no catalogue: true of it, and of nothing hidden."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.grading.grader import grade_submission
from autograder.report import ExerciseResult, Isolation, Outcome
from autograder.rubric.exercise import Assignment
from autograder.rubric.expected import Frozen
from autograder.sandbox.process import Worker
from autograder.submission import Submission
from autograder.submission.code import Block
from autograder.submission.reading import read_code
from tests.conftest import PREAMBLE, ROOT, GradeExercise, GradeSource
from tests.first_neuron import ASSIGNMENTS, all_cases, frozen_on, written
from tests.variants.source import functions
from tests.variants.wrong import WRONG

BASICS, NEURON, GRAPH = "numpy_basics", "logistic_regression", "computation_graph"
SIGNATURES = {
    "L1": "L1(yhat, y)",
    "sigmoid": "sigmoid(x)",
    "sigmoid_derivative": "sigmoid_derivative(x)",
    "softmax": "softmax(x)",
    "normalize_rows": "normalize_rows(x)",
    "image2vector": "image2vector(image)",
    "dot_loop": "dot_loop(a, b)",
    "dot_vectorized": "dot_vectorized(a, b)",
    "exp_all": "exp_all(v)",
    "calorie_percentages": "calorie_percentages(A)",
    "flatten_images": "flatten_images(images)",
    "initialize_with_zeros": "initialize_with_zeros(dim)",
    "propagate": "propagate(w, b, X, Y)",
    "predict": "predict(w, b, X)",
    "optimize": "optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False)",
    "gradient_descent": "gradient_descent(grad, theta, learning_rate, num_iterations)",
    "cost": "cost(A, Y)",
    "graph_forward": "graph_forward(a, b, c)",
}
GRADIENTS = """
m = X.shape[1]
A = sigmoid(w.T @ X + b)
dw, db = X @ (A - Y).T / m, np.mean(A - Y)
cost = -np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A))
"""
DESCENT = """
costs = []
for i in range(num_iterations):
    grads, cost = propagate(w, b, X, Y)
    w, b = w - learning_rate * grads["dw"], b - learning_rate * grads["db"]
    if i % 100 == 0:
        costs.append(cost)
"""
RIGHT_SOFTMAX = "s = np.exp(x) / np.exp(x).sum(axis=1, keepdims=True)\n"


def gradients(returned: str) -> str:
    """Write a propagate that is right up to what it returns."""
    return f"{GRADIENTS}return {returned}\n"


def descent(returned: str, *changes: tuple[str, str]) -> str:
    """Write an optimize that is right up to some changes and what it returns."""
    body = DESCENT
    for old, new in changes:
        assert old in body
        body = body.replace(old, new)
    return f"{body}return {returned}\n"


ALL_THREE = '{"w": w, "b": b}, grads, costs'

EXPLAINED: list[tuple[str, str, str, str, str]] = [
    # assignment, exercise, body, check, sentence
    (NEURON, "propagate", gradients('{"dw": 3 * dw, "db": db}, cost'), "dw", "3 times too large"),
    (NEURON, "propagate", gradients('{"dw": dw, "db": db / 2}, cost'), "db", "2 times too small"),
    (
        NEURON,
        "propagate",
        gradients('{"dw": -m * dw, "db": db}, cost'),
        "dw",
        "it has the wrong sign, and it is m times too large",
    ),
    (
        NEURON,
        "propagate",
        gradients('{"dw": dw, "db": db}, cost / m'),
        "cost",
        "it is m times too small, as a mean is where a sum is asked for",
    ),
    (
        NEURON,
        "propagate",
        gradients('{"dw": dw, "db": db}, cost * np.log(2)'),
        "cost",
        "too small by the factor 1/ln 2, as between logarithms of different bases",
    ),
    (
        NEURON,
        "propagate",
        gradients('{"dw": dw * m / 5, "db": db}, cost'),
        "dw",
        "it is scaled as if there were always 5 examples",
    ),
    (NEURON, "propagate", gradients('{"dw": dw[::-1], "db": db}, cost'), "dw", "order is reversed"),
    (NEURON, "propagate", gradients('{"dw": dw + 1, "db": db}, cost'), "dw", "too large by 1"),
    (
        NEURON,
        "propagate",
        gradients('{"dw": np.round(dw, 2), "db": db}, cost'),
        "dw",
        "to 2 decimals",
    ),
    (
        NEURON,
        "propagate",
        gradients('{"dw": np.hstack([dw, dw]), "db": db}, cost'),
        "dw",
        "broadcasting has repeated it",
    ),
    (
        NEURON,
        "propagate",
        gradients('{"dw": dw.tolist(), "db": db}, cost'),
        "dw",
        "the numbers are right, but they come as a list; an array is asked for",
    ),
    (NEURON, "propagate", gradients('{"dw": dw, "db": db}, [cost]'), "cost", "it comes as a list"),
    (
        NEURON,
        "propagate",
        gradients('{"dw": dw, "db": db}, 0.0'),
        "cost",
        "it is the same whatever the inputs are",
    ),
    (
        NEURON,
        "propagate",
        gradients('{"DW": dw, "db": db}, cost'),
        "dw",
        "the key 'dw' is missing, the dictionary has 'DW', 'db'; should 'DW' be 'dw'?",
    ),
    (
        NEURON,
        "propagate",
        gradients("dw, db, cost"),
        "dw",
        "3 values are returned where 2 values are expected",
    ),
    (
        NEURON,
        "propagate",
        gradients('{"dw": dw, "db": db}, np.log(cost - 1)'),
        "cost",
        "there is nan in it: probably a logarithm of 0 gives it, or one of a number below 0",
    ),
    (
        BASICS,
        "image2vector",
        "image.reshape(image.shape[1], -1)",
        "the column",
        "the shape is another",
    ),
    (
        NEURON,
        "initialize_with_zeros",
        "return np.zeros((4, 1)), 0.0",
        "w",
        "it is the same whatever the inputs are",
    ),
    (
        NEURON,
        "predict",
        "return (np.arange(X.shape[1]) % 3 < 2).astype(float)[None]",
        "the labels",
        "only its length depends on the inputs",
    ),
    (
        NEURON,
        "optimize",
        descent(ALL_THREE, ("grads, cost =", "grads, cost =")).replace('{"w": w', '{"W": w'),
        "w after the last step",
        "the key 'w' is missing, the dictionary has 'W', 'b'; should 'W' be 'w'?",
    ),
    (
        NEURON,
        "optimize",
        descent(
            ALL_THREE, ('learning_rate * grads["dw"]', 'learning_rate / (1 + i) * grads["dw"]')
        ),
        "w after the last step",
        "it is right after one step and wrong after more",
    ),
    (
        NEURON,
        "optimize",
        descent(ALL_THREE, ('learning_rate * grads["dw"]', 'learning_rate * np.sign(grads["dw"])')),
        "w after the last step",
        "it is wrong from the first step on",
    ),
    (
        NEURON,
        "optimize",
        descent(ALL_THREE, ("% 100", "% 20")),
        "costs",
        "it has 5 entries for each",
    ),
    (
        NEURON,
        "optimize",
        f"return {{}}, {{}}, []\n{descent(ALL_THREE)}",
        "w after the last step",
        "the key 'w' is missing, the dictionary has no key",
    ),
    (
        NEURON,
        "optimize",
        descent(ALL_THREE).replace("        costs.append", "        return costs.append"),
        "w after the last step",
        "what stands behind its return is nothing",
    ),
    (
        NEURON,
        "sigmoid",
        "if np.size(x) > 99:\n    return x",
        "values",
        "it ends without a return on some way through it",
    ),
    (
        NEURON,
        "optimize",
        descent('{"w": w, "b": b}, grads, [*costs, cost]'),
        "costs",
        "it has an entry too many at the end: it goes on a step too far",
    ),
    (
        NEURON,
        "optimize",
        descent('{"w": w, "b": b}, grads, costs[1:] or costs'),
        "costs",
        "its first entry is missing: it starts a step late",
    ),
    (
        GRAPH,
        "cost",
        "result = np.mean(A)\nprint(result)",
        "the mean of the losses",
        "it prints its result",
    ),
    (GRAPH, "cost", "result = np.mean(A)", "the mean of the losses", "there is no return in it"),
    (
        GRAPH,
        "cost",
        """
        total = 0
        for a, y in zip(A.ravel(), Y.ravel()):
            total += loss(a, y)
            return total / A.size
        """,
        "the mean of the losses",
        "its return stands inside a loop, so the loop ends in its first turn",
    ),
    (
        GRAPH,
        "cost",
        "return np.mean(loss(A, lables))",
        "the mean of the losses",
        "it uses lables, which is not known there",
    ),
    (
        GRAPH,
        "graph_forward",
        "return {'u': b * c, 'v': a + b * c, 'j': 3 * (a + b * c)}",
        "J",
        "should 'j' be 'J'?",
    ),
    (BASICS, "softmax", RIGHT_SOFTMAX + "return s.T", "the rows", "it is transposed"),
    (BASICS, "softmax", RIGHT_SOFTMAX + "return s[:, ::-1]", "the rows", "in the wrong places"),
    (
        BASICS,
        "softmax",
        RIGHT_SOFTMAX + "return s / np.arange(1, len(x) + 1)[:, None]",
        "the rows",
        "every row is right up to a factor of its own",
    ),
    (
        BASICS,
        "softmax",
        "return np.exp(x) * 2.0 ** np.arange(x.shape[1]) / np.exp(x).sum(axis=1, keepdims=True)",
        "the rows",
        "every column is right up to a factor of its own",
    ),
    (
        BASICS,
        "softmax",
        "return np.exp(x) / np.exp(x * 1.0).sum(axis=0, keepdims=True) ** 2",
        "the rows",
        "up to a factor for each row and one for each column, as where a sum runs along the wrong",
    ),
    (
        BASICS,
        "calorie_percentages",
        "return np.linalg.norm(A) / 0.0 + A * 0",
        "the percentages",
        "there is infinity in it: probably a division by 0 gives it, or an overflow",
    ),
    (BASICS, "sigmoid", "return np.sqrt(1 / (1 + np.exp(-x)))", "values", "square root"),
    (
        BASICS,
        "sigmoid",
        "return np.log1p(1 / (1 + np.exp(-x)))",
        "values",
        "numbers differ, the first",
    ),
    (
        BASICS,
        "sigmoid",
        "return float(str(1 / (1 + np.exp(-x))))",
        "values",
        "it raises ValueError",
    ),
    (
        BASICS,
        "sigmoid",
        "return 1 / (1 + np.exp(-x)) + 1e-5",
        "values",
        "it is too large by 1e-05",
    ),
    (BASICS, "exp_all", "return np.expand_dims(np.exp(v), 0)", "values", "has an axis too many"),
    (BASICS, "dot_vectorized", "return np.outer(b, a)", "the dot product", "outer product"),
    (BASICS, "dot_vectorized", "return [np.dot(a, b)]", "the dot product", "it comes as a list"),
    (BASICS, "L1", "return 2 * np.sum(np.abs(y - yhat))", "the loss", "it is 2 times too large"),
    (BASICS, "L1", "return np.sum(np.abs(y - yhat)) - 1", "the loss", "it is too small by 1"),
    (BASICS, "L1", "return -np.sum(np.abs(y - yhat))", "the loss", "it has the wrong sign"),
    (
        BASICS,
        "L1",
        "return np.sum(np.abs(y - yhat)) * len(y)",
        "the loss",
        "it is n times too large, n being the number of elements, as a sum is where a mean",
    ),
    (
        BASICS,
        "dot_loop",
        "return {1.0: 32.0, 0.5: 3.25, 3.5: -7.0, 2: 12}.get(a[0], a[0])",
        "the dot product",
        "right on the example, but on other inputs it is wrong throughout: is a number of the ex",
    ),
    (
        BASICS,
        "normalize_rows",
        "x = x.copy()\nx /= np.linalg.norm(x, axis=1, keepdims=True)\nreturn x",
        "the rows",
        "it writes fractions into an array of whole numbers, which cannot hold them",
    ),
    (
        BASICS,
        "image2vector",
        "return image.reshape(3 * 2 * 3, 1)",
        "the column",
        "it is right on inputs of another shape, so look for a size that is written into your code",
    ),
]


def rows() -> Iterator[Any]:
    """Lay the table out, with a name for each row."""
    for number, (assignment, exercise, body, check, sentence) in enumerate(EXPLAINED):
        source = functions(SIGNATURES[exercise], {"it": body})["it"]
        key = f"{exercise}-{number}"
        yield pytest.param(assignment, exercise, source, check, sentence, id=key)


@pytest.mark.parametrize(("assignment", "exercise", "source", "check", "sentence"), list(rows()))
def test_a_mistake_is_explained(
    assignment: str,
    exercise: str,
    source: str,
    check: str,
    sentence: str,
    grade_exercise: GradeExercise,
) -> None:
    """The check that fails says what its numbers show."""
    result = grade_exercise(assignment, exercise, source)
    found = next(c for c in result.checks if c.name == check)
    assert found.outcome is Outcome.FAILED
    assert sentence in found.message


WHOLE: list[tuple[str, str, str]] = [
    # exercise, source, sentence
    (
        "propagate",
        "def propagate(w, b, X):\n    return sigmoid(w.T @ X + b)\n",
        "its parameters are (w, b, X), but it is called with (w, b, X, Y)",
    ),
    (
        "optimize",
        "def optimize(w, b, X, Y, steps=100, rate=0.009):\n    return None\n",
        "its parameters are (w, b, X, Y, steps, rate), but it is called with (w, b, X, Y, "
        "num_iterations, learning_rate, print_cost)",
    ),
    (
        "initialize_with_zeros",
        "def initialize_with_zeros():\n    return np.zeros((2, 1)), 0.0\n",
        "its parameters are (), but it is called with (dim)",
    ),
    (
        "initialize_with_zeros",
        "calls = []\ndef initialize_with_zeros(dim):\n    calls.append(dim)\n"
        "    return np.zeros((dim, 1)) + (dim in calls[:-1]), 0.0\n",
        "the same inputs give another result when they come again",
    ),
    (
        "initialize_with_zeros",
        "def initialize_with_zeros(dim, seen=[]):\n    seen.append(dim)\n"
        "    return np.zeros((dim, 1)) + 0.5 * len(seen), 0.0\n",
        "it keeps something from one call to the next in seen",
    ),
    (
        "initialize_with_zeros",
        "def initialize_with_zeros(dim):\n    return np.random.rand(dim, 1), 0.0\n",
        "or it draws random numbers",
    ),
    (
        "predict",
        "def predict(w, b, X):\n    return copi.deepcopy(X)\n",
        "it uses copi, which is not known there; is the name misspelt",
    ),
    (
        "predict",
        "cut = 0.7 + 0.01\ndef predict(w, b, X):\n    A = sigmoid(w.T @ X + b)\n"
        "    return (A > cut) * 1.0\n",
        "it uses cut from outside the function",
    ),
]


@pytest.mark.parametrize(("exercise", "source", "sentence"), WHOLE)
def test_the_form_and_the_memory_of_a_function_are_explained(
    exercise: str, source: str, sentence: str, grade_exercise: GradeExercise
) -> None:
    """Wrong parameters, globals, and what outlives a call are told in words."""
    result = grade_exercise(NEURON, exercise, source)
    assert any(sentence in check.message for check in result.checks), result.checks
    assert result.misconception is None


def test_a_missing_import_is_told(worker: Worker) -> None:
    """Who uses np in a notebook that imports it nowhere is told which line is missing."""
    code = read_code([Block("cell 1", "def sigmoid(z):\n    return 1 / (1 + np.exp(-z))")])
    submission, assignment = Submission("a", Path("a.py"), code), ASSIGNMENTS[NEURON]
    report = grade_submission(submission, assignment, all_cases(NEURON), worker, Isolation.FULL)
    result = next(r for r in report.exercises if r.name == "sigmoid")
    assert "is the line `import numpy as np` missing?" in result.checks[0].message


MISSING = [
    ("propogate", "is it your propogate in cell 2?"),
    ("Propagate", "is it your Propagate in cell 2?"),
    ("forward", "was it renamed or deleted?"),
]


@pytest.mark.parametrize(("name", "question"), MISSING)
def test_a_missing_function_suggests_one_of_a_similar_name(
    name: str, question: str, grade_source: GradeSource
) -> None:
    """Who misspells a name is asked about the function that has the other one."""
    report = grade_source(NEURON, f"def {name}(w, b, X, Y):\n    return 0\n")
    result = next(r for r in report.exercises if r.name == "propagate")
    assert result.outcome is Outcome.MISSING
    assert result.message == f"there is no function propagate; {question}"


TWO_MISTAKES = [
    # what is returned, names
    ('{"dw": dw * m, "db": db}, -cost', "no-mean-in-dw, negative-cost"),
    ('{"dw": dw, "db": db * m}, cost * m', "no-mean-in-db, no-mean-in-cost"),
    ('{"dw": -dw, "db": -db}, cost * m', "no-mean-in-cost, error-reversed"),
    ('{"dw": dw.T, "db": db * m}, cost', "no-mean-in-db, dw-as-row"),
]


@pytest.mark.parametrize(("returned", "names"), TWO_MISTAKES)
def test_mistakes_in_two_places_are_named_output_by_output(
    returned: str, names: str, grade_exercise: GradeExercise
) -> None:
    """Each output has its own mistake, with its own hint."""
    source = functions(SIGNATURES["propagate"], {"it": gradients(returned)})["it"]
    result = grade_exercise(NEURON, "propagate", source)
    assert result.misconception == names
    catalogue = ASSIGNMENTS[NEURON].exercise("propagate").misconceptions
    hints = [one.hint for one in catalogue if one.name in names.split(", ")]
    assert result.hint == " ".join(hints)


def test_a_known_mistake_beside_an_unknown_one_is_still_named(
    grade_exercise: GradeExercise,
) -> None:
    """What the catalogue does not know is explained in its check."""
    body = gradients('{"dw": 5 + dw, "db": db}, -cost')
    source = functions(SIGNATURES["propagate"], {"it": body})["it"]
    result = grade_exercise(NEURON, "propagate", source)
    assert result.misconception == "negative-cost"
    dw = next(check for check in result.checks if check.name == "dw")
    assert "all numbers differ, the first by 5" in dw.message


@cache
def frozen_with(seed: int, assignment: str) -> dict[str, Frozen]:
    """Freeze an assignment with hidden cases of another seed."""
    rubric, rng = written(assignment).assignment, np.random.default_rng(seed)
    today = all_cases(assignment)
    cases = {}
    for exercise in rubric.exercises:
        visible = tuple(case for case in today[exercise.name].cases if case.visible)
        assert exercise.hidden is not None
        cases[exercise.name] = (*visible, *exercise.hidden(rng))
    return frozen_on(assignment, cases)


def said_of_hidden_cases(
    assignment: Assignment, exercise: str, source: str, seed: int, worker: Worker
) -> list[str]:
    """Grade one wrong function with other hidden inputs, and take what is said of these."""
    reference = (ROOT / "solutions" / f"{assignment.name}.py").read_text(encoding="utf-8")
    code = read_code([Block("cell 1", PREAMBLE), Block("cell 2", f"{reference}\n\n{source}")])
    submission = Submission("student", Path("student.py"), code)
    alone = Assignment(assignment.name, "", (assignment.exercise(exercise),))
    frozen = frozen_with(seed, assignment.name)
    report = grade_submission(submission, alone, frozen, worker, Isolation.FULL)
    result: ExerciseResult = report.exercises[0]
    return [check.message for check in result.checks if not check.visible and check.message]


@pytest.mark.parametrize("assignment", [BASICS, NEURON])
def test_what_is_said_of_hidden_cases_does_not_show_their_values(
    assignment: str, worker: Worker
) -> None:
    """No number that was measured on hidden inputs, and no size of theirs, is ever told."""
    numbers = re.compile(r"\d\.\d|\(\d|length \d")
    for exercise, variants in WRONG[assignment].items():
        if ASSIGNMENTS[assignment].exercise(exercise).helpers:
            continue
        for name, source in variants.items():
            rubric = ASSIGNMENTS[assignment]
            for message in said_of_hidden_cases(rubric, exercise, source, 1, worker):
                assert not numbers.search(message), (name, message)


SPY = """
def {name}({parameters}):
    secret = int(abs(hash(np.asarray({first}).tobytes())) % 97) + 2
    return {returned}
"""
SPIES = [
    "np.zeros((secret, 1))",
    "np.zeros(secret)",
    "[0.0] * secret",
    "{str(secret): 1.0}",
    "'x' * secret",
    "tuple(range(secret))",
    "np.full(3, 1.0 * secret)",
]


@pytest.mark.parametrize("returned", SPIES)
def test_a_spy_gets_no_word_of_what_it_saw(returned: str, worker: Worker) -> None:
    """Work that returns a message about its hidden inputs never reads it in its report."""
    source = SPY.format(
        name="image2vector",
        parameters="image",
        first="image",
        returned=f"image.reshape(-1, 1) if image.shape == (3, 2, 3) else {returned}",
    )
    said = {
        tuple(said_of_hidden_cases(ASSIGNMENTS[BASICS], "image2vector", source, seed, worker))
        for seed in (1, 2, 3)
    }
    assert len(said) == 1


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_no_reference_is_explained(assignment: str, grade_source: GradeSource) -> None:
    """Right work is told nothing at all, not even advice."""
    module = importlib.import_module(f"solutions.{assignment}")
    assert module.__file__ is not None
    report = grade_source(assignment, Path(module.__file__).read_text(encoding="utf-8"))
    said = [check.message for result in report.exercises for check in result.checks]
    assert set(said) == {""}
