"""Name the mistake: match what student code returned with what known mistakes return."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from autograder.grading.comparison import REAL, compare, same
from autograder.grading.evidence import Absent, Evidence, Sight, part_of
from autograder.rubric.exercise import Check, Exercise, Fact, Misconception
from autograder.rubric.expected import Frozen, Raised

MOST_STRAY = 1
"""A mistake is not the student's if it fails on more than twice as many cases."""
FEWEST_OUTPUTS = 2
"""So many outputs must bear the numbers of a mistake that does not show in all its outputs."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Where a mistake fails a check.

    Attributes
    ----------
    fails : tuple of bool
        Case by case, whether it does.
    numbers : tuple
        The first number that it returns on each case, where it returns one.
    """

    fails: tuple[bool, ...]
    numbers: tuple[float | None, ...]


Failures = Mapping[str, Sequence[Failure]]
_FAILURES: WeakKeyDictionary[Frozen, dict[tuple[Check, ...], Failures]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The known mistakes in an exercise.

    Attributes
    ----------
    misconceptions : tuple of Misconception
        None, one, or one for each group of outputs.
    explained : frozenset of Check
        The failing checks that they account for.
    """

    misconceptions: tuple[Misconception, ...] = ()
    explained: frozenset[Check] = frozenset()

    @property
    def name(self) -> str | None:
        """The names, with commas between them; None if there is none."""
        return ", ".join(one.name for one in self.misconceptions) or None

    @property
    def hint(self) -> str | None:
        """The hints, one after the other; None if there is none."""
        return " ".join(one.hint for one in self.misconceptions) or None


@dataclass(frozen=True, slots=True)
class _Suspect:
    """A misconception that explains some of the failing checks.

    Attributes
    ----------
    misconception : Misconception
        The mistake.
    explains : frozenset of Check
        Where it returns on all failing cases what the student's code returned.
    contradicted : bool
        Whether it would show in outputs where the student's code does not have it.
    stray : int
        On how many cases of the checks that it explains it fails and the student's code does not.
    """

    misconception: Misconception
    explains: frozenset[Check]
    contradicted: bool
    stray: int


def diagnose(exercise: Exercise, frozen: Frozen, evidence: Evidence) -> Diagnosis:
    """Find the misconceptions that explain what is wrong.

    Parameters
    ----------
    exercise : Exercise
        With its misconceptions, the simplest first.
    frozen : Frozen
        The cases, with what the reference and each misconception return.
    evidence : mapping
        What the checks of values saw.

    Returns
    -------
    Diagnosis
        The first misconception that returns the same as the student's code wherever that is
        wrong. If none explains all outputs, the fewest that together explain the most of them:
        each output has its own mistake then.
    """
    failing = frozenset(
        check for check, sights in evidence.items() if any(sight.difference for sight in sights)
    )
    if not failing:
        return Diagnosis()
    suspects = list(_find_suspects(exercise, frozen, evidence, failing))
    for needs_all_cases in (True, False):
        for suspect in suspects:
            fits = suspect.explains == failing and not suspect.contradicted
            if fits and not (needs_all_cases and suspect.stray):
                return Diagnosis((suspect.misconception,), failing)
    return _combine(exercise, suspects, failing)


def _combine(
    exercise: Exercise, suspects: Sequence[_Suspect], failing: frozenset[Check]
) -> Diagnosis:
    """Choose mistakes output by output, those first that explain the most."""
    chosen: list[Misconception] = []
    left = failing
    while left:
        best = max(suspects, key=lambda suspect: _worth(suspect, left), default=None)
        if best is None or not _worth(best, left)[0]:
            break
        chosen.append(best.misconception)
        left -= best.explains
    order = exercise.misconceptions.index
    return Diagnosis(tuple(sorted(chosen, key=order)), failing - left)


def _worth(suspect: _Suspect, left: frozenset[Check]) -> tuple[int, int]:
    """Prefer a suspect that nothing contradicts, and then one that explains much of what is left.

    Numbers must speak for it, as labels and lists agree by chance; and those of two outputs where
    it should show in a further one, and does not.
    """
    explains = suspect.explains & left
    numbers = sum(check.fact is Fact.VALUE for check in explains)
    if numbers < (FEWEST_OUTPUTS if suspect.contradicted else 1):
        return 0, 0
    return (1 if suspect.contradicted else 2), len(explains)


def _find_suspects(
    exercise: Exercise, frozen: Frozen, evidence: Evidence, failing: frozenset[Check]
) -> Iterator[_Suspect]:
    known = failures(frozen, tuple(evidence))
    rows = [_Row(check, sights) for check, sights in evidence.items()]
    for misconception in exercise.misconceptions:
        if misconception.name not in known:
            continue
        outputs, fails = frozen.misconceptions[misconception.name], known[misconception.name]
        explains = frozenset(
            row.check
            for row, failure in zip(rows, fails, strict=True)
            if row.wrong and _explains(outputs, failure, row)
        )
        if not explains:
            continue
        stray = {
            row.check: _count_stray(outputs, failure.fails, row, known=row.check in explains)
            for row, failure in zip(rows, fails, strict=True)
        }
        few = sum(stray[check] for check in explains)
        if few > MOST_STRAY * sum(len(row.wrong) for row in rows if row.check in explains):
            continue
        contradicted = any(stray[check] for check in evidence if check not in explains)
        yield _Suspect(misconception, explains, contradicted, few)


class _Row:
    """A check, what it saw, the numbers of the cases that fail, and the first number of one."""

    __slots__ = ("check", "first", "sights", "wrong")

    def __init__(self, check: Check, sights: Sequence[Sight]) -> None:
        self.check = check
        self.sights = sights
        self.wrong = [number for number, sight in enumerate(sights) if sight.difference is not None]
        self.first = first_number(sights[self.wrong[0]].got) if self.wrong else None


def failures(frozen: Frozen, checks: tuple[Check, ...]) -> Failures:
    """Find the cases on which each mistake fails each check: the same for every submission."""
    found = _FAILURES.setdefault(frozen, {})
    if checks not in found:
        found[checks] = {
            name: [_fail(frozen.outputs, outputs, check) for check in checks]
            for name, outputs in frozen.misconceptions.items()
        }
    return found[checks]


def _fail(expected: Sequence[object], outputs: Sequence[object], check: Check) -> Failure:
    pairs = list(zip(expected, outputs, strict=True))
    return Failure(
        tuple(
            isinstance(out, Raised) or compare(check, want, out) is not None for want, out in pairs
        ),
        tuple(first_number(part_of(out, check, out)) for out in outputs),
    )


def _count_stray(
    outputs: Sequence[object], fails: Sequence[bool], row: _Row, *, known: bool
) -> int:
    """Count the cases on which a mistake fails a check in another way than the student's code.

    Where it is known to explain the check, it does the same on all that fail.
    """
    stray = [number for number, is_wrong in enumerate(fails) if is_wrong]
    if known:
        return len(set(stray).difference(row.wrong))
    return sum(not _does_the_same(outputs[n], row.check, row.sights[n]) for n in stray)


def _explains(outputs: Sequence[object], failure: Failure, row: _Row) -> bool:
    """Tell whether a mistake returns, wherever a check fails, what the student's code did."""
    check, sights = row.check, row.sights
    first = failure.numbers[row.wrong[0]]
    if first is not None and row.first is not None and differ(row.first, first, check):
        return False  # most mistakes differ in the first number, and this is soon told
    for number in row.wrong:
        if not failure.fails[number] or not _does_the_same(outputs[number], check, sights[number]):
            return False
    return any(sights[number].error is None for number in row.wrong)


def first_number(value: object) -> float | None:
    """Take the first number of an array, or a number itself; None of anything else."""
    if isinstance(value, np.ndarray | np.generic) and value.size and value.dtype.kind in REAL:
        return float(value.flat[0])
    return float(value) if type(value) in (int, float) else None  # type: ignore[arg-type]


def differ(number: float, target: float, check: Check) -> bool:
    """Tell whether two finite numbers are farther apart than a check tolerates."""
    is_finite = math.isfinite(number) and math.isfinite(target)
    return is_finite and abs(number - target) > check.atol + check.rtol * abs(target)


def _does_the_same(output: object, check: Check, sight: Sight) -> bool:
    if isinstance(output, Raised) or sight.error is not None:
        return isinstance(output, Raised) and sight.error is not None
    return sight.difference is not None and _is_same(output, check, sight)


def _is_same(output: object, check: Check, sight: Sight) -> bool:
    part, got = part_of(output, check, output), sight.got
    if part is Absent.PART or got is Absent.PART:
        part, got = output, sight.whole
    return same(part, got, check.rtol, check.atol)
