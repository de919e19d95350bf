"""First steps: the reference solutions."""

import numpy as np


def mean(x: np.ndarray) -> float:
    """Compute the mean of some numbers.

    Parameters
    ----------
    x : array of shape (n,)
        The numbers.

    Returns
    -------
    float
        Their mean.

    Examples
    --------
    >>> mean(np.array([1.0, 2.0, 6.0]))
    3.0
    """
    return float(np.sum(x) / x.size)


def center(x: np.ndarray) -> np.ndarray:
    """Take the mean away from each number.

    Parameters
    ----------
    x : array of shape (n,)
        The numbers.

    Returns
    -------
    array of shape (n,)
        The centred numbers.

    Examples
    --------
    >>> center(np.array([1.0, 2.0, 6.0]))
    array([-2., -1.,  3.])
    """
    return x - mean(x)
