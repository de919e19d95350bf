"""The far side of the wall: a process that runs student code and knows nothing else.

The grader executes ``python -m autograder.sandbox.worker`` and talks to it over a socket, its
standard input, as :mod:`autograder.sandbox.protocol` says. For each submission the worker forks a
child: NumPy is imported already, so a child costs a millisecond. The child puts up the wall, reads
requests from a pipe, runs the exercises in them one after the other, writes one frame for each to
another pipe, and is gone when there is nothing more to read. The worker itself never runs student
code and never holds an expected value.
"""

from __future__ import annotations

import fcntl
import gc
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import NoReturn

import numpy as np

from autograder import wire
from autograder.sandbox.exercise import Definitions, answer, rehearse
from autograder.sandbox.kernel import (
    ON_LINUX,
    PR_SET_CHILD_SUBREAPER,
    PR_SET_DUMPABLE,
    PR_SET_PDEATHSIG,
    prctl,
)
from autograder.sandbox.layers import (
    ANSWER,
    REQUEST,
    RULES,
    LayerError,
    Prepared,
    prepare,
    put_up,
    put_up_and_look,
)
from autograder.sandbox.modules import import_common, import_rare, seed_generators
from autograder.sandbox.probes import probe
from autograder.sandbox.protocol import (
    END,
    FATE,
    HUNG_UP,
    LONGEST_SENTENCE,
    NO_PROCESS,
    NO_WALL,
    ORDER,
    READY,
    RUN,
    SINGLE_USE,
    TEST,
    UP,
    no_process,
)
from autograder.sandbox.request import unpack

COLLECTION_THRESHOLD = 10_000
"""A child makes little garbage in its short life: so many objects before it is looked for."""
ENDING_SECONDS = 0.5
"""So long is waited for a child that hung up to end by itself."""
MODEST_BYTES = 256 << 20
"""A child that was killed with less than this is not what there was no memory for."""
PRESENT = "/proc/self/statm"
"""Is there where processes can be seen."""


def main() -> None:
    """Serve runs until the grader hangs up."""
    _begin_afresh()
    without, is_single_use = frozenset(sys.argv[1:]), SINGLE_USE in sys.argv
    grader = socket.socket(fileno=os.dup(0))
    prepared = initialise()
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    os.close(null)
    if is_single_use:
        prepared.parent = os.getppid()
    grader.sendall(READY)
    while True:
        order, descriptors, _, _ = socket.recv_fds(grader, ORDER.size, 2)
        if order[:1] not in (RUN, TEST):
            return
        kind, prepared.cpu_seconds, prepared.rare = ORDER.unpack(order)
        work = run_requests if kind == RUN else run_test
        child = 0 if is_single_use else make_child(descriptors)
        if child == 0:
            grader.close()
            run_child(work, prepared, without, descriptors)
        for descriptor in descriptors:
            os.close(descriptor)
        word = grader.recv(1)
        fate = end_child(child, prepared, hung_up=word == HUNG_UP)
        if word not in (END, HUNG_UP):
            return
        grader.sendall(FATE.pack(*fate))


def _begin_afresh() -> None:
    """Leave the grader's session, and drop what it does with signals: a child that ends is seen."""
    with suppress(OSError):  # where it is refused, the child says so of its own
        os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())


def make_child(descriptors: Sequence[int]) -> int | None:
    """Fork; where that is refused, say so in the child's place, and give no child."""
    try:
        return os.fork()
    except OSError as error:
        os.write(descriptors[1], NO_PROCESS + no_process(error).encode()[:LONGEST_SENTENCE])
        return None


def initialise() -> Prepared:
    """Import what student code may use, tie this process to the grader, prepare the wall."""
    if ON_LINUX and not os.path.exists(PRESENT):
        sys.exit("processes cannot be seen here: mount /proc, and do not hide it")
    import_common()
    rehearse()
    own = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry) != own]
    np.dot(np.ones((64, 64)), np.ones((64, 64)))
    if ON_LINUX:
        prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        prctl(PR_SET_CHILD_SUBREAPER, 1)
        prctl(PR_SET_DUMPABLE, 0)
        assert len(os.listdir("/proc/self/task")) == 1, "a process that forks must have one thread"
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECTION_THRESHOLD)
    return prepare()


