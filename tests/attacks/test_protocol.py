"""Student code that writes into the answer pipe itself talks itself out of points."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from autograder import wire
from autograder.render.json import as_json
from autograder.report import Outcome
from autograder.sandbox.process import Worker
from tests.attacks.conftest import Strike
from tests.attacks.target import HONEST, grade
from tests.first_neuron import ASSIGNMENTS, all_cases

pytestmark = pytest.mark.parametrize("walled", ["whole-wall"], indirect=True)
"""It is the same for every wall."""

WRITE = """
import os

def sigmoid(x):
    for descriptor in range(3, 21):
        try:
            data = DATA
            while data:
                data = data[os.write(descriptor, data):]
        except OSError:
            continue
    return 1 / (1 + np.exp(-x))
"""
"""Everything is written to every descriptor that takes it; then the function does honest work."""


def frame(header: object, payload: bytes = b"", *, raw: bytes | None = None) -> bytes:
    """Make a frame by hand."""
    text = json.dumps(header).encode() if raw is None else raw
    return wire.PREFIX.pack(wire.MAGIC, len(text), len(payload)) + text + payload


NUM_CASES = sum(case.visible for case in all_cases("numpy_basics")["sigmoid"].cases)
"""Those that are asked for first."""
FAILURE = {"type": "", "message": "", "cell": "", "line": 0, "function": ""}


def columns(num_cases: int) -> dict[str, object]:
    """Make the answers to so many cases, wrong ones."""
    return {
        "values": [None] * num_cases,
        "errors": [None] * num_cases,
        "changed": np.zeros(num_cases, dtype=bool),
        "steps": np.zeros(num_cases, dtype=int),
    }


def answer(**changed: object) -> bytes:
    """Make a frame that answers for the exercise."""
    fields: dict[str, object] = {
        "name": "sigmoid",
        "defined": True,
        "problems": [],
        **columns(NUM_CASES),
    }
    return wire.encode(fields | changed)


def without(field: str) -> bytes:
    """Make an answer that lacks a field."""
    fields: Any = wire.decode(answer())
    return wire.encode({name: value for name, value in fields.items() if name != field})


UNREADABLE = {
    "garbage": b"garbage" * 9,
    "zeros": bytes(64),
    "text": b"sigmoid: 10/10 points\n" * 4,
    "pickle": b"\x80\x04cos\nsystem\n(S'true'\ntR." * 4,
    "another magic": b"EVIL" + answer()[4:],
    "no JSON": frame(None, raw=b"{"),
    "a JSON object": frame({"score": 10, "outcome": "passed"}),
    "a JSON number": frame(None, raw=b"10"),
    "a depth bomb": frame(None, raw=b"[" * 60_000),
    "60 000 digits": frame(None, raw=b'["array","<i8",[' + b"9" * 60_000 + b"]]"),
    "an impossible shape": frame(["array", "<f8", [2**40, 2**40]]),
    "a negative shape": frame(["array", "<f8", [-1]]),
    "object dtype": frame(["array", "|O", [1]], b"\0" * 8),
    "a structured dtype": frame(["array", [["a", "<f8"]], [1]], b"\0" * 8),
    "a formula": frame(["formula", "__import__('os').abort()"]),
    "too many nodes": frame(["list", [None] * 3000]),
    "bytes left over": frame(None, b"x" * 8),
    "not an answer": wire.encode([1, 2, 3]),
    "no value at all": wire.encode(None),
    "an answer for another exercise": answer(name="softmax"),
    "a name that is an array": answer(name=np.zeros(3)),
    "a case too few": answer(**columns(NUM_CASES - 1)),
    "a case too many": answer(**columns(NUM_CASES + 1)),
    "no cases": answer(**columns(0)),
    "values as a dictionary": answer(values={str(n): None for n in range(NUM_CASES)}),
    "values as an array": answer(values=np.ones(NUM_CASES)),
    "a value too few": answer(values=[None] * (NUM_CASES - 1)),
    "an error too many": answer(errors=[None] * (NUM_CASES + 1)),
    "an error that is a text": answer(errors=["none"] * NUM_CASES),
    "an error without fields": answer(errors=[{}] * NUM_CASES),
    "steps as a list": answer(steps=[0] * NUM_CASES),
    "steps that are texts": answer(steps=["few"] * NUM_CASES),
    "steps that are nan": answer(steps=np.full(NUM_CASES, math.nan)),
    "steps in a table": answer(steps=np.zeros((NUM_CASES, 1), dtype=int)),
    "changes that are numbers": answer(changed=np.ones(NUM_CASES, dtype=int)),
    "a change for all": answer(changed=np.array(True)),
    "a truth value that is an array": answer(defined=np.ones(3)),
    "a problem that is a number": answer(problems=[1]),
    "a problem in no statement": answer(problems=[("first", FAILURE)]),
    **{f"no {field}": without(field) for field in ("name", "defined", "problems", *columns(0))},
}
TOO_MUCH = {
    "a header of 4 GB": wire.PREFIX.pack(wire.MAGIC, 2**32 - 1, 0),
    "a payload of 16 EB": wire.PREFIX.pack(wire.MAGIC, 4, 2**64 - 1) + b"null",
    "a payload of 65 MB": wire.PREFIX.pack(wire.MAGIC, 4, 65 * 2**20) + b"null",
}
FORGED = {
    "a score": answer(score=10.0, max_score=10.0, outcome="passed", checks=["values"]),
    "a score in each value": answer(values=[{"score": 10.0, "passed": True}] * NUM_CASES),
    "two frames": answer() + answer(score=10.0),
    "a truth value for an array": answer(values=[True] * NUM_CASES),
    "a number for an array": answer(values=[0.5] * NUM_CASES),
    "something opaque": answer(values=[object()] * NUM_CASES),
    "an array of nothing": answer(values=[np.zeros(0)] * NUM_CASES),
    "an array of nan": answer(values=[np.full(3, math.nan)] * NUM_CASES),
    "negative steps": answer(steps=np.full(NUM_CASES, -(2**62))),
    "an error of the reference": answer(errors=[FAILURE | {"type": "Raised"}] * NUM_CASES),
    "never defined": answer(defined=False, **columns(0)),
    "a problem of statement 10^18": answer(problems=[(10**18, FAILURE)]),
}
BROKEN_OFF = {
    "half a prefix": b"FNF1\x01",
    "a header that never comes": wire.PREFIX.pack(wire.MAGIC, 60_000, 0),
    "a payload that never comes": wire.PREFIX.pack(wire.MAGIC, 4, 2**20) + b"null",
}
CLOSING = {
    "the pipe is closed": "import os\n\ndef sigmoid(x):\n    os.closerange(0, 99)\n    return x\n",
    "half a frame, then the end": """
