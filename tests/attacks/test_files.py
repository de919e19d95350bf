"""Student code reads no file, lists no folder and finds no secret, not even in its own memory."""

from __future__ import annotations

import pytest

from tests.attacks.conftest import Deny
from tests.attacks.target import Target, attacks, run_without_wall

HARMLESS = attacks(
    {
        "open the password file": "open('/etc/passwd').read()",
        "open the gradebook": "open(CANARY, 'rb').read()",
        "os.open the gradebook": "os.open(CANARY, os.O_RDONLY)",
        "open the expected arrays": "open(EXPECTED, 'rb').read()",
        "O_PATH": "os.open(CANARY, os.O_PATH)",
        "list the grader's folder": "os.listdir(FOLDER)",
        "scan the grader's folder": "list(os.scandir(FOLDER))",
        "list the root": "os.listdir('/')",
        "stat": "os.stat(CANARY)",
        "lstat": "os.lstat(CANARY)",
        "access": """
            if not os.access(CANARY, os.F_OK):
                raise Denied
        """,
        "exists": """
            if not os.path.exists(CANARY):
                raise Denied
        """,
        "readlink": "os.readlink('/proc/self/exe')",
        "change the folder": "os.chdir(FOLDER)",
        "the grader's command line": "open(f'/proc/{GRADER}/cmdline').read()",
        "own maps": "open('/proc/self/maps').read()",
        "own memory file": "open('/proc/self/mem', 'rb')",
        "own descriptors": "os.listdir('/proc/self/fd')",
        "the kernel's random numbers as a file": "open('/dev/urandom', 'rb').read(1)",
        "NumPy's own reader": "__import__('io').open_code(CANARY).read()",
        "the dynamic loader": """
            try:
                ctypes.CDLL('libutil.so.1')
            except OSError:
                raise Denied
        """,
    }
)
BY_RAW_CALL = attacks(
    {
        "open": "syscall(2, CANARY.encode(), 0)",
        "openat": "syscall(257, -100, CANARY.encode(), 0)",
        "openat2": "syscall(437, -100, CANARY.encode(), (ctypes.c_uint64 * 3)(), 24)",
        "stat": "syscall(4, CANARY.encode(), bytes(200))",
        "newfstatat": "syscall(262, -100, CANARY.encode(), bytes(200), 0)",
        "statx": "syscall(332, -100, CANARY.encode(), 0, 0xFFF, bytes(300))",
        "faccessat2": "syscall(439, -100, CANARY.encode(), 0, 0)",
        "name_to_handle_at": "syscall(303, -100, CANARY.encode(), 0, 0, 0)",
        "open_by_handle_at": "syscall(304, -100, 0, 0)",
        "open_tree": "syscall(428, -100, CANARY.encode(), 0)",
        "getxattr": "syscall(191, CANARY.encode(), b'user.x', 0, 0)",
        "statfs": "syscall(137, CANARY.encode(), bytes(200))",
        "getdents64": "syscall(217, 0, bytes(1000), 1000)",
        "inotify_init1": "syscall(294, 0)",
        "fanotify_init": "syscall(300, 0, 0)",
    }
)
OF_OTHERS = attacks(
    {
        f"/proc/{whose}/{file}": f"open(f'/proc/{{{pid}}}/{file}', 'rb').read(1)"
        for whose, pid in {"grader": "GRADER", "worker": "os.getppid()"}.items()
        for file in ("environ", "cmdline", "mem", "maps", "stat")
    }
)


@pytest.mark.parametrize("attack", HARMLESS.values(), ids=HARMLESS)
def test_no_file_is_read(attack: str, deny: Deny) -> None:
    """A path is of no use: not to open, to list, nor to learn whether it exists."""
    deny(attack)


@pytest.mark.raw
@pytest.mark.parametrize("attack", BY_RAW_CALL.values(), ids=BY_RAW_CALL)
def test_no_system_call_takes_a_path(attack: str, deny: Deny) -> None:
    """Going around Python does not help."""
    deny(attack)


@pytest.mark.parametrize("attack", OF_OTHERS.values(), ids=OF_OTHERS)
def test_other_processes_are_not_looked_into(attack: str, deny: Deny) -> None:
    """The grader's and the worker's environment, command line and memory are out of reach."""
    deny(attack)


@pytest.mark.parametrize("attack", HARMLESS.values(), ids=HARMLESS)
def test_the_attacks_on_files_work_without_the_wall(attack: str, target: Target) -> None:
    """It is the wall that stops them."""
    done = run_without_wall(target.source(attack))
    assert done.returncode == 0, done.stderr
