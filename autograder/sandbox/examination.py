"""Attack the layers of the wall one by one: what each of them stops alone, on this machine."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.sandbox.layers import NAMES
from autograder.sandbox.probes import attacks
from autograder.sandbox.process import Worker
from autograder.sandbox.selftest import WallReport, test_wall

NEEDED = {
    "landlock": ("no-new-privileges",),
    "system-calls": ("no-new-privileges",),
    # Root may start as many processes as it likes.
    "limits": ("user",),
}
"""Layers that another one rests on."""


@dataclass(frozen=True, slots=True)
class LayerFinding:
    """What was found about a layer that was put up alone.

    Attributes
    ----------
    name : str
        The layer.
    stands : bool
        Whether it could be put up.
    reason : str
        Why not, where that is known.
    refused : tuple of str
        Attacks that got through where no layer was up, and did not with this one alone.
    through : tuple of str
        Attacks that it should stop alone, and did not.
    untried : tuple of str
        Attacks that it should stop, and that do not even get through without a wall here.
    """

    name: str
    stands: bool
    reason: str
    refused: tuple[str, ...]
    through: tuple[str, ...]
    untried: tuple[str, ...]


def examine_layers(names: tuple[str, ...] = NAMES) -> tuple[LayerFinding, ...]:
    """Put up one layer after the other, each alone, and attack it.

    Raises
    ------
    WorkerError
        If student code cannot run in a process of its own.
    """
    open_field = attack_with()
    return tuple(_examine(name, open_field) for name in names)


def attack_with(*layers: str) -> WallReport:
    """Attack a child around which these layers are put up, and no others."""
    with Worker(without=frozenset(NAMES) - set(layers)) as worker:
        return test_wall(worker)


def _examine(name: str, open_field: WallReport) -> LayerFinding:
    alone = attack_with(name, *NEEDED.get(name, ()))
    its = [attack.name for attack in attacks() if name in attack.stopped_by]
    works = set(open_field.holes)
    return LayerFinding(
        name,
        name not in alone.missing,
        alone.missing.get(name, ""),
        tuple(one for one in its if one in works and one not in alone.holes),
        tuple(one for one in its if one in alone.holes),
        tuple(one for one in its if one not in works and one not in alone.holes),
    )
