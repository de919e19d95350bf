"""The mistakes of a class on its page: those with a name and a hint, then those without."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from autograder.classroom.mistakes import Finding, Mistake
from autograder.classroom.statistics import AssignmentStatistics
from autograder.render.characters import visible
from autograder.render.charts import scale
from autograder.render.rosters import Rosters
from autograder.report.text import counted

TOP_MISTAKES = 12
TOP_FINDINGS = 5
MOST_FINDINGS = 40
HINTED = "mistake, and the hint that they got"
SEEN = "what the grader saw"


def mistakes_of(statistics: AssignmentStatistics, rosters: Rosters) -> Iterator[str]:
    """Show who made which mistake, and what many got wrong in a way without a name."""
    named, unnamed = statistics.mistakes, statistics.findings[:MOST_FINDINGS]
    if not named:
        yield "<p>No mistake with a name was made.</p>"
    else:
        yield '<p class="note">Unfold a mistake to see who made it.</p>'
        yield from _table([_named(one, rosters) for one in named], TOP_MISTAKES, HINTED)
    if unnamed:
        yield "<h3>Without a name, by the first thing that is wrong</h3>"
        yield from _table([_unnamed(one, rosters) for one in unnamed], TOP_FINDINGS, SEEN)


def _table(rows: Sequence[tuple[int, str]], top: int, heading: str) -> Iterator[str]:
    """Show the first rows; the others are folded."""
    most = rows[0][0]
    for number, part in enumerate((rows[:top], rows[top:])):
        if not part:
            return
        lines = "\n".join(
            f'<tr><td class="count">{count:,}</td><td>{scale(count / most)}</td>'
            f"<td>{said}</td></tr>"
            for count, said in part
        )
        table = (
            '<div class="wide"><table class="mistakes"><thead><tr><th scope="col" colspan="2">'
            f'students</th><th scope="col">{heading}</th></tr></thead><tbody>\n{lines}\n</tbody>'
            "</table></div>"
        )
        more = f"<details><summary>{counted(len(part), 'rarer one')}</summary>{table}</details>"
        yield more if number else table


def _named(mistake: Mistake, rosters: Rosters) -> tuple[int, str]:
    name = f"<code>{escape(mistake.exercise)}</code>: <b>{visible(mistake.misconception)}</b>"
    return len(mistake.students), (
        f"<details><summary>{name}</summary>{rosters.who(mistake.students, name)}</details>"
        f'<span class="said">{visible(mistake.hint)}</span>'
    )


def _unnamed(finding: Finding, rosters: Rosters) -> tuple[int, str]:
    name = f"<code>{escape(finding.exercise)}</code>: {visible(finding.finding)}"
    who = rosters.who(finding.students, name)
    return len(finding.students), f"<details><summary>{name}</summary>{who}</details>"
