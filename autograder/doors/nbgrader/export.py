"""Export grades from nbgrader's gradebook: totals, and beside them a row for each exercise."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import Assignment, Gradebook, MissingEntry, Student, SubmittedAssignment
from nbgrader.plugins import ExportPlugin

from autograder.doors.nbgrader.graded_copy import TESTS, read_report
from autograder.report import Report, total
from autograder.report.text import as_cell

TOTALS = (
    "assignment",
    "duedate",
    "timestamp",
    "student_id",
    "last_name",
    "first_name",
    "email",
    "raw_score",
    "late_submission_penalty",
    "score",
    "max_score",
)
"""The columns of nbgrader's own export."""
EXERCISES = (
    "student",
    "assignment",
    "exercise",
    "score",
    "points",
    "outcome",
    "misconception",
    "late",
)
Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class HandedIn:
    """An assignment and a student, and what the student handed in, if anything."""

    assignment: Assignment
    student: Student
    submission: SubmittedAssignment | None


class ExerciseExport(ExportPlugin):  # type: ignore[misc]
    """Write ``grades.csv`` as nbgrader does, and ``grades.exercises.csv`` beside it.

    The second has a row for each student and exercise: the score as it counts, after a teacher's
    own hand if there was one; how the grader found the exercise, and the name of the mistake if it
    knows it; and the seconds by which the submission was late.
    """

    def export(self, gradebook: Gradebook) -> None:
        """Write both files; ``--to`` names the first, ``--student`` and ``--assignment`` choose."""
        to = Path(self.to or "grades.csv")
        chosen = list(self._chosen(gradebook))
        write_rows(to, TOTALS, (total_row(one) for one in chosen))
        exercises = to.with_suffix(f".exercises{to.suffix}")
        rows = (row for one in chosen for row in exercise_rows(one, self._report(one)))
        write_rows(exercises, EXERCISES, rows)
        self.log.info("Exported grades to %s and %s", to, exercises)

    def _chosen(self, book: Gradebook) -> Iterator[HandedIn]:
        students, assignments = (
            {str(name) for name in names} for names in (self.student, self.assignment)
        )
        for assignment in book.assignments:
            for student in book.students:
                if assignments and assignment.name not in assignments:
                    continue
                if students and student.id not in students:
                    continue
                try:
                    submission = book.find_submission(assignment.name, student.id)
                except MissingEntry:
                    submission = None
                yield HandedIn(assignment, student, submission)

    def _report(self, one: HandedIn) -> Report | None:
        course, name = self.parent.coursedir, one.assignment.name
        folder = course.format_path(course.autograded_directory, one.student.id, name)
        return read_report(Path(folder, f"{name}.ipynb"))


def write_rows(path: Path, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Write a table as CSV: whatever a name holds, it stays in its field."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        for row in rows:
            writer.writerow(
                {key: as_cell(cell) if isinstance(cell, str) else cell for key, cell in row.items()}
            )


def total_row(one: HandedIn) -> Row:
    """Give one line of the totals."""
    submission, student = one.submission, one.student
    raw = submission.score if submission else 0.0
    penalty = submission.late_submission_penalty if submission else 0.0
    return {
        "assignment": one.assignment.name,
        "duedate": one.assignment.duedate,
        "timestamp": submission.timestamp if submission else None,
        "student_id": student.id,
        "last_name": student.last_name,
        "first_name": student.first_name,
        "email": student.email,
        "raw_score": raw,
        "late_submission_penalty": penalty,
        "score": total([max(0.0, raw - penalty)]),
        "max_score": one.assignment.max_score,
    }


def exercise_rows(one: HandedIn, report: Report | None) -> Iterator[Row]:
    """Give the lines of one submission, in the order of the assignment.

    Parameters
    ----------
    one : HandedIn
        What was handed in.
    report : Report or None
        How the grader found it; None if there is no graded copy.
    """
    results = {result.name: result for result in report.exercises} if report else {}
    scores = {}
    if one.submission is not None:
        scores = {
            grade.name: grade.score
            for notebook in one.submission.notebooks
            for grade in notebook.grades
        }
    for notebook in one.assignment.notebooks:
        for cell in (*notebook.grade_cells, *notebook.task_cells):
            exercise = cell.name.removesuffix(TESTS)
            result = results.get(exercise) if one.submission else None
            yield {
                "student": one.student.id,
                "assignment": one.assignment.name,
                "exercise": exercise,
                "score": scores.get(cell.name, 0.0),
                "points": cell.max_score,
                "outcome": result.outcome.value if result else None,
                "misconception": result.misconception if result else None,
                "late": round(one.submission.total_seconds_late) if one.submission else None,
            }
