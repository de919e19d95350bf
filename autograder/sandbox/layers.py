"""The layers of the wall around a child, in the order in which they go up.

Each layer is a name, a function that puts it up, and a function that tells whether it stands. The
worker prepares what is slow once; a child puts all layers up before it reads any student code.
"""

from __future__ import annotations

import fcntl
import os
import pwd
import resource
import signal
from collections.abc import Callable
from dataclasses import dataclass
from errno import EACCES, EPERM

from autograder.sandbox import landlock, seccomp
from autograder.sandbox.kernel import (
    ON_LINUX,
    PR_GET_NO_NEW_PRIVS,
    PR_GET_PDEATHSIG,
    PR_SET_DUMPABLE,
    PR_SET_NO_NEW_PRIVS,
    PR_SET_PDEATHSIG,
    prctl,
)

REQUEST, ANSWER, RULES = 3, 4, 5
"""The descriptors of a child: requests come from one pipe, answers go into the other."""
HIGHEST = 64
EXTRA_MEMORY = 1 << 30
ZERO = (
    ("RLIMIT_FSIZE", 0),
    ("RLIMIT_CORE", 0),
    ("RLIMIT_NPROC", 0),
    ("RLIMIT_MEMLOCK", 0),
    ("RLIMIT_MSGQUEUE", 0),
    ("RLIMIT_NICE", 0),
    ("RLIMIT_RTPRIO", 0),
)


@dataclass(slots=True)
class Prepared:
    """What a worker prepares once for all its children.

    Attributes
    ----------
    memory : int
        The bytes of address space that a child may have.
    uid : int
        The user that a child of root becomes.
    ruleset : int
        The descriptor of the Landlock rules; -1 where the kernel has none.
    program : bytes
        The filter of system calls; empty where there is none for this machine.
    cpu_seconds : int
        The processor time that the next child may take.
    parent : int
        The process with which a child dies.
    rare : int
        The modules that the next child needs beside the common ones, as
        :func:`autograder.sandbox.modules.rare_in` gives them.
    """

    memory: int
    uid: int
    ruleset: int
    program: bytes
    cpu_seconds: int = 60
    parent: int = 0
    rare: int = 0


def prepare() -> Prepared:
    """Prepare the layers, in the worker."""
    pages = 0
    if ON_LINUX:
        with open("/proc/self/statm", encoding="ascii") as file:
            pages = int(file.read().split()[0])
    return Prepared(
        memory=pages * resource.getpagesize() + EXTRA_MEMORY,
        uid=_unused_user(),
        ruleset=landlock.create_ruleset() if ON_LINUX else -1,
        program=seccomp.build_filter() if ON_LINUX and seccomp.is_supported() else b"",
        parent=os.getpid(),
    )


def _unused_user() -> int:
    """Find a user id that belongs to nobody."""
    used = {entry.pw_uid for entry in pwd.getpwall()}
    return next(uid for uid in range(61_000, 64_000) if uid not in used)


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of the wall."""

    name: str
    put_up: Callable[[Prepared], None]
    stands: Callable[[Prepared], bool]


def _close_descriptors(prepared: Prepared) -> None:
    os.closerange(RULES if prepared.ruleset < 0 else RULES + 1, 1 << 16)


def _descriptors_are_closed(prepared: Prepared) -> bool:
    return not any(_is_open(number) for number in range(RULES + 1, HIGHEST))


def _is_open(descriptor: int) -> bool:
    try:
        fcntl.fcntl(descriptor, fcntl.F_GETFD)
    except OSError:
        return False
    return True


def _start_session(_: Prepared) -> None:
    if os.getsid(0) != os.getpid():
        os.setsid()


def _leads_session(_: Prepared) -> bool:
    return os.getsid(0) == os.getpid()


def _die_with_parent(prepared: Prepared) -> None:
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    prctl(PR_SET_DUMPABLE, 0)
    if os.getppid() != prepared.parent:
        raise ProcessLookupError("the parent died before this process could die with it")


def _dies_with_parent(_: Prepared) -> bool:
    import ctypes

    number = ctypes.c_int(0)
    prctl(PR_GET_PDEATHSIG, ctypes.byref(number))
    return number.value == signal.SIGKILL


def _drop_user(prepared: Prepared) -> None:
    """Become a user that owns nothing; it forgets with whom to die, so that comes later."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(prepared.uid, prepared.uid, prepared.uid)
        os.setresuid(prepared.uid, prepared.uid, prepared.uid)


def _is_not_root(_: Prepared) -> bool:
    return 0 not in (*os.getresuid(), *os.getresgid())


def _give_up_privileges(_: Prepared) -> None:
    prctl(PR_SET_NO_NEW_PRIVS, 1)


def _gave_up_privileges(_: Prepared) -> bool:
    return prctl(PR_GET_NO_NEW_PRIVS) == 1


def _restrict_files(prepared: Prepared) -> None:
    landlock.restrict(RULES if prepared.ruleset >= 0 else -1)


def _files_are_restricted(_: Prepared) -> bool:
    try:
        os.listdir("/")
    except OSError as error:
        return error.errno == EACCES
    return False


def _limit(prepared: Prepared) -> None:
    for name, most in _limits(prepared):
        resource.setrlimit(getattr(resource, name), (most, most))
    seconds = prepared.cpu_seconds
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))


def _limits(prepared: Prepared) -> tuple[tuple[str, int], ...]:
    return (("RLIMIT_AS", prepared.memory), ("RLIMIT_NOFILE", HIGHEST), *ZERO)


def _is_limited(prepared: Prepared) -> bool:
    return all(
        resource.getrlimit(getattr(resource, name)) == (most, most)
        for name, most in _limits(prepared)
    )


def _filter_calls(prepared: Prepared) -> None:
    seccomp.install(prepared.program)


def _calls_are_filtered(_: Prepared) -> bool:
    try:
        os.listdir("/")
    except OSError as error:
        return error.errno == EPERM
    return False


LAYERS = (
    Layer("descriptors", _close_descriptors, _descriptors_are_closed),
    Layer("session", _start_session, _leads_session),
    Layer("user", _drop_user, _is_not_root),
    Layer("parent-death", _die_with_parent, _dies_with_parent),
    Layer("no-new-privileges", _give_up_privileges, _gave_up_privileges),
    Layer("landlock", _restrict_files, _files_are_restricted),
    Layer("limits", _limit, _is_limited),
    Layer("system-calls", _filter_calls, _calls_are_filtered),
)
NAMES = tuple(layer.name for layer in LAYERS)


def put_up(prepared: Prepared, without: frozenset[str]) -> None:
    """Put the wall up around this process.

    Raises
    ------
    OSError
        If a layer cannot be put up: no student code may run then.
    """
    for layer in LAYERS:
        if layer.name not in without:
            layer.put_up(prepared)


def put_up_and_look(prepared: Prepared, without: frozenset[str]) -> list[str]:
    """Put the wall up, and name the layers that do not stand."""
    missing = []
    *inner, last = LAYERS
    for layer in inner:
        if layer.name not in without:
            _try(layer, prepared)
    missing = [layer.name for layer in inner if not layer.stands(prepared)]
    if last.name not in without:
        _try(last, prepared)
    return missing if last.stands(prepared) else [*missing, last.name]


def _try(layer: Layer, prepared: Prepared) -> None:
    try:
        layer.put_up(prepared)
    except (OSError, ValueError):
        return
