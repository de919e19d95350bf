"""Every field of an answer is forged in turn: on hidden cases, none carries anything outside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from autograder import wire
from autograder.render.json import as_json
from autograder.report import Report
from autograder.sandbox.answer import StudentError, read_answer
from autograder.sandbox.process import Worker
from autograder.sandbox.schema import ANSWER, ERROR, NEUTRAL, Shape, Text
from autograder.wire import WireError
from tests.attacks.target import grade, hidden_alone
from tests.attacks.test_protocol import forge
from tests.first_neuron import ASSIGNMENTS, all_cases

pytestmark = pytest.mark.parametrize("walled", ["whole-wall"], indirect=True)
Path = tuple[str | int, ...]
COUNT = len(hidden_alone()["sigmoid"].cases)
ONE, OTHER = 271828182845904523, 314159265358979323
"""What student code wants to carry outside."""


def walk(shape: Shape, path: Path = ()) -> Iterator[Path]:
    """Find the place of every field in an answer, whatever fields there are."""
    parts = list(shape.parts())
    if not parts:
        yield path
    for key, part in parts:
        yield from walk(part, (*path, key))


FIELDS = {".".join(map(str, path)): path for path in walk(ANSWER)}


def honest() -> dict[str, Any]:
    """Make an answer that says of every field something."""
    return {
        "name": "sigmoid",
        "defined": True,
        "problems": [(1, dict(FAILURE))],
        "values": [None] * COUNT,
        "errors": [dict(FAILURE) for _ in range(COUNT)],
        "changed": [False] * COUNT,
        "steps": [7] * COUNT,
    }


FAILURE = {
    "type": "ValueError",
    "message": "negative",
    "cell": "cell 2",
    "line": 1,
    "function": "sigmoid",
}


def put(tree: Any, path: Path, value: object) -> Any:
    """Put a value in the place of a field, and of the same field of all its neighbours."""
    if not path:
        return value
    key, *rest = path
    if isinstance(tree, dict):
        return {**tree, key: put(tree[key], tuple(rest), value)}
    if isinstance(tree, tuple):
        return tuple(
            put(item, tuple(rest), value) if n == key else item for n, item in enumerate(tree)
        )
    return [put(item, tuple(rest), value) for item in tree]


def frame(path: Path, value: object) -> bytes:
    """Write an answer with a forged field, in columns where it has them."""
    tree = put(honest(), path, value)
    for name, dtype in (("changed", np.bool_), ("steps", np.int64)):
        is_honest = all(type(item) in (bool, int) for item in tree[name])
        tree[name] = np.array(tree[name], dtype=dtype) if is_honest else tree[name]
    return wire.encode(tree)


KINDS = {
    "a text": lambda secret: f"x{secret}",
    "an identifier": lambda secret: f"_{secret}",
    "a number": lambda secret: secret,
    "a small number": lambda secret: secret % 900_000 + 90_000,
    "a negative number": lambda secret: -secret,
    "a text of many lines": lambda secret: f"\n{secret}\x1b[2J" * 9,
    "a list": lambda secret: [secret],
    "a dictionary": lambda secret: {f"x{secret}": secret},
    "an array": lambda secret: np.full(3, secret),
    "nothing": lambda _: None,
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("field", FIELDS)
def test_no_field_carries_anything_outside(field: str, kind: str, walled: Worker) -> None:
    """Whatever stands in a field, the report is the same, and what was chosen is not in it."""
    hidden = hidden_alone()
    one, other = (
        grade(walled, forge(frame(FIELDS[field], KINDS[kind](secret))), expected=hidden)
        for secret in (ONE, OTHER)
    )
    assert str(ONE) not in as_json([one])
    assert without_submission(one) == without_submission(other)
    assert one.score == 0


def without_submission(report: Report) -> Report:
    """Leave out what differs without student code."""
    return replace(report, exercises=tuple(replace(r, seconds=0.0) for r in report.exercises))


def test_the_walk_finds_every_field(walled: Worker) -> None:
    """Each field that is written stands in the schema, and no other is read."""
    assert {path[0] for path in FIELDS.values()} == honest().keys()
    assert {path[-1] for path in FIELDS.values() if path[0] == "errors"} == ERROR.fields.keys()
    assert set(StudentError.__slots__) == set(ERROR.fields)
    with pytest.raises(WireError):
        read_answer(wire.encode({**honest(), "more": 1}), "sigmoid", COUNT)
    assert read_answer(frame((), honest()), "sigmoid", COUNT).cases[0].steps == 7


def test_texts_are_told_of_visible_cases_alone(walled: Worker) -> None:
    """There is no field of free text but the message of an exception."""
    free = [name for name, path in FIELDS.items() if isinstance(shape_at(path), Text)]
    assert free == [
        "name",
        "problems.0.1.message",
        "problems.0.1.cell",
        "errors.0.message",
        "errors.0.cell",
    ]


def shape_at(path: Path) -> Shape:
    """Find the shape at a place."""
    shape: Shape = ANSWER
    for key in path:
        shape = dict(shape.parts())[key]
    return shape


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("ZeroDivisionError", "ZeroDivisionError"),
        ("KeyboardInterrupt", "KeyboardInterrupt"),
        ("print", NEUTRAL),
        ("Mine", NEUTRAL),
        ("", NEUTRAL),
        ("zerodivisionerror", NEUTRAL),
        ("IOError", NEUTRAL),
    ],
)
def test_a_type_is_one_of_pythons(sent: str, read: str, walled: Worker) -> None:
    """Another name becomes a neutral word; an alias is none that Python itself says."""
    answer = read_answer(frame(("errors", 0, "type"), sent), "sigmoid", COUNT)
    assert {case.error and case.error.type for case in answer.cases} == {read}


LINES = {1: "line 1 of cell 2", 2: "line 2 of cell 2", 200: "line 200 of cell 2", 201: "", 900: ""}


@pytest.mark.parametrize(("line", "place"), LINES.items())
def test_a_line_is_one_of_the_first_of_the_function(line: int, place: str, walled: Worker) -> None:
    """A docstring of a thousand lines makes no line of it tell more."""
    source = forge(frame(("errors", 0, "line"), line))
    definition = "def sigmoid(x):\n"
    body = source.partition(definition)[2]
    setup = source.partition(definition)[0]
    blank = '    """' + "\n" * 1000 + '"""\n'
    report = grade(
        walled,
        definition + blank + f"    global DATA\n{indent(setup)}{body}",
        expected=hidden_alone(),
    )
    message = report.exercises[0].checks[0].message
    assert message == "it raises ValueError" + (f" in {place}" if place else "")


def indent(source: str) -> str:
    """Indent lines as the body of a function."""
    return "".join(f"    {line}\n" for line in source.splitlines())


def test_no_line_is_told_where_a_visible_case_fails(walled: Worker) -> None:
    """What is wrong is told of the visible case then."""
    whole = ASSIGNMENTS["logistic_regression"]
    assignment = replace(whole, exercises=(replace(whole.exercise("propagate"), helpers=()),))
    expected = all_cases("logistic_regression")
    visible = sum(case.visible for case in expected["propagate"].cases)
    wrong_cost, right_cost = (PROPAGATE.format(count=visible, cost=cost) for cost in ("+ 1", ""))
    said = as_json([grade(walled, right_cost, assignment, expected)])
    assert "it raises KeyError in line 5 of cell 2" in said
    said = as_json([grade(walled, wrong_cost, assignment, expected)])
    assert "it raises KeyError" in said
    assert "line" not in said


PROPAGATE = """CALLS = []
def propagate(w, b, X, Y):
    CALLS.append(1)
    if len(CALLS) > {count}:
        raise KeyError(str(X))
    m = X.shape[1]
    A = 1 / (1 + np.exp(-(np.dot(w.T, X) + b)))
    cost = -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m {cost}
    return {{"dw": np.dot(X, (A - Y).T) / m, "db": np.sum(A - Y) / m}}, cost
"""
"""Right, but perhaps for the cost, as long as the cases are visible."""


@pytest.mark.parametrize("number", [1, 77])
def test_no_exit_code_is_told_of_hidden_cases(number: int, walled: Worker) -> None:
    """A function that ends its process on hidden inputs tells that and no more."""
    source = f"import os\n\ndef sigmoid(x):\n    os._exit({number})\n"
    report = grade(walled, source, expected=hidden_alone())
    assert report.exercises[0].message == "the process that ran it died"
    assert f"exit code {number}" in grade(walled, source).exercises[0].message


def test_no_statement_is_told_by_who_knows_hidden_inputs(walled: Worker) -> None:
    """What raised while it was defined was told of the visible cases."""
    report = grade(walled, forge(frame(("problems", 0, 0), 1)), expected=hidden_alone())
    assert report.problems == ()


def test_time_tells_nothing_of_hidden_inputs(walled: Worker) -> None:
    """The seconds in a report are those of the visible cases."""
    source = "import time\n\ndef sigmoid(x):\n    time.sleep(0.02)\n    return x\n"
    assert grade(walled, source, expected=hidden_alone()).exercises[0].seconds == 0
    assert grade(walled, source).exercises[0].seconds > 0.02
