"""A classifier as one neuron: exercises, points and cases."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograder.rubric.domain import (
    AnyOf,
    Array,
    Choice,
    Dimension,
    Kind,
    Number,
    Optional,
    number_or_array,
)
from autograder.rubric.exercise import Advice, Assignment, Case, Check, Exercise, Fact
from autograder.rubric.inputs import Exclusion, Inputs, Rule, Size
from rubrics.hints import logistic_regression as hints
from rubrics.misconceptions.logistic_regression import WRONG

Rng = np.random.Generator

UNCHANGED = Check("leaves its arguments alone", 1, Fact.UNCHANGED)
DEFAULTS = Check("takes the text's values for what is left out", 1, Fact.DEFAULTS)
LOOP_ADVICE = Check("works without a loop", 0, Fact.VECTORISED)
"""A right loop loses nothing where the text does not ask to do without."""

FEW, MANY = 8, 64
"""Numbers of examples between which the steps of vectorised work must not grow."""


def _labels(rng: Rng, m: int) -> np.ndarray:
    """Draw labels of which the first is 1 and, where there is room, the last is 0."""
    Y = rng.integers(0, 2, (1, m))
    Y[0, 0] = 1
    Y[0, -1] = m == 1
    return Y


def _problem(rng: Rng, n: int, m: int) -> tuple[object, ...]:
    """Draw w, b, X and Y for which no neuron saturates."""
    w, X = rng.normal(0, 0.6, (n, 1)), rng.normal(0, 1, (n, m))
    return w, float(rng.normal(0, 1)), X, _labels(rng, m)


def _separable(rng: Rng, n: int, m: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw examples whose first feature tells their label, with some room between the classes."""
    Y = _labels(rng, m)
    X = rng.normal(0, 0.5, (n, m))
    X[0] = np.where(Y[0] == 1, 1.0, -1.0) * rng.uniform(0.5, 1.5, m) + 0.3
    return X, Y


