"""The worker runs student code elsewhere, and no student code takes the rest down with it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder import wire
from autograder.report import Isolation
from autograder.sandbox.frames import Ending
from autograder.sandbox.layers import NAMES
from autograder.sandbox.modules import COMMON, RARE
from autograder.sandbox.process import Worker
from autograder.sandbox.request import Asked, Inputs, Statement, pickled
from autograder.sandbox.selftest import IsolationError, choose_isolation, test_wall
from autograder.sandbox.session import Run, WorkerError

ROOT = Path(__file__).parent.parent

FINE = "def f(x):\n    return x + 1"


def request(*sources: str, cases: int = 1) -> tuple[list[Statement], list[Asked]]:
    """Ask for f of each source, with the number 1."""
    statements = [Statement(f"cell {n}", 1, source, 0) for n, source in enumerate(sources)]
    inputs = pickled([Inputs((np.float64(1),), {})] * cases)
    return statements, [Asked("f", ("f",), (n,), (), cases, inputs) for n in range(len(sources))]


def answers(run: Run) -> list[Any]:
    """Decode what each exercise answered."""
    return [wire.decode(frame) for frame in run.frames]


def values(run: Run) -> list[object]:
    """Take what each function returned, or the type of what it raised."""
    return [
        value if error is None else error["type"]
        for answer in answers(run)
        for value, error in zip(answer["values"], answer["errors"], strict=True)
    ]


def test_functions_run_in_another_process(worker: Worker) -> None:
    """A function sees another process id than the grader's, and another parent."""
    source = "import os\ndef f(x):\n    return [os.getpid(), os.getppid()]"
    (ids,) = values(worker.run(*request(source), [5]))
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
        "import os\ndef f(x):\n    for n in range(3, 9):\n        try:\n"
        "            os.write(n, b'garbage' * 9)\n        except OSError:\n            pass",
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
    seconds = 0.5 if ending is Ending.TIMEOUT else 20
    run = worker.run(*request(FINE, source, FINE), [20, seconds, 20])
    assert values(run) == [2.0]
    assert run.ending is ending
    assert detail in run.detail
    assert values(worker.run(*request(FINE), [20])) == [2.0]


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
    assert values(worker.run(*request(source, FINE), [5, 5])) == [error, 2.0]


def test_long_code_and_long_texts_arrive_whole(worker: Worker) -> None:
    """A function with a long literal in it is not cut on its way."""
    source = f"TEXT = {'x' * 30_000!r}\ndef f(x):\n    return len(TEXT)"
    assert values(worker.run(*request(source), [5])) == [30_000]


def test_a_value_that_cannot_be_sent_is_an_error(worker: Worker) -> None:
    """A view that claims to be huge costs its exercise, and names what happened."""
    source = "import numpy as np\ndef f(x):\n    return np.broadcast_to(x, (10**5, 10**5))"
    assert values(worker.run(*request(source, FINE), [20, 20])) == ["MemoryError", 2.0]


def test_errors_name_the_students_line(worker: Worker) -> None:
    """The place of an error is the deepest line of the submission, not one inside NumPy."""
    source = "import numpy as np\ndef f(x):\n    y = x\n    return np.reshape(y, (2, 3))"
    (answer,) = answers(worker.run(*request(source), [5]))
    (error,) = answer["errors"]
    assert (error["cell"], error["line"], error["function"]) == ("cell 0", 4, "f")


def test_exercises_do_not_share_globals(worker: Worker) -> None:
    """Each exercise is defined in a namespace of its own; calls of one exercise share it."""
    counting = "count = [0]\ndef f(x):\n    count[0] += 1\n    return count[0]"
    assert values(worker.run(*request(counting, counting, cases=2), [5, 5])) == [1, 2, 1, 2]


def test_prints_and_warnings_are_no_errors(worker: Worker) -> None:
    """A function may print as much as it likes, to both streams, and warn."""
    source = (
        "import sys, warnings\ndef f(x):\n    print('x' * 10**6)\n"
        "    sys.stderr.write('y' * 10**6)\n    warnings.warn('careful')\n    return x"
    )
    assert values(worker.run(*request(source), [5])) == [1.0]


USES = {
    **{f"import {name}": f"def f(x):\n    import {name}" for name in COMMON + RARE},
    "an attribute": "import numpy as np\ndef f(x):\n    np.testing.assert_equal(1, 1)",
    "from and import": "from numpy import ma as masked\ndef f(x):\n    masked.array([1])",
    "a list of names": "from numpy import (\n  e,\n  random\n)\ndef f(x):\n    random.rand()",
    "a star": "from numpy import *\ndef f(x):\n    random.rand() + median([exp(x)])",
    "inside NumPy": "import numpy as np\ndef f(x):\n    np.median([x]), np.unique([x])",
    "after a hash": "import numpy as np\ndef f(x):\n    str('#'), np.random.rand()",
    "an importer": "import importlib\ndef f(x):\n    importlib.import_module('decimal')",
}


@pytest.mark.parametrize("source", USES.values(), ids=USES)
def test_what_students_may_import_is_there(worker: Worker, source: str) -> None:
    """Though nothing can be read from disk, the modules that students use can be imported."""
    assert values(worker.run(*request(f"{source}\n    return x"), [5])) == [1.0]


def test_a_rare_module_is_there_for_those_who_ask_alone(worker: Worker) -> None:
    """What one submission imports is not in the process of the next."""
    source = "import sys\ndef f(x):\n    return 'numpy.' + 'gnitset'[::-1] in sys.modules"
    asking = source.replace("return", "'testing'\n    return")
    assert values(worker.run(*request(asking), [5])) == [True]
    assert values(worker.run(*request(source), [5])) == [False]


