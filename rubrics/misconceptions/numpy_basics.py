"""Python and vectorization: the wrong implementations."""

import math
from collections.abc import Callable

import numpy as np

from solutions.numpy_basics import (
    L1,
    L2,
    basic_sigmoid,
    calorie_percentages,
    dot_loop,
    sigmoid,
    sigmoid_derivative,
    softmax,
)


def _cut_to_type(v: np.ndarray) -> np.ndarray:
    """Fill an array which has the type of the input."""
    u = np.zeros_like(v)
    u[...] = np.exp(v)
    return u


def _row_sums(x: np.ndarray) -> np.ndarray:
    return np.sum(x, axis=1, keepdims=True)


def _row_lengths(x: np.ndarray) -> np.ndarray:
    return np.linalg.norm(x, axis=1, keepdims=True)


def _shift_above(x: np.ndarray) -> np.ndarray:
    """Subtract the largest score of a row from the numerator, not from the denominator."""
    return np.exp(x - np.max(x, axis=1, keepdims=True)) / _row_sums(np.exp(x))


DOT: dict[str, Callable[..., object]] = {
    "not-summed": lambda a, b: a * b,
    "outer-product": np.outer,
    "sums-multiplied": lambda a, b: np.sum(a) * np.sum(b),
    "elements-added": lambda a, b: np.sum(a + b),
    "only-the-first-pair": lambda a, b: a[0] * b[0],
    "only-the-last-pair": lambda a, b: a[-1] * b[-1],
    "last-pair-missing": lambda a, b: dot_loop(a[:-1], b[:-1]),
    "first-pair-missing": lambda a, b: dot_loop(a[1:], b[1:]),
    "first-vector-twice": lambda a, b: np.dot(a, a),  # noqa: ARG005 - b is forgotten
    "second-vector-twice": lambda a, b: np.dot(b, b),  # noqa: ARG005 - a is forgotten
    "mean-of-products": lambda a, b: np.mean(a * b),
    "starts-at-one": lambda a, b: 1 + dot_loop(a, b),
}
"""With a loop or without: the mistakes are the same."""

