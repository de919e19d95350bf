"""Derivatives, loss and cost, and the computation graph: the wrong implementations."""

import copy
import math
from collections.abc import Callable
from typing import Any

import numpy as np

from solutions.computation_graph import cost, graph_forward, log_likelihood, loss

Function = Callable[..., Any]

# Steps and rows of the table name all the arguments, also those that the mistake leaves out.
# ruff: noqa: ARG005

NODES = ("dv", "du", "da", "db", "dc")


def _probability_of_label(A: np.ndarray, Y: np.ndarray) -> np.ndarray:
    """Compute p(y | x) of each example."""
    return np.where(Y == 1, A, 1 - A)


def _every_with_every(A: np.ndarray, Y: np.ndarray) -> float:
    """Add the entries of two m x m products where m pairs were meant."""
    return np.sum(np.dot(Y.T, np.log(A)) + np.dot((1 - Y).T, np.log(1 - A)))


def _forward(
    u: Function = lambda a, b, c: b * c,
    v: Function = lambda a, b, c, u: a + u,
    J: Function = lambda a, u, v: 3 * v,
) -> Function:
    """Make a graph_forward with a node that is computed otherwise."""

    def graph_forward(a: float, b: float, c: float) -> dict:
        u_value = u(a, b, c)
        v_value = v(a, b, c, u_value)
        return {"u": u_value, "v": v_value, "J": J(a, u_value, v_value)}

    return graph_forward


def _backward(slopes: Function) -> Function:
    """Make a graph_backward from the slopes of v, u, a, b and c."""

    def graph_backward(a: float, b: float, c: float) -> dict:
        return dict(zip(NODES, slopes(a, b, c), strict=True))

    return graph_backward


def _node_values(a: float, b: float, c: float) -> tuple[float, ...]:
    nodes = graph_forward(a, b, c)
    return nodes["v"], nodes["u"], a, b, c


def _changes(a: float, b: float, c: float, nudge: float = 0.001) -> tuple[float, ...]:
    """Compute by how much J grows when a node is nudged."""
    J = graph_forward(a, b, c)["J"]
    return (
        3 * nudge,
        3 * nudge,
        graph_forward(a + nudge, b, c)["J"] - J,
        graph_forward(a, b + nudge, c)["J"] - J,
        graph_forward(a, b, c + nudge)["J"] - J,
    )


def _neuron(
    bias: Function = lambda b: b,
    activation: Function = lambda z: 1 / (1 + math.exp(-z)),
    dz: Function = lambda a, y: a - y,
    dw: Function = lambda x, dz, w, other_x, a, y: x * dz,
    db: Function = lambda b, dz: dz,
) -> Function:
    """Make a neuron_backward with a step that is done otherwise."""

    def neuron_backward(  # noqa: PLR0913, PLR0917 - the signature of the exercise
        w1: float, w2: float, b: float, x1: float, x2: float, y: float
    ) -> dict:
        a = activation(w1 * x1 + w2 * x2 + bias(b))
        error = dz(a, y)
        return {
            "dz": error,
            "dw1": dw(x1, error, w1, x2, a, y),
            "dw2": dw(x2, error, w2, x1, a, y),
            "db": db(b, error),
        }

    return neuron_backward


def _walk(
    step: Function = lambda theta, rate, grad, start: theta - rate * grad(theta),
    listed: Function = lambda thetas, grad: thetas,
    more: int = 0,
) -> Function:
    """Make a gradient_descent which steps otherwise or returns something else."""

    def gradient_descent(
        grad: Function, theta: np.ndarray, learning_rate: float, num_iterations: int
    ) -> object:
        thetas = [theta]
        for _ in range(num_iterations + more):
            thetas.append(step(thetas[-1], learning_rate, grad, theta))
        return listed(thetas, grad)

    return gradient_descent


def _walk_in_one_array(
    grad: Function, theta: np.ndarray, learning_rate: float, num_iterations: int
) -> list:
    """Copy the start, but then change that copy again and again."""
    theta = copy.copy(theta)
    thetas = [theta]
    for _ in range(num_iterations):
        theta -= learning_rate * grad(theta)
        thetas.append(theta)
    return thetas


