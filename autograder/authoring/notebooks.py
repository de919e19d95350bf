"""Text + solutions → instructor notebook → student notebook.

The story is ``source/<assignment>/<assignment>.md``; an exercise is an empty fence in it that names
a function of ``solutions/<assignment>.py``. The instructor notebook holds that function with its
body between solution marks, followed by a locked cell that checks it; a locked cell before all
others with code says what is not installed. nbgrader's own ``generate_assignment`` turns it into
the notebook that students get.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import jupytext
import nbformat
from nbformat import NotebookNode
from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import capture_log
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from autograder.authoring.sources import AuthorError, Sources
from autograder.course import Course
from autograder.rubric.exercise import Assignment, Exercise

KERNEL = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"file_extension": ".py", "mimetype": "text/x-python", "name": "python"},
}
REQUIREMENTS = "requirements.txt"
GUARD = "set-up"
"""The name of the first cell with code; no function can have it."""
FIGURES = re.compile(r"^\s*(?:from|import)\s+(?:matplotlib|autograder\.figures)\b", re.MULTILINE)
"""What draws in a notebook."""


def build_notebook(sources: Sources) -> NotebookNode:
    """Build the instructor notebook of an assignment.

    Parameters
    ----------
    sources : Sources
        Its rubric, its solutions, and its text: Markdown in which each exercise is an empty fence
        that names it.

    Raises
    ------
    AuthorError
        If the fences of the text are not the exercises of the rubric, in its order.
    """
    assignment = sources.assignment
    notebook: NotebookNode = jupytext.reads(sources.text, fmt="md")
    fences = [cell.metadata["exercise"] for cell in notebook.cells if "exercise" in cell.metadata]
    exercises = [exercise.name for exercise in assignment.exercises]
    if fences != exercises:
        raise AuthorError(_misfit(assignment, sources.text, fences))
    places = [cell for cell in notebook.cells if "exercise" in cell.metadata]
    for cell, line in zip(places, _lines_of_fences(sources.text), strict=True):
        if cell.source.strip():
            raise AuthorError(
                f"source/{assignment.name}/{assignment.name}.md, line {line}: the fence of "
                f"{cell.metadata['exercise']} is not empty; the function stands in "
                f"solutions/{assignment.name}.py, so take out what stands here"
            )
    notebook.cells = list(_guarded(list(_cells(sources, notebook.cells))))
    notebook.metadata = nbformat.from_dict(KERNEL)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    nbformat.validate(notebook)
    return notebook


def _misfit(assignment: Assignment, text: str, fences: list[str]) -> str:
    """Say where the fences of a text leave the order of the rubric."""
    place = f"source/{assignment.name}/{assignment.name}.md"
    exercises = [exercise.name for exercise in assignment.exercises]
    for number, (fence, exercise) in enumerate(zip(fences, exercises, strict=False)):
        if fence != exercise:
            line = _lines_of_fences(text)[number]
            return (
                f"{place}, line {line}: the exercise {fence} stands where the rubric has "
                f"{exercise}; make both the same, in the same order"
            )
    if len(fences) < len(exercises):
        return (
            f"{place} has no place for {exercises[len(fences)]}, which the rubric marks; "
            f'write: ```python exercise="{exercises[len(fences)]}"'
        )
    extra = _lines_of_fences(text)[len(exercises)]
    return (
        f"{place}, line {extra}: the exercise {fences[len(exercises)]} is none that the rubric "
        "marks; take it out, or enter it in the rubric"
    )


def _lines_of_fences(text: str) -> list[int]:
    return [number for number, line in enumerate(text.splitlines(), 1) if is_fence(line)]


def is_fence(line: str) -> bool:
    """Whether a line of a text opens the place of an exercise.

    Examples
    --------
    >>> is_fence('```python exercise="softmax"'), is_fence("```python")
    (True, False)
    """
    return line.startswith("```") and "exercise=" in line


def _cells(sources: Sources, written: list[NotebookNode]) -> Iterator[NotebookNode]:
    assignment = sources.assignment
    for number, cell in enumerate(written, start=1):
        if "exercise" in cell.metadata:
            exercise = assignment.exercise(cell.metadata["exercise"])
            yield _solution_cell(sources, exercise)
            yield _test_cell(exercise)
        else:
            cell.metadata = NotebookNode()
            cell.id = f"{assignment.name.replace('_', '-')}-{number:03}"
            yield cell


def _guarded(cells: list[NotebookNode]) -> Iterator[NotebookNode]:
    """Put a cell before the first one with code that says what is not installed."""
    codes = [cell for cell in cells if cell.cell_type == "code"]
    first = codes[0] if codes else None
    for cell in cells:
        if cell is first:
            uses_figures = any(FIGURES.search(one.source) for one in codes)
            yield _guard_cell(["matplotlib"] if uses_figures else [])
        yield cell


def _guard_cell(packages: list[str]) -> NotebookNode:
    """Make the cell that looks whether this package is here, and others that come with it.

    It may stand on nothing but Python: the package may be absent, or another one may bear its name.
    """
    known = ", ".join(f'"{one}"' for one in ("autograder", *packages))
    source = f"""\
