"""Walk through syntax trees."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from functools import cache


def nodes_below(roots: Sequence[ast.AST], closed: tuple[type[ast.AST], ...] = ()) -> list[ast.AST]:
    """List some nodes and what is inside them, level by level; contexts of names are left out.

    Parameters
    ----------
    roots : sequence of ast.AST
        Where to begin.
    closed : tuple of type
        Kinds of nodes that are listed, and not looked into.

    Examples
    --------
    >>> [type(node).__name__ for node in nodes_below(ast.parse("f(x + 1)").body)]
    ['Expr', 'Call', 'Name', 'BinOp', 'Name', 'Add', 'Constant']
    """
    nodes = list(roots)
    for node in nodes:
        if not isinstance(node, closed):
            for field in _inner_fields(type(node).__name__):
                value = getattr(node, field, None)
                if isinstance(value, ast.AST):
                    nodes.append(value)
                elif isinstance(value, list):
                    nodes += [item for item in value if isinstance(item, ast.AST)]
    return nodes


@cache
def _inner_fields(kind: str) -> tuple[str, ...]:
    """Name the fields that may hold nodes."""
    if kind in ("Name", "Constant"):
        return ()
    return tuple(field for field in getattr(ast, kind)._fields if field != "ctx")
