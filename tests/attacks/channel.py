"""How much a report tells of hidden inputs at most: its distinguishable contents, in bits.

Student code that knows the hidden inputs chooses what it answers; what it can choose among is
counted here with the real judge. Errors, endings and values are tried in turn, on all hidden cases
and on single ones; where checks of an exercise fail each for itself, their sentences multiply.

``python -m tests.attacks.channel`` prints the table.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from autograder.grading.verdict import judge
from autograder.report import ExerciseResult
from autograder.rubric.exercise import Exercise
from autograder.rubric.expected import Frozen, Raised
from autograder.sandbox.answer import (
    MOST_LINES_TOLD,
    CaseAnswer,
    ExerciseAnswer,
    Region,
    StudentError,
)
from autograder.sandbox.frames import Ending
from autograder.sandbox.schema import BUILTIN_ERRORS
from autograder.submission.code import Block, Code
from autograder.submission.reading import read_code
from tests.conftest import PREAMBLE, ROOT
from tests.first_neuron import ASSIGNMENTS, all_cases

CELL = "cell 2"
TRANSFORMS: dict[str, Callable[[np.ndarray], object]] = {
    "negative": lambda a: -a,
    "twice": lambda a: 2 * a,
    "half": lambda a: a / 2,
    "one more": lambda a: a + 1,
    "a little more": lambda a: a + 0.01,
    "turned": lambda a: a.T,
    "backwards": np.flip,
    "zeros": np.zeros_like,
    "ones": np.ones_like,
    "squared": lambda a: a * a,
    "one minus": lambda a: 1 - a,
    "rounded": np.round,
    "sum": lambda a: a.sum(),
    "mean": lambda a: a.mean(),
    "flat": lambda a: a.ravel(),
    "longer": lambda a: np.concatenate([a.ravel()] * 2),
    "repeated": lambda a: np.repeat(a[None], 2, axis=0),
    "nan": lambda a: np.full(a.shape, math.nan),
    "infinite": lambda a: np.full(a.shape, math.inf),
    "list": lambda a: a.tolist(),
    "text": lambda a: "text",
    "whole": lambda a: np.round(a).astype(int),
    "true": lambda a: a > 0,
    "complex": lambda a: a + 1j,
    "nothing": lambda a: None,
}


def change(value: object, transform: Callable[[np.ndarray], object], part: int | None) -> object:
    """Change all numbers of a value, or those of one part of it."""
    if isinstance(value, tuple | list):
        changed = [
            change(item, transform, None) if part in (None, number) else item
            for number, item in enumerate(value)
        ]
        return type(value)(changed)
    if isinstance(value, dict):
        return {
            key: change(item, transform, None) if part in (None, number) else item
            for number, (key, item) in enumerate(value.items())
        }
    array = np.asarray(value)
    if array.dtype.kind not in "biufc":
        return None
    with np.errstate(all="ignore"):
        return transform(array.astype(float))


def values(frozen: Frozen) -> Iterator[list[object]]:
    """Give for all cases what code that knows the inputs may return: known mistakes, changes."""
    for outputs in frozen.misconceptions.values():
        yield [None if isinstance(output, Raised) else output for output in outputs]
    sizes = [len(o) for o in frozen.outputs if isinstance(o, tuple | list | dict)]
    for transform in TRANSFORMS.values():
        for part in (None, *range(max(sizes, default=0))):
            yield [change(output, transform, part) for output in frozen.outputs]
    yield [None] * len(frozen.outputs)
    yield [{} for _ in frozen.outputs]
    yield [() for _ in frozen.outputs]


def choices(frozen: Frozen) -> list[set[int]]:
    """Choose hidden cases: all, each one, and all after some of them."""
    hidden = [number for number, case in enumerate(frozen.cases) if not case.visible]
    chosen = [set(hidden), *({number} for number in hidden)]
    return chosen + [set(hidden[start:]) for start in range(1, len(hidden))]


@cache
def code_of(assignment: str) -> Code:
    """Read the solutions as a submission."""
    source = (ROOT / "solutions" / f"{assignment}.py").read_text(encoding="utf-8")
    return read_code([Block("cell 1", PREAMBLE), Block(CELL, source)])


class Channel:
    """Counts what reports of one exercise can say of hidden cases."""

    def __init__(self, assignment: str, exercise: Exercise, frozen: Frozen) -> None:
        self.exercise, self.frozen, self.code = exercise, frozen, code_of(assignment)
        self.region = Region(exercise.names, CELL, 1, 10**6)
        self.right = [CaseAnswer(value) for value in frozen.outputs]

    def report(self, answers: Sequence[CaseAnswer], **ending: object) -> ExerciseResult:
        """Judge answers: the visible ones as they are, the hidden ones as what is told of them."""
        visible = ExerciseAnswer(
            tuple(a for a, c in zip(answers, self.frozen.cases, strict=True) if c.visible)
        )
        hidden = ExerciseAnswer(
            tuple(a for a, c in zip(answers, self.frozen.cases, strict=True) if not c.visible)
        )
        told = replace(hidden, **ending).unseen(self.region)  # type: ignore[arg-type]
        both = visible.joined_with(told)
        order = [n for n, c in enumerate(self.frozen.cases) if c.visible]
        order += [n for n, c in enumerate(self.frozen.cases) if not c.visible]
        if both.ending is Ending.DONE:
            cases = [both.cases[order.index(n)] for n in range(len(order))]
            both = replace(both, cases=tuple(cases))
        return judge(self.exercise, self.frozen, both, self.code)

    def failing(self, error: StudentError) -> ExerciseResult:
        """Judge a function that raises on all hidden cases."""
        pairs = zip(self.right, self.frozen.cases, strict=True)
        return self.report([a if c.visible else CaseAnswer(error=error) for a, c in pairs])

    def errors(self) -> int:
        """Count what errors can say: types and lines, each by itself, times each other."""
        types = {self.failing(StudentError(name, "x", CELL, 3, "g")) for name in BUILTIN_ERRORS}
        lines = {
            self.failing(StudentError("ValueError", "x", CELL, line, "g"))
            for line in range(MOST_LINES_TOLD + 50)
        }
        functions = {
            self.failing(StudentError("NotImplementedError", text, CELL, 3, function))
            for function in (*self.exercise.names, "g")
            for text in ("", "Cannot cast ufunc")
        }
        return len(types) * len(lines) + len(functions)

    def endings(self) -> int:
        """Count how a run can end."""
        ways = [{"ending": one, "detail": d} for one in Ending for d in ("SIGSEGV", "exit code 3")]
        reports = {
            self.report(self.right, **way) for way in ways if way["ending"] is not Ending.LOST
        }
        return len(reports | {self.report(self.right, defined=False)})

    def sentences(self) -> tuple[dict[str, set[object]], set[object]]:
        """Collect what each check can say, and the names of mistakes."""
        said: dict[str, set[object]] = defaultdict(set)
        names: set[object] = set()
        for outputs in values(self.frozen):
            for chosen in choices(self.frozen):
                answers = [
                    CaseAnswer(outputs[number], changed=False) if number in chosen else right
                    for number, right in enumerate(self.right)
                ]
                result = self.report(answers)
                names.add((result.misconception, result.hint))
                for check in result.checks:
                    said[check.name].add((check.outcome, check.message, check.expected, check.got))
        return said, names

    def bits(self) -> float:
        """Give the bits: errors, endings, and all combinations of what checks and names say."""
        said, names = self.sentences()
        combined = math.prod(len(one) for one in said.values()) * len(names)
        manner = 2  # whether arguments were changed
        return math.log2(combined * manner + self.errors() + self.endings())


def measure_assignment(name: str) -> dict[str, float]:
    """Measure the exercises of an assignment."""
    return {
        exercise.name: Channel(name, exercise, all_cases(name)[exercise.name]).bits()
        for exercise in ASSIGNMENTS[name].exercises
    }


def measure() -> dict[str, dict[str, float]]:
    """Measure all exercises."""
    return {name: measure_assignment(name) for name in ASSIGNMENTS}


if __name__ == "__main__":
    for assignment, exercises in measure().items():
        listed = ", ".join(f"`{name}` {math.ceil(bits)}" for name, bits in exercises.items())
        print(f"| `{assignment}` | {listed} |")
