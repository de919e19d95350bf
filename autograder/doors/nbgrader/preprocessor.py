"""Grade behind the wall where ``nbgrader autograde`` would execute the notebook."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool

from autograder.classroom.plan import make_plan
from autograder.classroom.session import grade_entry
from autograder.course import open_course
from autograder.doors.nbgrader.graded_copy import take_along
from autograder.doors.nbgrader.master import read_master
from autograder.doors.nbgrader.shared_process import shared_process
from autograder.intake import HandIn, read_hand_in
from autograder.sandbox.session import WorkerError
from autograder.submission import SubmissionError


class GradeBehindTheWall(NbGraderPreprocessor):  # type: ignore[misc]
    """Stands in the place of nbgrader's ``Execute``: no kernel starts, no cell runs here."""

    trust_submissions = Bool(
        False, help="Whether to grade even where student code cannot be walled off."
    ).tag(config=True)

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Grade the file that was handed in, and give its graded copy."""
        names = resources["nbgrader"]
        student, assignment, notebook = (
            names[key] for key in ("student", "assignment", "notebook")
        )
        course = self.parent.parent.coursedir
        folder = course.format_path(course.submitted_directory, student, assignment)
        # What a student is told of a file has no need of the folder that the course lies in. What
        # lies below the folder of all students may be no link.
        root, own = Path(folder).parent.parent, Path(folder).parts[-2:]
        relative = "/".join((*own, f"{notebook}.ipynb"))
        hand_in = HandIn(Path(os.path.relpath(root)), relative, student, assignment)
        plan = make_plan(open_course(Path(course.root)), assignment, trust=self.trust_submissions)
        graded = shared_process().grade(partial(grade_entry, hand_in, plan))
        assert graded.report is not None
        if not graded.report.is_judged:
            # nbgrader then says so, and keeps the scores that it has.
            raise WorkerError(graded.error)
        with Gradebook(names["db_url"]) as book:
            master = read_master(book.find_notebook(notebook, assignment))
        graded_folder = course.format_path(course.autograded_directory, student, assignment)
        take_along(Path(folder), Path(graded_folder))
        data = b""
        with suppress(SubmissionError):
            data = read_hand_in(hand_in)
        return shared_process().copy(hand_in.path, data, master, graded.report), resources
