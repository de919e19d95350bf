"""Where the drawings stand: backgrounds and light, made of numbers alone.

Everything is dim on purpose. Gradient descent with the learning rate that the course uses
overshoots on bright pictures: the sum of squares of a picture is what sets its step.
"""

from __future__ import annotations

import colorsys
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_BRIGHTEST = 0.55
_UNEVENNESS = 0.18
_LIGHT_UNEVENNESS = 0.15
_EXPOSURE = (0.8, 1.05)
_GRID = 4


class _Range(NamedTuple):
    """The colours that a part of a scene may have: hue, saturation and value, from and to."""

    hue: tuple[float, float] = (0.0, 1.0)
    saturation: tuple[float, float] = (0.15, 0.6)
    value: tuple[float, float] = (0.2, _BRIGHTEST)


_SKY = _Range(hue=(0.52, 0.66), saturation=(0.2, 0.6), value=(0.35, _BRIGHTEST))
_GROUND = _Range(hue=(0.07, 0.4), saturation=(0.25, 0.6), value=(0.2, 0.45))
_WALL = _Range(saturation=(0.08, 0.35), value=(0.3, _BRIGHTEST))
_FLOOR = _Range(hue=(0.04, 0.12), saturation=(0.2, 0.5), value=(0.15, 0.4))
_BRICK = _Range(hue=(0.0, 0.1), saturation=(0.15, 0.5), value=(0.25, 0.5))
_NIGHT = _Range(saturation=(0.3, 0.7), value=(0.08, 0.2))


def _colour(rng: np.random.Generator, among: _Range = _Range()) -> Floats:  # noqa: B008 - immutable
    hue, saturation, value = (rng.uniform(*bounds) for bounds in among)
    return np.array(colorsys.hsv_to_rgb(hue, saturation, value))


def _axes(size: int) -> tuple[Floats, Floats]:
    """Give the height (size, 1) and the breadth (1, size) of every pixel, from 0 to 1."""
    steps = (np.arange(size) + 0.5) / size
    return steps[:, np.newaxis], steps[np.newaxis, :]


def _mix(first: Floats, second: Floats, share: Floats) -> Floats:
    """Blend two colours: shape (size, size, 3) from a share of shape (size, size)."""
    return first + (second - first) * share[..., np.newaxis]


def _gradient(rng: np.random.Generator, size: int) -> Floats:
    y, x = _axes(size)
    angle = rng.uniform(0, 2 * np.pi)
    along = (x - 0.5) * np.cos(angle) + (y - 0.5) * np.sin(angle)
    return _mix(_colour(rng), _colour(rng), np.clip(along + 0.5, 0, 1))


def _landscape(rng: np.random.Generator, size: int) -> Floats:
    y, x = _axes(size)
    horizon = rng.uniform(0.4, 0.7)
    hills = rng.uniform(0.01, 0.08) * np.sin(2 * np.pi * (rng.uniform(0.5, 2) * x + rng.random()))
    low_sky, high_sky = _colour(rng, _SKY), _colour(rng, _SKY)
    near, far = _colour(rng, _GROUND), _colour(rng, _GROUND)
    sky = _mix(high_sky, low_sky, np.broadcast_to(y / horizon, (size, size)).clip(0, 1))
    depth = ((y - horizon) / (1 - horizon)).clip(0, 1)
    ground = _mix(far, near, np.broadcast_to(depth, (size, size)))
    return np.where((y > horizon + hills)[..., np.newaxis], ground, sky)


def _room(rng: np.random.Generator, size: int) -> Floats:
    y, x = _axes(size)
    edge = rng.uniform(0.6, 0.85)
    wall, floor, frame = (_colour(rng, among) for among in (_WALL, _FLOOR, _WALL))
    stripes = 1 + rng.uniform(0, 0.12) * np.sin(2 * np.pi * rng.integers(4, 10) * x)
    room = np.where((y < edge)[..., np.newaxis], wall * stripes[..., np.newaxis], floor)
    left, top = rng.uniform(-0.1, 0.7), rng.uniform(0, 0.2)
    inside = (abs(x - left - 0.2) < 0.2) & (abs(y - top - 0.15) < 0.15)
    room = np.where(inside[..., np.newaxis], frame, room)
    board = (y >= edge) & (y < edge + 0.03)
    return np.where(board[..., np.newaxis], 0.7 * floor, room)


def _lights(rng: np.random.Generator, size: int) -> Floats:
    y, x = _axes(size)
    scene = np.broadcast_to(_colour(rng, _NIGHT), (size, size, 3)).copy()
    for _ in range(rng.integers(6, 14)):
        row, column, radius = rng.random(), rng.random(), rng.uniform(0.05, 0.14)
        distance = np.hypot(y - row, x - column)
        glow = 1 / (1 + np.exp((distance - radius) / 0.012))
        scene += rng.uniform(0.3, 0.8) * _colour(rng) * glow[..., np.newaxis]
    return scene.clip(0, _BRIGHTEST)


def _bricks(rng: np.random.Generator, size: int) -> Floats:
    y, x = _axes(size)
    courses = int(rng.integers(5, 9))
    row = np.floor(y * courses).astype(int)
    across = x * courses / 2 + 0.5 * (row % 2)
    column = np.floor(across).astype(int)
    shades = rng.uniform(0.85, 1.1, (courses, courses + 2))
    joint = (abs(y * courses - row - 0.5) > 0.44) | (abs(across - column - 0.5) > 0.47)
    wall = _colour(rng, _BRICK) * shades[row, column][..., np.newaxis]
    return np.where(joint[..., np.newaxis], _colour(rng, _BRICK), wall)


_BACKGROUNDS: tuple[Callable[[np.random.Generator, int], Floats], ...] = (
    _gradient,
    _landscape,
    _room,
    _lights,
    _bricks,
)


def _unevenness(rng: np.random.Generator, size: int, amplitude: float) -> Floats:
    """Make a factor that changes slowly over the picture: shape (size, size, 1), about 1."""
    coarse = rng.uniform(1 - amplitude, 1 + amplitude, (_GRID, _GRID))
    place = np.linspace(0, _GRID - 1, size)[:, np.newaxis]
    weights = (1 - abs(place - np.arange(_GRID))).clip(0, 1)  # linear interpolation as a matrix
    factor: Floats = weights @ coarse @ weights.T
    return factor[..., np.newaxis]


def background(rng: np.random.Generator, size: int) -> Floats:
    """Make a place: a landscape, a room, a brick wall, blurred lights or two blended colours.

    Parameters
    ----------
    rng : Generator
        The source of chance.
    size : int
        Height and width in pixels.

    Returns
    -------
    float array of shape (size, size, 3)
        Red, green and blue from 0 to 1.

    Examples
    --------
    >>> background(np.random.default_rng(1), 128).shape
    (128, 128, 3)
    """
    paint = _BACKGROUNDS[rng.integers(len(_BACKGROUNDS))]
    return (paint(rng, size) * _unevenness(rng, size, _UNEVENNESS)).clip(0, 1)


def light(rng: np.random.Generator, size: int) -> Floats:
    """Make the light that falls on a scene: a factor for each pixel.

    Parameters
    ----------
    rng : Generator
        The source of chance.
    size : int
        Height and width in pixels.

    Returns
    -------
    float array of shape (size, size, 1)
        Slowly changing, about the exposure.
    """
    return _unevenness(rng, size, _LIGHT_UNEVENNESS) * rng.uniform(*_EXPOSURE)
