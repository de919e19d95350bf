"""Who made which mistake, and whom an outcome met that is neither pass nor fail."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from autograder.classroom.summary import Summary
from autograder.report import Outcome

INCIDENTS = (
    Outcome.TIMEOUT,
    Outcome.CRASHED,
    Outcome.ERROR,
    Outcome.BLOCKED,
    Outcome.MISSING,
)
"""Outcomes that are neither pass nor fail, the gravest first."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """A misconception, and who made it."""

    exercise: str
    misconception: str
    hint: str
    students: tuple[Summary, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """What the grader saw of mistakes without a name, and who made them."""

    exercise: str
    finding: str
    students: tuple[Summary, ...]


@dataclass(frozen=True, slots=True)
class Incident:
    """An outcome of an exercise that is neither pass nor fail, and whom it met."""

    exercise: str
    outcome: Outcome
    students: tuple[Summary, ...]


def count_mistakes(summaries: Iterable[Summary]) -> tuple[Mistake, ...]:
    """Collect who made which mistake, the most frequent mistake first."""
    found: dict[tuple[str, str], list[Summary]] = defaultdict(list)
    hints: dict[tuple[str, str], str] = {}
    for summary in summaries:
        for part in summary.parts:
            if part.misconception:
                found[part.exercise, part.misconception].append(summary)
                hints.setdefault((part.exercise, part.misconception), part.hint)
    ranked = sorted(found, key=lambda key: (-len(found[key]), key))
    return tuple(Mistake(*key, hints[key], tuple(found[key])) for key in ranked)


def count_findings(summaries: Iterable[Summary]) -> tuple[Finding, ...]:
    """Collect what at least two students got wrong alike, where the mistake has no name."""
    found: dict[tuple[str, str], list[Summary]] = defaultdict(list)
    for summary in summaries:
        for part in summary.parts:
            if part.finding:
                found[part.exercise, part.finding].append(summary)
    shared = [key for key, students in found.items() if len(students) > 1]
    ranked = sorted(shared, key=lambda key: (-len(found[key]), key))
    return tuple(Finding(*key, tuple(found[key])) for key in ranked)


def find_incidents(summaries: Iterable[Summary]) -> tuple[Incident, ...]:
    """Collect whom an outcome met that is neither pass nor fail."""
    found: dict[tuple[Outcome, str], list[Summary]] = defaultdict(list)
    for summary in summaries:
        for part in summary.parts:
            if part.outcome in INCIDENTS:
                found[part.outcome, part.exercise].append(summary)
    ranked = sorted(found, key=lambda key: (INCIDENTS.index(key[0]), -len(found[key]), key[1]))
    return tuple(Incident(key[1], key[0], tuple(found[key])) for key in ranked)
