"""A line through points: the reference solutions."""

import numpy as np


def predict(X: np.ndarray, w: np.ndarray, b: float) -> np.ndarray:
    """Predict the value of each example.

    Parameters
    ----------
    X : array of shape (m, n)
        The examples, one in each row.
    w : array of shape (n,)
        The weights.
    b : float
        The bias.

    Returns
    -------
    array of shape (m,)
        The predictions.
    """
    return X @ w + b


def cost(y_hat: np.ndarray, y: np.ndarray) -> float:
    """Compute half the mean of the squared errors.

    Parameters
    ----------
    y_hat, y : array of shape (m,)
        Predictions and true values.

    Returns
    -------
    float
        The cost.
    """
    return float(np.mean((y_hat - y) ** 2) / 2)


def gradient(X: np.ndarray, y: np.ndarray, w: np.ndarray, b: float) -> dict:
    """Compute the derivatives of the cost.

    Parameters
    ----------
    X : array of shape (m, n)
        The examples.
    y : array of shape (m,)
        Their true values.
    w : array of shape (n,)
        The weights.
    b : float
        The bias.

    Returns
    -------
    dict
        ``dw`` of shape (n,) and ``db``, a number.
    """
    error = predict(X, w, b) - y
    return {"dw": X.T @ error / y.size, "db": float(np.mean(error))}


def fit(X: np.ndarray, y: np.ndarray, learning_rate: float, num_iterations: int) -> tuple:
    """Walk downhill from zero.

    Parameters
    ----------
    X : array of shape (m, n)
        The examples.
    y : array of shape (m,)
        Their true values.
    learning_rate : float
        How long a step is.
    num_iterations : int
        How many steps to take.

    Returns
    -------
    tuple
        The weights, of shape (n,), and the bias.
    """
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(num_iterations):
        step = gradient(X, y, w, b)
        w = w - learning_rate * step["dw"]
        b = b - learning_rate * step["db"]
    return w, b
