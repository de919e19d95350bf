"""The drawings of small arrays say what the arrays hold."""

import numpy as np
import pytest
from matplotlib.axes import Axes

from autograder.figures.arrays import (
    draw_axes,
    draw_broadcast,
    draw_unrolled,
    plot_shares,
    show_bitmaps,
)


def numbers(ax: Axes) -> list[int]:
    """Give the numbers in the cells, in drawing order."""
    texts = [text.get_text() for text in ax.texts]
    return [int(text) for text in texts if text.lstrip("-").isdigit()]


@pytest.fixture
def picture() -> np.ndarray:
    """Two by two pixels of three channels, all twelve numbers different."""
    return np.arange(10, 130, 10).reshape(2, 2, 3)


def test_a_picture_is_unrolled_in_the_order_of_numpy(picture: np.ndarray) -> None:
    """The cells of the picture are followed by the same numbers as one column."""
    ax = draw_unrolled(picture)
    assert numbers(ax) == [*range(10, 130, 10)] * 2
    assert len(ax.patches) == 2 * picture.size


def test_another_order_keeps_the_colours_of_the_pixels(picture: np.ndarray) -> None:
    """In a scrambled column each number is filled with the colour of the pixel it comes from."""
    scrambled = np.swapaxes(picture, 0, 2).reshape(12, 1)
    ax = draw_unrolled(picture, scrambled, label="mine")
    assert numbers(ax)[24:] == scrambled.ravel().tolist()
    fills = [patch.get_facecolor() for patch in ax.patches]
    colour = dict(zip(numbers(ax)[:12], fills[:12], strict=True))
    assert len(set(colour.values())) == 4
    assert fills[24:] == [colour[value] for value in scrambled.ravel().tolist()]
    assert "mine\n(12, 1)" in [text.get_text() for text in ax.texts]


def test_a_wrong_column_is_drawn_as_it_is(picture: np.ndarray) -> None:
    """A column with numbers that are not in the picture, or too short, raises no error."""
    ax = draw_unrolled(picture, np.array([[0.5], [999.0]]))
    assert "another order\n(2, 1)" in [text.get_text() for text in ax.texts]


def test_every_cell_lies_within_the_limits(picture: np.ndarray) -> None:
    """Nothing that is drawn is cut off."""
    for ax in [
        draw_unrolled(picture, picture.reshape(12, 1)),
        *draw_axes(np.arange(12).reshape(3, 4)),
        draw_broadcast(np.zeros((3, 4)), np.zeros((1, 4))),
    ]:
        left, right = ax.get_xlim()
        bottom, top = ax.get_ylim()
        for patch in ax.patches:
            x, y = patch.get_xy()
            assert left < x < x + 1 < right
            assert top < y < y + 1 < bottom


def test_bitmaps_stand_side_by_side_under_their_shapes() -> None:
    """Each picture is shown as it is, with its name and shape above."""
    bitmap = np.array([[1, 0, 1], [0, 1, 1]])
    axes = show_bitmaps({"it": bitmap, "it.T": bitmap.T})
    assert [ax.get_title() for ax in axes] == ["it\n(2, 3)", "it.T\n(3, 2)"]
    np.testing.assert_array_equal(axes[1].images[0].get_array(), bitmap.T)


def test_an_axis_that_is_summed_over_disappears() -> None:
    """Below stand the sums of the columns, at the right those of the rows; titles name shapes."""
    table = np.array([[5, 1, 2, 4], [3, 0, 6, 1], [2, 7, 1, 3]])
    down, along = draw_axes(table)
    assert numbers(down)[12:] == [10, 8, 9, 8]
    assert numbers(along)[12:] == [12, 10, 13]
    assert down.get_title().endswith("(3, 4) becomes (4,)")
    assert along.get_title().endswith("(3, 4) becomes (3,)")


def test_there_is_one_arrow_for_each_sum() -> None:
    """Four columns get four arrows and three rows get three."""
    axes = draw_axes(np.arange(12).reshape(3, 4))
    arrows = [
        sum(getattr(text, "arrow_patch", None) is not None for text in ax.texts) for ax in axes
    ]
    assert arrows == [4, 3]


@pytest.mark.parametrize(
    ("first", "second", "ghosts", "shapes"),
    [
        ((3, 4), (1, 4), 8, ["(3, 4)", "(1, 4)", "(3, 4)"]),
        ((3, 4), (3, 1), 9, ["(3, 4)", "(3, 1)", "(3, 4)"]),
        ((3,), (3, 1), 12, ["(3,)", "(3, 1)", "(3, 3)"]),
        ((4,), (4,), 0, ["(4,)", "(4,)", "(4,)"]),
    ],
)
def test_stretched_cells_are_dashed(
    first: tuple[int, ...], second: tuple[int, ...], ghosts: int, shapes: list[str]
) -> None:
    """The copies that broadcasting pretends to make are dashed, everything else is solid."""
    ax = draw_broadcast(np.ones(first), np.ones(second))
    dashed = [patch for patch in ax.patches if patch.get_linestyle() not in {"-", "solid"}]
    assert len(dashed) == ghosts
    assert [text.get_text() for text in ax.texts if "(" in text.get_text()] == shapes


def test_the_sum_of_the_broadcast_is_drawn() -> None:
    """The last block of cells holds the sums."""
    ax = draw_broadcast(np.array([7, 5, 9]), -np.array([[7], [5], [9]]))
    assert numbers(ax)[-9:] == [0, -2, 2, 2, 0, 4, -2, -4, 0]


def test_the_bars_of_shares_are_stacked() -> None:
    """Each bar starts where the one before ends; shares too small for a text have none."""
    shares = np.array([[65.0, 0.0], [30.0, 40.0], [5.0, 60.0]])
    ax = plot_shares(shares, ["carbohydrates", "proteins", "fats"], ["lentils", "salmon"])
    assert [bar.get_width() for bar in ax.patches] == [65, 0, 30, 40, 5, 60]
    assert [bar.get_x() for bar in ax.patches] == [0, 0, 65, 0, 95, 40]
    assert [text.get_text() for text in ax.texts if text.get_text()] == [
        "65 %",
        "30 %",
        "40 %",
        "60 %",
    ]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["lentils", "salmon"]
