"""What ``nbgrader autograde`` costs as nbgrader ships it: a kernel runs the hidden tests."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.authoring.samples import fill_in, functions_in
from benchmarks.bare import ROOT, cpu_of

BIN = Path(sys.executable).parent
SETTINGS = """c = get_config()
c.CourseDirectory.course_id = "stock"
c.CourseDirectory.ignore = ["*.md", "*.csv"]
"""
"""What nbgrader is told, and nothing of ours."""


class StockError(Exception):
    """nbgrader did not do the work that was to be measured."""


def write_submission(assignment: str, path: Path) -> None:
    """Fill the reference solutions into a released notebook."""
    released = nbformat.read(ROOT / "release" / assignment / f"{assignment}.ipynb", as_version=4)
    source = (ROOT / "solutions" / f"{assignment}.py").read_text(encoding="utf-8")
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(fill_in(released, functions_in(source)), path)


def only_graded(notebook: NotebookNode) -> NotebookNode:
    """Keep the set-up, the imports, the solutions and their tests; drop the lesson around them."""
    set_up, imports, *others = [cell for cell in notebook.cells if cell.cell_type == "code"]
    notebook.cells = [set_up, imports, *(cell for cell in others if "nbgrader" in cell.metadata)]
    return notebook


class Course:
    """A course folder of nbgrader's with one assignment, without our configuration.

    Parameters
    ----------
    folder : Path
        An empty folder to make it in.
    assignment : str
        The assignment.
    with_lesson : bool
        Whether to keep the cells that nothing is graded by.
    """

    def __init__(self, folder: Path, assignment: str, *, with_lesson: bool) -> None:
        self._folder, self._assignment, self._with_lesson = folder, assignment, with_lesson
        source = folder / "source" / assignment
        shutil.copytree(ROOT / "source" / assignment, source)
        self._strip(source / f"{assignment}.ipynb")
        (folder / "nbgrader_config.py").write_text(SETTINGS, encoding="utf-8")
        self._run("generate_assignment")

    def cpu(self, students: int) -> float:
        """Hand in the reference solutions so many times, grade them, and give the CPU seconds."""
        names = [f"student_{students}_{number}" for number in range(students)]
        for name in names:
            notebook = self._folder / "submitted" / name / self._assignment
            write_submission(self._assignment, notebook / f"{self._assignment}.ipynb")
            self._strip(notebook / f"{self._assignment}.ipynb")
        before = cpu_of(resource.RUSAGE_CHILDREN)
        self._run("autograde", f"--student=student_{students}_*")
        seconds = cpu_of(resource.RUSAGE_CHILDREN) - before
        self._check(names)
        return seconds

    def _strip(self, path: Path) -> None:
        if not self._with_lesson:
            nbformat.write(only_graded(nbformat.read(path, as_version=4)), path)

    def _run(self, command: str, *options: str) -> None:
        path = f"{BIN}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
        done = subprocess.run(  # noqa: S603 - nbgrader of our own environment
            [BIN / "nbgrader", command, self._assignment, *options],
            cwd=self._folder,
            env={**os.environ, "PATH": path, "AUTOGRADER_COURSE": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise StockError(f"nbgrader {command} failed:\n{done.stderr[-2000:]}")

    def _check(self, names: list[str]) -> None:
        """See that everyone was graded, and earned everything."""
        from nbgrader.api import Gradebook

        with Gradebook(f"sqlite:///{self._folder}/gradebook.db") as book:
            graded = book.assignment_submissions(self._assignment)
            shares = {one.student.id: one.score / one.max_score for one in graded}
        poor = [name for name in names if shares.get(name, 0) < 1]
        if poor:
            raise StockError(f"nbgrader autograde gave less than full marks to {', '.join(poor)}")


def marginal_cpu(folder: Path, assignment: str, students: int, *, with_lesson: bool) -> float:
    """Measure what one more submission costs: that of many less that of one, by their number."""
    course = Course(folder, assignment, with_lesson=with_lesson)
    one = course.cpu(1)
    return (course.cpu(students) - one) / (students - 1)
