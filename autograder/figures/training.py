"""How a neuron learns: its cost, its way down, its boundary and its certainty."""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes

# Told apart by colour, by marker and by line style: grey paper and all eyes can read them.
COLOURS = ("#1b6ca8", "#d1661c", "#2a7f3f", "#7b3f98", "#8a6d1f", "#444444")
STYLES = ("-", "--", "-.", (0, (1, 1.2)), (0, (5, 1, 1, 1, 1, 1)), (0, (7, 2)))
MARKERS = ("o", "^", "s", "D", "v", "P")


def new_axes(ax: Axes | None, width: float = 6.4, height: float = 4.0) -> Axes:
    """Return ax, or the axes of a new figure where there is none."""
    return plt.subplots(figsize=(width, height), layout="constrained")[1] if ax is None else ax


def probability(w: np.ndarray, b: float, X: np.ndarray) -> np.ndarray:
    """Compute what a neuron says about every column of X, without overflow for any input.

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
        The probabilities that the label is 1.
    """
    evidence = np.einsum("ik,im->km", np.asarray(w), np.asarray(X)) + np.ravel(b)[0]
    return np.asarray((1 + np.tanh(evidence / 2)) / 2)


def _ruin(costs: np.ndarray) -> str:
    """Say in a word what is wrong with a run of costs; nothing where they only fall."""
    if not np.isfinite(costs).all() or costs[-1] > costs[0]:
        return "diverges"
    return "overshoots, then recovers" if costs.max() > 1.02 * costs[0] else ""


