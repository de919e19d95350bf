"""What a correct helper answers on the visible cases: answers, and no line of its code."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class Recorded:
    """The calls that right work makes to a helper on visible cases, and their answers.

    Attributes
    ----------
    is_elementwise : bool
        Whether an answer holds for each element by itself: then all elements of all calls stand in
        one call.
    args : tuple of tuple
        For each call, the values of all parameters, in their order.
    outputs : tuple
        For each call, what the helper returned.
    """

    is_elementwise: bool
    args: tuple[tuple[object, ...], ...]
    outputs: tuple[object, ...]

    def as_plain(self) -> list[object]:
        """Give it as plain values; ``Recorded(*plain)`` makes it again."""
        return [self.is_elementwise, self.args, self.outputs]
