"""Trouble of the machine is nobody's zero: right work is graded right, or not at all."""

from __future__ import annotations

import ctypes
import json
import os
import resource
import shutil
import signal
import struct
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from autograder.sandbox.kernel import PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, prctl
from tests.attacks.target import HONEST, X86_64
from tests.conftest import PREAMBLE, ROOT

GRADE = [sys.executable, "-m", "autograder.cli", "grade", "class", "--assignment", "numpy_basics"]
AS_NOBODY = ["--reuid=65534", "--regid=65534", "--clear-groups"]
AS_NOBODY += [f"--{kind}-caps=+dac_override,+dac_read_search" for kind in ("inh", "ambient")]
"""A user that may read everything, as root's own Python may lie where no other can go."""
IS_ROOT = os.geteuid() == 0


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def refuse(number: int) -> None:
    """Have the kernel refuse a system call, as an outer sandbox does, with a filter of our own."""
    load, if_equal, give, refusal, allow = 0x20, 0x15, 0x06, 0x00050001, 0x7FFF0000
    rows = [(load, 0, 0, 0), (if_equal, 0, 1, number), (give, 0, 0, refusal), (give, 0, 0, allow)]
    program = b"".join(struct.pack("<HBBI", *row) for row in rows)
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    prctl(PR_SET_SECCOMP, 2, ctypes.byref(_Program(len(rows), program)))


def limit(kind: int, most: int) -> Callable[[], None]:
    """Lower a limit, hard and soft."""
    return lambda: resource.setrlimit(kind, (most, most))


