"""The filter of system calls says what its table says, on both kinds of machine."""

from __future__ import annotations

import struct

import pytest

from autograder.sandbox import seccomp

ALLOW, KILL, REFUSE, MISSING = 0x7FFF0000, 0x80000000, 0x00050001, 0x00050026
MACHINES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

# Numbers from the kernel's tables: on x86-64, on aarch64 (None where it has no such call).
FORBIDDEN: dict[str, tuple[int, int | None]] = {
    "open": (2, None),
    "openat": (257, 56),
    "openat2": (437, 437),
    "stat": (4, None),
    "newfstatat": (262, 79),
    "statx": (332, 291),
    "readlinkat": (267, 78),
    "getdents64": (217, 61),
    "truncate": (76, 45),
    "unlinkat": (263, 35),
    "fchmodat": (268, 53),
    "socket": (41, 198),
    "socketpair": (53, 199),
    "connect": (42, 203),
    "clone": (56, 220),
    "fork": (57, None),
    "execve": (59, 221),
    "execveat": (322, 281),
    "kill": (62, 129),
    "tgkill": (234, 131),
    "pidfd_open": (434, 434),
    "pidfd_getfd": (438, 438),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "prctl": (157, 167),
    "seccomp": (317, 277),
    "setpriority": (141, 140),
    "sched_setaffinity": (203, 122),
    "memfd_create": (319, 279),
    "shmget": (29, 194),
    "keyctl": (250, 219),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "unshare": (272, 97),
    "mount": (165, 40),
    "ioctl": (16, 29),
    "dup3": (292, 24),
    "setrlimit": (160, 164),
    "getpriority": (140, 141),
    "sched_getscheduler": (145, 120),
    "sched_getparam": (143, 121),
    "get_robust_list": (274, 100),
    "wait4": (61, 260),
    "sysinfo": (99, 179),
    "mincore": (27, 232),
}
ALLOWED: dict[str, tuple[int, int]] = {
    "read": (0, 63),
    "write": (1, 64),
    "mmap": (9, 222),
    "munmap": (11, 215),
    "brk": (12, 214),
    "getrandom": (318, 278),
    "rt_sigreturn": (15, 139),
    "exit_group": (231, 94),
}


def verdict(program: bytes, arch: int, number: int, *arguments: int) -> int:
    """Run a filter as the kernel does: the one word of state, and jumps forward alone."""
    filled = [*arguments, 0, 0, 0, 0, 0, 0][:6]
    data = struct.pack("<iIQ6Q", number, arch, 0, *(word & (1 << 64) - 1 for word in filled))
    accumulator, position = 0, 0
    while True:
        code, if_true, if_false, operand = struct.unpack_from("<HBBI", program, position * 8)
        position += 1
        if code == 0x20:
            (accumulator,) = struct.unpack_from("<I", data, operand)
        elif code == 0x54:
            accumulator &= operand
        elif code == 0x06:
            return int(operand)
        else:
            holds = accumulator == operand if code == 0x15 else accumulator >= operand
            position += if_true if holds else if_false


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("name", FORBIDDEN)
def test_what_computing_does_not_need_is_refused(machine: str, name: str) -> None:
    """No path, no process, no socket, no other process's state: refused as not permitted."""
    number = FORBIDDEN[name][machine == "aarch64"]
    if number is not None:
        assert verdict(seccomp.build_filter(machine), MACHINES[machine], number) == REFUSE


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("name", ALLOWED)
def test_what_computing_needs_is_allowed(machine: str, name: str) -> None:
    """Memory, clocks, locks and open pipes work."""
    number = ALLOWED[name][machine == "aarch64"]
    assert verdict(seccomp.build_filter(machine), MACHINES[machine], number) == ALLOW


@pytest.mark.parametrize("machine", MACHINES)
def test_nothing_beyond_the_table_is_allowed(machine: str) -> None:
    """Of all numbers, those of the table are allowed whatever their arguments, and no others."""
    program, arch, odd = seccomp.build_filter(machine), MACHINES[machine], [0x7FFF] * 6
    allowed = {n for n in range(600) if verdict(program, arch, n, *odd) == ALLOW}
    assert allowed == set(seccomp.allowed_numbers(machine))
    assert len(allowed) == len(seccomp.allowed_numbers(machine)) > 40
    conditional = {number[machine == "aarch64"] for number, _, _ in CONDITIONAL.values()}
    refused = set(range(600)) - allowed - conditional - {435}
    assert {verdict(program, arch, n) for n in refused} == {REFUSE}


@pytest.mark.parametrize("machine", MACHINES)
def test_the_special_cases(machine: str) -> None:
    """A foreign architecture is killed, clone3 seems missing."""
    program, arch = seccomp.build_filter(machine), MACHINES[machine]
    foreign = next(other for other in MACHINES.values() if other != arch)
    assert verdict(program, foreign, 0) == KILL
    assert verdict(program, 0x40000003, 0) == KILL
    assert verdict(program, arch, 435) == MISSING
    if machine == "x86_64":
        assert verdict(program, arch, 0x40000000) == KILL


Arguments = list[tuple[int, ...]]
CLOCKS: tuple[Arguments, Arguments] = (
    [(0,), (1,), (2,), (3,), (11,)],
    [(~1234 << 3 | 2,), (~0 << 3,), (16,), (-1,)],
)
OWN: tuple[Arguments, Arguments] = ([(0, 8)], [(1, 8), (1234, 8), (-1, 8)])
CONDITIONAL: dict[str, tuple[tuple[int, int], Arguments, Arguments]] = {
    "clock_gettime": ((228, 113), *CLOCKS),
    "clock_getres": ((229, 114), *CLOCKS),
    "clock_nanosleep": ((230, 115), *CLOCKS),
    "getpgid": ((121, 155), *OWN),
    "getsid": ((124, 156), *OWN),
    "sched_getaffinity": ((204, 123), *OWN),
    "prlimit64": (
        (302, 261),
        [(0, 7, 0, 1 << 40)],
        [(1, 7), (1 << 32, 7), (0, 7, 1 << 40), (0, 7, 8)],
    ),
    "futex": (
        (202, 98),
        [(8, op | flag) for op in (0, 1, 9) for flag in (0, 128, 256)],
        [(8, op | flag) for op in (2, 6, 7, 8, 11, 12, 13) for flag in (0, 128, 256)],
    ),
    "madvise": ((28, 233), [(0, 8, 4), (0, 8, 14)], [(0, 8, 12), (0, 8, 21), (0, 8, 100)]),
    "fcntl": (
        (72, 25),
        [(4, command) for command in (0, 1, 2, 3, 1030)],
        [(4, command) for command in range(1100) if command not in (0, 1, 2, 3, 1030)],
    ),
}
"""Numbers on both machines; arguments that mean the own process; arguments that do not."""


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("name", CONDITIONAL)
def test_arguments_stay_within_the_process(machine: str, name: str) -> None:
    """No clock, no session and no processors of another, no lock that names it, no limit set."""
    numbers, own, others = CONDITIONAL[name]
    program, number = seccomp.build_filter(machine), numbers[machine == "aarch64"]
    for arguments in own:
        assert verdict(program, MACHINES[machine], number, *arguments) == ALLOW, arguments
    for arguments in others:
        assert verdict(program, MACHINES[machine], number, *arguments) == REFUSE, arguments
