"""Write the pages of a class into a folder; a submission at a time, for a class may be large."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from autograder.classroom.journal import Journal, Record
from autograder.classroom.statistics import AssignmentStatistics, class_statistics
from autograder.classroom.summary import Summary, summarise
from autograder.course import ASSIGNMENTS
from autograder.render.class_csv import csv_lines
from autograder.render.class_site import class_site
from autograder.render.page import as_page
from autograder.render.pages import page_name
from autograder.render.rosters import STUDENTS
from autograder.submission import Source, SubmissionError, read_submission, sources_of

TABLE = "everything.csv"
