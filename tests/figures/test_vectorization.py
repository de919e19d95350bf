"""The figures of functions and of running times say what the data say."""

import time

import matplotlib.pyplot as plt
import numpy as np
import pytest

from autograder.figures.vectorization import (
    descend,
    plot_descent,
    plot_losses,
    plot_sigmoid,
    plot_softmax,
    plot_times,
    time_call,
)


@pytest.fixture
def features() -> np.ndarray:
    """Two uncorrelated features, the second five times as large as the first."""
    return np.array([[1.0, -1.0, 1.0, -1.0], [5.0, 5.0, -5.0, -5.0]])


def test_the_sigmoid_and_its_slope_are_drawn() -> None:
    """The upper curve is 1 / (1 + e^-x), and the lower one is its numerical derivative."""
    x = np.linspace(-5, 5, 2001)
    top, bottom = plot_sigmoid(x)
    value, slope = top.lines[0].get_ydata(), bottom.lines[0].get_ydata()
    np.testing.assert_allclose(value, 1 / (1 + np.exp(-x)))
    np.testing.assert_allclose(slope[1:-1], np.gradient(value, x)[1:-1], atol=1e-5)


def test_tangents_have_the_slope_that_is_written() -> None:
    """Each point gets one straight line, whose rise over run is the number in the lower panel."""
    top, bottom = plot_sigmoid(np.linspace(-5, 5, 50), at=[-2, 0])
    tangents = [line for line in top.lines if len(line.get_xdata()) == len("ab")]
    slopes = [np.ptp(line.get_ydata()) / np.ptp(line.get_xdata()) for line in tangents]
    np.testing.assert_allclose(slopes, [0.10499, 0.25], atol=1e-5)
    assert [text.get_text() for text in bottom.texts] == ["0.105", "0.250"]


def test_descent_finds_the_weights_of_least_squares(features: np.ndarray) -> None:
    """The best weights are those of lstsq, and no step leads farther away from them."""
    y = np.array([2.0, 0.5]) @ features
    path, best = descend(features, y, (1, 0.3), steps=200)
    np.testing.assert_allclose(best, np.linalg.lstsq(features.T, y)[0])
    distances = np.linalg.norm(path - best, axis=1)
    assert (np.diff(distances) <= 0).all()
    np.testing.assert_allclose(path[0] - best, [1, 0.3])
    np.testing.assert_allclose(path[-1], best, atol=1e-6)


def test_rows_of_the_same_size_need_one_step(features: np.ndarray) -> None:
    """With uncorrelated rows of length one the cost is a round bowl: one step leads down."""
    y = np.array([2.0, 0.5]) @ features
    path, best = descend(features / [[1], [5]], y, (1, 0.3), steps=1)
    np.testing.assert_allclose(path[1], best, atol=1e-12)


def test_the_path_is_drawn_inside_the_contours(features: np.ndarray) -> None:
    """The path has one point more than steps, all of them within the limits of the axes."""
    ax = plot_descent(features, features[0] + features[1], steps=7)
    path = ax.lines[0].get_xydata()
    assert path.shape == (8, 2)
    for values, limits in zip(path.T, (ax.get_xlim(), ax.get_ylim()), strict=True):
        assert limits[0] < values.min() < values.max() < limits[1]
    assert ax.get_title().startswith("distance left after 7 steps: ")


def test_a_figure_can_be_drawn_into_given_axes(features: np.ndarray) -> None:
    """Whoever passes axes gets these axes back, and no further figure."""
    _, axes = plt.subplots(1, 2)
    assert plot_descent(features, features[0], ax=axes[0]) is axes[0]
    assert plot_times({"a": 1.0, "b": 2.0}, ax=axes[1]) is axes[1]
    assert len(plt.get_fignums()) == 1


def test_softmax_ends_in_probabilities() -> None:
    """The last of the three panels shows shares that sum to one, in the order of the scores."""
    axes = plot_softmax(np.array([2.0, 1.0, -0.5]))
    heights = [[bar.get_height() for bar in ax.patches] for ax in axes]
    assert heights[0] == [2.0, 1.0, -0.5]
    np.testing.assert_allclose(heights[2], [0.6897, 0.2537, 0.0566], atol=1e-4)
    np.testing.assert_allclose(np.divide(heights[1], heights[2]), np.sum(heights[1]))


def test_a_call_is_timed_in_seconds() -> None:
    """A call that sleeps for five milliseconds takes at least as long."""
    assert time_call(time.sleep, 0.005, repeats=2) >= 0.005


def test_a_function_is_called_as_often_as_asked() -> None:
    """Each repetition is one call, with the given arguments."""
    calls: list[int] = []
    time_call(calls.append, 3, repeats=4)
    assert calls == [3, 3, 3, 3]


def test_times_are_drawn_on_a_logarithmic_axis() -> None:
    """Bars are as long as the times, labelled with a unit, and the title has their ratio."""
    ax = plot_times({"loop": 0.08, "NumPy": 0.0005})
    assert ax.get_xscale() == "log"
    assert [bar.get_width() for bar in ax.patches] == [0.08, 0.0005]
    assert [text.get_text() for text in ax.texts] == ["80.0 ms", "500.0 µs"]
    assert ax.get_title() == "160 times faster"
    assert ax.get_xlim()[0] < 0.0005


def test_losses_are_drawn_as_curves_and_as_bars() -> None:
    """The bars are absolute values, then squares, and the legend has their sums."""
    curves, bars = plot_losses(np.array([0.5, -0.5, 0.0, 3.0]))
    assert [bar.get_height() for bar in bars.patches] == [0.5, 0.5, 0, 3, 0.25, 0.25, 0, 9]
    legend = [text.get_text() for text in bars.get_legend().get_texts()]
    assert legend == ["absolute, sum 4", "squared, sum 9.5"]
    reach = curves.lines[0].get_xdata()
    np.testing.assert_allclose(curves.lines[0].get_ydata() ** 2, curves.lines[1].get_ydata())
    assert (reach[0], reach[-1]) == pytest.approx((-3.3, 3.3))