def end_child(child: int | None, prepared: Prepared, *, hung_up: bool) -> tuple[int, bool]:
    """Kill a child and whatever it left behind.

    Returns
    -------
    int
        Its exit code, or minus the signal that ended it.
    bool
        Whether the machine ended it. Student code can neither send a signal nor set a limit: who
        was killed before this process did it, with time and memory left, did not bring it about.
    """
    if child is None:
        return 0, False
    is_killed_here = not (hung_up and _ends_by_itself(child))
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    _, status, usage = os.wait4(child, 0)
    code = os.waitstatus_to_exitcode(status)
    by_machine = (
        code == -signal.SIGKILL
        and not is_killed_here
        and usage.ru_utime + usage.ru_stime < prepared.cpu_seconds
        and usage.ru_maxrss * 1024 < MODEST_BYTES
    )
    # This process adopts the orphans of its children; they may have children of their own.
    while orphans := _children():
        for orphan in orphans:
            with suppress(ProcessLookupError):
                os.kill(orphan, signal.SIGKILL)
            with suppress(ChildProcessError):
                os.waitpid(orphan, 0)
    return code, by_machine


def _ends_by_itself(child: int) -> bool:
    deadline = time.monotonic() + ENDING_SECONDS
    while os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.002)
    return True


def _children() -> list[int]:
    try:
        with open("/proc/thread-self/children", encoding="ascii") as file:
            return [int(word) for word in file.read().split()]
    except OSError:
        return []


def run_child(
    work: Callable[[Prepared, frozenset[str]], None],
    prepared: Prepared,
    without: frozenset[str],
    pipes: Sequence[int],
) -> NoReturn:
    """Be the child: do the work, answer, and leave without a trace."""
    try:
        take_descriptors((*pipes, prepared.ruleset))
        work(prepared, without)
        os._exit(0)
    except LayerError as error:
        _write(NO_WALL + str(error).encode()[:LONGEST_SENTENCE])
        os._exit(98)
    except BaseException:  # noqa: BLE001 - nothing may fall back into the worker's own loop
        os._exit(99)


def take_descriptors(own: Sequence[int]) -> None:
    """Move the pipes and the rules to the numbers at which the layers expect them."""
    high = [_duplicate(descriptor) if descriptor >= 0 else -1 for descriptor in own]
    for descriptor, number in zip(high, (REQUEST, ANSWER, RULES), strict=True):
        if descriptor >= 0:
            os.dup2(descriptor, number, inheritable=False)
        else:
            with suppress(OSError):
                os.close(number)


def _duplicate(descriptor: int) -> int:
    """Duplicate a descriptor to a number that is in nobody's way."""
    return fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, RULES + 1)


def run_test(prepared: Prepared, without: frozenset[str]) -> None:
    """Put up the wall and attack it; answer which layers are missing and what got through."""
    import_rare(prepared.rare)
    missing = put_up_and_look(prepared, without)
    _write(UP)
    order = unpack(_read)
    holes = probe(order["canary"], order["grader"])
    _write(wire.encode({"missing": missing, "holes": holes}))


def run_requests(prepared: Prepared, without: frozenset[str]) -> None:
    """Put up the wall, read the code, then answer each exercise of each request with a frame."""
    import_rare(prepared.rare)
    put_up(prepared, without)
    _write(UP)
    definitions = Definitions(unpack(_read))
    while (request := unpack(_read)) is not None:
        seed_generators()
        for asked in request:
            _write(answer(asked, definitions))


def _read(length: int) -> bytes:
    data = bytearray()
    while len(data) < length and (chunk := os.read(REQUEST, length - len(data))):
        data += chunk
    return bytes(data)


def _write(frame: bytes) -> None:
    view = memoryview(frame)
    while view:
        view = view[os.write(ANSWER, view) :]


if __name__ == "__main__":
    main()
