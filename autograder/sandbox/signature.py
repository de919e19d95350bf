"""Read the header of a student's function, where it was defined."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

NUMBERS = (bool, int, float)
Header = Mapping[str, inspect.Parameter]
OPEN = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)


class Default(NamedTuple):
    """What a header says about an argument that a call may leave out."""

    is_required: bool
    """Whether the header has no default for it."""
    number: float | None
    """Its default, where that is a plain number."""


def read_header(function: Callable[..., object]) -> Header:
    """Read the parameters of a function; none where its header does not tell them."""
    try:
        return inspect.signature(function).parameters
    except (TypeError, ValueError):
        return {}


def read_defaults(header: Header, names: Sequence[str]) -> dict[str, Default]:
    """Read what a header says about the defaults of some arguments.

    Parameters
    ----------
    header : mapping
        The parameters of a function.
    names : sequence of str
        The arguments.

    Returns
    -------
    dict
        For each name that the header has, what it says. Where a header does not tell, as in
        ``f(*args)``, the name is not there.

    Examples
    --------
    >>> header = read_header(lambda w, steps, rate=0.5, start=None: w)
    >>> read_defaults(header, ["steps", "rate", "start"])["rate"]
    Default(is_required=False, number=0.5)
    """
    return {
        name: Default(
            is_required=header[name].default is inspect.Parameter.empty,
            number=_as_number(header[name].default),
        )
        for name in names
        if name in header and header[name].kind not in OPEN
    }


def _as_number(default: object) -> float | None:
    return default if type(default) in NUMBERS else None  # type: ignore[return-value]


def supply_missing(
    header: Header,
    args: Sequence[object],
    kwargs: Mapping[str, object],
    defaults: Mapping[str, object],
) -> dict[str, object]:
    """Add to the named arguments of a call those that a header without defaults asks for.

    Examples
    --------
    >>> header = read_header(lambda w, steps, rate=0.5: w)
    >>> supply_missing(header, (1.0,), {}, {"steps": 100, "rate": 0.009})
    {'steps': 100}
    """
    names = [name for name in defaults if name not in kwargs]
    if not names:
        return dict(kwargs)
    filled = list(header)[: len(args)]
    required = {name for name, found in read_defaults(header, names).items() if found.is_required}
    missing = {name: defaults[name] for name in names if name in required and name not in filled}
    return {**kwargs, **missing}
