"""Sample submissions: the released notebooks, filled in as four students might.

``python -m autograder.authoring.samples FOLDER SUBMITTED`` reads modules from
``FOLDER/<student>/<assignment>.py`` and writes notebooks as nbgrader collects them,
``SUBMITTED/<student>/<assignment>/<assignment>.ipynb``. Two students need no modules: *complete*
hands in the reference solutions, *untouched* what was released.
"""

from __future__ import annotations

import argparse
import ast
from collections.abc import Mapping
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.course import Course, find_course

COMPLETE, UNTOUCHED = "complete", "untouched"


def fill_in(released: NotebookNode, functions: Mapping[str, str]) -> NotebookNode:
    """Write functions into the solution cells of a released notebook.

    Parameters
    ----------
    released : NotebookNode
        A student notebook; changed in place.
    functions : mapping
        Name and source of each function.

    Returns
    -------
    NotebookNode
        The same notebook.
    """
    for cell in released.cells:
        marks = cell.metadata.get("nbgrader", {})
        if marks.get("solution") and marks["grade_id"] in functions:
            cell.source = functions[marks["grade_id"]]
    return released


def functions_in(source: str) -> dict[str, str]:
    r"""Take the functions of a module, by name.

    Examples
    --------
    >>> functions_in("x = 1\ndef f():\n    return x\n")
    {'f': 'def f():\n    return x'}
    """
    return {
        node.name: ast.get_source_segment(source, node) or ""
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef)
    }


def write_samples(samples: Path, course: Course, submitted: Path) -> None:
    """Write the submissions of all sample students.

    Parameters
    ----------
    samples : Path
        The folder of their modules.
    course : Course
        Its release is filled in.
    submitted : Path
        Where to write.
    """
    students = [path.name for path in sorted(samples.iterdir()) if path.is_dir()]
    root = course.folder
    for name in course.names:
        sources = {
            student: (samples / student / f"{name}.py").read_text(encoding="utf-8")
            for student in students
        }
        sources[COMPLETE] = (root / "solutions" / f"{name}.py").read_text(encoding="utf-8")
        sources[UNTOUCHED] = ""
        for student, source in sources.items():
            released = nbformat.read(root / "release" / name / f"{name}.ipynb", as_version=4)
            folder = submitted / student / name
            folder.mkdir(parents=True, exist_ok=True)
            nbformat.write(fill_in(released, functions_in(source)), folder / f"{name}.ipynb")


def main() -> None:
    """Write the samples that the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("samples", type=Path, help="folder of the students' modules")
    parser.add_argument("submitted", type=Path, help="where to write the notebooks")
    arguments = parser.parse_args()
    write_samples(arguments.samples, find_course(), arguments.submitted)


if __name__ == "__main__":
    main()
