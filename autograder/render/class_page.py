"""The page of a class for one assignment: what an instructor wants to know before the lecture."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from html import escape

from autograder.classroom.same_code import SameCode
from autograder.classroom.statistics import (
    AssignmentStatistics,
    Distribution,
    Incident,
    Item,
    Mistake,
)
from autograder.classroom.summary import Summary
from autograder.course import ASSIGNMENTS
from autograder.render.characters import visible
from autograder.render.charts import histogram, legend, scale, stacked_bar
from autograder.render.class_style import document
from autograder.render.marks import MARKS
from autograder.render.rosters import LISTS, SHOWN, SIGNS, TABLE, Rosters
from autograder.report import Outcome

TOP_MISTAKES = 12
TOP_GROUPS = 25
NAMED = 3
"""So many of a group are named before it is unfolded."""
ENOUGH_TO_JUDGE = 30
"""With fewer submissions, a correlation says little about an exercise."""
WEAK = 0.2
"""Below this correlation, an exercise hardly tells strong work from weak."""
SECTIONS = {
    "scores": "Scores",
    "exercises": "Exercises",
    "misconceptions": "Misconceptions",
    "not-attempted": "Not attempted",
    "same-code": "Same code",
    "students": "Students",
}
INCIDENT_WORDS = {
    Outcome.TIMEOUT: "timed out",
    Outcome.CRASHED: "crashed",
    Outcome.ERROR: "raised an exception",
    Outcome.BLOCKED: "could not be run",
    Outcome.MISSING: "are not defined",
}


def title_of(assignment: str) -> str:
    """Name an assignment for people, escaped."""
    known = ASSIGNMENTS.get(assignment)
    return escape(known.title) if known else visible(assignment) or "Not known which assignment"


def class_page(
    statistics: AssignmentStatistics, rosters: Rosters, *, csv: str = "", overview: str = ""
) -> str:
    """Write the page of an assignment.

    Parameters
    ----------
    statistics : AssignmentStatistics
        What the class did.
    rosters : Rosters
        Takes the lists that need pages of their own.
    csv, overview : str
        Links to the table of everything and to the other assignments; none by default.
    """
    title = title_of(statistics.assignment)
    count = len(statistics.submissions)
    up = f'<p><a href="{escape(overview)}">All assignments</a></p>' if overview else ""
    parts = [
        f'<header>{up}<p class="who">{visible(statistics.assignment)} · class report</p>',
        f"<h1>{title}</h1>",
        f'<nav class="sections" aria-label="Sections">{_anchors(csv)}</nav></header>\n<main>',
        *_attention(statistics, rosters),
    ]
    if statistics.distribution is not None:
        parts += _scores(statistics, statistics.distribution)
        parts += _exercises(statistics)
        parts += _mistakes(statistics, rosters)
        parts += _absent(statistics, rosters)
        parts += _same_code(statistics, rosters)
    parts += _students(statistics, rosters)
    return document(f"{title_text_of(statistics)}: {count:,} submissions", "\n".join(parts))


def title_text_of(statistics: AssignmentStatistics) -> str:
    """Name an assignment for the title of a window."""
    known = ASSIGNMENTS.get(statistics.assignment)
    return known.title if known else statistics.assignment


def _anchors(csv: str) -> str:
    links = "".join(f'<a href="#{anchor}">{word}</a> ' for anchor, word in SECTIONS.items())
    return links + (f'<a href="{escape(csv)}">Everything as CSV</a>' if csv else "")


def _section(anchor: str) -> str:
    heading = f'<h2 id="h-{anchor}">{SECTIONS[anchor]}</h2>'
    return f'<section id="{anchor}" aria-labelledby="h-{anchor}">{heading}'


def _attention(statistics: AssignmentStatistics, rosters: Rosters) -> Iterator[str]:
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
        f"<details><summary><b>{_count(len(found), 'file')}</b> could not be graded</summary>"
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
    lists = "".join(
        f"<details><summary><code>{escape(incident.exercise)}</code> "
        f"{_count(len(incident.students), 'student')}</summary>"
        + rosters.who(
            incident.students, f"<code>{escape(incident.exercise)}</code> {MARKS[outcome].word}"
        )
        + "</details>"
        for incident in found
    )
    return (
        f"<details><summary><b>{_count(number, 'exercise')}</b> of "
        f"{_count(students, 'student')} {word}: {exercises}{more}</summary>{lists}</details>"
    )


def _scores(statistics: AssignmentStatistics, spread: Distribution) -> Iterator[str]:
    tiles = {
        "submissions": f"{len(statistics.submissions):,}",
        "median": f"{spread.median:.1f} <small>%</small>",
        "mean": f"{spread.mean:.1f} <small>%</small>",
        "middle half": f"{spread.lower:.0f}&ndash;{spread.upper:.0f} <small>%</small>",
        "standard deviation": f"{spread.deviation:.1f} <small>%</small>",
    }
    yield _section("scores")
    yield '<dl class="tiles">'
    yield from (f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in tiles.items())
    yield "</dl>" + _stands_out(statistics) + histogram(spread) + "</section>"


def _stands_out(statistics: AssignmentStatistics) -> str:
    """Say in sentences what the next lecture could be about."""
    said = []
    if statistics.items:
        hardest = min(statistics.items, key=lambda item: item.difficulty)
        said.append(
            f"Hardest: <code>{escape(hardest.exercise)}</code>, "
            f"{hardest.difficulty:.0%} of its points were earned."
        )
    if statistics.mistakes and len(statistics.mistakes[0].students) > 1:
        most = statistics.mistakes[0]
        said.append(
            f"Most frequent mistake: <code>{escape(most.misconception)}</code> in "
            f"<code>{escape(most.exercise)}</code>, {_count(len(most.students), 'student')}."
        )
    left = max(statistics.items, key=lambda item: len(item.absent), default=None)
    if left is not None and left.absent:
        said.append(
            f"Most often left out: <code>{escape(left.exercise)}</code>, by "
            f"{_count(len(left.absent), 'student')} who did other exercises."
        )
    weak = [item for item in statistics.items if _is_weak(item, statistics)]
    if weak:
        names = ", ".join(f"<code>{escape(item.exercise)}</code>" for item in weak[:4])
        said.append(f"Look at these: {names} hardly tell strong work from weak.")
    items = "".join(f"<li>{sentence}</li>" for sentence in said)
    return f'<div class="lead"><ul>{items}</ul></div>' if said else ""


def _is_weak(item: Item, statistics: AssignmentStatistics) -> bool:
    enough = len(statistics.submissions) >= ENOUGH_TO_JUDGE
    return enough and item.discrimination is not None and item.discrimination < WEAK


def _exercises(statistics: AssignmentStatistics) -> Iterator[str]:
    yield _section("exercises")
    yield legend()
    yield (
        '<div class="wide"><table><thead><tr><th scope="col">exercise</th>'
        '<th scope="col" class="count">points</th><th scope="col">how many earned what</th>'
        '<th scope="col">difficulty</th><th scope="col">discrimination</th></tr></thead><tbody>'
    )
    for item in statistics.items:
        told = "<td>&ndash;</td>"
        if item.discrimination is not None:
            told = f"<td>{scale(item.discrimination, -0.2)} {item.discrimination:.2f}</td>"
        yield (
            f'<tr><th scope="row"><code>{escape(item.exercise)}</code></th>'
            f'<td class="count">{item.max_score:g}</td>'
            f"<td>{stacked_bar(item.bands, item.exercise)}</td>"
            f"<td>{scale(item.difficulty)} {item.difficulty:.2f}</td>{told}</tr>"
        )
    few = ""
    if len(statistics.submissions) < ENOUGH_TO_JUDGE:
        few = f" With fewer than {ENOUGH_TO_JUDGE} submissions it is a hint, no more."
    yield (
        "</tbody></table></div>"
        '<p class="note"><b>Difficulty</b>: the mean share of the points; the higher, the easier. '
        "<b>Discrimination</b>: the correlation of the exercise's points with those of all others; "
        "0.4 and more tells strong work from weak, less than 0.2 hardly does, below zero the "
        f"exercise or its marking deserves a look.{few}</p></section>"
    )


def _mistakes(statistics: AssignmentStatistics, rosters: Rosters) -> Iterator[str]:
    yield _section("misconceptions")
    yield '<p class="note">Unfold a mistake to see who made it.</p>'
    if not statistics.mistakes:
        yield "<p>No mistake with a name was made.</p></section>"
        return
    most = len(statistics.mistakes[0].students)
    top, rest = statistics.mistakes[:TOP_MISTAKES], statistics.mistakes[TOP_MISTAKES:]
    yield _mistake_table(top, most, rosters)
    if rest:
        yield f"<details><summary>{_count(len(rest), 'rarer mistake')}</summary>"
        yield _mistake_table(rest, most, rosters) + "</details>"
    yield "</section>"


def _mistake_table(mistakes: Sequence[Mistake], most: int, rosters: Rosters) -> str:
    rows = "\n".join(
        f'<tr><td class="count">{len(one.students):,}</td><td>{scale(len(one.students) / most)}'
        f"</td><td><details><summary>{_name(one)}</summary>"
        f"{rosters.who(one.students, _name(one))}</details>"
        f'<span class="said">{visible(one.hint)}</span></td></tr>'
        for one in mistakes
    )
    return (
        '<div class="wide"><table class="mistakes"><thead><tr>'
        '<th scope="col" colspan="2">students</th><th scope="col">mistake, and the hint that they '
        f"got</th></tr></thead><tbody>\n{rows}\n</tbody></table></div>"
    )


def _name(mistake: Mistake) -> str:
    return f"<code>{escape(mistake.exercise)}</code>: <b>{escape(mistake.misconception)}</b>"


def _absent(statistics: AssignmentStatistics, rosters: Rosters) -> Iterator[str]:
    yield _section("not-attempted")
    untouched = statistics.untouched
    if untouched:
        yield (
            f"<details><summary><b>{_count(len(untouched), 'student')}</b> handed in nothing of "
            f"their own</summary>{rosters.who(untouched, 'Nothing attempted')}</details>"
        )
    left = [item for item in statistics.items if item.absent]
    for item in left:
        title = f"<code>{escape(item.exercise)}</code> not attempted"
        yield (
            f"<details><summary><code>{escape(item.exercise)}</code>: "
            f"{_count(len(item.absent), 'student')}</summary>"
            f"{rosters.who(item.absent, title)}</details>"
        )
    if not left:
        yield "<p>Whoever attempted anything attempted every exercise.</p>"
    yield "</section>"


def _same_code(statistics: AssignmentStatistics, rosters: Rosters) -> Iterator[str]:
    yield _section("same-code")
    yield (
        "<p>Submissions that are the same but for names, comments and layout, in every exercise "
        "that they attempt. This is an observation, not a verdict: students may have worked "
        "together, or learned from the same source. Short answers that anybody would write are "
        "left out.</p>"
    )
    groups = statistics.same_code
    if not groups:
        yield "<p>There are none.</p>"
    yield from (_group(group, rosters) for group in groups[:TOP_GROUPS])
    if len(groups) > TOP_GROUPS:
        rest = "".join(_group(group, rosters) for group in groups[TOP_GROUPS : 20 * TOP_GROUPS])
        more = _count(len(groups) - TOP_GROUPS, "more group")
        yield f"<details><summary>{more}</summary>{rest}</details>"
    yield "</section>"


def _group(group: SameCode, rosters: Rosters) -> str:
    alone, alike = group.unshared, len(group.others)
    said = f"{_count(alike, 'exercise')} alike"
    if len(alone) == alike:
        said += ", none of them written so by anyone else"
    elif alone:
        said += f", {len(alone)} of them written so by nobody else"
    some = [f"<bdi>{visible(one.submission)}</bdi>" for one in group.students[:NAMED]]
    some += ["…"] if len(group.students) > NAMED else []
    return (
        f"<details><summary><b>{_count(len(group.students), 'student')}</b>: {' · '.join(some)}"
        f' <span class="note">{said}</span></summary>'
        f"{rosters.who(group.students, 'Same code')}{_alike(group)}</details>"
    )


def _alike(group: SameCode) -> str:
    """Name what a group has in common, and how many others wrote it just so."""
    items = ", ".join(
        f"<code>{escape(exercise)}</code>" + (f" (and {count:,} others)" if count else "")
        for exercise, count in group.others.items()
    )
    return f'<p class="note">Alike: {items}</p>'


def _students(statistics: AssignmentStatistics, rosters: Rosters) -> Iterator[str]:
    yield _section("students")
    students = statistics.submissions
    if len(students) <= TABLE:
        yield rosters.table(students, "") + SIGNS + "</section>"
        return
    yield '<ul class="names">'
    for page, rows in rosters.table_pages(students):
        first, last = visible(rows[0].submission), visible(rows[-1].submission)
        yield (
            f'<li><a href="{LISTS}/{page}"><bdi>{first}</bdi> &ndash; <bdi>{last}</bdi></a> '
            f"<small>{len(rows)}</small></li>"
        )
    yield "</ul></section>"


def _count(number: int, thing: str) -> str:
    """Count things in words.

    Examples
    --------
    >>> _count(1, "student"), _count(1200, "file")
    ('1 student', '1,200 files')
    """
    return f"{number:,} {thing}" + ("" if number == 1 else "s")
