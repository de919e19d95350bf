"""Grade behind the wall where ``nbgrader autograde`` would execute the notebook."""

from __future__ import annotations

import atexit
from functools import cache
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool

from autograder.course import assignment_named
from autograder.course.expected import all_cases
from autograder.grading.grader import grade_submission
from autograder.nbgrader.cells import write_outputs
from autograder.report import Isolation
from autograder.sandbox.process import Worker
from autograder.sandbox.selftest import choose_isolation
from autograder.submission import notebook_submission


class GradeBehindTheWall(NbGraderPreprocessor):  # type: ignore[misc]
    """Stands in the place of nbgrader's ``Execute``: no kernel starts, no cell runs here."""

    trust_submissions = Bool(
        False, help="Whether to grade even where student code cannot be walled off."
    ).tag(config=True)

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Grade a notebook and write scores and tables into its test cells."""
        names = resources["nbgrader"]
        assignment = assignment_named(names["assignment"])
        path = Path(f"{names['notebook']}.ipynb")
        submission = notebook_submission(nb, path, names["student"])
        worker, isolation = _warm_worker(self.trust_submissions)
        expected = all_cases(assignment.name)
        report = grade_submission(submission, assignment, expected, worker, isolation)
        write_outputs(nb, report)
        return nb, resources


@cache
def _warm_worker(trust: bool) -> tuple[Worker, Isolation]:
    """Start the worker that serves all notebooks of this process; it ends with the process."""
    worker = Worker()
    worker.start()
    atexit.register(worker.stop)
    return worker, choose_isolation(worker, trust=trust)
