"""What a check saw: on every case the part that is expected, the part that came, the difference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from autograder.grading.comparison import Difference, compare
from autograder.rubric.exercise import VALUE_FACTS, Case, Check, Exercise
from autograder.rubric.expected import Frozen
from autograder.sandbox.answer import CaseAnswer, StudentError

MOST_REMEMBERED = 512
"""What was found about the last answers is remembered: the same often come again in a class."""


class Absent(Enum):
    """Stands for a part that a returned value does not have."""

    PART = "absent"


@dataclass(frozen=True, slots=True)
class Sight:
    """What a check saw on one case.

    Attributes
    ----------
    case : Case
        The inputs.
    expected, got : object
        The part of the returned value that the check is about; a part that is not there is
        ``Absent.PART``.
    whole : object
        All that was returned.
    difference : Difference or None
        None where both agree.
    error : StudentError or None
        What was raised.
    """

    case: Case
    expected: object
    got: object
    whole: object
    difference: Difference | None
    error: StudentError | None = None

    @property
    def is_about_all(self) -> bool:
        """Whether what differs concerns the returned value as a whole, not one part of it."""
        return self.difference is not None and (
            self.error is not None or self.difference.is_about_all
        )


Evidence = Mapping[Check, Sequence[Sight]]


@lru_cache(maxsize=MOST_REMEMBERED)
def gather(exercise: Exercise, frozen: Frozen, answers: tuple[CaseAnswer, ...]) -> Evidence:
    """Compare everything that came back with what is expected, check by check, case by case."""
    return {
        check: tuple(
            _see(check, case, output, answer)
            for case, output, answer in zip(frozen.cases, frozen.outputs, answers, strict=True)
        )
        for check in exercise.checks
        if check.fact in VALUE_FACTS
    }


def _see(check: Check, case: Case, output: object, answer: CaseAnswer) -> Sight:
    expected = part_of(output, check, output)
    if answer.error is not None:
        return Sight(case, expected, Absent.PART, None, Difference(""), answer.error)
    difference = compare(check, output, answer.value)
    got = part_of(answer.value, check, output)
    return Sight(case, expected, got, answer.value, difference)


def part_of(value: object, check: Check, like: object) -> object:
    """Take the part of a returned value that a check is about.

    Parameters
    ----------
    value : object
        What was returned.
    check : Check
        Names the part.
    like : object
        What the reference returned: a tuple of another length has no parts.
    """
    for step in check.path:
        if isinstance(step, str):
            if not isinstance(value, dict) or step not in value:
                return Absent.PART
        elif not isinstance(value, tuple | list) or len(value) != len(like):  # type: ignore[arg-type]
            return Absent.PART
        value, like = value[step], like[step]  # type: ignore[index]
    return value
