"""Insert an entry into the source of a rubric, and leave the rest of it as it is."""

from __future__ import annotations

import ast

from autograder.authoring.sources import AuthorError

IMPORTS = {
    "np": "import numpy as np",
    "Array": "from autograder.rubric.domain import Array",
    "Case": "from autograder.rubric.exercise import Case",
    "Check": "from autograder.rubric.exercise import Check",
    "Exercise": "from autograder.rubric.exercise import Exercise",
    "Inputs": "from autograder.rubric.inputs import Inputs",
}
"""Where the words of an entry come from."""


def insert_entry(rubric: str, entry: str, file: str) -> str:
    r"""Add an entry at the end of the exercises of a rubric, and what it needs to be imported.

    Raises
    ------
    AuthorError
        If they are not written there one after the other.

    Examples
    --------
    >>> print(insert_entry("ASSIGNMENT = Assignment(\n    'a', 'A', (),\n)\n", "e,", ""))
    ASSIGNMENT = Assignment(
        'a', 'A', (
            e,
        ),
    )
    <BLANKLINE>
    """
    exercises = _exercises(ast.parse(rubric))
    if exercises is None:
        raise AuthorError(
            f"{file} does not end with ASSIGNMENT = Assignment(name, title, (Exercise(...), ...)), "
            f"so write the entry there by hand:\n{entry}"
        )
    source = rubric.encode()
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    assert exercises.end_lineno is not None
    assert exercises.end_col_offset is not None
    closing = starts[exercises.end_lineno - 1] + exercises.end_col_offset - 1
    line = source[starts[exercises.end_lineno - 1] : closing]
    own = line.decode()[: len(line) - len(line.lstrip())]
    head = source[:closing]
    if exercises.elts:
        last = exercises.elts[-1]
        assert last.end_lineno is not None
        assert last.end_col_offset is not None
        end = starts[last.end_lineno - 1] + last.end_col_offset
        if b"," not in _without_comments(source[end:closing]):
            head = source[:end] + b"," + source[end:closing]
    head = head.rstrip(b" \t")
    head = head if head.endswith(b"\n") else head + b"\n"
    block = "".join(f"{own}    {one}\n" for one in entry.splitlines())
    result = (head + block.encode() + own.encode() + source[closing:]).decode()
    needed = [name for name in IMPORTS if f"{name}(" in entry or f"{name}." in entry]
    return import_missing(result, needed)


def _without_comments(source: bytes) -> bytes:
    return b"\n".join(line.partition(b"#")[0] for line in source.splitlines())


def _exercises(module: ast.Module) -> ast.Tuple | None:
    """Find the exercises of ``ASSIGNMENT``, written in its place or under a name of their own."""
    values = {
        target.id: node.value
        for node in module.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(values.get("ASSIGNMENT") or ast.Module([], [])):
        if not (isinstance(node, ast.Call) and ast.unparse(node.func).endswith("Assignment")):
            continue
        named = [one.value for one in node.keywords if one.arg == "exercises"]
        found: ast.expr | None = (*named, *node.args[2:3], None)[0]
        if isinstance(found, ast.Name):
            found = values.get(found.id)
        return found if isinstance(found, ast.Tuple) else None
    return None


def import_missing(source: str, names: list[str]) -> str:
    """Import names that a module does not know yet, below what it imports."""
    module = ast.parse(source)
    known = {
        (alias.asname or alias.name).partition(".")[0]
        for node in module.body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    } | {node.id for node in ast.walk(module) if isinstance(node, ast.Name) and _binds(node)}
    missing = [IMPORTS[name] for name in names if name not in known]
    if not missing:
        return source
    lines = end_line(source).splitlines(keepends=True)
    imports = [one for one in module.body if isinstance(one, ast.Import | ast.ImportFrom)]
    is_told = ast.get_docstring(module) is not None
    after = imports[-1] if imports else module.body[0] if is_told else None
    place = (after.end_lineno or 0) if after is not None else 0
    gap = [] if imports or not is_told else ["\n"]
    return "".join((*lines[:place], *gap, *(f"{one}\n" for one in missing), *lines[place:]))


def _binds(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Store)


def end_line(text: str) -> str:
    """End the last line of a text, if there is one."""
    return text if not text or text.endswith("\n") else f"{text}\n"
