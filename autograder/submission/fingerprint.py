"""Tell whether two submissions are the same code, apart from names and layout.

Each exercise that was attempted gets a digest of its syntax tree, together with the student's own
functions and constants that it uses. Names that the student chose count by the order in which they
appear; comments, docstrings, annotations, layout and the order of cells do not count at all.
Numbers, operators, attributes and the names of libraries do.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import blake2b

from autograder.submission.code import Code, Statement
from autograder.submission.tree import nodes_below

MIN_SIZE = 150
"""So many nodes of syntax trees are worth comparing: about half an assignment. Less is alike."""
MAX_SIZE = 20_000
"""Beyond so many nodes a submission is no answer to the exercises, and is not compared."""
MAX_CHARACTERS = 100_000

UNCOUNTED = frozenset({"annotation", "returns", "ctx", "type_comment", "type_params", "kind"})
"""Fields of nodes that say nothing about what the code does."""


class TooLargeError(Exception):
    """The code is too large to be compared."""


def fingerprint(code: Code, exercises: Sequence[Sequence[str]]) -> str:
    r"""Compute the digest of every exercise that was attempted.

    Parameters
    ----------
    code : Code
        The code of a submission.
    exercises : sequence of sequences of str
        The names of each exercise; the first is the one that counts.

    Returns
    -------
    str
        Exercises and their digests, as in ``sigmoid:b1946ac92492d234 softmax:591785b794601e21``;
        empty where there is too little code to be telling.

    Examples
    --------
    >>> from autograder.submission.code import Block
    >>> from autograder.submission.reading import read_code
    >>> def written(source):
    ...     return fingerprint(read_code([Block("cell", source * 30)]), [["f"]])
    >>> written("def f(x):\n return x + 1\n")
    ''
    >>> one = written("def f(x):\n y = [x, 1, 2, 3" + ", 4" * 150 + "]\n return y\n")
    >>> two = written("def f(a): # mine\n  b=[a,1,2,3" + ",4" * 150 + "]\n  return b\n")
    >>> one == two, one == ""
    (True, False)
    """
    names = {name: exercise[0] for exercise in exercises for name in exercise}
    last = {name: statement for statement in code.statements for name in statement.binds}
    trees = _Trees(names, last)
    digests: dict[str, str] = {}
    try:
        for exercise in exercises:
            found = code.definition(exercise)
            if found is not None and not found.is_stub:
                name = next(name for name in exercise if name in found.binds)
                digests[exercise[0]] = trees.digest(name)
    except TooLargeError:
        return ""
    if trees.size < MIN_SIZE:
        return ""
    return " ".join(f"{exercise}:{digest}" for exercise, digest in digests.items())


def digests_in(fingerprint: str) -> dict[str, str]:
    """Take a fingerprint apart into exercises and their digests.

    Examples
    --------
    >>> digests_in("sigmoid:b194 softmax:5917")
    {'sigmoid': 'b194', 'softmax': '5917'}
    """
    parts = (part.partition(":") for part in fingerprint.split())
    return {exercise: digest for exercise, _, digest in parts}


class _Trees:
    """Digests of the exercises of one submission, and how large they were together.

    Parameters
    ----------
    exercises : mapping
        The name that counts for every name of an exercise.
    statements : mapping
        The last statement that binds each global name.
    """

    def __init__(self, exercises: Mapping[str, str], statements: Mapping[str, Statement]) -> None:
        self.exercises = exercises
        self.statements = statements
        self.size = 0
        self._characters = 0
        self._seen: set[str] = set()

    def digest(self, name: str) -> str:
        """Compute the digest of a name's statement and of the student's own ones it uses."""
        found = blake2b(digest_size=8)
        own = {name: f"exercise {self.exercises[name]}"}
        waiting = [name]
        while waiting:
            tokens = self._tokens(self._tree(waiting.pop(0)), own, waiting)
            found.update("".join(f"{token}\0" for token in tokens).encode("utf-8", "surrogatepass"))
        return found.hexdigest()

    def _tree(self, name: str) -> ast.stmt:
        statement = self.statements[name]
        if name not in self._seen:
            self._seen.add(name)
            self._characters += len(statement.source)
            if self._characters > MAX_CHARACTERS:
                raise TooLargeError
        return statement.tree

    def _tokens(self, root: ast.stmt, own: dict[str, str], waiting: list[str]) -> list[str]:
        """Walk a tree in the order of its source, without recursion: students choose its depth."""
        local = _local_names(root)
        numbers: dict[str, str] = {}
        tokens: list[str] = []
        stack: list[object] = [root]
        while stack:
            item = stack.pop()
            if isinstance(item, ast.AST):
                self.size += 1
                if self.size > MAX_SIZE:
                    raise TooLargeError
                node = _without_type(item)
                tokens.append(type(node).__name__)
                stack += reversed(self._parts(node, root))
            elif not isinstance(item, _Name):
                tokens.append(_literal(item))
            elif (name := str(item)) in local:
                tokens.append(numbers.setdefault(name, f"local {len(numbers)}"))
            else:
                tokens.append(self._global(name, own, waiting))
        return tokens

    def _parts(self, node: ast.AST, root: ast.stmt) -> list[object]:
        if isinstance(node, ast.Name):
            return [_Name(node.id)]
        parts: list[object] = []
        if isinstance(node, ast.Call):
            parts += (node.func, len(node.args), *node.args, len(node.keywords))
            parameters = self._parameters(node.func)
            for keyword in node.keywords:
                parts += (parameters.get(keyword.arg, keyword.arg), keyword.value)
            return parts
        names = NAMES.get(type(node), ())
        for field in _counted_fields(type(node).__name__):
            if node is root and field == "name":
                continue
            value = getattr(node, field, None)
            if isinstance(value, list):
                kept = [item for item in value if not _is_remark(item)]
                parts.append(len(kept))
                parts += [_Name(item) if isinstance(item, str) else item for item in kept]
            else:
                parts.append(_Name(value) if field in names and isinstance(value, str) else value)
        return parts

    def _parameters(self, function: ast.expr) -> Mapping[str | None, str]:
        """Give the parameters of a function of the student's numbers: names are chosen too."""
        if not isinstance(function, ast.Name) or function.id not in self.statements:
            return {}
        tree = self._tree(function.id)
        if not isinstance(tree, ast.FunctionDef):
            return {}
        arguments = [*tree.args.posonlyargs, *tree.args.args, *tree.args.kwonlyargs]
        return {argument.arg: f"argument {n}" for n, argument in enumerate(arguments)}

    def _global(self, name: str, own: dict[str, str], waiting: list[str]) -> str:
        """Name what is no local: an exercise, a library, an own function, or a builtin."""
        if name in own:
            return own[name]
        if name in self.exercises:
            return f"exercise {self.exercises[name]}"
        if name not in self.statements:
            return name
        tree = self._tree(name)
        if isinstance(tree, ast.Import | ast.ImportFrom):
            own[name] = _imported(tree, name)
        else:
            own[name] = f"own {len(own)}"
            waiting.append(name)
        return own[name]


