"""Student code that takes all the time or memory is stopped, and nobody waits for it."""

from __future__ import annotations

import time

import pytest

from autograder.report import Outcome
from tests.attacks.conftest import Deny, Strike
from tests.attacks.target import Target, attacks

pytestmark = pytest.mark.parametrize("walled", ["whole-wall"], indirect=True)
"""It is the same for every wall."""

SECONDS = 0.25
ENDLESS = attacks(
    {
        "a loop with all signals blocked": """
            signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
            while True:
                pass
        """,
        "a loop that ignores all signals": """
            for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
                signal.signal(number, signal.SIG_IGN)
            while True:
                pass
        """,
        "a loop in C": "3 ** (10**8)",
        "a regular expression": "__import__('re').match('(a+)+b', 'a' * 40)",
        "a long sleep": "time.sleep(1000)",
        "a lock that is held": """
            import _thread

            lock = _thread.allocate_lock()
            lock.acquire()
            lock.acquire()
        """,
        "waiting for input": "os.read(3, 1) or time.sleep(1000)",
        "a generator without end": "sum(iter(int, 1))",
        "an exception that is caught for ever": """
            while True:
                try:
                    raise KeyboardInterrupt
                except BaseException:
                    continue
        """,
        "a destructor that loops": """
            class Slow:
                def __del__(self):
                    while True:
                        pass

            Slow()
        """,
    }
)
ENDLESS_RESULTS = {
    "a value that is slow to encode": """
class Slow(dict):
    def items(self):
        while True:
            pass

def sigmoid(x):
    return Slow(a=1)
""",
    "an exception that is slow to print": """
class Slow(Exception):
    def __str__(self):
        while True:
            pass

def sigmoid(x):
    raise Slow
""",
    "a loop while it is defined": "class Slow:\n    while True:\n        pass\n\ndef sigmoid(x):\n"
    "    return Slow\n",
    "an answer that trickles": """
import os
import time

def sigmoid(x):
    for byte in b"FNF1" + bytes(100):
        os.write(4, bytes([byte]))
        time.sleep(0.05)
""",
}
GREEDY = attacks(
    {
        "an array of 10 GB": "np.empty(10 * 2**30, dtype=np.uint8)",
        "many arrays": "kept = [np.empty(2**26, dtype=np.uint8) for _ in range(32)]",
        "bytes": "bytes(3 * 2**30)",
        "a long integer": "1 << (2**35)",
        "a text": "'x' * (3 * 2**30)",
        "memory of the kernel's": """
            LIBC.mmap.restype = ctypes.c_ssize_t
            size = ctypes.c_size_t(3 * 2**30)
            if LIBC.mmap(None, size, 3, 0x4022, -1, ctypes.c_long(0)) == -1:
                raise Denied
        """,
        "a lazy list": "kept = list(range(10**9))",
    }
)
DEEP = {
    "recursion of 10^9": """
import sys

def sigmoid(x, depth=0):
    sys.setrecursionlimit(10**9)
    return sigmoid(x, depth + 1)
""",
    "recursion in C": """
def sigmoid(x):
    nest = []
    for _ in range(10**5):
        nest = [nest]
    return repr(nest)
""",
    "a nest as result": """
def sigmoid(x):
    nest = []
    for _ in range(10**5):
        nest = [nest]
    return nest
""",
    "a list that holds itself": """
def sigmoid(x):
    nest = []
    nest.append(nest)
    return nest
""",
    "a list that grows": """
def sigmoid(x):
    kept = []
    while True:
        kept.append([0] * 10**6)
""",
    "huge powers of ten": "def sigmoid(x):\n    return 10 ** (10**6)\n",
}


@pytest.mark.parametrize("attack", ENDLESS.values(), ids=ENDLESS)
def test_time_is_limited(attack: str, strike: Strike, target: Target) -> None:
    """Whatever does not end is ended, and soon after its limit."""
    started = time.monotonic()
    (result,) = strike(target.source(attack), SECONDS).exercises
    assert result.outcome is Outcome.TIMEOUT
    assert time.monotonic() - started < SECONDS + 1.5


@pytest.mark.parametrize("source", ENDLESS_RESULTS.values(), ids=ENDLESS_RESULTS)
def test_time_is_limited_around_the_call(source: str, strike: Strike) -> None:
    """Student code that runs before or after the call has no more time than the call."""
    (result,) = strike(source, SECONDS).exercises
    assert result.outcome is Outcome.TIMEOUT


@pytest.mark.parametrize("attack", GREEDY.values(), ids=GREEDY)
def test_memory_is_limited(attack: str, deny: Deny) -> None:
    """More than the limit is not to be had, and asking for it is an ordinary exception."""
    deny(attack)


@pytest.mark.parametrize("source", DEEP.values(), ids=DEEP)
def test_depth_and_growth_end(source: str, strike: Strike) -> None:
    """What grows without end meets a limit: of depth, memory or time."""
    (result,) = strike(source, 0.5).exercises
    assert result.outcome in {Outcome.ERROR, Outcome.FAILED, Outcome.CRASHED, Outcome.TIMEOUT}