def test_random_numbers_are_the_same_in_every_child(worker: Worker) -> None:
    """Both generators start anew, so that a submission gets the same scores every time."""
    source = (
        "import random\nimport numpy as np\n"
        "def f(x):\n    return [random.random(), np.random.rand()]"
    )
    first, second = (values(worker.run(*request(source), [5])) for _ in range(2))
    assert first == second


def test_the_environment_holds_no_secrets(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The worker inherits nothing of the grader's environment, and not the project's folder."""
    monkeypatch.setenv("GRADEBOOK_PASSWORD", "secret")
    source = "import os, sys\ndef f(x):\n    return [sorted(os.environ), sys.path]"
    with Worker() as fresh:
        ((names, path),) = values(fresh.run(*request(source), [5]))  # type: ignore[misc]
    assert "GRADEBOOK_PASSWORD" not in names
    assert not any(os.path.isdir(os.path.join(entry, "solutions")) for entry in path)


def test_a_time_limit_is_kept(worker: Worker) -> None:
    """A child is ended close to its limit, and the limit of one exercise is not that of another."""
    started = time.monotonic()
    worker.run(*request("def f(x):\n    while True: pass"), [0.4])
    assert 0.4 <= time.monotonic() - started < 3


def test_a_single_use_worker_does_what_a_forking_one_does() -> None:
    """Where a process must not fork, each request gets a fresh process, and a wall all the same."""
    crash, loop = DEADLY["os._exit"][0], DEADLY["endless loop"][0]
    with Worker(single_use=True) as fresh:
        report = test_wall(fresh)
        assert (report.missing, report.holes) == ({}, ())
        crashed = fresh.run(*request(FINE, crash, FINE), [5, 5, 5])
        assert (values(crashed), crashed.ending, crashed.detail) == (
            [2.0],
            Ending.CRASHED,
            "exit code 7",
        )
        assert fresh.run(*request(loop), [0.5]).ending is Ending.TIMEOUT
        assert values(fresh.run(*request(FINE, FINE), [5, 5])) == [2.0, 2.0]


def test_a_dead_worker_is_an_error() -> None:
    """A worker that is gone says so, and one that was not started as well."""
    with pytest.raises(WorkerError, match="start it first"):
        Worker().run(*request(FINE), [1])
    with Worker() as doomed:
        assert doomed._process is not None
        os.kill(doomed._process.pid, signal.SIGKILL)
        doomed._process.wait()
        with pytest.raises(WorkerError, match="died"):
            doomed.run(*request(FINE), [1])


def test_no_process_outlives_the_grader() -> None:
    """Closing a worker ends the worker itself."""
    with Worker() as running:
        assert running._process is not None
        pid = running._process.pid
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


@pytest.mark.parametrize("layer", [name for name in NAMES if name != "user" or os.geteuid() == 0])
def test_the_self_test_notices_each_missing_layer(layer: str) -> None:
    """Take one layer away: its name is reported, and what it alone stops gets through."""
    with Worker(without=frozenset({layer})) as weakened:
        report = test_wall(weakened)
    assert layer in report.missing
    expected = Isolation.FULL if layer == "landlock" else Isolation.NONE
    assert report.isolation is expected


def test_the_whole_wall_stands(worker: Worker) -> None:
    """On a machine that can put it up, every layer stands and no attack gets through."""
    report = test_wall(worker)
    assert (report.missing, report.holes) == ({}, ())


def test_without_any_layer_most_attacks_get_through() -> None:
    """The attacks of the self-test are real: they work where nothing stops them."""
    with Worker(without=frozenset(NAMES)) as naked:
        report = test_wall(naked)
    assert set(report.missing) >= set(NAMES) - (set() if os.geteuid() == 0 else {"user"})
    assert {"read a file", "see a file", "fork", "open a TCP socket", "take 8 GiB"} <= set(
        report.holes
    )


def test_a_missing_wall_refuses_unless_submissions_are_trusted() -> None:
    """Hidden cases are not graded without a wall; trusting submissions is the only way round."""
    with Worker(without=frozenset({"system-calls"})) as weakened:
        with pytest.raises(IsolationError, match=r"no system-calls.*--trust-submissions"):
            choose_isolation(weakened, trust=False)
        assert choose_isolation(weakened, trust=True) is Isolation.TRUSTED
        assert values(weakened.run(*request(FINE), [5])) == [2.0]


def test_a_killed_grader_leaves_nothing_behind(tmp_path: Path) -> None:
    """SIGKILL the grader while student code runs: worker and child are gone at once."""
    script = (
        "import sys\nfrom tests.test_sandbox import request\n"
        "from autograder.sandbox.process import Worker\n"
        "with Worker() as worker:\n    print(worker._process.pid, flush=True)\n"
        "    worker.run(*request('def f(x):\\n    while True: pass'), [60])\n"
    )
    command = [sys.executable, "-c", script]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as grader:
        assert grader.stdout is not None
        pid = int(grader.stdout.readline())
        deadline = time.monotonic() + 10
        while not (children := children_of(pid)) and time.monotonic() < deadline:
            time.sleep(0.02)
        grader.kill()
    assert children
    deadline = time.monotonic() + 5
    while any(map(is_alive, (pid, *children))) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not any(map(is_alive, (pid, *children)))


def children_of(pid: int) -> list[int]:
    """Read the children of a process."""
    try:
        words = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except FileNotFoundError:
        return []
    return [int(word) for word in words]


def is_alive(pid: int) -> bool:
    """Tell whether a process runs; one that only waits to be noticed does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX"
