"""Who handed in what: folders, archives, platforms' names; decided before anything is graded."""

from autograder.intake.assignment import choose_assignment, read_submission_of
from autograder.intake.collection import collect
from autograder.intake.hand_in import ENDINGS, HandIn, Intake, LeftOut, shown
from autograder.intake.opening import read_hand_in

__all__ = [
    "ENDINGS",
    "HandIn",
    "Intake",
    "LeftOut",
    "choose_assignment",
    "collect",
    "read_hand_in",
    "read_submission_of",
    "shown",
]
