"""Student code, taken apart: statements, the names they bind and use."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

STAR = "*"
"""What ``import *`` binds: anything."""


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of source and where it stands: a cell, or a whole module."""

    place: str
    source: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement at the top level of a submission.

    Attributes
    ----------
    cell : str
        Where it stands, as in ``cell 7``.
    line : int
        Its first line there, from 1.
    source : str
        Its text.
    tree : ast.stmt
        Its syntax tree.
    binds, uses : frozenset of str
        The global names that it sets and those that it, or a function in it, looks up.
    packages : tuple of str
        The packages that it imports.
    is_stub : bool
        Whether it is a function whose body was not written yet.
    is_assignment : bool
        Whether it gives names to values other than functions.
    """

    cell: str
    line: int
    source: str
    tree: ast.stmt = field(repr=False, compare=False)
    binds: frozenset[str]
    uses: frozenset[str]
    packages: tuple[str, ...] = ()
    is_stub: bool = False
    is_assignment: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a function, and where it stands.

    Attributes
    ----------
    cell : str
        As in ``cell 7``.
    line : int
        Its first line there, from 1.
    text : str
        As the student wrote it.
    """

    cell: str
    line: int
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Code:
    """The code of a submission; it equals itself alone, so that what it needs is found once.

    Attributes
    ----------
    statements : tuple of Statement
        In the order in which they stand.
    problems : tuple of str
        What could not be read, and where.
    broken : dict
        For functions that stand in source which does not parse: the problem.
    flags : int
        What ``from __future__ import`` asks of the compiler.
    unparsed : dict
        For the same functions as in ``broken``: the text that does not parse.
    """

    statements: tuple[Statement, ...]
    problems: tuple[str, ...] = ()
    broken: dict[str, str] | None = None
    flags: int = 0
    unparsed: Mapping[str, Source] = field(default_factory=dict)

    @property
    def names(self) -> frozenset[str]:
        """Every name that is bound, or would be if its source parsed."""
        bound = frozenset(name for statement in self.statements for name in statement.binds)
        return bound | frozenset(self.broken or ())

    def definition(self, names: Sequence[str]) -> Statement | None:
        """Find the last statement that binds one of some names."""
        for statement in reversed(self.statements):
            if statement.binds & set(names):
                return statement
        return None

    def source(self, names: Sequence[str]) -> Source | None:
        """Find the text of a function under one of some names, whether it parses or not."""
        found = self.definition(names)
        if found is not None:
            return Source(found.cell, found.line, found.source)
        return next((self.unparsed[name] for name in names if name in self.unparsed), None)

    def needs(self, names: tuple[str, ...]) -> tuple[int, ...]:
        """Find the statements that must run for some names to work.

        Returns
        -------
        tuple of int
            Their numbers, in order: those that bind the names, those that bind what these use,
            and so on; an ``import *`` may bind anything and is always among them.
        """
        return _find_needs(self, names)


@lru_cache(maxsize=64)
def _find_needs(code: Code, names: tuple[str, ...]) -> tuple[int, ...]:
    wanted, seen = {STAR, *names}, set[int]()
    while True:
        found = {
            number
            for number, statement in enumerate(code.statements)
            if number not in seen and statement.binds & wanted
        }
        if not found:
            return tuple(sorted(seen))
        seen |= found
        wanted |= {name for number in found for name in code.statements[number].uses}
