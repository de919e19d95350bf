"""What a command needs beside the core, and how to get it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from autograder.commands.ending import fail


@contextmanager
def extra(name: Literal["notebook", "cluster"]) -> Iterator[None]:
    """Import what belongs to an extra; where it is not installed, say how to install it."""
    try:
        yield
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if missing in ("", "autograder"):
            raise
        fail(f"this needs {missing}; install it with: pip install 'first-neuron[{name}]'")
