"""The system calls that student code may make: an allow-list in the kernel's own filter language.

Computing needs memory, clocks, and the pipes that are open; nothing else. No call that takes a path
is allowed, so there is no file to read, no folder to list, no name to probe; none that makes a
process, a thread, a socket, or touches another process. Calls that could also ask about another
process are allowed for arguments that mean the own one: what runs beside, and for how long, is not
to be seen.

Sources: seccomp(2), linux/filter.h, linux/audit.h, and the kernel's tables of system calls.
"""

from __future__ import annotations

import ctypes
import errno
import struct
from typing import NamedTuple

from autograder.sandbox.kernel import MACHINE, PR_SET_SECCOMP, prctl

# Name and number on x86-64 and on aarch64; the first ones are the most frequent.
_TABLE = """
read 0 63            write 1 64           munmap 11 215        mmap 9 222
brk 12 214           readv 19 65          writev 20 66         pread64 17 67
close 3 57           lseek 8 62           fstat 5 80           dup 32 23
poll 7 -             ppoll 271 73         select 23 -          pselect6 270 72
mprotect 10 226      mremap 25 216        membarrier 324 283   sched_yield 24 124
getcpu 309 168       rseq 334 293         set_robust_list 273 99
set_tid_address 218 96                    restart_syscall 219 128
gettimeofday 96 169  time 201 -           nanosleep 35 101     getrandom 318 278
times 100 153        getrusage 98 165     uname 63 160         rt_sigaction 13 134
rt_sigprocmask 14 135                     rt_sigreturn 15 139  sigaltstack 131 132
getpid 39 172        gettid 186 178       getppid 110 173      getuid 102 174
geteuid 107 175      getgid 104 176       getegid 108 177      getpgrp 111 -
getresuid 118 148    getresgid 120 150    exit 60 93           exit_group 231 94
"""
_COLUMN = {"x86_64": 1, "aarch64": 2}
_ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_CLONE3 = 435
_X32_BIT = 0x40000000

# Offsets in struct seccomp_data.
_NUMBER, _ARCH, _ARGUMENTS = 0, 4, 16
# Opcodes: load a word, keep some of its bits, jump if equal, jump if at least, return.
_LOAD, _AND, _IF_EQUAL, _IF_AT_LEAST, _RETURN = 0x20, 0x54, 0x15, 0x35, 0x06
_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_MODE_FILTER = 2

_Instruction = tuple[int, int, int, int]
"""Opcode, how far to jump if true and if false, operand."""


class _Word(NamedTuple):
    """Half of an argument, and what it may be; what the kernel takes for an int is its low half."""

    argument: int
    permitted: range | tuple[int, ...]
    """A range counts from 0."""
    mask: int = 0
    """The bits that are looked at; 0 for all of them."""
    is_high: bool = False


def _pointer(argument: int) -> tuple[_Word, _Word]:
    """Permit no pointer but that to nothing."""
    return _Word(argument, (0,)), _Word(argument, (0,), is_high=True)


_CLOCK = (_Word(0, range(16)),)
"""The clocks of the machine, the own process and the own thread; those of others are negative."""
_OWN = (_Word(0, (0,)),)
"""The own process, which is called 0."""
_CONDITIONS: dict[str, tuple[dict[str, int], tuple[_Word, ...]]] = {
    "clock_gettime": ({"x86_64": 228, "aarch64": 113}, _CLOCK),
    "clock_getres": ({"x86_64": 229, "aarch64": 114}, _CLOCK),
    "clock_nanosleep": ({"x86_64": 230, "aarch64": 115}, _CLOCK),
    "getpgid": ({"x86_64": 121, "aarch64": 155}, _OWN),
    "getsid": ({"x86_64": 124, "aarch64": 156}, _OWN),
    "sched_getaffinity": ({"x86_64": 204, "aarch64": 123}, _OWN),
    # It may look at its own limits, and not change them: one that it set would end it as if the
    # machine had.
    "prlimit64": ({"x86_64": 302, "aarch64": 261}, (*_pointer(0), *_pointer(2))),
    # Wait, wake and requeue. The others tell whether a thread of any number lives, and lend it the
    # priority of this one.
    "futex": ({"x86_64": 202, "aarch64": 98}, (_Word(1, (0, 1, 9, 10, 3, 4, 5), mask=0x7F),)),
    # Give memory back and choose the size of pages. The others tell which pages are shared with
    # other processes.
    "madvise": ({"x86_64": 28, "aarch64": 233}, (_Word(2, (4, 8, 14, 15)),)),
    # Duplicate, and look at the flags. Others change what processes share: with an owner and a
    # signal set on a pipe, the kernel would kill for whoever owns its other end.
    "fcntl": ({"x86_64": 72, "aarch64": 25}, (_Word(1, (0, 1, 2, 3, 1030)),)),
}
"""Calls that are allowed where words of their arguments are as they should be."""


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
    falls back to calls that are refused; some calls are allowed for some arguments; what is not on
    the list is refused.
    """
    refuse, missing = (_RETURN, 0, 0, _ERRNO | errno.EPERM), (_RETURN, 0, 0, _ERRNO | errno.ENOSYS)
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
    program += [(_IF_EQUAL, 0, 1, _CLONE3), missing]
    for numbers, words in _CONDITIONS.values():
        body = [instruction for word in words for instruction in _examine(word, refuse)]
        body.append((_RETURN, 0, 0, _ALLOW))
        program += [(_IF_EQUAL, 0, len(body), numbers[machine]), *body]
    program.append(refuse)
    return b"".join(struct.pack("<HBBI", *instruction) for instruction in program)


def _examine(word: _Word, refuse: _Instruction) -> list[_Instruction]:
    """Refuse a call unless a word of its arguments is as it should be."""
    steps = [(_LOAD, 0, 0, _ARGUMENTS + 8 * word.argument + 4 * word.is_high)]
    if word.mask:
        steps.append((_AND, 0, 0, word.mask))
    if isinstance(word.permitted, range):
        steps.append((_IF_AT_LEAST, 0, 1, word.permitted.stop))
    else:
        count = len(word.permitted)
        steps += [(_IF_EQUAL, count - n, 0, value) for n, value in enumerate(word.permitted)]
    return [*steps, refuse]


def install(program: bytes) -> None:
    """Install a filter on this process, for good; it must have given up new privileges."""
    length = len(program) // 8
    prctl(PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(_Program(length, program)))