class _Name(str):
    """A name that the student may have chosen."""

    __slots__ = ()


NAMES: dict[type[ast.AST], tuple[str, ...]] = {
    ast.arg: ("arg",),
    ast.FunctionDef: ("name",),
    ast.AsyncFunctionDef: ("name",),
    ast.ClassDef: ("name",),
    ast.ExceptHandler: ("name",),
    ast.alias: ("asname",),
    ast.MatchAs: ("name",),
    ast.MatchStar: ("name",),
    ast.MatchMapping: ("rest",),
}
"""Fields that hold a name as text and bind it."""


def _local_names(root: ast.stmt) -> frozenset[str]:
    """Find the names that are bound inside a statement, not by it."""
    bound: set[str] = set()
    shared: set[str] = set()
    own: set[str] = set()
    if isinstance(root, ast.Assign | ast.AnnAssign | ast.AugAssign):
        targets = root.targets if isinstance(root, ast.Assign) else [root.target]
        own = {n.id for target in targets for n in ast.walk(target) if isinstance(n, ast.Name)}
    for node in nodes_below([root])[1:]:
        if isinstance(node, ast.Name):
            if not isinstance(node.ctx, ast.Load):
                bound.add(node.id)
            continue
        if isinstance(node, ast.Global):
            shared.update(node.names)
        for field in NAMES.get(type(node), ()):
            name = getattr(node, field)
            if isinstance(node, ast.alias):
                name = name or node.name.split(".")[0]
            if name:
                bound.add(name)
    return frozenset(bound - shared - own)


@cache
def _counted_fields(kind: str) -> tuple[str, ...]:
    return tuple(field for field in getattr(ast, kind)._fields if field not in UNCOUNTED)


def _is_remark(node: object) -> bool:
    """Tell whether a statement does nothing: a docstring, a bare constant, a declared type."""
    if isinstance(node, ast.AnnAssign):
        return node.value is None
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _without_type(node: ast.AST) -> ast.AST:
    """Take ``x: int = 1`` for ``x = 1``."""
    if isinstance(node, ast.AnnAssign) and node.value is not None:
        return ast.Assign([node.target], node.value)
    return node


def _imported(tree: ast.Import | ast.ImportFrom, name: str) -> str:
    """Name what an import binds as the library does: ``np`` is numpy."""
    module = getattr(tree, "module", None)
    for alias in tree.names:
        if name == (alias.asname or alias.name.split(".")[0]):
            path = alias.name if alias.asname else name
            return f"library {module}.{path}" if module else f"library {path}"
    return name


def _literal(value: object) -> str:
    # Decimal digits of a long integer take quadratic time, and Python refuses them.
    return f"int {value:x}" if type(value) is int else f"{type(value).__name__} {value!r}"
