"""Lists of students on the pages of a class: short ones folded, long ones on pages of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape, unescape

from autograder.classroom.summary import Band, Part, Summary
from autograder.render.characters import visible
from autograder.render.class_style import document

SHOWN = 10
"""So many names stand in a folded list; of longer ones, the rest has a page."""
PAGE = 1000
"""A page of names holds so many."""
TABLE = 250
"""A table of scores has so many rows."""
STUDENTS = "students"
LISTS = "lists"
BAND_LETTER = {
    Band.FULL: "f",
    Band.PART: "p",
    Band.NONE: "n",
    Band.STOPPED: "s",
    Band.NOT_ATTEMPTED: "a",
}


@dataclass(slots=True)
class Rosters:
    """The lists of one assignment: what links to them, and the pages that they become.

    Attributes
    ----------
    name : str
        The assignment, fit for a file name.
    home : str
        The file name of the assignment's page.
    pages : mapping
        The file name of each student's page, by the path of the submission; may be empty.
    long : list
        The lists that need pages: file name, title, students.
    """

    name: str
    home: str
    pages: Mapping[str, str]
    long: list[tuple[str, str, Sequence[Summary]]] = field(default_factory=list)

    def who(self, students: Sequence[Summary], title: str) -> str:
        """List students: the first of them, and a link to the others."""
        names = "".join(f"<li>{self.student(one, '')}</li>" for one in students[:SHOWN])
        if len(students) > SHOWN:
            page = f"{self.name}-list-{len(self.long) + 1}.html"
            self.long.append((page, title, students))
            names += f'<li><a href="{LISTS}/{page}">all {len(students):,} of them</a></li>'
        return f'<ul class="names">{names}</ul>'

    def student(self, one: Summary, up: str) -> str:
        """Name a student, with a link to the student's page where there is one."""
        name = f"<bdi>{visible(one.submission)}</bdi>"
        if one.path not in self.pages:
            return name
        return f'<a href="{up}{STUDENTS}/{escape(self.pages[one.path])}">{name}</a>'

    def table(self, students: Sequence[Summary], up: str) -> str:
        """Write the scores of students, exercise by exercise."""
        exercises = next((one.parts for one in students if one.parts), ())
        head = "".join(
            f'<th scope="col"><span>{escape(part.exercise)}</span></th>' for part in exercises
        )
        rows = "\n".join(
            f'<tr><th scope="row">{self.student(one, up)}</th><td><b>{one.shown}</b></td>'
            f"{_cells(one, len(exercises))}</tr>"
            for one in students
        )
        return (
            '<div class="wide"><table class="auto grid-of-scores"><thead><tr>'
            f'<th scope="col">student</th><th scope="col"><span>score</span></th>{head}</tr>'
            f"</thead><tbody>\n{rows}\n</tbody></table></div>"
        )

    def table_pages(self, students: Sequence[Summary]) -> list[tuple[str, Sequence[Summary]]]:
        """Divide a class into tables that are not too long: their file names, and who is there."""
        return [
            (f"{self.name}-students-{number}.html", students[start : start + TABLE])
            for number, start in enumerate(range(0, len(students), TABLE), start=1)
        ]

    def write_pages(self) -> Iterator[tuple[str, str]]:
        """Write the pages of the long lists."""
        for page, title, students in self.long:
            names = [
                "".join(
                    f"<li>{self.student(one, '../')} <small>{one.shown}</small></li>"
                    for one in students[start : start + PAGE]
                )
                for start in range(0, len(students), PAGE)
            ]
            files = [page, *(_numbered(page, n) for n in range(2, len(names) + 1))]
            for number, (file, items) in enumerate(zip(files, names, strict=True)):
                first, last = number * PAGE + 1, min((number + 1) * PAGE, len(students))
                body = (
                    f'<p><a href="../{escape(self.home)}">Back to the class</a></p>\n'
                    f"<h1>{title}</h1>\n"
                    f'<p class="note">{len(students):,} students, with their scores; '
                    f"{first:,} to {last:,}</p>\n{turning(files, number)}\n"
                    f'<ul class="names">{items}</ul>\n{turning(files, number)}'
                )
                yield f"{LISTS}/{file}", document(title_text(title), body)

    def write_tables(self, students: Sequence[Summary], title: str) -> Iterator[tuple[str, str]]:
        """Write the pages with the scores of a large class."""
        tables = self.table_pages(students)
        files = [file for file, _ in tables]
        for number, (file, rows) in enumerate(tables):
            turn = turning(files, number)
            body = (
                f'<p><a href="../{escape(self.home)}">Back to the class</a></p>\n'
                f"<h1>{title}: scores</h1>\n{turn}\n{self.table(rows, '../')}\n{SIGNS}\n{turn}"
            )
            yield f"{LISTS}/{file}", document(f"{title_text(title)}: scores", body)


SIGNS = (
    '<p class="note">Points of each exercise; &ndash; not attempted, ! stopped by an exception, '
    "a timeout or a crash.</p>"
)


def turning(files: Sequence[str], number: int) -> str:
    """Link the page before and the page after; empty where there is one page only."""
    if len(files) < 2:
        return ""
    before = f'<a href="{files[number - 1]}" rel="prev">← before</a>' if number else ""
    after = ""
    if number + 1 < len(files):
        after = f'<a href="{files[number + 1]}" rel="next">after →</a>'
    return f'<p class="note">{before} page {number + 1} of {len(files)} {after}</p>'


def title_text(title: str) -> str:
    """Turn a title that is markup into the plain text that it shows."""
    return unescape(re.sub(r"<[^>]*>", "", title))


def _numbered(page: str, number: int) -> str:
    return f"{page.removesuffix('.html')}-{number}.html"


def _cells(one: Summary, columns: int) -> str:
    if one.error:
        return f'<td class="s" colspan="{max(columns, 1)}"><i>could not be read</i></td>'
    return "".join(map(_cell, one.parts))


def _cell(part: Part) -> str:
    sign = {Band.NOT_ATTEMPTED: "&ndash;", Band.STOPPED: "!"}.get(part.band, f"{part.score:g}")
    return f'<td class="{BAND_LETTER[part.band]}"><i>{sign}</i></td>'
