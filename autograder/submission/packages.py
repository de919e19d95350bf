"""Which packages code imports, and which of them are not here; nothing is imported to find out."""

from __future__ import annotations

import ast
import importlib.util
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from autograder.submission.code import Statement

MOST_LOOKED_FOR = 100
"""Further packages are taken to be there."""
MOST_TOLD, LONGEST_NAME = 6, 30


def packages_of(node: ast.stmt) -> Iterator[str]:
    """Name the packages that a statement imports."""
    if isinstance(node, ast.Import):
        yield from (alias.name.split(".")[0] for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
        yield node.module.split(".")[0]


def missing_packages(statements: Iterable[Statement]) -> Mapping[str, list[str]]:
    """Say which packages are not here, and in which cells they are asked for."""
    is_here: dict[str, bool] = {}
    cells: dict[str, list[str]] = defaultdict(list)
    for statement in statements:
        for package in dict.fromkeys(statement.packages):
            if package not in is_here and len(is_here) < MOST_LOOKED_FOR:
                is_here[package] = _is_here(package)
            if not is_here.get(package, True):
                cells[package].append(statement.cell)
    together: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for package, places in cells.items():
        together[tuple(dict.fromkeys(places))].append(repr(package[:LONGEST_NAME]))
    return {
        f"there is no package {_list(names)} here": list(places)
        for places, names in together.items()
    }


def _list(names: Sequence[str]) -> str:
    more = f" and {len(names) - MOST_TOLD} more" if len(names) > MOST_TOLD else ""
    return ", ".join(names[:MOST_TOLD]) + more


def _is_here(package: str) -> bool:
    try:
        return importlib.util.find_spec(package) is not None
    except (ImportError, ValueError):
        return False
