"""Read the header of a student's function, where it was defined."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

NUMBERS = (bool, int, float)
OPEN = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)


class Default(NamedTuple):
    """What a header says about an argument that a call may leave out."""

    is_required: bool
    """Whether the header has no default for it."""
    number: float | None
    """Its default, where that is a plain number."""


def read_defaults(function: Callable[..., object], names: Sequence[str]) -> dict[str, Default]:
    """Read what the header of a function says about the defaults of some arguments.

    Parameters
    ----------
    function : callable
        Any function.
    names : sequence of str
        The arguments.

    Returns
    -------
    dict
        For each name that the header has, what it says. Where a header does not tell, as in
        ``f(*args)``, the name is not there.

    Examples
    --------
    >>> read_defaults(lambda w, steps, rate=0.5, start=None: w, ["steps", "rate", "start"])["rate"]
    Default(is_required=False, number=0.5)
    """
    parameters = _parameters(function)
    return {
        name: Default(
            is_required=parameters[name].default is inspect.Parameter.empty,
            number=_as_number(parameters[name].default),
        )
        for name in names
        if name in parameters and parameters[name].kind not in OPEN
    }


def _parameters(function: Callable[..., object]) -> Mapping[str, inspect.Parameter]:
    try:
        return inspect.signature(function).parameters
    except (TypeError, ValueError):
        return {}


def _as_number(default: object) -> float | None:
    return default if type(default) in NUMBERS else None  # type: ignore[return-value]


def supply_missing(
    function: Callable[..., object],
    args: Sequence[object],
    kwargs: Mapping[str, object],
    defaults: Mapping[str, object],
) -> dict[str, object]:
    """Add to the named arguments of a call those that a header without defaults asks for.

    Examples
    --------
    >>> supply_missing(lambda w, steps, rate=0.5: w, (1.0,), {}, {"steps": 100, "rate": 0.009})
    {'steps': 100}
    """
    names = [name for name in defaults if name not in kwargs]
    if not names:
        return dict(kwargs)
    filled = list(_parameters(function))[: len(args)]
    required = {name for name, found in read_defaults(function, names).items() if found.is_required}
    missing = {name: defaults[name] for name in names if name in required and name not in filled}
    return {**kwargs, **missing}
