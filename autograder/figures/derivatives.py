"""Figures about slopes: sigmoid, losses, costs over one weight, tangents, walks downhill."""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Panels = NDArray[np.object_]
Curve = Callable[[Any], ArrayLike]

BLUE = "#1f5fa8"
RED = "#b5361c"
GREY = "#6b6b6b"


def plot_sigmoid(marks: Sequence[float] = (-2.0, 0.0, 2.0), ax: Axes | None = None) -> Axes:
    """Draw the sigmoid and write its value at a few places.

    Parameters
    ----------
    marks : sequence of float
        The values of z to mark.
    ax : Axes, optional
        Where to draw; a new figure when left out.

    Returns
    -------
    Axes
    """
    ax = ax or plt.subplots(figsize=(6.5, 3.2), layout="constrained")[1]
    z = np.linspace(-6, 6, 241)
    ax.axhline(0, color=GREY, lw=0.8, ls=":")
    ax.axhline(1, color=GREY, lw=0.8, ls=":")
    ax.plot(z, _sigmoid(z), color=BLUE, lw=2.2)
    for mark in marks:
        height = float(_sigmoid(mark))
        ax.plot(mark, height, "o", color=RED)
        ax.annotate(rf"$\sigma({mark:g}) = {height:.2f}$", (mark + 0.3, height - 0.07))
    ax.set(xlabel="$z$", ylabel=r"$\sigma(z)$", xlim=(-6, 6), ylim=(-0.06, 1.06))
    return ax


def plot_losses(ax: Axes | None = None) -> Axes:
    """Draw the loss over the prediction, once for each label.

    Parameters
    ----------
    ax : Axes, optional
        Where to draw; a new figure when left out.

    Returns
    -------
    Axes
    """
    ax = ax or plt.subplots(figsize=(6.5, 3.4), layout="constrained")[1]
    a = np.linspace(0.005, 0.995, 397)
    ax.plot(a, -np.log(a), color=BLUE, lw=2.2, label=r"label 1:  $-\log\,a$")
    ax.plot(a, -np.log1p(-a), color=RED, lw=2.2, ls="--", label=r"label 0:  $-\log(1 - a)$")
    ax.set(xlabel="prediction a", ylabel="loss", xlim=(0, 1), ylim=(0, 5))
    ax.legend(frameon=False, loc="upper center")
    return ax


def cost_of_weight(w: ArrayLike, x: ArrayLike, y: ArrayLike) -> Floats:
    """Compute the cross-entropy cost of the model sigmoid(w x) for every w.

    Parameters
    ----------
    w : number or array of any shape
        The weights to try.
    x, y : arrays of shape (m,)
        One feature and the label, 0 or 1, of each example.

    Returns
    -------
    number or array of the shape of w
    """
    towards_label = 2 * np.asarray(y) - 1
    margins = np.multiply.outer(np.asarray(w), towards_label * np.asarray(x))
    return np.asarray(np.logaddexp(0, -margins).mean(axis=-1))[()]


def squared_cost_of_weight(w: ArrayLike, x: ArrayLike, y: ArrayLike) -> Floats:
    """Compute the mean squared error of the model sigmoid(w x) for every w.

    Parameters
    ----------
    w : number or array of any shape
        The weights to try.
    x, y : arrays of shape (m,)
        One feature and the label, 0 or 1, of each example.

    Returns
    -------
    number or array of the shape of w
    """
    a = _sigmoid(np.multiply.outer(np.asarray(w), np.asarray(x)))
    return np.asarray(np.square(a - np.asarray(y)).mean(axis=-1))[()]


def plot_cost_shapes(x: ArrayLike, y: ArrayLike, w: Floats) -> Panels:
    """Draw two costs of one data set over the weight, and mark the valleys of each.

    Parameters
    ----------
    x, y : arrays of shape (m,)
        One feature and the label of each example.
    w : array of shape (k,)
        The weights at which to draw, in increasing order.

    Returns
    -------
    array of 2 Axes
        Cross-entropy on the left, squared error on the right.
    """
    panels: Panels = plt.subplots(1, 2, figsize=(9, 3.4), layout="constrained")[1]
    costs = {"cross-entropy": cost_of_weight, "squared error": squared_cost_of_weight}
    for ax, (name, cost) in zip(panels, costs.items(), strict=True):
        height = cost(w, x, y)
        inner = (height[1:-1] < height[:-2]) & (height[1:-1] < height[2:])
        valleys = np.flatnonzero(inner) + 1
        ax.plot(w, height, color=BLUE, lw=2.2)
        ax.plot(w[valleys], height[valleys], "v", color=RED, ms=9)
        count = "1 valley" if valleys.size == 1 else f"{valleys.size} valleys"
        ax.set(title=f"{name}: {count}", xlabel="weight w", ylabel="cost J(w)")
        ax.set_xlim(w[0], w[-1])
    return panels


