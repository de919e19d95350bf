"""Take student code apart, without running it: statements, the names they bind and use.

Only imports, definitions of functions and classes, and plain assignments are kept. An exercise is
run with the statements that it needs, found through the names that it uses, so that a cell that
trains for a minute or does not run costs nothing where it is not needed.
"""

from __future__ import annotations
import __future__

import ast
import re
import symtable
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from autograder.report.text import one_line
from autograder.submission.code import Block, Code, Source, Statement
from autograder.submission.limits import WORTH_REMEMBERING, check_size, check_statements
from autograder.submission.magics import comment_out_magics, parse, without_warnings
from autograder.submission.packages import missing_packages, packages_of
from autograder.submission.problems import first_problems, tell_together

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
BINDING = re.compile(r"\s*(?:(?:async|class|def|from|import)\b|@)")
NO_PYTHON = "text that is no Python is left out"
LONGEST_PROBLEM = 160


def read_code(blocks: Iterable[Block]) -> Code:
    r"""Take the blocks of a submission apart.

    Raises
    ------
    LimitError
        If there is more code than is read.

    Examples
    --------
    >>> code = read_code([Block("cell 1", "import numpy as np\ndef f(x):\n    return np.exp(x)")])
    >>> [sorted(statement.binds) for statement in code.statements], code.needs(("f",))
    ([['np'], ['f']], (0, 1))
    """
    written = [block for block in blocks if block.source and not block.source.isspace()]
    check_size(sum(len(block.source) for block in written), [one.source for one in written])
    statements: list[Statement] = []
    problems: list[str] = []
    left_out: dict[str, list[str]] = defaultdict(list)
    broken: dict[str, str] = {}
    unparsed: dict[str, Source] = {}
    flags = number = 0
    for block in written:
        is_short = len(block.source) < WORTH_REMEMBERING
        found = (_read_block if is_short else _read_block.__wrapped__)(block.source)
        number += max(found.number, 1)
        check_statements(number)
        statements += [replace(one, cell=block.place) for one in found.statements]
        problems += [f"{block.place}: {problem}" for problem in found.problems]
        for text in found.left_out:
            left_out[text].append(block.place)
        broken.update({name: f"{block.place}: {why}" for name, why in found.broken.items()})
        unparsed.update(
            {name: replace(one, cell=block.place) for name, one in found.unparsed.items()}
        )
        flags |= found.flags
    left_out.update(missing_packages(statements))
    problems += [tell_together(left_out)] if left_out else []
    return Code(tuple(statements), first_problems(problems), broken, flags, unparsed)


@dataclass(frozen=True, slots=True)
class _Found:
    """What a block holds, wherever it stands.

    Attributes
    ----------
    statements : tuple of Statement
        Those that are kept.
    number : int
        How many there are at its top level, kept or not.
    problems, left_out : tuple of str
        What could not be read; and what was left out, which matters to nobody.
    broken, unparsed : mapping
        As in :class:`Code`.
    flags : int
        What it asks of the compiler.
    """

    statements: tuple[Statement, ...]
    number: int
    problems: tuple[str, ...]
    left_out: tuple[str, ...]
    broken: Mapping[str, str]
    unparsed: Mapping[str, Source]
    flags: int


@lru_cache(maxsize=64)
def _read_block(text: str) -> _Found:
    """Take a block apart; most cells of a notebook are the same in all notebooks of a class."""
    problems: list[str] = []
    broken: dict[str, str] = {}
    unparsed: dict[str, Source] = {}
    source, left_out = comment_out_magics(re.sub(r"\r\n?", "\n", text))
    try:
        number, statements = _statements(1, source)
    except UNREADABLE:
        number, statements = 0, []
        for line, piece in _pieces(source):
            number += 1
            try:
                statements += _statements(line, piece)[1]
            except UNREADABLE as error:
                if not _may_bind(piece):
                    left_out.append(NO_PYTHON)
                    continue
                problem = _describe(error, line)
                problems.append(problem)
                functions = tuple(_functions_in(piece))
                broken.update(dict.fromkeys(functions, problem))
                found = Source("", line, piece.strip("\n"))
                unparsed.update(dict.fromkeys(functions, found))
    wants_annotations = "__future__" in source and "annotations" in source
    flags = __future__.annotations.compiler_flag if wants_annotations else 0
    once = tuple(dict.fromkeys(left_out))
    return _Found(tuple(statements), number, tuple(problems), once, broken, unparsed, flags)


