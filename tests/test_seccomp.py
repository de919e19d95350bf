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
}
ALLOWED: dict[str, tuple[int, int]] = {
    "read": (0, 63),
    "write": (1, 64),
    "mmap": (9, 222),
    "munmap": (11, 215),
    "brk": (12, 214),
    "futex": (202, 98),
    "clock_gettime": (228, 113),
    "getrandom": (318, 278),
    "rt_sigreturn": (15, 139),
    "exit_group": (231, 94),
}


def verdict(program: bytes, arch: int, number: int, first: int = 0, second: int = 4) -> int:
    """Run a filter as the kernel does: the one word of state, and jumps forward alone."""
    data = struct.pack("<iIQ6Q", number, arch, 0, first, second, 0, 0, 0, 0)
    accumulator, position = 0, 0
    while True:
        code, if_true, if_false, operand = struct.unpack_from("<HBBI", program, position * 8)
        position += 1
        if code == 0x20:
            (accumulator,) = struct.unpack_from("<I", data, operand)
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
    """Of all numbers, exactly those of the table are allowed without a condition."""
    program = seccomp.build_filter(machine)
    allowed = {n for n in range(600) if verdict(program, MACHINES[machine], n, 1) == ALLOW}
    assert allowed == set(seccomp.allowed_numbers(machine))
    assert len(allowed) == len(seccomp.allowed_numbers(machine)) > 40


@pytest.mark.parametrize("machine", MACHINES)
def test_the_special_cases(machine: str) -> None:
    """A foreign architecture is killed, clone3 seems missing, limits are one's own alone."""
    program, arch = seccomp.build_filter(machine), MACHINES[machine]
    foreign = next(other for other in MACHINES.values() if other != arch)
    assert verdict(program, foreign, 0) == KILL
    assert verdict(program, 0x40000003, 0) == KILL
    assert verdict(program, arch, 435) == MISSING
    prlimit64 = {"x86_64": 302, "aarch64": 261}[machine]
    assert verdict(program, arch, prlimit64, 0) == ALLOW
    assert verdict(program, arch, prlimit64, 1) == REFUSE
    assert verdict(program, arch, prlimit64, 1 << 32) == REFUSE
    if machine == "x86_64":
        assert verdict(program, arch, 0x40000000) == KILL


@pytest.mark.parametrize("machine", MACHINES)
def test_descriptors_are_duplicated_and_read_not_steered(machine: str) -> None:
    """What fcntl may do stays in the process: no owner, no signal, no mode of a shared pipe."""
    program, arch = seccomp.build_filter(machine), MACHINES[machine]
    fcntl = {"x86_64": 72, "aarch64": 25}[machine]
    allowed = {c for c in range(1100) if verdict(program, arch, fcntl, 4, c) == ALLOW}
    assert allowed == {0, 1, 2, 3, 1030}
