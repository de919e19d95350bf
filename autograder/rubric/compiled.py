"""A compiled assignment: all that practising and grading need, and nothing that runs.

It is made by ``autograder build``. Whoever grades holds both halves; a student holds the one that
travels with the notebook. It can be sent to where submissions are graded, and what was read of it
once is remembered there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from autograder.rubric.exercise import Assignment
from autograder.rubric.expected import ExpectedError, Frozen, join
from autograder.rubric.storage import Stored, read, read_rubric

CHECKS, HIDDEN = ".checks.h5", ".hidden.h5"
"""How the files of the two halves end."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """A compiled assignment.

    Attributes
    ----------
    name : str
        Its name.
    digest : str
        The digest of what its files hold: two with the same digest are the same.
    checks : bytes
        What students may see of it.
    hidden : mapping
        Name and content of each file of hidden cases: the set that is the same for everybody, then
        the others. Empty where they are not at hand.
    """

    name: str
    digest: str
    checks: bytes = field(compare=False, repr=False)
    hidden: Mapping[str, bytes] = field(default_factory=dict, compare=False, repr=False)

    @property
    def assignment(self) -> Assignment:
        """The rubric.

        Raises
        ------
        ExpectedError
            If it is damaged.
        """
        return _rubric(self)

    @property
    def visible(self) -> Mapping[str, Frozen]:
        """The cases that students see."""
        return _without_drawings(self)

    @property
    def illustrations(self) -> Mapping[str, Frozen]:
        """The cases that are there for drawings alone, of the exercises that have some."""
        return _drawings(self)

    @property
    def num_sets(self) -> int:
        """How many sets of hidden cases there are."""
        return len(self.hidden)

    def require_hidden(self) -> None:
        """See that the teacher's half is at hand.

        Raises
        ------
        ExpectedError
            If it is not; the message says what can be done here all the same.
        """
        if not self.hidden:
            raise ExpectedError(
                f"the hidden cases of {self.name} are not here: it can be practised here, with "
                "autograder check, and is graded where the teacher's course folder lies"
            )

    def cases(self, student: str | None = None) -> Mapping[str, Frozen]:
        """Give the cases that a student is graded on, visible ones first.

        Parameters
        ----------
        student : str, optional
            Whose they are. Without a name they are the first set, the same for everybody; with a
            name, each exercise has the set that the course's seed and the name draw.

        Raises
        ------
        ExpectedError
            If hidden cases are not at hand, or damaged.
        """
        self.require_hidden()
        first, *more = names = list(self.hidden)
        if student is None or not more:
            return _all(self, first)
        seed = _hidden(self, first).seed
        return {
            exercise.name: _all(self, names[draw(seed, student, exercise.name, len(names))])[
                exercise.name
            ]
            for exercise in self.assignment.exercises
        }


def compile_files(name: str, checks: bytes, hidden: Mapping[str, bytes] | None = None) -> Compiled:
    """Put the files of an assignment together.

    Parameters
    ----------
    name : str
        Its name.
    checks : bytes
        What ``<name>.checks.h5`` holds.
    hidden : mapping, optional
        Name and content of each file of hidden cases, the first set first.
    """
    digest = hashlib.sha256()
    for file, content in {name + CHECKS: checks, **(hidden or {})}.items():
        digest.update(f"{file}\0{len(content)}\0".encode())
        digest.update(content)
    return Compiled(name, digest.hexdigest(), checks, dict(hidden or {}))


_KNOWN: dict[str, Compiled] = {}
"""What this process grades with, by its digest."""


def remember(compiled: Compiled) -> None:
    """Keep a compiled assignment for later in this process, and those that are forked off it."""
    _KNOWN.setdefault(compiled.digest, compiled)


def is_known(digest: str) -> bool:
    """Whether what has a digest is known in this process."""
    return digest in _KNOWN


def recall(digest: str) -> Compiled:
    """Give what has a digest.

    Raises
    ------
    KeyError
        If it is not known in this process.
    """
    return _KNOWN[digest]


@lru_cache(maxsize=32)
def _rubric(compiled: Compiled) -> Assignment:
    assignment = read_rubric(compiled.checks, compiled.name + CHECKS)
    if assignment is None or assignment.name != compiled.name:
        message = f"{compiled.name}{CHECKS} has no rubric of {compiled.name}; build it again"
        raise ExpectedError(message)
    return assignment


@lru_cache(maxsize=32)
def _visible(compiled: Compiled) -> Mapping[str, Frozen]:
    stored = read(compiled.checks, compiled.name + CHECKS).exercises
    if set(stored) != {exercise.name for exercise in compiled.assignment.exercises}:
        message = f"{compiled.name}{CHECKS} has other cases than its rubric; build it again"
        raise ExpectedError(message)
    return stored


@lru_cache(maxsize=32)
def _without_drawings(compiled: Compiled) -> Mapping[str, Frozen]:
    return {name: one.only(illustrates=False) for name, one in _visible(compiled).items()}


@lru_cache(maxsize=32)
def _drawings(compiled: Compiled) -> Mapping[str, Frozen]:
    found = {name: one.only(illustrates=True) for name, one in _visible(compiled).items()}
    return {name: one for name, one in found.items() if one.cases}


@lru_cache(maxsize=256)
def _hidden(compiled: Compiled, file: str) -> Stored:
    stored = read(compiled.hidden[file], file)
    if set(stored.exercises) != {exercise.name for exercise in compiled.assignment.exercises}:
        message = f"{file} has other exercises than {compiled.name}{CHECKS}; build both again"
        raise ExpectedError(message)
    return stored


@lru_cache(maxsize=256)
def _all(compiled: Compiled, file: str) -> Mapping[str, Frozen]:
    return join(compiled.visible, _hidden(compiled, file).exercises)


def draw(seed: int, student: str, exercise: str, count: int) -> int:
    """Draw the set of hidden cases of one student for one exercise.

    Examples
    --------
    >>> [draw(0, student, "sigmoid", 8) for student in ("alice", "bob", "alice")]
    [5, 3, 5]
    """
    text = f"{seed}\0{student}\0{exercise}".encode()
    return int.from_bytes(hashlib.sha256(text).digest()[:8], "big") % count
