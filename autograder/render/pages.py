"""Write the feedback pages of many submissions into a folder."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from autograder.classroom.session import Graded
from autograder.course import assignment_named
from autograder.render.page import as_page
from autograder.report import Report
from autograder.submission import Source, SubmissionError, read_submission, sources_of

LONGEST = 60
"""A student's part of a file name is no longer than this; students choose their names."""
RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
"""Names that Windows keeps for devices."""


def page_name(report: Report) -> str:
    r"""Choose the file name of a page: the same for the same submission, whatever its name holds.

    A name that had to be changed bears a short digest of what it was, so that two names do not
    become one.

    Examples
    --------
    >>> from autograder.report import Isolation
    >>> page_name(Report("alice", "numpy_basics", (), Isolation.FULL))
    'alice.numpy_basics.html'
    >>> page_name(Report("../../etc/passwd", "numpy_basics", (), Isolation.FULL))
    'etc-passwd-3754d6.numpy_basics.html'
    """
    name = report.submission
    safe = re.sub(r"[^a-z0-9_-]+", "-", name.lower()).strip("-")[:LONGEST]
    if safe != name or RESERVED.fullmatch(safe):
        digest = hashlib.sha256(name.encode(errors="surrogatepass")).hexdigest()[:6]
        safe = f"{safe}-{digest}" if safe else digest
    return f"{safe}.{report.assignment}.html"


def write_pages(graded: Iterable[Graded], folder: Path, *, home: str = "") -> list[Path]:
    """Write a page for each graded submission.

    Parameters
    ----------
    graded : iterable of Graded
        What was graded; the code beside the feedback is read again from its files.
    folder : Path
        Where to write; it is made if there is none.
    home : str
        A link to the page of the class, for each page.

    Returns
    -------
    list of Path
        The page of each submission that has a report, in order.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    taken: set[str] = set()
    for one in graded:
        if one.report is None:
            continue
        path = folder / free_name(page_name(one.report), taken)
        path.write_text(as_page(one.report, _sources(one), home=home), encoding="utf-8")
        written.append(path)
    return written


def free_name(name: str, taken: set[str]) -> str:
    """Add a number to a name that another page has."""
    stem, number = name.removesuffix(".html"), 1
    while name in taken:
        number += 1
        name = f"{stem}.{number}.html"
    taken.add(name)
    return name


def _sources(one: Graded) -> dict[str, Source]:
    assert one.report is not None
    if one.error:
        return {}  # what could not be read once is not tried again here
    try:
        submission = read_submission(one.entry.path, one.entry.name)
    except SubmissionError:
        return {}
    exercises = assignment_named(one.report.assignment).exercises
    return sources_of(submission, [exercise.names for exercise in exercises])
