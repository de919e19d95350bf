"""Functions that are arguments of an exercise, in a form that can travel."""

from __future__ import annotations

import ast
from dataclasses import dataclass

import numpy as np

LONGEST = 200
"""A formula has no more characters."""
LARGEST = 10**6
HIGHEST_POWER, MOST_POWERS = 16, 3
FUNCTIONS = frozenset(
    [
        "abs",
        "arctan",
        "cos",
        "cosh",
        "exp",
        "expm1",
        "log",
        "log1p",
        "maximum",
        "mean",
        "minimum",
        "sign",
        "sin",
        "sinh",
        "sqrt",
        "square",
        "sum",
        "tan",
        "tanh",
    ]
)
"""What a formula may call of NumPy."""
CONSTANTS = frozenset({"pi", "e"})
OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow)


@dataclass(frozen=True, slots=True)
class Formula:
    """A function kept as its source: a lambda over NumPy's elementary functions.

    Nothing but arithmetic can be written in it, so a formula from anywhere may be applied.

    Raises
    ------
    ValueError
        If it is anything else.

    Examples
    --------
    >>> Formula("lambda a: a**2")(3)
    9
    >>> Formula("lambda a: open(a)")
    Traceback (most recent call last):
        ...
    ValueError: the formula 'lambda a: open(a)' may not hold 'open(a)': ...
    """

    source: str

    def __post_init__(self) -> None:
        """Refuse what is no formula."""
        if not isinstance(self.source, str) or len(self.source) > LONGEST:
            raise ValueError(f"a formula is a text of at most {LONGEST} characters")
        try:
            tree = ast.parse(self.source, mode="eval").body
        except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
            raise ValueError(f"the formula {self.source!r} cannot be read ({error})") from None
        if not isinstance(tree, ast.Lambda) or not _is_plain(tree.args):
            raise ValueError(f"a formula is a lambda, as in lambda a: a**2; not {self.source!r}")
        names = frozenset(one.arg for one in tree.args.args)
        for node in _unfit(tree.body, names):
            raise ValueError(
                f"the formula {self.source!r} may not hold {ast.unparse(node)!r}: it has numbers, "
                "its arguments, + - * / **, and functions of NumPy such as np.exp and np.sin"
            )
        if sum(isinstance(node, ast.Pow) for node in ast.walk(tree)) > MOST_POWERS:
            raise ValueError(f"the formula {self.source!r} has more than {MOST_POWERS} powers")

    def __call__(self, *args: object) -> object:
        """Apply the formula."""
        return eval(self.source, {"np": np, "__builtins__": {}})(*args)  # noqa: S307 - see above


def _is_plain(arguments: ast.arguments) -> bool:
    """Whether arguments are names, and nothing more."""
    others = (arguments.vararg, arguments.kwarg, *arguments.defaults, *arguments.kwonlyargs)
    return not any(others) and not arguments.posonlyargs and bool(arguments.args)


def _unfit(node: ast.expr, names: frozenset[str]) -> list[ast.expr]:  # noqa: PLR0911 - a grammar
    """Find the parts of an expression that no formula has."""
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            return [] if abs(value) <= LARGEST else [node]
        case ast.Name(id=name):
            return [] if name in names else [node]
        case ast.Attribute(value=ast.Name(id="np"), attr=name):
            return [] if name in CONSTANTS and "np" not in names else [node]
        case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=operand):
            return _unfit(operand, names)
        case ast.BinOp(op=ast.Pow(), left=left, right=ast.Constant(value=int() | float() as power)):
            return _unfit(left, names) if abs(power) <= HIGHEST_POWER else [node]
        case ast.BinOp(op=op, left=left, right=right) if isinstance(op, OPERATORS[:-1]):
            return _unfit(left, names) + _unfit(right, names)
        case ast.Call(func=ast.Attribute(value=ast.Name(id="np"), attr=name), keywords=[]):
            is_known = name in FUNCTIONS and "np" not in names
            return (
                [part for one in node.args for part in _unfit(one, names)] if is_known else [node]
            )
        case _:
            return [node]
