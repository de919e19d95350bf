"""How a machine stands: what its wall stops, what it limits, what is installed, what is refused."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from autograder.course import Course
from autograder.report import Isolation
from autograder.rubric.expected import ExpectedError
from autograder.sandbox import landlock
from autograder.sandbox.examination import LayerFinding, examine_layers
from autograder.sandbox.kernel import ON_LINUX
from autograder.sandbox.layers import EXTRA_MEMORY
from autograder.sandbox.process import Worker
from autograder.sandbox.selftest import SESSION_SECONDS, WallReport, test_wall
from autograder.sandbox.session import WorkerError
from autograder.sandbox.threads import cores

PACKAGES = ("first-neuron", "numpy", "h5py", "click", "rich", "nbgrader", "nbformat", "distributed")
SPARE_MEMORY, SPARE_DISK, SPARE_FILES, SPARE_PROCESSES = 256 << 20, 1 << 20, 16, 4
REFUSED, FAILED = 3, 1
"""Statuses of a command: student code cannot be walled off; its work cannot be done."""
NO_FOLDER = "make room, or name another one: TMPDIR=/path/to/folder"


@dataclass(frozen=True, slots=True)
class Limit:
    """Something of which the machine gives only so much."""

    name: str
    value: float | None
    """None where there is no limit."""
    needed: float
    unit: str = ""
    advice: str = ""
    is_tested: bool = True
    """Whether the test of the wall tells already if there is too little of it."""

    @property
    def is_enough(self) -> bool:
        """Whether grading gets what it needs."""
        return self.value is None or self.value >= self.needed


@dataclass(frozen=True, slots=True)
class Installed:
    """An assignment of the course that is found."""

    assignment: str
    exercises: int
    visible: int = 0
    hidden: int = 0
    sets: int = 0
    private: str = ""
    """Where its hidden cases are."""
    is_open: bool = False
    """Whether every user of this machine can read them."""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that will be refused, why, and what to do."""

    what: str
    advice: str
    status: int = FAILED
    """Of a command that grades here; 0 where it may work all the same."""


@dataclass(frozen=True, slots=True)
class Machine:
    """How a machine stands."""

    versions: Mapping[str, str]
    system: Mapping[str, str]
    wall: WallReport
    layers: tuple[LayerFinding, ...]
    limits: tuple[Limit, ...]
    course: tuple[Installed, ...]
    failure: str = ""
    """Why student code cannot be run at all; empty if it can."""
    troubles: tuple[Trouble, ...] = field(default=())

    @property
    def status(self) -> int:
        """The exit status of a command that grades here: 0 where it will work."""
        return max((trouble.status for trouble in self.troubles), default=0)


def look_at_machine(found: Course | None, problem: str = "") -> Machine:
    """Attack the wall, read the limits, look at the course.

    Parameters
    ----------
    found : Course or None
        The course that commands would find here.
    problem : str
        Why they would find none.
    """
    wall, layers, failure = WallReport({}, ()), tuple[LayerFinding, ...](), ""
    try:
        with Worker() as worker:
            wall = test_wall(worker)
        layers = examine_layers()
    except WorkerError as error:
        failure = str(error)
    limits, course = tuple(_limits()), _look_at_course(found)
    troubles = tuple(_troubles(wall, failure, limits, course, problem))
    return Machine(_versions(), _system(), wall, layers, limits, course, failure, troubles)


def _versions() -> dict[str, str]:
    found = {"Python": platform.python_version()}
    for name in PACKAGES:
        with suppress(PackageNotFoundError):
            found[name] = version(name)
    return found


