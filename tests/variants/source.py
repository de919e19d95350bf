"""Sources of functions from their bodies."""

import ast
from textwrap import dedent, indent


def functions(signature: str, bodies: dict[str, str]) -> dict[str, str]:
    """Make the complete source of a function for each body.

    Parameters
    ----------
    signature : str
        The name and the arguments, as in ``"f(x)"``.
    bodies : dict
        By name, what the function consists of: an expression that it returns, or statements.

    Returns
    -------
    dict
        By name, the source.

    Examples
    --------
    >>> print(functions("double(x)", {"a product": "2 * x"})["a product"])
    def double(x):
        return 2 * x
    <BLANKLINE>
    """
    return {
        name: f"def {signature}:\n{indent(_body(body), '    ')}" for name, body in bodies.items()
    }


def _body(text: str) -> str:
    statements = dedent(text).strip()
    parsed = ast.parse(statements).body
    is_expression = len(parsed) == 1 and isinstance(parsed[0], ast.Expr)
    return f"return {statements}\n" if is_expression else f"{statements}\n"
