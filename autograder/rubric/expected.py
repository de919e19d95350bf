"""The cases of an exercise with what right and wrong work gives on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from weakref import WeakKeyDictionary

from autograder.rubric.exercise import Case
from autograder.rubric.recorded import Recorded


class ExpectedError(Exception):
    """Expected arrays are missing or cannot be read."""


@dataclass(frozen=True, slots=True)
class Raised:
    """Stands for the output of a case on which a misconception raises an exception."""

    type_name: str


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Frozen:
    """The frozen cases of one exercise; it equals itself alone, so that it can be remembered.

    Attributes
    ----------
    cases : tuple of Case
        Visible ones first.
    outputs : tuple
        What the reference solution returns, case by case.
    misconceptions : dict
        For each misconception, what it returns, case by case; :class:`Raised` where it raises.
    source : str
        The reference solution; empty where hidden arrays are not at hand.
    parameters : tuple of str
        The names of its parameters.
    defaults : mapping
        What the reference takes for arguments that are left out.
    recorded : Recorded or None
        What it answers where visible cases of other exercises call it; only in the visible half.
    """

    cases: tuple[Case, ...]
    outputs: tuple[object, ...]
    misconceptions: Mapping[str, tuple[object, ...]] = field(default_factory=dict)
    source: str = ""
    parameters: tuple[str, ...] = ()
    defaults: Mapping[str, object] = field(default_factory=dict)
    recorded: Recorded | None = None

    def only(self, *, illustrates: bool) -> Frozen:
        """Keep the cases that are for drawings, or those that are for checks."""
        return self._keep([n for n, c in enumerate(self.cases) if c.illustrates is illustrates])

    def valued(self) -> Frozen:
        """Keep the cases whose values are looked at; the same object every time."""
        if self not in _VALUED:
            _VALUED[self] = self._keep([n for n, case in enumerate(self.cases) if not case.omits])
        return _VALUED[self]

    def _keep(self, kept: Sequence[int]) -> Frozen:
        if len(kept) == len(self.cases):
            return self
        wrong = {
            name: tuple(outputs[n] for n in kept) for name, outputs in self.misconceptions.items()
        }
        cases, outputs = tuple(self.cases[n] for n in kept), tuple(self.outputs[n] for n in kept)
        return replace(self, cases=cases, outputs=outputs, misconceptions=wrong)

    def unseen(self) -> Frozen:
        """Give the same cases, all of them hidden; the same object every time."""
        if self not in _UNSEEN:
            cases = tuple(replace(case, visible=False) for case in self.cases)
            _UNSEEN[self] = replace(self, cases=cases)
        return _UNSEEN[self]


_UNSEEN: WeakKeyDictionary[Frozen, Frozen] = WeakKeyDictionary()
_VALUED: WeakKeyDictionary[Frozen, Frozen] = WeakKeyDictionary()


def join(visible: Mapping[str, Frozen], hidden: Mapping[str, Frozen]) -> dict[str, Frozen]:
    """Put the visible and the hidden cases of each exercise together, visible ones first."""
    return {name: _join(visible.get(name, Frozen((), ())), hidden[name]) for name in hidden}


def _join(first: Frozen, second: Frozen) -> Frozen:
    return Frozen(
        first.cases + second.cases,
        first.outputs + second.outputs,
        {
            name: first.misconceptions.get(name, ()) + outputs
            for name, outputs in second.misconceptions.items()
        },
        second.source,
        second.parameters,
        second.defaults,
    )
