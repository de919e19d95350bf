"""How ``nbgrader autograde`` takes submissions up: unread, and again where they changed."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbgrader.coursedir import CourseDirectory

from autograder.doors.nbgrader.graded_copy import read_report
from autograder.doors.nbgrader.late import TimestampError, read_timestamp


class UnreadSubmission(NotebookExporter):
    """Hands an empty notebook to the preprocessors, whatever lies in the submitted file.

    nbgrader reads and checks a submission before anything of ours sees it, and leaves a student
    ungraded whose file or metadata are damaged. Here the file is read where it is graded, by
    :class:`autograder.doors.nbgrader.preprocessor.GradeBehindTheWall`, which can take anything.

    nbgrader also passes over a submission that was replaced, unless the date in ``timestamp.txt``
    is newer. It makes an exporter when it knows what there is to grade and has not started yet;
    this one then removes graded copies of which the submission changed, so that nbgrader makes them
    again. Scores and comments that a teacher gave are in the gradebook, and stay.

    And nbgrader copies whatever lies beside a notebook into the folder of graded copies, from where
    formgrader serves it: a page with a script, what a link leads to. Nothing is executed here, so
    nothing of it is needed; :class:`Unread` has nbgrader pass over it.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)  # type: ignore[no-untyped-call]
        converter: Any = self.parent
        course = converter.coursedir = unread(converter.coursedir)
        for folder in converter.assignments:
            submitted = Path(folder)
            graded = Path(
                course.format_path(
                    course.autograded_directory, submitted.parent.name, submitted.name
                )
            )
            if graded.is_dir() and not _is_current(submitted, graded):
                self.log.info("%s was handed in anew: grading it again", submitted)
                shutil.rmtree(graded)

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **options: Any
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Start from an empty notebook in place of the file."""
        empty = nbformat.v4.new_notebook()
        return self.from_notebook_node(empty, resources)  # type: ignore[no-untyped-call, no-any-return]


class Unread(CourseDirectory):  # type: ignore[misc]
    """A course of which nbgrader takes nothing up but the names of notebooks and their dates."""

    def get_existing_timestamp(self, dest_path: str) -> datetime | None:
        """Read a date; what is none is told, and no reason to leave a student ungraded."""
        try:
            return read_timestamp(Path(dest_path))
        except TimestampError as error:
            self.log.warning(str(error))
            return None


def unread(course: CourseDirectory) -> Unread:
    """Give the same course, of which no file is copied."""
    options = {name: getattr(course, name) for name in course.trait_names(config=True)}
    return Unread(parent=course.parent, **(options | {"ignore": ["*"]}))


def _is_current(submitted: Path, graded: Path) -> bool:
    return all(
        read_report(graded / notebook.name, notebook) is not None
        for notebook in submitted.glob("*.ipynb")
        if (graded / notebook.name).exists() or notebook.stem == submitted.name
    )
