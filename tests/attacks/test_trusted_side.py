"""What the grader itself does with hostile data: no surprise, no cost, nothing passed on."""

from __future__ import annotations

import io
import os
import tracemalloc
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rich.console import Console

from autograder.grading.comparison import compare
from autograder.render.json import as_json
from autograder.render.practice import as_html
from autograder.render.terminal import report_table
from autograder.rubric.exercise import Check
from autograder.sandbox.process import Worker
from tests.attacks.conftest import Strike
from tests.attacks.target import HONEST, Target, grade

VALUES = Check("values", 1)
VECTOR = np.ones(5)
DIFFERENT: dict[str, tuple[Any, Any]] = {
    "a number for a vector": (VECTOR, 1.0),
    "one element for a vector": (VECTOR, np.ones(1)),
    "nothing for a vector": (VECTOR, np.empty(0)),
    "nothing for one element": (np.ones(1), np.empty(0)),
    "a vector for nothing": (np.empty(0), np.ones(1)),
    "a column for a row": (np.ones((1, 5)), np.ones((5, 1))),
    "a vector for a number": (1.0, VECTOR),
    "an axis more": (VECTOR, np.ones((5, 1))),
    "truth values": (VECTOR, np.ones(5, dtype=bool)),
    "complex numbers": (VECTOR, np.ones(5, dtype=complex)),
    "a truth value for a number": (1.0, True),
    "a complex number": (1.0, 1 + 0j),
    "a text for a number": (1.0, "1.0"),
    "half precision": (VECTOR / 3, (VECTOR / 3).astype(np.float16)),
    "nan": (VECTOR, VECTOR * np.nan),
    "infinity": (VECTOR, VECTOR * np.inf),
    "a list": (VECTOR, [1.0] * 5),
    "a dictionary": (VECTOR, {"values": VECTOR}),
    "None": (VECTOR, None),
}
ESCAPES = "\x1b[2J\x1b]0;owned\x07\x9b31m\r\n\u202e<script>alert(1)</script>[bold]&amp;'\""
SAYING = {
    "raised by the function": f"def sigmoid(x):\n    raise ValueError({ESCAPES!r})\n",
    "raised by the definition": f"X = int({ESCAPES!r})\n\ndef sigmoid(x):\n    return X\n",
    "a key": f"def sigmoid(x):\n    return {{{ESCAPES!r}: 1}}\n",
    "the name of a type": f"def sigmoid(x):\n    return type({ESCAPES!r}, (), {{}})()\n",
    "the name of an error": f"""
def sigmoid(x):
    raise type({ESCAPES!r}, (Exception,), {{}})({ESCAPES!r})
""",
    "the name of a function": f"""
def sigmoid(x):
    sigmoid.__code__ = sigmoid.__code__.replace(co_name={ESCAPES!r})
    return sigmoid.__code__.co_consts[99]
""",
}


@pytest.mark.parametrize(("expected", "got"), DIFFERENT.values(), ids=DIFFERENT)
def test_nothing_broadcasts(expected: Any, got: Any) -> None:
    """Type, shape and kind are the same before any value is compared."""
    assert compare(VALUES, expected, expected) is None
    assert compare(VALUES, expected, got) is not None


def test_shapes_that_would_broadcast_cost_nothing() -> None:
    """A column against a row of 200 000 numbers is refused without the 298 GiB of their table."""
    row, column = np.ones((1, 200_000)), np.ones((200_000, 1))
    tracemalloc.start()
    try:
        assert compare(VALUES, row, column) is not None
        assert tracemalloc.get_traced_memory()[1] < 10**6
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("source", SAYING.values(), ids=SAYING)
def test_text_of_students_is_harmless(source: str, strike: Strike) -> None:
    """What student code says reaches neither a terminal nor a page as anything but text."""
    report = strike(source)
    page = "".join(as_html(result) for result in report.exercises)
    assert "<script" not in page
    stream = io.StringIO()
    Console(file=stream, width=200).print(report_table(report))
    shown = stream.getvalue() + as_json([report])
    assert not set(shown) & set("\x1b\x07\x9b\r\u202e")


BELONGINGS = {
    "a module": ("np.left_behind = 1", "hasattr(np, 'left_behind')"),
    "a built-in": ("__builtins__['left_behind'] = 1", "'left_behind' in __builtins__"),
    "an import": ("sys.modules['left_behind'] = np", "'left_behind' in sys.modules"),
    "an environment variable": ("os.environ['LEFT'] = '1'", "'LEFT' in os.environ"),
    "a signal handler": (
        "signal.signal(10, signal.SIG_IGN)",
        "signal.getsignal(10) is signal.SIG_IGN",
    ),
    "a switch of NumPy's": ("np.seterr(all='raise')", "np.geterr()['over'] == 'raise'"),
    "a mode of the shared streams": (
        "fcntl.fcntl(1, fcntl.F_SETFL, os.O_APPEND)",
        "fcntl.fcntl(1, fcntl.F_GETFL) & os.O_APPEND",
    ),
    "a signal of the shared streams": ("fcntl.fcntl(1, 10, 12)", "fcntl.fcntl(1, 11) == 12"),
    "a limit": ("sys.setrecursionlimit(99_999)", "sys.getrecursionlimit() == 99_999"),
}


@pytest.mark.parametrize(("leave", "find"), BELONGINGS.values(), ids=BELONGINGS)
def test_one_submission_leaves_nothing_to_the_next(leave: str, find: str, walled: Worker) -> None:
    """The next child is a copy of the worker, which never ran the code of the last one."""
    template = "import fcntl\nimport os\nimport signal\nimport sys\n\ndef sigmoid(x):\n    {}\n"
    right = "return 1 / (1 + np.exp(-x))"
    first = template.format(f"{leave}\n    return 1 / (1 + np.exp(-x)) if {find} else None")
    assert grade(walled, first).score in {0, 9, 10}, "it may be denied"
    assert grade(walled, template.format(f"if {find}:\n        {right}")).score == 0
    assert grade(walled, HONEST).score == 10


def test_random_numbers_do_not_depend_on_who_came_before(walled: Worker) -> None:
    """Drawing numbers or seeding the generator changes nothing for the next submission."""
    draw = "def sigmoid(x):\n    raise ValueError(repr(np.random.rand(3)))\n"
    first = grade(walled, draw)
    grade(walled, "def sigmoid(x):\n    np.random.seed(7)\n    return np.random.rand(10**6)\n")
    said = [report.exercises[0].checks[0].message for report in (first, grade(walled, draw))]
    assert said[0] == said[1]
    assert "array(" in said[0]


PRODUCT = """
def sigmoid(x):
    table = np.ones((600, 600))
    np.linalg.solve(table @ table + np.eye(600), table)
    return 1 / (1 + np.exp(-x))
"""


def test_linear_algebra_has_one_thread(monkeypatch: pytest.MonkeyPatch, target: Target) -> None:
    """Whatever the grader's environment asks for, the worker has one thread and does not hang."""
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        monkeypatch.setenv(name, "8")
    with Worker() as fresh:
        assert fresh._process is not None
        assert len(os.listdir(Path("/proc", str(fresh._process.pid), "task"))) == 1
        assert grade(fresh, PRODUCT).score == 10