def plot_likelihood_and_cost(a: Floats, log_likelihoods: ArrayLike, costs: ArrayLike) -> Panels:
    """Draw the log-likelihood above the cost, and the place where each is best.

    Parameters
    ----------
    a : array of shape (k,)
        The predictions tried.
    log_likelihoods, costs : arrays of shape (k,)
        The log-likelihood and the cost at each of them.

    Returns
    -------
    array of 2 Axes
    """
    panels: Panels = plt.subplots(2, 1, figsize=(6.5, 4.6), sharex=True, layout="constrained")[1]
    climbs, falls = np.asarray(log_likelihoods), np.asarray(costs)
    panels[0].plot(a, climbs, color=BLUE, lw=2.2)
    panels[0].plot(a[climbs.argmax()], climbs.max(), "^", color=RED, ms=9)
    panels[0].set(ylabel="log-likelihood", title=f"highest at a = {a[climbs.argmax()]:.2f}")
    panels[1].plot(a, falls, color=BLUE, lw=2.2)
    panels[1].plot(a[falls.argmin()], falls.min(), "v", color=RED, ms=9)
    panels[1].set(ylabel="cost", title=f"lowest at a = {a[falls.argmin()]:.2f}")
    panels[1].set_xlabel("prediction a, the same for every picture")
    return panels


def plot_tangents(
    functions: Mapping[str, tuple[Curve, Curve]], points: Sequence[float] = (2.0, 5.0)
) -> Panels:
    """Draw functions with their tangents, each tangent with its height and width.

    Parameters
    ----------
    functions : mapping of str to (function, its derivative)
        The curves, by name.
    points : sequence of float
        Where to draw the tangents.

    Returns
    -------
    array of Axes, one for each function
    """
    n = len(functions)
    size = (2.9 * n, 3.2)
    grid = plt.subplots(1, n, figsize=size, squeeze=False, layout="constrained")[1]
    panels: Panels = grid[0]
    a = np.linspace(0.3, 6.3, 241)
    for ax, (name, (f, slope_of)) in zip(panels, functions.items(), strict=True):
        ax.plot(a, f(a), color=BLUE, lw=2.2)
        for point in points:
            at = np.float64(point)
            height, slope = float(np.asarray(f(at))), float(np.asarray(slope_of(at)))
            run = np.array([at - 1, at + 1])
            ax.plot(run, height + slope * (run - at), color=RED, lw=1.6)
            corner = ([at, at + 1, at + 1], [height, height, height + slope])
            ax.plot(*corner, color=GREY, lw=1.1, ls=":")
            ax.plot(at, height, "o", color=RED, ms=5)
            ax.annotate(
                f"slope {slope:.4g}",
                (at, height),
                xytext=(4, -6),
                textcoords="offset points",
                va="top",
                fontsize=9,
            )
        ax.set(title=f"f(a) = {name}", xlabel="a", ylabel="f(a)", xlim=(0.3, 7.3))
    return panels


def plot_walks(cost: Curve, walks: Mapping[str, Sequence[float]], theta: Floats) -> Panels:
    """Draw walks on a cost curve, one panel for each, with an arrow for each step.

    Parameters
    ----------
    cost : callable
        The curve; it works elementwise on an array.
    walks : mapping of str to sequence of float
        The values of theta on the way, by the title of the walk.
    theta : array of shape (k,)
        Where to draw the curve.

    Returns
    -------
    array of Axes, one for each walk
    """
    n = len(walks)
    size = (3.4 * n, 3.3)
    grid = plt.subplots(1, n, figsize=size, sharey=True, squeeze=False, layout="constrained")[1]
    panels: Panels = grid[0]
    heights_shown = np.asarray(cost(theta))
    margin = 0.07 * np.ptp(heights_shown)
    for ax, (title, walk) in zip(panels, walks.items(), strict=True):
        path = np.asarray(walk, dtype=np.float64)
        heights = np.asarray(cost(path))
        ax.plot(theta, heights_shown, color=BLUE, lw=1.8)
        for here, there in pairwise(zip(path, heights, strict=True)):
            step = FancyArrowPatch(here, there, arrowstyle="->", mutation_scale=10, color=RED)
            ax.add_patch(step)
        ax.plot(path, heights, ".", color=RED, ms=5)
        ax.plot(path[0], heights[0], "s", color=RED, ms=8, label="start")
        ax.plot(path[-1], heights[-1], "o", mec=RED, mfc="white", mew=2, ms=9, label="end")
        ax.set(title=title, xlabel="θ", xlim=(theta[0], theta[-1]))
        ax.set_ylim(heights_shown.min() - margin, heights_shown.max() + margin)
    panels[0].set_ylabel("cost J(θ)")
    panels[0].legend(frameon=False, loc="upper center")
    return panels


def _sigmoid(z: ArrayLike) -> Floats:
    return np.asarray(0.5 + 0.5 * np.tanh(np.asarray(z) / 2))
