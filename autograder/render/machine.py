"""How a machine stands, as text and as plain data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from textwrap import fill

from autograder.classroom.machine import Limit, Machine
from autograder.report import Isolation
from autograder.sandbox.examination import LayerFinding

SCHEMA = 1
WIDTH = 80
SIZES = ("B", "KiB", "MiB", "GiB", "TiB")


def as_text(machine: Machine) -> str:
    """Write how a machine stands, no wider than a terminal."""
    return "\n".join(_lines(machine)) + "\n"


def _lines(machine: Machine) -> Iterator[str]:
    yield "Versions"
    yield _wrapped(", ".join(f"{name} {number}" for name, number in machine.versions.items()))
    yield from (f"  {name:<12}{value}" for name, value in machine.system.items() if value)
    yield "\nWall"
    yield _wrapped(_verdict(machine))
    if machine.layers:
        yield f"\n  {'layer':<20}{'stands':<9}attacks that it refuses alone"
        yield from (line for layer in machine.layers for line in _layer(layer))
    yield "\nLimits"
    yield from map(_limit, machine.limits)
    yield "\nCourse"
    for one in machine.course:
        held = f"{one.exercises} exercises, {one.visible} visible and {one.hidden} hidden cases"
        sets = f", {one.sets} sets" if one.sets > 1 else ""
        yield f"  {one.assignment:<20}{one.problem or held + sets}"
    folders = sorted({one.private.rpartition("/")[0] for one in machine.course})
    who = (
        "every user of this machine" if any(o.is_open for o in machine.course) else "not everybody"
    )
    yield from (f"  hidden cases in     {folder}" for folder in folders)
    yield f"  which can read      {who}"
    yield "\nWhat will be refused"
    if not machine.troubles:
        yield "  nothing: grading will work here"
    for trouble in machine.troubles:
        yield _wrapped(trouble.what, "! ")
        yield _wrapped(trouble.advice, "  ")


def _wrapped(text: str, mark: str = "") -> str:
    return fill(text, WIDTH, initial_indent=f"  {mark}", subsequent_indent="  " + " " * len(mark))


def _verdict(machine: Machine) -> str:
    if machine.failure:
        return f"not tested: {machine.failure}"
    if machine.wall.isolation is Isolation.FULL:
        without = "".join(f", without {name}" for name in machine.wall.missing)
        return f"stands: no attack gets through all layers together{without}"
    return f"does not stand: {machine.wall.reasons()}"


def _layer(layer: LayerFinding) -> Iterator[str]:
    tried = len(layer.refused) + len(layer.through)
    stands = "yes" if layer.stands else "NO"
    yield f"  {layer.name:<20}{stands:<9}{len(layer.refused)} of {tried}"
    if layer.reason:
        yield _wrapped(layer.reason, "  ")
    for names, what in ((layer.through, "gets through"), (layer.untried, "cannot be tried here")):
        if names:
            yield _wrapped(f"{what}: {', '.join(names)}", "  ")


def _limit(limit: Limit) -> str:
    value, needed = _amount(limit.value, limit.unit), _amount(limit.needed, limit.unit)
    verdict = f"{needed} needed" if limit.is_enough else f"TOO LOW, {needed} needed"
    return f"  {limit.name:<28}{value:<14}{verdict}"


def _amount(value: float | None, unit: str) -> str:
    """Write an amount.

    Examples
    --------
    >>> _amount(1536 * 1024**2, "B"), _amount(None, "s"), _amount(64, "")
    ('1.5 GiB', 'unlimited', '64')
    """
    if value is None:
        return "unlimited"
    if unit != "B":
        return f"{value:.0f} {unit}".strip()
    for size in SIZES:
        if value < 1024 or size == SIZES[-1]:
            break
        value /= 1024
    return f"{value:.3g} {size}"


def as_data(machine: Machine) -> dict[str, object]:
    """Turn it into plain data: what the text says, under names that stay."""
    plain = asdict(machine)
    plain["wall"] = {
        "isolation": machine.wall.isolation.value,
        "missing": dict(machine.wall.missing),
        "holes": list(machine.wall.holes),
    }
    for one, limit in zip(plain["limits"], machine.limits, strict=True):
        one["is_enough"] = limit.is_enough
    return {"schema": SCHEMA, "status": machine.status, **plain}
