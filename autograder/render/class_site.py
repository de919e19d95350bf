"""All pages of a class, one after the other: whoever takes them decides where they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from autograder.classroom.statistics import AssignmentStatistics
from autograder.render.charts import sparkline
from autograder.render.class_page import class_page, title_of
from autograder.render.class_style import document
from autograder.render.rosters import TABLE, Rosters

INDEX = "index.html"


def class_site(
    statistics: Sequence[AssignmentStatistics], pages: Mapping[str, str], *, csv: str = ""
) -> Iterator[tuple[str, str]]:
    """Write the pages of a class.

    Parameters
    ----------
    statistics : sequence of AssignmentStatistics
        What the class did, assignment by assignment.
    pages : mapping
        The file name of each student's page, by the path of the submission; may be empty.
    csv : str
        A link to the table of everything; none by default.

    Yields
    ------
    tuple of str
        The file name, which may name a folder, and the page. ``index.html`` is the page of the
        only assignment, or an overview of several.
    """
    files = page_files(statistics)
    overview = INDEX if len(files) > 1 else ""
    for one in statistics:
        rosters = Rosters(_safe(one.assignment), files[one.assignment], pages)
        yield files[one.assignment], class_page(one, rosters, csv=csv, overview=overview)
        yield from rosters.write_pages()
        if len(one.submissions) > TABLE:
            yield from rosters.write_tables(one.submissions, title_of(one))
    if overview:
        yield INDEX, _overview(statistics, files, csv)


def page_files(statistics: Sequence[AssignmentStatistics]) -> dict[str, str]:
    """Choose the file name of each assignment's page."""
    if len(statistics) == 1:
        return {statistics[0].assignment: INDEX}
    return {one.assignment: f"{_safe(one.assignment)}.html" for one in statistics}


def _safe(assignment: str) -> str:
    """Make a file name of an assignment's."""
    return re.sub(r"\W+", "-", assignment, flags=re.ASCII).strip("-") or "unknown"


def _overview(
    statistics: Sequence[AssignmentStatistics], files: Mapping[str, str], csv: str
) -> str:
    rows = "\n".join(_row(one, files[one.assignment]) for one in statistics)
    link = f'<p><a href="{csv}">Everything as CSV</a></p>' if csv else ""
    return document(
        "Class report",
        '<header><p class="who">class report</p><h1>All assignments</h1></header>\n<main>'
        '<section><div class="wide"><table><thead><tr><th scope="col">assignment</th>'
        '<th scope="col">scores, 0 to 100 %</th>'
        '<th scope="col" class="count">submissions</th><th scope="col" class="count">median</th>'
        '<th scope="col" class="count">mean</th><th scope="col" class="count">not readable</th>'
        '<th scope="col" class="count">timeouts, crashes</th></tr></thead><tbody>\n'
        f"{rows}\n</tbody></table></div></section>{link}</main>",
    )


def _row(one: AssignmentStatistics, file: str) -> str:
    spread = one.distribution
    median, mean = (
        (f"{spread.median:.1f} %", f"{spread.mean:.1f} %") if spread else ("&ndash;", "&ndash;")
    )
    stopped = sum(
        len(found.students) for found in one.incidents if found.outcome in ("timeout", "crashed")
    )
    numbers = (
        f"{len(one.submissions):,}",
        median,
        mean,
        f"{len(one.unreadable):,}",
        f"{stopped:,}",
    )
    cells = "".join(f'<td class="count">{number}</td>' for number in numbers)
    drawn = sparkline(spread) if spread else ""
    return (
        f'<tr><th scope="row"><a href="{file}">{title_of(one)}</a></th><td>{drawn}</td>{cells}</tr>'
    )
