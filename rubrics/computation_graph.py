"""Derivatives, loss and cost, and the computation graph: exercises, points and cases."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograder.rubric.domain import (
    Array,
    Choice,
    Function,
    Kind,
    Number,
    Optional,
    number_or_array,
)
from autograder.rubric.exercise import Assignment, Case, Check, Exercise, Fact, Form
from autograder.rubric.formula import Formula
from autograder.rubric.inputs import Exclusion, Inputs, Rule
from rubrics.hints import computation_graph as hints
from rubrics.misconceptions.computation_graph import WRONG

Rng = np.random.Generator

UNCHANGED = Check("leaves its arguments alone", 1, Fact.UNCHANGED)
PLAIN_ADVICE = Check("comes as a plain number", 0, Fact.PLAIN)
"""The same number in an array of one element loses nothing."""


def _probabilities(rng: Rng, *shape: int) -> np.ndarray:
    return rng.uniform(0.03, 0.97, shape)


def _labels(rng: Rng, *shape: int) -> np.ndarray:
    """Draw labels of which at least one is 1 and, where there is room, one is 0."""
    labels = rng.integers(0, 2, shape)
    labels.flat[0] = 1
    labels.flat[-1] = labels.size == 1
    return labels


def _loss_cases(rng: Rng) -> Iterator[Case]:
    for name, shape in {
        "five examples in a row": (1, 5),
        "one example": (1, 1),
    }.items():
        yield Case(name, (_probabilities(rng, *shape), _labels(rng, *shape)))
    yield Case("numbers, label 1", (float(rng.uniform(0.1, 0.9)), 1))
    near, labels = rng.uniform(1e-5, 1e-4, (1, 4)), np.array([[1, 0, 0, 1]])
    yield Case("very sure predictions", (np.where([[1, 0, 1, 0]], near, 1 - near), labels))


def _mean_cases(rng: Rng) -> Iterator[Case]:
    for name, m in {"six examples": 6, "eleven examples": 11}.items():
        yield Case(name, (_probabilities(rng, 1, m), _labels(rng, 1, m)))


def _derivative_cases(rng: Rng) -> Iterator[Case]:
    cube, sine = Formula("lambda a: a**3"), Formula("lambda a: np.sin(a)")
    line = Formula("lambda a: 3 * a")
    yield Case("a cube, a wide nudge", (cube, float(rng.uniform(1, 3)), 0.5))
    yield Case("a cube, below zero", (cube, float(rng.uniform(-3, -1))), {"h": 0.25})
    yield Case("a straight line", (line, float(rng.uniform(-4, 4)), 1e-6))
    yield Case("a sine of a matrix", (sine, rng.uniform(-2, 2, (2, 3))), {"h": 1e-3})


def _graph_cases(rng: Rng) -> Iterator[Case]:
    yield Case("fractions", tuple(float(n) for n in rng.normal(0, 3, 3)))
    signs = zip((-1, 1, -1), rng.uniform(0.5, 4, 3), strict=True)
    yield Case("mixed signs", tuple(float(sign * n) for sign, n in signs))


def _neuron_cases(rng: Rng) -> Iterator[Case]:
    for y in (0, 1):
        yield Case(f"label {y}", (*(float(n) for n in rng.normal(0, 1.5, 5)), y))
    x1, x2 = (float(n) for n in rng.uniform(4, 6, 2))
    yield Case("a neuron that is very sure", (2.0, 2.5, 0.5, x1, x2, 0))


def _descent_cases(rng: Rng) -> Iterator[Case]:
    bowl = Formula("lambda theta: 2 * (theta - 3)")
    steep = Formula("lambda theta: 4 * theta**3 - 2")
    yield Case("a bowl", (bowl, float(rng.uniform(-5, 0)), 0.1, 7))
    yield Case("a column", (steep, rng.uniform(0, 1, (2, 1)), 0.02, 4))
    yield Case("at the bottom", (bowl, 3.0, 0.1, 4))


_SQUARE, _CUBE = Formula("lambda a: a**2"), Formula("lambda a: a**3")
_LOG, _SINE = Formula("lambda a: np.log(a)"), Formula("lambda a: np.sin(a)")
_BOWL, _STEEP = Formula("lambda theta: 2 * (theta - 3)"), Formula("lambda theta: 4 * theta**3 - 2")

_LOSSES = (
    Case("the example of the text", (np.array([0.9, 0.2]), np.array([1, 0]))),
    Case(
        "a row, labels that are floats",
        (np.array([[0.7, 0.35, 0.08]]), np.array([[0.0, 1.0, 0.0]])),
    ),
    Case(
        "two rows, very sure predictions",
        (np.array([[0.99995, 0.00004], [0.99994, 0.03]]), np.array([[1, 1], [0, 0]])),
    ),
    Case("one number", (0.3, 0)),
)
_MEANS = (
    Case("the example of the text", (np.array([[0.9, 0.2]]), np.array([[1, 0]]))),
    Case("one example", (np.array([[0.3]]), np.array([[0]]))),
    Case("all labels 1", (np.array([[0.8, 0.45, 0.6]]), np.array([[1, 1, 1]]))),
    Case(
        "labels that are floats",
        (np.array([[0.7, 0.35, 0.08, 0.6, 0.95, 0.02, 0.9]]), np.array([[1.0, 0, 0, 1, 0, 1, 0]])),
    ),
)
_SLOPES = (
    Case("the example of the text", (_SQUARE, 5.0, 1e-6)),
    Case("a whole number, a wide nudge", (_CUBE, 2, 0.5)),
    Case("an array", (_LOG, np.array([1.0, 2.5, 4.0])), {"h": 0.125}),
    Case("a matrix, some below zero", (_SINE, np.array([[-1.5, 0.5], [2.0, -0.25]]), 0.001)),
    Case("what is left out", (_CUBE, 2.0), omits=("h",)),
)
_GRAPHS = (
    Case("the example of the text", (5, 3, 2)),
    Case("fractions", (7.5, 1.25, 3.3)),
    Case("below zero", (-2.5, -0.4, -3.5)),
    Case("mixed signs", (-1.5, 2.25, -0.75)),
)
_NEURONS = (
    Case("the example of the text", (1, 2, -3, 1, 0.5, 1)),
    Case("label 0", (-0.6, 1.2, 0.3, -6.5, 1.4, 0)),
    Case("whole numbers", (-1, 2, 1, 2, 3, 1)),
    Case("a neuron that is sure and wrong", (-0.5, -2.0, 0.5, 1.5, 2.25, 1)),
)
_WALKS = (
    Case("the example of the text", (Formula("lambda theta: 2 * theta"), 8.0, 0.25, 3)),
    Case("a vector", (_BOWL, np.array([1.0, -2.0, 3.5]), 0.2, 2)),
    Case("no step", (_BOWL, 5, 0.3, 0)),
    Case("a steeper slope, many steps", (_STEEP, 0.25, 0.1, 6)),
)


def _no_cases(_: Rng) -> Iterator[Case]:
    yield Case("your answers")


QUESTIONS = (
    (
        "loss_or_cost",
        Form.LETTER,
        "One of them belongs to a single example, the other to the whole training set.",
    ),
    (
        "convexity",
        Form.LETTER,
        "Picture the bowl: how many lowest points does it have, and does the start matter?",
    ),
    (
        "slope_of_a_line",
        Form.NUMBER,
        "Nudge a by 0.001 and divide the change of f by the nudge.",
    ),
    (
        "dvar",
        Form.LETTER,
        "In code, `dvar` is short for a derivative: of what, with respect to what?",
    ),
    ("dz", Form.NUMBER, "Put the numbers into dL/dz = a - y, and mind the sign."),
    (
        "accumulate_dw",
        Form.LETTER,
        "The cost is a mean over examples: what does each of them contribute?",
    ),
    (
        "db_in_one_line",
        Form.LETTER,
        "db is one number: the mean of the dz of all the examples.",
    ),
    (
        "minimise_loss",
        Form.LETTER,
        "Put y = 1 and then y = 0 into the loss, and compare it with log p(y | x).",
    ),
    (
        "rank_one",
        Form.SHAPE,
        "An array with one pair of brackets has one axis; transposing turns axes around.",
    ),
    (
        "broadcasting",
        Form.SHAPE,
        "Line the shapes up from the right: an axis of length 1 is stretched.",
    ),
)
"""The questions of the quiz: key, form of the answer, hint that a wrong answer earns."""

_PAIRS = Inputs(
    {"a": number_or_array(kind=Kind.PROBABILITIES), "y": number_or_array(kind=Kind.LABELS)}
)
_ROWS = Inputs(
    {"A": Array((1, "m"), kind=Kind.PROBABILITIES), "Y": Array((1, "m"), kind=Kind.LABELS)}
)
_NUDGES = Inputs(
    {
        "f": Function((_SQUARE, _CUBE, _SINE, _LOG, Formula("lambda a: 3 * a"))),
        "a": number_or_array(low=-5, high=6),
        "h": Optional(Number(low=1e-6, high=0.5)),
    },
    rules=(Rule("ln is taken of numbers above 0.6", lambda f, a: f != _LOG or np.min(a) > 0.6),),
)
_NODES = Inputs({name: Number(low=-20, high=20, usual=(-4, 4)) for name in "abc"})
_NEURON = Inputs(
    {
        **{name: Number(low=-9, high=9, usual=(-2, 2)) for name in ("w1", "w2", "b", "x1", "x2")},
        "y": Choice((0, 1)),
    },
    rules=(
        Rule(
            "the neuron does not saturate",
            lambda w1, w2, b, x1, x2: abs(w1 * x1 + w2 * x2 + b) < 30,
        ),
    ),
)
_DESCENTS = Inputs(
    {
        "grad": Function((Formula("lambda theta: 2 * theta"), _BOWL, _STEEP)),
        "theta": number_or_array(low=-12, high=12, usual=(-2, 2)),
        "learning_rate": Number(low=0.01, high=0.3),
        "num_iterations": Number(low=0, high=7, kind=Kind.WHOLE),
    },
    rules=(
        Rule(
            "a steep slope starts near its bottom",
            lambda grad, theta, learning_rate: (
                grad != _STEEP or (np.max(np.abs(theta)) <= 1 and learning_rate <= 0.1)
            ),
        ),
    ),
    exclusions=(Exclusion("whole numbers", "a copy of a whole start takes no step in place"),),
)

ASSIGNMENT = Assignment(
    "computation_graph",
    "From a slope to one neuron",
    (
        Exercise(
            "loss",
            (Check("the loss of each example", 9), UNCHANGED),
            _LOSSES,
            _loss_cases,
            misconceptions=hints.LOSS,
            inputs=_PAIRS,
            draws=False,
        ),
        Exercise(
            "cost",
            (Check("the mean of the losses", 9), UNCHANGED, PLAIN_ADVICE),
            _MEANS,
            _mean_cases,
            helpers=("loss",),
            misconceptions=hints.COST,
            inputs=_ROWS,
            draws=False,
        ),
        Exercise(
            "log_likelihood",
            (Check("the sum of the logarithms", 9), UNCHANGED, PLAIN_ADVICE),
            _MEANS,
            _mean_cases,
            helpers=("loss", "cost"),
            misconceptions=hints.LOG_LIKELIHOOD,
            inputs=_ROWS,
            draws=False,
        ),
        Exercise(
            "derivative",
            (
                Check("the slope", 8, rtol=1e-6, atol=1e-7),
                UNCHANGED,
                Check("takes the text's value for what is left out", 1, Fact.DEFAULTS),
            ),
            _SLOPES,
            _derivative_cases,
            misconceptions=hints.DERIVATIVE,
            inputs=_NUDGES,
            draws=False,
        ),
        Exercise(
            "graph_forward",
            tuple(
                Check(name, points, path=(name,))
                for name, points in {"u": 1, "v": 2, "J": 2}.items()
            ),
            _GRAPHS,
            _graph_cases,
            misconceptions=hints.GRAPH_FORWARD,
            inputs=_NODES,
            draws=False,
        ),
        Exercise(
            "graph_backward",
            tuple(Check(name, 3, path=(name,)) for name in ("dv", "du", "da", "db", "dc")),
            _GRAPHS,
            _graph_cases,
            helpers=("graph_forward",),
            misconceptions=hints.GRAPH_BACKWARD,
            inputs=_NODES,
            draws=False,
        ),
        Exercise(
            "neuron_backward",
            tuple(
                Check(name, points, path=(name,))
                for name, points in {"dz": 6, "dw1": 3, "dw2": 3, "db": 3}.items()
            ),
            _NEURONS,
            _neuron_cases,
            misconceptions=hints.NEURON_BACKWARD,
            inputs=_NEURON,
            draws=False,
        ),
        Exercise(
            "gradient_descent",
            (Check("all the values on the way", 9, Fact.LIST), UNCHANGED),
            _WALKS,
            _descent_cases,
            misconceptions=hints.GRADIENT_DESCENT,
            inputs=_DESCENTS,
            draws=False,
        ),
        Exercise(
            "quiz",
            tuple(
                Check(key, 1.5, Fact.ANSWER, path=(key,), hint=hint, form=form)
                for key, form, hint in QUESTIONS
            ),
            (),
            _no_cases,
        ),
    ),
).with_mistakes(WRONG)
