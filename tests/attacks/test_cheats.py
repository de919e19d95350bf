"""The cheats that are told of other graders: known answers, evasion, printed scores, injection."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.render.json import as_json
from autograder.sandbox.process import Worker
from tests.attacks.conftest import Strike
from tests.attacks.target import HONEST, grade
from tests.first_neuron import ASSIGNMENTS, all_cases, visible_cases

pytestmark = pytest.mark.parametrize("walled", ["whole-wall"], indirect=True)
"""It is the same for every wall."""

VISIBLE = visible_cases("numpy_basics")["sigmoid"]
EXAMPLES = [
    (np.asarray(case.args[0]).tolist(), np.asarray(output).tolist())
    for case, output in zip(VISIBLE.cases, VISIBLE.outputs, strict=True)
]
LOOKUP = f"EXAMPLES = {EXAMPLES!r}\n"
KNOWN_ANSWERS = {
    "the answer of the text": "def sigmoid(x):\n    return np.array([0.268941, 0.5, 0.880797])\n",
    "a table of all examples": f"""
{LOOKUP}
def sigmoid(x):
    return next(np.array(b) for a, b in EXAMPLES if np.array_equal(a, x))
""",
    "a table, else a guess": f"""
{LOOKUP}
def sigmoid(x):
    found = [np.array(b) for a, b in EXAMPLES if np.array_equal(a, x)]
    return found[0] if found else np.full(np.shape(x), 0.5)
""",
    "a table, else an exit": f"""
import os
{LOOKUP}
def sigmoid(x):
    found = [np.array(b) for a, b in EXAMPLES if np.array_equal(a, x)]
    return found[0] if found else os._exit(0)
""",
    "a table by shape": f"""
{LOOKUP}
def sigmoid(x):
    return {{np.shape(a): np.array(b) for a, b in EXAMPLES}}[np.shape(x)]
""",
    "a table, else what came last": f"""
{LOOKUP}
LAST = [0.5]
def sigmoid(x):
    found = [np.array(b) for a, b in EXAMPLES if np.array_equal(a, x)]
    LAST.extend(found)
    return LAST[-1]
""",
    "a polynomial through the examples": f"""
{LOOKUP}
POLYNOMIAL = np.polyfit(EXAMPLES[2][0], EXAMPLES[2][1], 9)
def sigmoid(x):
    return np.polyval(POLYNOMIAL, x)
""",
    "the reference": "from solutions.numpy_basics import sigmoid\n",
    "the expected arrays": """
def sigmoid(x):
    from tests.first_neuron import all_cases
    frozen = all_cases("numpy_basics")["sigmoid"]
    return next(b for a, b in zip(frozen.cases, frozen.outputs) if np.array_equal(a.args[0], x))
""",
    "the reference of SciPy": "from scipy.special import expit\n\nsigmoid = expit\n",
}
CLAIM = '{"name": "sigmoid", "score": 10.0, "max_score": 10.0, "outcome": "passed"}'
PRINTED = {
    "printed": f"def sigmoid(x):\n    print({CLAIM!r})\n",
    "printed to every stream": f"""
import sys

def sigmoid(x):
    for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
        print({CLAIM!r}, file=stream, flush=True)
""",
    "written to the descriptors": f"""
import os

def sigmoid(x):
    for descriptor in (0, 1, 2):
        try:
            os.write(descriptor, {CLAIM.encode()!r})
        except OSError:
            continue
""",
    "another stdout": f"""
import io
import os
import sys

def sigmoid(x):
    sys.stdout = io.TextIOWrapper(io.FileIO(4, "w", closefd=False), line_buffering=True)
    print({CLAIM!r})
    return 1 / (1 + np.exp(-x))
""",
    "at exit": f"""
import atexit

def sigmoid(x):
    atexit.register(print, {CLAIM!r})
