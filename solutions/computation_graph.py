"""Derivatives, loss and cost, and the computation graph: the reference solutions."""

import math
from collections.abc import Callable

import numpy as np


def loss(a: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Compute the cross-entropy loss of each prediction.

    Parameters
    ----------
    a : number or array of any shape
        Predicted probabilities that the label is 1, each strictly between 0 and 1.
    y : number or array of the same shape
        True labels, 0 or 1.

    Returns
    -------
    number or array of the same shape
        The loss L(a, y) of each example.

    Examples
    --------
    >>> np.round(loss(np.array([0.9, 0.2]), np.array([1, 0])), 4)
    array([0.1054, 0.2231])
    """
    return -(y * np.log(a) + (1 - y) * np.log(1 - a))


def cost(A: np.ndarray, Y: np.ndarray) -> float:
    """Compute the cost: the mean of the losses over the m examples.

    Parameters
    ----------
    A : array of shape (1, m)
        Predicted probabilities.
    Y : array of shape (1, m)
        True labels, 0 or 1.

    Returns
    -------
    float
        The cost J, one number.

    Examples
    --------
    >>> round(cost(np.array([[0.9, 0.2]]), np.array([[1, 0]])), 4)
    0.1643
    """
    m = Y.shape[1]
    return float(np.sum(loss(A, Y)) / m)


def log_likelihood(A: np.ndarray, Y: np.ndarray) -> float:
    """Compute the log-likelihood: the sum of log p(y | x) over the m examples.

    Parameters
    ----------
    A : array of shape (1, m)
        Predicted probabilities p(y = 1 | x).
    Y : array of shape (1, m)
        True labels, 0 or 1.

    Returns
    -------
    float
        The log-likelihood, one number, never positive.

    Examples
    --------
    >>> round(log_likelihood(np.array([[0.9, 0.2]]), np.array([[1, 0]])), 4)
    -0.3285
    """
    return float(np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)))


def derivative(f: Callable[[np.ndarray], np.ndarray], a: np.ndarray, h: float = 1e-6) -> np.ndarray:
    """Estimate the slope of f at a by nudging a to both sides.

    Parameters
    ----------
    f : callable
        The function; it works on a number and, elementwise, on an array.
    a : number or array of any shape
        Where to take the slope.
    h : float
        The size of the nudge: compare f at a + h with f at a - h.

    Returns
    -------
    number or array of the shape of a
        The centred difference, close to df/da.

    Examples
    --------
    >>> round(derivative(lambda a: a**2, 5.0), 4)
    10.0
    """
    return (f(a + h) - f(a - h)) / (2 * h)


def graph_forward(a: float, b: float, c: float) -> dict:
    """Run the graph of J = 3(a + bc) from left to right.

    Parameters
    ----------
    a, b, c : float
        The inputs of the graph.

    Returns
    -------
    dict
        The value of every node: ``u`` is bc, ``v`` is a + u, ``J`` is 3v.

    Examples
    --------
    >>> graph_forward(5, 3, 2)
    {'u': 6, 'v': 11, 'J': 33}
    """
    u = b * c
    v = a + u
    J = 3 * v
    return {"u": u, "v": v, "J": J}


def graph_backward(a: float, b: float, c: float) -> dict:
    """Run the graph of J = 3(a + bc) from right to left.

    Parameters
    ----------
    a, b, c : float
        The inputs of the graph.

    Returns
    -------
    dict
        The derivative of J with respect to each node, under the keys
        ``dv``, ``du``, ``da``, ``db``, ``dc``.

    Examples
    --------
    >>> sorted(graph_backward(5, 3, 2))
    ['da', 'db', 'dc', 'du', 'dv']
    """
    dv = 3.0
    du = dv
    da = dv
    db = du * c
    dc = du * b
    return {"dv": dv, "du": du, "da": da, "db": db, "dc": dc}


def neuron_backward(w1: float, w2: float, b: float, x1: float, x2: float, y: float) -> dict:
    """Send one example with two features forward and backward through a neuron.

    The neuron computes z = w1 x1 + w2 x2 + b and a = sigmoid(z); the loss is the
    cross-entropy L(a, y).

    Parameters
    ----------
    w1, w2, b : float
        The parameters.
    x1, x2 : float
        The features of the example.
    y : float
        Its label, 0 or 1.

    Returns
    -------
    dict
        The derivatives of the loss: ``dz``, ``dw1``, ``dw2``, ``db``.

    Examples
    --------
    >>> {name: round(slope, 4) for name, slope in neuron_backward(1, 2, -3, 1, 0.5, 1).items()}
    {'dz': -0.7311, 'dw1': -0.7311, 'dw2': -0.3655, 'db': -0.7311}
    """
    z = w1 * x1 + w2 * x2 + b
    a = 1 / (1 + math.exp(-z))
    dz = a - y
    return {"dz": dz, "dw1": x1 * dz, "dw2": x2 * dz, "db": dz}


def gradient_descent(
    grad: Callable[[np.ndarray], np.ndarray],
    theta: np.ndarray,
    learning_rate: float,
    num_iterations: int,
) -> list:
    """Walk downhill: subtract the learning rate times the gradient, again and again.

    Parameters
    ----------
    grad : callable
        ``grad(theta)`` is the gradient of the cost at theta.
    theta : number or array
        Where the walk starts; it must not be changed.
    learning_rate : float
        The size of the step.
    num_iterations : int
        How many steps to take.

    Returns
    -------
    list
        All the values of theta on the way, the start included: num_iterations + 1 of them.

    Examples
    --------
    >>> gradient_descent(lambda theta: 2 * theta, 8.0, 0.25, 3)
    [8.0, 4.0, 2.0, 1.0]
    """
    iterates = [theta]
    for _ in range(num_iterations):
        theta = theta - learning_rate * grad(theta)
        iterates.append(theta)
    return iterates


def quiz() -> dict:
    """Answer the questions above.

    Returns
    -------
    dict
        One answer for each key: a letter such as ``"a"`` for ``loss_or_cost``, ``convexity``,
        ``dvar``, ``accumulate_dw``, ``db_in_one_line`` and ``minimise_loss``; a number for
        ``slope_of_a_line`` and ``dz``; a shape such as ``(2, 1)`` for ``rank_one`` and
        ``broadcasting``. Leave out what you do not know yet.
    """
    return {
        "loss_or_cost": "c",
        "convexity": "b",
        "slope_of_a_line": 3,
        "dvar": "d",
        "dz": -0.2,
        "accumulate_dw": "a",
        "db_in_one_line": "b",
        "minimise_loss": "d",
        "rank_one": (5,),
        "broadcasting": (3, 4),
    }
