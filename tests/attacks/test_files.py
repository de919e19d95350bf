"""Student code reads no file, lists no folder and finds no secret, not even in its own memory."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.report import Outcome
from autograder.sandbox.process import Worker
from tests.attacks.conftest import Deny, Strike, assert_denied
from tests.attacks.target import (
    X86_64,
    Target,
    attacks,
    grade,
    hidden_alone,
    run_without_wall,
    sigmoid_by_values,
)
from tests.first_neuron import all_cases

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
        f"/proc/{whose}/{file}": f"open(f'/proc/{{{pid}}}/{file}', 'rb')"
        for whose, pid in {"grader": "GRADER", "worker": "os.getppid()"}.items()
        for file in ("environ", "cmdline", "mem", "maps", "stat")
    }
)


@pytest.mark.parametrize("attack", HARMLESS.values(), ids=HARMLESS)
def test_no_file_is_read(attack: str, deny: Deny) -> None:
    """A path is of no use: not to open, to list, nor to learn whether it exists."""
    deny(attack)


@X86_64
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
    run_without_wall(target.source(attack))


IN_ENVIRONMENT = attacks(
    {
        "os.environ": """
            if "GRADEBOOK_PASSWORD" not in os.environ:
                raise Denied
        """,
        "the C library's environment": """
            getenv = LIBC.getenv
            getenv.restype = ctypes.c_char_p
            if getenv(b"GRADEBOOK_PASSWORD") is None:
                raise Denied
        """,
        "the worker's environment": """
            text = open(f"/proc/{os.getppid()}/environ").read()
            if "GRADEBOOK_PASSWORD" not in text:
                raise Denied
        """,
        "the arguments": """
            if not any("hidden" in argument for argument in sys.orig_argv):
                raise Denied
        """,
    }
)


@pytest.mark.parametrize("attack", IN_ENVIRONMENT.values(), ids=IN_ENVIRONMENT)
def test_the_environment_holds_no_secret(
    attack: str, target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the grader is told through its environment, the worker is not."""
    monkeypatch.setenv("GRADEBOOK_PASSWORD", target.token)
    with Worker() as fresh:
        assert_denied(grade(fresh, target.source(attack)))


def hidden_numbers() -> tuple[float, float]:
    """Take a number out of a hidden case, and what is expected for it."""
    frozen = all_cases("numpy_basics")["sigmoid"]
    case, output = next(
        (case, output)
        for case, output in zip(frozen.cases, frozen.outputs, strict=True)
        if not case.visible
    )
    return float(np.ravel(case.args[0])[0]), float(np.ravel(output)[0])


COLLECTED = """
def attack():
    seen, waiting = set(), gc.get_objects()
    while waiting:
        thing = waiting.pop()
        if id(thing) in seen:
            continue
        seen.add(id(thing))
        if isinstance(thing, np.ndarray) and thing.dtype.kind in "fiu" and thing.size:
            found.update(float(number) * float(number) for number in thing.flat[:99])
        elif isinstance(thing, float):
            found.add(thing * thing)
        elif isinstance(thing, (list, tuple, dict, set, frozenset, type(sys))):
            waiting += gc.get_referents(thing)
    if INPUT not in found:
        raise RuntimeError("the search does not find what is there")
    if OUTPUT not in found:
        raise Denied

found = set()
"""
"""Numbers are compared by their squares, so that the search does not find itself."""

RAW = """
MASK = 0x5A5A5A5A5A5A5A5A
PAGE = 4096

def is_readable(page):
    CALL(14, 99, ctypes.c_void_p(page * PAGE), None, 8)
    return ctypes.get_errno() == errno.EINVAL

def attack():
    pages = set()
    for start in {id(thing) // PAGE for thing in gc.get_objects()} | {LIBC.sbrk(0) // PAGE - 1}:
        for step in (1, -1):
            page = start
            while page not in pages and len(pages) < 60_000 and is_readable(page):
                pages.add(page)
                page += step
            pages.discard(start)
        pages.add(start)
    found = set()
    masked = np.empty(PAGE // 8 - 1, dtype=np.uint64)
    for page in pages:
        if not is_readable(page):
            continue
        memory = np.ctypeslib.as_array((ctypes.c_uint8 * PAGE).from_address(page * PAGE))
        for offset in range(8):
            words = memory[offset : PAGE - 8 + offset].view(np.uint64)
            np.bitwise_xor(words, np.uint64(MASK), out=masked)
            found.update(name for name, word in WORDS.items() if (masked == word).any())
    if "input" not in found:
        raise RuntimeError("the search does not find what is there")
    if "output" not in found:
        raise Denied

LIBC.sbrk.restype = ctypes.c_long
"""
"""A system call that reads through a pointer tells which pages may be read.

Words are compared under a mask, so that the search does not find itself.
"""


def test_objects_hold_no_expected_value(walled: Worker, target: Target) -> None:
    """A search of all objects finds the hidden inputs, and not what is expected for them."""
    number, answer = hidden_numbers()
    facts = f"INPUT = {number * number!r}\nOUTPUT = {answer * answer!r}\n"
    attack = facts + target.source(COLLECTED)
    assert_denied(grade(walled, attack, sigmoid_by_values(), hidden_alone()))


@X86_64
def test_memory_holds_no_expected_value(walled: Worker, target: Target) -> None:
    """A search of all memory finds the hidden inputs, and not what is expected for them."""
    mask = 0x5A5A5A5A5A5A5A5A
    words = [int(np.float64(number).view(np.uint64)) ^ mask for number in hidden_numbers()]
    facts = f"WORDS = {dict(zip(('input', 'output'), words, strict=True))}\n"
    attack = facts + target.source(RAW)
    assert_denied(grade(walled, attack, sigmoid_by_values(20), hidden_alone()))


def test_what_runs_visible_cases_has_seen_no_hidden_input(walled: Worker, target: Target) -> None:
    """The values that students are shown come from a process that cannot know a hidden input."""
    number, answer = hidden_numbers()
    facts = f"INPUT = {number * number!r}\nOUTPUT = {answer * answer!r}\n"
    report = grade(walled, facts + target.source(COLLECTED), sigmoid_by_values())
    (check,) = report.exercises[0].checks
    assert check.visible
    assert "RuntimeError" in check.message
    assert "the search does not find what is there" in check.message


DESCRIPTORS = attacks(
    {
        "beyond the pipes and the rules": """
            opened = [n for n in range(6, 1024) if LIBC.fcntl(n, 1, 0) != -1]
            if not opened:
                raise Denied
        """,
        "read from them": """
            import select
            read = []
            for descriptor in range(3, 256):
                try:
                    if select.select([descriptor], [], [], 0)[0]:
                        read.append(os.read(descriptor, 100))
                except OSError:
                    continue
            if not any(read):
                raise Denied
        """,
        "send through them": """
            sent = [n for n in range(256) if LIBC.send(n, b"E", 1, 0x40) != -1]
            if not sent:
                raise Denied
        """,
    }
)


@pytest.mark.parametrize("attack", DESCRIPTORS.values(), ids=DESCRIPTORS)
def test_no_descriptor_leads_out(attack: str, deny: Deny) -> None:
    """Open are the pipes of the request and the answer; the worker's socket is not."""
    deny(attack)


def test_hidden_inputs_are_not_sent_before_the_visible_cases_are_answered(strike: Strike) -> None:
    """Student code that waits on the pipe of requests for the hidden inputs waits in vain."""
    waiting = "import os\ndef sigmoid(x):\n    return os.read(3, 100)\n"
    report = strike(waiting, seconds=0.5)
    assert report.exercises[0].outcome is Outcome.TIMEOUT
