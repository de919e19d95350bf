"""What student code may import: behind the wall nothing can be read from disk any more.

What is imported makes every child dearer, so what submissions seldom use is imported by the child
of one that seems to use it, before its wall goes up.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable

COMMON = """
numpy.linalg numpy.fft numpy.random numpy.rec math cmath random copy itertools functools collections
collections.abc re time datetime json typing dataclasses warnings traceback inspect io string
textwrap enum heapq bisect operator abc numbers contextlib queue
""".split()
RARE = """
numpy.testing numpy.ma numpy.polynomial numpy.char numpy.ctypeslib decimal fractions statistics
calendar zoneinfo pprint timeit
""".split()
_LAST_NAMES = [name.rpartition(".")[2] for name in RARE]
_USES = [re.compile(rf"""(?:['".]|\b(?:from|import)\b[^\n]*\b){name}\b""") for name in _LAST_NAMES]
"""As an attribute, after ``import`` or ``from``, or as a text that may be given to an importer."""


def import_common() -> None:
    """Import what many submissions use."""
    for name in COMMON:
        importlib.import_module(name)


def rare_in(sources: Iterable[str]) -> int:
    """Find what code seems to use beside what is common.

    Returns
    -------
    int
        A bit for each of RARE.

    Examples
    --------
    >>> rare_in(["x = 1  # testing"]), rare_in(["np.testing.assert_equal(1, 1)"])
    (0, 1)
    """
    text = "\n".join(sources)
    return sum(
        1 << number
        for number, (name, use) in enumerate(zip(_LAST_NAMES, _USES, strict=True))
        if name in text and use.search(text)
    )


def import_rare(bits: int) -> None:
    """Import what :func:`rare_in` found."""
    for number, name in enumerate(RARE):
        if bits >> number & 1:
            importlib.import_module(name)
