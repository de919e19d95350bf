"""What attacks aim at, the sources around them, and the traces that they leave."""

from __future__ import annotations

import os
import platform
import secrets
import select
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryFile

import pytest

from autograder.grading.grader import grade_submission
from autograder.report import Isolation, Report
from autograder.rubric.exercise import Assignment
from autograder.rubric.expected import Frozen
from autograder.sandbox.process import Worker
from autograder.submission import Submission
from autograder.submission.code import Block
from autograder.submission.reading import read_code
from tests.conftest import PREAMBLE
from tests.first_neuron import ASSIGNMENTS, COURSE, all_cases
from tests.variants.source import functions

X86_64 = pytest.mark.skipif(platform.machine() != "x86_64", reason="numbers of system calls")
HONEST = "def sigmoid(x):\n    return 1 / (1 + np.exp(-x))\n"

TOOLS = """
import ctypes
import gc
import os
import signal
import socket
import sys
import time

LIBC = ctypes.CDLL(None, use_errno=True)
CALL = LIBC.syscall
REFUSALS = ("EPERM", "EACCES", "ENOSYS", "EAGAIN", "ENOMEM", "EMFILE", "EFBIG")

class Denied(Exception):
    pass

def syscall(number, *arguments):
    arguments = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    result = CALL(ctypes.c_long(number), *arguments)
    if result == -1 and ctypes.get_errno() in (1, 13, 38):
        raise Denied
    return result
"""
"""What attacks share; a system call that the kernel itself finds fault with got through."""

GUARD = """
import errno

THROUGH = []

def is_through():
    try:
        attack()
    except (Denied, ImportError, MemoryError):
        return False
    except OSError as error:
        if errno.errorcode.get(error.errno) in REFUSALS:
            return False
        raise
    return True

def sigmoid(x):
    if not THROUGH:
        THROUGH.append(is_through())
    return 1 / (1 + np.exp(-x)) if THROUGH[0] else None
"""
"""The exercise around an attack: right if it got through, None if it was denied."""


def attacks(bodies: Mapping[str, str]) -> dict[str, str]:
    """Make the source of a function ``attack()`` of each body."""
    return functions("attack()", dict(bodies))


@dataclass(frozen=True)
class Target:
    """Files, sockets and process ids of the grader's that attacks are told of."""

    folder: Path
    canary: Path
    content: bytes
    token: str
    sockets: Mapping[str, socket.socket]
    facts: Mapping[str, object]

    def source(self, attack: str) -> str:
        """Make a submission of an attack, which knows its target by constants."""
        facts = "".join(f"{name} = {value!r}\n" for name, value in self.facts.items())
        return f"{facts}{TOOLS}\n{attack}\n{GUARD}"

    def traces(self) -> list[str]:
        """Name everything that an attack left behind."""
        found = [f"{path.name} appeared" for path in self.folder.iterdir() if path != self.canary]
        status = self.canary.stat() if self.canary.exists() else None
        if status is None or self.canary.read_bytes() != self.content:
            found.append("the canary changed")
        elif (status.st_mode & 0o7777, status.st_mtime_ns) != (0o666, 10**18):
            found.append("the canary's mode or time changed")
        poll = select.poll()
        for one in self.sockets.values():
            poll.register(one, select.POLLIN)
        reached = {descriptor for descriptor, _ in poll.poll(0)}
        found += [name for name, one in self.sockets.items() if one.fileno() in reached]
        return found + [f"process {pid} stayed" for pid in self.processes()]

    def processes(self) -> Iterator[int]:
        """Find processes that took the token for their name."""
        for entry in Path("/proc").iterdir():
            try:
                if entry.name.isdigit() and (entry / "comm").read_text().strip() == self.token:
                    yield int(entry.name)
            except OSError:
                continue


@contextmanager
def set_up_target(folder: Path) -> Iterator[Target]:
    """Lay a canary and open sockets that listen, all open to everybody."""
    folder.chmod(0o777)
    token = secrets.token_hex(7)
    canary = folder / "gradebook.db"
    content = f"{token} is a secret".encode()
    canary.write_bytes(content)
    canary.chmod(0o666)
    os.utime(canary, ns=(10**18, 10**18))
    with ExitStack() as stack:
        sockets = {
            name: stack.enter_context(socket.socket(family, kind))
            for name, (family, kind) in {
                "tcp": (socket.AF_INET, socket.SOCK_STREAM),
                "udp": (socket.AF_INET, socket.SOCK_DGRAM),
                "abstract": (socket.AF_UNIX, socket.SOCK_STREAM),
                "path": (socket.AF_UNIX, socket.SOCK_STREAM),
            }.items()
        }
        path = str(folder.parent / "socket")
        sockets["tcp"].bind(("127.0.0.1", 0))
        sockets["udp"].bind(("127.0.0.1", 0))
        sockets["abstract"].bind(f"\0{token}")
        sockets["path"].bind(path)
        os.chmod(path, 0o777)
        for name in ("tcp", "abstract", "path"):
            sockets[name].listen()
        facts = {
            "FOLDER": str(folder),
            "CANARY": str(canary),
            "TOKEN": token,
            "EXPECTED": str(COURSE.hidden("numpy_basics")),
            "GRADER": os.getpid(),
            "TCP_PORT": sockets["tcp"].getsockname()[1],
            "UDP_PORT": sockets["udp"].getsockname()[1],
            "UNIX_PATH": path,
            "UNIX_NAME": f"\0{token}",
        }
        yield Target(folder, canary, content, token, sockets, facts)


def sigmoid_alone(seconds: float = 5.0) -> Assignment:
    """Cut the assignment down to the one exercise that attacks pretend to solve."""
    whole = ASSIGNMENTS["numpy_basics"]
    return replace(whole, exercises=(replace(whole.exercise("sigmoid"), seconds=seconds),))


def grade(
    worker: Worker,
    source: str,
    assignment: Assignment | None = None,
    expected: Mapping[str, Frozen] | None = None,
) -> Report:
    """Grade the source of a submission, of ``sigmoid`` alone by default."""
    code = read_code([Block("cell 1", PREAMBLE), Block("cell 2", source)])
    submission = Submission("student", Path("student.py"), code)
    return grade_submission(
        submission,
        assignment or sigmoid_alone(),
        expected or all_cases("numpy_basics"),
        worker,
        Isolation.FULL,
    )


def hidden_alone() -> dict[str, Frozen]:
    """Leave the visible cases of ``sigmoid`` out: hidden ones run in a child of their own."""
    whole = all_cases("numpy_basics")["sigmoid"]
    pairs = [pair for pair in zip(whole.cases, whole.outputs, strict=True) if not pair[0].visible]
    cases, outputs = zip(*pairs, strict=True)
    return {"sigmoid": Frozen(cases, outputs)}


def sigmoid_by_values(seconds: float = 5.0) -> Assignment:
    """The assignment with ``sigmoid`` and its check of values alone."""
    assignment = sigmoid_alone(seconds)
    (exercise,) = assignment.exercises
    return replace(assignment, exercises=(replace(exercise, checks=exercise.checks[:1]),))


def run_without_wall(source: str) -> None:
    """Run an attack in a process that nothing walls in, and see that it gets through."""
    facts_tools_attack = source.removesuffix(GUARD)
    with TemporaryFile("w+") as said:
        done = subprocess.run(
            [sys.executable, "-I", "-c", f"{facts_tools_attack}\nattack()"],
            stdout=subprocess.DEVNULL,
            stderr=said,
            timeout=10,
        )
        said.seek(0)
        assert done.returncode == 0, said.read()
