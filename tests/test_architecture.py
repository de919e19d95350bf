"""The rooms of the engine are those of docs/architecture.md, and imports point one way."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.first_neuron import ROOT

ENGINE = ROOT / "autograder"
ROW = re.compile(r"^\| (\d+) \| `(\w+)` \|", re.MULTILINE)
LAYERS = {
    name: int(layer)
    for layer, name in ROW.findall((ROOT / "docs" / "architecture.md").read_text(encoding="utf-8"))
}
MODULES = {
    path.relative_to(ROOT).with_suffix("").as_posix(): path
    for path in sorted(ENGINE.rglob("*.py"))
    if path.parent != ENGINE or path.stem != "__init__"
}
OF_A_COURSE = frozenset({"rubrics", "solutions", "source", "tests", "benchmarks"})


def imported(path: Path) -> Iterator[str]:
    """Give the dotted names that a module imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "an import is written out"
            yield str(node.module)
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room_of(path: Path) -> str:
    """Name the room that a module lies in."""
    return path.relative_to(ENGINE).with_suffix("").parts[0]


def test_every_room_has_its_row() -> None:
    """No room is without a rule, and no rule without its room."""
    rooms = {room_of(path) for path in MODULES.values()}
    assert rooms == LAYERS.keys()


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_down(module: str) -> None:
    """A room imports from rooms of lower layers alone."""
    path = MODULES[module]
    own = room_of(path)
    for name in imported(path):
        parts = name.split(".")
        if parts[0] == "autograder" and len(parts) > 1 and parts[1] in LAYERS:
            assert parts[1] == own or LAYERS[parts[1]] < LAYERS[own], name


@pytest.mark.parametrize("module", MODULES)
def test_the_engine_imports_nothing_of_a_course(module: str) -> None:
    """What is written for a course is read by its path, never imported by its name."""
    assert not {name.split(".")[0] for name in imported(MODULES[module])} & OF_A_COURSE
