"""Run a student's function on the inputs of one case, in this very process.

The worker does it on the far side of the wall; practice does it in the student's own notebook.
"""

from __future__ import annotations

import builtins
import sys
import traceback
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import deepcopy
from types import FrameType, NoneType, TracebackType
from typing import Any, NamedTuple

import numpy as np

from autograder.rubric.formula import Formula
from autograder.sandbox.request import Inputs
from autograder.sandbox.signature import Header, read_defaults, read_header, supply_missing

Ends = tuple[type[BaseException], ...]

MAX_MESSAGE = 500
UNCHANGING = (int, float, complex, str, NoneType, np.generic, Formula)
"""Kinds of arguments that no function can change."""


class Called(NamedTuple):
    """What came of a call."""

    value: object
    """What it returned; None if it raised."""
    error: dict[str, object] | None
    """What it raised, as :func:`describe_error` gives it; None if it returned."""
    changed: bool
    """Whether an array among the arguments is another one after the call."""
    steps: int
    """The number of Python lines and calls it took, where they were counted."""


def call_all(
    function: Callable[..., object],
    cases: Iterable[Inputs],
    ends: Ends = (),
) -> list[Called]:
    """Call a function on copies of the arguments of each case, in silence.

    Parameters
    ----------
    function : callable
        The function.
    cases : iterable of Inputs
        What it is called with.
    ends : tuple of exception types
        What is no answer of the function but ends the calls.
    """
    cases = list(cases)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # Reading a header takes longer than many a call: once, and only where it is asked for.
        header = read_header(function) if any(case.defaults or case.omits for case in cases) else {}
        return [
            (_call_without if case.omits else _call)(function, header, case, ends) for case in cases
        ]


def in_columns(called: Sequence[Called]) -> dict[str, object]:
    """Arrange what came of calls as it is sent.

    Returns
    -------
    dict
        ``values`` and ``errors``, lists, and ``changed`` and ``steps``, arrays, with one item for
        each call.
    """
    return {
        "values": [one.value for one in called],
        "errors": [one.error for one in called],
        "changed": np.array([one.changed for one in called], dtype=np.bool_),
        "steps": np.array([one.steps for one in called], dtype=np.int64),
    }


def _call(function: Callable[..., object], header: Header, inputs: Inputs, ends: Ends) -> Called:
    """Call a function; where it writes into whole numbers, see what it does with floats.

    An array of whole numbers refuses or cuts the fractions that are written into it. Writing into
    an argument is one mistake and told as such, so the values are those that it has with floats.
    """
    kwargs = supply_missing(header, inputs.args, inputs.kwargs, inputs.defaults)
    called = _run(function, inputs.args, kwargs, inputs.traced, ends)
    is_refused = called.error is not None and called.error["type"] == "TypeError"
    if (called.changed or is_refused) and any(map(_is_whole, (*inputs.args, *kwargs.values()))):
        args = [_as_floats(arg) for arg in inputs.args]
        kwargs = {name: _as_floats(arg) for name, arg in kwargs.items()}
        again = _run(function, args, kwargs, inputs.traced, ends)
        return again if again.changed else called
    return called


def _is_whole(arg: object) -> bool:
    return isinstance(arg, np.ndarray) and arg.dtype.kind in "iu"


def _as_floats(arg: object) -> object:
    return arg.astype(float) if isinstance(arg, np.ndarray) and _is_whole(arg) else arg


def _call_without(
    function: Callable[..., object], header: Header, inputs: Inputs, ends: Ends
) -> Called:
    """Ask the header for the defaults of what a call leaves out, and a call where it is silent."""
    declared = read_defaults(header, inputs.omits)
    required = [name for name, default in declared.items() if default.is_required]
    told = {name: default.number for name, default in declared.items() if not default.is_required}
    called = Called(None, None, changed=False, steps=0)
    if any(told.get(name) is None for name in inputs.omits if name not in required):
        kwargs = supply_missing(header, inputs.args, inputs.kwargs, inputs.defaults)
        called = _run(function, inputs.args, kwargs, inputs.traced, ends)
    value = {"required": required, "told": told, "returned": called.value}
    return called._replace(value=value, changed=False)


