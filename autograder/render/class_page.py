"""The page of a class for one assignment: what an instructor wants to know before the lecture."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from autograder.classroom.same_code import SameCode
from autograder.classroom.statistics import AssignmentStatistics, Distribution, Item
from autograder.render.characters import visible
from autograder.render.charts import histogram, legend, scale, stacked_bar
from autograder.render.class_attention import attention
from autograder.render.class_mistakes import mistakes_of
from autograder.render.class_style import document
from autograder.render.rosters import LISTS, SIGNS, TABLE, Rosters
from autograder.report.text import counted

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


def title_of(statistics: AssignmentStatistics) -> str:
    """Name an assignment for people, escaped."""
    return visible(title_text_of(statistics)) or "Not known which assignment"


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
    title = title_of(statistics)
    count = len(statistics.submissions)
    up = f'<p><a href="{escape(overview)}">All assignments</a></p>' if overview else ""
    parts = [
        f'<header>{up}<p class="who">{visible(statistics.assignment)} · class report</p>',
        f"<h1>{title}</h1>",
        f'<nav class="sections" aria-label="Sections">{_anchors(csv)}</nav></header>\n<main>',
        *attention(statistics, rosters),
    ]
    if statistics.distribution is not None:
        parts += _scores(statistics, statistics.distribution)
        parts += _exercises(statistics)
        parts += [_section("misconceptions"), *mistakes_of(statistics, rosters), "</section>"]
        parts += _absent(statistics, rosters)
        parts += _same_code(statistics, rosters)
    parts += [*_students(statistics, rosters), "</main>"]
    return document(f"{title_text_of(statistics)}: {count:,} submissions", "\n".join(parts))


def title_text_of(statistics: AssignmentStatistics) -> str:
    """Name an assignment for the title of a window."""
    return statistics.title or statistics.assignment


def _anchors(csv: str) -> str:
    links = "".join(f'<a href="#{anchor}">{word}</a> ' for anchor, word in SECTIONS.items())
    return links + (f'<a href="{escape(csv)}">Everything as CSV</a>' if csv else "")


def _section(anchor: str) -> str:
    heading = f'<h2 id="h-{anchor}">{SECTIONS[anchor]}</h2>'
    return f'<section id="{anchor}" aria-labelledby="h-{anchor}">{heading}'


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
    is_shared = bool(statistics.mistakes) and len(statistics.mistakes[0].students) > 1
    if is_shared or statistics.findings:
        said.append(f"Most frequent mistake: {_most_frequent(statistics)}.")
    left = max(statistics.items, key=lambda item: len(item.absent), default=None)
    if left is not None and left.absent:
        said.append(
            f"Most often left out: <code>{escape(left.exercise)}</code>, by "
            f"{counted(len(left.absent), 'student')} who did other exercises."
        )
    weak = [item for item in statistics.items if _is_weak(item, statistics)]
    if weak:
        names = ", ".join(f"<code>{escape(item.exercise)}</code>" for item in weak[:4])
        verb = "it hardly tells" if len(weak) == 1 else "they hardly tell"
        said.append(f"Worth a look: {names}; {verb} strong work from weak.")
    items = "".join(f"<li>{sentence}</li>" for sentence in said)
    return f'<div class="lead"><ul>{items}</ul></div>' if said else ""


def _most_frequent(statistics: AssignmentStatistics) -> str:
    """Name the most frequent mistake; where it has no name, by what is wrong."""
    mistake = next(iter(statistics.mistakes), None)
    finding = next(iter(statistics.findings), None)
    if mistake is None or (finding is not None and len(finding.students) > len(mistake.students)):
        assert finding is not None
        count = counted(len(finding.students), "student")
        return f"<code>{escape(finding.exercise)}</code>, “{visible(finding.finding)}”, {count}"
    name = f"<code>{visible(mistake.misconception)}</code>"
    count = counted(len(mistake.students), "student")
    return f"{name} in <code>{escape(mistake.exercise)}</code>, {count}"


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


def _absent(statistics: AssignmentStatistics, rosters: Rosters) -> Iterator[str]:
    yield _section("not-attempted")
    untouched = statistics.untouched
    if untouched:
        yield (
            f"<details><summary><b>{counted(len(untouched), 'student')}</b> handed in nothing of "
            f"their own</summary>{rosters.who(untouched, 'Nothing attempted')}</details>"
        )
    left = [item for item in statistics.items if item.absent]
    for item in left:
        title = f"<code>{escape(item.exercise)}</code> not attempted"
        yield (
            f"<details><summary><code>{escape(item.exercise)}</code>: "
            f"{counted(len(item.absent), 'student')}</summary>"
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
        more = counted(len(groups) - TOP_GROUPS, "more group")
        yield f"<details><summary>{more}</summary>{rest}</details>"
    yield "</section>"


def _group(group: SameCode, rosters: Rosters) -> str:
    alone, alike = group.unshared, len(group.others)
    said = f"{counted(alike, 'exercise')} alike"
    if len(alone) == alike:
        said += ", none of them written so by anyone else"
    elif alone:
        said += f", {len(alone)} of them written so by nobody else"
    some = [f"<bdi>{visible(one.submission)}</bdi>" for one in group.students[:NAMED]]
    some += ["…"] if len(group.students) > NAMED else []
    return (
        f"<details><summary><b>{counted(len(group.students), 'student')}</b>: {' · '.join(some)}"
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
