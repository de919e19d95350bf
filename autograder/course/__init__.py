"""What is taught and how it is marked: rubrics, cases, hints, expected arrays, pictures."""

from __future__ import annotations

from pathlib import Path

from autograder.course import computation_graph, logistic_regression, numpy_basics
from autograder.rubric.exercise import Assignment

ASSIGNMENTS: dict[str, Assignment] = {
    module.ASSIGNMENT.name: module.ASSIGNMENT
    for module in (computation_graph, numpy_basics, logistic_regression)
}
"""Every assignment by its name, in the order in which they are taught."""

DATA = Path(__file__).parent / "data"
"""The pictures that ship with the package."""


class UnknownAssignmentError(ValueError):
    """No assignment has that name."""


def assignment_named(name: str) -> Assignment:
    """Find an assignment by its name.

    Raises
    ------
    UnknownAssignmentError
        If there is none; the message lists those there are.
    """
    if name not in ASSIGNMENTS:
        message = f"there is no assignment {name!r}; choose one of: {', '.join(ASSIGNMENTS)}"
        raise UnknownAssignmentError(message)
    return ASSIGNMENTS[name]


def guess_assignment(names: frozenset[str], hint: str = "") -> Assignment | None:
    """Tell which assignment a submission answers.

    Parameters
    ----------
    names : frozenset of str
        The functions that the submission defines.
    hint : str
        The name of its notebook or folder; it decides where it is an assignment's name.

    Returns
    -------
    Assignment or None
        The assignment with the most exercises among the names; None if no name is an exercise.

    Examples
    --------
    >>> guess_assignment(frozenset({"softmax", "L1"})).name
    'numpy_basics'
    """
    if hint in ASSIGNMENTS:
        return ASSIGNMENTS[hint]
    counts = {
        assignment.name: sum(bool(names & set(e.names)) for e in assignment.exercises)
        for assignment in ASSIGNMENTS.values()
    }
    best = max(counts, key=lambda name: counts[name])
    return ASSIGNMENTS[best] if counts[best] else None
