"""What a command needs beside the core, and how to get it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from autograder.commands.ending import fail

PACKAGES = {
    "notebook": ("jupytext", "matplotlib", "nbformat", "nbgrader", "sqlalchemy", "traitlets"),
    "cluster": ("distributed",),
}
"""For each extra of the package, what it brings."""


@contextmanager
def extra(name: str) -> Iterator[None]:
    """Import what belongs to an extra; where it is not installed, say how to install it."""
    try:
        yield
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if missing not in PACKAGES[name]:
            raise
        fail(f"this needs {missing}; install it with: pip install 'first-neuron[{name}]'")
