"""The feedback on a submission as one page: it needs no script, no network and no other file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from autograder.render.characters import visible
from autograder.render.code import as_code
from autograder.render.drawing import as_figure
from autograder.render.marks import MARKS, Mark, carried, mark_of, points_of
from autograder.render.style import STYLE
from autograder.report import CheckResult, ExerciseResult, Outcome, Report
from autograder.report.text import one_line
from autograder.submission import Source

CLASSES = {"blue": "word", "green": "good", "red": "bad", "yellow": "open", "bright_black": "off"}
NO_SOURCES: Mapping[str, Source] = {}
MOST = 400
"""Sentences are not longer than this; students choose some of their words."""


def as_page(
    report: Report,
    sources: Mapping[str, Source] = NO_SOURCES,
    *,
    title: str = "",
    home: str = "",
) -> str:
    """Write the feedback on a submission as a page.

    Parameters
    ----------
    report : Report
        The graded submission.
    sources : mapping
        The student's code, by the name of the exercise, as
        :func:`autograder.submission.sources_of` gives it; exercises may be missing.
    title : str
        What the assignment is called for people; its name by default.
    home : str
        A link to the page of the class; none by default.

    Returns
    -------
    str
        A complete HTML page.
    """
    title = title or report.assignment
    return "\n".join(
        (
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(one_line(report.submission, MOST))} · {escape(title)}</title>",
            f"<style>{STYLE}</style>\n</head>\n<body>",
            *_head(report, title, home),
            "<main>",
            *(
                _exercise(result, sources.get(result.name), number)
                for number, result in enumerate(report.exercises, start=1)
            ),
            "</main>",
            f"<footer>{_foot(report)}</footer>\n</body>\n</html>\n",
        )
    )


def _head(report: Report, title: str, home: str) -> Iterator[str]:
    yield "<header>"
    if home:
        yield f'<p><a href="{escape(home)}">All submissions</a></p>'
    yield f'<p class="who">{visible(report.submission)}</p>\n<h1>{escape(title)}</h1>'
    yield (
        f'<p class="score">{_score(report)} <small>of {report.max_score:g} points</small></p>'
        f"\n{_bar(report)}"
    )
    yield f'<p class="lead">{_lead(report)}</p>'
    yield '<nav aria-label="Exercises"><ol>'
    yield from (_entry(result, number) for number, result in enumerate(report.exercises, start=1))
    yield "</ol></nav>"
    if report.problems:
        rows = "".join(f"<li>{_sentence(problem)}</li>" for problem in report.problems)
        heading = "<h3>What could not be read or run</h3>"
        yield f'<section class="problems">{heading}<ul>{rows}</ul></section>'
    yield "</header>"


def _score(report: Report) -> str:
    return f"{report.score:g}" if report.is_judged else "?"


def _bar(report: Report) -> str:
    """Draw the points of each exercise side by side, what is earned of them filled."""
    parts, x = [], 0.0
    for result in report.exercises:
        width = 1000 * result.max_score / (report.max_score or 1.0)
        earned = width * result.score / (result.max_score or 1.0)
        parts.append(f'<rect class="all" x="{x:.1f}" width="{max(width - 4, 0):.1f}" height="14"/>')
        parts.append(
            f'<rect class="earned" x="{x:.1f}" width="{max(earned - 4, 0):.1f}" height="14"/>'
        )
        x += width
    name = f"{_score(report)} of {report.max_score:g} points"
    return (
        f'<svg class="bar" viewBox="0 0 1000 14" preserveAspectRatio="none" role="img" '
        f'aria-label="{name}"><title>{name}</title>{"".join(parts)}</svg>'
    )


def _lead(report: Report) -> str:
    """Say where the student stands, and where to go on."""
    if not report.is_judged:
        return "This could not be judged: the machine failed, and not your work."
    count = len(report.exercises)
    right = sum(result.outcome is Outcome.PASSED for result in report.exercises)
    if right == count:
        return "Everything is right. Well done!"
    tried = [r for r in report.exercises if r.outcome is not Outcome.NOT_ATTEMPTED]
    if not tried:
        return "Nothing is written yet. The first exercise is a good place to start."
    number, first = next(
        (number, result)
        for number, result in enumerate(report.exercises, start=1)
        if result.outcome is not Outcome.PASSED
    )
    link = f'<a href="#exercise-{number}"><code>{escape(first.name)}</code></a>'
    verb = "is" if right == 1 else "are"
    return f"{right} of {count} exercises {verb} right. Go on with {link}."


def _entry(result: ExerciseResult, number: int) -> str:
    return (
        f'<li>{_mark(MARKS[result.outcome])}<a href="#exercise-{number}">{escape(result.name)}</a>'
        f'<span class="points">{points_of(result)}</span></li>'
    )


def _mark(mark: Mark) -> str:
    """Write a mark, with its word for who cannot see it."""
    kind = CLASSES[mark.colour]
    return f'<span class="mark {kind}" role="img" aria-label="{mark.word}">{mark.sign}</span>'


def _exercise(result: ExerciseResult, source: Source | None, number: int) -> str:
    mark = MARKS[result.outcome]
    parts = [
        f'<article id="exercise-{number}" aria-labelledby="name-{number}">',
        f'<header><h2 id="name-{number}">{escape(result.name)}</h2>',
        f'<span class="{CLASSES[mark.colour]}">{mark.sign} {mark.word}</span>',
        f'<span class="points">{points_of(result)} points</span></header>',
        '<div class="side">',
        f"<div>{_code(result, source)}",
        *_drawings(result),
        "</div>",
        "<div>",
        *_findings(result),
        "</div></div></article>",
    ]
    return "\n".join(parts)


def _drawings(result: ExerciseResult) -> Iterator[str]:
    if result.plots and result.carried_forward:
        yield '<p class="off">With your own helpers, it goes like this:</p>'
    yield from map(as_figure, result.plots)


def _code(result: ExerciseResult, source: Source | None) -> str:
    if source is None:
        said = "no such function was found" if result.outcome is Outcome.MISSING else "not shown"
        return f'<h3>Your code</h3><p class="off">{said}</p>'
    place = f", {escape(source.cell)}" if source.cell.startswith("cell ") else ""
    return f"<h3>Your code{place}</h3>{as_code(source.text, source.line)}"


def _findings(result: ExerciseResult) -> Iterator[str]:
    """Write what the grader found: sentences, the checks, a hint."""
    if result.carried_forward:
        said = carried(result.carried_forward)
        yield f"<p>{said[0].upper()}{escape(said[1:])}.</p>"
    if result.message:
        yield f"<p>{_sentence(result.message)}</p>"
    if result.outcome is not Outcome.NOT_ATTEMPTED:
        yield (
            '<table><thead><tr><th></th><th scope="col">check</th>'
            '<th scope="col" class="points">points</th></tr></thead><tbody>'
        )
        yield from map(_check, result.checks)
        yield "</tbody></table>"
    if result.hint:
        name = f" <code>{escape(result.misconception)}</code>" if result.misconception else ""
        yield f'<div class="hint"><h3>Hint{name}</h3><p>{_sentence(result.hint)}</p></div>'


def _check(check: CheckResult) -> str:
    is_told = check.message in ("", mark_of(check).word)
    said = "" if is_told else f'<span class="said">{_sentence(check.message)}</span>'
    seen = ""
    if check.expected or check.got:
        seen = (
            f"<dl><dt>expected</dt><dd>{_sentence(check.expected)}</dd>"
            f"<dt>got</dt><dd>{_sentence(check.got)}</dd></dl>"
        )
    earned = "advice" if check.is_advice else points_of(check)
    return (
        f'<tr><td>{_mark(mark_of(check))}</td><th scope="row">{escape(check.name)}{said}{seen}</th>'
        f'<td class="points">{earned}</td></tr>'
    )


def _sentence(text: str) -> str:
    return visible(text if len(text) <= MOST else text[: MOST - 1] + "…")


def _foot(report: Report) -> str:
    walled = {
        "full": "Your functions ran walled off from the grader",
        "trusted": "Your functions ran without the full wall, on a machine that trusts them",
        "none": "Your functions were not walled off",
    }[report.isolation.value]
    return f"{walled}; other inputs than those in the notebook were tried as well."
