"""Student code starts no process and no thread, and reaches no other process."""

from __future__ import annotations

import platform
import subprocess
import time

import pytest

from autograder.sandbox.process import Worker
from tests.attacks.conftest import Deny
from tests.attacks.target import HONEST, X86_64, Target, attacks, grade, run_without_wall

STARTING = attacks(
    {
        "fork": """
            child = os.fork()
            if child == 0:
                os._exit(0)
            os.waitpid(child, 0)
        """,
        "a small fork bomb": """
            LIBC.prctl(15, TOKEN.encode())
            for _ in range(20):
                if os.fork() == 0:
                    time.sleep(1)
                    os._exit(0)
        """,
        "a daemon": """
            child = os.fork()
            if child == 0:
                os.setsid()
                LIBC.prctl(15, TOKEN.encode())
                if os.fork() == 0:
                    time.sleep(1)
                os._exit(0)
            os.waitpid(child, 0)
        """,
        "fifty threads": """
            import _thread

            started = 0
            try:
                for _ in range(50):
                    _thread.start_new_thread(time.sleep, (0.1,))
                    started += 1
            except RuntimeError:
                if not started:
                    raise Denied
            time.sleep(0.2)
        """,
        "posix_spawn": """
            child = os.posix_spawn("/bin/sh", ["sh", "-c", f"echo > {FOLDER}/spawned"], {})
            os.waitpid(child, 0)
        """,
        "os.system": """
            if os.system(f"echo > {FOLDER}/system"):
                raise Denied
        """,
        "subprocess": """
            import subprocess

            subprocess.run(["/bin/sh", "-c", f"echo > {FOLDER}/subprocess"], check=True)
        """,
        "multiprocessing": """
            import multiprocessing

            process = multiprocessing.get_context("fork").Process(target=len, args=("",))
            process.start()
            process.join()
        """,
        "execve": "os.execve('/bin/sh', ['sh', '-c', f'echo > {FOLDER}/execve'], {})",
    }
)
BY_RAW_CALL = attacks(
    {
        name: f"syscall({call})"
        for name, call in {
            "clone": "56, 0x80000000 | 17, 0, 0, 0, 0",
            "clone3": "435, 0, 0",
            "execve": "59, 0, 0, 0",
            "execveat": "322, -1, 0, 0, 0, 0",
            "kill": "62, os.getpid(), 0",
            "tkill": "200, os.getpid(), 0",
            "tgkill": "234, os.getpid(), os.getpid(), 0",
            "rt_sigqueueinfo": "129, os.getpid(), 0, 0",
            "pidfd_open": "434, os.getppid(), 0",
            "pidfd_getfd": "438, -1, 0, 0",
            "pidfd_send_signal": "424, -1, 0, 0, 0",
            "ptrace": "101, 0x4206, os.getppid(), 0, 0",
            "process_vm_readv": "310, os.getppid(), 0, 0, 0, 0, 0",
            "process_vm_writev": "311, os.getppid(), 0, 0, 0, 0, 0",
            "process_madvise": "440, -1, 0, 0, 0, 0",
            "kcmp": "312, os.getpid(), os.getpid(), 0, 0, 0",
            "prlimit64": "302, os.getppid(), 7, 0, bytes(16)",
            "setrlimit": "160, 7, 0",
            "sched_setaffinity": "203, os.getppid(), 0, 0",
            "sched_setscheduler": "144, os.getppid(), -1, 0",
            "setpriority": "141, -1, 0, 0",
            "ioprio_set": "251, -1, 0, 0",
            "migrate_pages": "256, os.getppid(), 0, 0, 0",
            "setsid": "112",
            "setpgid": "109, 0, 0",
            "setresuid": "117, -1, -1, -1",
            "setgroups": "116, -1, 0",
            "prctl": "157, 4, 1, 0, 0, 0",
            "timer_create": "222, 99, 0, 0",
            "setitimer": "38, 99, 0, 0",
        }.items()
    }
)
ON_OTHERS = attacks(
    {
        f"{name} of the {whose}": body.replace("PID", pid)
        for whose, pid in {"grader": "GRADER", "worker": "os.getppid()"}.items()
        for name, body in {
            "signal": "os.kill(PID, 0)",
            "limits": """
                if LIBC.prlimit(PID, 7, None, (ctypes.c_uint64 * 2)()):
                    raise Denied
            """,
            "processors": "os.sched_setaffinity(PID, os.sched_getaffinity(PID))",
            "priority": "os.setpriority(0, PID, os.getpriority(0, PID))",
            "memory": "open(f'/proc/{PID}/mem', 'r+b')",
            "out-of-memory score": "open(f'/proc/{PID}/oom_score_adj', 'r+b')",
        }.items()
    }
    | {"signal to everybody": "os.kill(-1, 0)"}
)
FUTEX = {"x86_64": 202, "aarch64": 98}.get(platform.machine(), 0)
LOOKING = attacks(
    {
        f"{name} of the {whose}": body.replace("PID", pid).replace("FUTEX", str(FUTEX))
        for whose, pid in {"grader": "GRADER", "worker": "os.getppid()"}.items()
        for name, body in {
            "processor time": "time.clock_gettime(~PID << 3 | 2)",
            "clock's steps": "time.clock_getres(~PID << 3 | 2)",
            "sleep by its clock": """
                clock, until = ctypes.c_int(~PID << 3 | 2), (ctypes.c_long * 2)(0, 1)
                if LIBC.clock_nanosleep(clock, 1, until, None) == 1:
                    raise Denied
            """,
            "group": "os.getpgid(PID)",
            "session": "os.getsid(PID)",
            "allowed processors": "os.sched_getaffinity(PID)",
            "nice value": "os.getpriority(os.PRIO_PROCESS, PID)",
            "scheduler": "os.sched_getscheduler(PID)",
            "scheduling parameters": "os.sched_getparam(PID)",
            "limits, read alone": """
                if LIBC.prlimit(PID, 7, None, (ctypes.c_uint64 * 2)()):
                    raise Denied
            """,
            "lock that it may hold": """
                word = ctypes.c_uint32(PID)
                syscall(FUTEX, ctypes.byref(word), 8, 0, None, None, 0)
            """,
        }.items()
    }
    | {
        "number of all processes": """
            if LIBC.sysinfo(ctypes.create_string_buffer(256)):
                raise Denied
        """,
        "pages that others have read": """
            import mmap

            page = mmap.mmap(-1, mmap.PAGESIZE)
            address = ctypes.c_void_p(ctypes.addressof(ctypes.c_char.from_buffer(page)))
            if LIBC.mincore(address, ctypes.c_size_t(mmap.PAGESIZE), (ctypes.c_char * 9)()):
                raise Denied
        """,
        "an own limit": """
            if LIBC.prlimit(0, 0, (ctypes.c_uint64 * 2)(30, 30), None):
                raise Denied
        """,
    }
)
"""Who runs, since when and on what: each tells at least whether there is such a process."""


