"""Reading a submission: what parses is kept, what does not is told and costs only itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from autograder.submission import SubmissionError, read_submission
from autograder.submission.code import Block
from autograder.submission.magics import comment_out_magics
from autograder.submission.reading import read_code


def notebook(*sources: str, **metadata: object) -> str:
    """Make the text of a notebook of code cells."""
    cells = [
        {"cell_type": "code", "source": source, "metadata": {}, "outputs": []} for source in sources
    ]
    return json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})


BROKEN_FILES: dict[str, tuple[str, bytes | None, str]] = {
    "missing": ("a.ipynb", None, "there is no file"),
    "another ending": ("a.txt", b"x = 1", "neither a notebook"),
    "empty": ("a.ipynb", b"  \n", "is empty"),
    "not JSON": ("a.ipynb", b"<html>", "is not a notebook: it is no JSON"),
    "JSON that is no notebook": ("a.ipynb", b"[1, 2]", "no list of cells"),
    "format 3": ("a.ipynb", b'{"worksheets": []}', "no list of cells"),
    "another kernel": (
        "a.ipynb",
        notebook(kernelspec={"language": "R", "name": "ir"}).encode(),
        "a notebook for 'R', not for Python",
    ),
    "not UTF-8": ("a.py", b"\xff\xfe\x00", "not text in UTF-8"),
    "binary": ("a.py", b"x = 1\0", "binary data"),
    "too large": ("a.ipynb", b" " * (20 * 1024**2 + 1), "more than the 20 MB"),
    "values without end": ("a.ipynb", b"[" + b"0," * 2_000_001, "more than the 2,000,000"),
    "too much code": ("a.py", b"x = 1 \n" * 200_000, "more than the 1,000,000"),
    "too many statements": ("a.py", b"a=1;" * 12_000, "a.py has 12,000 statements, more than"),
    "JSON bomb": ("a.ipynb", b"[" * 200_000, "is not a notebook"),
}


@pytest.mark.parametrize(
    ("name", "data", "message"),
    BROKEN_FILES.values(),
    ids=[key.replace(" ", "-") for key in BROKEN_FILES],
)
def test_broken_files_get_a_sentence(
    tmp_path: Path, name: str, data: bytes | None, message: str
) -> None:
    """A file that cannot be graded is refused with what is wrong and what to do."""
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(SubmissionError, match=message):
        read_submission(path)


ODD_NOTEBOOKS = {
    "cells that are no cells": '{"cells": [1, null, {"cell_type": "code"}, {"source": "x"}]}',
    "sources that are lists": '{"cells": [{"cell_type": "code", "source": ["x = 1\\n", 2]}]}',
    "sources that are no text": '{"cells": [{"cell_type": "code", "source": {"a": 1}}]}',
    "metadata that is none": '{"cells": [{"cell_type": "code", "metadata": 3}], "metadata": 4}',
}


@pytest.mark.parametrize("text", ODD_NOTEBOOKS.values(), ids=ODD_NOTEBOOKS.keys())
def test_odd_notebooks_are_read_as_far_as_they_go(tmp_path: Path, text: str) -> None:
    """A notebook that other tools left in a strange state is read, not refused."""
    path = tmp_path / "odd.ipynb"
    path.write_text(text)
    assert read_submission(path).name == "odd"


def test_notebooks_of_format_3_are_read(tmp_path: Path) -> None:
    """Jupyter opens them: their cells stand on sheets, and their code is an input."""
    code = {"cell_type": "code", "language": "python", "input": ["def f():\n", "    return 1"]}
    sheets = [{"cells": [{"cell_type": "heading", "level": 1, "source": "x"}, code]}, {}]
    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps({"nbformat": 3, "metadata": {"name": ""}, "worksheets": sheets}))
    definition = read_submission(path).code.definition(["f"])
    assert definition is not None
    assert (definition.cell, definition.source) == ("cell 2", "def f():\n    return 1")


def test_what_matters_to_nobody_is_one_line() -> None:
    """Missing modules of the course, magics and text; a function that broke has its own."""
    blocks = [
        Block("cell 1", "%matplotlib inline\nimport numpy as np\nfrom public_tests import *"),
        Block("cell 2", "import lr_utils, test_utils"),
        Block("cell 3", "## My answer\nIt is right because\nI say so"),
        Block("cell 4", "and so on\n\nor not"),
        Block("cell 5", "def f(x)\n    return x"),
    ]
    assert read_code(blocks).problems == (
        "cell 5: SyntaxError: expected ':' (line 1)",
        "cell 1: the magic %matplotlib is left out; "
        "cells 3, 4: text that is no Python is left out; "
        "cell 1: there is no package 'public_tests' here; "
        "cell 2: there is no package 'lr_utils', 'test_utils' here",
    )


def test_of_many_problems_the_rest_is_counted() -> None:
    """Twenty lines at most, each no longer than a line."""
    code = read_code([Block("cell 1", "".join(f"def f{n}(\n" for n in range(3_000)))])
    assert len(code.problems) == 20
    assert code.problems[-1] == "and 2,981 problems more"
    assert code.broken is not None
    assert len(code.broken) == 3_000


def test_test_cells_are_left_out(tmp_path: Path) -> None:
    """Cells that nbgrader marks as tests define nothing."""
    content = json.loads(notebook("def f(): return 1", "def f(): return 2"))
    marks = {"grade": True, "solution": False, "grade_id": "f_tests"}
    content["cells"][1]["metadata"] = {"nbgrader": marks}
    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps(content))
    definition = read_submission(path).code.definition(["f"])
    assert definition is not None
    assert "return 1" in definition.source


KEPT = "def kept():\n    return 1"
CELLS: dict[str, tuple[str, list[str], str]] = {
    "a syntax error": ("def g(x)\n    return x", [], "cell 1: SyntaxError: expected ':' (line 1)"),
    "an indentation error": ("def g(x):\nreturn x", [], "cell 1: IndentationError"),
    "an error beside right work": (
        f"{KEPT}\n\ndef g(x)\n    return x\n\ndef also():\n    return 2",
        ["kept", "also"],
        "expected ':' (line 4)",
    ),
    "an open bracket beside right work": (
        f"x = (1,\n\n{KEPT}",
        ["kept"],
        "cell 1: SyntaxError",
    ),
    "an open text beside right work": (f"x = 'abc\n{KEPT}", ["kept"], "unterminated"),
    "decorators": (f"import functools\n@functools.cache\n{KEPT}\nx = = 1", ["kept"], "(line 5)"),
    "a magic": (f"%matplotlib inline\n{KEPT}", ["kept"], "the magic %matplotlib is left out"),
    "a shell line": (f"!pip install x\n{KEPT}", ["kept"], "a shell line is left out"),
    "a shell assignment": (f"files = !ls\n{KEPT}", ["kept"], "a shell line is left out"),
    "a question": (f"np.exp?\n{KEPT}", ["kept"], "a question to IPython is left out"),
    "a timed cell": (f"%%time\n{KEPT}", ["kept"], ""),
    "a cell of another language": ("%%bash\nls", [], "the cell is not Python: %%bash"),
    "a missing package": (f"import lr_utils\n{KEPT}", ["kept"], "no package 'lr_utils'"),
    "a missing part of a package": (f"from lr_utils.x import y\n{KEPT}", ["kept"], "'lr_utils'"),
    "too deep to parse": ("x = " + "(" * 500 + ")" * 500, [], "cell 1: "),
    "tabs and spaces": ("def g(x):\n\tif x:\n        return 1", [], "TabError"),
    "a return outside": (f"{KEPT}\nreturn 1", ["kept"], ""),
}


@pytest.mark.parametrize(
    ("source", "bound", "problem"), CELLS.values(), ids=[name.replace(" ", "-") for name in CELLS]
)
def test_a_bad_line_costs_what_it_defines(source: str, bound: list[str], problem: str) -> None:
    """Right work beside a bad line is kept, and the line is listed under problems."""
    code = read_code([Block("cell 1", source)])
    functions = {name for s in code.statements for name in s.binds} & {"kept", "also", "g"}
    assert functions == set(bound)
    assert any(problem in text for text in code.problems) or not problem


def test_a_broken_function_is_known_to_be_broken() -> None:
    """A function in source that does not parse is not missing: its problem is told."""
    code = read_code([Block("cell 4", "def f(x)\n    return x\n\ng = lambda x: (\n")])
    assert code.broken is not None
    assert set(code.broken) == {"f", "g"}
    assert "cell 4" in code.broken["f"]


NEEDS: dict[str, tuple[str, list[int]]] = {
    "itself": ("def f(): pass", [0]),
    "a helper and its import": ("import math\ndef g(): math.pi\ndef f(): g()\nx = 1", [0, 1, 2]),
    "a constant": ("EPS = 1\ndef f(): return EPS", [0, 1]),
    "nothing for a local name": ("A = train()\ndef f():\n    A = 1\n    return A", [1]),
    "what a nested function uses": ("K = 2\ndef f():\n    def g(): return K\n    return g", [0, 1]),
    "what a default uses": ("K = 2\ndef f(k=K): return k", [0, 1]),
    "what a decorator uses": ("import functools\n@functools.cache\ndef f(): pass", [0, 1]),
    "every definition of a name": ("def f(): return 1\ndef f(): return 2", [0, 1]),
    "an import of everything": ("from math import *\ndef f(): return exp(1)", [0, 1]),
    "not what trains": ("def f(): pass\nd = f()\nresult = d['x']", [0]),
    "a changed dictionary": ("P = {}\nP['x'] = 1\ndef f(): return P", [0, 1, 2]),
    "itself, as a lambda": ("import math\nf = lambda x: math.exp(x)", [0, 1]),
    "a comprehension's global": ("K = 2\ndef f(): return [K for _ in 'ab']", [0, 1]),
}


@pytest.mark.parametrize(
    ("source", "numbers"), NEEDS.values(), ids=[k.replace(" ", "-") for k in NEEDS]
)
def test_an_exercise_needs_what_it_uses(source: str, numbers: list[int]) -> None:
    """The statements that run for a function are those that it leads to, and no others."""
    assert list(read_code([Block("cell 1", source)]).needs(("f",))) == numbers


STUBS = {
    "def f(x):\n    raise NotImplementedError()": True,
    "def f(x):\n    raise NotImplementedError": True,
    'def f(x):\n    """Doc."""\n    # YOUR CODE HERE\n    raise NotImplementedError()': True,
    'def f(x):\n    """Doc."""': True,
    "def f(x):\n    pass": True,
    "def f(x):\n    ...": True,
    "def f(x):\n    return None": False,
    "def f(x):\n    y = x\n    raise NotImplementedError()": False,
    "f = lambda x: x": False,
}


@pytest.mark.parametrize(("source", "is_stub"), STUBS.items())
def test_stubs_are_told_from_work(source: str, is_stub: bool) -> None:
    """A function without a body of its own was not attempted."""
    (statement,) = read_code([Block("cell 1", source)]).statements
    assert statement.is_stub is is_stub


def test_python_that_looks_like_a_magic_is_left_alone() -> None:
    """A line that starts with a per cent sign may be the rest of an expression."""
    source = "x = (7\n% 4)"
    assert comment_out_magics(source) == (source, [])


def test_line_numbers_survive() -> None:
    """Statements know their own line in the cell, below magics and broken code."""
    code = read_code([Block("cell 1", "%%time\n\n!ls\ndef bad(\n\ndef f():\n    return 1")])
    assert [(s.line, sorted(s.binds)) for s in code.statements] == [(6, ["f"])]


ODD_LINES = {
    "carriage returns": "x = 1\r\ndef f():\r\n    return 1\r\n",
    "old carriage returns": "x = 1\rdef f():\r    return 1\r",
    "a form feed": 'x = """\x0c"""\ndef f():\n    return 1\n',
    "a line separator in a text": "x = '\u2028'\ndef f():\n    return 1\n",
    "two on a line": "x = 1; y = 2\ndef f(): return 1; return 2\n",
}


@pytest.mark.parametrize("source", ODD_LINES.values(), ids=[k.replace(" ", "-") for k in ODD_LINES])
def test_statements_are_cut_at_the_lines_that_python_sees(source: str) -> None:
    """Whatever ends or seems to end a line, each statement keeps its own text and line."""
    code = read_code([Block("cell 1", source)])
    definition = code.definition(["f"])
    assert definition is not None
    assert definition.line == 2
    namespace: dict[str, object] = {}
    for statement in code.statements:
        exec(statement.source, namespace)
    assert callable(namespace["f"])
    assert code.problems == ()
