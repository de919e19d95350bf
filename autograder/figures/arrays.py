"""Drawings of small arrays: unrolling, axes, broadcasting, and tables of shares."""

from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

INK = "#222222"
FADED = "#8a8a8a"
BLUE = "#cfe2f3"
SAND = "#fbe3c4"
GREEN = "#d5ead0"
PLAIN = "#ffffff"
CHANNELS = ("R", "G", "B")
PIXELS = (BLUE, SAND, GREEN, "#ead6ea", "#f3f0b8", "#dddddd")


def _canvas(ax: Axes | None, width: float, height: float) -> Axes:
    """Return axes without frame in which one unit is one cell and rows grow downwards."""
    if ax is None:
        _, ax = plt.subplots(figsize=(width, height), layout="constrained")
    ax.set_aspect("equal")
    ax.invert_yaxis()
    ax.axis("off")
    return ax


def _cell(ax: Axes, x: float, y: float, text: str, fill: str, *, ghost: bool = False) -> None:
    """Draw one number in a box whose upper left corner is (x, y); a ghost is dashed and grey."""
    style: dict[str, Any] = {"ls": (0, (2, 2)), "ec": FADED} if ghost else {"ls": "-", "ec": INK}
    ax.add_patch(Rectangle((x, y), 1, 1, fc=PLAIN if ghost else fill, lw=1, **style))
    ax.text(
        x + 0.5,
        y + 0.5,
        text,
        ha="center",
        va="center",
        fontsize=10,
        color=FADED if ghost else INK,
        style="italic" if ghost else "normal",
    )


def draw_unrolled(
    image: np.ndarray,
    other: np.ndarray | None = None,
    label: str = "another order",
    ax: Axes | None = None,
) -> Axes:
    """Draw a tiny picture and the column of its numbers in the order in which NumPy stores them.

    Parameters
    ----------
    image : array of shape (h, w, 3)
        The pixels, at most six of them, all numbers different.
    other : array of shape (h * w * 3, 1), optional
        The same numbers in an order of your own, drawn beside it.
    label : str
        What to write above that second column.
    ax : Axes, optional
        Where to draw.

    Returns
    -------
    Axes
        The axes with the drawing.
    """
    height, width, channels = image.shape
    rows = image.size
    columns = {"NumPy's order": image.flatten()}
    if other is not None:
        columns[label] = np.asarray(other).flatten()
    ax = _canvas(ax, 7.2, 5.0)
    origin = {int(value): place for place, value in enumerate(image.flat)}
    top = (rows - 2.4 * height) / 2
    for pixel in range(height * width):
        row, column = divmod(pixel, width)
        x, y = 3.4 * column, top + 2.4 * row
        ax.text(x, y - 0.2, f"pixel [{row}, {column}]", fontsize=9, color=INK)
        for channel in range(channels):
            value = image[row, column, channel]
            _cell(ax, x + channel, y, str(value), PIXELS[pixel])
            ax.text(x + channel + 0.5, y + 1.35, CHANNELS[channel], fontsize=8, ha="center")
    start = 3.4 * width + 1.5
    ax.annotate(
        "",
        (start - 0.3, rows / 2),
        (3.4 * width - 0.2, rows / 2),
        arrowprops={"arrowstyle": "->", "color": INK},
    )
    for place, (title, values) in enumerate(columns.items()):
        x = start + 5 * place
        ax.text(x + 0.5, -0.4, f"{title}\n({values.size}, 1)", fontsize=9, ha="center")
        for row, value in enumerate(values):
            pixel, channel = divmod(origin.get(int(value), 0), channels)
            _cell(ax, x, row, str(value), PIXELS[pixel])
            ax.text(x + 1.2, row + 0.5, CHANNELS[channel], fontsize=8, va="center")
    ax.set_xlim(-0.5, start + 5 * len(columns) - 2)
    ax.set_ylim(rows + 0.3, -1.9)
    return ax


def show_bitmaps(bitmaps: Mapping[str, np.ndarray]) -> np.ndarray:
    """Show black and white pictures side by side, each under its name and its shape.

    Parameters
    ----------
    bitmaps : mapping of str to array of shape (h, w)
        What to write above a picture, and its numbers, 0 or 1.

    Returns
    -------
    array of Axes, one for each picture
        The axes with the pictures.
    """
    _, axes = plt.subplots(
        1, len(bitmaps), figsize=(2.7 * len(bitmaps), 2.9), squeeze=False, layout="constrained"
    )
    for ax, (name, bitmap) in zip(axes[0], bitmaps.items(), strict=True):
        ax.imshow(bitmap, cmap="Greys", vmin=0, vmax=1.25)
        ax.set_title(f"{name}\n{bitmap.shape}", fontsize=10)
        ax.set_xticks(np.arange(bitmap.shape[1] + 1) - 0.5, [])
        ax.set_yticks(np.arange(bitmap.shape[0] + 1) - 0.5, [])
        ax.grid(color="#cccccc", lw=0.6)
        ax.tick_params(length=0)
    return np.asarray(axes[0])


