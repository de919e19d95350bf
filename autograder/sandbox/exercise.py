"""Define and run the exercises of a submission, in the child."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.sandbox import wire
from autograder.sandbox.call import call, describe_error

REHEARSAL = """
import numpy as np

def f(x, y):
    z = 1 / (1 + np.exp(-np.dot(x, y.T)))
    z[z > 0.5] = 1.0
    return {"a": z, "b": (np.sum(z, axis=1, keepdims=True), float(np.log(z).mean())), "c": [0.5]}
"""


@dataclass(frozen=True, slots=True)
class Definition:
    """What an exercise needs, defined in a namespace of its own.

    Attributes
    ----------
    function : object
        What stands under the name of the exercise; None if nothing does.
    problems : tuple
        A pair of statement number and error for each statement that raised.
    """

    function: object
    problems: tuple[object, ...]


class Definitions:
    """What the requests of a session have defined so far; nothing is compiled or defined twice."""

    def __init__(self) -> None:
        self._compiled: dict[int, Any] = {}
        self._defined: dict[object, Definition] = {}

    def of(
        self, exercise: Mapping[str, Any], statements: Sequence[Mapping[str, Any]]
    ) -> Definition:
        """Define what an exercise needs in a fresh namespace, or give what is there already.

        Parameters
        ----------
        exercise : mapping
            ``name``; ``names``, those that the function may have; ``needs``, the numbers of the
            statements to run; ``helpers``, names and source of functions that take the place of
            the submission's.
        statements : sequence of mapping
            Those of the submission: ``cell``, ``line``, ``source``, ``flags``.
        """
        helpers = tuple(names[0] for names, _ in exercise["helpers"])
        key = exercise["name"], tuple(exercise["needs"]), helpers
        if key not in self._defined:
            self._defined[key] = self._define(exercise, statements)
        return self._defined[key]

    def _define(
        self, exercise: Mapping[str, Any], statements: Sequence[Mapping[str, Any]]
    ) -> Definition:
        namespace: dict[str, Any] = {"__name__": "submission"}
        problems: list[object] = []
        for number in exercise["needs"]:
            try:
                exec(self._compile(number, statements), namespace)  # noqa: S102 - it is the job
            except BaseException as error:  # noqa: BLE001 - whatever student code raises is an answer
                problems.append((number, describe_error(error)))
        for names, source in exercise["helpers"]:
            own: dict[str, Any] = {"np": np}
            exec(source, own)  # noqa: S102 - a reference helper, written here
            namespace.update(dict.fromkeys(names, own[names[0]]))
        found = (namespace[name] for name in exercise["names"] if name in namespace)
        return Definition(next(found, None), tuple(problems))

    def _compile(self, number: int, statements: Sequence[Mapping[str, Any]]) -> Any:
        """Compile one statement so that errors name its cell and line."""
        if number not in self._compiled:
            statement = statements[number]
            self._compiled[number] = compile(
                "\n" * (statement["line"] - 1) + statement["source"],
                f"<{statement['cell']}>",
                "exec",
                flags=statement["flags"],
                dont_inherit=True,
            )
        return self._compiled[number]


def run_exercise(exercise: Mapping[str, Any], definition: Definition) -> dict[str, object]:
    """Run the cases of an exercise.

    Returns
    -------
    dict
        ``name``; ``defined``, whether there is such a function; ``problems``, those of its
        definition; ``answers``, one for each case, as :func:`autograder.sandbox.call.call` gives
        them.
    """
    function = definition.function
    answers: list[object] = []
    if callable(function):
        answers = [
            call(function, case["args"], case["kwargs"], traced=case["traced"])
            for case in exercise["cases"]
        ]
    return {
        "name": exercise["name"],
        "defined": callable(function),
        "problems": list(definition.problems),
        "answers": answers,
    }


def encode_answer(exercise: Mapping[str, Any], answer: Mapping[str, object]) -> bytes:
    """Encode an answer; a value that cannot be sent is an error of its own."""
    try:
        return wire.encode(dict(answer))
    except Exception as error:  # noqa: BLE001 - the values are student code's
        failed = {"ok": False, "error": describe_error(error), "changed": False, "steps": 0}
        failures = [failed] * len(exercise["cases"])
        return wire.encode({**answer, "problems": [], "answers": failures})


def rehearse() -> None:
    """Go once through what a child does: what is warm in the worker is warm in its children."""
    statement = {"cell": "cell 1", "line": 1, "source": REHEARSAL, "flags": 0}
    case = {"args": [np.ones((2, 3)), np.ones((2, 3))], "kwargs": {}, "traced": True}
    exercise = {"name": "f", "names": ["f"], "needs": [0], "helpers": [], "cases": [case] * 2}
    request: Any = wire.encode({"statements": [statement], "exercises": [exercise]})
    request = wire.decode(request, wire.FROM_GRADER)
    definition = Definitions().of(request["exercises"][0], request["statements"])
    encode_answer(exercise, run_exercise(exercise, definition))