def grade(
    folder: Path,
    trouble: Callable[[], object] | None = None,
    before: str = "",
    arguments: tuple[str, ...] = (),
    **environment: str,
) -> subprocess.CompletedProcess[str]:
    """Grade a class of two honest students, in trouble."""
    for name in ("ada", "bob"):
        (folder / "class").mkdir(exist_ok=True)
        (folder / "class" / f"{name}.py").write_text(PREAMBLE + HONEST)
    command = [*GRADE, "--quiet", *arguments]
    if before:
        command = ["unshare", "-m", "sh", "-ec", f'{before}\nexec "$@"', "sh", *command]
    done = subprocess.run(
        command,
        preexec_fn=trouble,
        cwd=folder,
        capture_output=True,
        text=True,
        errors="replace",
        env={**os.environ, **environment},
        timeout=120,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


def scores(done: subprocess.CompletedProcess[str]) -> list[float]:
    """Read the scores that were given."""
    reports: list[Mapping[str, Any]] = json.loads(done.stdout)["reports"]
    return [report["score"] for report in reports]


BORNE: dict[str, Callable[[], object]] = {
    "news of children are ignored": lambda: signal.signal(signal.SIGCHLD, signal.SIG_IGN),
    "signals are blocked": lambda: signal.pthread_sigmask(
        signal.SIG_BLOCK, {signal.SIGCHLD, signal.SIGTERM, signal.SIGXCPU}
    ),
    "few open files": limit(resource.RLIMIT_NOFILE, 32),
    "little processor time, but enough": limit(resource.RLIMIT_CPU, 400),
}


@pytest.mark.parametrize("trouble", BORNE.values(), ids=BORNE)
def test_what_can_be_borne_costs_nothing(trouble: Callable[[], object], tmp_path: Path) -> None:
    """Right work gets its points."""
    done = grade(tmp_path, trouble, arguments=("--json", "-"))
    assert (done.returncode, done.stderr) == (0, "")
    assert scores(done) == [10, 10]


LANDLOCK = {"no rules can be made": 444, "no rules can be put on": 446}


@pytest.mark.parametrize("number", LANDLOCK.values(), ids=LANDLOCK)
def test_a_second_lock_that_is_refused_is_done_without(number: int, tmp_path: Path) -> None:
    """What is tested is what student code then runs behind: the other layers, all of them."""
    done = grade(tmp_path, lambda: refuse(number), arguments=("--json", "-"))
    assert (done.returncode, done.stderr) == (0, "")
    assert scores(done) == [10, 10]


REFUSED: dict[str, tuple[Callable[[], object], str]] = {
    "no session": (lambda: refuse(112), "no session: Operation not permitted"),
    "little processor time": (limit(resource.RLIMIT_CPU, 60), "processor time in s (ulimit -t) is"),
    "little memory": (limit(resource.RLIMIT_AS, 900 << 20), "memory in bytes (ulimit -v) is"),
}


@X86_64
@pytest.mark.parametrize(("trouble", "said"), REFUSED.values(), ids=REFUSED)
def test_without_a_layer_nobody_is_scored(
    trouble: Callable[[], object], said: str, tmp_path: Path
) -> None:
    """The sentence says which layer does not stand and why; the status is 3."""
    done = grade(tmp_path, trouble)
    assert (done.returncode, done.stdout) == (3, "")
    assert said in done.stderr


@pytest.mark.skipif(shutil.which("setpriv") is None, reason="needs setpriv")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_where_no_process_can_be_made_nobody_is_scored(jobs: str, tmp_path: Path) -> None:
    """The sentence names the limit; the status is 1."""
    tmp_path.chmod(0o777)
    become = ["setpriv", *AS_NOBODY] if IS_ROOT else []
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "ada.py").write_text(PREAMBLE + HONEST)
    # The program is already there when the limit comes: only what it starts is refused.
    script = (
        f"import os, resource; os.chdir({str(tmp_path)!r})\n"
        "resource.setrlimit(resource.RLIMIT_NPROC, (1, 1))\n"
        "from autograder.cli import main\n"
        f"main({[*GRADE[3:], '--quiet', '--jobs', jobs]!r})"
    )
    command_line = [*become, sys.executable, "-c", script]
    done = subprocess.run(command_line, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (1, "")
    assert "no more processes are allowed here" in done.stderr
    assert "Traceback" not in done.stderr


def is_allowed_to_mount() -> bool:
    """Tell whether mounts can be made that nobody else sees."""
    command = ["unshare", "-m", "mount", "-t", "tmpfs", "none", "/mnt"]
    return (
        shutil.which("unshare") is not None
        and not subprocess.run(command, capture_output=True).returncode
    )


TEMPORARY = ("/tmp", "/var/tmp", "/usr/tmp")
NEEDED = [Path(place).resolve() for place in (sys.prefix, sys.base_prefix, ROOT)]
"""What runs the command: where it lies in a place for temporary files, that cannot be covered."""
IS_COVERED = any(Path(place).resolve() in own.parents for place in TEMPORARY for own in NEEDED)
MOUNTING = pytest.mark.skipif(
    IS_COVERED or not is_allowed_to_mount(),
    reason="needs the right to mount, and a checkout outside of /tmp",
)
PLACES = f"for place in {' '.join(TEMPORARY)}; do test ! -d $place || {{}}; done"
BIND = "mount --bind /mnt $place"
FILE_SYSTEMS = {
    "hidden processes": ("mount -t tmpfs none /proc", "mount /proc, and do not hide it"),
    "read-only": (f"mount -t tmpfs -o ro none /mnt; {PLACES.format(BIND)}", "TMPDIR="),
    "no free inode": (
        f"mount -t tmpfs -o nr_inodes=1 none /mnt; {PLACES.format(BIND)}",
        "TMPDIR=",
    ),
    "a full disk": (
        f"mount -t tmpfs -o size=4k none /mnt; echo full > /mnt/file; {PLACES.format(BIND)}",
        "TMPDIR=",
    ),
}


@MOUNTING
@pytest.mark.parametrize(("mount", "said"), FILE_SYSTEMS.values(), ids=FILE_SYSTEMS)
def test_file_systems_that_take_nothing_get_a_sentence(
    mount: str, said: str, tmp_path: Path
) -> None:
    """What cannot be read or written is told, with what to do; nobody is scored."""
    work = Path("/dev/shm") / f"class-{os.getpid()}"
    work.mkdir()
    try:
        # Where the command stands is a place for temporary files too, and takes nothing either.
        before = f"{mount}; mount --bind {work} {work};"
        before += f" mount -o remount,ro,bind {work}; cd {work}"
        done = grade(work, before=before, TMPDIR="/tmp")
    finally:
        shutil.rmtree(work)
    assert (done.returncode, done.stdout) == (1, "")
    assert said in done.stderr


def test_no_file_may_grow(tmp_path: Path) -> None:
    """The sentence names the limit of the shell."""
    done = grade(tmp_path, limit(resource.RLIMIT_FSIZE, 0))
    assert (done.returncode, done.stdout) == (1, "")
    assert "ulimit -f" in done.stderr


def test_a_table_that_nobody_takes_is_told(tmp_path: Path) -> None:
    """Where what is printed goes to a full disk, the command ends with a sentence."""
    full = os.open("/dev/full", os.O_WRONLY)
    done = grade(tmp_path, lambda: os.dup2(full, 1))
    os.close(full)
    assert done.returncode == 1
    assert "No space left on device; make room there" in done.stderr


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp437", "utf-8"])
def test_a_terminal_may_lack_characters(encoding: str, tmp_path: Path) -> None:
    """The table is shown with what there is, column by column; JSON is UTF-8 everywhere."""
    done = grade(tmp_path, PYTHONIOENCODING=encoding)
    assert (done.returncode, done.stderr) == (0, "")
    assert "10/10" in done.stdout
    as_json = grade(tmp_path, arguments=("--json", "-"), PYTHONIOENCODING=encoding)
    assert scores(as_json) == [10, 10]
