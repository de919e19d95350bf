"""The figures of training say what the data say."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from autograder.figures.training import plot_boundary, plot_costs, plot_descent, probability
from tests.figures.conftest import texts


def test_probability_is_the_sigmoid_of_the_weighted_sum() -> None:
    """The probability of each column is one over one plus e to the minus its evidence."""
    rng = np.random.default_rng(0)
    w, X = rng.normal(size=(4, 1)), rng.normal(size=(4, 7))
    expected = [1 / (1 + np.exp(-(w[:, 0] @ x + 0.3))) for x in X.T]
    np.testing.assert_allclose(probability(w, 0.3, X), [expected])


@pytest.mark.parametrize("bias", [0.5, np.float64(0.5), np.array(0.5), np.array([[0.5]])])
def test_probability_takes_a_bias_of_any_form(bias: float) -> None:
    """A bias may be a number or an array with one element."""
    assert probability(np.zeros((2, 1)), bias, np.ones((2, 3))).shape == (1, 3)


def test_probability_of_huge_evidence_is_zero_or_one() -> None:
    """Evidence too large for an exponential gives a certain answer and no warning."""
    p = probability(np.array([[1e4]]), 0.0, np.array([[-1.0, 1.0]]))
    np.testing.assert_array_equal(p, [[0.0, 1.0]])


def test_costs_have_one_named_line_a_rate() -> None:
    """Each learning rate has a line over the iterations, and its name at the end."""
    ax = plot_costs({0.01: [0.69, 0.4, 0.2], 0.001: [0.69, 0.6, 0.5]})
    assert [list(line.get_xdata()) for line in ax.lines] == [[0, 100, 200]] * 2
    assert sorted(texts(ax)) == ["0.001", "0.01"]
    assert ax.get_yscale() == "log"
    assert ax.get_xlabel() == "iteration"
    assert "cost" in ax.get_ylabel()


def test_costs_stand_as_far_apart_as_they_were_recorded() -> None:
    """A cost recorded every ten iterations stands at 0, 10, 20."""
    ax = plot_costs({0.1: [0.6, 0.5, 0.4]}, every=10)
    np.testing.assert_array_equal(ax.lines[0].get_xdata(), [0, 10, 20])


def test_costs_are_told_apart_without_colour() -> None:
    """Two lines differ in marker and in line style."""
    ax = plot_costs({"a": [1, 0.5], "b": [1, 0.4]})
    first, second = ax.lines
    assert first.get_marker() != second.get_marker()
    assert first.get_linestyle() != second.get_linestyle()


@pytest.mark.parametrize(
    ("costs", "word"),
    [
        ([0.69, 0.5, 0.4], None),
        ([0.69, 0.9, 1.4], "diverges"),
        ([0.69, 2.0, float("nan")], "diverges"),
        ([0.69, float("inf"), 0.3], "diverges"),
        ([0.69, 2.0, 0.3], "overshoots, then recovers"),
    ],
)
def test_costs_that_go_wrong_are_marked(costs: list[float], word: str | None) -> None:
    """A run that grows or leaves the numbers is called by name; a falling one is not."""
    assert texts(plot_costs({"rate": costs})) == ([word] if word else []) + ["rate"]


def test_costs_without_a_number_are_left_out() -> None:
    """A run of which no cost is a number has no line, and does not stop the others."""
    ax = plot_costs({"lost": [float("nan")], "good": [0.69, 0.5]})
    assert len(ax.lines) == 1
    assert texts(ax) == ["good"]


def test_costs_may_be_arrays_of_one_element() -> None:
    """A cost that came out as a 1 by 1 array is drawn like a number."""
    ax = plot_costs({"rate": [np.array([[0.6]]), np.array(0.5), 0.4]})
    np.testing.assert_allclose(ax.lines[0].get_ydata(), [0.6, 0.5, 0.4])


def test_names_at_the_ends_do_not_overlap() -> None:
    """The names of lines that end at the same cost stand one above the other."""
    ax = plot_costs({name: [0.69, 0.5] for name in "abc"})
    heights = sorted(text.get_position()[1] for text in ax.texts)
    assert np.diff(heights).min() > 0.05


def test_boundary_shows_both_classes_and_the_half() -> None:
    """The points of each label are one group, and the line of one half is labelled."""
    X = np.array([[-1.0, -2.0, 1.0], [0.0, 1.0, 2.0]])
    ax = plot_boundary(
        lambda points: probability(np.array([[3.0], [0.0]]), 0.0, points), X, np.array([[0, 0, 1]])
    )
    groups = {group.get_label(): len(group.get_offsets()) for group in ax.collections}
    assert groups["y = 0"] == 2
    assert groups["y = 1"] == 1
    assert "p = 0.5" in texts(ax)
    assert ax.get_xlim()[0] < -2
    assert ax.get_xlim()[1] > 1


def test_boundary_is_centred_at_one_half() -> None:
    """The colours go from 0 to 1, so that the middle of the map means one half."""
    ax = plot_boundary(lambda points: points[:1] ** 2, np.array([[0.1, 0.9]] * 2), np.array([0, 1]))
    assert ax.collections[0].get_clim() == (0, 1)


def test_boundary_of_a_neuron_that_always_says_the_same_has_no_line() -> None:
    """Where no point of the plane has one half, none is drawn."""
    ax = plot_boundary(
        lambda points: np.full(points.shape[1], 0.2), np.array([[0.0, 1.0]] * 2), np.array([[0, 1]])
    )
    assert texts(ax) == []


def test_descent_draws_every_way_inside_the_map() -> None:
    """Each run is one line through all of its steps, and none leaves the map."""
    ways = {"slow": np.array([[0, 0], [1, 1], [1.5, 1]]), "fast": np.array([[3, -2], [0, 1]])}
    ax = plot_descent(lambda w, b: (w - 1) ** 2 + b**2, ways)
    assert [line.get_label() for line in ax.lines] == ["slow", "fast"]
    for line, way in zip(ax.lines, ways.values(), strict=True):
        np.testing.assert_array_equal(np.transpose(line.get_data()), way)
    low, high = ax.get_xlim()
    assert low < 0
    assert high > 3


def test_figures_draw_into_the_axes_they_are_given() -> None:
    """No figure is made where axes are given, and the same axes come back."""
    _, (left, middle, right) = plt.subplots(1, 3)
    X, y = np.array([[0.0, 1.0]] * 2), np.array([[0, 1]])
    assert plot_costs({0.1: [0.6, 0.5]}, ax=left) is left
    assert plot_boundary(lambda points: points[0] * 0, X, y, middle) is middle
    assert plot_descent(lambda w, b: w * w + b * b, {"a": np.eye(2)}, right) is right
    assert len(plt.get_fignums()) == 1
