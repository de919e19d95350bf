"""Take student code apart, without running it: statements, the names they bind and use.

Only imports, definitions of functions and classes, and plain assignments are kept. An exercise is
run with the statements that it needs, found through the names that it uses, so that a cell that
trains for a minute or does not run costs nothing where it is not needed.
"""

from __future__ import annotations
import __future__

import ast
import importlib.util
import re
import symtable
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from autograder.submission.code import Block, Code, Source, Statement
from autograder.submission.magics import comment_out_magics, parse

Definition = (
    ast.FunctionDef
    | ast.AsyncFunctionDef
    | ast.ClassDef
    | ast.Import
    | ast.ImportFrom
    | ast.Assign
    | ast.AnnAssign
    | ast.AugAssign
)
UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError)
TOP_LEVEL = re.compile(r"^(?=[^\s#)\]}'\"])(?!(?:else|elif|except|finally)\b)", re.MULTILINE)
FUNCTION = re.compile(r"^[ \t]*def[ \t]+(\w+)|^(\w+)[ \t]*=[ \t]*lambda\b", re.MULTILINE)
LARGE = 20_000
"""Longer blocks, in characters, are not worth remembering."""


def read_code(blocks: Iterable[Block]) -> Code:
    r"""Take the blocks of a submission apart.

    Examples
    --------
    >>> code = read_code([Block("cell 1", "import numpy as np\ndef f(x):\n    return np.exp(x)")])
    >>> [sorted(statement.binds) for statement in code.statements], code.needs(("f",))
    ([['np'], ['f']], (0, 1))
    """
    statements: list[Statement] = []
    problems: list[str] = []
    broken: dict[str, str] = {}
    unparsed: dict[str, Source] = {}
    flags = 0
    for block in blocks:
        read = _read_block if len(block.source) < LARGE else _read_block.__wrapped__
        found = read(block.source)
        statements += [replace(one, cell=block.place) for one in found.statements]
        problems += [f"{block.place}: {problem}" for problem in found.problems]
        broken.update({name: f"{block.place}: {why}" for name, why in found.broken.items()})
        unparsed.update(
            {name: replace(one, cell=block.place) for name, one in found.unparsed.items()}
        )
        flags |= found.flags
    problems += _missing_packages(statements)
    return Code(tuple(statements), tuple(problems), broken, flags, unparsed)


@dataclass(frozen=True, slots=True)
class _Found:
    """What a block holds, wherever it stands."""

    statements: tuple[Statement, ...]
    problems: tuple[str, ...]
    broken: Mapping[str, str]
    unparsed: Mapping[str, Source]
    flags: int


@lru_cache(maxsize=64)
def _read_block(text: str) -> _Found:
    """Take a block apart; most cells of a notebook are the same in all notebooks of a class."""
    statements: list[Statement] = []
    broken: dict[str, str] = {}
    unparsed: dict[str, Source] = {}
    source, problems = comment_out_magics(re.sub(r"\r\n?", "\n", text))
    try:
        statements += _statements(1, source)
    except UNREADABLE:
        for line, piece in _pieces(source):
            try:
                statements += _statements(line, piece)
            except UNREADABLE as error:
                problem = _describe(error, line)
                problems.append(problem)
                functions = tuple(_functions_in(piece))
                broken.update(dict.fromkeys(functions, problem))
                found = Source("", line, piece.strip("\n"))
                unparsed.update(dict.fromkeys(functions, found))
    wants_annotations = "__future__" in source and "annotations" in source
    flags = __future__.annotations.compiler_flag if wants_annotations else 0
    return _Found(tuple(statements), tuple(problems), broken, unparsed, flags)


def _pieces(source: str) -> Iterator[tuple[int, str]]:
    """Cut source that does not parse at its top-level statements, so that one error costs one."""
    for start, end in pairwise(_cuts(source)):
        yield source.count("\n", 0, start) + 1, source[start:end]


