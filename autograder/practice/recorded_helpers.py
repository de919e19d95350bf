"""A stand-in for a helper: it knows what a correct one answers, and not how.

The class is sent to the sandbox as its text, so it rests on NumPy alone.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from typing import Any

import numpy  # noqa: ICN001 - a student's np is not touched where this is sent to

from autograder.practice.literal import literal
from autograder.rubric.expected import Frozen

UNRECORDED = "no correct answer is recorded for these inputs of"
"""What it says where it is asked something else; the name of the helper follows."""


class RecordedAnswers:
    """Answers what is recorded for the same inputs, and raises LookupError for all others."""

    def __init__(
        self,
        name: str,
        unrecorded: str,
        parameters: tuple[str, ...],
        defaults: dict[str, object],
        is_elementwise: bool,
        args: tuple[tuple[object, ...], ...],
        outputs: tuple[object, ...],
    ) -> None:
        self.name, self.unrecorded = name, unrecorded
        self.parameters, self.defaults = parameters, defaults
        self.is_elementwise, self.outputs = is_elementwise, outputs
        self.places: dict[tuple[tuple[int, ...], ...], list[int]] = {}
        calls = [tuple(numpy.asarray(value) for value in values) for values in args]
        if is_elementwise:
            self.elements = numpy.stack(calls[0], axis=1)
            return
        for place, values in enumerate(calls):
            self.places.setdefault(self.key(values), []).append(place)
        self.rows = {
            key: numpy.array([self.row(calls[place]) for place in same])
            for key, same in self.places.items()
        }

    def key(self, values: tuple[numpy.ndarray, ...]) -> tuple[tuple[int, ...], ...]:
        """Give the shapes of values; whatever holds one number has the shape of a number."""
        return tuple(() if one.size == 1 else one.shape for one in values)

    def row(self, values: tuple[numpy.ndarray, ...]) -> numpy.ndarray:
        """Lay all numbers of some values out in a row."""
        return numpy.concatenate([one.ravel().astype(float) for one in values])

    def find(self, rows: numpy.ndarray, wanted: numpy.ndarray) -> numpy.ndarray:
        """Find for each wanted row the place of the same row."""
        wanted = wanted[:, None, :]
        same = (numpy.abs(rows - wanted) <= 1e-9 + 1e-6 * numpy.abs(wanted)).all(axis=2)
        if not same.any(axis=1).all():
            raise LookupError
        places: numpy.ndarray = same.argmax(axis=1)
        return places

    def __call__(self, *args: object, **kwargs: object) -> object:
        """Answer as the correct helper does."""
        given = {**self.defaults, **dict(zip(self.parameters, args, strict=False)), **kwargs}
        if len(args) > len(self.parameters) or set(given) != set(self.parameters):
            wanted = ", ".join(self.parameters)
            raise TypeError(f"{self.name} is called with other arguments than ({wanted})")
        try:
            values = tuple(numpy.asarray(given[name]) for name in self.parameters)
            return self.element(values) if self.is_elementwise else self.whole(values)
        except (LookupError, TypeError, ValueError):
            raise LookupError(f"{self.unrecorded} {self.name}") from None

    def element(self, values: tuple[numpy.ndarray, ...]) -> object:
        """Answer for each element by itself."""
        arrays = numpy.broadcast_arrays(*values)
        wanted = numpy.stack([one.ravel().astype(float) for one in arrays], axis=1)
        found = numpy.asarray(self.outputs[0])[self.find(self.elements, wanted)]
        return found.reshape(arrays[0].shape) if arrays[0].ndim else float(found[0])

    def whole(self, values: tuple[numpy.ndarray, ...]) -> object:
        """Answer for all values together."""
        key = self.key(values)
        place = self.places[key][self.find(self.rows[key], self.row(values)[None])[0]]
        return self.copy(self.outputs[place])

    def copy(self, value: object) -> object:
        """Copy an answer, so that nothing that is done to it reaches the next one."""
        if isinstance(value, dict):
            return {key: self.copy(item) for key, item in value.items()}
        if isinstance(value, (list, tuple)):
            return type(value)(self.copy(item) for item in value)
        return value.copy() if isinstance(value, numpy.ndarray) else value


def replay(name: str, frozen: Frozen) -> RecordedAnswers:
    """Make a function that answers as a correct helper was recorded to.

    Parameters
    ----------
    name : str
        The name of the helper.
    frozen : Frozen
        Its recorded calls and answers, its parameters and their defaults.
    """
    return RecordedAnswers(name, UNRECORDED, *_plain(frozen))


def replay_source(names: Iterable[str], frozen: Frozen) -> str:
    """Write the source of functions that answer as a correct helper was recorded to.

    Parameters
    ----------
    names : iterable of str
        The names of the helper.
    frozen : Frozen
        Its recorded calls and answers, its parameters and their defaults.
    """
    first, *others = names
    plain = ", ".join(literal(value, "numpy.array") for value in _plain(frozen))
    answers = f"_answers_of_{first} = RecordedAnswers({first!r}, {UNRECORDED!r}, {plain})"
    functions = (
        f"def {name}(*args, **kwargs):\n    return _answers_of_{first}(*args, **kwargs)"
        for name in (first, *others)
    )
    parts = ("import numpy", inspect.getsource(RecordedAnswers), answers, *functions)
    return "\n\n".join(parts)


def _plain(frozen: Frozen) -> list[Any]:
    assert frozen.recorded is not None
    return [frozen.parameters, dict(frozen.defaults), *frozen.recorded.as_plain()]
