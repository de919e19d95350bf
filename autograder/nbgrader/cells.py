"""Write a report into the test cells of a notebook, in the form that nbgrader reads."""

from __future__ import annotations

from nbformat import NotebookNode
from nbformat.v4 import new_output

from autograder.render.practice import as_html, as_text
from autograder.report import ExerciseResult, Report

TESTS = "_tests"
"""What the name of a test cell adds to the name of its exercise."""


def write_outputs(notebook: NotebookNode, report: Report) -> None:
    """Replace the outputs of the test cells by what the grader found.

    A test cell gets the table of its exercise and, as its value, the points: nbgrader gives full
    marks to a cell that ends in anything but a number. All other outputs are emptied.

    Parameters
    ----------
    notebook : NotebookNode
        A submission; changed in place.
    report : Report
        How it was graded.
    """
    results = {result.name + TESTS: result for result in report.exercises}
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        marks = cell.metadata.get("nbgrader", {})
        result = results.get(marks.get("grade_id")) if marks.get("grade") else None
        cell.outputs = [] if result is None else [*_outputs(result)]
        cell.execution_count = None


def _outputs(result: ExerciseResult) -> tuple[NotebookNode, NotebookNode]:
    table = {"text/plain": as_text(result), "text/html": as_html(result)}
    score = {"text/plain": repr(result.score)}
    return new_output("display_data", data=table), new_output("execute_result", data=score)
