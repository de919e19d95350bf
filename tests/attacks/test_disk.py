"""Student code writes nothing: no file, no name, no mode, no device."""

from __future__ import annotations

import pytest

from tests.attacks.conftest import Deny
from tests.attacks.target import X86_64, Target, attacks, run_without_wall

TRACELESS = attacks(
    {
        "a file in /tmp": """
            name = os.path.join(os.sep, "tmp", TOKEN)
            open(name, "w").close()
            os.unlink(name)
        """,
        "a temporary file": "__import__('tempfile').TemporaryFile(dir='/tmp')",
        "shared memory": """
            name = f"/{TOKEN}".encode()
            if LIBC.shm_open(name, os.O_CREAT | os.O_RDWR, 0o600) == -1:
                raise Denied
            LIBC.shm_unlink(name)
        """,
        "a file in memory": "os.memfd_create('canary')",
        "too many descriptors": "kept = [os.dup(1) for _ in range(500)]",
    }
)
WRITING = attacks(
    {
        "write": "open(CANARY, 'w').write('A+')",
        "append": "open(CANARY, 'ab').write(b'A+')",
        "patch": "open(CANARY, 'r+b').write(b'A+')",
        "truncate": "os.truncate(CANARY, 0)",
        "rename": "os.rename(CANARY, CANARY + '.old')",
        "replace": """
            other = os.open(f"{FOLDER}/other", os.O_CREAT | os.O_WRONLY)
            os.write(other, b"A+")
            os.replace(f"{FOLDER}/other", CANARY)
        """,
        "unlink": "os.unlink(CANARY)",
        "link": "os.link(CANARY, CANARY + '.link')",
        "symbolic link": "os.symlink('/etc/passwd', CANARY + '.link')",
        "mkdir": "os.mkdir(f'{FOLDER}/new')",
        "fifo": "os.mkfifo(f'{FOLDER}/new')",
        "node": "os.mknod(f'{FOLDER}/new', 0o600)",
        "chmod": "os.chmod(CANARY, 0o777)",
        "utime": "os.utime(CANARY)",
        "a megabyte": """
            file = os.open(f"{FOLDER}/large", os.O_CREAT | os.O_WRONLY)
            os.write(file, bytes(2**20))
        """,
        "NumPy's own writer": """
            import numpy

            numpy.save(f"{FOLDER}/new", numpy.zeros(3))
        """,
        "tofile": """
            import numpy

            numpy.zeros(3).tofile(f"{FOLDER}/new")
        """,
        "memmap": """
            import numpy

            numpy.memmap(f"{FOLDER}/new", mode="w+", shape=3)
        """,
    }
)
POISON = attacks(
    {
        "the source of NumPy": "open(np.__file__, 'r+b')",
        "the source of the grader": """
            open(sys.modules["autograder.wire"].__file__, "r+b")
        """,
        "a compiled module": "open(np.__cached__, 'r+b')",
        "a site customisation": """
            os.close(os.open(f"{sys.prefix}/canary-{TOKEN}.pth", os.O_CREAT | os.O_WRONLY))
            os.unlink(f"{sys.prefix}/canary-{TOKEN}.pth")
        """,
        "change of owner": "os.chown(CANARY, 65_533, 65_533)",
        "extended attribute": "os.setxattr(CANARY, 'user.canary', b'x')",
        "the terminal": "os.open('/dev/tty', os.O_RDWR)",
        "main memory": "os.open('/dev/mem', os.O_RDONLY)",
        "the kernel's log": "os.open('/dev/kmsg', os.O_RDONLY)",
        "the virtual machine": "os.open('/dev/kvm', os.O_RDWR)",
        "a new terminal": "os.openpty()",
        "the kernel's settings": "open('/proc/sys/kernel/hostname', 'r+b')",
    }
)
BY_RAW_CALL = attacks(
    {
        name: f"syscall({call})"
        for name, call in {
            "creat": "85, 0, 0",
            "truncate": "76, 0, 0",
            "ftruncate": "77, -1, 0",
            "fallocate": "285, -1, 0, 0, 0",
            "rename": "82, 0, 0",
            "renameat2": "316, -1, 0, -1, 0, 0",
            "unlinkat": "263, -1, 0, 0",
            "linkat": "265, -1, 0, -1, 0, 0",
            "symlinkat": "266, 0, -1, 0",
            "mkdirat": "258, -1, 0, 0",
            "mknodat": "259, -1, 0, 0, 0",
            "fchmod": "91, -1, 0",
            "fchmodat": "268, -1, 0, 0",
            "fchown": "93, -1, 0, 0",
            "fchownat": "260, -1, 0, 0, 0, 0",
            "utimensat": "280, -1, 0, 0, 0",
            "setxattr": "188, 0, 0, 0, 0, 0",
            "fsetxattr": "190, -1, 0, 0, 0, 0",
            "removexattr": "197, 0, 0",
            "flock": "73, -1, 0",
            "sync": "162",
            "syncfs": "306, -1",
            "pwrite64": "18, -1, 0, 0, 0",
            "pwritev": "296, -1, 0, 0, 0, 0",
            "TIOCSTI": "16, 0, 0x5412, b'x'",
            "TIOCLINUX": "16, 0, 0x541C, b'x'",
            "umask": "95, 0",
            "dup2": "33, -1, -1",
        }.items()
    }
)


@pytest.mark.parametrize("attack", (TRACELESS | WRITING).values(), ids=TRACELESS | WRITING)
def test_nothing_is_written(attack: str, deny: Deny) -> None:
    """No file is made, changed, moved or removed, though all of them belong to everybody."""
    deny(attack)


@pytest.mark.parametrize("attack", POISON.values(), ids=POISON)
def test_nothing_is_poisoned(attack: str, deny: Deny) -> None:
    """The code of the grader and the devices of the machine are not even opened."""
    deny(attack)


@X86_64
@pytest.mark.parametrize("attack", BY_RAW_CALL.values(), ids=BY_RAW_CALL)
def test_no_system_call_writes(attack: str, deny: Deny) -> None:
    """Going around Python does not help, not even with arguments that make no sense."""
    deny(attack)


@pytest.mark.parametrize("attack", TRACELESS.values(), ids=TRACELESS)
def test_the_attacks_without_traces_work_without_the_wall(attack: str, target: Target) -> None:
    """It is the wall that stops them."""
    run_without_wall(target.source(attack))
    assert target.traces() == []


WITHOUT_NUMPY = {name: attack for name, attack in WRITING.items() if "numpy" not in attack}


@pytest.mark.parametrize("attack", WITHOUT_NUMPY.values(), ids=WITHOUT_NUMPY)
def test_the_attacks_on_files_leave_traces_without_the_wall(attack: str, target: Target) -> None:
    """It is the wall that stops them, and the target would have noticed."""
    run_without_wall(target.source(attack))
    assert target.traces()