def _system() -> dict[str, str]:
    abi = landlock.version() if ON_LINUX else 0
    return {
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "C library": " ".join(platform.libc_ver()).strip(),
        "Landlock": f"version {abi}" if abi else "none",
        "user": "root (student code becomes another user)" if _is_root() else "not root",
        "cores": str(len(cores())),
        "encoding": sys.stdout.encoding or "unknown",
    }


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _limits() -> Iterator[Limit]:
    with suppress(ImportError):
        import resource

        raised = "raise it, as with: ulimit -{} {}"
        for name, kind, needed, unit, letter, wanted in (
            ("processor time", resource.RLIMIT_CPU, SESSION_SECONDS + 2, "s", "t", "unlimited"),
            (
                "address space",
                resource.RLIMIT_AS,
                EXTRA_MEMORY + SPARE_MEMORY // 2,
                "B",
                "v",
                "2000000",
            ),
            ("size of a file", resource.RLIMIT_FSIZE, SPARE_DISK, "B", "f", "unlimited"),
            ("open files", resource.RLIMIT_NOFILE, 32, "", "n", "1024"),
            (
                "processes",
                getattr(resource, "RLIMIT_NPROC", None),
                SPARE_PROCESSES,
                "",
                "u",
                "4096",
            ),
        ):
            if kind is not None and not (letter == "u" and _is_root()):
                # The soft limit binds the grader; a child of it could have the hard one.
                own = resource.getrlimit(kind)[letter in "tv"]
                value = None if own == resource.RLIM_INFINITY else float(own)
                advice = raised.format(letter, wanted)
                yield Limit(name, value, needed, unit, advice, is_tested=letter not in "fn")
    yield from _memory()
    yield from _folder()


def _memory() -> Iterator[Limit]:
    with suppress(OSError, ValueError, StopIteration, IndexError):
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        free = next(int(line.split()[1]) << 10 for line in lines if line.startswith("MemAvail"))
        yield Limit("free memory", free, SPARE_MEMORY, "B", "end what takes much memory")
    for name, file, needed, unit, advice in (
        ("memory of this container", "memory.max", SPARE_MEMORY, "B", "give it more memory"),
        ("processes of this container", "pids.max", SPARE_PROCESSES, "", "allow it more processes"),
    ):
        with suppress(OSError, ValueError):
            value = float(Path("/sys/fs/cgroup", file).read_text(encoding="ascii"))
            yield Limit(name, value, needed, unit, advice)


def _folder() -> Iterator[Limit]:
    try:
        folder = tempfile.gettempdir()
        with tempfile.TemporaryFile():
            pass
    except OSError:
        yield Limit("room for temporary files", 0, SPARE_DISK, "B", NO_FOLDER, is_tested=False)
        return
    with suppress(OSError, AttributeError):
        found = os.statvfs(folder)
        yield Limit(
            f"room in {folder}", found.f_bavail * found.f_frsize, SPARE_DISK, "B", NO_FOLDER
        )
        if found.f_files:
            yield Limit(f"files in {folder}", found.f_favail, SPARE_FILES, "", NO_FOLDER)


def _look_at_course(course: Course | None) -> tuple[Installed, ...]:
    if course is None:
        return ()
    return tuple(_installed(course, name) for name in course.names)


def _installed(course: Course, name: str) -> Installed:
    private, exercises = course.hidden(name), 0
    try:
        compiled = course.compiled(name)
        exercises, sets = len(compiled.assignment.exercises), compiled.num_sets
        cases = [case for frozen in compiled.cases().values() for case in frozen.cases]
    except ExpectedError as error:
        return Installed(name, exercises, private=str(private), problem=str(error))
    visible = sum(case.visible for case in cases)
    ways = all(folder.stat().st_mode & 0o001 for folder in private.resolve().parents)
    is_open = ways and bool(private.stat().st_mode & 0o004)
    return Installed(name, exercises, visible, len(cases) - visible, sets, str(private), is_open)


def _troubles(
    wall: WallReport,
    failure: str,
    limits: tuple[Limit, ...],
    course: tuple[Installed, ...],
    problem: str,
) -> Iterator[Trouble]:
    if failure:
        yield Trouble(f"nothing is graded: {failure}", "look at the limits above")
    elif wall.isolation is Isolation.NONE:
        yield Trouble(
            f"hidden cases are not graded: {wall.reasons()}",
            "raise the limit that is named; or grade on Linux 5.13 or newer on x86-64 or aarch64, "
            "or in a container of it; or, if you trust every submission, --trust-submissions",
            REFUSED,
        )
    for limit in limits:
        if not limit.is_enough:
            status = 0 if limit.is_tested else FAILED
            yield Trouble(f"there is too little of: {limit.name}", limit.advice, status)
    if problem:
        yield Trouble("nothing can be graded without a course", problem)
    for one in course:
        if one.problem:
            yield Trouble(f"{one.assignment} is not graded", one.problem)
