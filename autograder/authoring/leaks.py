"""What may not be released: solutions, marks of the instructor, numbers of hidden cases."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from autograder.authoring.building import Made
from autograder.authoring.sources import Sources
from autograder.rubric.compiled import CHECKS, Compiled
from autograder.rubric.expected import Frozen

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
MARKS = (BEGIN, END, "HIDDEN TESTS", "score_hidden")
"""What stands in an instructor's notebook alone."""
SHORTEST_LINE = 8
"""Shorter lines of a solution, as ``return x``, say nothing."""
FEWEST_NUMBERS = 2
"""A single number may stand anywhere."""


def leaked_lines(sources: Sources, made: Made) -> Iterator[str]:
    """Find lines of solutions, and marks of the instructor, in what is released."""
    name = sources.assignment.name
    texts = {
        path.relative_to(made.released).as_posix(): _tight(_text(path))
        for path in sorted(made.released.rglob("*"))
        if path.is_file() and path.suffix != ".h5"
    }
    for file, text in texts.items():
        for mark in MARKS:
            if _tight(mark) in text:
                yield (
                    f"release/{name}/{file} holds {mark!r}, which is the instructor's; take it "
                    "out of the text"
                )
        for exercise, solution in _bodies(json.loads(_text(made.source / f"{name}.ipynb"))):
            for one in dict.fromkeys(solution.splitlines()):
                is_told = len(_tight(one)) > SHORTEST_LINE and not _is_plain(one)
                if is_told and _tight(json.dumps(one, ensure_ascii=False)[1:-1]) in text:
                    yield (
                        f"release/{name}/{file} holds {one.strip()!r}, a line of the solution of "
                        f"{exercise}; take it out of the text, or write the solution otherwise"
                    )


def _bodies(notebook: Mapping[str, list[dict[str, object]]]) -> Iterator[tuple[str, str]]:
    """Give the body of each solution, by the name of its exercise."""
    for cell in notebook["cells"]:
        source = "".join(cell["source"])  # type: ignore[arg-type]
        if cell["cell_type"] == "code" and BEGIN in source:
            yield str(cell["id"]), source.split(BEGIN)[1].split(END)[0]


def _is_plain(line: str) -> bool:
    """Whether a line returns a dictionary, which the docstring lists as well, or is a comment."""
    return line.strip().startswith(("return {", "#"))


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def _tight(text: str) -> str:
    """Drop all white space, so that indentation hides nothing."""
    return re.sub(r"\s+", "", text)


def leaked_numbers(sources: Sources, released: Path, compiled: Compiled) -> Iterator[str]:
    """Find arrays of hidden cases in what is released."""
    name = sources.assignment.name
    shown = {
        array.tobytes()
        for frozen in compiled.visible.values()
        for array in _arrays(frozen, visible=True)
    }
    files = {path: path.read_bytes() for path in sorted(released.rglob("*")) if path.is_file()}
    for exercise, frozen in compiled.cases().items():
        hidden = {array.tobytes() for array in _arrays(frozen, visible=False)} - shown
        for path, content in files.items():
            if any(one in content for one in hidden):
                file = path.relative_to(released).as_posix()
                what = "its visible cases" if file.endswith(CHECKS) else "that file"
                yield (
                    f"release/{name}/{file} holds numbers of a hidden case of {exercise}; draw "
                    f"them otherwise, or take them out of {what}"
                )


def _arrays(frozen: Frozen, *, visible: bool) -> Iterator[np.ndarray]:
    """Give the arrays of cases whose numbers stand nowhere by chance."""
    waiting: list[object] = [
        part
        for case, output in zip(frozen.cases, frozen.outputs, strict=True)
        if case.visible is visible
        for part in (case.args, dict(case.kwargs), output)
    ]
    while waiting:
        value = waiting.pop()
        if isinstance(value, Mapping):
            waiting += value.values()
        elif isinstance(value, list | tuple):
            waiting += value
        elif isinstance(value, np.ndarray) and _is_telling(value):
            yield value


def _is_telling(array: np.ndarray) -> bool:
    is_long = array.dtype.kind == "f" and array.size >= FEWEST_NUMBERS
    return is_long and not np.array_equal(array, np.round(array))
