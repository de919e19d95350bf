"""What a class as a whole did: scores, exercises, mistakes, and what went wrong on the way.

Everything here is a pure function of summaries; files that could not be read count among the
submissions and nowhere else, for they say nothing about an exercise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from autograder.classroom.mistakes import (
    Finding,
    Incident,
    Mistake,
    count_findings,
    count_mistakes,
    find_incidents,
)
from autograder.classroom.same_code import SameCode, find_same_code
from autograder.classroom.summary import Band, Part, Summary

NARROW_BINS = 100
"""From so many submissions on, scores are counted in steps of 5 % instead of 10 %."""


@dataclass(frozen=True, slots=True)
class Distribution:
    """How scores are spread, in percent of the points possible.

    Attributes
    ----------
    width : int
        The width of a bin.
    counts : tuple of int
        Submissions in each bin from 0 to 100; a bin holds its lower end, the last one also 100.
    mean, median, lower, upper, deviation : float
        The mean, the three quartiles and the standard deviation (of the class, not of a sample).
    """

    width: int
    counts: tuple[int, ...]
    mean: float
    median: float
    lower: float
    upper: float
    deviation: float


@dataclass(frozen=True, slots=True)
class Item:
    """One exercise, as item analysis sees it.

    Attributes
    ----------
    exercise : str
        Its name.
    max_score : float
        Points possible.
    difficulty : float
        The mean share of its points that was earned: the higher, the easier.
    discrimination : float or None
        The correlation with the rest of the score; None where either does not vary.
    bands : dict
        How many submissions earned what.
    absent : tuple of Summary
        Who did not attempt it, but attempted something else.
    """

    exercise: str
    max_score: float
    difficulty: float
    discrimination: float | None
    bands: dict[Band, int]
    absent: tuple[Summary, ...]


@dataclass(frozen=True, slots=True)
class AssignmentStatistics:
    """One assignment of a class.

    Attributes
    ----------
    assignment : str
        Its name.
    submissions : tuple of Summary
        All of them, by name.
    distribution : Distribution or None
        Of the submissions that could be read; None if there is none.
    items : tuple of Item
        The exercises, in their order.
    mistakes : tuple of Mistake
        The most frequent first.
    findings : tuple of Finding
        What several students got wrong in a way that has no name, the most frequent first.
    unreadable : tuple of Summary
        Files that could not be graded.
    incidents : tuple of Incident
        Timeouts, crashes, exceptions, missing functions and what was not run.
    untouched : tuple of Summary
        Who handed in what was handed out.
    same_code : tuple of SameCode
        Groups of submissions with the same code.
    """

    assignment: str
    title: str
    submissions: tuple[Summary, ...]
    distribution: Distribution | None
    items: tuple[Item, ...]
    mistakes: tuple[Mistake, ...]
    findings: tuple[Finding, ...]
    unreadable: tuple[Summary, ...]
    incidents: tuple[Incident, ...]
    untouched: tuple[Summary, ...]
    same_code: tuple[SameCode, ...]


def class_statistics(
    summaries: Iterable[Summary], titles: Mapping[str, str]
) -> tuple[AssignmentStatistics, ...]:
    """Look at a class, assignment by assignment.

    Parameters
    ----------
    summaries : iterable of Summary
        The submissions, in any order. Where nothing tells the assignment of a file, it counts
        among the unreadable ones of the only assignment there is, else of an assignment ``""``.
    titles : mapping
        The title of each assignment, in the order in which they are taught.

    Returns
    -------
    tuple of AssignmentStatistics
        In the order in which they are taught.
    """
    found: dict[str, list[Summary]] = defaultdict(list)
    for summary in summaries:
        found[summary.assignment].append(summary)
    if len(found) == 2 and "" in found:
        unplaced = found.pop("")
        next(iter(found.values())).extend(unplaced)
    taught = {name: place for place, name in enumerate(titles)}
    names = sorted(found, key=lambda name: (taught.get(name, len(taught)), name))
    return tuple(assignment_statistics(name, found[name], titles.get(name, name)) for name in names)


def assignment_statistics(
    assignment: str, summaries: Iterable[Summary], title: str = ""
) -> AssignmentStatistics:
    """Look at the submissions of one assignment."""
    submissions = tuple(sorted(summaries, key=lambda one: (one.submission.casefold(), one.path)))
    readable = [summary for summary in submissions if summary.is_readable]
    return AssignmentStatistics(
        assignment,
        title,
        submissions,
        distribution([summary.percent for summary in readable]) if readable else None,
        analyse_items(readable),
        count_mistakes(readable),
        count_findings(readable),
        tuple(summary for summary in submissions if not summary.is_readable),
        find_incidents(readable),
        tuple(summary for summary in readable if not summary.is_attempted),
        find_same_code(readable),
    )


def distribution(percents: Sequence[float]) -> Distribution:
    """Count scores in bins.

    Examples
    --------
    >>> spread = distribution([0, 9.9, 10, 100])
    >>> spread.counts, spread.median
    ((2, 1, 0, 0, 0, 0, 0, 0, 0, 1), 9.95)
    """
    width = 5 if len(percents) >= NARROW_BINS else 10
    scores = np.clip(np.asarray(percents, dtype=float), 0, 100)
    # Scores are rounded sums: 30 % must not fall below 30.
    bins = np.minimum((scores + 1e-9) // width, 100 // width - 1).astype(int)
    lower, median, upper = np.percentile(scores, [25, 50, 75])
    return Distribution(
        width,
        tuple(np.bincount(bins, minlength=100 // width).tolist()),
        float(scores.mean()),
        float(median),
        float(lower),
        float(upper),
        float(scores.std()),
    )


def analyse_items(summaries: Sequence[Summary]) -> tuple[Item, ...]:
    """Compute how difficult each exercise is, and how well it tells strong work from weak.

    Difficulty is the mean share of the points; what was not attempted earned nothing.
    Discrimination is the correlation of an exercise's points with those of all *other* exercises
    (the corrected item-total, or item-rest, correlation; the exercise itself is left out, for with
    it few exercises would make any of them look good).

    References
    ----------
    S. Henrysson, "Correction of item-total correlations in item analysis", Psychometrika 28
    (1963), 211-218. R. L. Ebel and D. A. Frisbie, "Essentials of Educational Measurement",
    5th ed., Prentice Hall 1991, chapter 13.
    """
    names = list(dict.fromkeys(part.exercise for one in summaries for part in one.parts))
    columns: dict[str, list[tuple[Summary, Part]]] = {name: [] for name in names}
    for summary in summaries:
        for part in summary.parts:
            columns[part.exercise].append((summary, part))
    return tuple(_item(name, columns[name]) for name in names)


def _item(name: str, column: Sequence[tuple[Summary, Part]]) -> Item:
    scores = np.array([part.score for _, part in column])
    rests = np.array([summary.score for summary, _ in column]) - scores
    shares = [part.score / part.max_score for _, part in column if part.max_score]
    bands = dict.fromkeys(Band, 0)
    for _, part in column:
        bands[part.band] += 1
    return Item(
        name,
        max(part.max_score for _, part in column),
        float(np.mean(shares)) if shares else 0.0,
        correlation(scores.tolist(), rests.tolist()),
        bands,
        tuple(one for one, part in column if not part.is_attempted and one.is_attempted),
    )


def correlation(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Compute Pearson's correlation; None where one of the two does not vary.

    Examples
    --------
    >>> correlation([1, 2, 3], [2, 4, 6]), correlation([1, 1, 1], [1, 2, 3])
    (1.0, None)
    """
    x, y = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    x, y = x - x.mean(), y - y.mean()
    size = float(np.sqrt((x @ x) * (y @ y)))
    # Equal numbers leave the dust of their mean behind.
    if size <= 1e-9 * len(x):
        return None
    return float(np.clip((x @ y) / size, -1, 1))
