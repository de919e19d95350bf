"""Reads compiled files that may be anybody's, in a process that may die: what does each come to?

HDF5 is a C library. What it does with a damaged file is told apart here: a value, a sentence,
another exception, or the end of the process.
"""

from __future__ import annotations

import json
import resource
import struct
import subprocess
import sys
import time
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from autograder.rubric.compiled import Compiled, compile_files
from autograder.rubric.expected import ExpectedError, Frozen

PATIENCE = 8
"""Seconds after which a reading is ended: what is asserted of the time is far less."""


@dataclass(frozen=True, slots=True)
class Read:
    """What reading a file came to.

    Attributes
    ----------
    kind : str
        ``value``, ``refused``, ``raised`` or ``died``.
    said : str
        The sentence, or the traceback.
    seconds : float
        Processor time.
    megabytes : float
        How much the process grew.
    """

    kind: str
    said: str = ""
    seconds: float = 0.0
    megabytes: float = 0.0


class Reading:
    """A process that reads one file after the other; where one ends it, there is another."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Start nothing yet."""
        return self

    def __exit__(self, *ending: object) -> None:
        """End the process."""
        self._end()

    def read(self, name: str, content: bytes) -> Read:
        """Read a file as practice does."""
        process = self._process = self._process or _start()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(struct.pack("<II", len(name), len(content)))
            process.stdin.write(name.encode() + content)
            process.stdin.flush()
        except BrokenPipeError:
            line = b""
        else:
            line = process.stdout.readline()
        if not line:
            self._end()
            return Read("died", f"status {process.returncode}")
        return Read(**json.loads(line))

    def _end(self) -> None:
        if self._process is not None:
            self._process.communicate()
            self._process = None


def _start() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )


def serve() -> None:
    """Read files from standard input, and tell of each in a line."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    while header := sys.stdin.buffer.read(8):
        name, content = (sys.stdin.buffer.read(size) for size in struct.unpack("<II", header))
        resource.setrlimit(resource.RLIMIT_CPU, _later(PATIENCE))
        told = _read(name.decode(), content)
        print(json.dumps(vars_of(told)), flush=True)


def _later(seconds: int) -> tuple[int, int]:
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    return int(time.process_time()) + seconds, hard


def vars_of(told: Read) -> dict[str, object]:
    """Give the fields of a result."""
    return {name: getattr(told, name) for name in Read.__slots__}


def _read(name: str, content: bytes) -> Read:
    Path("/proc/self/clear_refs").write_text("5")
    before, started = _memory("VmRSS"), time.process_time()
    kind, said = "value", ""
    try:
        look_at(compile_files(name, content))
    except ExpectedError as error:
        kind, said = "refused", str(error)
    except BaseException:  # noqa: BLE001 - whatever it is, it is told
        kind, said = "raised", traceback.format_exc()
    return Read(kind, said, time.process_time() - started, _memory("VmHWM") - before)


def look_at(compiled: Compiled) -> None:
    """Look at all of a compiled assignment that practice does.

    Raises
    ------
    AssertionError
        If a value is not what the rest of the grader takes for granted.
    """
    assignment = compiled.assignment
    assert assignment.name == compiled.name
    cases: dict[str, Frozen] = dict(compiled.visible)
    assert set(cases) == {exercise.name for exercise in assignment.exercises}
    for frozen in (*cases.values(), *compiled.illustrations.values()):
        assert len(frozen.cases) == len(frozen.outputs)
        assert all(isinstance(name, str) for name in frozen.parameters)
        assert all(len(wrong) == len(frozen.cases) for wrong in frozen.misconceptions.values())
        for case in frozen.cases:
            assert isinstance(case.name, str)
            assert isinstance(case.args, tuple)
            assert all(isinstance(key, str) for key in case.kwargs)
            assert all(isinstance(one, str) for one in case.omits)
    for exercise in assignment.exercises:
        texts: list[Any] = [exercise.name, *exercise.aliases, *exercise.helpers]
        texts += [text for check in exercise.checks for text in (check.name, check.hint)]
        texts += [text for one in exercise.misconceptions for text in (one.name, one.hint)]
        assert all(isinstance(text, str) for text in texts)
        assert 0 <= exercise.points < float("inf")


def _memory(name: str) -> float:
    status = Path("/proc/self/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith(f"{name}:"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    serve()
