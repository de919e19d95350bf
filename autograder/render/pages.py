"""Write the feedback pages of many submissions into a folder."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from html import escape
from pathlib import Path
from urllib.parse import quote

from autograder.classroom.process import GradingProcess, expendable_fork
from autograder.classroom.session import Graded
from autograder.classroom.supervision import ShowingError, show
from autograder.intake import LeftOut, read_hand_in
from autograder.render.class_style import document
from autograder.render.page import as_page
from autograder.report import Report
from autograder.report.text import one_line
from autograder.rubric.exercise import Assignment
from autograder.submission import Source, SubmissionError, sources_of, submission_from_bytes

LONGEST = 100
"""A student's part of a file name has no more bytes; students choose their names."""
INDEX = "index.html"
FEW = 20
"""So many problems are kept where a further one has to be told."""
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
    >>> page_name(Report("李小龍", "numpy_basics", (), Isolation.FULL))
    '李小龍.numpy_basics.html'
    """
    name = unicodedata.normalize("NFC", report.submission)
    safe = re.sub(r"[^\w-]+", "-", name.lower()).strip("-")
    while len(safe.encode(errors="replace")) > LONGEST:
        safe = safe[:-1]
    if safe != name or RESERVED.fullmatch(safe):
        digest = hashlib.sha256(report.submission.encode(errors="surrogatepass")).hexdigest()[:6]
        safe = f"{safe}-{digest}" if safe else digest
    return f"{safe}.{report.assignment}.html"


def write_pages(
    graded: Iterable[Graded],
    folder: Path,
    assignments: Mapping[str, Assignment],
    left_out: Sequence[LeftOut] = (),
    tell: Callable[[str], None] = lambda _: None,
) -> list[Path]:
    """Write a page for each graded submission, and a list of them.

    Parameters
    ----------
    graded : iterable of Graded
        What was graded; the code beside the feedback is read again from its files.
    folder : Path
        Where to write; it is made if there is none.
    assignments : mapping
        Those of the course, by name.
    left_out : sequence of LeftOut
        What was not graded; the list has those that may be somebody's work.
    tell : callable
        Is told of each page that could not be made whole, in a sentence.

    Returns
    -------
    list of Path
        The page of each submission that has a report, in order.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    taken: set[str] = set()
    rows: list[str] = []
    with expendable_fork() as process:
        for one in graded:
            if one.report is None:
                continue
            path = folder / free_name(page_name(one.report), taken)
            assignment = assignments.get(one.report.assignment)
            page = make_page(
                process, one.report, one.hand_in.path, _data(one), assignment, tell=tell
            )
            # Half a character, which a name may hold, cannot be written.
            path.write_text(page, encoding="utf-8", errors="replace")
            written.append(path)
            rows.append(_row(one.report, path.name))
    index = _index(rows, [one for one in left_out if one.matters])
    (folder / INDEX).write_text(index, encoding="utf-8", errors="replace")
    return written


def _row(report: Report, page: str) -> str:
    name, link = escape(one_line(report.submission, 200)), escape(quote(page))
    score = f"{report.score:g}/{report.max_score:g}"
    return (
        f'<tr><th scope="row"><a href="{link}">{name}</a></th><td>{escape(report.assignment)}</td>'
        f'<td class="count">{score}</td></tr>'
    )


def _index(rows: Sequence[str], left_out: Sequence[LeftOut]) -> str:
    """List the pages, and what is on none."""
    lost = "".join(f"<li>{escape(one_line(str(one), 500))}</li>" for one in left_out)
    table = "\n".join(rows)
    return document(
        "Feedback",
        '<header><p class="who">feedback</p><h1>All submissions</h1></header>\n<main>'
        '<section><div class="wide"><table><thead><tr><th scope="col">submission</th>'
        '<th scope="col">assignment</th><th scope="col" class="count">points</th></tr></thead>'
        f"<tbody>\n{table}\n</tbody></table></div></section>"
        + (f"<section><h2>Not graded</h2><ul>{lost}</ul></section>" if lost else "")
        + "</main>",
    )


def free_name(name: str, taken: set[str]) -> str:
    """Add a number to a name that another page has."""
    stem, number = name.removesuffix(".html"), 1
    while name in taken:
        number += 1
        name = f"{stem}.{number}.html"
    taken.add(name)
    return name


def _data(one: Graded) -> bytes:
    """Read a file again for its code; what could not be read once is not tried again here."""
    if not one.error:
        with suppress(SubmissionError):
            return read_hand_in(one.hand_in)
    return b""


def make_page(
    process: GradingProcess,
    report: Report,
    path: Path,
    data: bytes,
    assignment: Assignment | None,
    *,
    home: str = "",
    tell: Callable[[str], None],
) -> str:
    """Have a process that may die make the feedback page of a submission.

    What cannot be shown within the limits is left out, and the page says so: the code first, then
    the whole feedback.

    Parameters
    ----------
    process : GradingProcess
        Where the code is parsed again and the page is made.
    report : Report
        The graded submission.
    path : Path
        Where it was found.
    data : bytes
        What the file holds; nothing where its code cannot be shown.
    assignment : Assignment or None
        Its title and the names of its functions; without it, no code is shown.
    home : str
        A link to the page of the class; none by default.
    tell : callable
        Is told of a page that could not be made whole, in a sentence.
    """
    title = "" if assignment is None else assignment.title
    names = [] if assignment is None else [exercise.names for exercise in assignment.exercises]
    for exercises, held in ((report.exercises, data), (report.exercises, b""), ((), b"")):
        try:
            told = replace(report, exercises=exercises)
            return show(process, path, _page, told, path, held, names, title, home)
        except ShowingError as error:
            tell(str(error))
            report = replace(report, problems=(*report.problems[:FEW], str(error)))
    return document("Feedback", f"<main><p>{escape(one_line(report.problems[-1], 500))}</p></main>")


def _page(
    report: Report,
    path: Path,
    data: bytes,
    names: Sequence[tuple[str, ...]],
    title: str,
    home: str,
) -> str:
    """Make a page, in a process that may die."""
    return as_page(report, _sources(report, path, data, names), title=title, home=home)


def _sources(
    report: Report, path: Path, data: bytes, names: Sequence[tuple[str, ...]]
) -> dict[str, Source]:
    """Find the student's code; none where a file that was read once cannot be read now."""
    if not data or not names:
        return {}
    try:
        name = path.with_suffix(path.suffix.lower())
        submission = submission_from_bytes(data, name, report.submission)
    except (SubmissionError, ValueError):  # a path may be no path
        return {}
    return sources_of(submission, names)
