"""Small attacks on the wall: each tries one thing that student code must not be able to do."""

from __future__ import annotations

import fcntl
import mmap
import os
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from autograder.sandbox.kernel import MACHINE, syscall

_NUMBERS = {
    "x86_64": {"prlimit64": 302, "io_uring_setup": 425, "unshare": 272, "ptrace": 101},
    "aarch64": {"prlimit64": 261, "io_uring_setup": 425, "unshare": 97, "ptrace": 117},
}
NEW_USER_NAMESPACE = 0x10000000
PTRACE_TRACEME = 0


def probe(canary: str, grader: int) -> list[str]:
    """Try all attacks, and name those that got through.

    Parameters
    ----------
    canary : str
        A file that belongs to the grader.
    grader : int
        The grader's process id.
    """
    return [name for name, attack in _attacks(canary, grader).items() if _gets_through(attack)]


def _gets_through(attack: Callable[[], object]) -> bool:
    try:
        attack()
    except (OSError, MemoryError, RuntimeError, ValueError):
        return False
    return True


def _attacks(canary: str, grader: int) -> dict[str, Callable[[], object]]:
    numbers, folder = _NUMBERS[MACHINE], str(Path(canary).parent)
    return {
        "read a file": lambda: os.open(canary, os.O_RDONLY),
        "write a file": lambda: os.open(canary, os.O_WRONLY),
        "make a file": lambda: os.open(f"{folder}/new", os.O_WRONLY | os.O_CREAT),
        "see a file": lambda: os.stat(canary),
        "list a folder": lambda: os.listdir(folder),
        "read the grader's memory": lambda: os.open(f"/proc/{grader}/mem", os.O_RDONLY),
        "open a TCP socket": lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM),
        "open a UDP socket": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
        "open a Unix socket": lambda: socket.socket(socket.AF_UNIX, socket.SOCK_STREAM),
        "fork": _fork,
        "start a thread": _start_thread,
        "execute a program": _execute,
        "signal the grader": lambda: os.kill(grader, 0),
        "signal everybody": lambda: os.kill(-1, 0),
        "limit the grader": lambda: syscall(numbers["prlimit64"], grader, 7, None, None),
        "trace a process": lambda: syscall(numbers["ptrace"], PTRACE_TRACEME, 0, 0, 0),
        "leave the namespace": lambda: syscall(numbers["unshare"], NEW_USER_NAMESPACE),
        "use io_uring": lambda: syscall(numbers["io_uring_setup"], 1, None),
        "steer a shared pipe": lambda: fcntl.fcntl(1, fcntl.F_SETOWN, 0),
        "take 8 GiB": lambda: mmap.mmap(-1, 8 << 30),
        "ask for privileges": lambda: os.setuid(0) if os.getuid() else _refused(),
    }


def _refused() -> None:
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
