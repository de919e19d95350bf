"""Advice is for those whose work is right, costs nothing, and is not told twice."""

from __future__ import annotations

import pytest

from autograder.report import Outcome
from tests.conftest import GradeExercise

BASICS, NEURON = "numpy_basics", "logistic_regression"
LOOP = "costs = []\n    for i in range(num_iterations):\n        g, cost = propagate(w, b, X, Y)\n"
STEP = "        w = w - learning_rate * g['dw']; b = b - learning_rate * g['db']\n"
KEEP = "        costs += [cost] if i % 100 == 0 else []\n"
END = "    return {'w': w, 'b': b}, g, costs\n"
OPTIMIZE = (
    "def optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):\n    "
)
SLOW_PREDICT = """
def predict(w, b, X):
    labels = np.zeros((1, X.shape[1]))
    for i in range(X.shape[1]):
        labels[0, i] = sigmoid(w[:, 0] @ X[:, i] + b) > 0.5
    return labels
"""
PROPAGATE = """
def propagate(w, b, X, Y):
    A, m = sigmoid(w.T @ X + b), X.shape[1]
    cost = -(Y @ np.log(A).T + (1 - Y) @ np.log(1 - A).T) / m
    return {"dw": X @ (A - Y).T / m, "db": np.mean(A - Y)}, cost
"""

ADVISED = [
    # assignment, exercise, source, name of the advice, a part of its sentence
    (
        BASICS,
        "sigmoid",
        "def sigmoid(x):\n    return 1 / (1 + np.exp(-x))",
        "safe from overflow",
        "exp overflows above about 709",
    ),
    (
        NEURON,
        "sigmoid",
        "def sigmoid(z):\n    return np.exp(z) / (1 + np.exp(z))",
        "safe from overflow",
        "exp overflows above about 709",
    ),
    (
        BASICS,
        "softmax",
        "def softmax(x):\n    e = np.exp(x)\n    return e / e.sum(axis=1, keepdims=True)",
        "safe from overflow",
        "no exponent is above 0",
    ),
    (
        NEURON,
        "predict",
        "def predict(w, b, X):\n    return (sigmoid(w.T @ X + b) >= 0.5).astype(int)",
        "one half itself",
        "the text asks for 0 there",
    ),
    (
        NEURON,
        "predict",
        "def predict(w, b, X):\n    for i in range(3):\n        pass\n"
        "    return (sigmoid(w.T @ X + b) > 0.5) * 1.0",
        "no idle loop",
        "there is a loop that does nothing",
    ),
    (
        NEURON,
        "optimize",
        f"{OPTIMIZE}w = copy.deepcopy(w); {LOOP}{STEP}{KEEP}{END}",
        "no needless copy",
        "w is copied deeply, but nothing changes it in place",
    ),
    (
        NEURON,
        "optimize",
        f"{OPTIMIZE}{LOOP}{STEP}{KEEP.replace('[cost]', '[np.array([[cost]])]')}{END}",
        "the cost as a plain number",
        "the cost is an array of shape (1, 1)",
    ),
    (NEURON, "propagate", PROPAGATE, "the cost as a plain number", "float() makes a number of it"),
    (NEURON, "predict", SLOW_PREDICT, "works without a loop", "let NumPy work on the whole array"),
    (
        BASICS,
        "L1",
        "def L1(yhat, y):\n    total = 0\n    for p, t in zip(yhat, y):\n"
        "        total += abs(p - t)\n    return total",
        "works without a loop",
        "steps of Python for 8 examples",
    ),
]


@pytest.mark.parametrize(("assignment", "exercise", "source", "name", "sentence"), ADVISED)
def test_right_work_is_advised_and_loses_nothing(
    assignment: str,
    exercise: str,
    source: str,
    name: str,
    sentence: str,
    grade_exercise: GradeExercise,
) -> None:
    """All the points are there, and a word more."""
    result = grade_exercise(assignment, exercise, source)
    assert (result.score, result.outcome) == (result.max_score, Outcome.PASSED)
    assert [(c.name, c.outcome) for c in result.checks if c.is_advice] == [(name, Outcome.FAILED)]
    assert sentence in next(c.message for c in result.checks if c.is_advice)


UNADVISED = [
    # assignment, exercise, source
    (BASICS, "sigmoid", "def sigmoid(x):\n    return 0.5 * (1 + np.tanh(0.5 * x))"),
    (NEURON, "sigmoid", "def sigmoid(z):\n    return 1 / (1 + np.exp(-np.clip(z, -500, 500)))"),
    (
        BASICS,
        "softmax",
        "def softmax(x):\n    e = np.exp(x - x.max(axis=1, keepdims=True))\n"
        "    return e / e.sum(axis=1, keepdims=True)",
    ),
    (
        NEURON,
        "optimize",
        f"{OPTIMIZE}w = copy.deepcopy(w); {LOOP}{STEP.replace('w = w - ', 'w -= ', 1)}{KEEP}{END}",
    ),
    (NEURON, "predict", "def predict(w, b, X):\n    return X"),
    (BASICS, "sigmoid", "def sigmoid(x):\n    for i in x:\n        pass\n    return np.exp(x)"),
]


@pytest.mark.parametrize(("assignment", "exercise", "source"), UNADVISED)
def test_no_advice_where_none_is_due(
    assignment: str, exercise: str, source: str, grade_exercise: GradeExercise
) -> None:
    """What is done well is not told, and wrong work has other worries."""
    result = grade_exercise(assignment, exercise, source)
    assert not any(check.is_advice for check in result.checks)