def _cuts(source: str) -> list[int]:
    cuts = [0]
    for match in TOP_LEVEL.finditer(source):
        decorated = source[cuts[-1] : match.start()].lstrip().startswith("@")
        is_pending = decorated and "\n" not in source[cuts[-1] : match.start()].strip()
        if match.start() and not is_pending:
            cuts.append(match.start())
    return [*cuts, len(source)]


def _statements(first_line: int, source: str) -> list[Statement]:
    lines = source.split("\n")
    statements = []
    for node in parse(source).body:
        if not isinstance(node, Definition):
            continue
        decorators = getattr(node, "decorator_list", [])
        start = min([node.lineno, *(decorator.lineno for decorator in decorators)])
        text = _text(lines, start, node)
        statements.append(
            Statement(
                cell="",
                line=first_line + start - 1,
                source=text,
                tree=node,
                binds=frozenset(_bound(node)),
                uses=frozenset(_used(symtable.symtable(text, "cell", "exec"))),
                packages=tuple(_packages(node)),
                is_stub=_is_stub(node),
                is_assignment=_is_assignment(node),
            )
        )
    return statements


def _text(lines: Sequence[str], start: int, node: ast.stmt) -> str:
    """Cut the lines of a node out; where it shares them with another, its part of them."""
    text = "\n".join(lines[start - 1 : node.end_lineno])
    if ";" in text and start == node.lineno:
        return ast.get_source_segment("\n".join(lines), node) or ""
    return text


def _bound(node: Definition) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Import | ast.ImportFrom):
        for alias in node.names:
            yield (alias.asname or alias.name).split(".")[0]
    else:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        for target in targets:
            yield from (inner.id for inner in ast.walk(target) if isinstance(inner, ast.Name))


def _used(table: symtable.SymbolTable) -> Iterator[str]:
    """Find the global names that a piece of code looks up, in every scope of it."""
    is_top = table.get_type() == "module"
    for symbol in table.get_symbols():
        if symbol.is_referenced() and (is_top or symbol.is_global()):
            yield symbol.get_name()
    for child in table.get_children():
        yield from _used(child)


def _is_stub(node: ast.stmt) -> bool:
    """Tell whether a function has no body but a docstring and a placeholder."""
    if not isinstance(node, ast.FunctionDef):
        return False
    body = node.body[1:] if ast.get_docstring(node, clean=False) is not None else node.body
    return all(_is_placeholder(statement) for statement in body)


def _is_assignment(node: ast.stmt) -> bool:
    if not isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
        return False
    return not isinstance(node.value, ast.Lambda | ast.Name | ast.Attribute)


def _is_placeholder(node: ast.stmt) -> bool:
    if isinstance(node, ast.Raise):
        raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
        return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"
    is_ellipsis = (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and node.value.value is Ellipsis
    )
    return isinstance(node, ast.Pass) or is_ellipsis


def _functions_in(source: str) -> Iterator[str]:
    for match in FUNCTION.finditer(source):
        yield match[1] or match[2]


def _describe(error: BaseException, first_line: int) -> str:
    if isinstance(error, SyntaxError):
        line = f" (line {first_line + error.lineno - 1})" if error.lineno else ""
        return f"{type(error).__name__}: {error.msg}{line}"
    return f"{type(error).__name__}: the code cannot be parsed"


def _packages(node: ast.stmt) -> Iterator[str]:
    """Name the packages that a statement imports."""
    if isinstance(node, ast.Import):
        yield from (alias.name.split(".")[0] for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
        yield node.module.split(".")[0]


def _missing_packages(statements: Iterable[Statement]) -> Iterator[str]:
    """Say which imports ask for a package that is not here; nothing is imported to find out."""
    is_installed: dict[str, bool] = {}
    for statement in statements:
        for package in dict.fromkeys(statement.packages):
            if package not in is_installed:
                is_installed[package] = _is_installed(package)
            if not is_installed[package]:
                yield f"{statement.cell}: there is no package {package!r} here"


def _is_installed(package: str) -> bool:
    try:
        return importlib.util.find_spec(package) is not None
    except (ImportError, ValueError):
        return False
