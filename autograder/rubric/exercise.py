"""The words of a rubric: assignments, exercises, checks, cases, misconceptions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum, StrEnum

import numpy as np

from autograder.rubric.inputs import Inputs

NUMBER = ((), (1,), (1, 1))
"""Shapes in which a number may come: a Python or NumPy number, and what a sum along one axis or a
matrix product leaves of one. Where the text insists on a plain number, that is a fact of its own.
"""


class Fact(Enum):
    """What a check looks at."""

    VALUE = "value"
    """An array or a number: type, shape, finiteness, values."""
    LABELS = "labels"
    """An array of zeros and ones, of whatever kind: float, int or bool."""
    LIST = "list"
    """A list of arrays or numbers."""
    ANSWER = "answer"
    """An answer to a question: a letter, a number or a shape."""
    UNCHANGED = "unchanged"
    """The arguments are as they were before the call."""
    VECTORISED = "vectorised"
    """The number of Python steps does not grow with the number of examples."""
    PLAIN = "plain"
    """A number comes as a number, not as an array with one element."""
    DEFAULTS = "defaults"
    """Arguments that a call may leave out have the values that the text gives them."""


class Form(StrEnum):
    """The form of an answer to a question."""

    LETTER = "a letter"
    NUMBER = "a number"
    SHAPE = "a shape, as in (2, 1),"


class Advice(Enum):
    """A habit worth telling to those whose work is right; it is worth no points."""

    OVERFLOW = "safe from overflow"
    ONE_HALF = "one half itself"
    EMPTY_LOOP = "no idle loop"
    DEEP_COPY = "no needless copy"
    PLAIN_COST = "the cost as a plain number"


AGAIN = "the first inputs once more"
"""The last hidden case, which repeats the first hidden one: who keeps something fails it."""

VALUE_FACTS = frozenset({Fact.VALUE, Fact.LABELS, Fact.LIST, Fact.ANSWER})


@dataclass(frozen=True, slots=True, eq=False)
class Check:
    """One fact that earns points.

    Attributes
    ----------
    name : str
        The fact in words, or the name of the output it is about.
    points : float
        What it earns; nothing makes it advice.
    fact : Fact
        What it looks at.
    path : tuple
        Where in the returned value: ``(0, "dw")`` is ``result[0]["dw"]``.
    rtol, atol : float
        Relative and absolute tolerance of the values.
    hint : str
        What to think about when it fails and no misconception fits.
    form : Form or None
        The form of the answer, for an answer.
    """

    name: str
    points: float
    fact: Fact = Fact.VALUE
    path: tuple[str | int, ...] = ()
    rtol: float = 1e-6
    atol: float = 1e-9
    hint: str = ""
    form: Form | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """Named inputs of an exercise; like checks and exercises, they equal themselves alone.

    Attributes
    ----------
    name : str
        What is special about the inputs.
    args, kwargs
        The arguments of the call: arrays, numbers, formulas.
    visible : bool
        Whether students may see it.
    traced : bool
        Whether to count the Python steps it takes.
    illustrates : bool
        Whether it is there for a drawing alone: no check looks at it, and it runs only where
        somebody wants the drawing.
    omits : tuple of str
        Arguments that the call leaves out: their defaults are looked at, and nothing else. The
        function is run only where its header does not tell them.
    """

    name: str
    args: tuple[object, ...] = ()
    kwargs: Mapping[str, object] = field(default_factory=dict)
    visible: bool = False
    traced: bool = False
    illustrates: bool = False
    omits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Misconception:
    """A named wrong way to write an exercise.

    Attributes
    ----------
    name : str
        For reports: lower case, with hyphens.
    hint : str
        At most two sentences about the student's own result, without the answer.
    wrong : callable, optional
        The exercise written in this wrong way. Whoever compiles the rubric needs it; a compiled
        assignment has what it returns instead.
    """

    name: str
    hint: str
    wrong: Callable[..., object] | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True, eq=False)
class Exercise:
    """One function that a student writes.

    Attributes
    ----------
    name : str
        The function's name.
    checks : tuple of Check
        What earns its points.
    visible : tuple of Case
        The cases students see.
    hidden : callable, optional
        Draws the hidden cases from a random generator; a compiled assignment has the cases instead.
    helpers : tuple of str
        Exercises whose functions this one may call.
    misconceptions : tuple of Misconception
        The simplest first.
    aliases : tuple of str
        Other names under which the function is accepted.
    seconds : float
        How long all its cases together may take.
    advice : tuple of Advice
        What to look at once all is right.
    inputs : Inputs, optional
        What its inputs may be.
    draws : bool
        Whether hidden cases are drawn from the domains of the inputs, beside those of ``hidden``.
    num_examples : int
        How many visible cases there are, where these are kept elsewhere.
    """

    name: str
    checks: tuple[Check, ...]
    visible: tuple[Case, ...] = ()
    hidden: Callable[[np.random.Generator], Iterable[Case]] | None = None
    helpers: tuple[str, ...] = ()
    misconceptions: tuple[Misconception, ...] = ()
    aliases: tuple[str, ...] = ()
    seconds: float = 5.0
    advice: tuple[Advice, ...] = ()
    inputs: Inputs | None = None
    draws: bool = True
    num_examples: int = 0

    @property
    def has_examples(self) -> bool:
        """Whether practice can say what is right: not of answers that are all hidden."""
        return bool(self.visible or self.num_examples)

    @property
    def points(self) -> float:
        """The points it is worth."""
        return sum(check.points for check in self.checks)

    @property
    def names(self) -> tuple[str, ...]:
        """Every name under which a student may have written it."""
        return (self.name, *self.aliases)


@dataclass(frozen=True, slots=True)
class Assignment:
    """One notebook with its exercises.

    Attributes
    ----------
    name : str
        The name of its notebook.
    title : str
        For people.
    exercises : tuple of Exercise
        In the order of the notebook.
    """

    name: str
    title: str
    exercises: tuple[Exercise, ...]

    def exercise(self, name: str) -> Exercise:
        """Find an exercise by its name or an alias.

        Raises
        ------
        KeyError
            If there is none.
        """
        for exercise in self.exercises:
            if name in exercise.names:
                return exercise
        raise KeyError(name)

    def with_mistakes(self, wrong: Mapping[str, Mapping[str, Callable[..., object]]]) -> Assignment:
        """Add the functions that make the mistakes.

        Parameters
        ----------
        wrong : mapping
            For each exercise and each of its misconceptions, the exercise written in that way.

        Raises
        ------
        ValueError
            If there is a function for a misconception that there is not.
        """
        exercises = []
        for exercise in self.exercises:
            functions = dict(wrong.get(exercise.name, {}))
            known = tuple(
                replace(one, wrong=functions.pop(one.name, one.wrong))
                for one in exercise.misconceptions
            )
            if functions:
                names = ", ".join(functions)
                raise ValueError(f"{exercise.name} has no misconception called {names}")
            exercises.append(replace(exercise, misconceptions=known))
        return replace(self, exercises=tuple(exercises))
