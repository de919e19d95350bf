"""Practice: functions are checked on the cases that students see, and hints are given.

``check`` is what a notebook calls; ``autograder check`` and ``autograder watch`` do the same with
files.
"""

from autograder.practice.checker import NoExerciseError, check, score_hidden
from autograder.practice.text_cells import number, once_solved

__all__ = ["NoExerciseError", "check", "number", "once_solved", "score_hidden"]
