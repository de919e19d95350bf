"""The worker runs student code elsewhere, and no student code takes the rest down with it."""

from __future__ import annotations

import os
import signal
import time
from typing import Any

import numpy as np
import pytest

from autograder.sandbox.process import Ending, Run, Worker, WorkerError

FINE = "def f(x):\n    return x + 1"


def request(*sources: str, cases: int = 1) -> dict[str, Any]:
    """Ask for f of each source, with the number 1."""
    return {
        "statements": [
            {"cell": f"cell {n}", "line": 1, "source": source, "flags": 0}
            for n, source in enumerate(sources)
        ],
        "exercises": [
            {
                "name": "f",
                "names": ["f"],
                "needs": [n],
                "helpers": [],
                "cases": [{"args": [np.float64(1)], "kwargs": {}, "traced": False}] * cases,
            }
            for n in range(len(sources))
        ],
    }


def values(run: Run) -> list[object]:
    """Take what each function returned, or the type of what it raised."""
    answers: list[Any] = list(run.answers)
    return [
        case["value"] if case["ok"] else case["error"]["type"]
        for answer in answers
        for case in answer["answers"]
    ]


def test_functions_run_in_another_process(worker: Worker) -> None:
    """A function sees another process id than the grader's, and another parent."""
    source = "import os\ndef f(x):\n    return [os.getpid(), os.getppid()]"
    (ids,) = values(worker.run(request(source), [5]))
    assert isinstance(ids, list)
    assert os.getpid() not in ids


DEADLY: dict[str, tuple[str, Ending, str]] = {
    "os._exit": ("import os\ndef f(x):\n    os._exit(7)", Ending.CRASHED, "exit code 7"),
    "segmentation fault": (
        "import ctypes\ndef f(x):\n    ctypes.string_at(0)",
        Ending.CRASHED,
        "SIGSEGV",
    ),
    "endless loop": ("def f(x):\n    while True:\n        pass", Ending.TIMEOUT, "SIGKILL"),
    "endless loop while defined": ("while True:\n    pass", Ending.TIMEOUT, "SIGKILL"),
    "a loop that catches everything": (
        "def f(x):\n    while True:\n        try:\n            f(x)\n"
        "        except BaseException:\n            pass",
        Ending.TIMEOUT,
        "SIGKILL",
    ),
    "far too much data": (
        "import numpy as np\ndef f(x):\n    return np.zeros(10**7)",
        Ending.TOO_MUCH,
        "",
    ),
    "garbage on the pipe": (
        "import os\ndef f(x):\n    [os.write(n, b'garbage' * 9) for n in range(3, 9)\n"
        "     if os.path.exists(f'/proc/self/fd/{n}')]",
        Ending.MALFORMED,
        "",
    ),
}


@pytest.mark.parametrize(
    ("source", "ending", "detail"), DEADLY.values(), ids=[name.replace(" ", "-") for name in DEADLY]
)
def test_a_deadly_function_ends_its_child_alone(
    worker: Worker, source: str, ending: Ending, detail: str
) -> None:
    """What came before is kept, the ending says what happened, and the next run is as new."""
    run = worker.run(request(FINE, source, FINE), [2, 0.5, 2])
    assert values(run) == [2.0]
    assert run.ending is ending
    assert detail in run.detail
    assert values(worker.run(request(FINE), [2])) == [2.0]


RAISING = {
    "an exception": ("def f(x):\n    return 1 / 0", "ZeroDivisionError"),
    "SystemExit": ("def f(x):\n    raise SystemExit", "SystemExit"),
    "an exception of its own": (
        "class Mine(ValueError):\n    pass\ndef f(x):\n    raise Mine",
        "ValueError",
    ),
    "an exception without text": (
        "class Mute(Exception):\n    def __str__(self):\n        raise KeyboardInterrupt\n"
        "def f(x):\n    raise Mute",
        "Exception",
    ),
    "deep recursion": ("def f(x):\n    return f(x)", "RecursionError"),
    "input from nobody": ("def f(x):\n    return input()", "EOFError"),
}


@pytest.mark.parametrize(("source", "error"), RAISING.values(), ids=RAISING.keys())
def test_an_exception_is_an_answer(worker: Worker, source: str, error: str) -> None:
    """Whatever a function raises comes back as the name of a built-in type."""
    assert values(worker.run(request(source, FINE), [5, 5])) == [error, 2.0]


def test_errors_name_the_students_line(worker: Worker) -> None:
    """The place of an error is the deepest line of the submission, not one inside NumPy."""
    source = "import numpy as np\ndef f(x):\n    y = x\n    return np.reshape(y, (2, 3))"
    (answer,) = worker.run(request(source), [5]).answers
    error = answer["answers"][0]["error"]  # type: ignore[index]
    assert (error["cell"], error["line"], error["function"]) == ("cell 0", 4, "f")


def test_exercises_do_not_share_globals(worker: Worker) -> None:
    """Each exercise is defined in a namespace of its own; calls of one exercise share it."""
    counting = "count = [0]\ndef f(x):\n    count[0] += 1\n    return count[0]"
    assert values(worker.run(request(counting, counting, cases=2), [5, 5])) == [1, 2, 1, 2]


def test_prints_and_warnings_are_no_errors(worker: Worker) -> None:
    """A function may print as much as it likes, to both streams, and warn."""
    source = (
        "import sys, warnings\ndef f(x):\n    print('x' * 10**6)\n"
        "    sys.stderr.write('y' * 10**6)\n    warnings.warn('careful')\n    return x"
    )
    assert values(worker.run(request(source), [5])) == [1.0]


def test_random_numbers_are_the_same_in_every_child(worker: Worker) -> None:
    """Both generators start anew, so that a submission gets the same scores every time."""
    source = (
        "import random\nimport numpy as np\n"
        "def f(x):\n    return [random.random(), np.random.rand()]"
    )
    first, second = (values(worker.run(request(source), [5])) for _ in range(2))
    assert first == second


def test_the_environment_holds_no_secrets(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The worker inherits nothing of the grader's environment, and not the project's folder."""
    monkeypatch.setenv("GRADEBOOK_PASSWORD", "secret")
    source = "import os, sys\ndef f(x):\n    return [sorted(os.environ), sys.path, os.getcwd()]"
    with Worker() as fresh:
        ((names, path, folder),) = values(fresh.run(request(source), [5]))  # type: ignore[misc]
    assert "GRADEBOOK_PASSWORD" not in names
    assert not any(os.path.isdir(os.path.join(entry, "solutions")) for entry in path)
    assert folder == "/"


def test_a_time_limit_is_kept(worker: Worker) -> None:
    """A child is ended close to its limit, and the limit of one exercise is not that of another."""
    started = time.monotonic()
    worker.run(request("def f(x):\n    while True: pass"), [0.4])
    assert 0.4 <= time.monotonic() - started < 3


def test_a_dead_worker_is_an_error() -> None:
    """A worker that is gone says so, and one that was not started as well."""
    with pytest.raises(WorkerError, match="start it first"):
        Worker().run(request(FINE), [1])
    with Worker() as doomed:
        assert doomed._process is not None
        os.kill(doomed._process.pid, signal.SIGKILL)
        doomed._process.wait()
        with pytest.raises(WorkerError, match="died"):
            doomed.run(request(FINE), [1])


def test_no_process_outlives_the_grader() -> None:
    """Closing a worker ends the worker itself."""
    with Worker() as running:
        assert running._process is not None
        pid = running._process.pid
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
