"""Figures of functions and of their cost: sigmoid, scaling, softmax, running times, losses."""

import time
from collections.abc import Callable, Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import EngFormatter

BLUE = "#0b62a4"
ORANGE = "#c8501e"
PALE_BLUE = "#9dc3e6"
PALE_ORANGE = "#f3b183"


def plot_sigmoid(x: np.ndarray, at: Sequence[float] = ()) -> np.ndarray:
    """Draw the sigmoid with tangents at some points, and its slope below.

    Parameters
    ----------
    x : array of shape (n,)
        Where to draw, in rising order.
    at : sequence of float
        Where to draw a tangent and write its slope.

    Returns
    -------
    array of two Axes
        The sigmoid above, the slope below.
    """
    half = np.tanh(np.asarray(x) / 2)
    _, (top, bottom) = plt.subplots(
        2, 1, sharex=True, figsize=(7, 4.8), height_ratios=(3, 2), layout="constrained"
    )
    top.plot(x, (1 + half) / 2, color=BLUE, lw=2)
    bottom.plot(x, (1 - half**2) / 4, color=ORANGE, lw=2, ls="--")
    for point in at:
        tangent = np.tanh(point / 2)
        value, slope = (1 + tangent) / 2, (1 - tangent**2) / 4
        ends = np.array([-1.3, 1.3])
        top.plot(point + ends, value + slope * ends, color="#222222", lw=1.4)
        top.plot(point, value, "o", color="#222222")
        bottom.plot(point, slope, "o", color="#222222")
        side, shift = ("right", -5) if point < 0 else ("left", 7)
        bottom.annotate(
            f"{slope:.3f}", (point, slope), (shift, 5), textcoords="offset points", ha=side
        )
    top.set_ylabel(r"sigmoid $\sigma(x)$")
    top.set_ylim(-0.08, 1.08)
    bottom.set_ylabel(r"slope $\sigma'(x)$")
    bottom.set_ylim(0, 0.32)
    bottom.set_xlabel("x")
    for ax in (top, bottom):
        ax.grid(alpha=0.3)
    return np.array([top, bottom])


def descend(
    features: np.ndarray, y: np.ndarray, start: Sequence[float], steps: int
) -> tuple[np.ndarray, np.ndarray]:
    """Fit y by a weighted sum of two features, with gradient descent at the best learning rate.

    Parameters
    ----------
    features : array of shape (2, m)
        Two features of m examples.
    y : array of shape (m,)
        What to fit, by least squares.
    start : two numbers
        Where to start, as seen from the best weights.
    steps : int
        How many steps to take.

    Returns
    -------
    path : array of shape (steps + 1, 2)
        The weights, step by step.
    best : array of shape (2,)
        The weights with the smallest cost.
    """
    m = features.shape[1]
    curvature = features @ features.T / m
    best = np.linalg.solve(curvature, features @ y / m)
    rate = 2 / np.linalg.eigvalsh(curvature).sum()
    path = [best + np.asarray(start)]
    for _ in range(steps):
        path.append(path[-1] - rate * curvature @ (path[-1] - best))
    return np.array(path), best


def plot_descent(
    features: np.ndarray, y: np.ndarray, steps: int = 12, ax: Axes | None = None
) -> Axes:
    """Draw the contours of a least-squares cost of two weights and the way down to its minimum.

    Parameters
    ----------
    features : array of shape (2, m)
        Two features of m examples.
    y : array of shape (m,)
        What to fit.
    steps : int
        How many steps of gradient descent to draw.
    ax : Axes, optional
        Where to draw.

    Returns
    -------
    Axes
        The axes with contours and path; the title says how close the last point came.
    """
    m = features.shape[1]
    curvature = features @ features.T / m
    reach = 1 / np.sqrt(np.linalg.eigvalsh(curvature)[0])
    path, best = descend(features, y, (reach, 0.3 * reach), steps)
    if ax is None:
        _, ax = plt.subplots(figsize=(4.2, 4.2), layout="constrained")
    side = np.linspace(-1.2, 1.2, 161) * reach
    grid = np.stack(np.meshgrid(side, side))
    height = np.einsum("iab,ij,jab->ab", grid, curvature, grid) / 2
    levels = height.max() * np.linspace(0.03, 1, 11) ** 2
    ax.contour(best[0] + grid[0], best[1] + grid[1], height, levels, cmap="Greys_r", linewidths=1)
    ax.plot(*path.T, "o-", color=ORANGE, ms=4, lw=1.4, label=f"{steps} steps")
    ax.plot(*best, "*", color=BLUE, ms=15, label="minimum")
    left = np.linalg.norm(path[-1] - best) / np.linalg.norm(path[0] - best)
    ax.set_title(f"distance left after {steps} steps: {100 * left:.1f} %", fontsize=10)
    ax.set_xlabel("$w_1$")
    ax.set_ylabel("$w_2$")
    ax.legend(loc="lower left", fontsize=9)
    return ax