def plot_costs(
    costs: Mapping[float | str, Sequence[float]],
    every: int = 100,
    ax: Axes | None = None,
) -> Axes:
    """Draw the cost over the iterations, one line a learning rate, named at its end.

    Parameters
    ----------
    costs : mapping of learning rate (or any name) to costs
        The costs of each run, as ``optimize`` records them.
    every : int
        The number of iterations from one cost to the next.
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes
        The axes, with a logarithmic cost. Runs that grow or leave the numbers are marked.
    """
    ax = new_axes(ax)
    ends = []
    for k, (rate, run) in enumerate(costs.items()):
        values = np.array([np.ravel(cost)[0] for cost in run], dtype=float)
        steps = every * np.arange(values.size)
        finite = np.isfinite(values) & (values > 0)
        if not finite.any():
            continue
        colour, last = COLOURS[k % len(COLOURS)], np.flatnonzero(finite)[-1]
        ax.plot(
            steps[finite],
            values[finite],
            color=colour,
            linestyle=STYLES[k % len(STYLES)],
            marker=MARKERS[k % len(MARKERS)],
            markersize=4,
            markevery=max(1, values.size // 12),
        )
        name = rate if isinstance(rate, str) else f"{rate:g}"
        ends.append((np.log10(values[last]), steps[last], name, colour))
        if word := _ruin(values):
            peak = int(np.nanargmax(np.where(finite, values, np.nan)))
            ax.annotate(
                word,
                (steps[peak], values[peak]),
                xytext=(12, 2),
                textcoords="offset points",
                color=colour,
                fontstyle="italic",
                va="center",
            )
    ax.set_yscale("log")
    ax.yaxis.set_major_formatter(lambda value, _: f"{value:g}")
    ax.yaxis.set_minor_formatter(lambda value, _: f"{value:g}" if f"{value:e}"[0] in "2357" else "")
    ax.grid(visible=True, which="both", alpha=0.25)
    ax.set_xlabel("iteration")
    ax.set_ylabel("cost J (log scale)")
    _name_the_ends(ax, ends)
    return ax


def _name_the_ends(ax: Axes, ends: list[tuple[float, float, str, str]]) -> None:
    """Write the name of every line beside its end, pushed apart where they would overlap."""
    low, high = np.log10(ax.get_ylim())
    gap, floor = 0.06 * (high - low), -np.inf
    for height, step, name, colour in sorted(ends):
        floor = max(height, floor + gap)
        ax.annotate(
            name,
            (step, 10**height),
            xytext=(1.02, (floor - low) / (high - low)),
            textcoords="axes fraction",
            color=colour,
            va="center",
            arrowprops={"arrowstyle": "-", "color": colour, "alpha": 0.4, "lw": 0.8},
        )


def plot_boundary(
    predict_probability: Callable[[np.ndarray], np.ndarray],
    X: np.ndarray,
    y: np.ndarray,
    ax: Axes | None = None,
) -> Axes:
    """Draw what a classifier says about every point of the plane, and the points it learned from.

    Parameters
    ----------
    predict_probability : callable
        Takes points of shape (2, k), gives k probabilities that the label is 1.
    X : array of shape (2, m)
        Points, one a column.
    y : array of shape (1, m)
        Their labels, 0 or 1.
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes
        The axes; the solid line is where the probability is one half.
    """
    ax = new_axes(ax, 5.6, 4.6)
    low, high = X.min(axis=1), X.max(axis=1)
    margin = 0.12 * (high - low)
    across, up = (np.linspace(a, z, 121) for a, z in zip(low - margin, high + margin, strict=True))
    grid = np.stack([side.ravel() for side in np.meshgrid(across, up)])
    p = np.reshape(np.asarray(predict_probability(grid), dtype=float), (up.size, across.size))
    ax.contourf(across, up, p, np.linspace(0, 1, 11), cmap="PuOr_r", vmin=0, vmax=1, alpha=0.5)
    if p.min() < 0.5 < p.max():
        levels = {0.1: ":", 0.5: "-", 0.9: ":"}
        shown = ax.contour(
            across, up, p, list(levels), colors="k", linestyles=list(levels.values())
        )
        ax.clabel(shown, fmt="p = %.1f", fontsize=9)
    for label, (marker, colour) in enumerate((("o", "#5e3c99"), ("^", "#b35806"))):
        points = X[:, np.ravel(y) == label]
        ax.scatter(
            points[0],
            points[1],
            marker=marker,
            c=colour,
            edgecolors="white",
            s=46,
            label=f"y = {label}",
        )
    ax.set_xlabel("$x_1$")
    ax.set_ylabel("$x_2$")
    ax.legend(loc="best", framealpha=0.9)
    return ax


def plot_descent(
    cost: Callable[[float, float], float],
    paths: Mapping[str, np.ndarray],
    ax: Axes | None = None,
) -> Axes:
    """Draw the cost of one weight and one bias as a map, with the ways that lead down.

    Parameters
    ----------
    cost : callable
        Takes a weight and a bias, gives the cost.
    paths : mapping of name to array of shape (steps, 2)
        The weight and the bias before, between and after the steps of each run.
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes
        The axes, with contour lines of equal cost.
    """
    ax = new_axes(ax, 6.4, 4.6)
    corners = np.concatenate([np.asarray(path, dtype=float) for path in paths.values()])
    low, high = corners.min(axis=0), corners.max(axis=0)
    margin = 0.35 * (high - low) + 0.3
    weights, biases = (
        np.linspace(a, z, 41) for a, z in zip(low - margin, high + margin, strict=True)
    )
    heights = np.array(
        [[np.ravel(cost(float(w), float(b)))[0] for w in weights] for b in biases], dtype=float
    )
    # Denser near the bottom, where the steps are short.
    levels = heights.min() + np.ptp(heights) * np.linspace(0, 1, 16) ** 2
    filled = ax.contourf(weights, biases, heights, levels, cmap="Greys", alpha=0.55)
    ax.contour(weights, biases, heights, levels, colors="#666666", linewidths=0.5)
    ax.figure.colorbar(filled, ax=ax, label="cost J", format="%.2f")
    for k, (name, path) in enumerate(paths.items()):
        steps, colour = np.asarray(path, dtype=float), COLOURS[k % len(COLOURS)]
        ax.plot(*steps.T, color=colour, marker=MARKERS[k % len(MARKERS)], ms=4, label=name)
        for start, stop in pairwise(steps[:4]):
            ax.annotate("", stop, start, arrowprops={"arrowstyle": "->", "color": colour})
    ax.set_xlabel("weight w")
    ax.set_ylabel("bias b")
    ax.legend(loc="best", framealpha=0.9)
    return ax
