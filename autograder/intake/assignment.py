"""Tell what a hand-in is about."""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256

from autograder.course.folder import guess_assignment
from autograder.intake.claims import Content
from autograder.intake.hand_in import HandIn
from autograder.intake.opening import read_hand_in
from autograder.rubric.exercise import Assignment
from autograder.submission import Submission, SubmissionError, submission_from_bytes

FUNCTION = re.compile(
    rb"(?:(?<!\w)|(?<=\\n)|(?<=\\t))def[ \t]{1,20}([A-Za-z_]\w{0,60})[ \t]{0,20}\("
)
"""How a function begins, in a module and in the JSON of a notebook alike."""


def choose_assignment(
    hand_in: HandIn,
    submission: Submission,
    assignments: Mapping[str, Assignment],
    name: str | None,
) -> Assignment:
    """Tell as what a submission is graded.

    Parameters
    ----------
    hand_in : HandIn
        Where it was found.
    submission : Submission
        What it holds.
    assignments : mapping
        What it may be, by name.
    name : str or None
        The one of them that the user asked for.

    Raises
    ------
    SubmissionError
        If the submission has none of the exercises, of this assignment or of any.
    """
    names = submission.code.names
    if name is not None:
        assignment = assignments[name]
        if not any(names & set(exercise.names) for exercise in assignment.exercises):
            message = f"{hand_in.path} has none of the exercises of {name}; is it another notebook?"
            raise SubmissionError(message)
        return assignment
    guessed = guess_assignment(names, assignments, hand_in.hint)
    if guessed is None or not any(names & set(e.names) for e in guessed.exercises):
        message = (
            f"{hand_in.path} has none of the exercises of {', '.join(assignments)}; "
            "is it the right file?"
        )
        raise SubmissionError(message)
    return guessed


def read_submission_of(hand_in: HandIn, data: bytes | None = None) -> Submission:
    """Read what was handed in; nothing of it is run.

    Parameters
    ----------
    hand_in : HandIn
        Whose it is, and where it was found.
    data : bytes, optional
        What the file holds, where it was read already.

    Raises
    ------
    SubmissionError
        If it cannot be read, or is no notebook or module that can be graded.
    """
    path = hand_in.path
    found = read_hand_in(hand_in) if data is None else data
    return submission_from_bytes(found, path.with_suffix(path.suffix.lower()), hand_in.student)


def look_into(assignments: Mapping[str, Assignment], hand_in: HandIn) -> Content:
    """Look for the functions that a file defines, without taking it apart."""
    try:
        data = read_hand_in(hand_in)
    except SubmissionError:
        return Content("")
    names = frozenset(match.decode() for match in FUNCTION.findall(data))
    guessed = guess_assignment(names, assignments)
    return Content(guessed.name if guessed else "", sha256(data).digest())