def _pieces(source: str) -> Iterator[tuple[int, str]]:
    """Cut source that does not parse at its top-level statements, so that one error costs one."""
    cuts = _cuts(source)
    check_statements(len(cuts) - 1)
    line = 1
    for start, end in pairwise(cuts):
        yield line, source[start:end]
        line += source.count("\n", start, end)


def _cuts(source: str) -> list[int]:
    cuts = [0]
    for match in TOP_LEVEL.finditer(source):
        decorated = source[cuts[-1] : match.start()].lstrip().startswith("@")
        is_pending = decorated and "\n" not in source[cuts[-1] : match.start()].strip()
        if match.start() and not is_pending:
            cuts.append(match.start())
    return [*cuts, len(source)]


def _may_bind(piece: str) -> bool:
    """Tell whether a piece that does not parse was meant to give something a name."""
    return "=" in piece or BINDING.match(piece) is not None


def _statements(first_line: int, source: str) -> tuple[int, list[Statement]]:
    """Cut source into the statements that are kept, and count all of them."""
    nodes = parse(source).body
    check_statements(len(nodes))
    with without_warnings():
        statements = [
            Statement(
                cell="",
                line=first_line + start - 1,
                source=text,
                tree=node,
                binds=frozenset(_bound(node)),
                uses=frozenset(_used(symtable.symtable(text, "cell", "exec"))),
                packages=tuple(packages_of(node)),
                is_stub=_is_stub(node),
                is_assignment=_is_assignment(node),
            )
            for node, start, text in _cut(source, nodes)
            if isinstance(node, Definition)
        ]
    return len(nodes), statements


def _cut(source: str, nodes: Sequence[ast.stmt]) -> Iterator[tuple[ast.stmt, int, str]]:
    """Give each node its first line, and its text: whole lines where it shares none."""
    lines = source.split("\n")
    encoded: dict[int, bytes] = {}

    def part(line: int, start: int | None, end: int | None) -> str:
        # Python counts columns in bytes.
        if line not in encoded:
            encoded[line] = lines[line - 1].encode()
        return encoded[line][start:end].decode()

    for number, node in enumerate(nodes):
        first, last = _first_line(node), _last_line(node)
        is_shared = (number > 0 and _last_line(nodes[number - 1]) >= first) or (
            number + 1 < len(nodes) and _first_line(nodes[number + 1]) <= last
        )
        if is_shared or (first == node.lineno and any(";" in lines[n - 1] for n in (first, last))):
            if first == last:
                text = part(first, node.col_offset, node.end_col_offset)
            else:
                inner = lines[first : last - 1]
                ends = part(first, node.col_offset, None), part(last, 0, node.end_col_offset)
                text = "\n".join([ends[0], *inner, ends[1]])
        else:
            text = "\n".join(lines[first - 1 : last])
        yield node, first, text


def _first_line(node: ast.stmt) -> int:
    decorators = getattr(node, "decorator_list", [])
    first: int = min([node.lineno, *(decorator.lineno for decorator in decorators)])
    return first


def _last_line(node: ast.stmt) -> int:
    return node.end_lineno or node.lineno


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


def _used(top: symtable.SymbolTable) -> Iterator[str]:
    """Find the global names that a piece of code looks up, in every scope of it."""
    tables = [top]
    for table in tables:
        for symbol in table.get_symbols():
            if symbol.is_referenced() and (table is top or symbol.is_global()):
                yield symbol.get_name()
        tables += table.get_children()


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
        return f"{type(error).__name__}: {one_line(error.msg, LONGEST_PROBLEM)}{line}"
    if isinstance(error, RecursionError | MemoryError):
        return f"it is nested too deeply to be read (line {first_line})"
    return f"{type(error).__name__}: the code cannot be parsed"
