"""What is read off the source of a function, without running it."""

from __future__ import annotations

import pytest

from autograder.submission.code import Block
from autograder.submission.reading import read_code
from autograder.submission.structure import (
    Structure,
    functions_of,
    structure_of,
    variables_of,
)

FACTS = [
    # source, fact, value
    ("def f(x, /, y, *, z): return x", "parameters", ("x", "y", "z")),
    ("f = lambda x, y: x + y", "parameters", ("x", "y")),
    ("f = lambda x: x", "returns", True),
    ("def f(*args): return 1", "is_open", True),
    ("def f(x): return 1", "is_open", False),
    ("def f(x):\n    return", "returns", False),
    ("def f(x):\n    return None", "returns", False),
    ("def f(x):\n    if x:\n        return 1", "returns", True),
    ("def f(x):\n    def g():\n        return 1", "returns", False),
    ("def f(x):\n    yield x", "returns", True),
    ("def f(x):\n    print(x)", "prints", True),
    ("def f(x):\n    return x", "prints", False),
    ("def f(x):\n    for i in x:\n        return i", "returns_in_loop", True),
    ("def f(x):\n    while x:\n        x = x - 1\n        return x", "returns_in_loop", True),
    ("def f(x):\n    for i in x:\n        if i:\n            return i", "returns_in_loop", False),
    ("def f(x):\n    for i in x:\n        pass\n    return x", "has_empty_loop", True),
    ("def f(x):\n    for i in x:\n        'nothing'\n        ...", "has_empty_loop", True),
    ("def f(x):\n    for i in x:\n        x = i\n    return x", "has_empty_loop", False),
    ("def f(x, seen=[]):\n    seen.append(x)", "keeps_state", ("seen",)),
    ("def f(x, *, seen={}):\n    seen[x] = 1", "keeps_state", ("seen",)),
    ("def f(x, seen=[]):\n    return seen", "keeps_state", ()),
    ("def f(x):\n    global n\n    n = x", "keeps_state", ("n",)),
    ("def f(w):\n    w -= 1", "changed_in_place", {"w"}),
    ("def f(w):\n    w[0] = 1", "changed_in_place", {"w"}),
    ("def f(w):\n    w[0] -= 1", "changed_in_place", {"w"}),
    ("def f(w):\n    np.exp(w, out=w)", "changed_in_place", {"w"}),
    ("def f(w):\n    w = w - 1", "changed_in_place", set()),
    ("def f(w):\n    w = copy.deepcopy(w)", "deep_copies", {"w"}),
    ("def f(w):\n    return np.linalg.norm(exp(w))", "calls", {"norm", "exp"}),
    ("def f(A):\n    return A >= 0.5", "constants_at_least", (0.5,)),
    ("def f(A):\n    return A > 0.5", "constants_at_least", ()),
    ("def f(x):\n    y = x + m\n    return y", "reads", {"m"}),
]


def structure_in(source: str) -> Structure | None:
    """Read the structure of f."""
    return structure_of(read_code([Block("cell 1", source)]), ("f",))


@pytest.mark.parametrize(("source", "fact", "value"), FACTS)
def test_a_fact_is_read_off_the_source(source: str, fact: str, value: object) -> None:
    """The source shows it."""
    structure = structure_in(source)
    assert structure is not None
    assert getattr(structure, fact) == value


@pytest.mark.parametrize("source", ["", "x = 1", "def f(:", "class f: pass", "import math"])
def test_what_defines_no_function_has_no_structure(source: str) -> None:
    """There is nothing to read, and nothing is raised."""
    assert structure_in(source) is None


def test_a_submission_is_searched_for_definitions() -> None:
    """The last definition counts; variables and functions are told apart."""
    source = (
        "m = 4\nname = other\nimport numpy as np\ndef f(x): return x\ndef f(y): return y\n"
        "g = lambda z: z\n@cache\ndef h(): pass"
    )
    code = read_code([Block("cell 1", source)])
    structure = structure_of(code, ("f",))
    assert structure is not None
    assert structure.parameters == ("y",)
    assert structure_of(code, ("missing",)) is None
    assert structure_of(None, ("f",)) is None
    assert variables_of(code) == {"m"}
    assert functions_of(code) == ("f", "h")
