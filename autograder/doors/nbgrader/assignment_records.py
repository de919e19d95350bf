"""A page of nbgrader's gradebook: one assignment, and all that was handed in for it.

nbgrader's own functions ask the database for each thing, and commit each; for a class that takes
longer than grading it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from nbgrader.api import (
    Assignment,
    Comment,
    Grade,
    Gradebook,
    MissingEntry,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from autograder.doors.nbgrader.master import Master, read_master


class GradebookError(Exception):
    """The gradebook cannot take the scores; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Page:
    """What the gradebook holds of one assignment.

    Attributes
    ----------
    assignment : nbgrader.api.Assignment
        The assignment.
    masters : dict
        Its notebooks as the teacher made them, by name.
    names : dict
        The names of its notebooks and cells, by their keys in the database.
    submissions : dict
        What was handed in, by student.
    """

    assignment: Assignment
    masters: dict[str, Master]
    names: dict[str, str]
    submissions: dict[str, SubmittedAssignment] = field(default_factory=dict)

    def submission(self, book: Gradebook, student: str, students: set[str]) -> SubmittedAssignment:
        """Find what a student handed in, or make room for it, as nbgrader's own function does.

        Parameters
        ----------
        book : Gradebook
            The gradebook of this page.
        student : str
            Who handed something in.
        students : set of str
            All that the gradebook knows; who is new is added.
        """
        if student not in self.submissions:
            if student not in students:
                book.db.add(Student(id=student))
                students.add(student)
            made = SubmittedAssignment(assignment=self.assignment, student_id=student)
            for notebook in self.assignment.notebooks:
                copy = SubmittedNotebook(notebook_id=notebook.id, assignment=made)
                for cell in (*notebook.grade_cells, *notebook.task_cells):
                    Grade(cell_id=cell.id, notebook=copy)
                for cell in (*notebook.solution_cells, *notebook.task_cells):
                    Comment(cell_id=cell.id, notebook=copy)
            book.db.add(made)
            self.submissions[student] = made
        return self.submissions[student]


def read_page(book: Gradebook, name: str) -> Page:
    """Read a page at once.

    Raises
    ------
    GradebookError
        If there is no such assignment.
    """
    try:
        assignment = book.find_assignment(name)
    except MissingEntry:
        assignment = None
    notebooks = list(assignment.notebooks) if assignment else []
    masters = {notebook.name: read_master(notebook) for notebook in notebooks}
    if name not in masters:
        message = (
            f"the gradebook does not know the assignment {name}; "
            f"run first: nbgrader generate_assignment {name}"
        )
        raise GradebookError(message)
    names = {notebook.id: notebook.name for notebook in notebooks}
    for notebook in notebooks:
        cells = (*notebook.grade_cells, *notebook.solution_cells, *notebook.task_cells)
        names.update((cell.id, cell.name) for cell in cells)
    parts = selectinload(SubmittedAssignment.notebooks)
    found = book.db.scalars(
        select(SubmittedAssignment)
        .where(SubmittedAssignment.assignment_id == assignment.id)
        .options(
            parts.selectinload(SubmittedNotebook.grades),
            parts.selectinload(SubmittedNotebook.comments),
        )
    )
    return Page(assignment, masters, names, {one.student_id: one for one in found})
