"""Python and vectorization: exercises, points and cases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from autograder.rubric.domain import AnyOf, Array, Kind, Number, any_array, number_or_array
from autograder.rubric.exercise import Advice, Assignment, Case, Check, Exercise, Fact
from autograder.rubric.inputs import Inputs, Rule, Size
from rubrics.hints import numpy_basics as hints
from rubrics.misconceptions.numpy_basics import WRONG

Rng = np.random.Generator

UNCHANGED = Check("leaves its arguments alone", 1, Fact.UNCHANGED)
VECTORISED = Check("works without a loop", 1, Fact.VECTORISED)
LOOP_ADVICE = Check(VECTORISED.name, 0, Fact.VECTORISED)
"""A right loop loses nothing where the text does not ask to do without."""
PLAIN_ADVICE = Check("comes as a plain number", 0, Fact.PLAIN)
"""The same number in an array of one element loses nothing."""

FEW, MANY = 8, 64
"""Numbers of examples between which the steps of vectorised work must not grow."""


def _traced(make: Callable[[int], tuple[object, ...]]) -> tuple[Case, ...]:
    return tuple(
        Case(f"{m} examples, counting steps", make(m), visible=True, traced=True)
        for m in (FEW, MANY)
    )


def _ramp(*shape: int) -> np.ndarray:
    """Spread numbers evenly from -2 to 2."""
    return np.linspace(-2, 2, int(np.prod(shape))).reshape(shape)


def _number_cases(rng: Rng) -> Iterator[Case]:
    yield Case("zero", (0,))
    yield Case("below zero", (-float(rng.uniform(0.5, 4)),))
    yield Case("far below zero", (-float(rng.uniform(25, 35)),))
    yield Case("far above zero", (float(rng.uniform(25, 35)),))


def _elementwise_cases(rng: Rng) -> Iterator[Case]:
    for name, shape in {
        "a row": (1, 4),
        "a matrix": (3, 2),
        "three axes": (2, 2, 3),
        "one element": (1,),
    }.items():
        yield Case(name, (rng.normal(0, 2, shape),))
    yield Case("large numbers", (np.array([-1, 1, -2, 2]) * rng.uniform(15, 30, 4),))


def _image_cases(rng: Rng) -> Iterator[Case]:
    for name, shape in {
        "a wide picture": (2, 4, 3),
        "a tall picture": (5, 2, 1),
        "one pixel": (1, 1, 3),
    }.items():
        yield Case(name, (rng.random(shape),))


def _row_cases(rng: Rng) -> Iterator[Case]:
    for name, shape in {
        "more columns than rows": (2, 5),
        "more rows than columns": (4, 3),
        "a square": (3, 3),
    }.items():
        yield Case(name, (rng.normal(0, 3, shape),))
    yield Case("whole numbers", (rng.integers(1, 9, (3, 4)),))


def _softmax_cases(rng: Rng) -> Iterator[Case]:
    yield from _row_cases(rng)
    yield Case("large scores", (rng.uniform(-15, 30, (3, 4)),))


def _vector_pair_cases(rng: Rng) -> Iterator[Case]:
    for name, n in {"six elements": 6, "one element": 1, "nine elements": 9}.items():
        yield Case(name, (rng.normal(0, 2, n), rng.normal(0, 2, n)))


def _error_cases(rng: Rng) -> Iterator[Case]:
    yield from _vector_pair_cases(rng)
    y = rng.normal(0, 2, 5)
    yield Case("all predictions too high", (y + rng.uniform(0.2, 3, 5), y))
    yield Case("all predictions too low", (y - rng.uniform(0.2, 3, 5), y))


def _table_cases(rng: Rng) -> Iterator[Case]:
    for name, shape in {
        "two rows": (2, 5),
        "a square": (4, 4),
    }.items():
        yield Case(name, (rng.uniform(1, 90, shape),))
    yield Case("whole numbers", (rng.integers(1, 90, (4, 3)),))


_MATRIX = Case("a matrix of whole numbers", (np.array([[1, -3, 0], [2, 4, -1]]),))
_LARGE = Case("a column of large numbers", (np.array([[-18.7], [12.4], [25.3], [-7.1]]),))
_ONE = Case("one number", (0.7,))


def _elementwise(
    name: str,
    points: float,
    visible: tuple[Case, ...],
    hidden: Callable[[Rng], Iterator[Case]],
    misconceptions: hints.Catalogue,
    inputs: Inputs,
    advice: tuple[Advice, ...] = (),
) -> Exercise:
    return Exercise(
        name,
        (Check("values", points - 2), UNCHANGED, VECTORISED),
        (
            Case("a vector", (np.array([-1.0, 0.0, 2.0]),)),
            *visible,
            *_traced(lambda m: (_ramp(m),)),
        ),
        hidden,
        misconceptions=misconceptions,
        inputs=inputs,
        draws=False,
        advice=advice,
    )


_VECTORS = (
    Case("three elements", (np.array([1.0, 2.0, 3.0]), np.array([4.0, 5.0, 6.0]))),
    Case("fractions", (np.array([0.5, -1.5, 2.0, 0.25]), np.array([-2.0, -1.0, 0.75, 5.0]))),
    Case("one element", (np.array([3.5]), np.array([-2.0]))),
    Case("whole numbers", (np.array([2, -1, 3, 4, 0, 1, 2]), np.array([5, 2, 1, -3, 4, 1, 6]))),
)
_ERRORS = (
    Case("five examples", (np.array([0.9, 0.2, 0.1, 0.4, 0.9]), np.array([1, 0, 0, 1, 1]))),
    Case("errors above one", (np.array([6.5, -1.25, 0.8]), np.array([1.0, 3.125, -7.5]))),
    Case("one example", (np.array([0.25]), np.array([2.0]))),
    Case("whole numbers", (np.array([2, 5, 1, 4]), np.array([5, 3, 1, -2]))),
)

_WIDE: dict[str, Any] = {"low": -60, "high": 60, "usual": (-4, 4)}
_TABLE_SIZES = {"m": Size(one="row", many="rows"), "n": Size(one="column", many="columns")}
_PIXELS = ("h", "w", "c")
_NUMBER = Inputs({"x": Number(**_WIDE)})
_ANYTHING = Inputs({"x": number_or_array(**_WIDE)})
_ARRAYS = Inputs({"v": any_array(**_WIDE)})
_PICTURE = Inputs(
    {"image": AnyOf((Array(_PIXELS, low=0, high=1), Array(_PIXELS, kind=Kind.BYTES)))}
)
_DIRECTIONS = Inputs(
    {"x": Array(("m", "n"), **_WIDE)},
    _TABLE_SIZES,
    (Rule("no row is zero", lambda x: np.linalg.norm(x, axis=1).all()),),
)
_SCORES = Inputs({"x": Array(("m", "n"), **_WIDE)}, _TABLE_SIZES)
_TABLE = Inputs(
    {"A": Array(("m", "n"), low=0, high=90)},
    _TABLE_SIZES,
    (Rule("columns sum above 0", lambda A: (A.sum(axis=0) > 0).all()),),
)
_TWO_VECTORS = Inputs({name: Array(("m",), low=-70, high=70, usual=(-5, 5)) for name in ("a", "b")})
_PREDICTIONS = Inputs(
    {name: Array(("m",), low=-70, high=70, usual=(-5, 5)) for name in ("yhat", "y")}
)

ASSIGNMENT = Assignment(
    "numpy_basics",
    "Think in arrays",
    (
        Exercise(
            "basic_sigmoid",
            (Check("values", 4), PLAIN_ADVICE),
            (
                Case("one", (1,)),
                Case("far below zero", (-14.5,)),
                Case("a fraction", (0.3,)),
                Case("far above zero", (9.0,)),
            ),
            _number_cases,
            misconceptions=hints.BASIC_SIGMOID,
            inputs=_NUMBER,
            draws=False,
        ),
        _elementwise(
            "sigmoid",
            10,
            (_MATRIX, _LARGE, _ONE),
            _elementwise_cases,
            hints.SIGMOID,
            _ANYTHING,
            (Advice.OVERFLOW,),
        ),
        Exercise(
            "sigmoid_derivative",
            (Check("values", 7), UNCHANGED, LOOP_ADVICE),
            (
                Case("a vector", (np.array([0.0, 1.0, -3.0]),)),
                _MATRIX,
                _LARGE,
                _ONE,
                *_traced(lambda m: (_ramp(m),)),
            ),
            _elementwise_cases,
            helpers=("sigmoid",),
            misconceptions=hints.SIGMOID_DERIVATIVE,
            inputs=_ANYTHING,
            draws=False,
            aliases=("sigmoid_grad",),
        ),
        Exercise(
            "image2vector",
            (Check("the column", 9), UNCHANGED),
            (
                Case("a picture of 3 x 2 pixels", (np.arange(18.0).reshape(3, 2, 3) / 20,)),
                Case("a grey picture", (np.array([[[0.9], [0.2], [0.5], [0.4]]]),)),
                Case(
                    "four channels, pixels of one byte",
                    (np.array([[[200, 3, 77, 5]], [[9, 250, 14, 100]]], dtype=np.uint8),),
                ),
            ),
            _image_cases,
            misconceptions=hints.IMAGE2VECTOR,
            inputs=_PICTURE,
            draws=False,
        ),
        Exercise(
            "normalize_rows",
            (Check("the rows", 9), Check(UNCHANGED.name, 2, Fact.UNCHANGED), VECTORISED),
            (
                Case("two rows", (np.array([[0.0, 3.0, 4.0], [1.0, 6.0, 4.0]]),)),
                Case("a tall matrix", (np.array([[-3.0, 4.0], [5.0, -12.0], [-0.6, -0.2]]),)),
                Case("one row of whole numbers", (np.array([[2, 1, 2]]),)),
                Case("one column", (np.array([[-4.0], [0.5], [2.0]]),)),
                *_traced(lambda m: (_ramp(m, 2),)),
            ),
            _row_cases,
            misconceptions=hints.NORMALIZE_ROWS,
            inputs=_DIRECTIONS,
            draws=False,
            aliases=("normalizeRows",),
        ),
        Exercise(
            "softmax",
            (Check("the rows", 10), UNCHANGED, VECTORISED),
            (
                Case("two rows", (np.array([[9.0, 2.0, 5.0], [7.0, 5.0, 0.0]]),)),
                Case(
                    "a tall matrix, large scores",
                    (np.array([[28.3, 27.6], [-15.0, 1.0], [0.0, 0.25]]),),
                ),
                Case("one row of whole numbers", (np.array([[1, 3, 2]]),)),
                Case("one column", (np.array([[-1.5], [0.5]]),)),
                *_traced(lambda m: (_ramp(m, 2),)),
            ),
            _softmax_cases,
            misconceptions=hints.SOFTMAX,
            inputs=_SCORES,
            draws=False,
            advice=(Advice.OVERFLOW,),
        ),
        Exercise(
            "dot_loop",
            (Check("the dot product", 5), UNCHANGED, PLAIN_ADVICE),
            _VECTORS,
            _vector_pair_cases,
            misconceptions=hints.DOT,
            inputs=_TWO_VECTORS,
            draws=False,
        ),
        Exercise(
            "dot_vectorized",
            (Check("the dot product", 4), UNCHANGED, VECTORISED, PLAIN_ADVICE),
            (
                *_VECTORS,
                *_traced(lambda m: (_ramp(m), np.arange(float(m)))),
            ),
            _vector_pair_cases,
            misconceptions=hints.DOT,
            inputs=_TWO_VECTORS,
            draws=False,
        ),
        _elementwise("exp_all", 6, (_MATRIX, _LARGE), _elementwise_cases, hints.EXP_ALL, _ARRAYS),
        Exercise(
            "calorie_percentages",
            (Check("the percentages", 8), UNCHANGED, VECTORISED),
            (
                Case(
                    "a table of three foods", (np.array([[50.0, 2, 20], [30, 90, 1], [20, 8, 4]]),)
                ),
                Case("two rows", (np.array([[1.5, 40.0, 6.0, 9.0], [4.5, 10.0, 18.0, 0.5]]),)),
                Case("one column of whole numbers", (np.array([[12], [30], [8]]),)),
                Case("one row", (np.array([[5.0, 20.0, 7.5]]),)),
                *_traced(lambda m: (_ramp(m, 3) + 3,)),
            ),
            _table_cases,
            misconceptions=hints.CALORIE_PERCENTAGES,
            inputs=_TABLE,
            draws=False,
        ),
        *(
            Exercise(
                name,
                (Check("the loss", 7), UNCHANGED, LOOP_ADVICE, PLAIN_ADVICE),
                (
                    *_ERRORS,
                    *_traced(lambda m: (_ramp(m), np.arange(float(m)))),
                ),
                _error_cases,
                misconceptions=misconceptions,
                inputs=_PREDICTIONS,
                draws=False,
            )
            for name, misconceptions in {"L1": hints.L1, "L2": hints.L2}.items()
        ),
    ),
).with_mistakes(WRONG)