WRONG: dict[str, dict[str, Callable[..., object]]] = {
    "basic_sigmoid": {
        "sign-lost": lambda x: basic_sigmoid(abs(x)),
        "minus-missing": lambda x: 1 / (1 + math.exp(x)),
        "no-reciprocal": lambda x: 1 / 1 + math.exp(-x),
        "exponential-only": math.exp,
        "minus-in-the-denominator": lambda x: 1 / (1 - math.exp(-x)),
        "signs-mixed": lambda x: math.exp(x) / (1 + math.exp(-x)),
        "tanh": math.tanh,
        "slope-returned": lambda x: basic_sigmoid(x) * (1 - basic_sigmoid(x)),
        "step": lambda x: 1 if x > 0 else 0,
        "rounded-e": lambda x: 1 / (1 + 2.718 ** (-x)),
        "rounded": lambda x: round(basic_sigmoid(x), 4),
    },
    "sigmoid": {
        "minus-missing": lambda x: 1 / (1 + np.exp(x)),
        "no-reciprocal": lambda x: 1 / 1 + np.exp(-x),
        "exponential-only": np.exp,
        "minus-in-the-denominator": lambda x: 1 / (1 - np.exp(-x)),
        "normalised-over-all": lambda x: np.exp(x) / np.sum(np.exp(x)),
        "flattened": lambda x: sigmoid(np.ravel(x)),
        "slope-returned": sigmoid_derivative,
        "tanh": np.tanh,
        "negatives-cut-off": lambda x: sigmoid(np.maximum(x, 0)),
        "sign-lost": lambda x: sigmoid(np.abs(x)),
        "clipped-early": lambda x: sigmoid(np.clip(x, -10, 10)),
        "step": lambda x: np.where(x > 0, 1, 0),
        "rounded": lambda x: np.round(sigmoid(x), 4),
    },
    "sigmoid_derivative": {
        "sigmoid-returned": sigmoid,
        "x-taken-for-sigmoid": lambda x: x * (1 - x),
        "one-minus-x": lambda x: sigmoid(x) * (1 - x),
        "one-minus-sigmoid": lambda x: 1 - sigmoid(x),
        "plus-for-minus": lambda x: sigmoid(x) * (1 + sigmoid(x)),
        "factor-reversed": lambda x: sigmoid(x) * (sigmoid(x) - 1),
        "brackets-missing": lambda x: sigmoid(x) * 1 - sigmoid(x),
        "sigmoid-twice": lambda x: sigmoid_derivative(sigmoid(x)),
        "dot-product": lambda x: np.dot(sigmoid(x), 1 - sigmoid(x)),
        "summed": lambda x: np.sum(sigmoid_derivative(x)),
        "rule-of-tanh": lambda x: 1 - sigmoid(x) ** 2,
        "squared": lambda x: sigmoid(x) ** 2,
    },
    "image2vector": {
        "pixels-by-channels": lambda image: image.reshape(-1, image.shape[2]),
        "row-vector": lambda image: image.reshape(1, -1),
        "rank-one": lambda image: image.reshape(-1),
        "rows-of-the-picture": lambda image: image.reshape(image.shape[0], -1),
        "channels-by-pixels": lambda image: image.reshape(image.shape[2], -1),
        "order-of-axes-reversed": lambda image: image.T.reshape(-1, 1),
        "one-channel-after-another": lambda image: image.transpose(2, 0, 1).reshape(-1, 1),
        "one-column-after-another": lambda image: image.transpose(1, 0, 2).reshape(-1, 1),
        "scaled": lambda image: image.reshape(-1, 1) / 255,
        "colours-averaged": lambda image: image.mean(axis=2).reshape(-1, 1),
        "only-the-first-colour": lambda image: image[:, :, 0].reshape(-1, 1),
        "unchanged": lambda image: image,
    },
    "normalize_rows": {
        "keepdims-missing": lambda x: x / np.linalg.norm(x, axis=1),
        "columns-normalised": lambda x: x / np.linalg.norm(x, axis=0),
        "whole-matrix": lambda x: x / np.linalg.norm(x),
        "divided-by-the-sum": lambda x: x / _row_sums(x),
        "divided-by-absolute-sum": lambda x: x / _row_sums(np.abs(x)),
        "divided-by-squared-length": lambda x: x / _row_sums(x**2),
        "divided-by-the-largest": lambda x: x / np.max(x, axis=1, keepdims=True),
        "order-from-the-shape": lambda x: (
            x / np.linalg.norm(x, ord=x.shape[0], axis=1, keepdims=True)
        ),
        "lengths-returned": _row_lengths,
        "multiplied": lambda x: x * _row_lengths(x),
        "centred": lambda x: (x - np.mean(x, axis=1, keepdims=True)) / _row_lengths(x),
        "standardised": lambda x: (
            (x - np.mean(x, axis=1, keepdims=True)) / np.std(x, axis=1, keepdims=True)
        ),
        "divided-by-the-mean": lambda x: x / np.mean(x, axis=1, keepdims=True),
    },
    "softmax": {
        "sum-over-all": lambda x: np.exp(x) / np.sum(np.exp(x)),
        "sum-over-columns": lambda x: np.exp(x) / np.sum(np.exp(x), axis=0),
        "keepdims-missing": lambda x: np.exp(x) / np.sum(np.exp(x), axis=1),
        "no-exponential": lambda x: x / _row_sums(x),
        "no-division": np.exp,
        "minus-in-the-exponent": lambda x: softmax(-x),
        "divided-by-the-length": lambda x: np.exp(x) / _row_lengths(np.exp(x)),
        "exponential-last": lambda x: np.exp(x / _row_sums(x)),
        "logarithm-of-softmax": lambda x: np.log(softmax(x)),
        "sign-lost": lambda x: softmax(np.abs(x)),
        "sigmoid-first": lambda x: sigmoid(x) / _row_sums(sigmoid(x)),
        "maximum-of-columns": lambda x: softmax(x - np.max(x, axis=0)),
        "shifted-above-the-line-only": _shift_above,
        "sums-returned": lambda x: _row_sums(np.exp(x)),
    },
    "dot_loop": DOT,
    "dot_vectorized": DOT,
    "exp_all": {
        "minus-in-the-exponent": lambda v: np.exp(-v),
        "base-two": np.exp2,
        "base-ten": lambda v: 10.0**v,
        "base-and-exponent-swapped": lambda v: v**np.e,
        "multiplied-by-e": lambda v: np.e * v,
        "squared": lambda v: v**2,
        "logarithm": np.log,
        "one-subtracted": np.expm1,
        "summed": lambda v: np.sum(np.exp(v)),
        "normalised-over-all": lambda v: np.exp(v) / np.sum(np.exp(v)),
        "flattened": lambda v: np.exp(np.ravel(v)),
        "sign-lost": lambda v: np.exp(np.abs(v)),
        "cut-to-whole-numbers": _cut_to_type,
        "never-filled": np.zeros_like,
        "rounded-e": lambda v: 2.718**v,
        "rounded": lambda v: np.round(np.exp(v), 4),
    },
    "calorie_percentages": {
        "no-hundred": lambda A: A / A.sum(axis=0),
        "rows-instead-of-columns": lambda A: 100 * A / A.sum(axis=1, keepdims=True),
        "row-sums-under-columns": lambda A: 100 * A / A.sum(axis=1),
        "share-of-all": lambda A: 100 * A / A.sum(),
        "totals-returned": lambda A: A.sum(axis=0),
        "upside-down": lambda A: 100 * A.sum(axis=0) / A,
        "divided-by-a-hundred": lambda A: A / A.sum(axis=0) / 100,
        "divided-by-the-mean": lambda A: 100 * A / A.mean(axis=0),
        "divided-by-the-largest": lambda A: 100 * A / A.max(axis=0),
        "divided-by-the-first-row": lambda A: 100 * A / A[0],
        "transposed": lambda A: calorie_percentages(A).T,
        "whole-percent": lambda A: 100 * A // A.sum(axis=0),
        "rounded": lambda A: np.round(calorie_percentages(A), 2),
    },
    "L1": {
        "absolute-value-last": lambda yhat, y: np.abs(np.sum(y - yhat)),
        "no-absolute-value": lambda yhat, y: np.sum(y - yhat),
        "no-absolute-value-reversed": lambda yhat, y: np.sum(yhat - y),
        "sizes-compared": lambda yhat, y: np.sum(np.abs(y) - np.abs(yhat)),
        "sizes-compared-reversed": lambda yhat, y: np.sum(np.abs(yhat) - np.abs(y)),
        "mean": lambda yhat, y: np.mean(np.abs(y - yhat)),
        "squared": L2,
        "largest-error": lambda yhat, y: np.max(np.abs(y - yhat)),
        "not-summed": lambda yhat, y: np.abs(y - yhat),
        "euclidean-distance": lambda yhat, y: np.sqrt(L2(yhat, y)),
        "half": lambda yhat, y: L1(yhat, y) / 2,
        "predictions-only": lambda yhat, y: np.sum(np.abs(yhat)),  # noqa: ARG005 - y is forgotten
        "rounded": lambda yhat, y: round(L1(yhat, y), 1),
    },
    "L2": {
        "mean": lambda yhat, y: np.mean((y - yhat) ** 2),
        "not-squared": L1,
        "square-last": lambda yhat, y: np.sum(y - yhat) ** 2,
        "root-taken": lambda yhat, y: np.sqrt(L2(yhat, y)),
        "root-of-the-mean": lambda yhat, y: np.sqrt(np.mean((y - yhat) ** 2)),
        "squares-compared": lambda yhat, y: np.sum(y**2 - yhat**2),
        "predictions-only": lambda yhat, y: np.dot(yhat, yhat),  # noqa: ARG005 - y is forgotten
        "product-of-both": np.dot,
        "half": lambda yhat, y: L2(yhat, y) / 2,
        "doubled-for-squared": lambda yhat, y: np.sum((y - yhat) * 2),
        "largest-error": lambda yhat, y: np.max((y - yhat) ** 2),
        "not-summed": lambda yhat, y: (y - yhat) ** 2,
        "rounded": lambda yhat, y: round(L2(yhat, y), 1),
    },
}
