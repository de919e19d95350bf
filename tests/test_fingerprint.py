"""Fingerprints: the same for the same code in other clothes, different for different code."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from autograder.submission.code import Block
from autograder.submission.fingerprint import MIN_SIZE, digests_in, fingerprint
from autograder.submission.reading import read_code
from tests.first_neuron import ASSIGNMENTS

SOLUTIONS = Path(__file__).parent.parent / "solutions"
SAMPLES = Path(__file__).parent / "samples"
FILLER = "def long(x):\n    return [" + ", ".join(map(str, range(MIN_SIZE))) + "]\n"
"""A function that makes a submission large enough to be compared."""


def fingerprint_of(*sources: str, assignment: str = "") -> str:
    """Fingerprint the cells of a submission; without an assignment, with f, g, long exercises."""
    names = [["f"], ["g"], ["long"]]
    if assignment:
        names = [list(exercise.names) for exercise in ASSIGNMENTS[assignment].exercises]
    blocks = [Block(f"cell {number}", source) for number, source in enumerate(sources)]
    return fingerprint(read_code(blocks), names)


def digest(*sources: str) -> str:
    """Fingerprint the exercise f alone."""
    return digests_in(fingerprint_of(FILLER, *sources))["f"]


ORIGINAL = "import numpy as np\ndef f(w, b):\n    total = np.dot(w, b)\n    return total + 1\n"
SAME = {
    "local names": ORIGINAL.replace("total", "s"),
    "arguments": "import numpy as np\ndef f(x, y):\n    total = np.dot(x, y)\n    return total + 1",
    "a local named like the function": ORIGINAL.replace("total", "f"),
    "a local named like another exercise": ORIGINAL.replace("total", "g"),
    "comments": ORIGINAL.replace("\n    return", "  # the sum\n    # now\n    return"),
    "layout": "import numpy as np\ndef f(w,b):\n\n\n  s = (np.dot(w,\n b)); return s+1",
    "docstrings": ORIGINAL.replace("    total =", '    """Return."""\n    total ='),
    "strings as comments": ORIGINAL.replace("    return", '    "then"\n    return'),
    "annotations": ORIGINAL.replace("(w, b)", "(w: object, b: float) -> float", 1),
    "annotated locals": ORIGINAL.replace("total =", "total: float ="),
    "the library's nickname": ORIGINAL.replace("np", "numpy").replace(" as numpy", ""),
    "another nickname": ORIGINAL.replace("np", "N"),
    "the order of definitions": "def g():\n    return 1\n" + ORIGINAL,
    "an import further down": "\n".join(reversed(ORIGINAL.split("\n", 1))),
}
DIFFERENT = {
    "a number": ORIGINAL.replace("1", "2"),
    "int and float": ORIGINAL.replace("1", "1.0"),
    "an operator": ORIGINAL.replace("+", "-"),
    "a function of the library": ORIGINAL.replace("dot", "inner"),
    "another library": ORIGINAL.replace("numpy", "jax.numpy"),
    "swapped arguments": ORIGINAL.replace("dot(w, b)", "dot(b, w)"),
    "one name for two things": ORIGINAL.replace("total =", "w =").replace(
        "return total", "return w"
    ),
    "one statement more": ORIGINAL.replace("return", "total = total\n    return"),
    "a default": ORIGINAL.replace("b):", "b=2):"),
    "a lambda": "import numpy as np\nf = lambda w, b: np.dot(w, b) + 1",
    "a builtin": ORIGINAL.replace("np.dot", "max"),
    "a string": ORIGINAL.replace("1", "'1'"),
}


@pytest.mark.parametrize("source", SAME.values(), ids=SAME)
def test_other_clothes_make_no_difference(source: str) -> None:
    """Names that the student chose, comments and layout are not the code."""
    assert digest(source) == digest(ORIGINAL)


@pytest.mark.parametrize("source", DIFFERENT.values(), ids=DIFFERENT)
def test_other_code_makes_a_difference(source: str) -> None:
    """What is computed, and how, is the code."""
    assert digest(source) != digest(ORIGINAL)


HELPED = "EPS = 1\ndef helper(v):\n    return v + EPS\ndef f(x):\n    return helper(v=x)\n"


@pytest.mark.parametrize(
    ("source", "is_same"),
    [
        (HELPED.replace("helper", "aid"), True),
        (HELPED.replace("EPS", "TINY"), True),
        (HELPED.replace("v", "value"), True),
        ("def f(x):\n    return helper(v=x)\n" + HELPED, True),
        (HELPED.replace("+", "-"), False),
        (HELPED.replace("= 1", "= 2"), False),
        (HELPED.replace("helper(v=x)", "helper(x)"), False),
        (HELPED.replace("helper(v=x)", "g(x)"), False),
    ],
)
def test_helpers_belong_to_the_exercise_that_uses_them(source: str, is_same: bool) -> None:
    """A student's own function counts by what it does, whatever it is called."""
    assert (digest(source) == digest(HELPED)) is is_same


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_a_renamed_solution_is_the_same_code(name: str) -> None:
    """All exercises of a whole assignment survive renaming, unparsing and another order."""
    source = (SOLUTIONS / f"{name}.py").read_text(encoding="utf-8")
    tree = ast.parse(source)
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    for function in functions:
        rename_locals(function, {function.name for function in functions})
    cells = [ast.unparse(node) for node in reversed(tree.body)]
    assert "_of_bob" in "".join(cells)
    renamed = fingerprint_of(*cells, assignment=name)
    assert renamed == fingerprint_of(source, assignment=name)
    assert set(digests_in(renamed)) == {exercise.name for exercise in ASSIGNMENTS[name].exercises}


