"""What is wrong with the form of a function: its parameters, its return, its keys, its calls."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np

from autograder.grading.evidence import Absent, Sight
from autograder.report.text import one_line
from autograder.rubric.exercise import Case
from autograder.sandbox.answer import UNWRITABLE, StudentError
from autograder.submission.structure import Structure

UNKNOWN_NAME = re.compile(r"(?:free variable|name) '(\w{1,40})' is not (?:defined|associated)")
"""How NumPy begins to say that an array of whole numbers was to hold fractions."""
WORD, STEM, SAME_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+"), 4, 0.6
"""Words of a name, how many of their letters must be the same, and which share of the words."""
ABOUT_SIZES = ("ValueError", "IndexError")
"""What is raised where sizes do not fit."""
IMPORTS = {"np": "import numpy as np", "math": "import math", "copy": "import copy"}
MOST_KEYS, MOST_CHARACTERS, MOST_OF_A_LIST = 6, 20, 120


@dataclass(frozen=True, slots=True)
class Background:
    """What is known of a function besides what it returns.

    Attributes
    ----------
    structure : Structure or None
        What its source shows, if that is at hand.
    parameters : tuple of str
        The parameters that it should have.
    variables : frozenset of str
        The global variables of the submission.
    """

    structure: Structure | None = None
    parameters: tuple[str, ...] = ()
    variables: frozenset[str] = frozenset()


def nearest_name(name: str, others: Iterable[str]) -> str | None:
    """Find the name that was probably meant: spelt alike, or made of the same words.

    Examples
    --------
    >>> nearest_name("normalize_rows", ["softmax", "Normalise_Rows"])
    'Normalise_Rows'
    >>> nearest_name("initialize_with_zeros", ["sigmoid", "zerosInitialization"])
    'zerosInitialization'
    """
    plain = {other.lower(): other for other in others}
    found = get_close_matches(name.lower(), plain, n=1, cutoff=0.65)
    if found:
        return plain[found[0]]
    shares = {other: _share_of_words(name, other) for other in plain.values()}
    best = max(shares, key=lambda other: shares[other], default=None)
    return best if best is not None and shares[best] >= SAME_WORDS else None


def _share_of_words(name: str, other: str) -> float:
    """Measure how much of two names are words that begin alike; short words do not count."""
    words, own = (
        [word.lower() for word in WORD.findall(one) if len(word) >= STEM] for one in (name, other)
    )
    alike = sum(any(word[:STEM] == another[:STEM] for another in own) for word in words)
    return alike / min(len(words), len(own)) if words and own else 0.0


def describe_error(error: StudentError, *, visible: bool) -> str:
    """Say what was raised; its text, which student code may have chosen, on visible cases alone."""
    place = f" in {error.place}" if error.place else ""
    said = f": {error.message}" if visible and error.message else ""
    if error.type == "EOFError":
        return (
            f"it waits for an input{place}, and nobody is there to type; take all from parameters"
        )
    if error.type == "NotImplementedError" and error.function and visible:
        return f"it raises {error.type}: {error.function} is not written yet"
    return f"it raises {error.type}{place}{said}"


def explain_error(sight: Sight, sights: Sequence[Sight], background: Background) -> str:
    """Say what a function raised, and why if that can be told.

    Parameters
    ----------
    sight : Sight
        The first case on which it raised something.
    sights : sequence of Sight
        All the cases.
    background : Background
        What is known of the function besides.
    """
    error, structure = sight.error, background.structure
    assert error is not None
    said = describe_error(error, visible=sight.case.visible)
    if error.type == "TypeError" and not error.line and structure is not None:
        parameters = _explain_parameters(structure, background.parameters)
        if parameters:
            return parameters
    unknown = UNKNOWN_NAME.search(error.message) if sight.case.visible else None
    if error.type in ("NameError", "UnboundLocalError") and unknown:
        name, place = unknown[1], f" in {error.place}" if error.place else ""
        reason = "is the name misspelt, or should it be a parameter?"
        if name in IMPORTS:
            reason = f"is the line `{IMPORTS[name]}` missing?"
        return f"it raises {error.type}{place}: it uses {name}, which is not known there; {reason}"
    if error.type == "TypeError" and UNWRITABLE in error.message:
        return (
            f"{said}; it writes fractions into an array of whole numbers, which cannot hold them: "
            "make a new array instead"
        )
    if error.type in ABOUT_SIZES and _fails_by_shape(sights):
        return (
            f"{said}; it is right on inputs of another shape, so look for a size that is written "
            "into your code as a number"
        )
    return said


def _explain_parameters(structure: Structure, wanted: Sequence[str]) -> str | None:
    if structure.is_open or not wanted or structure.parameters == tuple(wanted):
        return None
    own = one_line(", ".join(structure.parameters), MOST_OF_A_LIST)
    return f"its parameters are ({own}), but it is called with ({', '.join(wanted)})"


def _fails_by_shape(sights: Sequence[Sight]) -> bool:
    """Tell whether it raises on inputs of some shapes and is right on those of all others."""
    right = {_shapes(sight.case) for sight in sights if sight.difference is None}
    raised = {_shapes(sight.case) for sight in sights if sight.error is not None}
    is_wrong = any(sight.difference and sight.error is None for sight in sights)
    is_confirmed = len(raised) > 1 and bool(right) and () not in right
    return is_confirmed and not is_wrong and not right & raised


def _shapes(case: Case) -> tuple[tuple[int, ...], ...]:
    return tuple(arg.shape for arg in case.args if isinstance(arg, np.ndarray))


def explain_form(
    sight: Sight, path: Sequence[str | int], structure: Structure | None
) -> str | None:
    """Say what is wrong with the form of a returned value: nothing, or other keys."""
    if sight.whole is None:
        return _explain_nothing(structure)
    if structure is not None and structure.returns_in_loop:
        return "its return stands inside a loop, so the loop ends in its first turn"
    if sight.got is Absent.PART and sight.case.visible:
        return _explain_keys(sight, path)
    return None


def _explain_nothing(structure: Structure | None) -> str | None:
    if structure is None:
        return None
    if structure.returns and structure.falls_off:
        return "it ends without a return on some way through it, so nothing (None) comes back"
    if structure.returns:
        return "what stands behind its return is nothing (None)"
    if structure.prints:
        return "it prints its result and returns nothing (None): printing shows, return gives back"
    return "there is no return in it, so nothing (None) comes back"


def _explain_keys(sight: Sight, path: Sequence[str | int]) -> str | None:
    """Name the keys that came; never on hidden cases, for student code chooses them."""
    value = sight.whole
    for step in path:
        if isinstance(step, str) and isinstance(value, dict) and step not in value:
            keys = [key[:MOST_CHARACTERS] for key in list(value)[:MOST_KEYS]]
            own = ", ".join(map(repr, keys)) or "no key"
            like = nearest_name(step, keys)
            meant = f"; should {like!r} be {step!r}?" if like else ""
            return f"the key {step!r} is missing, the dictionary has {own}{meant}"
        try:
            value = value[step]  # type: ignore[index]
        except (TypeError, LookupError):
            return None
    return None