def draw_axes(table: np.ndarray) -> np.ndarray:
    """Draw the sums of a small table along axis 0 and along axis 1, with an arrow for each sum.

    Parameters
    ----------
    table : array of shape (n, m)
        The table.

    Returns
    -------
    array of two Axes
        The drawings for axis 0 and for axis 1.
    """
    n, m = table.shape
    _, axes = plt.subplots(1, 2, figsize=(8.2, 3.2), layout="constrained")
    for axis, ax in enumerate(axes):
        _canvas(ax, 0, 0)
        for (row, column), value in np.ndenumerate(table):
            _cell(ax, column, row, str(value), BLUE)
        sums = table.sum(axis=axis)
        for place, total in enumerate(sums):
            tail, tip = ((place + 0.78, 0.12), (place + 0.78, n + 0.5))
            corner = (float(place), n + 0.6)
            if axis == 1:
                tail, tip = ((0.1, place + 0.82), (m + 0.5, place + 0.82))
                corner = (m + 0.6, float(place))
            arrow = {"arrowstyle": "->", "color": "#b2451c", "lw": 1.6}
            ax.annotate("", tip, tail, arrowprops=arrow)
            _cell(ax, *corner, str(total), SAND)
        way = "down the columns" if axis == 0 else "along the rows"
        ax.set_title(f"axis={axis}: {way}\n{table.shape} becomes {sums.shape}", fontsize=10)
        ax.set_xlim(-0.3, m + 1.9)
        ax.set_ylim(n + 1.8, -0.3)
    return np.asarray(axes)


def draw_broadcast(a: np.ndarray, b: np.ndarray, ax: Axes | None = None) -> Axes:
    """Draw a + b with the copies that broadcasting pretends to make: dashed and grey.

    Parameters
    ----------
    a, b : arrays of at most two dimensions
        What is added; their shapes must fit.
    ax : Axes, optional
        Where to draw.

    Returns
    -------
    Axes
        The axes with the drawing.
    """
    a, b = np.asarray(a), np.asarray(b)
    total = np.atleast_2d(a + b)
    n, m = total.shape
    step = m + 1.2
    ax = _canvas(ax, 0.42 * (3 * step), 0.42 * (n + 1.9))
    for place, (array, fill) in enumerate([(a, BLUE), (b, SAND), (total, GREEN)]):
        real = np.atleast_2d(array).shape
        values = np.broadcast_to(array, (n, m))
        for (row, column), value in np.ndenumerate(values):
            ghost = row >= real[0] or column >= real[1]
            _cell(ax, step * place + column, row, f"{value:g}", fill, ghost=ghost)
        shape = (a + b).shape if place == len("ab") else array.shape
        ax.text(step * place + m / 2, -0.35, str(shape), ha="center", fontsize=10)
        if place:
            sign = "+" if place == 1 else "="
            ax.text(step * place - 0.6, n / 2, sign, ha="center", va="center", fontsize=15)
    ax.set_xlim(-0.2, 3 * step - 1)
    ax.set_ylim(n + 0.2, -1.1)
    return ax


def plot_shares(
    shares: np.ndarray, rows: Sequence[str], columns: Sequence[str], ax: Axes | None = None
) -> Axes:
    """Draw every column of a table of percentages as one bar, split into its rows.

    Parameters
    ----------
    shares : array of shape (n, k)
        Percentages.
    rows, columns : sequences of n and of k names
        What the rows and the columns of the table mean.
    ax : Axes, optional
        Where to draw.

    Returns
    -------
    Axes
        The axes with the bars.
    """
    shares = np.asarray(shares, dtype=float)
    if ax is None:
        _, ax = plt.subplots(figsize=(7, 2.9), layout="constrained")
    left = np.zeros(len(columns))
    looks = zip(("#f2c14e", "#7fb7be", "#d0d0d0"), ("", "//", ".."), strict=True)
    for name, row, (colour, hatch) in zip(rows, shares, looks, strict=False):
        bars = ax.barh(columns, row, left=left, label=name, fc=colour, ec="white", hatch=hatch)
        texts = [f"{share:.0f} %" if share > 6 else "" for share in row]
        box = {"fc": "white", "ec": "none", "pad": 1.2, "alpha": 0.85}
        for label in ax.bar_label(bars, texts, label_type="center", fontsize=9):
            if label.get_text():
                label.set_bbox(box)
        left = left + row
    ax.invert_yaxis()
    ax.set_xlabel("share of the calories in %")
    ax.set_ylabel("food")
    ax.legend(ncols=len(rows), loc="lower center", bbox_to_anchor=(0.5, 1), frameon=False)
    ax.spines[["top", "right"]].set_visible(False)
    return ax
