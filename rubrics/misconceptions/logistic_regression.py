"""A classifier as one neuron: the wrong implementations."""

from collections.abc import Callable

import numpy as np

from solutions.logistic_regression import flatten_images, predict, sigmoid
from rubrics.misconceptions import numpy_basics
from rubrics.misconceptions.makers import (
    accuracy,
    cross_entropy,
    label_only,
    model_with,
    optimize_twice,
    optimize_with,
    predict_with,
    propagate_with,
)

# A row of a table names all the arguments of its step, also those that the mistake leaves out;
# the threshold is one half; A is an array and no constant.
# ruff: noqa: ARG005, PLR2004, SIM300

WRONG: dict[str, dict[str, Callable[..., object]]] = {
    "flatten_images": {
        "scrambled": lambda images: images.reshape(-1, images.shape[0]) / 255,
        "scrambled-and-not-scaled": lambda images: images.reshape(-1, images.shape[0]),
        "not-scaled": lambda images: images.reshape(images.shape[0], -1).T,
        "pictures-as-rows": lambda images: flatten_images(images).T,
        "order-of-axes-reversed": lambda images: images.T.reshape(-1, images.shape[0]) / 255,
        "height-taken-for-m": lambda images: images.reshape(images.shape[1], -1).T / 255,
        "one-long-column": lambda images: images.reshape(-1, 1) / 255,
        "scaled-by-256": lambda images: images.reshape(images.shape[0], -1).T / 256,
        "scaled-by-the-largest": lambda images: flatten_images(images / images.max() * 255),
        "scaled-twice": lambda images: flatten_images(images) / 255,
        "whole-number-division": lambda images: images.reshape(images.shape[0], -1).T // 255,
        "centred": lambda images: flatten_images(images) - 0.5,
        "colours-averaged": lambda images: flatten_images(images.mean(axis=3)),
        "only-the-first-picture": lambda images: flatten_images(images[:1]),
    },
    "sigmoid": numpy_basics.WRONG["sigmoid"],
    "initialize_with_zeros": {
        "rank-one-w": lambda dim: (np.zeros(dim), 0.0),
        "w-as-row": lambda dim: (np.zeros((1, dim)), 0.0),
        "w-square": lambda dim: (np.zeros((dim, dim)), 0.0),
        "w-as-number": lambda dim: (0.0, 0.0),
        "w-with-room-for-b": lambda dim: (np.zeros((dim + 1, 1)), 0.0),
        "dimension-hard-coded": lambda dim: (np.zeros((3, 1)), 0.0),
        "ones": lambda dim: (np.ones((dim, 1)), 0.0),
        "bias-of-one": lambda dim: (np.zeros((dim, 1)), 1.0),
        "b-as-column": lambda dim: (np.zeros((dim, 1)), np.zeros((dim, 1))),
        "swapped": lambda dim: (0.0, np.zeros((dim, 1))),
    },
    "propagate": {
        "no-mean-in-dw": propagate_with(dw=lambda X, dz, m: np.dot(X, dz.T)),
        "no-mean-in-db": propagate_with(db=lambda dz, m: np.sum(dz)),
        "no-mean-in-cost": propagate_with(cost=lambda A, Y, m: np.sum(cross_entropy(A, Y))),
        "no-mean-in-gradients": propagate_with(
            dw=lambda X, dz, m: np.dot(X, dz.T), db=lambda dz, m: np.sum(dz)
        ),
        "no-mean": propagate_with(m=lambda X, Y: Y.shape[0]),
        "m-from-features": propagate_with(m=lambda X, Y: X.shape[0]),
        "m-hard-coded": propagate_with(m=lambda X, Y: 3),
        "mean-twice-in-dw": propagate_with(dw=lambda X, dz, m: np.dot(X, dz.T) / m / m),
        "negative-cost": propagate_with(cost=lambda A, Y, m: -np.sum(cross_entropy(A, Y)) / m),
        "dw-reversed": propagate_with(dw=lambda X, dz, m: -np.dot(X, dz.T) / m),
        "error-reversed": propagate_with(error=lambda A, Y: Y - A),
        "dw-as-row": propagate_with(dw=lambda X, dz, m: np.dot(dz, X.T) / m),
        "dw-elementwise": propagate_with(dw=lambda X, dz, m: X * dz / m),
        "dw-as-number": propagate_with(dw=lambda X, dz, m: np.sum(X * dz) / m),
        "bias-forgotten": propagate_with(z=lambda w, b, X: np.dot(w.T, X)),
        "bias-reversed": propagate_with(z=lambda w, b, X: np.dot(w.T, X) - b),
        "no-activation": propagate_with(activation=lambda z: z),
        "tanh": propagate_with(activation=np.tanh),
        "cost-not-summed": propagate_with(cost=lambda A, Y, m: cross_entropy(A, Y) / m),
        "every-label-with-every-prediction": propagate_with(
            cost=lambda A, Y, m: (
                -np.sum(np.dot(Y.T, np.log(A)) + np.dot((1 - Y).T, np.log(1 - A))) / m
            )
        ),
        "cost-of-label-one-only": propagate_with(cost=lambda A, Y, m: -np.sum(Y * np.log(A)) / m),
        "cost-with-labels-swapped": propagate_with(
            cost=lambda A, Y, m: np.sum(cross_entropy(A, 1 - Y)) / m
        ),
        "squared-error-cost": propagate_with(cost=lambda A, Y, m: np.sum((A - Y) ** 2) / m),
        "logarithm-of-base-two": propagate_with(
            cost=lambda A, Y, m: np.sum(cross_entropy(A, Y)) / np.log(2) / m
        ),
        "padded-logarithm": propagate_with(
            cost=lambda A, Y, m: -np.sum(Y * np.log(A + 1e-5) + (1 - Y) * np.log(1 - A + 1e-5)) / m
        ),
        "squared-error-gradients": propagate_with(error=lambda A, Y: (A - Y) * A * (1 - A)),
        "labels-for-probabilities": propagate_with(error=lambda A, Y: (A > 0.5) * 1.0 - Y),
        "labels-for-probabilities-in-dw": propagate_with(
            dw=lambda X, dz, m: np.dot(X, np.round(dz).T) / m
        ),
        "labels-forgotten": propagate_with(error=lambda A, Y: A),
        "db-not-summed": propagate_with(db=lambda dz, m: dz / m),
        "dw-and-db-swapped": propagate_with(
            returned=lambda dw, db, cost: ({"dw": db, "db": dw}, cost)
        ),
        "cost-first": propagate_with(returned=lambda dw, db, cost: (cost, {"dw": dw, "db": db})),
    },
    "optimize": {
        "uphill": optimize_with(rate=lambda learning_rate: -learning_rate),
        "learning-rate-hard-coded": optimize_with(rate=lambda learning_rate: 0.009),
        "iterations-hard-coded": optimize_with(steps=lambda num_iterations: range(100)),
        "hyper-parameters-hard-coded": optimize_with(
            steps=lambda num_iterations: range(100), rate=lambda learning_rate: 0.009
        ),
        "learning-rate-ignored": optimize_with(rate=lambda learning_rate: 1),
        "gradients-after-the-last-step": optimize_with(
            returned=lambda run: ({"w": run.w, "b": run.b}, run.grads_after, run.costs)
        ),
        "one-step-too-many": optimize_with(steps=lambda num_iterations: range(num_iterations + 1)),
        "one-step-too-few": optimize_with(steps=lambda num_iterations: range(1, num_iterations)),
        "never-updated": optimize_with(update=lambda w, b, grads, rate, m: (w, b)),
        "w-never-updated": optimize_with(
            update=lambda w, b, grads, rate, m: (w, b - rate * grads["db"])
        ),
        "b-never-updated": optimize_with(
            update=lambda w, b, grads, rate, m: (w - rate * grads["dw"], b)
        ),
        "update-after-the-loop": optimize_with(
            update=lambda w, b, grads, rate, m: (w, b),
            returned=lambda run: (
                dict(zip(("w", "b"), run.one_step, strict=True)),
                run.grads,
                run.costs,
            ),
        ),
        "gradient-of-the-start": optimize_with(at=lambda start, now: start),
        "starts-from-zeros": optimize_with(start=lambda w, b: (np.zeros(w.shape), 0.0)),
        "mean-twice": optimize_with(
            update=lambda w, b, grads, rate, m: (
                w - rate * grads["dw"] / m,
                b - rate * grads["db"] / m,
            )
        ),
        "costs-only-when-printed": optimize_with(
            is_recorded=lambda i, print_cost: print_cost and i % 100 == 0
        ),
        "costs-empty": optimize_with(is_recorded=lambda i, print_cost: False),
        "costs-at-every-step": optimize_with(is_recorded=lambda i, print_cost: True),
        "costs-at-step-99": optimize_with(is_recorded=lambda i, print_cost: i % 100 == 99),
        "costs-without-step-0": optimize_with(
            is_recorded=lambda i, print_cost: i > 0 and i % 100 == 0
        ),
        "costs-after-the-update": optimize_with(
            returned=lambda run: ({"w": run.w, "b": run.b}, run.grads, run.costs_after)
        ),
        "only-the-last-cost": optimize_with(
            returned=lambda run: ({"w": run.w, "b": run.b}, run.grads, run.costs[-1])
        ),
        "costs-as-array": optimize_with(
            returned=lambda run: ({"w": run.w, "b": run.b}, run.grads, np.array(run.costs))
        ),
        "gradients-for-parameters": optimize_with(
            returned=lambda run: (
                {"w": run.grads["dw"], "b": run.grads["db"]},
                run.grads,
                run.costs,
            )
        ),
        "stops-early": optimize_with(is_enough=lambda cost: cost < 0.2),
    },
    "predict": {
        "no-sigmoid": predict_with(activation=lambda z: z),
        "bias-forgotten": predict_with(z=lambda w, b, X: np.dot(w.T, X)),
        "no-sigmoid-no-bias": predict_with(
            z=lambda w, b, X: np.dot(w.T, X), activation=lambda z: z
        ),
        "bias-reversed": predict_with(z=lambda w, b, X: np.dot(w.T, X) - b),
        "probabilities-returned": predict_with(labels=lambda A: A),
        "scores-returned": predict_with(activation=lambda z: z, labels=lambda z: z),
        "reversed": predict_with(labels=lambda A: (A < 0.5).astype(float)),
        "all-zeros": predict_with(labels=lambda A: np.zeros(A.shape)),
        "all-ones": predict_with(labels=lambda A: (A > 0).astype(float)),
        "column": lambda w, b, X: predict(w, b, X).T,
        "rank-one": lambda w, b, X: predict(w, b, X)[0],
        "minus-ones": predict_with(labels=lambda A: np.where(A > 0.5, 1.0, -1.0)),
        "first-example-for-all": lambda w, b, X: np.full((1, X.shape[1]), predict(w, b, X)[0, 0]),
        "only-the-first-example": predict_with(labels=lambda A: label_only(slice(1), A)),
        "last-example-missing": predict_with(labels=lambda A: label_only(slice(-1), A)),
        "threshold-too-high": predict_with(labels=lambda A: (A > 0.6).astype(float)),
        "threshold-too-low": predict_with(labels=lambda A: (A > 0.4).astype(float)),
        "threshold-of-the-mean": predict_with(labels=lambda A: (A > np.mean(A)).astype(float)),
        "only-the-most-likely": predict_with(labels=lambda A: (A == np.max(A)).astype(float)),
        "share-of-ones": lambda w, b, X: np.mean(predict(w, b, X)),
        "weights-forgotten": predict_with(
            z=lambda w, b, X: np.sum(X, axis=0, keepdims=True) + b, activation=sigmoid
        ),
    },
    "model": {
        "only-the-first-cost": model_with(changes=lambda d, data: {"costs": d["costs"][:1]}),
        "hyper-parameters-not-forwarded": model_with(options=lambda n, rate: ()),
        "hyper-parameters-hard-coded": model_with(options=lambda n, rate: (2000, 0.5)),
        "iterations-not-forwarded": model_with(options=lambda n, rate: (100, rate)),
        "learning-rate-not-forwarded": model_with(options=lambda n, rate: (n,)),
        "iterations-hard-coded": model_with(options=lambda n, rate: (2000, rate)),
        "learning-rate-hard-coded": model_with(options=lambda n, rate: (n, 0.5)),
        "one-step-too-many": model_with(options=lambda n, rate: (n + 1, rate)),
        "one-step-too-few": model_with(options=lambda n, rate: (n - 1, rate)),
        "predicts-before-training": model_with(
            changes=lambda d, data: {
                "Y_prediction_test": np.zeros((1, data.X_test.shape[1])),
                "Y_prediction_train": np.zeros((1, data.X_train.shape[1])),
            }
        ),
        "b-not-read-back": model_with(learned=lambda start, params, grads: (params["w"], start[1])),
        "w-not-read-back": model_with(learned=lambda start, params, grads: (start[0], params["b"])),
        "parameters-not-read-back": model_with(learned=lambda start, params, grads: start),
        "gradients-for-parameters": model_with(
            learned=lambda start, params, grads: (grads["dw"], grads["db"])
        ),
        "test-labels-for-predictions": model_with(
            changes=lambda d, data: {"Y_prediction_test": data.Y_test}
        ),
        "trained-on-the-test-set": model_with(
            training_set=lambda X, Y, X_test, Y_test: (X_test, Y_test)
        ),
        "trained-on-both-sets": model_with(
            training_set=lambda X, Y, X_test, Y_test: (
                np.hstack([X, X_test]),
                np.hstack([Y, Y_test]),
            )
        ),
        "trained-twice": model_with(optimize=optimize_twice),
        "predicts-the-training-set-twice": model_with(
            changes=lambda d, data: {"Y_prediction_test": d["Y_prediction_train"]}
        ),
        "predicts-the-test-set-twice": model_with(
            changes=lambda d, data: {"Y_prediction_train": d["Y_prediction_test"]}
        ),
        "labels-for-predictions": model_with(
            changes=lambda d, data: {"Y_prediction_train": data.Y_train}
        ),
        "predictions-swapped": model_with(
            changes=lambda d, data: {
                "Y_prediction_test": d["Y_prediction_train"],
                "Y_prediction_train": d["Y_prediction_test"],
            }
        ),
        "accuracies-for-predictions": model_with(
            changes=lambda d, data: {
                "Y_prediction_test": accuracy(d["Y_prediction_test"], data.Y_test),
                "Y_prediction_train": accuracy(d["Y_prediction_train"], data.Y_train),
            }
        ),
        "pixels-scaled-again": model_with(inputs=lambda X: X / 255),
        "starts-from-ones": model_with(start=lambda dim: (np.ones((dim, 1)), 0.0)),
        "only-the-last-cost": model_with(changes=lambda d, data: {"costs": d["costs"][-1]}),
        "costs-as-array": model_with(changes=lambda d, data: {"costs": np.array(d["costs"])}),
        "defaults-reported": model_with(
            changes=lambda d, data: {"learning_rate": 0.5, "num_iterations": 2000}
        ),
        "hyper-parameters-swapped": model_with(
            changes=lambda d, data: {
                "learning_rate": d["num_iterations"],
                "num_iterations": d["learning_rate"],
            }
        ),
    },
}
