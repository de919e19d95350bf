"""Classes that nobody taught: journals of any size, with everything that a real class does.

``python -m tests.generated_class JOURNAL COUNT ASSIGNMENT…`` writes one.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from autograder.classroom.journal import Journal, Record
from autograder.report import CheckResult, ExerciseResult, Isolation, Outcome, Report
from autograder.rubric.exercise import Exercise
from tests.first_neuron import ASSIGNMENTS

FIRST = ["Aino", "Bilal", "Chiara", "Emeka", "Grace", "Jamila", "Kofi", "Mei", "Omar", "Yara"]
LAST = ["Abbas", "Costa", "Dubois", "Eze", "García", "Hansen", "Ito", "Kowalski", "Okafor", "Zhang"]
CHANCES = 3 + max(len(e.checks) for a in ASSIGNMENTS.values() for e in a.exercises)
RARE = (Outcome.TIMEOUT, Outcome.CRASHED, Outcome.ERROR, Outcome.MISSING)


def generate(assignment: str, count: int, seed: int = 1) -> Iterator[Record]:
    """Make up the records of a class; abler students solve more, in a plausible way."""
    rng = np.random.default_rng(seed)
    exercises = ASSIGNMENTS[assignment].exercises
    ease = rng.normal(0.7, 0.8, len(exercises))
    names = [exercise.name for exercise in exercises]
    for number in range(count):
        last_name, first_name = rng.integers(10, size=2)
        name = f"{LAST[last_name]}, {FIRST[first_name]} {number:05d}"
        path = f"submitted/{name}/{assignment}/{assignment}.ipynb"
        kind, ability = rng.random(), rng.normal()
        chances = rng.random((len(exercises), CHANCES))
        last = len(exercises) if rng.random() > 0.15 else int(rng.integers(len(exercises)))
        results = tuple(
            _result(exercise, ability + ease[place], chances[place], written=place < last)
            for place, exercise in enumerate(exercises)
        )
        error = f"{path} is not a notebook: it is no JSON; download or save it again"
        if kind > 0.005 or count < 20:
            error = ""
        elif kind < 0.001:
            yield Record(name, "", path, "", "course", "", None, error)
            continue
        else:
            results = tuple(_unreadable(exercise) for exercise in exercises)
        report = Report(name, assignment, results, Isolation.FULL, (error,) if error else ())
        # One in fifty copies from one of a few.
        own = {exercise: f"{number:08x}{place:08x}" for place, exercise in enumerate(names)}
        copies = rng.random() < 0.02
        digests = dict.fromkeys(names, f"{number % max(count // 250, 2):016x}") if copies else own
        code = " ".join(f"{exercise}:{digest}" for exercise, digest in digests.items())
        yield Record(name, assignment, path, "content", "course", code, report, error)


def _result(
    exercise: Exercise, ease: float, chances: np.ndarray, *, written: bool
) -> ExerciseResult:
    luck, is_known, which, *rest = chances.tolist()
    if not written:
        return _ended(exercise, Outcome.NOT_ATTEMPTED, "there is nothing here yet")
    if luck < 0.012:
        outcome = RARE[int(luck * 1000) % len(RARE)]
        return _ended(exercise, outcome, f"{exercise.name} ended with {outcome.value}")
    is_right = luck < 1 / (1 + np.exp(-1.6 * ease))
    right = [is_right or (place > 0 and chance < 0.4) for place, chance in enumerate(rest)]
    checks = tuple(
        CheckResult(
            check.name,
            Outcome.PASSED if ok else Outcome.FAILED,
            check.points if ok else 0.0,
            check.points,
            message="" if ok else "the values differ",
        )
        for check, ok in zip(exercise.checks, right, strict=False)
    )
    known = None
    if not is_right and exercise.misconceptions and is_known < 0.6:
        place = int(which**2.5 * len(exercise.misconceptions))
        known = exercise.misconceptions[place]
    return ExerciseResult(
        exercise.name,
        Outcome.PASSED if is_right else Outcome.FAILED,
        checks,
        misconception=known.name if known else None,
        hint=known.hint if known else None,
        seconds=which / 100,
    )


def _unreadable(exercise: Exercise) -> ExerciseResult:
    return _ended(exercise, Outcome.MISSING, "the file could not be graded")


def _ended(exercise: Exercise, outcome: Outcome, message: str) -> ExerciseResult:
    inner = outcome if outcome is Outcome.NOT_ATTEMPTED else Outcome.BLOCKED
    checks = tuple(
        CheckResult(check.name, inner, 0.0, check.points, message=message)
        for check in exercise.checks
    )
    return ExerciseResult(exercise.name, outcome, checks, message)


def write_class(path: Path, count: int, *assignments: str, seed: int = 1) -> Path:
    """Write a journal."""
    with Journal(path) as journal:
        for assignment in assignments:
            for record in generate(assignment, count, seed):
                journal.append(record)
    return path


if __name__ == "__main__":
    write_class(Path(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:])