# Welcome! Run this cell first: it looks whether all that this notebook needs is here.
try:
    import {", ".join((*packages, "autograder.practice"))}
except Exception as error:
    run = "%pip install 'first-neuron[notebook]'"
    if getattr(error, "name", None) not in [{known}]:
        run = f"%pip uninstall -y autograder first-neuron (it is another autograder), then {{run}}"
    told = {{"_render_traceback_": lambda self: [str(self)]}}
    raise type("NotReadyYet", (ImportError,), told)(
        f"Nearly there! What this notebook needs is not installed yet: in a new cell, run {{run}}, "
        "and then restart the kernel."
    ) from None"""
    return _graded_cell(GUARD, source, locked=True)


def _solution_cell(sources: Sources, exercise: Exercise) -> NotebookNode:
    source = mark_solution(inspect.getsource(sources.solution(exercise.name)))
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
    grade_id: str,
    source: str,
    *,
    solution: bool = False,
    points: float | None = None,
    locked: bool = False,
) -> NotebookNode:
    metadata = {
        "schema_version": 3,
        "grade_id": grade_id,
        "solution": solution,
        "grade": points is not None,
        "locked": locked or points is not None,
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
        raise AuthorError(message)
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


def build_files(sources: Sources, course: Course) -> dict[Path, bytes]:
    """Make the instructor notebook of an assignment, and what else is released with it.

    Returns
    -------
    dict
        What belongs into each file beside the text.

    Raises
    ------
    AuthorError
        If the text does not fit the rubric, or a file that is to be released is missing.
    """
    name = sources.assignment.name
    folder = course.text(name).parent
    for listed in course.settings.assignments:
        for data in listed.data if listed.name == name else ():
            if not (folder / data).is_file():
                raise AuthorError(
                    f"course.toml lists {data} for {name}, and source/{name}/{data} is not there; "
                    "put it there"
                )
    notebook = nbformat.writes(build_notebook(sources)) + "\n"
    needed = f"first-neuron[notebook] ~= {version('first-neuron')}\n"
    return {
        folder / f"{name}.ipynb": notebook.encode(),
        folder / REQUIREMENTS: needed.encode(),
    }


def release(course: Course, name: str, folder: Path) -> None:
    """Make the student notebook of an assignment with nbgrader's ``generate_assignment``.

    Parameters
    ----------
    course : Course
        Whose configuration counts.
    name : str
        The assignment.
    folder : Path
        Where ``source/`` is read and ``release/`` is written.

    Raises
    ------
    AuthorError
        If nbgrader does not make it; the message is nbgrader's log.
    """
    config = Config(PyFileConfigLoader("nbgrader_config.py", path=str(course.folder)).load_config())
    config.SaveCells.enabled = False
    config.GenerateAssignment.no_database = True
    config.CourseDirectory.root = str(folder)
    directory = CourseDirectory(config=config, assignment_id=name)
    result = capture_log(GenerateAssignment(coursedir=directory, config=config, force=True))
    if not result["success"]:
        message = f"nbgrader does not make the release:\n{result['log']}"
        raise AuthorError(message)
