"""Student code, taken apart: statements, the names they bind and use."""

from __future__ import annotations

import ast
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

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


@dataclass(frozen=True, eq=False)
class Code:
    """The code of a submission; what is looked up in it often is laid out once.

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

    @cached_property
    def names(self) -> frozenset[str]:
        """Every name that is bound, or would be if its source parsed."""
        return frozenset(self._binding) | frozenset(self.broken or ())

    def definition(self, names: Sequence[str]) -> Statement | None:
        """Find the last statement that binds one of some names."""
        last = max((self._binding[name][-1] for name in names if name in self._binding), default=-1)
        return self.statements[last] if last >= 0 else None

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
        if names not in self._needs:
            self._needs[names] = self._find_needs(names)
        return self._needs[names]

    def has_line(self, cell: str, line: int) -> bool:
        """Tell whether a statement stands on a line of a cell."""
        starts, ends = self._lines.get(cell, ((), ()))
        place = bisect_right(starts, line) - 1
        return place >= 0 and line <= ends[place]

    def _find_needs(self, names: tuple[str, ...]) -> tuple[int, ...]:
        waiting = [STAR, *names]
        wanted, found = set(waiting), set[int]()
        while waiting:
            for number in self._binding.get(waiting.pop(), ()):
                if number not in found:
                    found.add(number)
                    new = self.statements[number].uses - wanted
                    wanted |= new
                    waiting += new
        return tuple(sorted(found))

    @cached_property
    def _binding(self) -> Mapping[str, Sequence[int]]:
        """The numbers of the statements that bind each name, in order."""
        binding: dict[str, list[int]] = defaultdict(list)
        for number, statement in enumerate(self.statements):
            for name in statement.binds:
                binding[name].append(number)
        return dict(binding)

    @cached_property
    def _needs(self) -> dict[tuple[str, ...], tuple[int, ...]]:
        return {}

    @cached_property
    def _lines(self) -> Mapping[str, tuple[Sequence[int], Sequence[int]]]:
        """For each cell the first lines of its statements, and the last lines."""
        lines: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for statement in self.statements:
            starts, ends = lines[statement.cell]
            starts.append(statement.line)
            ends.append(statement.line + statement.source.count("\n"))
        return dict(lines)