import os

def sigmoid(x):
    os.write(4, b"FNF1" + bytes(7))
    os._exit(0)
""",
    "a flood of results": "def sigmoid(x):\n    return np.zeros(10**7)\n",
    "a flood of small results": "def sigmoid(x):\n    return [0.5] * 10**5\n",
    "a flood of bytes": """
import os

def sigmoid(x):
    while True:
        os.write(4, b"F" * 2**16)
""",
    "a pipe that does not block": """
import fcntl
import os

def sigmoid(x):
    fcntl.fcntl(4, fcntl.F_SETFL, os.O_NONBLOCK)
    return np.zeros(10**6)
""",
}


def forge(data: bytes) -> str:
    """Make a submission that writes a frame of its own."""
    pieces = "".join(
        f"DATA += {data[start : start + 2000]!r}\n" for start in range(0, len(data), 2000)
    )
    return f"DATA = b''\n{pieces}{WRITE}"


@pytest.mark.parametrize("data", UNREADABLE.values(), ids=UNREADABLE)
def test_an_answer_that_cannot_be_read_is_an_error(data: bytes, strike: Strike) -> None:
    """What is no answer earns nothing, however honest the work behind it."""
    (result,) = strike(forge(data)).exercises
    assert result.outcome is Outcome.ERROR
    assert result.message == "its answer cannot be read"


@pytest.mark.parametrize("data", TOO_MUCH.values(), ids=TOO_MUCH)
def test_a_length_is_believed_only_within_limits(data: bytes, strike: Strike) -> None:
    """Lengths over the limit are refused before anything is read or allocated."""
    (result,) = strike(forge(data)).exercises
    assert result.outcome is Outcome.ERROR
    assert result.message == "it returns far more data than expected"


@pytest.mark.parametrize("data", FORGED.values(), ids=FORGED)
def test_a_forged_answer_earns_nothing(data: bytes, strike: Strike) -> None:
    """The grader computes scores; what an answer says of them is not read, and breaks nothing."""
    report = strike(forge(data))
    json.loads(as_json([report]), parse_constant=pytest.fail)


@pytest.mark.parametrize("data", BROKEN_OFF.values(), ids=BROKEN_OFF)
def test_an_answer_that_breaks_off_is_not_waited_for(data: bytes, strike: Strike) -> None:
    """What comes after half a frame is read as the rest of it, and found wanting."""
    strike(forge(data), 0.4)


@pytest.mark.parametrize("source", CLOSING.values(), ids=CLOSING)
def test_a_pipe_that_is_misused_earns_nothing(source: str, strike: Strike) -> None:
    """Closing the pipe, flooding it or changing how it works ends the exercise."""
    strike(source, 1)


def test_a_flood_of_text_is_lost(walled: Worker) -> None:
    """Printing a gigabyte costs time alone."""
    flood = "import os\n\ndef sigmoid(x):\n    [os.write(1, bytes(2**20)) for _ in range(90)]\n"
    assert grade(walled, f"{flood}    return 1 / (1 + np.exp(-x))\n").score >= 9


def test_one_exercise_cannot_answer_for_the_next(walled: Worker) -> None:
    """A frame that is forged for the next exercise takes the points of that one, and adds none."""
    whole = ASSIGNMENTS["numpy_basics"]
    two = replace(whole, exercises=(whole.exercise("sigmoid"), whole.exercise("exp_all")))
    exp_all = "def exp_all(x):\n    return np.exp(x)\n"
    honest = scores(walled, HONEST + exp_all, two)
    assert honest == {"sigmoid": 10, "exp_all": 6}
    data = answer() + answer(name="exp_all", score=6.0)
    assert scores(walled, forge(data) + exp_all, two) == {"sigmoid": 0, "exp_all": 0}


def scores(worker: Worker, source: str, assignment: Any) -> Mapping[str, float]:
    """Grade a submission and take the points of each exercise."""
    return {one.name: one.score for one in grade(worker, source, assignment).exercises}
