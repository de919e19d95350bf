"""What is shown of a student's cells: code as code, every other text in the inert form, in bounds.

A page escapes code. It shows raw cells and Markdown as what they are, HTML included: these are
written in the inert form, which is the same in every reader. A text that is the teacher's to the
letter stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from autograder.doors.nbgrader.inert import as_inert_text
from autograder.doors.nbgrader.markdown import neutralise_markdown
from autograder.doors.nbgrader.restoration import Cell

MOST_READ = 60_000
"""So many characters of a notebook are read as Markdown; the rest is shown as it stands."""
MOST_SHOWN = 400_000
"""So many characters of it are shown at all: a page reads and colours what is there."""
MOST_CELLS = 1_000
"""So many cells without a place in the gradebook are shown."""


def neutralise(cells: Iterable[Cell]) -> Iterator[Cell]:
    """Give the cells of a graded copy as they are shown.

    Parameters
    ----------
    cells : iterable of Cell
        As :func:`autograder.doors.nbgrader.restoration.restore` gives them.
    """
    read = shown = others = 0
    for cell in cells:
        others += cell.master is None
        if cell.master is None and others > MOST_CELLS:
            continue
        if is_of_the_teacher(cell):
            yield cell
            continue
        source = _cut(cell.source, max(0, MOST_SHOWN - shown))
        shown += len(source)
        if cell.cell_type == "code":
            yield replace(cell, source=source)
            continue
        is_read = cell.cell_type == "markdown" and read + len(source) <= MOST_READ
        read += len(source) if is_read else 0
        inert = neutralise_markdown(source, cell.pictures) if is_read else as_inert_text(source)
        yield replace(cell, cell_type="markdown", source=inert, pictures={})
    if others > MOST_CELLS:
        said = f"{others - MOST_CELLS:,} more cells are in the file that was handed in."
        yield Cell("markdown", as_inert_text(said))


def is_of_the_teacher(cell: Cell) -> bool:
    """Tell whether the text of a cell is the one that the teacher released."""
    return cell.master is not None and cell.source.strip() == cell.master.source.strip()


def _cut(text: str, length: int) -> str:
    if len(text) <= length:
        return text
    return f"{text[:length]}\n# {len(text) - length:,} more characters are in the file"
