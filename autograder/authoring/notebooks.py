"""Text + solutions → instructor notebook → student notebook.

The story is ``source/<assignment>/<assignment>.md``; an exercise is an empty fence in it that names
a function of ``solutions/<assignment>.py``. The instructor notebook holds that function with its
body between solution marks, followed by a locked cell that checks it; nbgrader's own
``generate_assignment`` turns it into the notebook that students get.
"""

from __future__ import annotations

import ast
import filecmp
import importlib
import inspect
import shutil
from collections.abc import Iterator
from pathlib import Path

import jupytext
import nbformat
from nbformat import NotebookNode
from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import capture_log
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from autograder.course import ASSIGNMENTS, DATA
from autograder.rubric.exercise import Assignment, Exercise

KERNEL = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"file_extension": ".py", "mimetype": "text/x-python", "name": "python"},
}
DATA_FILES = {"logistic_regression": ("train_catvnoncat.h5", "test_catvnoncat.h5")}
"""Data that travels with an assignment: nbgrader copies what lies beside the notebook."""


class BuildError(Exception):
    """The notebooks cannot be built."""


class TextError(BuildError):
    """The text and the rubric of an assignment do not fit together."""


def build_notebook(assignment: Assignment, text: str) -> NotebookNode:
    """Build the instructor notebook of an assignment from its text.

    Parameters
    ----------
    assignment : Assignment
        Its rubric.
    text : str
        Markdown in which each exercise is an empty fence that names it.

    Raises
    ------
    TextError
        If the fences of the text are not the exercises of the rubric, in its order.
    """
    notebook: NotebookNode = jupytext.reads(text, fmt="md")
    fences = [cell.metadata["exercise"] for cell in notebook.cells if "exercise" in cell.metadata]
    exercises = [exercise.name for exercise in assignment.exercises]
    if fences != exercises:
        message = (
            f"the text of {assignment.name} has the exercise fences {fences}; its rubric has "
            f"{exercises}; make them the same, in the same order"
        )
        raise TextError(message)
    notebook.cells = list(_cells(assignment, notebook.cells))
    notebook.metadata = nbformat.from_dict(KERNEL)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    nbformat.validate(notebook)
    return notebook


def _cells(assignment: Assignment, written: list[NotebookNode]) -> Iterator[NotebookNode]:
    for number, cell in enumerate(written, start=1):
        if "exercise" in cell.metadata:
            exercise = assignment.exercise(cell.metadata["exercise"])
            yield _solution_cell(assignment, exercise)
            yield _test_cell(exercise)
        else:
            cell.metadata = NotebookNode()
            cell.id = f"{assignment.name.replace('_', '-')}-{number:03}"
            yield cell


def _solution_cell(assignment: Assignment, exercise: Exercise) -> NotebookNode:
    solutions = importlib.import_module(f"solutions.{assignment.name}")
    source = mark_solution(inspect.getsource(getattr(solutions, exercise.name)))
    return _graded_cell(exercise.name, source, solution=True)


def _test_cell(exercise: Exercise) -> NotebookNode:
    source = (
        f"check({exercise.name}).show()\n"
        "### BEGIN HIDDEN TESTS\n"
        "from autograder.practice import score_hidden\n"
        f"score_hidden({exercise.name})\n"
        "### END HIDDEN TESTS"
    )
    return _graded_cell(f"{exercise.name}_tests", source, points=exercise.points)


def _graded_cell(
    grade_id: str, source: str, *, solution: bool = False, points: float | None = None
) -> NotebookNode:
    metadata = {
        "schema_version": 3,
        "grade_id": grade_id,
        "solution": solution,
        "grade": points is not None,
        "locked": points is not None,
        "task": False,
    }
    if points is not None:
        metadata["points"] = points
    cell: NotebookNode = nbformat.v4.new_code_cell(source, metadata={"nbgrader": metadata})
    cell.id = grade_id
    return cell


def mark_solution(source: str) -> str:
    r"""Put nbgrader's solution marks around the body of a function, below its docstring.

    Examples
    --------
    >>> print(mark_solution('def f(x):\n    "Double x."\n    return 2 * x\n'))
    def f(x):
        "Double x."
        ### BEGIN SOLUTION
        return 2 * x
        ### END SOLUTION
    """
    function = ast.parse(source).body[0]
    if not isinstance(function, ast.FunctionDef):
        message = f"a function was expected, not {source[:40]!r}"
        raise TextError(message)
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    first, indent = body[0].lineno - 1, " " * body[0].col_offset
    lines = source.rstrip("\n").split("\n")
    marked = [
        *lines[:first],
        f"{indent}### BEGIN SOLUTION",
        *lines[first:],
        f"{indent}### END SOLUTION",
    ]
    return "\n".join(marked)


def build(root: Path, output: Path) -> None:
    """Build the notebooks of all assignments.

    Parameters
    ----------
    root : Path
        The course folder, with ``nbgrader_config.py`` and the texts in ``source/``.
    output : Path
        Where ``source/`` and ``release/`` are written; the course folder itself, or another one
        to compare with it.
    """
    for assignment in ASSIGNMENTS.values():
        write_instructor_notebook(assignment, root, output)
    release(root, output)


def write_instructor_notebook(assignment: Assignment, root: Path, output: Path) -> None:
    """Write ``source/<assignment>/<assignment>.ipynb`` and the data that belongs beside it."""
    text = root / "source" / assignment.name / f"{assignment.name}.md"
    folder = output / "source" / assignment.name
    folder.mkdir(parents=True, exist_ok=True)
    notebook = build_notebook(assignment, text.read_text(encoding="utf-8"))
    nbformat.write(notebook, folder / f"{assignment.name}.ipynb")
    for name in DATA_FILES.get(assignment.name, ()):
        shutil.copyfile(DATA / name, folder / name)


def release(root: Path, output: Path) -> None:
    """Make the student notebooks with nbgrader's ``generate_assignment``, without a gradebook.

    Raises
    ------
    BuildError
        If nbgrader does not make them; the message is nbgrader's log.
    """
    config = Config(PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config())
    config.SaveCells.enabled = False
    config.GenerateAssignment.no_database = True
    config.CourseDirectory.root = str(output.resolve())
    course = CourseDirectory(config=config, assignment_id="*")
    result = capture_log(GenerateAssignment(coursedir=course, config=config, force=True))
    if not result["success"]:
        message = f"nbgrader does not make the release:\n{result['log']}"
        raise BuildError(message)


def stale_files(root: Path, fresh: Path) -> list[Path]:
    """Find the built files of a course that a fresh build makes otherwise.

    Parameters
    ----------
    root : Path
        The course folder.
    fresh : Path
        A folder into which the course was just built.

    Returns
    -------
    list of Path
        Relative to the course folder: files that differ, or that only one of both has.
    """
    built = {path.relative_to(fresh) for path in _built_files(fresh)}
    there = {path.relative_to(root) for path in _built_files(root)}
    differ = {
        path for path in built & there if not filecmp.cmp(root / path, fresh / path, shallow=False)
    }
    return sorted((built ^ there) | differ)


def _built_files(folder: Path) -> Iterator[Path]:
    for part in ("source", "release"):
        for path in (folder / part).rglob("*"):
            if path.suffix in (".ipynb", ".h5") and ".ipynb_checkpoints" not in path.parts:
                yield path
