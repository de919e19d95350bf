"""Drawings of structure: a picture unrolled, computation graphs, broadcasting."""

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch, Rectangle
from numpy.typing import NDArray

from autograder.figures.derivatives import BLUE, GREY, RED, Panels

Picture = NDArray[np.uint8]
Values = Mapping[str, float | str]
# Where the middle of each node stands, half of its width, and what is written in it.
Nodes = Mapping[str, tuple[float, float, float, str]]

_PRODUCT: Nodes = {
    "a": (0.0, 2.6, 0.35, "$a$"),
    "b": (0.0, 1.3, 0.35, "$b$"),
    "c": (0.0, 0.0, 0.35, "$c$"),
    "u": (2.5, 0.65, 0.6, "$u = bc$"),
    "v": (5.0, 1.6, 0.75, "$v = a + u$"),
    "J": (7.5, 1.6, 0.65, "$J = 3v$"),
}
_PRODUCT_EDGES = ("a v", "b u", "c u", "u v", "v J")
_NEURON: Nodes = {
    "x1": (0.0, 5.2, 0.35, "$x_1$"),
    "w1": (0.0, 3.9, 0.35, "$w_1$"),
    "x2": (0.0, 2.6, 0.35, "$x_2$"),
    "w2": (0.0, 1.3, 0.35, "$w_2$"),
    "b": (0.0, 0.0, 0.35, "$b$"),
    "z": (3.3, 2.6, 1.35, "$z = w_1x_1 + w_2x_2 + b$"),
    "a": (6.2, 2.6, 0.65, r"$a = \sigma(z)$"),
    "L": (8.7, 2.6, 0.8, r"$L = \mathcal{L}(a, y)$"),
}
_NEURON_EDGES = ("x1 z", "w1 z", "x2 z", "w2 z", "b z", "z a", "a L")


# A cat is the same on both sides of the column in the middle: how far from it, in pixels.
_TRIANGLES = (  # first row, last row, half of the width, distance, colour
    (8, 32, 11, 12, (222, 142, 62)),
    (14, 30, 6, 12, (240, 178, 160)),
)
_ELLIPSES = (  # row, distance, half of the height, half of the width, colour
    (37, 0, 19, 22, (222, 142, 62)),
    (24, 0, 6, 1.2, (160, 92, 34)),
    (24, 5, 5, 1.2, (160, 92, 34)),
    (34, 9, 4.2, 5, (190, 220, 90)),
    (34, 9, 4, 1.4, (20, 20, 20)),
    (47, 5, 6, 6, (250, 236, 216)),
    (43, 0, 2.5, 3.2, (200, 80, 90)),
    (45, 18, 0.7, 9, (60, 40, 30)),
    (48, 18, 0.7, 9, (60, 40, 30)),
)


