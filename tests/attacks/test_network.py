"""Student code has no network, and of the kernel no more than computing needs."""

from __future__ import annotations

import pytest

from autograder.report import Outcome
from tests.attacks.conftest import Deny, Strike
from tests.attacks.target import X86_64, Target, attacks, run_without_wall

HARMLESS = attacks(
    {
        "connect over TCP": "socket.socket().connect(('127.0.0.1', TCP_PORT))",
        "listen": """
            server = socket.socket()
            server.bind(("127.0.0.1", 0))
            server.listen()
        """,
        "send over UDP": """
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
                sender.sendto(TOKEN.encode(), ("127.0.0.1", UDP_PORT))
        """,
        "connect to a socket in a folder": "socket.socket(socket.AF_UNIX).connect(UNIX_PATH)",
        "connect to an abstract socket": "socket.socket(socket.AF_UNIX).connect(UNIX_NAME)",
        "talk to the routing tables": """
            socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0).bind((0, 0))
        """,
        "a pair of sockets": "socket.socketpair()",
    }
)
PRIVILEGED = attacks(
    {
        "packets of the network card": "socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)",
        "raw packets": "socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)",
        "the host of a virtual machine": "socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM)",
        "the kernel's ciphers": "socket.socket(socket.AF_ALG, socket.SOCK_SEQPACKET)",
        "bluetooth": "syscall(41, 31, 3, 0)",
    }
)
CALLS = attacks(
    {
        name: f"syscall({call})"
        for name, call in {
            "io_uring_setup": "425, 8, bytes(120)",
            "io_uring_enter": "426, -1, 0, 0, 0, 0, 0",
            "io_uring_register": "427, -1, 0, 0, 0",
            "io_setup": "206, 0, 0",
            "bpf": "321, -1, 0, 0",
            "perf_event_open": "298, 0, 0, -1, -1, 0",
            "userfaultfd": "323, 0",
            "add_key": "248, b'user', b'canary', b'x', 1, -3",
            "request_key": "249, b'user', b'canary', 0, 0",
            "keyctl": "250, 0, -3, 0",
            "shmget": "29, 0, -1, 0",
            "shmat": "30, -1, 0, 0",
            "semget": "64, 0, -1, 0",
            "msgget": "68, 0x7F5A5A5A, 0",
            "mq_open": "240, 0, 0, 0, 0",
            "memfd_create": "319, b'canary', 0",
            "memfd_secret": "447, 0",
            "unshare": "272, 0x10000000",
            "setns": "308, -1, 0",
            "mount": "165, 0, 0, 0, 0, 0",
            "umount2": "166, 0, 0",
            "pivot_root": "155, 0, 0",
            "chroot": "161, 0",
            "fsopen": "430, 0, 0",
            "move_mount": "429, -1, 0, -1, 0, 0",
            "swapon": "167, 0, 0",
            "init_module": "175, 0, 0, 0",
            "finit_module": "313, -1, 0, 0",
            "reboot": "169, 0, 0, 0, 0",
            "syslog": "103, 10, 0, 0",
            "sethostname": "170, 0, -1",
            "settimeofday": "164, 0, 0",
            "clock_settime": "227, -1, 0",
            "adjtimex": "159, 0",
            "iopl": "172, 0",
            "ioperm": "173, 0, 0, 0",
            "modify_ldt": "154, 0, 0, 0",
            "personality": "135, -1",
            "arch_prctl": "158, 0x1003, bytes(8)",
            "seccomp": "317, 0, 0, 0",
            "landlock_create_ruleset": "444, 0, 0, 1",
            "quotactl": "179, 0, 0, 0, 0",
            "socket": "41, 2, 1, 0",
            "socketpair": "53, 1, 1, 0, bytes(8)",
            "sendto": "44, -1, 0, 0, 0, 0, 0",
            "sendmsg": "46, -1, 0, 0",
            "recvmsg": "47, -1, 0, 0",
            "accept4": "288, -1, 0, 0, 0",
            "splice": "275, -1, 0, -1, 0, 0, 0",
            "vmsplice": "278, -1, 0, 0, 0",
            "sendfile": "40, -1, -1, 0, 0",
            "copy_file_range": "326, -1, 0, -1, 0, 0, 0",
            "move_pages": "279, 0, 0, 0, 0, 0, 0",
            "ioctl": "16, 0, 0x5401, 0",
        }.items()
    }
)
FOREIGN = attacks(
    {
        "a number of the x32 table": "CALL(ctypes.c_long(0x40000000 + 39))",
        "a 32-bit call": r"""
            LIBC.mmap.restype = ctypes.c_void_p
            code = LIBC.mmap(None, ctypes.c_size_t(4096), 7, 0x22, -1, ctypes.c_long(0))
            getpid = b"\xb8\x14\x00\x00\x00\xcd\x80\xc3"
            ctypes.memmove(code, getpid, len(getpid))
            ctypes.CFUNCTYPE(ctypes.c_int)(code)()
        """,
    }
)


@pytest.mark.parametrize("attack", HARMLESS.values(), ids=HARMLESS)
def test_nothing_is_sent_or_received(attack: str, deny: Deny) -> None:
    """No socket of any family can be made, so that nothing leaves the machine or the process."""
    deny(attack)


@X86_64
@pytest.mark.parametrize("attack", PRIVILEGED.values(), ids=PRIVILEGED)
def test_unusual_sockets_are_denied(attack: str, deny: Deny) -> None:
    """Families that few programs use are as closed as the usual ones."""
    deny(attack)


@X86_64
@pytest.mark.parametrize("attack", CALLS.values(), ids=CALLS)
def test_the_kernel_is_out_of_reach(attack: str, deny: Deny) -> None:
    """A call that computing does not need is refused before the kernel reads its arguments."""
    deny(attack)


@X86_64
@pytest.mark.parametrize("attack", FOREIGN.values(), ids=FOREIGN)
def test_calls_of_other_architectures_are_deadly(
    attack: str, strike: Strike, target: Target
) -> None:
    """A call by the number of another architecture ends the process."""
    (result,) = strike(target.source(attack)).exercises
    assert result.outcome is Outcome.CRASHED
    assert "SIGSYS" in result.message


@pytest.mark.parametrize("attack", HARMLESS.values(), ids=HARMLESS)
def test_the_attacks_on_the_network_work_without_the_wall(attack: str, target: Target) -> None:
    """It is the wall that stops them, and the target notices those that aim at it."""
    run_without_wall(target.source(attack))
    assert bool(target.traces()) is any(name in attack for name in ("PORT", "UNIX"))
