"""The figures of pictures show each picture, weight and mistake in its place."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from autograder.figures.pictures import (
    plot_certainty,
    plot_mistakes,
    plot_neuron,
    plot_pictures,
    plot_weights,
)


@pytest.fixture
def images() -> np.ndarray:
    """Ten small pictures of noise."""
    return np.random.default_rng(0).integers(0, 256, (10, 6, 5, 3), dtype=np.uint8)


def test_pictures_stand_in_order_under_their_titles(images: np.ndarray) -> None:
    """There is one panel a picture, in order, and its title is above it."""
    names = [f"picture {i}" for i in range(10)]
    axes = plot_pictures(images, names, columns=4)
    assert [ax.get_title() for ax in axes] == names
    for ax, image in zip(axes, images, strict=True):
        np.testing.assert_array_equal(ax.images[0].get_array(), image)


@pytest.mark.parametrize(("columns", "panels"), [(4, 12), (5, 10), (8, 16), (20, 10)])
def test_pictures_fill_rows_of_the_width_asked_for(
    images: np.ndarray, columns: int, panels: int
) -> None:
    """The grid is as wide as asked, never wider than the pictures, and unused panels are bare."""
    plot_pictures(images, columns=columns)
    axes = plt.gcf().axes
    assert len(axes) == panels
    assert not any(ax.axison for ax in axes)


def test_weights_stand_where_their_pixels_are() -> None:
    """The sum of the channels comes first, then each channel in the form of the picture."""
    field = np.random.default_rng(1).normal(size=(4, 5, 3))
    axes = plot_weights(field.reshape(-1, 1), (4, 5, 3))
    shown = [ax.images[0].get_array() for ax in axes]
    np.testing.assert_allclose(shown[0], field.sum(axis=2))
    for k in range(3):
        np.testing.assert_allclose(shown[k + 1], field[:, :, k])
    assert [ax.get_title() for ax in axes] == ["sum", "red", "green", "blue"]


@pytest.mark.parametrize("shape", [(4, 4, 3), (4, 4, 1), (4, 4, 2)])
def test_weights_are_symmetric_around_zero(shape: tuple[int, int, int]) -> None:
    """Zero is in the middle of the colours of every panel, and channels share one scale."""
    w = np.random.default_rng(2).normal(1, 1, (int(np.prod(shape)), 1))
    axes = plot_weights(w, shape)
    limits = [ax.images[0].get_clim() for ax in axes]
    assert all(low == -high < 0 for low, high in limits)
    assert len(set(limits[1:])) <= 1
    assert len(axes) == (1 if shape[2] == 1 else 1 + shape[2])


def test_untrained_weights_can_be_drawn() -> None:
    """Weights that are all zero do not break the scale."""
    assert plot_weights(np.zeros((12, 1)), (2, 2, 3))[0].images[0].get_clim() == (-1, 1)


def test_mistakes_come_with_the_most_certain_first(images: np.ndarray) -> None:
    """Only wrong answers are drawn, the surest first, with p and the truth in the title."""
    y = np.array([[1, 0, 1, 0, 0, 0, 0, 0, 0, 0]])
    p = np.array([[0.4, 0.9, 0.02, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.6]])
    axes = plot_mistakes(images, y, p)
    assert [ax.get_title() for ax in axes] == [
        "p(cat) = 0.02\nis: cat",
        "p(cat) = 0.90\nis: non-cat",
        "p(cat) = 0.40\nis: cat",
        "p(cat) = 0.60\nis: non-cat",
    ]
    np.testing.assert_array_equal(axes[0].images[0].get_array(), images[2])


def test_mistakes_stop_at_the_count(images: np.ndarray) -> None:
    """No more mistakes are drawn than asked for."""
    assert len(plot_mistakes(images, np.zeros((1, 10)), np.full((1, 10), 0.8), count=3)) == 3


def test_no_mistakes_are_said_in_words(images: np.ndarray) -> None:
    """A classifier that is always right gets one panel that says so."""
    (ax,) = plot_mistakes(images, np.ones((1, 10)), np.full((1, 10), 0.8))
    assert ax.get_title() == "no mistakes"


def test_one_half_counts_as_non_cat(images: np.ndarray) -> None:
    """A probability of exactly one half is not above the threshold."""
    (ax,) = plot_mistakes(images[:2], np.array([[1, 0]]), np.array([[0.5, 0.5]]))
    assert ax.get_title().endswith("is: cat")


def test_certainty_counts_what_is_right_in_each_band() -> None:
    """Each set has a band for either label, with the number of right answers beside it."""
    y, p = np.array([[1, 1, 1, 0]]), np.array([[0.9, 0.8, 0.2, 0.7]])
    ax = plot_certainty({"training": (y, p), "test": (1 - y, 1 - p)})
    assert [label.get_text() for label in ax.get_yticklabels()] == [
        "training: cat\n2 of 3 right",
        "training: non-cat\n0 of 1 right",
        "test: cat\n0 of 1 right",
        "test: non-cat\n2 of 3 right",
    ]
    assert sum(len(group.get_offsets()) for group in ax.collections) == 8
    assert ax.lines[0].get_xdata() == [0.5, 0.5]


@pytest.mark.parametrize("picture", [True, False])
def test_neuron_names_its_parts(images: np.ndarray, *, picture: bool) -> None:
    """The drawing has the inputs, the sum, the sigmoid and the threshold, and no ticks."""
    ax = plot_neuron(images[0] if picture else None)
    words = " ".join(text.get_text() for text in ax.texts)
    last = "$x_{90}$" if picture else "$x_{n}$"
    for part in ("$x_1$", last, "$w^{T}x + b$", r"$\sigma(z)$", r"$\hat{y} = a$", "cat"):
        assert part in words
    assert not ax.axison
    assert len(ax.child_axes) == picture
