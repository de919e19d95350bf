"""Hints, one at a time: where to look, what the mistake is, an example to follow by hand."""

from __future__ import annotations

import re
from dataclasses import dataclass

from autograder.practice.literal import call, shown
from autograder.practice.outcome import is_done
from autograder.report import CheckResult, ExerciseResult, Outcome
from autograder.rubric.expected import Frozen


@dataclass(frozen=True, slots=True)
class HintLevel:
    """One hint.

    Attributes
    ----------
    text : str
        A sentence or two.
    code : str
        Lines to try in a cell, and what they should give; empty where words are enough.
    """

    text: str
    code: str = ""


NUDGES = {
    r"it waits for an input": "A function gets all that it works on through its parameters. Which "
    "of them holds what `input` asks for?",
    r"it raises": "Read the error from its end: what was done, with what? Print the types and "
    "shapes of what goes into that line.",
    r"an argument is changed": "The values are right. After the call, though, an argument is not "
    "what it was: which line writes into an array that came from outside?",
    r"it took \d+ steps": "The values are right. Which line runs once for every example, and could "
    "run once for all of them?",
    r"\b(nan|inf|infinity)\b": "Start with {check}. Print every step on the way to it: which is "
    "the first that is no finite number, and what went into it?",
    r"\bkeys?\b": "Start with {check}. Compare the keys of the dictionary that you return with "
    "those in the docstring, letter by letter.",
    r"the list has length|\bentr(y|ies)\b": "Start with {check}. How often does the line that adds "
    "to the list run, and when should it?",
    r"\breturn|\(None\)": "Look at the last line of the function: what does it hand back, and what "
    "does the docstring promise?",
    r"\b(shape|axis|transposed|dimensions?|broadcasting|outer product)\b": "Start with {check}. "
    "Print the shape of each array on the way to it, and look for the first that surprises you.",
}
"""Where to look, by what the message of the first failed check says."""
NUMBERS = "Start with {check}: its form is right, its numbers are not. Work out one number of the \
example on paper, and compare it step by step."
TROUBLES = {
    Outcome.NOT_ATTEMPTED: "Read the docstring: it says what goes in and what comes out. Then take "
    "the formula above the cell, and write it one step a line.",
    Outcome.MISSING: "The checks look for a function called {name}. Is it defined, and is its name "
    "spelled like this?",
    Outcome.ERROR: "Run the cell that defines {name} by itself, and read the last line of what it "
    "says: it names the place.",
    Outcome.TIMEOUT: "Some loop never ends. What has to become false for it to stop, and does the "
    "loop change that?",
    Outcome.NOT_JUDGED: "This is not about your work: the machine failed while {name} ran. Try "
    "again; if it happens again, close what takes much memory.",
    Outcome.CRASHED: "The process ran out of room. Print the shapes of the largest arrays: are "
    "they as large as they should be?",
}


def hint_levels(result: ExerciseResult, frozen: Frozen) -> tuple[HintLevel, ...]:
    """Give the hints for an exercise as it stands, from the faintest to the plainest.

    Parameters
    ----------
    result : ExerciseResult
        How it did on the visible cases.
    frozen : Frozen
        Its visible cases.

    Returns
    -------
    tuple of HintLevel
        Where to look; what the mistake is, where it is known; an example with what it should
        give. Nothing where all is right.
    """
    if is_done(result):
        return ()
    failed = _failed(result)
    example = _example(result.name, frozen, failed[0].case if failed else "")
    levels = [HintLevel(_nudge(result, has_example=bool(example)))]
    if result.hint or (failed and example):
        mistake = result.hint or _explained(failed)
        levels += [HintLevel(mistake)] if mistake else []
    if example and result.outcome is not Outcome.BLOCKED:
        levels.append(HintLevel("Follow this example through your code, line by line.", example))
    return tuple(levels)


def _failed(result: ExerciseResult) -> list[CheckResult]:
    return [c for c in result.checks if c.outcome is Outcome.FAILED and not c.is_advice]


def _explained(failed: list[CheckResult]) -> str:
    """Say what the numbers of the first check show, where that is more than that they differ."""
    first = next((c for c in failed if c.difference and c.message != c.difference), None)
    return f"Look at {first.name}: {first.message}." if first else ""


def _nudge(result: ExerciseResult, *, has_example: bool) -> str:
    failed = _failed(result)
    if failed and has_example:
        return _nudge_to(failed[0])
    if failed:
        return f"Start with {failed[0].name}: {failed[0].message}."
    waiting = [c.name for c in result.checks if c.outcome is Outcome.NOT_ATTEMPTED]
    if waiting and len(waiting) < len(result.checks):
        return f"Still open: {', '.join(waiting)}."
    if result.outcome is Outcome.BLOCKED:
        return f"{result.message[:1].upper()}{result.message[1:]}."
    return TROUBLES.get(result.outcome, TROUBLES[Outcome.ERROR]).format(name=result.name)


def _nudge_to(check: CheckResult) -> str:
    said = check.difference or check.message
    for pattern, nudge in NUDGES.items():
        if re.search(pattern, said):
            return nudge.format(check=check.name)
    return NUMBERS.format(check=check.name)


def _example(name: str, frozen: Frozen, failing: str) -> str:
    """Write a visible case as a call, with what it should give; the one that fails, if it may be.

    Cases that count steps are too long to follow.
    """
    fit = [
        (case, output)
        for case, output in zip(frozen.cases, frozen.outputs, strict=True)
        if case.visible and not (case.traced or case.omits) and (case.args or case.kwargs)
    ]
    if not fit:
        return ""
    case, output = next((pair for pair in fit if pair[0].name == failing), fit[0])
    return f"{call(name, case)}\n# should give\n{shown(output)}"
