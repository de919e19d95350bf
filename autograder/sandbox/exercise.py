"""Define and run the exercises of a submission, in the child."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import numpy as np

from autograder import wire
from autograder.rubric.formula import Formula
from autograder.sandbox.call import Called, call_all, describe_error, in_columns
from autograder.sandbox.request import Asked, Inputs, Statement, load, pack, pickled, unpack

REHEARSAL = """
import numpy as np

def f(x, y, g):
    z = 1 / (1 + np.exp(-np.dot(x, g(y).T)))
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
    """What a submission has defined so far; nothing is compiled or defined twice.

    Parameters
    ----------
    statements : sequence of Statement or None
        Those of the submission; None in the place of one that nothing needs.
    """

    def __init__(self, statements: Sequence[Statement | None]) -> None:
        self._statements = statements
        self._compiled: dict[int, Any] = {}
        self._defined: dict[object, Definition] = {}

    def of(self, asked: Asked) -> Definition:
        """Define what an exercise needs in a fresh namespace, or give what is there already."""
        key = asked.name, asked.needs, asked.helpers
        if key not in self._defined:
            self._defined[key] = self._define(asked)
        return self._defined[key]

    def _define(self, asked: Asked) -> Definition:
        namespace: dict[str, Any] = {"__name__": "submission"}
        problems: list[object] = []
        for number in asked.needs:
            try:
                exec(self._compile(number), namespace)  # noqa: S102 - it is the job
            except BaseException as error:  # noqa: BLE001 - whatever student code raises is an answer
                problems.append((number, describe_error(error)))
        for names, source in asked.helpers:
            own: dict[str, Any] = {"np": np}
            exec(source, own)  # noqa: S102 - a reference helper, written here
            namespace.update(dict.fromkeys(names, own[names[0]]))
        found = (namespace[name] for name in asked.names if name in namespace)
        return Definition(next(found, None), tuple(problems))

    def _compile(self, number: int) -> Any:
        """Compile one statement so that errors name its cell and line."""
        if number not in self._compiled:
            statement = self._statements[number]
            assert statement is not None
            self._compiled[number] = compile(
                "\n" * (statement.line - 1) + statement.source,
                f"<{statement.cell}>",
                "exec",
                flags=statement.flags,
                dont_inherit=True,
            )
        return self._compiled[number]


def answer(asked: Asked, definitions: Definitions) -> bytes:
    """Run the cases of an exercise, and write a frame of what came of it.

    Returns
    -------
    bytes
        ``name``; ``defined``, whether there is such a function; ``problems``, those of its
        definition; and the columns of :func:`autograder.sandbox.call.in_columns`.
    """
    definition = definitions.of(asked)
    function = definition.function
    defined = callable(function)
    called = call_all(function, load(asked.cases)) if callable(function) else []
    about = {"name": asked.name, "defined": defined, "problems": list(definition.problems)}
    try:
        return wire.encode(about | in_columns(called))
    except Exception as error:  # noqa: BLE001 - the values are student code's
        failed = [Called(None, describe_error(error), changed=False, steps=0)] * asked.num_cases
        return wire.encode(about | {"problems": []} | in_columns(failed))


def rehearse() -> None:
    """Go once through what a child does: what is warm in the worker is warm in its children."""
    inputs = (np.ones((2, 3)), np.ones((2, 3)), Formula("lambda a: a"))
    cases = [Inputs(inputs, {}, traced=True)] * 2
    request = pack([Asked("f", ("f",), (0,), (), len(cases), pickled(cases))])
    for asked in unpack(BytesIO(request).read):
        answer(asked, Definitions([Statement("cell 1", 1, REHEARSAL, 0)]))
