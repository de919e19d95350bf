"""Judge how right values come about: it costs only itself, and counts where values are right."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from autograder.grading.comparison import compare
from autograder.grading.evidence import part_of
from autograder.report import CheckResult, Outcome
from autograder.report.text import one_line
from autograder.rubric.exercise import VALUE_FACTS, Case, Check, Exercise, Fact
from autograder.rubric.expected import Frozen
from autograder.sandbox.answer import CaseAnswer

Judge = Callable[[Check, Exercise, Frozen, Sequence[CaseAnswer]], CheckResult]
MOST_OF_A_NUMBER = 24


def judge_manner(
    check: Check, exercise: Exercise, frozen: Frozen, answers: Sequence[CaseAnswer]
) -> CheckResult:
    """Judge a check that looks at something else than values.

    Parameters
    ----------
    check : Check
        One whose fact is none of the values.
    exercise : Exercise
        Its exercise.
    frozen : Frozen
        All the cases.
    answers : sequence of CaseAnswer
        What student code did with each.
    """
    return _JUDGES[check.fact](check, exercise, frozen, answers)


def check_result(
    check: Check,
    outcome: Outcome,
    *,
    message: str = "",
    visible: bool = True,
    expected: str = "",
    got: str = "",
    case: str = "",
    difference: str = "",
) -> CheckResult:
    """Give a check its outcome, and its points if it passed."""
    score = float(check.points) if outcome is Outcome.PASSED else 0.0
    points = float(check.points)
    return CheckResult(
        check.name, outcome, score, points, visible, message, expected, got, case, difference
    )


def _failed_on(check: Check, case: Case, message: str) -> CheckResult:
    """Let a check fail on a case, which is named where students can see it."""
    name = case.name if case.visible else ""
    return check_result(check, Outcome.FAILED, message=message, visible=case.visible, case=name)


def _judge_unchanged(
    check: Check, _: Exercise, frozen: Frozen, answers: Sequence[CaseAnswer]
) -> CheckResult:
    for case, answer in zip(frozen.cases, answers, strict=True):
        if answer.changed:
            message = "an argument is changed in place; work on a copy, or make a new array"
            return _failed_on(check, case, message)
    return check_result(check, Outcome.PASSED)


def _judge_vectorised(
    check: Check, _: Exercise, frozen: Frozen, answers: Sequence[CaseAnswer]
) -> CheckResult:
    few, many = (
        (case, answer.steps)
        for case, answer in zip(frozen.cases, answers, strict=True)
        if case.traced
    )
    extra = max(_size(many[0]) - _size(few[0]), 1)
    if many[1] - few[1] < extra / 2:
        return check_result(check, Outcome.PASSED)
    # The numbers come from student code: they are told where it had not seen a hidden input.
    counted = (
        f"it took {few[1]} steps of Python for {_size(few[0])} examples and {many[1]} for "
        f"{_size(many[0])}"
        if many[0].visible
        else "it takes more steps of Python the more examples there are"
    )
    message = f"{counted}; let NumPy work on the whole array at once"
    return check_result(check, Outcome.FAILED, message=message)


def _size(case: Case) -> int:
    """Read the number of examples off the name of a traced case."""
    return int(case.name.split(" ", 1)[0])


def _judge_plain(
    check: Check, _: Exercise, frozen: Frozen, answers: Sequence[CaseAnswer]
) -> CheckResult:
    for case, output, answer in zip(frozen.cases, frozen.outputs, answers, strict=True):
        number = None if case.omits else part_of(answer.value, check, output)
        if isinstance(number, np.ndarray) and number.ndim:
            message = "it comes as an array with one element; a plain number will do"
            return _failed_on(check, case, message)
    return check_result(check, Outcome.PASSED)


def _judge_defaults(
    check: Check, exercise: Exercise, frozen: Frozen, answers: Sequence[CaseAnswer]
) -> CheckResult:
    for case, output, answer in zip(frozen.cases, frozen.outputs, answers, strict=True):
        fault = _fault_of_defaults(exercise, frozen, case, output, answer) if case.omits else None
        if fault is not None:
            return _failed_on(check, case, fault)
    return check_result(check, Outcome.PASSED)


def _fault_of_defaults(
    exercise: Exercise, frozen: Frozen, case: Case, output: object, answer: CaseAnswer
) -> str | None:
    """Say which default is another than the text's, as the header or a call shows.

    A header without a default is none: an older edition of the course has it so.
    """
    header = Header.read(answer.value)
    for name in case.omits:
        number, wanted = header.told.get(name), frozen.defaults[name]
        if number is not None and number != wanted:
            # What a header says is told only by a process that has not seen hidden inputs.
            own = one_line(str(number), MOST_OF_A_NUMBER) if case.visible else "another one"
            return f"the default of {name} is {own}, {wanted} is asked for"
    if all(name in header.required or header.told.get(name) is not None for name in case.omits):
        return None
    left_out = " and ".join(case.omits)
    if answer.error is not None:
        return f"called without {left_out}, it raises {answer.error.type}"
    values = [one for one in exercise.checks if one.fact in VALUE_FACTS]
    if all(compare(one, output, header.returned) is None for one in values):
        return None
    given = " and ".join(str(frozen.defaults[name]) for name in case.omits)
    return f"called without {left_out}, it gives another result than with {given}"


@dataclass(frozen=True, slots=True)
class Header:
    """What the header of a student's function says about some defaults.

    Attributes
    ----------
    required : frozenset of str
        The arguments that have none.
    told : mapping
        The others that it has; None where the default is no plain number.
    returned : object
        What a call without them returned, where the header does not tell all.
    """

    required: frozenset[str] = frozenset()
    told: Mapping[str, float | None] = field(default_factory=dict)
    returned: object = None

    @classmethod
    def read(cls, value: object) -> Header:
        """Read what came over the wire; what has another form says nothing."""
        fields = value if isinstance(value, dict) else {}
        required, told = fields.get("required"), fields.get("told")
        return cls(
            frozenset(name for name in _as_list(required) if isinstance(name, str)),
            {
                name: number if type(number) in (bool, int, float) else None
                for name, number in (told if isinstance(told, dict) else {}).items()
            },
            fields.get("returned"),
        )


def _as_list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def advise_defaults(frozen: Frozen, answers: Sequence[CaseAnswer]) -> Iterator[str]:
    """Say which defaults the text's header has, to those whose header has none."""
    for case, answer in zip(frozen.cases, answers, strict=True):
        required = Header.read(answer.value).required if case.omits else frozenset()
        missing = [f"{name}={frozen.defaults[name]}" for name in case.omits if name in required]
        if missing:
            yield (
                f"the text's header has {' and '.join(missing)}: with defaults, a call may leave "
                "them out."
            )


_JUDGES: dict[Fact, Judge] = {
    Fact.UNCHANGED: _judge_unchanged,
    Fact.VECTORISED: _judge_vectorised,
    Fact.PLAIN: _judge_plain,
    Fact.DEFAULTS: _judge_defaults,
}
