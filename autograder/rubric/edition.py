"""An edition of an assignment: the rubric and the expected arrays that its results come from."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path

from autograder.course import ASSIGNMENTS
from autograder.rubric.exercise import Assignment
from autograder.rubric.expected import (
    FOLDER,
    ExpectedError,
    Frozen,
    hidden_paths,
    join,
    path_of,
    read,
    read_seed,
)

NOT_RUBRIC = frozenset({"visible", "hidden", "inputs", "draws"})
"""The fields of an exercise that make cases: the expected arrays hold what they gave."""


@dataclass(frozen=True, slots=True)
class Edition:
    """The rubric and the expected arrays of an assignment.

    Attributes
    ----------
    assignment : str
        Its name.
    rubric : str
        The digest of its rubric and of the grader's version.
    arrays : str
        The digest of its expected arrays.
    files : mapping
        Name and content of each file of expected arrays: the visible cases, then each set of
        hidden ones.
    """

    assignment: str
    rubric: str
    arrays: str
    files: Mapping[str, bytes] = field(compare=False, repr=False)

    @property
    def num_sets(self) -> int:
        """How many sets of hidden cases there are."""
        return len(self.files) - 1

    def cases(self, student: str | None = None) -> Mapping[str, Frozen]:
        """Read the cases that a student is graded on.

        Parameters
        ----------
        student : str, optional
            Whose they are. Without a name they are the first set, the same for everybody; with a
            name, each exercise has the set that the course's seed and the name draw.

        Raises
        ------
        ExpectedError
            If they are damaged.
        """
        _, first, *more = self.files
        if student is None or not more:
            return self._set(first)
        hidden, seed = [first, *more], read_seed(Path(first), self.files[first])
        return {
            exercise.name: self._set(hidden[draw(seed, student, exercise.name, len(hidden))])[
                exercise.name
            ]
            for exercise in ASSIGNMENTS[self.assignment].exercises
        }

    def _set(self, hidden: str) -> Mapping[str, Frozen]:
        return _read_set(self, next(iter(self.files)), hidden)


@lru_cache(maxsize=64)
def _read_set(edition: Edition, visible: str, hidden: str) -> Mapping[str, Frozen]:
    first, second = (read(Path(name), edition.files[name]) for name in (visible, hidden))
    return join({name: one.only(illustrates=False) for name, one in first.items()}, second)


def draw(seed: int, student: str, exercise: str, count: int) -> int:
    """Draw the set of hidden cases of one student for one exercise.

    Examples
    --------
    >>> [draw(0, student, "sigmoid", 8) for student in ("alice", "bob", "alice")]
    [5, 3, 5]
    """
    text = f"{seed}\0{student}\0{exercise}".encode()
    return int.from_bytes(hashlib.sha256(text).digest()[:8], "big") % count


def rubric_digest(assignment: Assignment) -> str:
    """Digest the rubric of an assignment, and the version of the grader that applies it."""
    parts = [version("first-neuron"), assignment.name]
    for exercise in assignment.exercises:
        parts += [
            f"{field.name}={getattr(exercise, field.name)!r}"
            for field in fields(exercise)
            if field.name not in NOT_RUBRIC
        ]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


@cache
def edition_of(assignment: str, folder: Path = FOLDER) -> Edition:
    """Read the edition of an assignment that is installed here.

    Raises
    ------
    ExpectedError
        If its hidden arrays are not at hand.
    """
    visible = path_of(assignment, hidden=False, folder=folder)
    files: dict[str, bytes] = {}
    digest = hashlib.sha256()
    for path in (visible, *hidden_paths(assignment, folder)):
        try:
            files[path.name] = path.read_bytes()
        except OSError:
            message = f"there are no expected arrays in {path}; make them with: autograder freeze"
            raise ExpectedError(message) from None
        digest.update(f"{path.name}\0{len(files[path.name])}\0".encode())
        digest.update(files[path.name])
    rubric = rubric_digest(ASSIGNMENTS[assignment])
    return Edition(assignment, rubric, digest.hexdigest(), files)
