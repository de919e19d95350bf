"""The course of this repository, as tests open it."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from autograder.authoring.compilation import freeze_cases
from autograder.authoring.sources import Sources, reading
from autograder.classroom.plan import GradingPlan, make_plan
from autograder.course import open_course
from autograder.rubric.compiled import Compiled
from autograder.rubric.exercise import Assignment, Case
from autograder.rubric.expected import Frozen

ROOT = Path(__file__).parents[1]
COURSE = open_course(ROOT)
ASSIGNMENTS: Mapping[str, Assignment] = COURSE.assignments
"""The rubrics, as they are compiled."""


def all_cases(assignment: str) -> Mapping[str, Frozen]:
    """Give all cases of each exercise, visible ones first."""
    return COURSE.compiled(assignment).cases()


def visible_cases(assignment: str) -> Mapping[str, Frozen]:
    """Give the cases that students see."""
    return COURSE.compiled(assignment).visible


def illustrations(assignment: str) -> Mapping[str, Frozen]:
    """Give the cases that are there for drawings."""
    return COURSE.compiled(assignment).illustrations


def compiled(assignment: str) -> Compiled:
    """Give a compiled assignment."""
    return COURSE.compiled(assignment)


@cache
def written(assignment: str) -> Sources:
    """Give what is written for an assignment: text, solutions, rubric with all that draws cases."""
    with reading(COURSE) as read:
        return read(assignment)


def frozen_on(assignment: str, cases: Mapping[str, tuple[Case, ...]]) -> dict[str, Frozen]:
    """Run solutions and misconceptions on other cases than those that are compiled."""
    return freeze_cases(written(assignment), COURSE, cases, with_source=True)


def plan_for(assignment: str | None = None, **options: bool | str | None) -> GradingPlan:
    """Lay down how to grade with this course."""
    return make_plan(COURSE, assignment, **options)  # type: ignore[arg-type]


def lay_out(folder: Path, *assignments: str) -> Path:
    """Make a folder of the course with some of its assignments, built but not released."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    settings, *listed = (ROOT / "course.toml").read_text(encoding="utf-8").split("[[assignments]]")
    *listed, last = listed
    last, late = last.split("[late]")
    kept = [one for one in (*listed, last) if any(f'"{name}"' in one for name in assignments)]
    text = "[[assignments]]".join([settings.split("# In the order")[0], *kept])
    (folder / "course.toml").write_text(f"{text}\n[late]{late}", encoding="utf-8")
    for name in assignments:
        shutil.copytree(COURSE.text(name).parent, folder / "source" / name)
        (folder / "expected").mkdir(exist_ok=True)
        for path in COURSE.hidden_files(name):
            shutil.copy(path, folder / "expected")
    return folder
