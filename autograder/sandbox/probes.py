"""Small attacks on the wall: each tries one thing that student code must not be able to do.

They run when a worker starts, in ``autograder doctor``, and in the tests.
"""

from __future__ import annotations

import ctypes
import fcntl
import mmap
import os
import signal
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from autograder.sandbox.kernel import (
    MACHINE,
    PR_GET_NO_NEW_PRIVS,
    PR_GET_PDEATHSIG,
    prctl,
    syscall,
)

_NUMBERS = {
    "x86_64": {
        "prlimit64": 302,
        "io_uring_setup": 425,
        "unshare": 272,
        "ptrace": 101,
        "futex": 202,
    },
    "aarch64": {"prlimit64": 261, "io_uring_setup": 425, "unshare": 97, "ptrace": 117, "futex": 98},
}
NEW_USER_NAMESPACE = 0x10000000
PTRACE_TRACEME = 0
TRY_LOCK = 8
BEYOND = 6
"""The first descriptor that a child has no use for."""


class Attack(NamedTuple):
    """One thing that student code must not be able to do."""

    name: str
    stopped_by: tuple[str, ...]
    """Layers of the wall, each of which stops it alone, whoever runs the grader."""
    run: Callable[[], object]


def probe(canary: str, grader: int) -> list[str]:
    """Try all attacks, and name those that got through.

    Parameters
    ----------
    canary : str
        A file that belongs to the grader.
    grader : int
        The grader's process id.
    """
    return [one.name for one in attacks(canary, grader) if _gets_through(one.run)]


def _gets_through(attack: Callable[[], object]) -> bool:
    try:
        attack()
    except (OSError, MemoryError, RuntimeError, ValueError):
        return False
    return True


def attacks(canary: str = "", grader: int = 0) -> tuple[Attack, ...]:
    """List the attacks; without a canary and a grader, they are there to be looked at."""
    numbers, folder = _NUMBERS[MACHINE], str(Path(canary).parent)
    files, calls = ("landlock", "system-calls"), ("system-calls",)
    # What they leave behind comes after those that it would disturb.
    return (
        Attack("use a file that was left open", ("descriptors",), _find_open),
        Attack("be root", ("user", *calls), lambda: os.setuid(0)),
        Attack("read a file", files, lambda: os.open(canary, os.O_RDONLY)),
        Attack("write a file", files, lambda: os.open(canary, os.O_WRONLY)),
        Attack("make a file", files, lambda: os.open(f"{folder}/new", os.O_WRONLY | os.O_CREAT)),
        Attack("list a folder", files, lambda: os.listdir(folder)),
        Attack("see a file", calls, lambda: os.stat(canary)),
        Attack(
            "read the grader's memory", files, lambda: os.open(f"/proc/{grader}/mem", os.O_RDONLY)
        ),
        Attack("open a TCP socket", calls, lambda: _open_socket(socket.SOCK_STREAM)),
        Attack("open a UDP socket", calls, lambda: _open_socket(socket.SOCK_DGRAM)),
        Attack("open a Unix socket", calls, lambda: socket.socket(socket.AF_UNIX)),
        Attack("fork", ("limits", *calls), _fork),
        Attack("start a thread", ("limits", *calls), _start_thread),
        Attack("take 8 GiB", ("limits",), lambda: mmap.mmap(-1, 8 << 30)),
        Attack("open many files", ("limits",), _open_many),
        Attack("execute a program", calls, _execute),
        Attack("signal the grader", calls, lambda: os.kill(grader, 0)),
        Attack("signal everybody", calls, lambda: os.kill(-1, 0)),
        Attack("see the grader's time", calls, lambda: time.clock_gettime(~grader << 3 | 2)),
        Attack("see the grader's session", calls, lambda: os.getsid(grader)),
        Attack("see the grader's processors", calls, lambda: os.sched_getaffinity(grader)),
        Attack("lock in the grader's name", calls, lambda: _lock(numbers["futex"], grader)),
        Attack(
            "limit the grader", calls, lambda: syscall(numbers["prlimit64"], grader, 7, None, None)
        ),
        Attack(
            "trace a process", calls, lambda: syscall(numbers["ptrace"], PTRACE_TRACEME, 0, 0, 0)
        ),
        Attack(
            "leave the namespace", calls, lambda: syscall(numbers["unshare"], NEW_USER_NAMESPACE)
        ),
        Attack("use io_uring", calls, lambda: _set_up_ring(numbers["io_uring_setup"])),
        Attack("steer a shared pipe", calls, lambda: fcntl.fcntl(1, fcntl.F_SETOWN, 0)),
        Attack("stay in the worker's session", ("session",), _share_session),
        Attack("outlive the worker", ("parent-death", *calls), _outlive),
        Attack("gain rights by a program", ("no-new-privileges", *calls), _may_gain),
    )


def _open_socket(kind: int) -> None:
    socket.socket(socket.AF_INET, kind)


def _open_many() -> None:
    opened: list[int] = []
    try:
        opened.extend(os.dup(1) for _ in range(100))
    finally:
        for descriptor in opened:
            os.close(descriptor)


def _lock(number: int, owner: int) -> None:
    """Ask for a lock that another process seems to hold: it is refused only if there is none."""
    word = ctypes.c_uint32(owner)
    with suppress(BlockingIOError):
        syscall(number, ctypes.byref(word), TRY_LOCK, 0, None, None, 0)


def _set_up_ring(number: int) -> None:
    parameters = ctypes.create_string_buffer(256)
    os.close(syscall(number, 1, ctypes.byref(parameters)))


def _find_open() -> None:
    for descriptor in range(BEYOND, 64):
        with suppress(OSError):
            fcntl.fcntl(descriptor, fcntl.F_GETFD)
            return
    raise FileNotFoundError


def _share_session() -> None:
    if os.getsid(0) == os.getpid():
        raise PermissionError


def _outlive() -> None:
    signal_of_death = ctypes.c_int(0)
    prctl(PR_GET_PDEATHSIG, ctypes.byref(signal_of_death))
    if signal_of_death.value:
        raise PermissionError


def _may_gain() -> None:
    if prctl(PR_GET_NO_NEW_PRIVS):
        raise PermissionError


def _execute() -> None:
    """Execute what is not there: a kernel that looks for it would have executed it."""
    with suppress(FileNotFoundError):
        os.execv("/nothing/here", ["nothing"])  # noqa: S606 - it must fail


def _fork() -> None:
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.kill(child, signal.SIGKILL)
    # A later attack has this process traced: news of a child would stop it then.
    os.waitpid(child, 0)


def _start_thread() -> None:
    import threading  # it is there only where the test of the wall asks for it

    thread = threading.Thread(target=int)
    thread.start()
    thread.join()
