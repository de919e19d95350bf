"""The system calls that student code may make: an allow-list in the kernel's own filter language.

Computing needs memory, clocks, and the pipes that are open; nothing else. No call that takes a path
is allowed, so there is no file to read, no folder to list, no name to probe; none that makes a
process, a thread, a socket, or touches another process.

Sources: seccomp(2), linux/filter.h, linux/audit.h, and the kernel's tables of system calls.
"""

from __future__ import annotations

import ctypes
import errno
import struct

from autograder.sandbox.kernel import MACHINE, PR_SET_SECCOMP, prctl

# Name and number on x86-64 and on aarch64; the first ones are the most frequent.
_TABLE = """
read 0 63            write 1 64           munmap 11 215        mmap 9 222
brk 12 214           futex 202 98         madvise 28 233       clock_gettime 228 113
readv 19 65          writev 20 66         pread64 17 67        close 3 57
lseek 8 62           fstat 5 80           dup 32 23
poll 7 -             ppoll 271 73         select 23 -          pselect6 270 72
mprotect 10 226      mremap 25 216        membarrier 324 283   mincore 27 232
sched_yield 24 124   getcpu 309 168       rseq 334 293         sched_getaffinity 204 123
set_robust_list 273 99                    set_tid_address 218 96
restart_syscall 219 128                   clock_getres 229 114
gettimeofday 96 169  time 201 -           nanosleep 35 101     clock_nanosleep 230 115
getrandom 318 278    times 100 153        getrusage 98 165     sysinfo 99 179
uname 63 160         rt_sigaction 13 134  rt_sigprocmask 14 135
rt_sigreturn 15 139  sigaltstack 131 132  getpid 39 172        gettid 186 178
getppid 110 173      getuid 102 174       geteuid 107 175      getgid 104 176
getegid 108 177      getpgrp 111 -        getpgid 121 155      getsid 124 156
getresuid 118 148    getresgid 120 150    exit 60 93           exit_group 231 94
"""
_COLUMN = {"x86_64": 1, "aarch64": 2}
_ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_PRLIMIT64 = {"x86_64": 302, "aarch64": 261}
_FCNTL = {"x86_64": 72, "aarch64": 25}
_DUPLICATE, _GET_FLAGS, _SET_FLAGS, _GET_STATUS, _DUPLICATE_CLOSING = 0, 1, 2, 3, 1030
_HARMLESS = (_DUPLICATE, _GET_FLAGS, _SET_FLAGS, _GET_STATUS, _DUPLICATE_CLOSING)
"""Commands of fcntl that stay within the process. Others change what processes share: with an owner
and a signal set on a pipe, the kernel would kill for whoever owns its other end."""
_CLONE3 = 435
_X32_BIT = 0x40000000

# Offsets in struct seccomp_data.
_NUMBER, _ARCH, _FIRST_LOW, _FIRST_HIGH, _SECOND_LOW = 0, 4, 16, 20, 24
# Opcodes: load a word, jump if equal, jump if greater or equal, return.
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_MODE_FILTER = 2


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def is_supported() -> bool:
    """Whether there is a table for this machine."""
    return MACHINE in _COLUMN


def allowed_numbers(machine: str = MACHINE) -> list[int]:
    """List the numbers of the calls that are allowed without a condition."""
    words = _TABLE.split()
    rows = [words[i : i + 3] for i in range(0, len(words), 3)]
    return [int(row[_COLUMN[machine]]) for row in rows if row[_COLUMN[machine]] != "-"]


def build_filter(machine: str = MACHINE) -> bytes:
    """Build the filter.

    A foreign architecture kills the process; ``clone3`` is said not to exist, so that the C library
    falls back to calls that are refused; ``prlimit64`` may look at its own process alone; ``fcntl``
    may duplicate and look; what is not on the list is refused.
    """
    refuse, missing = _ERRNO | errno.EPERM, _ERRNO | errno.ENOSYS
    program = [
        (_LOAD, 0, 0, _ARCH),
        (_IF_EQUAL, 1, 0, _ARCHITECTURE[machine]),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
    ]
    if machine == "x86_64":
        program += [(_IF_AT_LEAST, 0, 1, _X32_BIT), (_RETURN, 0, 0, _KILL)]
    for number in allowed_numbers(machine):
        program += [(_IF_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ALLOW)]
    program += [
        (_IF_EQUAL, 0, 1, _CLONE3),
        (_RETURN, 0, 0, missing),
        (_IF_EQUAL, 0, 6, _PRLIMIT64[machine]),
        (_LOAD, 0, 0, _FIRST_LOW),
        (_IF_EQUAL, 0, 3, 0),
        (_LOAD, 0, 0, _FIRST_HIGH),
        (_IF_EQUAL, 0, 1, 0),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, refuse),
        (_IF_EQUAL, 0, 1 + 2 * len(_HARMLESS), _FCNTL[machine]),
        (_LOAD, 0, 0, _SECOND_LOW),
    ]
    for command in _HARMLESS:
        program += [(_IF_EQUAL, 0, 1, command), (_RETURN, 0, 0, _ALLOW)]
    program += [(_RETURN, 0, 0, refuse)]
    return b"".join(struct.pack("<HBBI", *instruction) for instruction in program)


def install(program: bytes) -> None:
    """Install a filter on this process, for good; it must have given up new privileges."""
    length = len(program) // 8
    prctl(PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(_Program(length, program)))