SIGNAL_BY_PIPE = """
import fcntl

def attack():
    fcntl.fcntl(4, 8, VICTIM)
    fcntl.fcntl(4, 10, signal.SIGKILL)
    fcntl.fcntl(4, fcntl.F_SETFL, os.O_WRONLY | 0x2000)
"""
"""F_SETOWN, F_SETSIG, O_ASYNC: the kernel kills the owner once the grader reads the answer."""


def test_a_pipe_sends_no_signals(walled: Worker, target: Target) -> None:
    """An answer that is read signals nobody, whoever the pipe is said to belong to."""
    with subprocess.Popen(["sleep", "5"]) as victim:
        source = f"VICTIM = {victim.pid}\n{target.source(SIGNAL_BY_PIPE)}"
        grade(walled, source)
        time.sleep(0.05)
        survived = victim.poll() is None
        victim.kill()
    assert survived
    assert grade(walled, HONEST).score == 10


@pytest.mark.parametrize("attack", STARTING.values(), ids=STARTING)
def test_nothing_is_started(attack: str, deny: Deny) -> None:
    """There is one process with one thread, and no program but this."""
    deny(attack)


@X86_64
@pytest.mark.parametrize("attack", BY_RAW_CALL.values(), ids=BY_RAW_CALL)
def test_no_system_call_touches_a_process(attack: str, deny: Deny) -> None:
    """Going around Python does not help, not even to reach the process itself."""
    deny(attack)


@pytest.mark.parametrize("attack", ON_OTHERS.values(), ids=ON_OTHERS)
def test_other_processes_are_left_alone(attack: str, deny: Deny) -> None:
    """The grader and the worker are neither signalled, nor slowed down, nor written to."""
    deny(attack)


@pytest.mark.parametrize("attack", LOOKING.values(), ids=LOOKING)
def test_other_processes_are_not_seen(attack: str, deny: Deny) -> None:
    """Nothing tells which processes there are, or what they do."""
    deny(attack)


@pytest.mark.parametrize("attack", LOOKING.values(), ids=LOOKING)
def test_other_processes_are_seen_without_the_wall(attack: str, target: Target) -> None:
    """It is the wall that hides them."""
    run_without_wall(target.source(attack))


@pytest.mark.parametrize("attack", STARTING.values(), ids=STARTING)
def test_the_attacks_with_processes_work_without_the_wall(attack: str, target: Target) -> None:
    """It is the wall that stops them, and those that write or stay leave their trace."""
    run_without_wall(target.source(attack))
    assert bool(target.traces()) is any(name in attack for name in ("FOLDER", "TOKEN"))
