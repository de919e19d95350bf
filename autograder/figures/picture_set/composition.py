"""One picture of the set: a drawing, turned and lit, in a scene."""

from __future__ import annotations

import colorsys
from typing import TYPE_CHECKING

import numpy as np

from autograder.figures.picture_set import scene
from autograder.figures.picture_set.names import Kind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from autograder.figures.picture_set.artwork import Artwork

    Floats = NDArray[np.float64]

FRAME = 128
SIZE = 64

_COAT_CHANCE = 0.15
# Hue, and how much of the drawing's own saturation remains: grey, brown, cream.
_COATS = ((0.0, 0.08), (0.06, 0.75), (0.1, 0.4))
_FLIP_CHANCE = 0.5
_EXTENT = (0.72, 0.95)
_TURN = np.radians(5)
_SHIFT = 0.04
_SHADOW_OFFSET = (5, 4)
_SHADOW_BLUR = 5.0
_SHADOW_DEPTH = 0.45
_GAIN = (0.7, 1.0)
_VISIBLE = 0.02


def recoloured(rgb: Floats, hue: float, saturation: float) -> Floats:
    """Give a drawing another coat, as bright as before.

    Parameters
    ----------
    rgb : float array of shape (h, w, 3)
        The drawing's colours from 0 to 1.
    hue : float
        The hue of the new coat, from 0 to 1.
    saturation : float
        What remains of the saturation, from 0 (grey) to 1.

    Returns
    -------
    float array of shape (h, w, 3)
        The new colours.

    Examples
    --------
    >>> recoloured(np.array([[[1.0, 0.5, 0.0]]]), hue=0.0, saturation=0.0)
    array([[[1., 1., 1.]]])
    """
    value = rgb.max(axis=-1, keepdims=True)
    spread = value - rgb.min(axis=-1, keepdims=True)
    pure = np.array(colorsys.hsv_to_rgb(hue, 1, 1))
    coat: Floats = value - saturation * spread * (1 - pure)
    return coat


def cropped(rgba: Floats) -> Floats:
    """Cut a drawing to the smallest box that holds all of it.

    Parameters
    ----------
    rgba : float array of shape (h, w, 4)
        The drawing; something of it is visible.

    Returns
    -------
    float array of shape (h', w', 4)
        The box.
    """
    visible = rgba[..., 3] > _VISIBLE
    rows, columns = np.flatnonzero(visible.any(axis=1)), np.flatnonzero(visible.any(axis=0))
    return rgba[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def placed(
    rgba: Floats, *, extent: float, angle: float, centre: tuple[float, float], size: int
) -> Floats:
    """Scale, turn and move a drawing onto an empty frame, by bilinear interpolation.

    Parameters
    ----------
    rgba : float array of shape (h, w, 4)
        The drawing, colours already multiplied by opacity: else its rim takes on the colour
        that lies hidden under fully transparent pixels.
    extent : float
        The longest side of the drawing in pixels of the frame.
    angle : float
        The turn in radians.
    centre : tuple of float
        Row and column of the frame where the middle of the drawing comes to lie.
    size : int
        Height and width of the frame.

    Returns
    -------
    float array of shape (size, size, 4)
        The frame, transparent around the drawing.
    """
    height, width = rgba.shape[:2]
    rim = np.pad(rgba, ((1, 2), (1, 2), (0, 0)))  # what lies outside is transparent
    pixels = np.arange(size) + 0.5
    down, right = pixels[:, np.newaxis] - centre[0], pixels[np.newaxis, :] - centre[1]
    scale = max(height, width) / extent
    rows = scale * (np.cos(angle) * down - np.sin(angle) * right) + height / 2 + 0.5
    columns = scale * (np.sin(angle) * down + np.cos(angle) * right) + width / 2 + 0.5
    rows, columns = rows.clip(0, height + 1), columns.clip(0, width + 1)
    row, column = rows.astype(int), columns.astype(int)
    below, beside = (rows - row)[..., np.newaxis], (columns - column)[..., np.newaxis]
    upper = rim[row, column] * (1 - beside) + rim[row, column + 1] * beside
    lower = rim[row + 1, column] * (1 - beside) + rim[row + 1, column + 1] * beside
    frame: Floats = upper * (1 - below) + lower * below
    return frame


def blurred(plane: Floats, radius: float) -> Floats:
    """Blur a square plane with a Gaussian.

    Parameters
    ----------
    plane : float array of shape (n, n)
        The plane.
    radius : float
        The standard deviation in pixels.

    Returns
    -------
    float array of shape (n, n)
        The blurred plane; its edges count for what lies beyond them.
    """
    steps = np.arange(len(plane))
    weights = np.exp(-0.5 * ((steps[:, np.newaxis] - steps) / radius) ** 2)
    weights /= weights.sum(axis=1, keepdims=True)
    return weights @ plane @ weights.T


def compose(artwork: Artwork, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Make one picture of a drawing.

    Parameters
    ----------
    artwork : Artwork
        The drawing.
    rng : Generator
        The source of chance: coat, flip, size, turn, place, background, shadow, light.

    Returns
    -------
    uint8 array of shape (SIZE, SIZE, 3)
        Red, green and blue.
    """
    rgba = artwork.pixels / 255.0
    coat = _COATS[rng.integers(len(_COATS))]
    # Cats are drawn yellow more often than not: without other coats the colour gives them away.
    if rng.random() < _COAT_CHANCE and artwork.kind is not Kind.THING:
        rgba[..., :3] = recoloured(rgba[..., :3], *coat)
    rgba = cropped(rgba)
    if rng.random() < _FLIP_CHANCE:
        rgba = rgba[:, ::-1]
    drawing = placed(
        np.concatenate([rgba[..., :3] * rgba[..., 3:], rgba[..., 3:]], axis=-1),
        extent=FRAME * rng.uniform(*_EXTENT),
        angle=rng.normal(0, _TURN),
        centre=(
            FRAME * rng.uniform(0.5 - _SHIFT, 0.5 + _SHIFT),
            FRAME * rng.uniform(0.5 - _SHIFT, 0.5 + _SHIFT),
        ),
        size=FRAME,
    )
    colours, opacity = drawing[..., :3], drawing[..., 3:]
    shadow = np.roll(blurred(drawing[..., 3], _SHADOW_BLUR), _SHADOW_OFFSET, axis=(0, 1))
    picture = scene.background(rng, FRAME) * (1 - _SHADOW_DEPTH * shadow[..., np.newaxis])
    picture = picture * (1 - opacity) + colours * rng.uniform(*_GAIN)
    picture = (picture * scene.light(rng, FRAME)).clip(0, 1)
    step = FRAME // SIZE
    small = picture.reshape(SIZE, step, SIZE, step, 3).mean(axis=(1, 3))
    rounded: NDArray[np.uint8] = np.rint(255 * small).astype(np.uint8)
    return rounded
