"""The far side of the wall: a process that runs student code and knows nothing else.

The grader executes ``python -m autograder.sandbox.worker`` and talks to it over a socket, its
standard input. For each submission the worker forks a child: NumPy is imported already, so a child
costs a millisecond. The child reads one request from a pipe, runs the exercises in it one after the
other, writes one frame for each to another pipe, and is gone. The worker itself never runs student
code and never holds an expected value.

Protocol on the socket: the grader sends ``RUN`` with the two pipe ends, the worker answers with the
process id of the child; the grader sends ``END``, the worker kills the child if it still runs and
answers with its wait status. When the socket closes, the worker ends its child and itself.
"""

from __future__ import annotations

import os
import random
import signal
import socket
import struct
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, NoReturn

import numpy as np

from autograder.sandbox import wire
from autograder.sandbox.call import call, describe_error

RUN, END, READY = b"R", b"E", b"!"
NUMBER = struct.Struct("<q")


def main() -> None:
    """Serve runs until the grader hangs up."""
    grader = socket.socket(fileno=os.dup(0))
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    forget_project()
    np.dot(np.ones((64, 64)), np.ones((64, 64)))
    grader.sendall(READY)
    while True:
        message, descriptors, _, _ = socket.recv_fds(grader, 1, 2)
        if message != RUN:
            return
        child = os.fork()
        if child == 0:
            grader.close()
            run_child(*descriptors)
        for descriptor in descriptors:
            os.close(descriptor)
        grader.sendall(NUMBER.pack(child))
        finished = grader.recv(1) == END
        status = end_child(child)
        if not finished:
            return
        grader.sendall(NUMBER.pack(status))


def forget_project() -> None:
    """Take the project's own folder off the import path: student code has no business there."""
    own = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry) != own]


def end_child(child: int) -> int:
    """Kill what is left of a child and give its wait status."""
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1]


def run_child(request_end: int, answer_end: int) -> NoReturn:
    """Be the child: read the request, run the exercises, answer, and leave without a trace."""
    try:
        os.setsid()
        with os.fdopen(request_end, "rb") as pipe:
            request = wire.decode(pipe.read(), wire.FROM_GRADER)
        run_request(request, answer_end)
        os._exit(0)
    except BaseException:  # noqa: BLE001 - nothing may fall back into the worker's own loop
        os._exit(99)


def run_request(request: Any, answer_end: int) -> None:
    """Run each exercise of a request and write a frame for each."""
    random.seed(0)
    np.random.seed(0)  # noqa: NPY002 - the generator that student code uses
    for exercise in request["exercises"]:
        frame = wire.encode(run_exercise(exercise, request["statements"]))
        view = memoryview(frame)
        while view:
            view = view[os.write(answer_end, view) :]


def compile_statement(statement: Mapping[str, Any]) -> Any:
    """Compile one statement of the submission so that errors name its cell and line."""
    source = "\n" * (statement["line"] - 1) + statement["source"]
    return compile(
        source, f"<{statement['cell']}>", "exec", flags=statement["flags"], dont_inherit=True
    )


def run_exercise(exercise: Mapping[str, Any], statements: Sequence[Any]) -> dict[str, object]:
    """Define what an exercise needs in a fresh namespace, and run its cases.

    Returns
    -------
    dict
        ``name``; ``defined``, whether there is such a function; ``problems``, a pair of statement
        number and error for each statement that raised; ``answers``, one for each case, as
        :func:`autograder.sandbox.call.call` gives them; ``seconds``.
    """
    namespace: dict[str, Any] = {"__name__": "submission"}
    problems: list[object] = []
    started = time.perf_counter()
    for number in exercise["needs"]:
        try:
            exec(compile_statement(statements[number]), namespace)  # noqa: S102 - it is why we are here
        except BaseException as error:  # noqa: BLE001 - whatever student code raises is an answer
            problems.append((number, describe_error(error)))
    for names, source in exercise["helpers"]:
        own: dict[str, Any] = {"np": np}
        exec(source, own)  # noqa: S102 - a reference helper, written here
        namespace.update(dict.fromkeys(names, own[names[0]]))
    function = next((namespace[name] for name in exercise["names"] if name in namespace), None)
    answers: list[object] = []
    if callable(function):
        answers = [
            call(function, case["args"], case["kwargs"], traced=case["traced"])
            for case in exercise["cases"]
        ]
    return {
        "name": exercise["name"],
        "defined": callable(function),
        "problems": problems,
        "answers": answers,
        "seconds": time.perf_counter() - started,
    }


if __name__ == "__main__":
    main()
