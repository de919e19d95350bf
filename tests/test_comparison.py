"""The comparator is strict where it matters and generous where the field is."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from autograder.grading.comparison import compare, same
from autograder.rubric.exercise import Check, Fact, Form
from autograder.wire import Opaque

COLUMN = np.array([[1.0], [2.0]])
VALUE = Check("value", 1)
LABELS = Check("labels", 1, Fact.LABELS)
LIST = Check("costs", 1, Fact.LIST)
PART = Check("dw", 1, path=(0, "dw"))
LETTER = Check("question", 1, Fact.ANSWER, path=("q",))

ACCEPTED: list[tuple[Check, Any, Any]] = [
    (VALUE, 0.5, 0.5),
    (VALUE, 0.5, np.float64(0.5)),
    (VALUE, 0.5, np.array(0.5)),
    (VALUE, 0.5, np.array([[0.5]])),
    (VALUE, 2.0, 2),
    (VALUE, 0.5, np.float32(0.5)),
    (VALUE, 0.5, np.array([0.5])),
    (VALUE, 0.0, 0),
    (VALUE, 0.0, np.float64(0)),
    (VALUE, COLUMN, COLUMN),
    (VALUE, COLUMN, COLUMN.astype(int)),
    (VALUE, COLUMN, COLUMN + 1e-9),
    (VALUE, np.array([np.inf]), np.array([np.inf])),
    (VALUE, np.array([np.nan]), np.array([np.nan])),
    (LABELS, np.array([[1.0, 0.0]]), np.array([[True, False]])),
    (LABELS, np.array([[1.0, 0.0]]), np.array([[1, 0]], dtype=np.uint8)),
    (LIST, [0.5, 0.25], [np.float64(0.5), np.array([[0.25]])]),
    (PART, ({"dw": COLUMN, "db": 0.0}, 1.0), [{"dw": COLUMN, "more": None}, 2.0]),
    (LETTER, {"q": "b"}, {"q": "B)"}),
    (LETTER, {"q": 3}, {"q": 3.0}),
    (LETTER, {"q": 3}, {"q": "3"}),
    (LETTER, {"q": (5,)}, {"q": (5,)}),
    (LETTER, {"q": (5,)}, {"q": "(5,)"}),
    (LETTER, {"q": Form.SHAPE}, {"q": (7, 7)}),
    (LETTER, {"q": Form.LETTER}, {"q": "z"}),
    (LETTER, {"q": Form.NUMBER}, {"q": -1}),
]


@pytest.mark.parametrize(("check", "expected", "got"), ACCEPTED)
def test_the_same_answer_is_accepted_in_every_dress(check: Check, expected: Any, got: Any) -> None:
    """What the field calls the same answer is the same answer."""
    assert compare(check, expected, got) is None


REFUSED: list[tuple[Check, Any, Any, str]] = [
    (VALUE, 0.5, 0.51, "the values differ"),
    (VALUE, 0.5, None, "nothing (None) is returned where a number is expected"),
    (VALUE, 0.5, "0.5", "a text is returned"),
    (VALUE, 1.0, True, "True or False is returned"),
    (VALUE, 1.0, np.True_, "real numbers are expected"),
    (VALUE, 0.5, 0.5 + 0j, "real numbers are expected"),
    (VALUE, 0.5, np.array([[[0.5]]]), "an array of shape (1, 1, 1) is returned where a number"),
    (VALUE, 0.5, np.array([0.5, 0.5]), "an array of shape (2,) is returned where a number"),
    (VALUE, 0.5, np.nan, "there is nan or inf among the values"),
    (VALUE, 0.5, np.inf, "there is nan or inf among the values"),
    (VALUE, np.inf, 0.5, "the values differ"),
    (VALUE, 0.5, Opaque("Evil<b>"), "something that is neither a number nor an array"),
    (VALUE, 0.0, [0.0], "a list is returned where a number"),
    (VALUE, COLUMN, COLUMN.T, "the shape is (1, 2), (2, 1) is expected"),
    (VALUE, COLUMN, COLUMN[:, 0], "the shape is (2,), (2, 1) is expected"),
    (VALUE, COLUMN, COLUMN[:1], "the shape is (1, 1), (2, 1) is expected"),
    (VALUE, COLUMN, np.float64(1), "a number is returned where an array"),
    (VALUE, COLUMN, [[1.0], [2.0]], "a list is returned where an array of shape (2, 1)"),
    (VALUE, COLUMN, COLUMN.astype(bool), "the numbers are bool"),
    (VALUE, COLUMN, COLUMN + 0j, "the numbers are complex128"),
    (VALUE, COLUMN, np.array([[1.0], [np.nan]]), "there is nan or inf among the values"),
    (VALUE, np.ones(1), np.empty(0), "the shape is (0,), (1,) is expected"),
    (VALUE, np.zeros((200_000, 1)), np.zeros((1, 200_000)), "the shape is (1, 200000)"),
    (LABELS, np.array([[1.0]]), 1.0, "a number is returned where an array of shape (1, 1)"),
    (LABELS, np.array([[1.0, 0.0]]), np.array([1.0, 0.0]), "the shape is (2,)"),
    (LABELS, np.array([[1.0, 0.0]]), np.array([[1.0, -1.0]]), "labels other than 0 and 1"),
    (LABELS, np.array([[1.0, 0.0]]), np.array([[0.9, 0.1]]), "labels other than 0 and 1"),
    (LABELS, np.array([[1.0, 0.0]]), np.array([[1, 1]]), "the values differ"),
    (LIST, [0.5], np.array([0.5]), "an array of shape (1,) is returned where a list"),
    (LIST, [0.5], (0.5,), "a tuple is returned where a list"),
    (LIST, [0.5], [0.5, 0.4], "the list has length 2, length 1 is expected"),
    (LIST, [0.5, 0.4], [0.5, None], "number 1 in the list: nothing"),
    (PART, ({"dw": COLUMN}, 1.0), {"dw": COLUMN}, "a dictionary is returned where 2 values"),
    (PART, ({"dw": COLUMN}, 1.0), ({"dw": COLUMN},), "1 values are returned where 2"),
    (PART, ({"dw": COLUMN}, 1.0), (COLUMN, 1.0), "is returned where a dictionary is expected"),
    (PART, ({"dw": COLUMN}, 1.0), ({"dW": COLUMN}, 1.0), "the key 'dw' is missing"),
    (LETTER, {"q": "b"}, {"q": "a"}, "not the right answer"),
    (LETTER, {"q": "b"}, {"q": 2}, "not the right answer"),
    (LETTER, {"q": (5,)}, {"q": (5, 1)}, "not the right answer"),
    (LETTER, {"q": 3}, {"q": "three"}, "not the right answer"),
    (LETTER, {"q": "b"}, {"q": Opaque("ellipsis")}, "not answered yet"),
    (LETTER, {"q": "b"}, {}, "the key 'q' is missing"),
    (LETTER, {"q": Form.SHAPE}, {"q": 5}, "a shape, as in (2, 1), is expected"),
]


@pytest.mark.parametrize(("check", "expected", "got", "message"), REFUSED)
def test_other_answers_are_refused_with_the_first_difference(
    check: Check, expected: Any, got: Any, message: str
) -> None:
    """Type comes before shape, shape before values; nothing is broadcast."""
    difference = compare(check, expected, got)
    assert difference is not None
    assert message in difference.message


def test_differences_carry_the_place_of_the_first() -> None:
    """For visible cases the first wrong element is shown, expected and got."""
    difference = compare(VALUE, np.array([[1.0, 2.0]]), np.array([[1.0, 3.0]]))
    assert difference is not None
    assert (difference.expected, difference.got) == ("2 at [0, 1]", "3 at [0, 1]")


SAME: list[tuple[Any, Any, bool]] = [
    ({"a": [1.0, (2,)]}, {"a": [np.float64(1), (2,)]}, True),
    ((1.0,), [1.0], False),
    (COLUMN, COLUMN.T, False),
    (np.nan, np.nan, True),
    (None, None, True),
    (None, 0.0, False),
    ("a", "a", True),
    ({"a": 1}, {"b": 1}, False),
    (Opaque("f"), Opaque("f"), True),
    (1j, 1j, False),
    (1.0, 1.0 + 1e-12, True),
    (1.0, 1.1, False),
    (1.0, np.inf, False),
    (np.inf, 1.0, False),
    (np.inf, np.inf, True),
]


@pytest.mark.parametrize(("first", "second", "verdict"), SAME)
def test_sameness_of_returned_values(first: Any, second: Any, verdict: bool) -> None:
    """Two returned values are the same in type, shape and values, whatever their nesting."""
    assert same(first, second) is verdict
