"""The few calls into the Linux kernel that Python does not wrap."""

from __future__ import annotations

import ctypes
import os
import platform
import sys

PR_SET_PDEATHSIG, PR_GET_PDEATHSIG = 1, 2
PR_SET_DUMPABLE = 4
PR_SET_SECCOMP = 22
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS, PR_GET_NO_NEW_PRIVS = 38, 39

ON_LINUX = sys.platform == "linux"
MACHINE = platform.machine()

_LIBC = ctypes.CDLL(None, use_errno=True) if ON_LINUX else None


def prctl(option: int, *arguments: object) -> int:
    """Call ``prctl``; see its manual page for options.

    Raises
    ------
    OSError
        If the kernel refuses.
    """
    filled = [*arguments, 0, 0, 0, 0][:4]
    return _call("prctl", option, *filled)


def syscall(number: int, *arguments: object) -> int:
    """Call the kernel by number.

    Raises
    ------
    OSError
        If the kernel refuses.
    """
    return _call("syscall", number, *arguments)


def _call(name: str, *arguments: object) -> int:
    if _LIBC is None:
        raise OSError(f"{name} needs Linux")
    words = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    result = getattr(_LIBC, name)(*words)
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return int(result)
