"""The cells of a notebook as the teacher made them: what nbgrader keeps in its gradebook."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from nbgrader.api import Notebook

HIDDEN_TESTS = re.compile(
    r"^[ \t]*### BEGIN HIDDEN TESTS.*?(?:^[ \t]*### END HIDDEN TESTS[^\n]*\n?|\Z)",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class MasterCell:
    """A cell that has a place in the gradebook.

    Attributes
    ----------
    name : str
        nbgrader's ``grade_id``.
    cell_type : str
        ``"code"`` or ``"markdown"``.
    source : str
        Its text in the released notebook, without hidden tests.
    checksum : str or None
        What nbgrader tells by whether a student touched it.
    is_locked, is_solution, is_task : bool
        What nbgrader knows it as.
    points : float or None
        What it is worth; None for a cell that nothing is given for.
    """

    name: str
    cell_type: str
    source: str
    checksum: str | None
    is_locked: bool
    is_solution: bool
    is_task: bool
    points: float | None

    @property
    def is_test(self) -> bool:
        """Whether it is graded by what it gives, and students write nothing in it."""
        return self.points is not None and not self.is_solution and not self.is_task

    @property
    def metadata(self) -> dict[str, Any]:
        """The metadata of such a cell in a notebook."""
        marks: dict[str, Any] = {
            "schema_version": 3,
            "grade_id": self.name,
            "grade": self.points is not None and not self.is_task,
            "solution": self.is_solution,
            "locked": self.is_locked,
            "task": self.is_task,
            "cell_type": self.cell_type,
        }
        if self.points is not None:
            marks["points"] = self.points
        if self.checksum is not None:
            marks["checksum"] = self.checksum
        return {"nbgrader": marks}


@dataclass(frozen=True, slots=True)
class Master:
    """A notebook as the teacher made it.

    Attributes
    ----------
    cells : tuple of MasterCell
        In their order.
    kernelspec : dict
        The kernel it is written for.
    """

    cells: tuple[MasterCell, ...]
    kernelspec: dict[str, Any] = field(default_factory=dict)


def read_master(notebook: Notebook) -> Master:
    """Read a notebook off the gradebook."""
    points = {cell.name: float(cell.max_score) for cell in notebook.grade_cells}
    tasks = {cell.name: float(cell.max_score) for cell in notebook.task_cells}
    solutions = {cell.name for cell in notebook.solution_cells}
    cells = tuple(
        MasterCell(
            cell.name,
            cell.cell_type,
            HIDDEN_TESTS.sub("", cell.source or "").rstrip("\n"),
            cell.checksum,
            bool(cell.locked),
            cell.name in solutions,
            cell.name in tasks,
            points.get(cell.name, tasks.get(cell.name)),
        )
        for cell in notebook.source_cells
    )
    return Master(cells, json.loads(notebook.kernelspec or "{}"))
