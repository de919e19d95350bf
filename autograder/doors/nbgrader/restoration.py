"""Put a submitted notebook back into the shape that nbgrader knows, whatever became of it.

A student keeps every text they wrote, in its order. Which cells are graded, and how, is the
teacher's: tags, outputs and metadata of a submission are dropped, and what the gradebook says about
a cell is put in their place.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from autograder.doors.nbgrader.master import Master, MasterCell
from autograder.doors.nbgrader.pictures import attached_pictures

CELL_TYPES = frozenset({"code", "markdown", "raw"})


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as a student handed it in, or as the teacher made it.

    Attributes
    ----------
    cell_type : str
        ``"code"``, ``"markdown"`` or ``"raw"``.
    source : str
        Its text.
    grade_id : str
        What nbgrader knows it by; empty if it says nothing about that.
    is_test : bool
        Whether it says that it is a test.
    master : MasterCell or None
        What it is to nbgrader.
    pictures : mapping
        The pictures that are attached to it, as addresses of data.
    """

    cell_type: str
    source: str
    grade_id: str = ""
    is_test: bool = False
    master: MasterCell | None = None
    pictures: Mapping[str, str] = field(default_factory=dict)


def read_cells(path: Path, data: bytes) -> list[Cell]:
    """Read the cells of a notebook or the text of a module, and whatever can be read of them."""
    try:
        text = data.decode("utf-8-sig")
        if path.suffix.lower() != ".ipynb":
            return [Cell("code", printable_source(text))]
        notebook = json.loads(text)
    except (ValueError, RecursionError):
        return []
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    return [*_read(cells)] if isinstance(cells, list) else []


def _read(cells: Sequence[Any]) -> Iterator[Cell]:
    for cell in cells:
        if not isinstance(cell, dict) or cell.get("cell_type") not in CELL_TYPES:
            continue
        source = cell.get("source", "")
        lines = source if isinstance(source, list) else [source]
        text = "".join(line for line in lines if isinstance(line, str))
        metadata = cell.get("metadata")
        marks = metadata.get("nbgrader") if isinstance(metadata, dict) else None
        marks = marks if isinstance(marks, dict) else {}
        grade_id = marks.get("grade_id")
        yield Cell(
            cell["cell_type"],
            printable_source(text),
            grade_id if isinstance(grade_id, str) else "",
            marks.get("grade") is True and not marks.get("solution"),
            pictures=attached_pictures(cell.get("attachments")),
        )


def printable_source(text: str) -> str:
    r"""Drop what no file and no page can hold: halves of characters.

    Examples
    --------
    >>> printable_source("a\ud800\tb")
    'a?\tb'
    """
    return text.encode("utf-8", "replace").decode("utf-8")


def restore(cells: Sequence[Cell], master: Master) -> list[Cell]:
    """Give each cell its place in the gradebook back, and add what is missing.

    Parameters
    ----------
    cells : sequence of Cell
        What a student handed in.
    master : Master
        What the teacher made.

    Returns
    -------
    list of Cell
        Every graded cell of the teacher's exactly once, its text replaced where it is locked; each
        other cell as it was, and none of these with any meaning for nbgrader.
    """
    known = {cell.name: cell for cell in master.cells}
    # Of copies of a cell the last one counts, as of definitions of a function.
    claims = {
        cell.grade_id: number
        for number, cell in enumerate(cells)
        if cell.grade_id in known and cell.is_test == known[cell.grade_id].is_test
    }
    restored = [
        _as_made(cell, known[cell.grade_id])
        if claims.get(cell.grade_id) == number
        else replace(cell, grade_id="", is_test=False)
        for number, cell in enumerate(cells)
    ]
    place = len(restored)
    for cell in master.cells:
        if cell.name in claims:
            place = next(i for i, other in enumerate(restored) if other.master is cell) + 1
        elif cell.points is not None:
            restored.insert(place, Cell(cell.cell_type, cell.source, master=cell))
            place += 1
    return restored


def _as_made(cell: Cell, master: MasterCell) -> Cell:
    source = master.source if master.is_locked else cell.source
    return Cell(master.cell_type, source, master=master, pictures=cell.pictures)
