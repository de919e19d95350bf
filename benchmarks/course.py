"""The course that is measured."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from autograder.course import open_course
from autograder.rubric.exercise import Assignment
from autograder.rubric.expected import Frozen

COURSE = open_course(Path(__file__).parents[1])
ASSIGNMENTS: Mapping[str, Assignment] = COURSE.assignments


def all_cases(assignment: str) -> Mapping[str, Frozen]:
    """Give all cases of each exercise, visible ones first."""
    return COURSE.compiled(assignment).cases()
