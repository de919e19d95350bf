"""The figures of derivatives say what the data say."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from autograder.figures import derivatives as figures
from tests.figures.conftest import texts

X = np.array([10.0, 0.8, 1.0, 1.2, 0.25])
Y = np.array([0, 1, 1, 1, 0])


def test_sigmoid_stays_between_zero_and_one_and_passes_one_half() -> None:
    """The curve rises from 0 to 1, through one half at 0."""
    ax = figures.plot_sigmoid()
    z, height = next(line for line in ax.lines if len(line.get_xdata()) > 2).get_data()
    assert np.all(np.diff(height) > 0)
    assert height.min() > 0
    assert height.max() < 1
    assert height[z == 0] == pytest.approx(0.5)


def test_sigmoid_writes_a_value_at_every_mark() -> None:
    """Each mark has its value written beside it."""
    ax = figures.plot_sigmoid(marks=(0.0, 2.0))
    assert [text.split("= ")[1] for text in texts(ax)] == ["0.50$", "0.88$"]


def test_losses_meet_at_one_half_and_mirror_each_other() -> None:
    """The two curves are mirror images, and at one half both are log 2."""
    one, zero = figures.plot_losses().lines
    np.testing.assert_allclose(one.get_ydata(), zero.get_ydata()[::-1])
    middle = np.argmin(np.abs(one.get_xdata() - 0.5))
    assert one.get_ydata()[middle] == pytest.approx(np.log(2))
    assert one.get_linestyle() != zero.get_linestyle()


def test_figures_draw_into_the_axes_they_are_given() -> None:
    """A figure that takes axes draws there and opens no other figure."""
    _, ax = plt.subplots()
    assert figures.plot_sigmoid(ax=ax) is ax
    assert figures.plot_losses(ax=ax) is ax
    assert len(plt.get_fignums()) == 1


@pytest.mark.parametrize("w", [0.3, np.array([-1.0, 0.0, 2.0]), np.ones((2, 3))])
def test_costs_of_a_weight_agree_with_a_sum_over_examples(w: float | np.ndarray) -> None:
    """Both costs are means over the examples, for a number and for arrays of weights."""

    def mean(penalty: np.ufunc, weight: float) -> float:
        a = [1 / (1 + np.exp(-weight * x)) for x in X]
        return float(np.mean([penalty(p, y) for p, y in zip(a, Y, strict=True)]))

    entropy = np.vectorize(lambda v: mean(lambda p, y: -np.log(p if y else 1 - p), v))
    squared = np.vectorize(lambda v: mean(lambda p, y: (p - y) ** 2, v))
    np.testing.assert_allclose(figures.cost_of_weight(w, X, Y), entropy(w))
    np.testing.assert_allclose(figures.squared_cost_of_weight(w, X, Y), squared(w))
    assert np.shape(figures.cost_of_weight(w, X, Y)) == np.shape(w)


def test_cost_of_a_weight_survives_huge_weights() -> None:
    """A huge weight has a huge cost, not an overflow."""
    assert figures.cost_of_weight(1e6, [1.0], [0]) == pytest.approx(1e6)


def test_cross_entropy_has_one_valley_where_the_squared_error_has_two() -> None:
    """The data of the text have one valley for the one cost and two for the other."""
    left, right = figures.plot_cost_shapes(X, Y, np.linspace(-2, 4, 601))
    assert left.get_title() == "cross-entropy: 1 valley"
    assert right.get_title() == "squared error: 2 valleys"
    assert [len(ax.lines[1].get_xdata()) for ax in (left, right)] == [1, 2]
    assert np.all(np.diff(left.lines[0].get_ydata(), 2) > -1e-12)


def test_peak_of_the_likelihood_stands_over_the_valley_of_the_cost() -> None:
    """The marks of both panels are where the data are best, and the titles say where."""
    a = np.linspace(0.01, 0.99, 99)
    climbs = 7 * np.log(a) + 3 * np.log(1 - a)
    above, below = figures.plot_likelihood_and_cost(a, climbs, -climbs / 10)
    assert above.lines[1].get_xdata() == below.lines[1].get_xdata() == pytest.approx(0.7)
    assert (above.get_title(), below.get_title()) == ("highest at a = 0.70", "lowest at a = 0.70")


def test_tangents_touch_the_curve_with_its_slope() -> None:
    """Each tangent passes through its point with the slope that is written beside it."""
    square = (lambda a: a**2, lambda a: 2 * a)
    line = (lambda a: 3 * a, lambda _: 3)
    panels = figures.plot_tangents({"a²": square, "3a": line}, points=(2.0, 5.0))
    assert [ax.get_title() for ax in panels] == ["f(a) = a²", "f(a) = 3a"]
    assert texts(panels[0]) == ["slope 4", "slope 10"]
    assert texts(panels[1]) == ["slope 3", "slope 3"]
    run, rise = panels[0].lines[1].get_data()
    assert np.diff(rise) / np.diff(run) == pytest.approx(4)
    assert np.mean(rise) == pytest.approx(4)


def test_walks_have_an_arrow_for_each_step() -> None:
    """A walk with k steps has k arrows; its ends are marked on the curve."""
    walks = {"right": [-2.0, -1.0, -0.5], "left": [1.0, 0.0], "nowhere": [0.5]}
    panels = figures.plot_walks(np.square, walks, np.linspace(-3, 3, 61))
    assert [len(ax.patches) for ax in panels] == [2, 1, 0]
    assert [ax.get_title() for ax in panels] == list(walks)
    start, end = panels[0].lines[-2:]
    assert (*start.get_xdata(), *start.get_ydata()) == (-2.0, 4.0)
    assert (*end.get_xdata(), *end.get_ydata()) == (-0.5, 0.25)


def test_walks_that_run_away_do_not_widen_the_figure() -> None:
    """The limits are those of the curve, however far a walk jumps."""
    (ax,) = figures.plot_walks(np.square, {"far": [1.0, -90.0]}, np.linspace(-3, 3, 61))
    assert ax.get_xlim() == (-3, 3)
    assert ax.get_ylim()[1] < 12
