"""Name the mistake: match what student code returned with what known mistakes return."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from autograder.course.exercise import Check, Exercise, Fact, Misconception
from autograder.course.expected import Frozen, Raised
from autograder.grading.comparison import compare, same
from autograder.grading.evidence import Absent, Evidence, Sight, part_of

MOST_STRAY = 1
"""A mistake is not the student's if it fails on more than twice as many cases."""
FEWEST_OUTPUTS = 2
"""So many outputs must bear the numbers of a mistake that does not show in all its outputs."""


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
    for misconception in exercise.misconceptions:
        outputs = frozen.misconceptions.get(misconception.name)
        if outputs is None:
            continue
        explains = frozenset(c for c in failing if _explains(outputs, c, evidence[c]))
        if not explains:
            continue
        stray = {check: _count_stray(outputs, frozen, check, evidence[check]) for check in evidence}
        few = sum(stray[check] for check in explains)
        cases = sum(bool(sight.difference) for check in explains for sight in evidence[check])
        if few > MOST_STRAY * cases:
            continue
        contradicted = any(stray[check] for check in evidence if check not in explains)
        yield _Suspect(misconception, explains, contradicted, few)


def _count_stray(
    outputs: Sequence[object], frozen: Frozen, check: Check, sights: Sequence[Sight]
) -> int:
    """Count the cases on which a mistake fails a check in another way than the student's code."""
    count = 0
    for output, wrong, sight in zip(frozen.outputs, outputs, sights, strict=True):
        if isinstance(wrong, Raised):
            fails, is_same = True, sight.error is not None
        else:
            fails = compare(check, output, wrong) is not None
            is_same = fails and sight.error is None and _is_same(wrong, check, sight)
        count += fails and not is_same
    return count


def _explains(outputs: Sequence[object], check: Check, sights: Sequence[Sight]) -> bool:
    """Tell whether a mistake returns, wherever a check fails, what the student's code did."""
    some_value = False
    for output, sight in zip(outputs, sights, strict=True):
        if sight.difference is None:
            continue
        if isinstance(output, Raised) or sight.error is not None:
            if not isinstance(output, Raised) or sight.error is None:
                return False
            continue
        if not _is_same(output, check, sight):
            return False
        some_value = True
    return some_value


def _is_same(output: object, check: Check, sight: Sight) -> bool:
    part, got = part_of(output, check, output), sight.got
    if part is Absent.PART or got is Absent.PART:
        part, got = output, sight.whole
    return same(part, got, check.rtol, check.atol)
