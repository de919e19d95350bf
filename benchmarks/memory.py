"""Forget what the grader remembers, so that the same submission costs again what it cost first."""

from __future__ import annotations

from autograder.grading.evidence import gather
from autograder.grading.verdict import find_mistakes
from autograder.sandbox.answer import read_cases
from autograder.submission.structure import read_structure

REMEMBERED = (read_cases, gather, find_mistakes, read_structure)
"""What is told of an answer that came before, and of code."""


def forget() -> None:
    """Clear all of it."""
    for function in REMEMBERED:
        function.cache_clear()
