"""Which cells of a notebook ran, and whether a function is the one that was written last."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from autograder.report.text import one_line
from autograder.submission.code import Block
from autograder.submission.reading import read_code

MOST_CHARACTERS = 160


class Info(Protocol):
    """What IPython tells before it runs a cell."""

    raw_cell: str
    cell_id: str | None


class Result(Protocol):
    """What IPython tells after it ran a cell."""

    info: Info
    error_before_exec: BaseException | None
    error_in_exec: BaseException | None


@dataclass(frozen=True, slots=True)
class Run:
    """A run of a cell that defines something, or of one that once did.

    Attributes
    ----------
    cell : str or None
        The id of the cell, where the notebook tells it.
    names : frozenset of str
        The functions whose definitions stand in it.
    defined : frozenset of str
        Those that are other objects after the run.
    error : str
        What stopped it; empty where it ran to its end.
    """

    cell: str | None
    names: frozenset[str]
    defined: frozenset[str]
    error: str


class Cells:
    """Watches the cells that run in this kernel.

    Parameters
    ----------
    namespace : mapping
        Where they define their names.
    """

    def __init__(self, namespace: Mapping[str, object]) -> None:
        self._namespace = namespace
        self._before: dict[str, object] = {}
        self._runs: list[Run] = []

    def watch(self, events: Any) -> None:
        """Be told of every cell from now on."""
        events.register("pre_run_cell", self.before)
        events.register("post_run_cell", self.after)

    def before(self, info: Info) -> None:
        """Remember what a cell is about to define anew."""
        self._before = {name: self._namespace.get(name) for name in _defined_in(info.raw_cell)}

    def after(self, result: Result) -> None:
        """Remember what a cell has defined, and what stopped it."""
        names = _defined_in(result.info.raw_cell)
        cell = getattr(result.info, "cell_id", None)
        if not names and cell not in {run.cell for run in self._runs if run.cell}:
            return
        error = result.error_before_exec or result.error_in_exec
        defined = {n for n in names if self._namespace.get(n) is not self._before.get(n)}
        said = one_line(f"{type(error).__name__}: {error}", MOST_CHARACTERS) if error else ""
        self._runs.append(Run(cell, names, frozenset(defined), said))

    def why_outdated(self, names: Collection[str]) -> str:
        """Say why the function of some names is not the one that was written last.

        Returns
        -------
        str
            A sentence; empty where nothing speaks against it.
        """
        for number, run in reversed(list(enumerate(self._runs))):
            found = [name for name in names if name in run.names]
            if not found:
                continue
            if run.error and not run.defined & set(found):
                return (
                    f"the cell that defines {found[0]} stopped with {run.error}; what is checked "
                    "here would be the function of before: mend that cell, run it, check again"
                )
            later = [one for one in self._runs[number + 1 :] if run.cell and one.cell == run.cell]
            if later:
                return (
                    f"the cell that defined {found[0]} does so no longer: was the function renamed "
                    f"or deleted? Run the cell that defines {found[0]}, and check again"
                )
            return ""
        return ""


def _defined_in(source: str) -> frozenset[str]:
    """Find the functions that a cell defines, whether it parses or not."""
    code = read_code([Block("", source)])
    written = {name for one in code.statements if not one.packages for name in one.binds}
    return frozenset(written) | frozenset(code.broken or ())
