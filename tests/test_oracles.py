"""The expected arrays are right: independent oracles say the same, none of them our own code."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from scipy import optimize as scipy_optimize
from scipy import special
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.preprocessing import normalize

from autograder.rubric.exercise import Case
from tests.first_neuron import all_cases

Oracle = Callable[..., Any]


def cases_of(assignment: str, exercise: str) -> list[tuple[Case, Any]]:
    """Pair the frozen cases of an exercise with their outputs."""
    frozen = all_cases(assignment)[exercise]
    return list(zip(frozen.cases, frozen.outputs, strict=True))


def mean_log_loss(w: np.ndarray, b: float, X: np.ndarray, Y: np.ndarray) -> float:
    """The cost of a neuron, by scikit-learn's log loss of SciPy's sigmoid."""
    probability = special.expit(w[:, 0] @ X + b)
    return float(log_loss(Y[0], probability, labels=[0, 1]))


ELEMENTWISE: list[tuple[str, str, Oracle]] = [
    ("numpy_basics", "basic_sigmoid", special.expit),
    ("numpy_basics", "sigmoid", special.expit),
    ("numpy_basics", "sigmoid_derivative", lambda x: special.expit(x) * special.expit(-x)),
    ("numpy_basics", "softmax", lambda x: special.softmax(x, axis=1)),
    ("numpy_basics", "normalize_rows", lambda x: normalize(x, norm="l2", axis=1)),
    ("numpy_basics", "image2vector", lambda image: np.array([[n] for n in image.flat])),
    ("numpy_basics", "exp_all", lambda v: np.power(np.e, v)),
    ("numpy_basics", "dot_loop", lambda a, b: sum(x * y for x, y in zip(a, b, strict=True))),
    (
        "numpy_basics",
        "dot_vectorized",
        lambda a, b: sum(map(float.__mul__, map(float, a), map(float, b))),
    ),
    ("numpy_basics", "L1", lambda yhat, y: np.linalg.norm(yhat - y, ord=1)),
    ("numpy_basics", "L2", lambda yhat, y: np.linalg.norm(yhat - y, ord=2) ** 2),
    ("numpy_basics", "calorie_percentages", lambda A: 100 * normalize(A, norm="l1", axis=0)),
    ("logistic_regression", "sigmoid", special.expit),
    ("computation_graph", "loss", lambda a, y: -special.xlogy(y, a) - special.xlog1py(1 - y, -a)),
    ("computation_graph", "cost", lambda A, Y: log_loss(Y[0], A[0], labels=[0, 1])),
    (
        "computation_graph",
        "log_likelihood",
        lambda A, Y: -log_loss(Y[0], A[0], labels=[0, 1], normalize=False),
    ),
]


@pytest.mark.parametrize(("assignment", "exercise", "oracle"), ELEMENTWISE)
def test_outputs_agree_with_an_oracle(assignment: str, exercise: str, oracle: Oracle) -> None:
    """What the reference returns is what SciPy, scikit-learn or plain arithmetic return."""
    for case, output in cases_of(assignment, exercise):
        np.testing.assert_allclose(
            output, oracle(*case.args), rtol=1e-9, atol=1e-12, err_msg=case.name
        )


def test_sigmoid_slopes_are_complex_steps() -> None:
    """The slope of the sigmoid is the imaginary part of a complex step, exact to rounding."""
    for case, output in cases_of("numpy_basics", "sigmoid_derivative"):
        x = np.asarray(case.args[0], dtype=complex)
        slope = np.imag(1 / (1 + np.exp(-(x + 1e-30j)))) / 1e-30
        np.testing.assert_allclose(output, slope, rtol=1e-9, atol=1e-15, err_msg=case.name)


def test_derivatives_are_centred_differences_of_the_true_function() -> None:
    """With a small nudge the estimate is close to a complex step; a wide nudge keeps its bias."""
    for case, output in cases_of("computation_graph", "derivative"):
        f, a, *rest = case.args
        h = rest[0] if rest else case.kwargs.get("h", 1e-6)
        slope = np.imag(f(np.asarray(a) + 1e-30j)) / 1e-30
        np.testing.assert_allclose(output, slope, atol=20 * h**2 + 1e-8, err_msg=case.name)
        if h > 0.1 and "cube" in case.name:
            np.testing.assert_allclose(output, slope + h**2, rtol=1e-9, err_msg=case.name)


def test_the_graph_agrees_with_finite_differences() -> None:
    """Each derivative of J = 3(a + bc) is what a nudge of its node gives."""
    nodes: dict[str, Oracle] = {
        "dv": lambda a, b, c, h: 3 * (a + b * c + h),
        "du": lambda a, b, c, h: 3 * (a + (b * c + h)),
        "da": lambda a, b, c, h: 3 * (a + h + b * c),
        "db": lambda a, b, c, h: 3 * (a + (b + h) * c),
        "dc": lambda a, b, c, h: 3 * (a + b * (c + h)),
    }
    for case, output in cases_of("computation_graph", "graph_backward"):
        for name, nudged in nodes.items():
            slope = (nudged(*case.args, 0.5) - nudged(*case.args, -0.5)) / 1.0
            assert output[name] == pytest.approx(slope), (case.name, name)
    for case, output in cases_of("computation_graph", "graph_forward"):
        a, b, c = case.args
        expected = pytest.approx({"u": b * c, "v": a + b * c, "J": 3 * a + 3 * b * c})
        assert output == expected, case.name


def test_the_neuron_agrees_with_complex_steps() -> None:
    """The derivatives of one example are complex steps through its loss."""

    def loss(w1: complex, w2: complex, b: complex, x1: float, x2: float, y: float) -> complex:
        z = w1 * x1 + w2 * x2 + b
        return np.log1p(np.exp(-z)) + (1 - y) * z

    for case, output in cases_of("computation_graph", "neuron_backward"):
        for position, name in enumerate(["dw1", "dw2", "db"]):
            args = list(case.args)
            args[position] += 1e-30j
            assert output[name] == pytest.approx(loss(*args).imag / 1e-30, rel=1e-9), case.name
        assert output["dz"] == output["db"], case.name


def test_gradient_descent_follows_its_recurrence() -> None:
    """Each iterate is the one before, less the learning rate times the gradient there."""
    for case, output in cases_of("computation_graph", "gradient_descent"):
        grad, theta, rate, steps = case.args
        assert len(output) == steps + 1
        np.testing.assert_array_equal(output[0], theta)
        for before, after in pairwise(output):
            np.testing.assert_allclose((before - after) / rate, grad(before), rtol=1e-6, atol=1e-9)


def test_propagate_agrees_with_scikit_learn_and_finite_differences() -> None:
    """The cost is scikit-learn's log loss; the gradients are SciPy's finite differences of it."""
    for case, (grads, cost) in cases_of("logistic_regression", "propagate"):
        w, b, X, Y = case.args
        assert cost == pytest.approx(mean_log_loss(w, b, X, Y), rel=1e-9), case.name

        def cost_of(theta: np.ndarray, X: np.ndarray = X, Y: np.ndarray = Y) -> float:
            return mean_log_loss(theta[:-1].reshape(-1, 1), theta[-1], X, Y)

        slopes = scipy_optimize.approx_fprime(np.append(w[:, 0], b), cost_of, 1e-7)
        got = np.append(grads["dw"][:, 0], grads["db"])
        np.testing.assert_allclose(got, slopes, rtol=1e-4, atol=1e-5, err_msg=case.name)


def test_optimize_walks_downhill_by_its_own_gradients() -> None:
    """The last step undone, the gradients returned are those of the cost there; costs fall."""
    for case, (params, grads, costs) in cases_of("logistic_regression", "optimize"):
        w, b, X, Y, *rest = case.args
        steps = rest[0] if rest else case.kwargs.get("num_iterations", 100)
        rate = rest[1] if rest else case.kwargs.get("learning_rate", 0.009)
        before = params["w"] + rate * grads["dw"], params["b"] + rate * grads["db"]
        np.testing.assert_allclose(
            grads["dw"],
            X @ (special.expit(before[0].T @ X + before[1]) - Y).T / X.shape[1],
            rtol=1e-8,
            err_msg=case.name,
        )
        assert len(costs) == -(-steps // 100), case.name
        assert costs[0] == pytest.approx(mean_log_loss(w, b, X, Y), rel=1e-9), case.name
        assert all(later < earlier for earlier, later in pairwise(costs))


def test_predictions_are_those_of_scikit_learn() -> None:
    """A scikit-learn classifier with the same parameters predicts the same labels."""
    for case, output in cases_of("logistic_regression", "predict"):
        w, b, X = case.args
        classifier = LogisticRegression()
        classifier.classes_ = np.array([0, 1])
        classifier.coef_, classifier.intercept_ = w.T, np.array([b])
        np.testing.assert_array_equal(output, [classifier.predict(X.T)], err_msg=case.name)


def test_a_long_training_reaches_the_optimum_of_scikit_learn() -> None:
    """On data with overlap, many steps of the reference end where scikit-learn's solver ends."""
    from solutions.logistic_regression import model

    rng = np.random.default_rng(3)
    X = rng.normal(size=(2, 60))
    Y = (X[:1] + rng.normal(size=(1, 60)) > 0).astype(int)
    trained = model(X, Y, X, Y, num_iterations=20_000, learning_rate=0.5)
    solver = LogisticRegression(C=np.inf, tol=1e-10).fit(X.T, Y[0])
    np.testing.assert_allclose(trained["w"].T, solver.coef_, rtol=1e-5)
    np.testing.assert_allclose(trained["b"], solver.intercept_[0], rtol=1e-5)


