"""A classifier as one neuron: the reference solutions."""

import numpy as np


def flatten_images(images: np.ndarray) -> np.ndarray:
    """Unroll every picture into a column and scale the pixels to [0, 1].

    Parameters
    ----------
    images : array of shape (m, h, w, c)
        m pictures with pixels from 0 to 255.

    Returns
    -------
    array of shape (h * w * c, m)
        The matrix X: one picture a column.

    Examples
    --------
    >>> flatten_images(np.array([[[[0, 51]]], [[[255, 102]]]]))
    array([[0. , 1. ],
           [0.2, 0.4]])
    """
    m = images.shape[0]
    return images.reshape(m, -1).T / 255


def sigmoid(z: np.ndarray) -> np.ndarray:
    """Compute the sigmoid of every element of z.

    Parameters
    ----------
    z : number or array of any shape
        The inputs.

    Returns
    -------
    number or array of the same shape
        sigmoid(z), elementwise.

    Examples
    --------
    >>> np.round(sigmoid(np.array([[0.0, 2.0]])), 4)
    array([[0.5   , 0.8808]])
    """
    e = np.exp(-np.abs(z))  # no exponent is above 0: nothing overflows
    return np.where(z >= 0, 1, e) / (1 + e)


def initialize_with_zeros(dim: int) -> tuple[np.ndarray, float]:
    """Make the parameters with which training starts.

    Parameters
    ----------
    dim : int
        The number of features of an example, n_x.

    Returns
    -------
    w : array of shape (dim, 1)
        The weights, all zero.
    b : float
        The bias, zero.

    Examples
    --------
    >>> w, b = initialize_with_zeros(2)
    >>> w.shape, b
    ((2, 1), 0.0)
    """
    w = np.zeros((dim, 1))
    b = 0.0
    return w, b


def propagate(w: np.ndarray, b: float, X: np.ndarray, Y: np.ndarray) -> tuple[dict, float]:
    """Compute the cost and its gradients for all the examples at once, without a loop.

    Parameters
    ----------
    w : array of shape (n_x, 1)
        Weights.
    b : float
        Bias.
    X : array of shape (n_x, m)
        Examples, one a column.
    Y : array of shape (1, m)
        True labels, 0 or 1.

    Returns
    -------
    grads : dict
        ``dw`` of shape (n_x, 1) and ``db``, a number: the derivatives of the cost.
    cost : float
        The mean cross-entropy of the m examples.

    Examples
    --------
    >>> grads, cost = propagate(np.zeros((1, 1)), 0.0, np.array([[1.0, 3.0]]), np.array([[0, 1]]))
    >>> grads["dw"], float(grads["db"]), round(cost, 4)
    (array([[-0.5]]), 0.0, 0.6931)
    """
    m = X.shape[1]
    A = sigmoid(np.dot(w.T, X) + b)
    cost = -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m
    dz = A - Y
    dw = np.dot(X, dz.T) / m
    db = np.sum(dz) / m
    return {"dw": dw, "db": db}, float(cost)


def optimize(
    w: np.ndarray,
    b: float,
    X: np.ndarray,
    Y: np.ndarray,
    num_iterations: int = 100,
    learning_rate: float = 0.009,
    print_cost: bool = False,
) -> tuple[dict, dict, list]:
    """Run gradient descent on w and b.

    Parameters
    ----------
    w : array of shape (n_x, 1)
        Weights; the array that is passed in must not be changed.
    b : float
        Bias.
    X : array of shape (n_x, m)
        Examples, one a column.
    Y : array of shape (1, m)
        True labels, 0 or 1.
    num_iterations : int
        The number of steps, at least 1.
    learning_rate : float
        The size of a step.
    print_cost : bool
        Whether to print the cost every 100 steps.

    Returns
    -------
    params : dict
        ``w`` and ``b`` after the last step.
    grads : dict
        ``dw`` and ``db`` of the last step, as they were before its update.
    costs : list of float
        The cost at steps 0, 100, 200, ..., each taken before the update of its step.

    Examples
    --------
    >>> X, Y = np.array([[1.0, 3.0]]), np.array([[0, 1]])
    >>> params, grads, costs = optimize(np.zeros((1, 1)), 0.0, X, Y, 1, 0.1)
    >>> params["w"], grads["dw"], [round(cost, 4) for cost in costs]
    (array([[0.05]]), array([[-0.5]]), [0.6931])
    """
    costs = []
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        w = w - learning_rate * grads["dw"]
        b = b - learning_rate * grads["db"]
        if i % 100 == 0:
            costs.append(cost)
            if print_cost:
                print(f"cost after iteration {i}: {cost:.6f}")
    return {"w": w, "b": b}, grads, costs


def predict(w: np.ndarray, b: float, X: np.ndarray) -> np.ndarray:
    """Predict the label of every example: 1 where the probability is above one half, else 0.

    Parameters
    ----------
    w : array of shape (n_x, 1)
        Weights.
    b : float
        Bias.
    X : array of shape (n_x, m)
        Examples, one a column.

    Returns
    -------
    array of shape (1, m)
        The predicted labels, 0 or 1.

    Examples
    --------
    >>> predict(np.array([[1.0]]), -2.0, np.array([[1.0, 3.0]]))
    array([[0., 1.]])
    """
    A = sigmoid(np.dot(w.T, X) + b)
    return (A > 0.5).astype(float)


def model(
    X_train: np.ndarray,
    Y_train: np.ndarray,
    X_test: np.ndarray,
    Y_test: np.ndarray,
    num_iterations: int = 2000,
    learning_rate: float = 0.5,
    print_cost: bool = False,
) -> dict:
    """Put the pieces together: start from zeros, train, and predict both sets.

    Parameters
    ----------
    X_train : array of shape (n_x, m_train)
        Training examples, one a column.
    Y_train : array of shape (1, m_train)
        Their labels, 0 or 1.
    X_test : array of shape (n_x, m_test)
        Test examples.
    Y_test : array of shape (1, m_test)
        Their labels; they are not needed to train or to predict.
    num_iterations : int
        The number of steps of gradient descent.
    learning_rate : float
        The size of a step.
    print_cost : bool
        Whether to print the cost every 100 steps.

    Returns
    -------
    dict
        ``costs``, ``Y_prediction_test``, ``Y_prediction_train``, ``w``, ``b``,
        ``learning_rate`` and ``num_iterations``.

    Examples
    --------
    >>> X, Y = np.array([[1.0, 3.0]]), np.array([[0, 1]])
    >>> d = model(X, Y, X, Y, num_iterations=100, learning_rate=0.5)
    >>> d["Y_prediction_train"]
    array([[0., 1.]])
    """
    w, b = initialize_with_zeros(X_train.shape[0])
    params, _, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate, print_cost)
    w, b = params["w"], params["b"]
    return {
        "costs": costs,
        "Y_prediction_test": predict(w, b, X_test),
        "Y_prediction_train": predict(w, b, X_train),
        "w": w,
        "b": b,
        "learning_rate": learning_rate,
        "num_iterations": num_iterations,
    }
