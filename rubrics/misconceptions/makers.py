"""Functions that make an exercise out of its steps, so that one step can be done otherwise.

Every step is the right one unless it is given. Steps take all the arguments that some mistake may
need, and most of them ignore a few.
"""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np

from solutions import logistic_regression as right

Function = Callable[..., Any]

# A step for each mistake, an argument for each need; the threshold is one half.
# ruff: noqa: ARG005, PLR0913, PLR0917, PLR2004


def cross_entropy(A: np.ndarray, Y: np.ndarray) -> np.ndarray:
    """Compute the loss of each example."""
    return -(Y * np.log(A) + (1 - Y) * np.log(1 - A))


def propagate_with(
    *,
    m: Function = lambda X, Y: X.shape[1],
    z: Function = lambda w, b, X: np.dot(w.T, X) + b,
    activation: Function = right.sigmoid,
    error: Function = lambda A, Y: A - Y,
    dw: Function = lambda X, dz, m: np.dot(X, dz.T) / m,
    db: Function = lambda dz, m: np.sum(dz) / m,
    cost: Function = lambda A, Y, m: np.sum(cross_entropy(A, Y)) / m,
    returned: Function = lambda dw, db, cost: ({"dw": dw, "db": db}, cost),
) -> Function:
    """Make a propagate."""

    def propagate(w: np.ndarray, b: float, X: np.ndarray, Y: np.ndarray) -> object:
        count = m(X, Y)
        A = activation(z(w, b, X))
        dz = error(A, Y)
        return returned(dw(X, dz, count), db(dz, count), cost(A, Y, count))

    return propagate


def descend(w: np.ndarray, b: float, grads: dict, rate: float, m: int = 1) -> tuple:  # noqa: ARG001
    """Take one step."""
    return w - rate * grads["dw"], b - rate * grads["db"]


def optimize_with(
    *,
    start: Function = lambda w, b: (w, b),
    steps: Function = range,
    rate: Function = lambda learning_rate: learning_rate,
    at: Function = lambda start, now: now,
    update: Function = descend,
    is_enough: Function = lambda cost: False,
    is_recorded: Function = lambda i, print_cost: i % 100 == 0,
    returned: Function = lambda run: ({"w": run.w, "b": run.b}, run.grads, run.costs),
) -> Function:
    """Make an optimize; what it returns is chosen from all that happened in a run."""

    def optimize(
        w: np.ndarray,
        b: float,
        X: np.ndarray,
        Y: np.ndarray,
        num_iterations: int = 100,
        learning_rate: float = 0.009,
        print_cost: bool = False,  # noqa: FBT001, FBT002 - the signature of the exercise
    ) -> object:
        w, b = beginning = start(w, b)
        gradients, costs, costs_after = [], [], []
        for i in steps(num_iterations):
            w_here, b_here = at(beginning, (w, b))
            grads, cost = right.propagate(w_here, b_here, X, Y)
            w, b = update(w, b, grads, rate(learning_rate), X.shape[1])
            gradients.append(grads)
            if is_recorded(i, print_cost):
                costs.append(cost)
                costs_after.append(right.propagate(w, b, X, Y)[1])
            if is_enough(cost):
                break
        return returned(
            SimpleNamespace(
                w=w,
                b=b,
                grads=gradients[-1],
                grads_after=right.propagate(w, b, X, Y)[0],
                costs=costs,
                costs_after=costs_after,
                one_step=descend(beginning[0], beginning[1], gradients[-1], learning_rate),
            )
        )

    return optimize


def predict_with(
    z: Function = lambda w, b, X: np.dot(w.T, X) + b,
    activation: Function = right.sigmoid,
    labels: Function = lambda A: (A > 0.5).astype(float),
) -> Function:
    """Make a predict."""
    return lambda w, b, X: labels(activation(z(w, b, X)))


def label_only(place: slice, A: np.ndarray) -> np.ndarray:
    """Label some of the examples and leave the others at 0."""
    labels = np.zeros(A.shape)
    labels[:, place] = A[:, place] > 0.5
    return labels


def model_with(
    *,
    inputs: Function = lambda X: X,
    training_set: Function = lambda X, Y, X_test, Y_test: (X, Y),
    start: Function = right.initialize_with_zeros,
    optimize: Function = right.optimize,
    options: Function = lambda num_iterations, learning_rate: (num_iterations, learning_rate),
    learned: Function = lambda start, params, grads: (params["w"], params["b"]),
    changes: Function = lambda d, data: {},
) -> Function:
    """Make a model, some entries of whose dictionary may be changed last."""

    def model(
        X_train: np.ndarray,
        Y_train: np.ndarray,
        X_test: np.ndarray,
        Y_test: np.ndarray,
        num_iterations: int = 2000,
        learning_rate: float = 0.5,
        print_cost: bool = False,  # noqa: ARG001, FBT001, FBT002 - the signature of the exercise
    ) -> dict:
        X_train, X_test = inputs(X_train), inputs(X_test)
        X, Y = training_set(X_train, Y_train, X_test, Y_test)
        beginning = start(X.shape[0])
        params, grads, costs = optimize(*beginning, X, Y, *options(num_iterations, learning_rate))
        w, b = learned(beginning, params, grads)
        d = {
            "costs": costs,
            "Y_prediction_test": right.predict(w, b, X_test),
            "Y_prediction_train": right.predict(w, b, X_train),
            "w": w,
            "b": b,
            "learning_rate": learning_rate,
            "num_iterations": num_iterations,
        }
        data = SimpleNamespace(X_train=X_train, Y_train=Y_train, X_test=X_test, Y_test=Y_test)
        return d | changes(d, data)

    return model


def optimize_twice(w: np.ndarray, b: float, *others: object) -> tuple:
    """Train, and then go on training from there."""
    params, _, _ = right.optimize(w, b, *others)  # type: ignore[arg-type]
    return right.optimize(params["w"], params["b"], *others)  # type: ignore[arg-type]


def accuracy(predictions: np.ndarray, Y: np.ndarray) -> float:
    """Compute the share of right predictions in per cent."""
    return 100 - np.mean(np.abs(predictions - Y)) * 100