def test_flattened_images_are_the_pixels_one_by_one() -> None:
    """Column i holds the pixels of picture i, row by row, colour by colour, divided by 255."""
    for case, output in cases_of("logistic_regression", "flatten_images"):
        (images,) = case.args
        for i, image in enumerate(images):
            np.testing.assert_allclose(output[:, i], [p / 255 for p in image.flat], rtol=1e-12)
        assert output.shape == (images[0].size, len(images)), case.name


def test_models_agree_with_their_parts() -> None:
    """The predictions of a model follow from its w and b; its costs begin at log 2."""
    for case, output in cases_of("logistic_regression", "model"):
        X_train, _, X_test, *_ = case.args
        for X, name in ((X_train, "Y_prediction_train"), (X_test, "Y_prediction_test")):
            labels = special.expit(output["w"].T @ X + output["b"]) > 0.5
            np.testing.assert_array_equal(output[name], labels, err_msg=case.name)
        assert output["costs"][0] == pytest.approx(np.log(2)), case.name


def test_initial_parameters_are_zeros() -> None:
    """W has one row for each feature and no number but zero in it."""
    for case, (w, b) in cases_of("logistic_regression", "initialize_with_zeros"):
        assert w.shape == (case.args[0], 1)
        assert not w.any()
        assert b == 0