def _run(
    function: Callable[..., object],
    args: Sequence[object],
    kwargs: Mapping[str, object],
    traced: bool,
    ends: Ends,
) -> Called:
    before = [*args, *kwargs.values()]
    args, kwargs = [_copy(arg) for arg in args], {name: _copy(arg) for name, arg in kwargs.items()}
    counter = _StepCounter()
    value, failure = None, None
    try:
        value = counter.run(function, args, kwargs) if traced else function(*args, **kwargs)
    except ends:
        raise
    except BaseException as error:  # noqa: BLE001 - whatever student code raises is an answer
        failure = describe_error(error, _file_of(function))
    changed = not all(map(_is_same, before, [*args, *kwargs.values()]))
    return Called(value, failure, changed, counter.steps)


def _copy(arg: object) -> object:
    if isinstance(arg, np.ndarray):
        return arg.copy()
    return arg if isinstance(arg, UNCHANGING) else deepcopy(arg)


def _is_same(before: object, after: object) -> bool:
    """Tell whether an array is to the bit what it was."""
    return not isinstance(before, np.ndarray) or (
        isinstance(after, np.ndarray)
        and after.shape == before.shape
        and after.dtype == before.dtype
        and after.tobytes() == before.tobytes()
    )


class _StepCounter:
    """Counts the lines and calls that Python executes in code of the submission.

    What a library does on the way, as NumPy does to print an array, is none of the student's steps;
    a function of the student's that a library calls back is.
    """

    def __init__(self) -> None:
        self.steps = 0
        self._own: object = None

    def run(
        self, function: Callable[..., object], args: Sequence[object], kwargs: Mapping[str, object]
    ) -> object:
        before = sys.gettrace()
        self._own = getattr(function, "__globals__", None)
        sys.settrace(self._trace)
        try:
            return function(*args, **kwargs)
        finally:
            sys.settrace(before)

    def _trace(self, frame: FrameType, event: str, _arg: Any) -> Any:
        if event == "call" and frame.f_globals is not self._own and _is_of_library(frame):
            return None
        self.steps += 1
        return self._trace


def _is_of_library(frame: FrameType) -> bool:
    """Tell whether code runs in an imported module; a notebook's own is no library."""
    name = frame.f_globals.get("__name__")
    module = sys.modules.get(name) if type(name) is str and name != "__main__" else None
    return module is not None and vars(module) is frame.f_globals


def _file_of(function: Callable[..., object]) -> str:
    code = getattr(function, "__code__", None)
    return str(getattr(code, "co_filename", ""))


def describe_error(error: BaseException, file: str = "") -> dict[str, object]:
    """Say what was raised, and where in the submission.

    Parameters
    ----------
    error : BaseException
        What was raised.
    file : str
        A file that belongs to the submission, beside all cells.

    Returns
    -------
    dict
        ``type``, the nearest built-in type of the exception; ``message``; ``cell`` and ``line``
        of the deepest frame that belongs to the submission, and ``function``, its name.
    """
    frame = _student_frame(error.__traceback__, file)
    return {
        "type": _builtin_name(type(error)),
        "message": _safe_text(error),
        "cell": frame[0] if frame else "",
        "line": frame[1] if frame else 0,
        "function": frame[2] if frame else "",
    }


def _builtin_name(kind: type) -> str:
    """Name an exception by a type that the student cannot have made up."""
    builtin = vars(builtins)
    return next((name for base in kind.__mro__ if builtin.get(name := base.__name__) is base), "")


def _safe_text(error: BaseException) -> str:
    try:
        return str(error)[:MAX_MESSAGE]
    except BaseException:  # noqa: BLE001 - even the text of an exception is student code
        return ""


def _student_frame(where: TracebackType | None, file: str) -> tuple[str, int, str] | None:
    """Find the deepest frame of the submission: in a cell, or in the file of the function."""
    found = None
    for frame, line in traceback.walk_tb(where):
        name = frame.f_code.co_filename
        if name.startswith("<cell ") or name == file or "ipykernel" in name:
            found = (name.strip("<>") if name[0] == "<" else "", line, frame.f_code.co_name)
    return found
