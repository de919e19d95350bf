"""The drawings of graphs and arrays say what the data say."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import FancyBboxPatch, Rectangle

from autograder.figures import graphs as figures
from tests.figures.conftest import texts


def arrows(ax: plt.Axes) -> int:
    """Count the arrows: texts without words."""
    return sum(not text.get_text() for text in ax.texts)


def test_cat_is_a_colour_picture_with_two_equal_halves() -> None:
    """The picture has the shape and type of a photograph, and is symmetric."""
    picture = figures.cat_picture()
    assert (picture.shape, picture.dtype) == ((64, 64, 3), np.uint8)
    np.testing.assert_array_equal(picture, picture[:, ::-1])
    assert len(np.unique(picture.reshape(-1, 3), axis=0)) > 10


def test_unrolling_writes_the_first_and_last_numbers_in_memory_order() -> None:
    """The column begins with the first two pixels and ends with the last, each as R, G, B."""
    picture = np.arange(4 * 5 * 3, dtype=np.uint8).reshape(4, 5, 3)
    words = texts(figures.draw_unrolling(picture))
    cells = ["R  0", "G  1", "B  2", "R  3", "G  4", "B  5", "R  57", "G  58", "B  59"]
    assert [word for word in words if word in cells] == cells
    assert "one column x: (60, 1)" in words


def test_unrolling_shows_the_picture_and_its_three_planes() -> None:
    """There are four images: the picture, and one plane for each colour."""
    picture = figures.cat_picture()
    whole, *planes = figures.draw_unrolling(picture).images
    np.testing.assert_array_equal(whole.get_array(), picture)
    for plane, k in zip(planes, (2, 1, 0), strict=True):
        np.testing.assert_array_equal(plane.get_array(), picture[:, :, k])


def test_product_graph_writes_values_above_and_derivatives_below() -> None:
    """A value stands above its node and the derivative below it."""
    ax = figures.draw_product_graph(forward={"v": 11}, backward={"v": 3})
    place = {text.get_text(): text.get_position() for text in ax.texts}
    assert place["v = 11"][1] > place["$v = a + u$"][1] > place["dv = 3"][1]
    assert place["v = 11"][0] == place["dv = 3"][0]


def test_product_graph_keeps_what_it_is_not_told_to_write() -> None:
    """Nodes that are left out stay bare, and a question mark is written as it is."""
    words = texts(figures.draw_product_graph(forward={}, backward={"a": "?"}))
    assert "da = ?" in words
    assert not any(word.startswith(("db", "dc", "du", "dv", "v = ")) for word in words)


def test_product_graph_has_an_arrow_back_for_each_derivative() -> None:
    """Five edges lead forward; an edge has a way back where its tail has a derivative."""
    without = figures.draw_product_graph(forward={}, backward={})
    every = figures.draw_product_graph(forward={}, backward=dict.fromkeys("abcuv", "?"))
    assert (arrows(without), arrows(every)) == (5, 10)
    assert not any("derivatives" in word for word in texts(without))


def test_neuron_graph_has_eight_nodes() -> None:
    """Two features, two weights, the bias, z, a and the loss each have a box."""
    ax = figures.draw_neuron_graph(forward={"z": -0.5}, backward={"a": -2.64894})
    assert sum(isinstance(patch, FancyBboxPatch) for patch in ax.patches) == 8
    assert {"z = \N{MINUS SIGN}0.5", "da = \N{MINUS SIGN}2.649"} <= set(texts(ax))


def test_graphs_draw_into_the_axes_they_are_given() -> None:
    """A drawing that takes axes draws there and opens no other figure."""
    _, ax = plt.subplots()
    assert figures.draw_product_graph({}, {}, ax=ax) is ax
    assert figures.draw_neuron_graph({}, {}, ax=ax) is ax
    assert figures.draw_unrolling(figures.cat_picture(), ax=ax) is ax
    assert len(plt.get_fignums()) == 1


def test_broadcasting_writes_both_sides_and_the_sum() -> None:
    """Each line shows the stretched left side, the stretched right side and the result."""
    column, row = np.array([[100], [200]]), np.array([[1, 2, 3]])
    (ax,) = figures.draw_broadcasting([(column, row)])
    numbers = [int(word) for word in texts(ax) if word.isdecimal()]
    shown = np.reshape(numbers, (3, 2, 3))
    np.testing.assert_array_equal(shown[0] + shown[1], shown[2])
    np.testing.assert_array_equal(shown[2], column + row)
    assert [word for word in texts(ax) if word.startswith("(")] == ["(2, 1)", "(1, 3)", "(2, 3)"]


def test_broadcasting_dots_the_copies() -> None:
    """Cells that exist have a solid frame; copies have a dotted one."""
    (ax,) = figures.draw_broadcasting([(np.ones((2, 3), int), np.ones((1, 3), int))])
    frames = [patch.get_linestyle() for patch in ax.patches if isinstance(patch, Rectangle)]
    assert frames.count(":") == 3
    assert len(frames) == 18
