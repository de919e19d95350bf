"""A made-up class: notebooks that are right, wrong, half done, hanging, crashing or unreadable.

No two notebooks hold the same code: each function bears a comment of its own and is one of many
right or wrong ways to write it.
"""

from __future__ import annotations

import copy
import json
import random
from collections import Counter
from enum import StrEnum
from pathlib import Path
from typing import Any

from autograder.authoring.samples import functions_in
from benchmarks.bare import ROOT
from benchmarks.course import ASSIGNMENTS
from tests.variants.right import RIGHT
from tests.variants.wrong import WRONG


class Kind(StrEnum):
    """What becomes of a submission."""

    RIGHT = "right"
    WRONG = "wrong"
    HALF_DONE = "half done"
    CRASHING = "crashing"
    UNREADABLE = "unreadable"
    HANGING = "hanging"


SHARES = {
    Kind.RIGHT: 0.455,
    Kind.WRONG: 0.35,
    Kind.HALF_DONE: 0.15,
    Kind.CRASHING: 0.02,
    Kind.UNREADABLE: 0.02,
    Kind.HANGING: 0.005,
}
CRASHES = ("import os\n    os._exit(1)", "import os\n    os.abort()", "raise SystemExit")
HANG = "while True:\n        pass"
NO_NOTEBOOKS = ("", "<html><title>Sign in</title></html>", '{"cells": [{"cell_type"')
ENDED_BY = {
    "logistic_regression": "flatten_images",
    "numpy_basics": "L2",
    "computation_graph": "loss",
}
"""The function that hangs or crashes."""


def write_cohort(
    folder: Path, assignment: str, size: int, *, seed: int = 0, hanging: bool = True
) -> Counter[Kind]:
    """Write the notebooks of a class, laid out as nbgrader collects them.

    Parameters
    ----------
    folder : Path
        Where to write ``<student>/<assignment>/<assignment>.ipynb``.
    assignment : str
        The assignment.
    size : int
        How many students.
    seed : int
        Another seed, another class.
    hanging : bool
        Whether some hang; without, those are right.

    Returns
    -------
    Counter
        How many submissions of each kind there are.
    """
    released = ROOT / "release" / assignment / f"{assignment}.ipynb"
    blank: dict[str, Any] = json.loads(released.read_text(encoding="utf-8"))
    draw = random.Random(seed)  # noqa: S311 - a class, no secret
    kinds = [kind for kind, share in SHARES.items() for _ in range(round(share * size))]
    kinds += [Kind.RIGHT] * (size - len(kinds))
    if not hanging:
        kinds = [Kind.RIGHT if kind is Kind.HANGING else kind for kind in kinds]
    draw.shuffle(kinds)
    for number, kind in enumerate(kinds):
        student = f"student-{number:05}"
        place = folder / student / assignment
        place.mkdir(parents=True)
        if kind is Kind.UNREADABLE:
            text = draw.choice(NO_NOTEBOOKS)
        else:
            text = json.dumps(fill_in(blank, write_functions(assignment, kind, student, draw)))
        (place / f"{assignment}.ipynb").write_text(text, encoding="utf-8")
    return Counter(kinds)


def fill_in(blank: dict[str, Any], functions: dict[str, str]) -> dict[str, Any]:
    """Write functions into the cells of a copy of a released notebook."""
    notebook = copy.deepcopy(blank)
    for cell in notebook["cells"]:
        marks = cell["metadata"].get("nbgrader", {})
        if marks.get("solution") and marks["grade_id"] in functions:
            cell["source"] = functions[marks["grade_id"]].splitlines(keepends=True)
    return notebook


def write_functions(
    assignment: str, kind: Kind, student: str, draw: random.Random
) -> dict[str, str]:
    """Draw how a student writes each function; stubs are left out."""
    functions = dict(_reference(assignment))
    for name, variants in RIGHT[assignment].items():
        functions[name] = draw.choice([functions[name], *variants.values()])
    names = [exercise.name for exercise in ASSIGNMENTS[assignment].exercises]
    if kind is Kind.WRONG:
        for name in draw.sample(names, draw.randint(1, 3)):
            wrong = WRONG[assignment].get(name, {})
            functions[name] = draw.choice([*wrong.values()] or [functions[name]])
    if kind is Kind.HALF_DONE:
        done = set(names[: draw.randint(0, len(names) - 1)])
        functions = {name: source for name, source in functions.items() if name in done}
    if kind in (Kind.HANGING, Kind.CRASHING):
        name = ENDED_BY[assignment]
        body = HANG if kind is Kind.HANGING else draw.choice(CRASHES)
        signature = next(line for line in functions[name].splitlines() if line.startswith("def "))
        functions[name] = f"{signature}\n    {body}\n"
    return {name: f"# {name}, by {student}\n{source}" for name, source in functions.items()}


def _reference(assignment: str) -> dict[str, str]:
    source = (ROOT / "solutions" / f"{assignment}.py").read_text(encoding="utf-8")
    return functions_in(source)