def rename_locals(function: ast.FunctionDef, own: set[str]) -> None:
    """Give every argument and local name, and keywords of own functions, another ending."""
    stored = {n.id for n in ast.walk(function) if isinstance(n, ast.Name) and is_stored(n)}
    stored |= {argument.arg for argument in function.args.args}
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and node.id in stored:
            node.id += "_of_bob"
        elif isinstance(node, ast.arg):
            node.arg += "_of_bob"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in own:
            for keyword in node.keywords:
                keyword.arg = keyword.arg and f"{keyword.arg}_of_bob"


def is_stored(name: ast.Name) -> bool:
    """Tell whether a name is bound where it stands."""
    return isinstance(name.ctx, ast.Store)


def test_an_alias_counts_as_the_exercise() -> None:
    """``sigmoid_grad`` and ``sigmoid_derivative`` are one exercise."""
    body = "(x):\n    return [" + "1, " * MIN_SIZE + "]\n"
    written = [
        fingerprint_of(f"def {name}{body}", assignment="numpy_basics")
        for name in ("sigmoid_derivative", "sigmoid_grad")
    ]
    assert written[0] == written[1] != ""
    stub = "def sigmoid_grad(x):\n    raise NotImplementedError\n"
    both = [stub, f"def sigmoid_derivative{body}"]
    assert fingerprint_of(*both, assignment="numpy_basics") == written[0]
    assert fingerprint_of(*reversed(both), assignment="numpy_basics") == ""


@pytest.mark.parametrize(
    ("student", "assignment", "is_telling"),
    [
        ("half_done", "numpy_basics", False),
        ("half_done", "computation_graph", False),
        ("half_done", "logistic_regression", True),
        ("typical_mistakes", "numpy_basics", True),
        ("typical_mistakes", "computation_graph", True),
        ("typical_mistakes", "logistic_regression", True),
    ],
)
def test_little_code_is_not_compared(student: str, assignment: str, is_telling: bool) -> None:
    """A few one-liners are alike by nature."""
    source = (SAMPLES / student / f"{assignment}.py").read_text(encoding="utf-8")
    assert bool(fingerprint_of(source, assignment=assignment)) is is_telling


STUBS = 'def f(x):\n    """{}"""\n    # YOUR CODE HERE\n    raise NotImplementedError()\n'


def test_what_was_not_attempted_is_not_compared() -> None:
    """Untouched stubs are the course's code, however long their docstrings are."""
    assert digests_in(fingerprint_of(FILLER, STUBS.format("Say it. " * 999))).keys() == {"long"}
    assert fingerprint_of(STUBS.format("Say it.")) == ""


HOSTILE = {
    "deep sum": "def f(x):\n    return " + "+".join("x" * 3000),
    "deep parentheses": "def f(x):\n    return " + "(" * 5000 + "x" + ")" * 5000,
    "deep lists": "def f(x):\n    return " + "[" * 90 + "]" * 90,
    "deep attributes": "def f(x):\n    return x" + ".a" * 2000,
    "deep nesting": "\n".join(" " * n + f"def {'f' if n == 0 else 'g'}():" for n in range(90))
    + "\n"
    + " " * 90
    + "pass",
    "many names": "def f(x):\n" + "".join(f"    v{n} = {n}\n" for n in range(5000)),
    "many helpers": "".join(f"def h{n}():\n    return h{n + 1}()\n" for n in range(1500))
    + "def f(x):\n    return h0()\n",
    "a long integer": "def f(x):\n    return 0x" + "f" * 50000,
    "a long text": "def f(x):\n    return '" + "y" * 300_000 + "'",
    "half a character": "def f(x):\n    return '\\ud800'",
    "null": "def f(x):\n    return '\\0'",
    "itself": "def f(x):\n    return f(f)",
    "odd names": "def f(\uff41):\n    global f\n    f = lambda \xaa: \xaa\n    return f",
    "match": "def f(x):\n    match x:\n        case {'a': [1, *r], **k}: return r\n"
    "        case A(b=c) | (c as q): return c\n",
    "everything": "async def f(*a, k=1, **w):\n    nonlocal_ = [await i async for i in a]\n"
    "    try:\n        with w as (p, q): del p\n    except* E as e: raise\n"
    "    class C[T](k): x: int\n    return f'{a!r:>{k}}', (yield), (n := 1)\n",
    "warnings": "def f(x):\n    return 1 is 1, '\\d'\n",
    "nothing": "",
}


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE)
def test_any_code_has_a_fingerprint_or_none(source: str) -> None:
    """Whatever a student writes, comparing it ends, and gives the same answer again."""
    once, again = (fingerprint_of(source, FILLER, source, source) for _ in range(2))
    assert once == again
