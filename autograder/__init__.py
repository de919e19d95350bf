"""First Neuron: three notebooks from a derivative to a cat classifier, graded automatically.

In a notebook, ``check(function)`` tables what is right about an exercise and what is not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from autograder.practice import check, number, once_solved
    from autograder.report import Report

__all__ = ["Report", "check", "number", "once_solved"]

_HOMES = {
    "Report": "autograder.report",
    "check": "autograder.practice",
    "number": "autograder.practice",
    "once_solved": "autograder.practice",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first used: the command line starts without NumPy."""
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