WRONG: dict[str, dict[str, Callable[..., object]]] = {
    "loss": {
        "no-minus-sign": lambda a, y: y * np.log(a) + (1 - y) * np.log(1 - a),
        "minus-on-the-first-term-only": lambda a, y: -(y * np.log(a)) + (1 - y) * np.log(1 - a),
        "only-label-one": lambda a, y: -(y * np.log(a)),
        "only-label-zero": lambda a, y: -(1 - y) * np.log(1 - a),
        "same-logarithm-twice": lambda a, y: -(y * np.log(a) + (1 - y) * np.log(a)),
        "second-term-always-on": lambda a, y: -(y * np.log(a) + np.log(1 - a)),
        "labels-swapped": lambda a, y: loss(a, 1 - y),
        "arguments-swapped": lambda a, y: loss(y, a),
        "squared-error": lambda a, y: (a - y) ** 2,
        "half-squared-error": lambda a, y: (a - y) ** 2 / 2,
        "absolute-error": lambda a, y: np.abs(a - y),
        "logarithm-of-base-two": lambda a, y: -(y * np.log2(a) + (1 - y) * np.log2(1 - a)),
        "logarithm-of-base-ten": lambda a, y: -(y * np.log10(a) + (1 - y) * np.log10(1 - a)),
        "padded-logarithm": lambda a, y: -(y * np.log(a + 1e-5) + (1 - y) * np.log(1 - a + 1e-5)),
        "mean-returned": lambda a, y: np.mean(loss(a, y)),
        "sum-returned": lambda a, y: np.sum(loss(a, y)),
    },
    "cost": {
        "no-mean": lambda A, Y: np.sum(loss(A, Y)),
        "no-minus-sign": lambda A, Y: -cost(A, Y),
        "minus-on-the-first-term-only": lambda A, Y: np.mean(
            -(Y * np.log(A)) + (1 - Y) * np.log(1 - A)
        ),
        "losses-returned": loss,
        "not-summed": lambda A, Y: loss(A, Y) / Y.shape[1],
        "mean-twice": lambda A, Y: np.mean(loss(A, Y)) / Y.shape[1],
        "half-of-the-mean": lambda A, Y: np.sum(loss(A, Y)) / (2 * Y.shape[1]),
        "only-label-one": lambda A, Y: -np.mean(Y * np.log(A)),
        "every-label-with-every-prediction": lambda A, Y: -_every_with_every(A, Y) / Y.shape[1],
        "only-the-first-example": lambda A, Y: loss(A[0, 0], Y[0, 0]) / Y.shape[1],
        "only-the-last-example": lambda A, Y: loss(A[0, -1], Y[0, -1]) / Y.shape[1],
        "squared-error": lambda A, Y: np.mean((A - Y) ** 2),
        "logarithm-of-base-two": lambda A, Y: cost(A, Y) / np.log(2),
    },
    "log_likelihood": {
        "minus-sign-kept": lambda A, Y: np.sum(loss(A, Y)),
        "mean-instead-of-sum": lambda A, Y: -cost(A, Y),
        "cost-returned": cost,
        "not-summed": lambda A, Y: -loss(A, Y),
        "likelihood-without-logarithm": lambda A, Y: np.prod(_probability_of_label(A, Y)),
        "sum-of-probabilities": lambda A, Y: np.sum(_probability_of_label(A, Y)),
        "logarithm-of-the-sum": lambda A, Y: np.log(np.sum(_probability_of_label(A, Y))),
        "only-label-one": lambda A, Y: np.sum(Y * np.log(A)),
        "second-term-subtracted": lambda A, Y: np.sum(Y * np.log(A) - (1 - Y) * np.log(1 - A)),
        "labels-swapped": lambda A, Y: log_likelihood(A, 1 - Y),
        "every-label-with-every-prediction": _every_with_every,
        "logarithm-of-base-ten": lambda A, Y: log_likelihood(A, Y) / np.log(10),
    },
    "derivative": {
        "nudged-up-only": lambda f, a, h=1e-6: (f(a + h) - f(a)) / h,
        "nudged-down-only": lambda f, a, h=1e-6: (f(a) - f(a - h)) / h,
        "divided-by-one-nudge": lambda f, a, h=1e-6: (f(a + h) - f(a - h)) / h,
        "not-divided": lambda f, a, h=1e-6: f(a + h) - f(a - h),
        "divided-by-two-only": lambda f, a, h=1e-6: (f(a + h) - f(a - h)) / 2,
        "multiplied-by-the-nudge": lambda f, a, h=1e-6: (f(a + h) - f(a - h)) / 2 * h,
        "numerator-without-brackets": lambda f, a, h=1e-6: f(a + h) - f(a - h) / (2 * h),
        "difference-reversed": lambda f, a, h=1e-6: (f(a - h) - f(a + h)) / (2 * h),
        "values-added": lambda f, a, h=1e-6: (f(a + h) + f(a - h)) / (2 * h),
        "nudge-hard-coded": lambda f, a, h=1e-6: (f(a + 1e-6) - f(a - 1e-6)) / 2e-6,
        "half-the-nudge": lambda f, a, h=1e-6: (f(a + h / 2) - f(a - h / 2)) / h,
        "value-over-position": lambda f, a, h=1e-6: f(a) / a,
    },
    "graph_forward": {
        "u-is-a-sum": _forward(u=lambda a, b, c: b + c),
        "u-of-a-and-b": _forward(u=lambda a, b, c: a * b),
        "u-of-a-and-c": _forward(u=lambda a, b, c: a * c),
        "v-is-a-product": _forward(v=lambda a, b, c, u: a * u),
        "J-from-u": _forward(J=lambda a, u, v: 3 * u),
        "v-without-a": _forward(v=lambda a, b, c, u: u),
        "v-from-b": _forward(v=lambda a, b, c, u: a + b),
        "v-multiplies-too-early": _forward(v=lambda a, b, c, u: (a + b) * c),
        "v-is-a-difference": _forward(v=lambda a, b, c, u: a - u),
        "J-without-the-three": _forward(J=lambda a, u, v: v),
        "J-adds-three": _forward(J=lambda a, u, v: v + 3),
        "J-is-a-cube": _forward(J=lambda a, u, v: v**3),
        "three-times-a-only": _forward(J=lambda a, u, v: 3 * a + u),
    },
    # The slopes with respect to v, u, a, b and c; right would be 3, 3, 3, 3c and 3b.
    "graph_backward": {
        "db-and-dc-swapped": _backward(lambda a, b, c: (3, 3, 3, 3 * b, 3 * c)),
        "chain-cut-at-u": _backward(lambda a, b, c: (3, 3, 3, c, b)),
        "local-slopes": _backward(lambda a, b, c: (3, 1, 1, c, b)),
        "three-left-out": _backward(lambda a, b, c: (1, 1, 1, c, b)),
        "three-counted-twice": _backward(lambda a, b, c: (3, 3, 3, 9 * c, 9 * b)),
        "product-taken-for-a-sum": _backward(lambda a, b, c: (3, 3, 3, 3, 3)),
        "sum-taken-for-a-product": _backward(
            lambda a, b, c: (3, 3 * a, 3 * b * c, 3 * a * c, 3 * a * b)
        ),
        "whole-product-kept": _backward(lambda a, b, c: (3, 3, 3, 3 * b * c, 3 * b * c)),
        "node-values": _backward(_node_values),
        "multiplied-by-its-own-value": _backward(
            lambda a, b, c: (3 * (a + b * c), 3 * b * c, 3 * a, 3 * b * c, 3 * b * c)
        ),
        "added-along-the-chain": _backward(lambda a, b, c: (3, 3, 3, 3 + c, 3 + b)),
        "change-for-a-thousandth": _backward(_changes),
    },
    "neuron_backward": {
        "error-reversed": _neuron(dz=lambda a, y: y - a),
        "no-sigmoid": _neuron(activation=lambda z: z),
        "label-forgotten": _neuron(dz=lambda a, y: a),
        "only-the-slope-of-sigmoid": _neuron(dz=lambda a, y: a * (1 - a)),
        "stopped-at-a": _neuron(dz=lambda a, y: -y / a + (1 - y) / (1 - a)),
        "squared-error": _neuron(dz=lambda a, y: (a - y) * a * (1 - a)),
        "bias-forgotten": _neuron(bias=lambda b: 0),
        "sigmoid-mirrored": _neuron(activation=lambda z: 1 / (1 + math.exp(z))),
        "weights-for-features": _neuron(dw=lambda x, dz, w, other_x, a, y: w * dz),
        "features-swapped": _neuron(dw=lambda x, dz, w, other_x, a, y: other_x * dz),
        "dw-without-dz": _neuron(dw=lambda x, dz, w, other_x, a, y: x),
        "db-times-b": _neuron(db=lambda b, dz: b * dz),
        "db-without-dz": _neuron(db=lambda b, dz: 1),
        "dw-brackets-missing": _neuron(dw=lambda x, dz, w, other_x, a, y: x * a - y),
        "mean-over-features": _neuron(dw=lambda x, dz, w, other_x, a, y: x * dz / 2),
    },
    "gradient_descent": {
        "uphill": _walk(lambda theta, rate, grad, start: theta + rate * grad(theta)),
        "start-missing": _walk(listed=lambda thetas, grad: thetas[1:]),
        "last-value-missing": _walk(listed=lambda thetas, grad: thetas[:-1]),
        "only-the-last-value": _walk(listed=lambda thetas, grad: thetas[-1]),
        "only-both-ends": _walk(listed=lambda thetas, grad: [thetas[0], thetas[-1]]),
        "one-step-too-many": _walk(more=1),
        "learning-rate-ignored": _walk(lambda theta, rate, grad, start: theta - grad(theta)),
        "divided-by-the-learning-rate": _walk(
            lambda theta, rate, grad, start: theta - grad(theta) / rate
        ),
        "slope-of-the-start": _walk(lambda theta, rate, grad, start: theta - rate * grad(start)),
        "every-step-from-the-start": _walk(
            lambda theta, rate, grad, start: start - rate * grad(theta)
        ),
        "step-for-position": _walk(lambda theta, rate, grad, start: rate * grad(theta)),
        "gradients-listed": _walk(listed=lambda thetas, grad: [grad(t) for t in thetas[:-1]]),
        "one-array-everywhere": _walk_in_one_array,
    },
}
