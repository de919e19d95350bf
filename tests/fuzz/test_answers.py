"""Whatever crosses the wall, it is judged or refused, and never earns what it did not answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from autograder import wire
from autograder.grading.request import Part, ask, questions_of, statements_for
from autograder.grading.verdict import judge
from autograder.report import ExerciseResult
from autograder.sandbox.answer import read_answer
from autograder.sandbox.process import Worker
from autograder.submission.code import Block
from autograder.submission.reading import read_code
from autograder.wire import WireError
from tests.conftest import ROOT
from tests.first_neuron import ASSIGNMENTS, all_cases
from tests.fuzz.conftest import bounded, fuzzed
from tests.fuzz.material import mutated

EXERCISES = {
    exercise.name: (exercise, all_cases(assignment.name)[exercise.name])
    for assignment in ASSIGNMENTS.values()
    for exercise in assignment.exercises
}


@cache
def right_frames() -> Mapping[str, bytes]:
    """Have the reference solutions answer behind the wall."""
    frames: dict[str, bytes] = {}
    with Worker() as worker:
        for assignment in ASSIGNMENTS.values():
            source = (ROOT / "solutions" / f"{assignment.name}.py").read_text(encoding="utf-8")
            code = read_code([Block("module", source)])
            for exercise in assignment.exercises:
                questions = questions_of(EXERCISES[exercise.name][1], Part.ALL)
                statements = statements_for([exercise], code)
                asked = ask(exercise, code, questions, ())
                (frame,) = worker.run(statements, [asked], [exercise.seconds]).frames
                frames[exercise.name] = frame
    return frames


def judged(name: str, data: bytes) -> ExerciseResult | None:
    """Read and judge a frame, as far as that goes."""
    exercise, frozen = EXERCISES[name]
    with bounded():
        try:
            answer = read_answer(data, name, len(frozen.cases))
        except WireError:
            return None
        result = judge(exercise, frozen, answer)
    assert 0 <= result.score <= result.max_score
    texts = [text for check in result.checks for text in (check.message, check.got)]
    assert all(len(text) < 2000 for text in [result.message, *texts])
    return result


@fuzzed
@given(st.data(), st.sampled_from(list(EXERCISES)))
def test_any_frame_is_judged_or_refused(data: st.DataObject, name: str) -> None:
    """Changed bytes are refused, or judged as the answer that they are now.

    It is the child's own answer, so it may earn less, as where a flag now says that an argument was
    changed; it never earns more than there is. Bytes that nobody changed earn all, whatever came
    before them.
    """
    judged(name, data.draw(mutated([right_frames()[name]])))
    right = judged(name, right_frames()[name])
    assert right is not None
    assert right.score == right.max_score


NUMBERS = st.sampled_from(
    [0, 1, -1, 2**62, 2**70, 0.0, -0.0, 1e308, float("nan"), float("inf"), 1j, True, np.float32(1)]
)
ARRAYS = st.sampled_from(
    [
        np.zeros(0),
        np.zeros((3, 0)),
        np.full((2, 2), np.nan),
        np.full(100_000, np.inf),
        np.zeros((300, 300)),
        np.ones((1, 1), complex),
        np.ones((2, 1), bool),
        np.arange(12.0).reshape(3, 4),
        np.array("text"),
        np.float16(6e4),
    ]
)
TEXTS = st.text(max_size=50) | st.sampled_from(
    ["{[]: 1}", "(" * 40, "[" * 40, "9" * 40, "'\\d'", "1e999", "a", "(5,)", "\ud800"]
)
PLAIN = st.none() | NUMBERS | ARRAYS | TEXTS
NESTED = st.recursive(
    PLAIN,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(inner, inner)
        | st.dictionaries(st.sampled_from(["w", "b", "dw", "db", "", "x" * 300]), inner, max_size=3)
    ),
    max_leaves=5,
)
VALUES = NESTED | st.builds(
    lambda value, times: [value] * times, NUMBERS | st.just([]), st.sampled_from([300, 1900])
)
ERRORS = st.fixed_dictionaries(
    {
        "type": st.sampled_from(["TypeError", "NameError", "x" * 5000, "", "NotImplementedError"]),
        "message": st.text(max_size=20) | st.just("name 'x' is not defined" * 300),
        "cell": st.sampled_from(["cell 1", "", "\x1b" * 100]),
        "line": st.integers(-1, 2**62),
        "function": st.sampled_from(["sigmoid", "", "f" * 500]),
    }
)


@fuzzed
@given(st.data(), st.sampled_from(list(EXERCISES)))
def test_any_answer_is_judged(data: st.DataObject, name: str) -> None:
    """Whatever student code returns or raises on some cases, the others are judged as they are."""
    answer: Any = wire.decode(right_frames()[name])
    values = answer["values"]
    wrong = data.draw(st.sets(st.integers(0, len(values) - 1), min_size=1))
    for number in wrong:
        values[number] = data.draw(VALUES)
        answer["errors"][number] = data.draw(st.none() | ERRORS)
    judged(name, wire.encode(answer))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just([]),
    lambda inner: st.lists(inner, max_size=4),
    max_leaves=8,
)


@fuzzed
@given(JSON, st.binary(max_size=64), st.sampled_from(list(EXERCISES)))
def test_any_header_is_refused_or_read(header: object, payload: bytes, name: str) -> None:
    """A frame that student code wrote itself is no answer, or one that is judged."""
    text = json.dumps(header).encode()
    judged(name, wire.PREFIX.pack(wire.MAGIC, len(text), len(payload)) + text + payload)
