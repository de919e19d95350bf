"""Facts about a function that can be read off its source, without running it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from autograder.submission.code import Code
from autograder.submission.limits import WORTH_REMEMBERING
from autograder.submission.tree import nodes_below

Loop = ast.For | ast.While
Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
TELLING = frozenset(
    {ast.Call, ast.Return, ast.Yield, ast.YieldFrom, ast.For, ast.While, ast.Global, ast.Assign}
    | {ast.AugAssign, ast.keyword, ast.Compare}
)
"""Kinds of nodes of which a fact is read."""
MOST_FUNCTIONS, LONGEST_NAME = 300, 100


@dataclass(frozen=True, slots=True)
class Structure:
    """What the source of a function shows.

    Attributes
    ----------
    parameters : tuple of str
        The names of its parameters.
    is_open : bool
        Whether it takes any number of arguments.
    returns : bool
        Whether some ``return`` gives a value back.
    falls_off : bool
        Whether it may end without a ``return`` that gives a value.
    prints : bool
        Whether it prints.
    returns_in_loop : bool
        Whether a ``return`` ends a loop in its first turn.
    has_empty_loop : bool
        Whether a loop does nothing.
    keeps_state : tuple of str
        What outlives a call: names that it declares global, parameters whose default is a list or
        a dictionary to which it adds.
    changed_in_place : frozenset of str
        Names that it changes in place, as in ``w -= 1`` or ``w[0] = 1``.
    deep_copies : frozenset of str
        Names of which it makes a deep copy.
    calls : frozenset of str
        The last parts of the names of what it calls, as ``exp`` in ``np.exp(x)``.
    constants_at_least : tuple of float
        The numbers that something is compared with by ``>=``.
    reads : frozenset of str
        The names that it looks up and does not set itself.
    """

    parameters: tuple[str, ...]
    is_open: bool
    returns: bool
    falls_off: bool
    prints: bool
    returns_in_loop: bool
    has_empty_loop: bool
    keeps_state: tuple[str, ...]
    changed_in_place: frozenset[str]
    deep_copies: frozenset[str]
    calls: frozenset[str]
    constants_at_least: tuple[float, ...]
    reads: frozenset[str]


@lru_cache(maxsize=64)
def read_structure(definition: ast.stmt) -> Structure | None:
    r"""Read the facts off a definition.

    Returns
    -------
    Structure or None
        None where it defines no function.

    Examples
    --------
    >>> facts = read_structure(ast.parse("def f(x):\n    print(x + 1)").body[0])
    >>> facts.parameters, facts.returns, facts.prints
    (('x',), False, True)
    """
    function = _find_function(definition)
    if function is None:
        return None
    everything = _own_nodes(function)
    nodes = [node for node in everything if type(node) in TELLING]
    arguments = function.args
    parameters = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    names = tuple(parameter.arg for parameter in parameters)
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    changed = frozenset(_changed_in_place(nodes))
    variables = [node for node in everything if isinstance(node, ast.Name)]
    stored = {node.id for node in variables if isinstance(node.ctx, ast.Store)}
    loaded = {node.id for node in variables if isinstance(node.ctx, ast.Load)}
    return Structure(
        parameters=names,
        is_open=bool(arguments.vararg or arguments.kwarg),
        returns=isinstance(function, ast.Lambda) or any(map(_returns_value, nodes)),
        falls_off=not isinstance(function, ast.Lambda)
        and (_may_end(function.body) or any(map(_is_bare_return, nodes))),
        prints=any(_called_name(call) == "print" for call in calls),
        returns_in_loop=any(
            isinstance(node, Loop) and any(isinstance(inner, ast.Return) for inner in node.body)
            for node in nodes
        ),
        has_empty_loop=any(isinstance(node, Loop) and _is_empty(node.body) for node in nodes),
        keeps_state=tuple(_kept(function, nodes, changed)),
        changed_in_place=changed,
        deep_copies=frozenset(
            argument.id
            for call in calls
            if _called_name(call) == "deepcopy"
            for argument in call.args
            if isinstance(argument, ast.Name)
        ),
        calls=frozenset(map(_called_name, calls)),
        constants_at_least=tuple(_constants_at_least(nodes)),
        reads=frozenset(loaded - stored - set(names)),
    )


def _may_end(body: Sequence[ast.stmt]) -> bool:
    """Tell whether the end of some statements may be reached; where it is hard to say, it may."""
    bodies = [body]
    for statements in bodies:  # an elif stands in the else of its if, and so on
        last = statements[-1]
        if isinstance(last, ast.If) and last.orelse:
            bodies += (last.body, last.orelse)
        elif isinstance(last, ast.With):
            bodies.append(last.body)
        elif not isinstance(last, ast.Return | ast.Raise):
            return True
    return False


def _is_bare_return(node: ast.AST) -> bool:
    return isinstance(node, ast.Return) and node.value is None


def structure_of(code: Code | None, names: tuple[str, ...]) -> Structure | None:
    """Read the facts off the definition of a function in a submission."""
    definition = code.definition(names) if code is not None else None
    if definition is None:
        return None
    is_short = len(definition.source) < WORTH_REMEMBERING
    return (read_structure if is_short else read_structure.__wrapped__)(definition.tree)


def variables_of(code: Code) -> frozenset[str]:
    """Find the global names that a submission binds by an assignment, and not to a function."""
    return frozenset(
        name for statement in code.statements if statement.is_assignment for name in statement.binds
    )


def functions_of(code: Code) -> tuple[str, ...]:
    """Find the functions that a submission defines: the first ones, of names that can be told."""
    names = (
        name
        for statement in code.statements
        if isinstance(statement.tree, ast.FunctionDef | ast.AsyncFunctionDef)
        for name in statement.binds
        if len(name) <= LONGEST_NAME
    )
    return tuple(islice(dict.fromkeys(names), MOST_FUNCTIONS))


def _find_function(definition: ast.stmt) -> Function | None:
    if isinstance(definition, ast.FunctionDef | ast.AsyncFunctionDef):
        return definition
    if isinstance(definition, ast.Assign) and isinstance(definition.value, ast.Lambda):
        return definition.value
    return None


def _own_nodes(function: Function) -> list[ast.AST]:
    """List what is in a function, but not what is in functions that stand inside it."""
    body = [function.body] if isinstance(function, ast.Lambda) else function.body
    return nodes_below(body, closed=(*FUNCTIONS, ast.ClassDef))


def _returns_value(node: ast.AST) -> bool:
    if isinstance(node, ast.Return) and node.value is not None:
        return not (isinstance(node.value, ast.Constant) and node.value.value is None)
    return isinstance(node, ast.Yield | ast.YieldFrom)


def _called_name(call: ast.Call) -> str:
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _is_empty(body: list[ast.stmt]) -> bool:
    return all(
        isinstance(node, ast.Pass | ast.Continue)
        or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        for node in body
    )


def _changed_in_place(nodes: list[ast.AST]) -> Iterator[str]:
    for node in nodes:
        targets = node.targets if isinstance(node, ast.Assign) else []
        if isinstance(node, ast.AugAssign):
            targets = [node.target]
            if isinstance(node.target, ast.Name):
                yield node.target.id
        for target in targets:
            if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
                yield target.value.id
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            if node.func.attr in ("append", "extend", "insert", "update", "fill") and isinstance(
                owner, ast.Name
            ):
                yield owner.id
        if isinstance(node, ast.keyword) and node.arg == "out" and isinstance(node.value, ast.Name):
            yield node.value.id


def _kept(function: Function, nodes: list[ast.AST], changed: frozenset[str]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Global):
            yield from node.names
    arguments = function.args
    positional = [*arguments.posonlyargs, *arguments.args]
    pairs = [
        *zip(
            positional[len(positional) - len(arguments.defaults) :], arguments.defaults, strict=True
        ),
        *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
    ]
    for parameter, default in pairs:
        if isinstance(default, ast.List | ast.Dict) and parameter.arg in changed:
            yield parameter.arg


def _constants_at_least(nodes: list[ast.AST]) -> Iterator[float]:
    for node in nodes:
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.GtE):
            right = node.comparators[0]
            if isinstance(right, ast.Constant) and isinstance(right.value, int | float):
                with suppress(OverflowError):
                    yield float(right.value)
