"""Groups of submissions with the same code after renaming: listed, without a verdict."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import prod

from autograder.classroom.summary import Summary
from autograder.submission.fingerprint import digests_in

MOST_EXPECTED = 0.01
"""A group is listed where a class would show fewer such pairs than this by mere chance."""
DOUBT = 10
"""Before anything is known of a class, one in so many writes an exercise just so."""


@dataclass(frozen=True, slots=True)
class SameCode:
    """Submissions whose attempted exercises are the same code.

    Attributes
    ----------
    students : tuple of Summary
        Who handed it in.
    others : dict
        For each exercise: how many outside the group wrote just the same.
    expected_pairs : float
        How many pairs with this code the class would show, if everybody chose how to write each
        exercise independently, as often as those outside the group did.
    """

    students: tuple[Summary, ...]
    others: dict[str, int]
    expected_pairs: float

    @property
    def unshared(self) -> tuple[str, ...]:
        """The exercises that nobody outside the group wrote in the same way."""
        return tuple(exercise for exercise, count in self.others.items() if not count)


def find_same_code(summaries: Iterable[Summary]) -> tuple[SameCode, ...]:
    """Group submissions of one assignment by their code.

    The one natural way to write a short exercise is everybody's way, so that equal code alone says
    little: a group is listed only where chance hardly explains it. The estimate leaves the group
    itself out, and so does not shrink with the number of those who share.

    Returns
    -------
    tuple of SameCode
        The most telling first.
    """
    groups: dict[str, list[Summary]] = defaultdict(list)
    for summary in summaries:
        if summary.code:
            groups[summary.code].append(summary)
    written: dict[str, Counter[str]] = defaultdict(Counter)
    attempts: Counter[str] = Counter()
    for code, members in groups.items():
        for exercise, digest in digests_in(code).items():
            written[exercise][digest] += len(members)
            attempts[exercise] += len(members)
    count = sum(map(len, groups.values()))
    pairs = count * (count - 1) / 2
    found = []
    for code, members in groups.items():
        if len({summary.submission for summary in members}) < 2:
            continue
        size, digests = len(members), digests_in(code)
        others = {name: written[name][digest] - size for name, digest in digests.items()}
        chance = prod(
            (number + 1) / (attempts[exercise] - size + DOUBT)
            for exercise, number in others.items()
        )
        if pairs * chance < MOST_EXPECTED:
            found.append(SameCode(tuple(members), others, pairs * chance))
    return tuple(sorted(found, key=lambda group: (group.expected_pairs, -len(group.students))))