def _crowd(rng: Rng, m: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw examples so close to each other that labels tell small changes of w and b."""
    X = rng.uniform(-1, 1, (2, m))
    Y = (X[:1] + 0.6 * X[1:] + rng.normal(0, 0.7, (1, m)) > 0.35).astype(int)
    Y[0, 0], Y[0, -1] = 1, 0
    return X, Y


def _with_scores(rng: Rng, n: int, z: list[float], b: float) -> tuple[object, ...]:
    """Draw w, b and X whose scores wᵀX + b are z."""
    w, X = rng.normal(0, 1, (n, 1)) + 0.2, rng.normal(0, 1, (n, len(z)))
    w[0] = 1.5
    X[0] = (np.array(z) - b - w[1:, 0] @ X[1:]) / w[0]
    return w, b, X


def _flatten_cases(rng: Rng) -> Iterator[Case]:
    for name, shape in {
        "five pictures": (5, 2, 3, 3),
        "as many pictures as pixels": (4, 2, 2, 1),
        "square pictures": (3, 4, 4, 3),
    }.items():
        yield Case(name, (rng.integers(0, 256, shape, dtype=np.uint8),))


def _sigmoid_cases(rng: Rng) -> Iterator[Case]:
    for name, shape in {"a row": (1, 6), "a matrix": (2, 4)}.items():
        yield Case(name, (rng.normal(0, 2, shape),))
    yield Case("large numbers", (np.array([[-1, 1, -2, 2]]) * rng.uniform(15, 30, 4),))


def _dimension_cases(rng: Rng) -> Iterator[Case]:
    yield Case("some features", (int(rng.integers(4, 9)),))
    yield Case("more features", (int(rng.integers(12, 20)),))
    yield Case("many features", (int(rng.integers(40, 60)),))


def _propagate_cases(rng: Rng) -> Iterator[Case]:
    for name, (n, m) in {
        "more examples than features": (3, 7),
        "more features than examples": (6, 2),
        "as many features as examples": (4, 4),
        "one feature": (1, 5),
    }.items():
        yield Case(name, _problem(rng, n, m))


def _optimize_cases(rng: Rng) -> Iterator[Case]:
    yield Case("one step", (*_problem(rng, 2, 4), 1, 0.1))
    yield Case(
        "other hyper-parameters", _problem(rng, 4, 3), {"num_iterations": 7, "learning_rate": 0.3}
    )
    X, Y = _separable(rng, 2, 6)
    yield Case("until the cost is low", (rng.normal(0, 0.1, (2, 1)), 0.0, X, Y, 101, 0.6))
    yield Case("printing the cost", (*_problem(rng, 2, 3), 5, 0.02, True))


def _predict_cases(rng: Rng) -> Iterator[Case]:
    near = [0.05, -0.05, 0.2, -0.2, 0.35, 0.45, -0.4, 3.0, -3.0, 0.1]
    yield Case("near the threshold", _with_scores(rng, 3, near, 1.3))
    yield Case("one example, no cat", _with_scores(rng, 2, [-0.3], 0.8))
    yield Case("mostly cats", _with_scores(rng, 5, [-1.0, 0.2, 1.5, 0.4, 2.0, 0.6], 1.4))
    yield Case("one feature", _with_scores(rng, 1, [2.0, -1.0, 0.3, 0.4, -0.3, 1.0], 0.7))


def _model_cases(rng: Rng) -> Iterator[Case]:
    for name, (n, m, m_test, steps, rate) in {
        "one test example": (3, 5, 1, 7, 0.4),
        "more features than examples": (7, 4, 6, 6, 0.05),
    }.items():
        X, Y = _separable(rng, n, m)
        X_test, Y_test = _separable(rng, n, m_test)
        yield Case(name, (X, Y, X_test, Y_test), {"num_iterations": steps, "learning_rate": rate})
    X = np.array([[-1.0, -1, 1, 1], [-1, 1, -1, 1]]) + rng.uniform(-0.2, 0.2, (2, 4))
    Y = np.array([[1, 0, 0, 1]])
    options = {"num_iterations": 9, "learning_rate": 0.3}
    yield Case("labels that no neuron can learn", (X, Y, X[:, ::-1] * 0.9, Y), options)
    # A hundred small steps, those of the defaults, end with other labels than eight large ones.
    X = np.array([[1, 1.5, 4, 4.5], [0, 0, 0, 0]]) + rng.uniform(-0.2, 0.2, (2, 4))
    Y = np.array([[0, 0, 1, 1]])
    yield Case("classes on one side of zero", (X, Y, X[:, ::-1] * 0.9, Y, 8, 0.5))
    X, Y = _separable(rng, 2, 5)
    yield Case("labels the other way round", (X, 1 - Y, X[:, ::-1], Y, 8, 0.5))
    yield Case("many examples near the threshold", (*_crowd(rng, 150), *_crowd(rng, 150), 6, 0.9))


_FEATURES = np.array([[1.0, -2.0, -1.0], [3.0, 0.5, -3.2]])
_OTHERS = np.array([[1.5, 0.5, -1.0], [2.0, 1.0, -0.5]])
_LABELS = np.array([[1, 1, 0]])
_WEIGHTS = np.array([[1.0], [2.0]])
_WIDE = (np.array([[0.4], [-0.2], [0.7]]), -0.3, np.array([[1.0, -0.5], [0.5, 2.0], [-1.5, 0.8]]))
"""Three weights, a bias, and two examples."""
_SINGLE = (np.array([[0.5], [-1.0]]), 0.25, np.array([[1.2], [0.4]]))
"""Two weights, a bias, and one example."""


def _examples(m: int) -> tuple[object, ...]:
    """Lay w, b and X out, for m examples with two features."""
    return np.array([[0.5], [-0.25]]), 0.1, np.linspace(-1, 1, 2 * m).reshape(2, m)


def _counted(m: int, *args: object) -> Case:
    return Case(f"{m} examples, counting steps", args, visible=True, traced=True)


def _outputs(*rows: tuple[str, float, tuple[str | int, ...]]) -> tuple[Check, ...]:
    return tuple(Check(name, points, path=path) for name, points, path in rows)


_PIXELS = ("m", "h", "w", "c")
_PICTURES = Inputs(
    {"images": AnyOf((Array(_PIXELS, kind=Kind.BYTES), Array(_PIXELS, low=0, high=255)))}
)
_ANYTHING = Inputs({"z": number_or_array(low=-60, high=60, usual=(-4, 4))})
_DIM = Inputs({"dim": Dimension("n")}, {"n": Size(high=20)})
_NEURON = {
    "w": Array(("n", 1), low=-9, high=9, usual=(-1, 1)),
    "b": Number(low=-9, high=9, usual=(-1, 1)),
    "X": Array(("n", "m"), low=-20, high=20, usual=(-2, 2)),
}
_STEPS = {
    "num_iterations": Optional(Number(low=1, high=190, kind=Kind.WHOLE, usual=(1, 12))),
    "learning_rate": Optional(Number(low=0.005, high=0.9, usual=(0.005, 0.5))),
    "print_cost": Optional(Choice((False, True))),
}
_UNSATURATED = Rule("no neuron saturates", lambda w, b, X: (np.abs(w.T @ X + b) < 30).all())
_UNDECIDED = Rule("no score is zero", lambda w, b, X: (np.abs(w.T @ X + b) > 1e-6).all())
_Y = Array((1, "m"), kind=Kind.LABELS)
_PROPAGATED = Inputs({**_NEURON, "Y": _Y}, rules=(_UNSATURATED,))
_OPTIMIZED = Inputs(
    {**_NEURON, "Y": _Y, **_STEPS},
    rules=(_UNSATURATED,),
    exclusions=(Exclusion("whole numbers", "a copy of whole weights takes no step in place"),),
)
_PREDICTED = Inputs(_NEURON, rules=(_UNDECIDED,))
_MODELLED = Inputs(
    {
        "X_train": Array(("n", "m"), low=-5, high=5, usual=(-2, 2)),
        "Y_train": _Y,
        "X_test": Array(("n", "k"), low=-5, high=5, usual=(-2, 2)),
        "Y_test": Array((1, "k"), kind=Kind.LABELS),
        **_STEPS,
    },
    {"k": Size(one="test example", many="test examples")},
)

ASSIGNMENT = Assignment(
    "logistic_regression",
    "A cat classifier with one neuron",
    (
        Exercise(
            "flatten_images",
            (Check("the matrix X", 9), UNCHANGED),
            (
                Case("two pictures", (np.arange(0, 240, 20, dtype=np.uint8).reshape(2, 1, 2, 3),)),
                Case(
                    "three grey pictures, pixels that are floats",
                    (np.array([9.0, 204.5, 51, 0, 255, 102]).reshape(3, 2, 1, 1),),
                ),
                Case("one picture", (np.arange(255, 195, -5, dtype=np.uint8).reshape(1, 2, 2, 3),)),
            ),
            _flatten_cases,
            misconceptions=hints.FLATTEN_IMAGES,
            inputs=_PICTURES,
            draws=False,
        ),
        Exercise(
            "sigmoid",
            (Check("values", 4), UNCHANGED, LOOP_ADVICE),
            (
                Case("a row", (np.array([[0.0, 2.0]]),)),
                Case("a vector of whole numbers", (np.array([1, -3, 0, 4]),)),
                Case("a column of large numbers", (np.array([[-18.0], [12.5], [25.0], [-7.0]]),)),
                Case("one number", (0.7,)),
                *(_counted(m, np.linspace(-2, 2, m).reshape(1, m)) for m in (FEW, MANY)),
            ),
            _sigmoid_cases,
            misconceptions=hints.SIGMOID,
            inputs=_ANYTHING,
            draws=False,
            advice=(Advice.OVERFLOW,),
        ),
        Exercise(
            "initialize_with_zeros",
            (
                Check("w", 3, path=(0,)),
                Check("b", 1, path=(1,)),
                Check("b is a plain number", 1, Fact.PLAIN, path=(1,)),
            ),
            (
                Case("three features", (3,)),
                Case("one feature", (1,)),
                Case("seven features", (7,)),
            ),
            _dimension_cases,
            misconceptions=hints.INITIALIZE_WITH_ZEROS,
            inputs=_DIM,
            draws=False,
        ),
        Exercise(
            "propagate",
            (
                *_outputs(("dw", 9, (0, "dw")), ("db", 5, (0, "db"))),
                Check("cost", 8, path=(1,)),
                UNCHANGED,
                Check("works without a loop", 2, Fact.VECTORISED),
            ),
            (
                Case("two features, three examples", (_WEIGHTS, 1.5, _FEATURES, _LABELS)),
                Case("three features, two examples", (*_WIDE, np.array([[0, 1]]))),
                Case("one example", (*_SINGLE, np.array([[1]]))),
                Case(
                    "whole numbers, all labels 1",
                    (_WEIGHTS * 0.5, -1, np.array([[1, 2, -1, 0], [0, -2, 1, 3]]), np.ones((1, 4))),
                ),
                *(
                    _counted(m, *_examples(m), (np.arange(m) % 3 == 0).astype(int).reshape(1, m))
                    for m in (FEW, MANY)
                ),
            ),
            _propagate_cases,
            helpers=("sigmoid",),
            misconceptions=hints.PROPAGATE,
            inputs=_PROPAGATED,
            draws=False,
            advice=(Advice.PLAIN_COST,),
        ),
        Exercise(
            "optimize",
            (
                *_outputs(
                    ("w after the last step", 6, (0, "w")),
                    ("b after the last step", 3, (0, "b")),
                    ("dw of the last step", 3, (1, "dw")),
                    ("db of the last step", 2, (1, "db")),
                ),
                Check("costs", 7, Fact.LIST, path=(2,)),
                Check(UNCHANGED.name, 2, Fact.UNCHANGED),
                Check(DEFAULTS.name, 2, Fact.DEFAULTS),
            ),
            (
                Case(
                    "a hundred and one steps",
                    (_WEIGHTS, 1.5, _FEATURES, _LABELS),
                    {"num_iterations": 101, "learning_rate": 0.009},
                ),
                Case("one step", (*_WIDE, np.array([[0, 1]]), 1, 0.5)),
                Case("one example, printing the cost", (*_SINGLE, np.array([[0]]), 7, 0.2, True)),
                Case(
                    "what is left out",
                    (_WEIGHTS, 1.5, _FEATURES, _LABELS),
                    omits=("num_iterations", "learning_rate"),
                ),
            ),
            _optimize_cases,
            helpers=("sigmoid", "propagate"),
            misconceptions=hints.OPTIMIZE,
            inputs=_OPTIMIZED,
            draws=False,
            seconds=10.0,
            advice=(Advice.DEEP_COPY, Advice.PLAIN_COST),
        ),
        Exercise(
            "predict",
            (Check("the labels", 14, Fact.LABELS), UNCHANGED, LOOP_ADVICE),
            (
                Case("three examples", (np.array([[0.3], [0.5]]), -0.2, np.abs(_FEATURES) - 1)),
                Case(
                    "near the threshold",
                    (np.array([[1.0]]), 0.7, np.array([[-0.8, -0.6, -0.3, 0.1, -1.2, 2.0]])),
                ),
                Case("one example, a cat", (*_SINGLE[:2], np.array([[0.6], [0.5]]))),
                Case(
                    "mostly no cats", (_WIDE[0], -1.1, np.array([[1, 2, 3], [4, 0, 1], [0, 1, -1]]))
                ),
                *(_counted(m, *_examples(m)) for m in (FEW, MANY)),
            ),
            _predict_cases,
            helpers=("sigmoid",),
            misconceptions=hints.PREDICT,
            inputs=_PREDICTED,
            draws=False,
            advice=(Advice.ONE_HALF,),
        ),
        Exercise(
            "model",
            (
                Check("costs", 2, Fact.LIST, path=("costs",)),
                Check("Y_prediction_test", 3, Fact.LABELS, path=("Y_prediction_test",)),
                Check("Y_prediction_train", 3, Fact.LABELS, path=("Y_prediction_train",)),
                *_outputs(("w", 2, ("w",)), ("b", 1, ("b",))),
                Check("learning_rate", 1, path=("learning_rate",)),
                Check("num_iterations", 1, path=("num_iterations",)),
                UNCHANGED,
                DEFAULTS,
            ),
            (
                Case(
                    "ten steps",
                    (_FEATURES, _LABELS, _FEATURES[:, :2] * 0.5, _LABELS[:, :2]),
                    {"num_iterations": 10, "learning_rate": 0.1},
                ),
                Case(
                    "more test examples than training examples",
                    (
                        _WIDE[2],
                        np.array([[1, 0]]),
                        np.array([[1, 2, 3], [4, 0, 1], [0, 1, -1]]) - 0.5,
                        _LABELS,
                    ),
                    {"num_iterations": 7, "learning_rate": 0.4},
                ),
                Case(
                    "more than a hundred steps, one test example",
                    (_OTHERS, _LABELS, _OTHERS[:, :1] - 0.75, _LABELS[:, :1]),
                    {"num_iterations": 101, "learning_rate": 0.05},
                ),
                Case(
                    "labels that one feature cannot tell apart",
                    (
                        np.array([[3.0, 3.5, 0.5, 3.5, 0.5]]),
                        np.array([[1, 0, 0, 1, 0]]),
                        np.array([[1.0, -0.5, 3.5, 1.0]]),
                        np.array([[1, 1, 0, 1]]),
                    ),
                    {"num_iterations": 9, "learning_rate": 0.3},
                ),
                Case(
                    "five hundred steps",
                    (_OTHERS, _LABELS, _OTHERS[:, :2] * 0.5, _LABELS[:, :2]),
                    {"num_iterations": 500, "learning_rate": 0.02},
                    illustrates=True,
                ),
                Case(
                    "what is left out",
                    (_FEATURES, _LABELS, _FEATURES[:, :2] * 0.5, _LABELS[:, :2]),
                    omits=("num_iterations", "learning_rate"),
                ),
            ),
            _model_cases,
            helpers=("sigmoid", "initialize_with_zeros", "propagate", "optimize", "predict"),
            misconceptions=hints.MODEL,
            inputs=_MODELLED,
            draws=False,
            seconds=10.0,
        ),
    ),
).with_mistakes(WRONG)
