"""A line through points: exercises, points, inputs and known mistakes."""

import numpy as np

from autograder.rubric.domain import Array, Kind, Number
from autograder.rubric.exercise import Assignment, Case, Check, Exercise, Fact, Misconception
from autograder.rubric.inputs import Inputs

X, Y = Array(("m", "n"), low=-3, high=3), Array(("m",), low=-5, high=5)
WEIGHTS, BIAS = Array(("n",), low=-2, high=2), Number(low=-3, high=3)
A, B = np.array([[1.0, 2.0], [0.5, -1.0], [-2.0, 0.25]]), np.array([2.0, -1.5, 0.75])
W = np.array([0.5, -0.25])

ASSIGNMENT = Assignment(
    "linear_regression",
    "A line through points",
    (
        Exercise(
            "predict",
            (Check("the predictions", 3), Check("leaves X alone", 1, Fact.UNCHANGED)),
            (Case("three examples", (A, W, 0.75)), Case("one feature", (A[:, :1], W[:1], -1.0))),
            inputs=Inputs({"X": X, "w": WEIGHTS, "b": BIAS}),
            misconceptions=(
                Misconception(
                    "bias-left-out",
                    "At the origin your prediction is 0. What should it be there?",
                    wrong=lambda X, w, b: X @ w,
                ),
                Misconception(
                    "bias-with-the-wrong-sign",
                    "At the origin your prediction has the wrong sign.",
                    wrong=lambda X, w, b: X @ w - b,
                ),
            ),
        ),
        Exercise(
            "cost",
            (Check("the cost", 3.5),),
            (Case("three examples", (np.array([1.5, -1.0, 2.0]), B)),),
            inputs=Inputs({"y_hat": Y, "y": Y}),
            misconceptions=(
                Misconception(
                    "factor-one-half-left-out",
                    "Your cost is twice too large.",
                    wrong=lambda y_hat, y: float(np.mean((y_hat - y) ** 2)),
                ),
            ),
        ),
        Exercise(
            "gradient",
            (Check("dw", 4, path=("dw",)), Check("db", 2, path=("db",))),
            (Case("three examples", (A, B, W, 0.75)),),
            inputs=Inputs({"X": X, "y": Y, "w": WEIGHTS, "b": BIAS}),
            helpers=("predict",),
        ),
        Exercise(
            "fit",
            (Check("w", 4, path=(0,)), Check("b", 2, path=(1,))),
            (Case("five steps", (A, B, 0.1, 5)),),
            inputs=Inputs(
                {
                    "X": X,
                    "y": Y,
                    "learning_rate": Number(low=0.01, high=0.1),
                    "num_iterations": Number(low=0, high=9, kind=Kind.WHOLE),
                }
            ),
            helpers=("predict", "gradient"),
        ),
    ),
)
