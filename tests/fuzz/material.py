"""What hostile files are made of: code of odd pieces, notebooks around it, bytes that changed."""

from __future__ import annotations

import json
from collections.abc import Sequence

from hypothesis import strategies as st

HONEST = "import numpy as np\n\ndef sigmoid(z):\n    return 1 / (1 + np.exp(-z))\n"

WORDS = """
def class return if else elif for while with try except import from as global lambda async await
yield match case pass raise nonlocal del assert not in is None True f g x sigmoid np z public_tests
numpy_basics propagate quiz * ** @ @a : ; , . = == += -> ( ) [ ] { } < > ~ - + | ! ? % %% # \\ ' "
''' f' b" r' {x} 0 1 1e999 0x 1j
"""
PIECES = (
    *WORDS.split(),
    '"""',
    "def f():\n    ",
    "def sigmoid(z):\n    return ",
    "class A:\n    ",
    "import a\n",
    "from b.c import *\n",
    "from __future__ import annotations\n",
    "a=1;",
    "raise NotImplementedError()",
    "%%time\n",
    "%%bash\n",
    "%matplotlib inline\n",
    "!ls\n",
    "x = !ls\n",
    "np.exp?\n",
    "elif x:\n    pass\n",
    "10**400",
    "9" * 401,
    "9" * 5000,
    "{[]: 1}",
    "\n",
    "\r",
    "\r\n",
    "\t",
    "    ",
    "\f",
    "\0",
    "\ufeff",
    "\u2028",
    "\ud800",
    "é",
    "\U0001f0b2",
    "\x1b[2J",
    "<script>",
)
TIMES = (1, 1, 1, 1, 1, 2, 3, 7, 99, 1200, 30_000, 160_000)
MOST = 1_500_000


@st.composite
def codes(draw: st.DrawFn) -> str:
    """Code that nobody would write: pieces after one another, some of them very often."""
    parts: list[str] = []
    for _ in range(draw(st.integers(1, 12))):
        piece = "".join(draw(st.lists(st.sampled_from(PIECES), min_size=1, max_size=4)))
        parts.append(piece * min(draw(st.sampled_from(TIMES)), MOST // len(piece)))
        parts.append(draw(st.sampled_from(("", " ", "\n"))))
    return "".join(parts)[:MOST]


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 2**70)
    | st.sampled_from(["", "code", "R", "x = 1"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["cells", "source", "metadata", "nbgrader"]), inner)
    ),
    max_leaves=6,
)


@st.composite
def notebooks(draw: st.DrawFn) -> bytes:
    """A notebook of odd cells, of format 4 or 3, with odd values where others are expected."""
    cells: list[object] = []
    for _ in range(draw(st.integers(0, 4))):
        kind = draw(st.sampled_from(["code", "code", "code", "markdown", "raw", "x"]))
        source = draw(codes() | st.just(HONEST) | st.lists(codes(), max_size=2) | VALUES)
        key = draw(st.sampled_from(["source", "source", "input"]))
        cell = {"cell_type": kind, key: source, "metadata": draw(VALUES)}
        cells.append(draw(st.sampled_from([cell, cell, cell, draw(VALUES)])))
    notebook: dict[str, object] = {"nbformat": 4, "metadata": draw(VALUES), "cells": cells}
    if draw(st.booleans()):
        notebook = {"nbformat": 3, "worksheets": draw(st.just([{"cells": cells}]) | VALUES)}
    return json.dumps(notebook).encode()


def modules() -> st.SearchStrategy[bytes]:
    """A module of odd code, beside right work or alone."""
    return st.builds(
        lambda before, code: (before + code).encode(errors="surrogatepass"),
        st.sampled_from(["", HONEST]),
        codes(),
    )


@st.composite
def mutated(draw: st.DrawFn, originals: Sequence[bytes]) -> bytes:
    """Bytes of which some were changed, cut out, doubled, or put in from elsewhere."""
    data = bytearray(draw(st.sampled_from(originals)))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, max(len(data), 1)))
        stop = start + draw(st.sampled_from([0, 1, 2, 8, 100, 5000]))
        new = draw(
            st.binary(max_size=8)
            | st.sampled_from([b"\0" * 8, b"\xff" * 8, b"[" * 3000, b'"', b"}", b",", b"1e999"])
            | st.just(bytes(data[start:stop]) * 3)
        )
        data[start:stop] = new
    return bytes(data)
