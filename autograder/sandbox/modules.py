"""What student code may import: behind the wall nothing can be read from disk any more.

What the worker imports makes every child dearer. So what submissions seldom use is imported by the
child of one that seems to use it, before its wall goes up. Python itself looks names with other
letters than English ones up in unicodedata.
"""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Iterable

COMMON = """
numpy.linalg numpy.fft numpy.ma numpy.rec numpy.char numpy.ctypeslib math cmath copy itertools
functools collections collections.abc re time datetime json typing dataclasses warnings traceback
inspect io string textwrap enum heapq bisect operator abc numbers contextlib unicodedata
""".split()
RARE = """
numpy.random random numpy.testing numpy.polynomial numpy.strings numpy.typing decimal fractions
statistics calendar zoneinfo pprint timeit queue threading logging hashlib unittest tempfile shutil
csv secrets difflib argparse base64 binascii colorsys doctest glob graphlib hmac html locale shlex
uuid zlib sched
""".split()
EVERYTHING = len(RARE)
"""The bit of ``from numpy import *``, which imports all that NumPy has."""
_LAST_NAMES = [name.rpartition(".")[2] for name in RARE]
_WORDS = [re.compile(rf"\b{name}\b") for name in _LAST_NAMES]
_STAR = re.compile(r"\bfrom\s+numpy\s+import[\s\\]*\*")


def import_common() -> None:
    """Import what many submissions use."""
    for name in COMMON:
        importlib.import_module(name)


def rare_in(sources: Iterable[str]) -> int:
    """Find what code seems to use beside what is common; a word too many costs only time.

    Returns
    -------
    int
        A bit for each of RARE, and one for EVERYTHING.

    Examples
    --------
    >>> [RARE[n] for n in range(EVERYTHING) if rare_in(["np.testing.assert_equal(1, 1)"]) >> n & 1]
    ['numpy.testing']
    >>> rare_in(["np.dot(w.T, X)"])
    0
    """
    text = "\n".join(sources)
    bits = 0
    for number, (name, word) in enumerate(zip(_LAST_NAMES, _WORDS, strict=True)):
        if name in text and word.search(text):
            bits |= 1 << number
    if "*" in text and _STAR.search(text):
        bits |= 1 << EVERYTHING
    return bits


def seed_generators() -> None:
    """Have random numbers start anew, where there are any: the same for every run."""
    for name in ("random", "numpy.random"):
        if name in sys.modules:
            sys.modules[name].seed(0)


def import_rare(bits: int) -> None:
    """Import what :func:`rare_in` found."""
    for number, name in enumerate(RARE):
        if bits >> number & 1:
            importlib.import_module(name)
    if bits >> EVERYTHING & 1:
        exec("from numpy import *", {})  # noqa: S102 - nothing else imports what a star does
