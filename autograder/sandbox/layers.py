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
from typing import NamedTuple

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
FEWEST_FILES = 8
"""Two pipes, what stands at 0 to 2, and some to spare."""
ZERO = (
    "RLIMIT_FSIZE",
    "RLIMIT_CORE",
    "RLIMIT_NPROC",
    "RLIMIT_MEMLOCK",
    "RLIMIT_MSGQUEUE",
    "RLIMIT_NICE",
    "RLIMIT_RTPRIO",
)


class LayerError(Exception):
    """A layer of the wall cannot be put up."""


class _Limit(NamedTuple):
    """A limit of a child's: no higher than `most`; below `least`, it could not work."""

    name: str
    soft: int
    most: int
    least: int
    words: str
    """What is limited, and the shell's way to see it."""


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
    for limit in _limits(prepared):
        number = getattr(resource, limit.name)
        try:
            resource.setrlimit(number, (limit.soft, limit.most))
        except ValueError:
            # It is lower already, and what is lower cannot be raised.
            _, hard = resource.getrlimit(number)
            if hard < limit.least:
                message = f"{limit.words} is limited to {hard} here, and {limit.least} are needed"
                raise ValueError(message) from None
            resource.setrlimit(number, (min(limit.soft, hard), hard))


def _limits(prepared: Prepared) -> tuple[_Limit, ...]:
    memory, seconds = prepared.memory, prepared.cpu_seconds
    return (
        _Limit("RLIMIT_AS", memory, memory, memory, "memory in bytes (ulimit -v)"),
        _Limit("RLIMIT_NOFILE", HIGHEST, HIGHEST, FEWEST_FILES, "open files (ulimit -n)"),
        _Limit("RLIMIT_CPU", seconds, seconds + 1, seconds + 1, "processor time in s (ulimit -t)"),
        *(_Limit(name, 0, 0, 0, name) for name in ZERO),
    )


def _is_limited(prepared: Prepared) -> bool:
    for limit in _limits(prepared):
        soft, hard = resource.getrlimit(getattr(resource, limit.name))
        if not limit.least <= hard <= limit.most or soft > limit.soft:
            return False
    return True


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
    LayerError
        If a layer cannot be put up: no student code may run then.
    """
    for layer in LAYERS:
        if layer.name not in without:
            try:
                layer.put_up(prepared)
            except (OSError, ValueError) as error:
                message = f"no {layer.name}: {_reason(error)}"
                raise LayerError(message) from None


def put_up_and_look(prepared: Prepared, without: frozenset[str]) -> dict[str, str]:
    """Put the wall up; name the layers that do not stand, and why where that was told."""
    *inner, last = LAYERS
    said = {}
    for layer in inner:
        if layer.name not in without:
            said[layer.name] = _try(layer, prepared)
    missing = {one.name: said.get(one.name, "") for one in inner if not one.stands(prepared)}
    reason = "" if last.name in without else _try(last, prepared)
    return missing if last.stands(prepared) else {**missing, last.name: reason}


def _try(layer: Layer, prepared: Prepared) -> str:
    try:
        layer.put_up(prepared)
    except (OSError, ValueError) as error:
        return _reason(error)
    return ""


def _reason(error: OSError | ValueError) -> str:
    said = error.strerror if isinstance(error, OSError) else None
    return said or str(error)
