"""Sample submissions: the released notebooks, filled in as four students might.

``python -m autograder.authoring.samples SAMPLES FOLDER`` makes FOLDER a copy of the course to
play with, and reads modules from ``SAMPLES/<student>/<assignment>.py`` to write notebooks as
nbgrader collects them, ``FOLDER/submitted/<student>/<assignment>/<assignment>.ipynb``. Two students
need no modules: *complete* hands in the reference solutions, *untouched* what was released.
``--clean`` takes such a folder away again.
"""

from __future__ import annotations

import argparse
import ast
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.course import Course, CourseError, find_course, open_course

COMPLETE, UNTOUCHED = "complete", "untouched"
MARK = ".made-to-play-with"
"""A file in a folder that was made here, and may be taken away."""
COURSE_FILES = ("course.toml", "nbgrader_config.py", "source", "release", "expected")


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


def copy_course(course: Course, folder: Path) -> Course:
    """Make a folder a fresh copy of a course, without its solutions and rubrics.

    Raises
    ------
    FileExistsError
        If the folder is there and was not made here.
    """
    clean(folder)
    folder.mkdir(parents=True)
    (folder / MARK).touch()
    for name in COURSE_FILES:
        path = course.folder / name
        if path.is_dir():
            shutil.copytree(path, folder / name)
        else:
            shutil.copy(path, folder)
    return open_course(folder)


def clean(folder: Path) -> None:
    """Take a folder away that was made here; nothing is done where there is none.

    Raises
    ------
    FileExistsError
        If it was not made here.
    """
    if (folder / MARK).is_file() and not folder.is_symlink():
        shutil.rmtree(folder)
    elif folder.exists() or folder.is_symlink():
        message = f"{folder} was not made by this command, and stays; move it, or name another"
        raise FileExistsError(message)


def main() -> None:
    """Make or take away the folder that the arguments name."""
    parser = argparse.ArgumentParser(
        prog="python -m autograder.authoring.samples",
        description="Make a copy of the course to play with, with submissions in it.",
    )
    parser.add_argument("samples", type=Path, help="folder of the students' modules")
    parser.add_argument("folder", type=Path, help="where to make it; what was made there goes")
    parser.add_argument("--course", type=Path, help="of which course; the nearest if left out")
    parser.add_argument("--clean", action="store_true", help="only take the folder away")
    arguments = parser.parse_args()
    try:
        if arguments.clean:
            clean(arguments.folder)
            return
        course = find_course(arguments.course)
        copy_course(course, arguments.folder)
        write_samples(arguments.samples, course, arguments.folder / "submitted")
    except (CourseError, OSError) as error:
        sys.exit(f"Error: {error}")


if __name__ == "__main__":
    main()