def cat_picture() -> Picture:
    """Draw a small cat.

    Returns
    -------
    array of shape (64, 64, 3)
        A colour picture: a row, a column, and red, green or blue; from 0 to 255.
    """
    row, column = np.mgrid[:64, :64]
    side = np.abs(column - 31.5)
    picture = np.stack([150 + row, 190 + row // 2, 230 - row // 2], axis=-1).astype(np.uint8)
    for top, bottom, width, middle, colour in _TRIANGLES:
        inside = np.abs(side - middle) < width * (row - top) / (bottom - top)
        picture[inside & (row < bottom)] = colour
    for middle_row, middle, half_height, half_width, colour in _ELLIPSES:
        radius = np.hypot((row - middle_row) / half_height, (side - middle) / half_width)
        picture[radius < 1] = colour
    return picture


def draw_unrolling(picture: Picture, ax: Axes | None = None) -> Axes:
    """Draw how a picture becomes three planes of numbers and then one long column.

    Parameters
    ----------
    picture : array of shape (h, w, 3)
        A colour picture with values from 0 to 255.
    ax : Axes, optional
        Where to draw; a new figure when left out.

    Returns
    -------
    Axes
    """
    ax = ax or plt.subplots(figsize=(9, 4.3), layout="constrained")[1]
    high, wide, _ = picture.shape
    ax.imshow(picture, extent=(0, 5, 1, 6), zorder=1)
    ax.text(2.5, 0.6, f"the picture\n({high}, {wide}, 3)", ha="center", va="top")
    for k in (2, 1, 0):
        left, bottom = 6.8 + 0.7 * k, 1 + 0.6 * k
        extent = (left, left + 3.8, bottom, bottom + 3.8)
        ax.imshow(picture[:, :, k], cmap="gray", vmin=0, vmax=255, extent=extent, zorder=3 - k)
        frame = Rectangle((left, bottom), 3.8, 3.8, fill=False, ec="black", zorder=3 - k)
        ax.add_patch(frame)
        ax.text(left + 3.7, bottom + 3.7, "RGB"[k], ha="right", va="top", weight="bold", zorder=4)
    ax.text(9.4, 0.6, f"three planes of\n${high} \\times {wide}$ numbers", ha="center", va="top")
    values = picture.ravel()
    rows = [("RGB"[k % 3], k, "white" if k // 3 else "0.88") for k in range(6)]
    rows += [("RGB"[k], k - 3, "0.88") for k in range(3)]
    for place, (plane, number, grey) in enumerate(rows):
        bottom = 5.62 - 0.58 * (place + (number < 0))
        ax.add_patch(Rectangle((14.2, bottom), 1.6, 0.58, fc=grey, ec="black", lw=0.8))
        text = f"{plane}  {values[number]}"
        ax.text(15.0, bottom + 0.29, text, ha="center", va="center", fontsize=9)
    ax.text(15.0, 2.43, "$\\vdots$", ha="center", va="center")
    for middle, name in ((5.33, "first pixel"), (3.59, "second pixel"), (1.27, "last pixel")):
        ax.text(16.1, middle, name, va="center", fontsize=9, color=GREY)
    ax.text(15.0, 0.15, f"one column x: ({picture.size}, 1)", ha="center", va="top")
    for start, end in ((5.2, 6.6), (12.5, 13.9)):
        arrow = {"arrowstyle": "-|>", "color": GREY, "lw": 1.8}
        ax.annotate("", xy=(end, 3.6), xytext=(start, 3.6), arrowprops=arrow)
    ax.set(xlim=(-0.1, 18.6), ylim=(-0.9, 6.4), aspect="equal")
    ax.axis("off")
    return ax


def draw_product_graph(forward: Values, backward: Values, ax: Axes | None = None) -> Axes:
    """Draw the graph of J = 3(a + bc).

    Parameters
    ----------
    forward : mapping of str to number or text
        What to write above the nodes a, b, c, u, v, J; a node left out stays bare.
    backward : mapping of str to number or text
        What to write below them, as dJ/d(node).
    ax : Axes, optional
        Where to draw; a new figure when left out.

    Returns
    -------
    Axes
    """
    return _draw_graph(_PRODUCT, _PRODUCT_EDGES, forward, backward, ax)


def draw_neuron_graph(forward: Values, backward: Values, ax: Axes | None = None) -> Axes:
    """Draw the graph of one neuron with two features and its loss.

    Parameters
    ----------
    forward : mapping of str to number or text
        What to write above the nodes x1, w1, x2, w2, b, z, a, L; a node left out stays bare.
    backward : mapping of str to number or text
        What to write below them, as dL/d(node).
    ax : Axes, optional
        Where to draw; a new figure when left out.

    Returns
    -------
    Axes
    """
    return _draw_graph(_NEURON, _NEURON_EDGES, forward, backward, ax)


def draw_broadcasting(pairs: Sequence[tuple[NDArray[np.int64], NDArray[np.int64]]]) -> Panels:
    """Draw sums of matrices of different shapes, with the copies that broadcasting makes.

    Parameters
    ----------
    pairs : sequence of (array, array)
        Two-dimensional arrays that can be added.

    Returns
    -------
    array of Axes, one for each pair
    """
    n = len(pairs)
    size = (8.0, 1.7 * n)
    grid = plt.subplots(n, 1, figsize=size, squeeze=False, layout="constrained")[1]
    panels: Panels = grid[:, 0]
    for ax, (left, right) in zip(panels, pairs, strict=True):
        total = left + right
        for start, array, sign in ((0, left, "+"), (5, right, "="), (10, total, "")):
            _draw_matrix(ax, start, array, total.shape)
            ax.text(start + 4, 0.5 * total.shape[0], sign, ha="center", va="center", fontsize=16)
        ax.set(xlim=(-0.2, 13.3), ylim=(total.shape[0] + 0.9, -0.15), aspect="equal")
        ax.axis("off")
    return panels


def _draw_matrix(ax: Axes, start: float, array: NDArray[np.int64], shape: tuple[int, ...]) -> None:
    stretched = np.broadcast_to(array, shape)
    for i, j in np.ndindex(*shape):
        own = i < array.shape[0] and j < array.shape[1]
        colour, style = ("black", "normal") if own else (GREY, "italic")
        cell = Rectangle((start + j, i), 1, 1, fc="#d9e6f4" if own else "white", ec=colour)
        cell.set_linestyle("-" if own else ":")
        ax.add_patch(cell)
        middle = (start + j + 0.5, i + 0.5)
        ax.text(*middle, f"{stretched[i, j]}", ha="center", va="center", color=colour, style=style)
    ax.text(start + shape[1] / 2, shape[0] + 0.5, f"{array.shape}", ha="center", va="center")


def _draw_graph(
    nodes: Nodes, edges: Sequence[str], forward: Values, backward: Values, ax: Axes | None
) -> Axes:
    wide = max(x for x, _, _, _ in nodes.values())
    high = max(y for _, y, _, _ in nodes.values())
    ax = ax or plt.subplots(figsize=(9, 0.75 * (high + 2)), layout="constrained")[1]
    for edge in edges:
        (x0, y0, half0, _), (x1, y1, half1, _) = (nodes[name] for name in edge.split())
        x0, x1 = x0 + half0, x1 - half1
        solid = {"arrowstyle": "-|>", "color": BLUE}
        ax.annotate("", xy=(x1, y1), xytext=(x0, y0), arrowprops=solid)
        if edge.split()[0] in backward:
            dashed = {"arrowstyle": "-|>", "color": RED, "ls": "--"}
            ax.annotate("", xy=(x0, y0 - 0.17), xytext=(x1, y1 - 0.17), arrowprops=dashed)
    for name, (x, y, half, label) in nodes.items():
        box = FancyBboxPatch(
            (x - half, y - 0.28), 2 * half, 0.56, boxstyle="round,pad=0,rounding_size=0.12"
        )
        box.set(facecolor="white", edgecolor="black", zorder=2)
        ax.add_patch(box)
        ax.text(x, y, label, ha="center", va="center", zorder=3)
        if name in forward:
            value = f"{name} = {_short(forward[name])}"
            ax.text(x, y + 0.34, value, ha="center", va="bottom", color=BLUE, weight="bold")
        if name in backward:
            value = f"d{name} = {_short(backward[name])}"
            ax.text(x, y - 0.36, value, ha="center", va="top", color=RED, style="italic")
    ax.text(wide + 0.9, -0.9, "above, solid: values, left to right", color=BLUE, ha="right")
    if backward:
        below_text = "below, dashed: derivatives, right to left"
        ax.text(wide + 0.9, -1.3, below_text, color=RED, ha="right", style="italic")
    ax.set(xlim=(-0.9, wide + 1), ylim=(-1.5, high + 0.8))
    ax.axis("off")
    return ax


def _short(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:.4g}".replace("-", "\N{MINUS SIGN}")
