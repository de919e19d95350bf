"""What student code returns is data by the time it is compared, whatever it was before."""

from __future__ import annotations

import pytest

from autograder.report import Outcome
from tests.attacks.conftest import Strike
from tests.attacks.target import Target

pytestmark = pytest.mark.parametrize("walled", ["whole-wall"], indirect=True)
"""It is the same for every wall."""

RIGHT = "1 / (1 + np.exp(-np.asarray(x, dtype=float)))"
AGREEABLE = """
    def __eq__(self, other):
        return True
    def __ne__(self, other):
        return False
    def __bool__(self):
        return True
    def __hash__(self):
        return 0
"""
WRONG = {
    "an array that equals everything": f"""
class Agreeable(np.ndarray):{AGREEABLE}
    def __sub__(self, other):
        return np.zeros(1)
    __rsub__ = __sub__
    def __array_ufunc__(self, *args, **kwargs):
        return True

def sigmoid(x):
    return np.zeros(np.shape(x)).view(Agreeable)
""",
    "an object that equals everything": f"""
class Agreeable:{AGREEABLE}

def sigmoid(x):
    return Agreeable()
""",
    "a float that equals everything": f"""
class Agreeable(float):{AGREEABLE}

def sigmoid(x):
    return Agreeable(0.5)
""",
    "a text that equals everything": f"""
class Agreeable(str):{AGREEABLE}

def sigmoid(x):
    return Agreeable("right")
""",
    "a dictionary of everything": """
class Everything(dict):
    def __getitem__(self, key):
        return np.ones(3)
    def __contains__(self, key):
        return True

def sigmoid(x):
    return Everything()
""",
    "an object that becomes an array": f"""
class Later:
    def __init__(self, x):
        self.x = x
    def __array__(self, dtype=None, copy=None):
        x = self.x
        return {RIGHT}
    __class__ = np.ndarray

def sigmoid(x):
    return Later(x)
""",
    "an object array": f"def sigmoid(x):\n    return np.array({RIGHT}, dtype=object)\n",
    "a structured array": "def sigmoid(x):\n    return np.zeros(3, dtype=[('a', float)])\n",
    "an array of texts": f"def sigmoid(x):\n    return ({RIGHT}).astype(str)\n",
    "complex numbers": f"def sigmoid(x):\n    return ({RIGHT}).astype(complex)\n",
    "truth values": f"def sigmoid(x):\n    return ({RIGHT}).astype(bool)\n",
    "half precision": f"def sigmoid(x):\n    return ({RIGHT}).astype(np.float16)\n",
    "a masked array": "def sigmoid(x):\n    return np.ma.masked_all(np.shape(x))\n",
    "nan": "def sigmoid(x):\n    return np.full(np.shape(x), np.nan)\n",
    "infinity": "def sigmoid(x):\n    return np.full(np.shape(x), np.inf)\n",
    "a broadcast view of 10 GB": "def sigmoid(x):\n"
    "    return np.broadcast_to(np.float64(0.5), (10**5, 12_500))\n",
    "a view of strides that lie": "def sigmoid(x):\n"
    "    return np.lib.stride_tricks.as_strided(np.zeros(1), (10**6,), (8,))\n",
    "a column for a vector": f"def sigmoid(x):\n    return ({RIGHT}).reshape(-1, 1)\n",
    "a row for a vector": f"def sigmoid(x):\n    return ({RIGHT}).reshape(1, -1)\n",
    "a number for an array": "def sigmoid(x):\n    return 0.5\n",
    "one element for an array": "def sigmoid(x):\n    return np.array([0.5])\n",
    "an empty array": "def sigmoid(x):\n    return np.empty(0)\n",
    "all dimensions empty": "def sigmoid(x):\n    return np.empty((0,) * 8)\n",
    "a list": f"def sigmoid(x):\n    return ({RIGHT}).tolist()\n",
    "a generator": f"def sigmoid(x):\n    yield {RIGHT}\n",
    "a coroutine": f"async def sigmoid(x):\n    return {RIGHT}\n",
    "a class": f"class sigmoid:\n    def __init__(self, x):\n        self.value = {RIGHT}\n",
    "a pickle": """
import pickle

class Bomb:
    def __reduce__(self):
        return (open, (CANARY, "w"))

def sigmoid(x):
    return pickle.dumps(Bomb())
""",
    "an object that pickles a bomb": """
class Bomb(np.ndarray):
    def __reduce_ex__(self, protocol):
        return (open, (CANARY, "w"))

def sigmoid(x):
    return np.zeros(np.shape(x)).view(Bomb)
""",
}
DEADLY = {
    "os._exit": "import os\n\ndef sigmoid(x):\n    os._exit(0)\n",
    "a segmentation fault": "import ctypes\n\ndef sigmoid(x):\n    ctypes.string_at(0)\n",
    "abort": "import os\n\ndef sigmoid(x):\n    os.abort()\n",
    "exit of the C library": "import ctypes\n\ndef sigmoid(x):\n    ctypes.CDLL(None).exit(0)\n",
    "exit while it is defined": "import os\n\ndef sigmoid(x, y=os._exit(0)):\n    return x\n",
    "a corrupt heap": """
import ctypes

def sigmoid(x):
    libc = ctypes.CDLL(None)
    libc.free(ctypes.c_void_p(id(x)))
    libc.abort()
""",
}
RAISING = {
    "SystemExit": "def sigmoid(x):\n    raise SystemExit(0)\n",
    "sys.exit": "import sys\n\ndef sigmoid(x):\n    sys.exit(0)\n",
    "KeyboardInterrupt": "def sigmoid(x):\n    raise KeyboardInterrupt\n",
    "GeneratorExit": "def sigmoid(x):\n    raise GeneratorExit\n",
    "StopIteration": "def sigmoid(x):\n    raise StopIteration(1.0)\n",
    "text of 64 MB": "def sigmoid(x):\n    raise ValueError('x' * 2**26)\n",
    "an exception that cannot be printed": """
class Mute(Exception):
    def __str__(self):
        raise SystemExit

def sigmoid(x):
    raise Mute
""",
    "an exception with a name like a pass": """
class passed(Exception):
    pass

def sigmoid(x):
    raise passed("score: 10/10")
""",
    "an exception whose text is a subclass": """
class Text(str):
    def __getitem__(self, key):
        return self
    def encode(self, *args):
        return b"x" * 10**6

class Chatty(Exception):
    def __str__(self):
        return Text("x" * 10**6)

def sigmoid(x):
    raise Chatty
""",
}


@pytest.mark.parametrize("source", WRONG.values(), ids=WRONG)
def test_a_strange_result_earns_nothing(source: str, strike: Strike, target: Target) -> None:
    """Only a plain array or number of the right shape, kind and values earns points."""
    canary = f"CANARY = {str(target.canary)!r}\n"
    (result,) = strike(canary + source).exercises
    assert result.outcome in {Outcome.FAILED, Outcome.ERROR, Outcome.CRASHED}


@pytest.mark.parametrize("source", DEADLY.values(), ids=DEADLY)
def test_a_dead_process_earns_nothing(source: str, strike: Strike) -> None:
    """However the process dies, and even with exit code 0, it is a crash."""
    assert strike(source).exercises[0].outcome is Outcome.CRASHED


@pytest.mark.parametrize("source", RAISING.values(), ids=RAISING)
def test_an_exception_earns_nothing(source: str, strike: Strike) -> None:
    """Whatever is raised is an error, told in a line of limited length."""
    (result,) = strike(source).exercises
    assert result.outcome is Outcome.ERROR
    assert len(result.checks[0].message) < 500
