"""Python and vectorization: the reference solutions."""

import math

import numpy as np


def basic_sigmoid(x: float) -> float:
    """Compute the sigmoid of one number with ``math.exp``.

    Parameters
    ----------
    x : float
        A number.

    Returns
    -------
    float
        sigmoid(x), between 0 and 1.

    Examples
    --------
    >>> round(basic_sigmoid(1), 4)
    0.7311
    """
    return 1 / (1 + math.exp(-x))


def sigmoid(x: np.ndarray) -> np.ndarray:
    """Compute the sigmoid of every element of x, without a loop.

    Parameters
    ----------
    x : number or array of any shape
        The inputs.

    Returns
    -------
    number or array of the same shape
        sigmoid(x), elementwise.

    Examples
    --------
    >>> np.round(sigmoid(np.array([-1.0, 0.0, 2.0])), 4)
    array([0.2689, 0.5   , 0.8808])
    """
    e = np.exp(-np.abs(x))  # no exponent is above 0: nothing overflows
    return np.where(x >= 0, 1, e) / (1 + e)


def sigmoid_derivative(x: np.ndarray) -> np.ndarray:
    """Compute the slope of the sigmoid at every element of x.

    Parameters
    ----------
    x : number or array of any shape
        Where to take the slope.

    Returns
    -------
    number or array of the same shape
        The derivative of sigmoid at x, elementwise.

    Examples
    --------
    >>> np.round(sigmoid_derivative(np.array([0.0, 1.0, -3.0])), 4)
    array([0.25  , 0.1966, 0.0452])
    """
    s = sigmoid(x)
    return s * (1 - s)


def image2vector(image: np.ndarray) -> np.ndarray:
    """Unroll a picture into one column.

    Parameters
    ----------
    image : array of shape (h, w, c)
        The pixels: height, width, colour channels.

    Returns
    -------
    array of shape (h * w * c, 1)
        The same numbers, in the order in which NumPy stores them.

    Examples
    --------
    >>> image2vector(np.array([[[1, 2], [3, 4]]])).T
    array([[1, 2, 3, 4]])
    """
    return image.reshape(-1, 1)


def normalize_rows(x: np.ndarray) -> np.ndarray:
    """Scale every row of x to length 1, without a loop.

    Parameters
    ----------
    x : array of shape (n, m)
        No row is all zeros. It must not be changed.

    Returns
    -------
    array of shape (n, m)
        Each row divided by its Euclidean norm.

    Examples
    --------
    >>> normalize_rows(np.array([[3.0, 4.0], [0.0, 2.0]]))
    array([[0.6, 0.8],
           [0. , 1. ]])
    """
    return x / np.linalg.norm(x, axis=1, keepdims=True)


def softmax(x: np.ndarray) -> np.ndarray:
    """Turn every row of x into probabilities, without a loop.

    Parameters
    ----------
    x : array of shape (n, m)
        The scores, one row an example.

    Returns
    -------
    array of shape (n, m)
        exp(x) divided by the sum of exp(x) in its row: each row sums to 1.

    Examples
    --------
    >>> np.round(softmax(np.array([[1.0, 1.0], [0.0, 2.0]])), 4)
    array([[0.5   , 0.5   ],
           [0.1192, 0.8808]])
    """
    x_exp = np.exp(x - np.max(x, axis=1, keepdims=True))  # cancels, and nothing overflows
    return x_exp / np.sum(x_exp, axis=1, keepdims=True)


def dot_loop(a: np.ndarray, b: np.ndarray) -> float:
    """Compute the dot product of two vectors with an explicit loop.

    Parameters
    ----------
    a, b : arrays of shape (n,)
        Two vectors of the same length.

    Returns
    -------
    number
        The sum of the products of their elements.

    Examples
    --------
    >>> float(dot_loop(np.array([1.0, 2.0, 3.0]), np.array([4.0, 5.0, 6.0])))
    32.0
    """
    total = 0.0
    for i in range(len(a)):
        total += a[i] * b[i]
    return total


def dot_vectorized(a: np.ndarray, b: np.ndarray) -> float:
    """Compute the dot product of two vectors with NumPy, without a loop.

    Parameters
    ----------
    a, b : arrays of shape (n,)
        Two vectors of the same length.

    Returns
    -------
    number
        The sum of the products of their elements.

    Examples
    --------
    >>> float(dot_vectorized(np.array([1.0, 2.0, 3.0]), np.array([4.0, 5.0, 6.0])))
    32.0
    """
    return float(np.dot(a, b))


def exp_all(v: np.ndarray) -> np.ndarray:
    """Compute e to the power of every element of v, without a loop.

    Parameters
    ----------
    v : array of any shape
        The exponents.

    Returns
    -------
    array of the same shape
        e ** v, elementwise.

    Examples
    --------
    >>> np.round(exp_all(np.array([0.0, 1.0])), 4)
    array([1.    , 2.7183])
    """
    return np.exp(v)


def calorie_percentages(A: np.ndarray) -> np.ndarray:
    """Compute which share of its column each number is, in per cent, without a loop.

    Parameters
    ----------
    A : array of shape (n, k)
        Calories: a row for each nutrient, a column for each food.

    Returns
    -------
    array of shape (n, k)
        Percentages; every column sums to 100.

    Examples
    --------
    >>> calorie_percentages(np.array([[1.0, 30.0], [3.0, 10.0]]))
    array([[25., 75.],
           [75., 25.]])
    """
    return 100 * A / A.sum(axis=0)


def L1(yhat: np.ndarray, y: np.ndarray) -> float:
    """Compute the L1 loss: the sum of the absolute errors.

    Parameters
    ----------
    yhat : array of shape (m,)
        Predictions.
    y : array of shape (m,)
        True values.

    Returns
    -------
    number
        The loss, one number.

    Examples
    --------
    >>> float(L1(np.array([0.5, 0.25]), np.array([1.0, 0.0])))
    0.75
    """
    return float(np.sum(np.abs(y - yhat)))


def L2(yhat: np.ndarray, y: np.ndarray) -> float:
    """Compute the L2 loss: the sum of the squared errors.

    Parameters
    ----------
    yhat : array of shape (m,)
        Predictions.
    y : array of shape (m,)
        True values.

    Returns
    -------
    number
        The loss, one number.

    Examples
    --------
    >>> float(L2(np.array([0.5, 0.25]), np.array([1.0, 0.0])))
    0.3125
    """
    return float(np.sum((y - yhat) ** 2))
