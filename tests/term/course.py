"""A course folder, and what teachers and students do in it."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Mapping
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader import apps
from nbgrader.api import Gradebook

from autograder.authoring.samples import fill_in, functions_in
from autograder.cli import main
from tests.first_neuron import ROOT, lay_out

BIN = Path(sys.executable).parent
APPS = {
    "generate_assignment": apps.GenerateAssignmentApp,
    "autograde": apps.AutogradeApp,
    "generate_feedback": apps.GenerateFeedbackApp,
    "export": apps.ExportApp,
    "validate": apps.ValidateApp,
    "zip_collect": apps.ZipCollectApp,
    "release_assignment": apps.ReleaseAssignmentApp,
    "fetch_assignment": apps.FetchAssignmentApp,
    "submit": apps.SubmitApp,
    "collect": apps.CollectApp,
    "release_feedback": apps.ReleaseFeedbackApp,
    "fetch_feedback": apps.FetchFeedbackApp,
}

GradeKey = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended, and what it said."""

    status: int
    said: str


@dataclass(frozen=True, slots=True)
class Course:
    """The folder of a course. Commands run in this process: starting nbgrader takes seconds."""

    root: Path

    def nbgrader(self, command: str, *arguments: str, where: Path | None = None) -> Done:
        """Run one of nbgrader's own commands, as its command line does."""
        said = io.StringIO()
        with chdir(where or self.root), redirect_stdout(said), redirect_stderr(said):
            application = APPS[command].instance()
            try:
                application.initialize([*arguments])
                application.start()
                status = 0
            except SystemExit as ending:
                status = ending.code if isinstance(ending.code, int) else 1
            finally:
                for handler in application.log.handlers:
                    handler.flush()
                APPS[command].clear_instance()
        return Done(status, said.getvalue())

    def grade(self, *arguments: str) -> Done:
        """Run ``autograder grade`` with the course's gradebook."""
        said = io.StringIO()
        with chdir(self.root), redirect_stdout(said), redirect_stderr(said):
            try:
                options = ["--course", str(self.root), "--quiet", "--gradebook", self.url]
                main(["grade", *arguments, *options], standalone_mode=False)
                status = 0
            except SystemExit as ending:
                status = ending.code if isinstance(ending.code, int) else 1
        return Done(status, said.getvalue())

    @property
    def url(self) -> str:
        """The gradebook."""
        return f"sqlite:///{self.root}/gradebook.db"

    def released(self, assignment: str) -> NotebookNode:
        """Read a notebook as students get it."""
        path = self.root / "release" / assignment / f"{assignment}.ipynb"
        return nbformat.read(path, as_version=4)

    def solved(self, assignment: str, **functions: str) -> NotebookNode:
        """Fill the reference solutions into a released notebook, and some functions instead."""
        source = (ROOT / "solutions" / f"{assignment}.py").read_text(encoding="utf-8")
        return fill_in(self.released(assignment), {**functions_in(source), **functions})

    def hand_in(
        self,
        student: str,
        assignment: str,
        notebook: Mapping[str, Any] | str | bytes,
        at: datetime | str | None = None,
    ) -> Path:
        """Put a submission where nbgrader collects it; give it a date if there is one."""
        folder = self.root / "submitted" / student / assignment
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{assignment}.ipynb"
        if isinstance(notebook, Mapping):
            notebook = nbformat.writes(nbformat.from_dict(notebook))
        path.write_bytes(notebook.encode() if isinstance(notebook, str) else notebook)
        if at is not None:
            stamp = at if isinstance(at, str) else f"{at:%Y-%m-%d %H:%M:%S} UTC"
            (folder / "timestamp.txt").write_text(stamp)
            (folder / "submission_secret.txt").write_text(f"secret of {student}")
        return path

    def forget(self) -> None:
        """Take everything that was handed in, graded and set away; the release stays."""
        for name in ("submitted", "autograded", "feedback", "downloaded"):
            shutil.rmtree(self.root / name, ignore_errors=True)
        shutil.copy(ROOT / "nbgrader_config.py", self.root)
        (self.root / "gradebook.journal").unlink(missing_ok=True)
        with self.book() as book:
            for student in list(book.students):
                book.remove_student(student.id)
            for assignment in book.assignments:
                assignment.duedate = None
            book.db.commit()

    def book(self) -> Gradebook:
        """Open the gradebook."""
        return Gradebook(self.url, "first_neuron")

    def scores(self, assignment: str | None = None) -> dict[GradeKey, float]:
        """Read every score: student, assignment, exercise."""
        return {key: row["score"] for key, row in self.rows(assignment).items()}

    def totals(self, assignment: str) -> dict[str, float]:
        """Add the scores of each student up."""
        totals: dict[str, float] = {}
        for (student, *_), score in self.scores(assignment).items():
            totals[student] = totals.get(student, 0.0) + score
        return totals

    def rows(self, assignment: str | None = None) -> dict[GradeKey, dict[str, Any]]:
        """Read all that the gradebook knows of each grade."""
        with self.book() as book:
            return {
                (one.student_id, booked.name, grade.name.removesuffix("_tests")): {
                    "auto": grade.auto_score,
                    "manual": grade.manual_score,
                    "extra": grade.extra_credit,
                    "score": grade.score,
                    "needs_manual_grade": grade.needs_manual_grade,
                    "penalty": notebook.late_submission_penalty,
                    "timestamp": one.timestamp,
                    "comments": sorted((c.name, c.auto_comment or "") for c in notebook.comments),
                }
                for booked in book.assignments
                if assignment in (None, booked.name)
                for one in booked.submissions
                for notebook in one.notebooks
                for grade in notebook.grades
            }

    def graded(self, student: str, assignment: str) -> NotebookNode:
        """Read a graded copy."""
        path = self.root / "autograded" / student / assignment / f"{assignment}.ipynb"
        return nbformat.read(path, as_version=4)

    def page(self, student: str, assignment: str) -> str:
        """Read a feedback page."""
        return (self.root / "feedback" / student / assignment / f"{assignment}.html").read_text(
            encoding="utf-8"
        )


def make_course(root: Path, *assignments: str) -> Course:
    """Lay a course out and release assignments in it."""
    lay_out(root, *assignments)
    course = Course(root)
    done = course.nbgrader("generate_assignment", "*", "--log-level=ERROR")
    assert done.status == 0, done.said
    return course


def environment() -> dict[str, str]:
    """Give commands in processes of their own the environment that they need."""
    return {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