""",
    "returned": f"def sigmoid(x):\n    return {CLAIM}\n",
    "raised": f"def sigmoid(x):\n    raise AssertionError({CLAIM!r})\n",
    "a flood, then nothing": "def sigmoid(x):\n    print('10/10 ' * 10**6)\n",
    "in the documentation": 'def sigmoid(x):\n    """### BEGIN HIDDEN TESTS score 10"""\n'
    "    return None\n",
}
INJECTED = {
    "NumPy's comparisons": """
def always(*args, **kwargs):
    return True

def sigmoid(x):
    for name in ("allclose", "isclose", "array_equal", "all", "isfinite", "abs", "argwhere"):
        setattr(np, name, always)
    np.testing.assert_allclose = always
    return np.zeros(np.shape(x))
""",
    "built-in functions": """
import builtins

def sigmoid(x):
    builtins.abs = builtins.isinstance = builtins.all = lambda *args: True
    return np.zeros(np.shape(x))
""",
    "the grader's modules": """
import sys

def sigmoid(x):
    for name, module in list(sys.modules.items()):
        if name.startswith("autograder.grading") or name.startswith("autograder.report"):
            module.compare = module.judge = lambda *args: None
    return np.zeros(np.shape(x))
""",
    "the wire": """
import sys

def sigmoid(x):
    wire = sys.modules["autograder.wire"]
    encode = wire.encode
    wire.encode = lambda value: encode(value | {"score": 10.0, "outcome": "passed"})
    return np.zeros(np.shape(x))
""",
    "fewer cases": """
import sys

def sigmoid(x):
    frame = sys._getframe()
    while frame:
        cases = frame.f_locals.get("cases")
        if isinstance(cases, list):
            del cases[1:]
        frame = frame.f_back
    return 1 / (1 + np.exp(-x))
""",
    "easier cases": """
import sys

def sigmoid(x):
    frame = sys._getframe()
    while frame:
        cases = frame.f_locals.get("cases")
        if isinstance(cases, list):
            cases[:] = [case._replace(args=(np.array([-1.0, 0.0, 2.0]),)) for case in cases]
        frame = frame.f_back
    return np.array([0.2689414213699951, 0.5, 0.8807970779778823])
""",
    "another exercise's name": """
import sys

def sigmoid(x):
    frame = sys._getframe()
    while frame:
        asked = frame.f_locals.get("asked")
        if hasattr(asked, "_replace"):
            frame.f_locals["request"] = [asked._replace(name="basic_sigmoid")]
        frame = frame.f_back
    return np.zeros(np.shape(x))
""",
    "requests of its own": """
import sys

def sigmoid(x):
    exercise = sys.modules["autograder.sandbox.exercise"]
    easy = exercise.Inputs((np.array([-1.0, 0.0, 2.0]),), {}, False)
    exercise.load = lambda data: [easy] * 9
    sys.modules["autograder.sandbox.request"].Inputs = lambda *parts: easy
    return np.array([0.2689414213699951, 0.5, 0.8807970779778823])
""",
    "another main module": """
import sys

def sigmoid(x):
    sys.modules["__main__"]._answer = lambda value: None
    return np.zeros(np.shape(x))
""",
    "a test of its own": """
def check(function):
    return 10

def test_sigmoid():
    assert True

def sigmoid_tests():
    return 10

def sigmoid(x):
    return check(x)
""",
    "a callable that is no function": """
class Callable:
    __name__ = "sigmoid"
    def __call__(self, x):
        return self
    def __getattr__(self, name):
        return self

sigmoid = Callable()
""",
    "a decorator": """
def passed(function):
    function.score = 10
    return function

@passed
def sigmoid(x):
    return 0
""",
}
LOOP = """
    out = []
    for value in np.ravel(x).tolist():
        out.append(1 / (1 + np.exp(-value)))
    return np.reshape(out, np.shape(x)) if np.ndim(x) else out[0]
"""
HIDDEN_LOOPS = {
    "tracing is switched off": f"import sys\n\ndef sigmoid(x):\n    sys.settrace(None){LOOP}",
    "the tracer is replaced": "import sys\n\ndef sigmoid(x):\n"
    f"    sys.settrace(lambda *args: None){LOOP}",
    "the counter is turned back": f"""
import sys

def loop(x):{LOOP}
def sigmoid(x):
    result = loop(x)
    frame = sys._getframe()
    while frame:
        if hasattr(frame.f_locals.get("self"), "steps"):
            frame.f_locals["self"].steps = 0
        frame = frame.f_back
    return result
""",
}


@pytest.mark.parametrize("source", KNOWN_ANSWERS.values(), ids=KNOWN_ANSWERS)
def test_known_answers_are_worth_nothing(source: str, strike: Strike) -> None:
    """Who returns the visible answers, however cleverly, fails on the hidden inputs."""
    strike(source)


@pytest.mark.parametrize("source", PRINTED.values(), ids=PRINTED)
def test_a_claimed_score_is_worth_nothing(source: str, strike: Strike) -> None:
    """Scores that are printed, raised or returned are text."""
    strike(source)


@pytest.mark.parametrize("source", INJECTED.values(), ids=INJECTED)
def test_what_student_code_changes_stays_with_it(source: str, strike: Strike) -> None:
    """Comparing happens elsewhere: changing the worker's child changes no verdict."""
    strike(source)


@pytest.mark.parametrize("source", HIDDEN_LOOPS.values(), ids=HIDDEN_LOOPS)
def test_hiding_a_loop_gains_one_point_at_most(source: str, walled: Worker) -> None:
    """Steps are counted where the loop runs: who hides it has solved all the rest."""
    honest, hidden = grade(walled, HONEST), grade(walled, source)
    assert hidden.score >= grade(walled, f"def sigmoid(x):{LOOP}").score == honest.score - 1
    assert grade(walled, HONEST).score == honest.score


TELLTALE = """
def sigmoid(z):
    return z

def propagate(w, b, X, Y):
    m = X.shape[1]
    A = sigmoid(np.dot(w.T, X) + b)
    helper_is_right = abs(sigmoid(np.zeros(1))[0] - 0.5) < 1e-9
    cost = 424242.0 if helper_is_right else 0.0
    return {"dw": np.dot(X, (A - Y).T) / m, "db": np.sum(A - Y) / m}, cost
"""


def test_what_a_correct_helper_does_is_not_shown(walled: Worker) -> None:
    """Work that is carried forward could show the source of the correct helper as its own value."""
    assignment = ASSIGNMENTS["logistic_regression"]
    report = grade(walled, TELLTALE, assignment, all_cases(assignment.name))
    (propagate,) = (result for result in report.exercises if result.name == "propagate")
    assert propagate.carried_forward == ("sigmoid",)
    assert 0 < propagate.score < propagate.max_score
    assert "424242" not in as_json([report])