def plot_softmax(scores: np.ndarray) -> np.ndarray:
    """Draw one row of scores, their exponentials, and the shares of these in their sum.

    Parameters
    ----------
    scores : array of shape (k,)
        The scores of k classes.

    Returns
    -------
    array of three Axes
        Scores, exponentials, probabilities.
    """
    scores = np.asarray(scores, dtype=float)
    powers = np.e**scores
    panels = {
        "scores $x_j$": scores,
        "made positive: $e^{x_j}$": powers,
        "divided by their sum": powers / powers.sum(),
    }
    _, axes = plt.subplots(1, 3, figsize=(8.4, 2.7), layout="constrained")
    names = [f"class {place}" for place in range(len(scores))]
    for ax, (title, heights) in zip(axes, panels.items(), strict=True):
        bars = ax.bar(names, heights, color=PALE_BLUE, ec="#222222")
        ax.bar_label(bars, fmt="%.3g", padding=2)
        ax.axhline(0, color="#222222", lw=0.8)
        ax.margins(y=0.2)
        ax.set_title(title, fontsize=10)
        ax.spines[["top", "right"]].set_visible(False)
    axes[-1].set_ylim(0, 1)
    return np.asarray(axes)


def time_call(function: Callable[..., object], *arguments: object, repeats: int = 5) -> float:
    """Return the shortest of a few times of ``function(*arguments)``, in seconds.

    Parameters
    ----------
    function : callable
        What to time.
    *arguments : object
        What to call it with.
    repeats : int
        How many calls to time.

    Returns
    -------
    float
        Seconds.
    """
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        function(*arguments)
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def plot_times(seconds: Mapping[str, float], ax: Axes | None = None) -> Axes:
    """Draw running times as bars on a logarithmic axis.

    Parameters
    ----------
    seconds : mapping of str to float
        The names of what was timed, and its times.
    ax : Axes, optional
        Where to draw.

    Returns
    -------
    Axes
        The axes with the bars; the title compares the slowest with the fastest.
    """
    names, times = list(seconds), list(seconds.values())
    if ax is None:
        _, ax = plt.subplots(figsize=(7, 0.8 + 0.5 * len(names)), layout="constrained")
    looks = [PALE_ORANGE if value == max(times) else PALE_BLUE for value in times]
    bars = ax.barh(names, times, color=looks, ec="#222222", height=0.6)
    ax.bar_label(bars, [EngFormatter("s", places=1)(value) for value in times], padding=4)
    ax.set_xscale("log")
    ax.set_xlim(min(times) / 5, max(times) * 6)
    ax.invert_yaxis()
    ax.set_xlabel("seconds (each gridline is ten times the one before)")
    ax.set_title(f"{max(times) / min(times):.0f} times faster", fontsize=11)
    ax.grid(axis="x", alpha=0.4)
    ax.set_axisbelow(True)
    return ax


def plot_losses(errors: np.ndarray) -> np.ndarray:
    """Draw the absolute value and the square of errors: as curves, and for each error as bars.

    Parameters
    ----------
    errors : array of shape (m,)
        The errors y - ŷ of m examples.

    Returns
    -------
    array of two Axes
        The two curves, and the two bars of each example.
    """
    errors = np.asarray(errors, dtype=float)
    reach = np.linspace(-1.1, 1.1, 201) * abs(errors).max()
    _, (curves, bars) = plt.subplots(1, 2, figsize=(8.4, 3.4), layout="constrained")
    curves.plot(reach, abs(reach), color=BLUE, lw=2, label="absolute: |e|")
    curves.plot(reach, reach**2, color=ORANGE, lw=2, ls="--", label="squared: e²")
    curves.plot(errors, abs(errors), "o", color=BLUE)
    curves.plot(errors, errors**2, "s", color=ORANGE)
    curves.set_xlabel("error e of one example")
    curves.set_ylabel("what it adds to the loss")
    curves.legend()
    curves.grid(alpha=0.3)
    places = np.arange(errors.size)
    for side, heights, colour, hatch in (
        (-0.2, abs(errors), PALE_BLUE, ""),
        (0.2, errors**2, PALE_ORANGE, "//"),
    ):
        drawn = bars.bar(places + side, heights, 0.4, color=colour, ec="#222222", hatch=hatch)
        bars.bar_label(drawn, fmt="%.3g", padding=2)
    bars.legend([f"absolute, sum {abs(errors).sum():g}", f"squared, sum {(errors**2).sum():g}"])
    bars.set_xticks(places, [f"e = {error:g}" for error in errors])
    bars.margins(y=0.15)
    bars.set_xlabel("example")
    bars.set_ylabel("what it adds to the loss")
    return np.array([curves, bars])
