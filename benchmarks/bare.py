"""Work without any isolation: a process with NumPy in it that does one thing again and again.

``python -m benchmarks.bare fork`` forks, ``python -m benchmarks.bare functions ASSIGNMENT`` calls
the reference solutions, once for each line of its input. It answers with the seconds that it took:
on the clock, and of processor time, its children's included. What forks has nothing but NumPy and
this module in its memory, as the cost of a fork grows with that.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from contextlib import redirect_stdout
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

ROOT = Path(__file__).parent.parent
FORK, FUNCTIONS = "fork", "functions"


class Cost(NamedTuple):
    """Seconds on the clock, and of processor time."""

    wall: float
    cpu: float


def cpu_of(who: int) -> float:
    """Give the processor time of this process, or of the children it has waited for."""
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime


class Bare:
    """The near side: a context manager that starts the process and has it work.

    Parameters
    ----------
    arguments : str
        ``"fork"``, or ``"functions"`` and the name of an assignment.
    """

    def __init__(self, *arguments: str) -> None:
        from autograder.sandbox.threads import ONE_THREAD

        self._process = subprocess.Popen(  # noqa: S603 - our own module, by our own Python
            [sys.executable, "-m", "benchmarks.bare", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env={**os.environ, **dict.fromkeys(ONE_THREAD, "1")},
            text=True,
            bufsize=1,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        self._process.communicate()

    def cost(self) -> Cost:
        """Have the work done once and give its cost."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("\n")
        wall, cpu = self._process.stdout.readline().split()
        return Cost(float(wall), float(cpu))


def fork_and_exit() -> None:
    """Make a child that does nothing, and wait for it."""
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)


def bound_functions(assignment: str) -> list[Callable[[], object]]:
    """Bind each reference solution to the inputs of each of its cases."""
    from benchmarks.course import all_cases

    frozen = all_cases(assignment)
    namespace: dict[str, Callable[..., object]] = {}
    source = (ROOT / "solutions" / f"{assignment}.py").read_text(encoding="utf-8")
    exec(compile(source, f"{assignment}.py", "exec"), namespace)  # noqa: S102 - written here
    return [
        partial(namespace[name], *case.args, **case.kwargs)
        for name, exercise in frozen.items()
        for case in exercise.cases
        if not case.omits
    ]


def _call_all(functions: list[Callable[[], object]]) -> None:
    for function in functions:
        function()


def _cpu() -> float:
    return cpu_of(resource.RUSAGE_SELF) + cpu_of(resource.RUSAGE_CHILDREN)


def _cost(work: Callable[[], None]) -> Cost:
    cpu, started = _cpu(), time.perf_counter()
    work()
    return Cost(time.perf_counter() - started, _cpu() - cpu)


def choose_work(name: str, *assignment: str) -> Callable[[], None]:
    """Find what the arguments ask for."""
    return partial(_call_all, bound_functions(*assignment)) if name == FUNCTIONS else fork_and_exit


def main() -> None:
    """Work once for each line, until the input ends."""
    import numpy as np

    warnings.simplefilter("ignore")
    np.dot(np.ones((64, 64)), np.ones((64, 64)))
    work = choose_work(*sys.argv[1:])
    for _ in sys.stdin:
        with Path(os.devnull).open("w", encoding="utf-8") as null, redirect_stdout(null):
            cost = _cost(work)
        sys.stdout.write(f"{cost.wall} {cost.cpu}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
