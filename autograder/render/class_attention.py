"""What stands on top of the page of a class: what is neither pass nor fail."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from html import escape

from autograder.classroom.mistakes import Incident
from autograder.classroom.statistics import AssignmentStatistics
from autograder.classroom.summary import Summary
from autograder.render.characters import visible
from autograder.render.marks import MARKS
from autograder.render.rosters import SHOWN, Rosters
from autograder.report import Outcome
from autograder.report.text import counted

INCIDENT_WORDS = {
    Outcome.TIMEOUT: "timed out",
    Outcome.CRASHED: "crashed",
    Outcome.ERROR: "raised an exception",
    Outcome.BLOCKED: "could not be run",
    Outcome.MISSING: "are not defined",
}


def attention(statistics: AssignmentStatistics, rosters: Rosters) -> Iterator[str]:
    """Put what is neither pass nor fail on top: the grader, not the student, may be at fault."""
    rows: list[str] = []
    if statistics.unreadable:
        rows.append(_unreadable(statistics.unreadable))
    kinds: dict[Outcome, list[Incident]] = defaultdict(list)
    for incident in statistics.incidents:
        kinds[incident.outcome].append(incident)
    rows += [_incidents(outcome, found, rosters) for outcome, found in kinds.items()]
    if rows:
        yield '<section class="attention" aria-label="Neither pass nor fail">'
        yield "<h2>Neither pass nor fail</h2>" + "\n".join(rows) + "</section>"
    else:
        yield (
            '<section class="attention calm" aria-label="Neither pass nor fail"><h2>Every '
            "submission ran to its end</h2><p>All files could be read; nothing timed out, crashed "
            "or raised an exception.</p></section>"
        )


def _unreadable(found: Sequence[Summary]) -> str:
    items = "".join(
        f"<li><bdi>{visible(one.submission)}</bdi> <small>{visible(one.error[:300])}</small></li>"
        for one in found[:SHOWN]
    )
    if len(found) > SHOWN:
        items += f"<li>and {len(found) - SHOWN:,} more: they are in the CSV</li>"
    return (
        f"<details><summary><b>{counted(len(found), 'file')}</b> could not be graded</summary>"
        f'<ul class="names long">{items}</ul></details>'
    )


def _incidents(outcome: Outcome, found: Sequence[Incident], rosters: Rosters) -> str:
    number = sum(len(incident.students) for incident in found)
    students = len({one.path for incident in found for one in incident.students})
    exercises = ", ".join(
        f"<code>{escape(incident.exercise)}</code> {len(incident.students):,}"
        for incident in found[:4]
    )
    more = " …" if len(found) > 4 else ""
    word = INCIDENT_WORDS[outcome]
    if number == 1:
        word = word.replace("are not", "is not")
    lists = (
        _few(found, rosters)
        if number <= SHOWN
        else "".join(
            f"<details><summary><code>{escape(incident.exercise)}</code> "
            f"{counted(len(incident.students), 'student')}</summary>"
            + rosters.who(
                incident.students, f"<code>{escape(incident.exercise)}</code> {MARKS[outcome].word}"
            )
            + "</details>"
            for incident in found
        )
    )
    return (
        f"<details><summary><b>{counted(number, 'exercise')}</b> of "
        f"{counted(students, 'student')} {word}: {exercises}{more}</summary>{lists}</details>"
    )


def _few(found: Sequence[Incident], rosters: Rosters) -> str:
    """List students with the exercise: so few need no further fold."""
    items = "".join(
        f"<li><code>{escape(incident.exercise)}</code> {rosters.student(one, '')}</li>"
        for incident in found
        for one in incident.students
    )
    return f'<ul class="names">{items}</ul>'
