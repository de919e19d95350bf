"""What a neuron sees: the pictures, its wiring, its weights, its certainty and its mistakes."""

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle

from autograder.figures.training import new_axes

HALF = 0.5
NAMES = ("non-cat", "cat")


def plot_pictures(
    images: np.ndarray,
    titles: Sequence[str] | None = None,
    columns: int = 8,
) -> np.ndarray:
    """Draw pictures side by side, row after row.

    Parameters
    ----------
    images : array of shape (k, h, w, 3)
        Pictures: bytes from 0 to 255, or floats from 0 to 1.
    titles : sequence of k str, optional
        What to write above each.
    columns : int
        How many stand in a row.

    Returns
    -------
    array of Axes
        One for each picture, in order.
    """
    columns = max(1, min(columns, len(images)))
    rows = -(-len(images) // columns)
    size = (max(1.15 * columns, 2.6), (1.15 + 0.3 * (titles is not None)) * rows)
    if columns <= 4:
        size = (2.1 * columns, 2.5 * rows)
    _, axes = plt.subplots(rows, columns, figsize=size, squeeze=False, layout="constrained")
    flat = np.asarray(axes).ravel()
    for ax in flat:
        ax.set_axis_off()
    for ax, image in zip(flat, images, strict=False):
        ax.imshow(image)
    for ax, title in zip(flat, titles or (), strict=False):
        ax.set_title(title, fontsize=9)
    return flat[: len(images)]


def plot_weights(w: np.ndarray, shape: tuple[int, int, int] = (64, 64, 3)) -> np.ndarray:
    """Draw the weights in the places of the pixels they belong to.

    Parameters
    ----------
    w : array of shape (h * w * c, 1)
        The weights of a neuron that looks at flattened pictures.
    shape : (int, int, int)
        Height, width and number of channels of a picture.

    Returns
    -------
    array of Axes
        The sum over the channels first, then every channel where there are more than one. In
        each panel zero is white, and plus and minus reach equally far.
    """
    field = np.asarray(w, dtype=float).reshape(shape)
    panels = {"sum": field.sum(axis=2)} if shape[2] > 1 else {"weights": field[:, :, 0]}
    if shape[2] > 1:
        colours = ("red", "green", "blue") if shape[2] == 3 else range(shape[2])
        panels |= {f"{name}": field[:, :, k] for k, name in enumerate(colours)}
    _, axes = plt.subplots(
        1, len(panels), figsize=(2.75 * len(panels), 2.6), squeeze=False, layout="constrained"
    )
    for k, (ax, (name, panel)) in enumerate(zip(axes[0], panels.items(), strict=True)):
        reach = np.abs(panel if k == 0 else field).max() or 1.0
        shown = ax.imshow(panel, cmap="PuOr_r", vmin=-reach, vmax=reach)
        ax.set_title(name)
        ax.set_axis_off()
        if k in (0, len(panels) - 1):
            ax.figure.colorbar(shown, ax=ax, shrink=0.8)
    return np.asarray(axes[0])


def plot_mistakes(images: np.ndarray, y: np.ndarray, p: np.ndarray, count: int = 8) -> np.ndarray:
    """Draw the pictures about which a classifier is wrong, the most certain mistakes first.

    Parameters
    ----------
    images : array of shape (m, h, w, 3)
        The pictures.
    y : array of shape (1, m)
        Their labels, 0 or 1.
    p : array of shape (1, m)
        The probabilities of label 1 that the classifier gave.
    count : int
        How many to draw at most.

    Returns
    -------
    array of Axes
        One for each mistake, its p in the title; a single empty one where there is none.
    """
    labels, chances = np.ravel(y), np.ravel(p)
    wrong = np.flatnonzero((chances > HALF) != (labels == 1))
    worst = wrong[np.argsort(-np.abs(chances[wrong] - HALF), kind="stable")][:count]
    if not worst.size:
        ax = new_axes(None, 3, 1)
        ax.set_axis_off()
        ax.set_title("no mistakes")
        return np.array([ax])
    titles = [f"p(cat) = {chances[i]:.2f}\nis: {NAMES[int(labels[i])]}" for i in worst]
    return plot_pictures(images[worst], titles, columns=min(count, 4))


def plot_certainty(
    sets: Mapping[str, tuple[np.ndarray, np.ndarray]], ax: Axes | None = None
) -> Axes:
    """Draw every example as a mark at the probability it was given, one band for set and label.

    Parameters
    ----------
    sets : mapping of name to (y, p)
        The labels and the probabilities of each set, both of shape (1, m).
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes
        The axes; filled marks are right, crosses are wrong.
    """
    ax = new_axes(ax, 8, 0.8 + 1.1 * len(sets))
    ticks: list[str] = []
    for name, (y, p) in sets.items():
        labels, chances = np.ravel(y), np.ravel(p)
        for label, colour, marker in ((1, "#b35806", "^"), (0, "#5e3c99", "o")):
            row = -len(ticks)
            here = chances[labels == label]
            right = (here > HALF) == (label == 1)
            height = row + 0.5 * (np.arange(here.size) * 0.618 % 1 - 0.5)
            ax.scatter(here[right], height[right], marker=marker, c=colour, s=18, alpha=0.6)
            ax.scatter(here[~right], height[~right], marker="x", c="black", s=34)
            ticks.append(f"{name}: {NAMES[label]}\n{int(right.sum())} of {here.size} right")
    ax.axvline(HALF, color="black", linewidth=1)
    ax.set_yticks(-np.arange(len(ticks)), ticks)
    ax.set_xlim(-0.02, 1.02)
    ax.set_xlabel("p(cat), the threshold at one half; a cross is a mistake")
    return ax


def plot_neuron(image: np.ndarray | None = None, ax: Axes | None = None) -> Axes:
    """Draw the classifier: the pixels, the weighted sum, the sigmoid, the threshold.

    Parameters
    ----------
    image : array of shape (h, w, 3), optional
        A picture to stand at the left.
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes
        The axes, without ticks.
    """
    ax = new_axes(ax, 8.8, 3.3)
    ax.set(xlim=(0, 11.6), ylim=(-2.0, 2.2), aspect="equal")
    ax.set_axis_off()
    count = "n" if image is None else str(np.size(image))
    if image is not None:
        inset = ax.inset_axes((0.0, -1.0, 2.0, 2.0), transform=ax.transData)
        inset.imshow(image)
        inset.set_axis_off()
        _arrow(ax, (2.05, 0), (2.75, 0), "flatten")
    inputs = {1.7: "$x_1$", 0.75: "$x_2$", -1.45: f"$x_{{{count}}}$"}
    for height, name in inputs.items():
        _node(ax, (3.2, height), 0.38, name)
        _arrow(ax, (3.6, height * 0.97), (5.15, height * 0.28), "")
    for height, weight in zip(inputs, ("$w_1$", "$w_2$", f"$w_{{{count}}}$"), strict=True):
        lift = 0.3 * float(np.sign(height))
        ax.text(4.4, height * 0.62 + lift, weight, ha="center", va="center")
    ax.text(3.2, -0.3, "⋮", ha="center", va="center", fontsize=16)
    _node(ax, (5.8, 0), 0.68, "$w^{T}x + b$")
    ax.text(5.8, -1.0, "z: any number", ha="center", fontsize=9)
    _arrow(ax, (6.5, 0), (7.3, 0), "$z$")
    _node(ax, (7.85, 0), 0.52, r"$\sigma(z)$")
    ax.text(7.85, -1.0, "a: from 0 to 1", ha="center", fontsize=9)
    _arrow(ax, (8.4, 0), (9.25, 0), r"$\hat{y} = a$")
    ax.text(9.35, 0.3, r"above $\frac{1}{2}$: cat", va="center")
    ax.text(9.35, -0.3, "else: non-cat", va="center")
    return ax


def _node(ax: Axes, centre: tuple[float, float], radius: float, text: str) -> None:
    """Draw a circle with a word in it."""
    ax.add_patch(Circle(centre, radius, facecolor="#eef3f8", edgecolor="#1b6ca8", linewidth=1.4))
    ax.text(*centre, text, ha="center", va="center", fontsize=9 if radius < HALF else 10)


def _arrow(ax: Axes, start: tuple[float, float], stop: tuple[float, float], text: str) -> None:
    """Draw an arrow with a word above its middle."""
    ax.annotate("", stop, start, arrowprops={"arrowstyle": "->", "color": "#555555"})
    ax.text((start[0] + stop[0]) / 2, (start[1] + stop[1]) / 2 + 0.2, text, ha="center", fontsize=9)
