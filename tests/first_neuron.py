"""The course of this repository, as tests open it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from autograder.course import open_course
from autograder.course.folder import UnknownAssignmentError
from autograder.rubric.exercise import Assignment
from autograder.rubric.expected import Frozen

ROOT = Path(__file__).parents[1]
COURSE = open_course(ROOT)
ASSIGNMENTS: Mapping[str, Assignment] = COURSE.assignments
"""The rubrics, as they are compiled."""

__all__ = [
    "ASSIGNMENTS",
    "COURSE",
    "ROOT",
    "UnknownAssignmentError",
    "all_cases",
    "assignment_named",
    "illustrations",
    "visible_cases",
]


def all_cases(assignment: str) -> Mapping[str, Frozen]:
    """Give all cases of each exercise, visible ones first."""
    return COURSE.compiled(assignment).cases()


def visible_cases(assignment: str) -> Mapping[str, Frozen]:
    """Give the cases that students see."""
    return COURSE.compiled(assignment).visible


def illustrations(assignment: str) -> Mapping[str, Frozen]:
    """Give the cases that are there for drawings."""
    return COURSE.compiled(assignment).illustrations


@cache
def assignment_named(name: str) -> Assignment:
    """Give a rubric."""
    return ASSIGNMENTS[COURSE.require(name)]
