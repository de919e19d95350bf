"""Notebook or module in, code out: what a student wrote, and what of it could not be read."""

from autograder.submission.code import Code, Source, Statement
from autograder.submission.file import (
    Submission,
    SubmissionError,
    UnreadableError,
    notebook_submission,
    read_bytes,
    read_submission,
    sources_of,
    submission_from_bytes,
)

__all__ = [
    "Code",
    "Source",
    "Statement",
    "Submission",
    "SubmissionError",
    "UnreadableError",
    "notebook_submission",
    "read_bytes",
    "read_submission",
    "sources_of",
    "submission_from_bytes",
]
