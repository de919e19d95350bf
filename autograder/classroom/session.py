"""Grade many submissions: those that the journal has no valid record of."""

from __future__ import annotations

import os
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.classroom.dispatch import Dispatch
from autograder.classroom.journal import Journal, Record, record_from_line
from autograder.classroom.plan import GradingPlan
from autograder.classroom.pool import Pool
from autograder.classroom.process import GradingProcess, expendable_fork
from autograder.classroom.supervision import supervise
from autograder.classroom.task import Graded, Line, Task, read_task
from autograder.intake import HandIn
from autograder.submission import SubmissionError

__all__ = [
    "Graded",
    "Progress",
    "Results",
    "grade_class",
    "grade_entries",
    "grade_entry",
    "key_of",
]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is.

    Attributes
    ----------
    done, total : int
        Submissions, those included that the journal had already.
    kept : int
        Those that the journal had.
    mean : float
        The mean share of the points that was earned so far, of those that could be graded.
    """

    done: int
    total: int
    kept: int
    mean: float


class Results:
    """What became of the files of a run, in the order of submissions, read from the journal.

    It can be gone through again and again; no more than one report is in memory at a time.
    """

    def __init__(
        self,
        journal: Journal,
        hand_ins: Mapping[str, HandIn],
        keys: Sequence[str],
        failed: Container[str],
    ) -> None:
        self._journal, self._hand_ins, self._keys, self._failed = journal, hand_ins, keys, failed

    def __len__(self) -> int:
        """Count the files."""
        return len(self._keys)

    def __iter__(self) -> Iterator[Graded]:
        """Read one after the other."""
        return map(self._read, self._keys)

    def failed(self) -> list[Graded]:
        """List the files that could not be graded."""
        return [self._read(key) for key in self._keys if key in self._failed]

    def _read(self, key: str) -> Graded:
        record = record_from_line(self._journal.line(key))
        return Graded(self._hand_ins[key], record.report, record.error)


def grade_class(
    hand_ins: Iterable[HandIn],
    plan: GradingPlan,
    pool: Pool,
    journal: Journal,
    *,
    roots: Sequence[Path] = (),
    regrade: bool = False,
    watch: Callable[[Progress], None] = lambda _: None,
) -> Results:
    """Grade the submissions that the journal has no valid record of.

    Parameters
    ----------
    hand_ins : iterable of HandIn
        The files.
    plan : GradingPlan
        How to grade.
    pool : Pool
        Where to grade.
    journal : Journal
        Where the results are kept; each is there before the next one is counted.
    roots : sequence of Path
        The folders that hold the files: when one of them is gone, the run ends.
    regrade : bool
        Whether to grade what the journal has, too.
    watch : callable
        Is told how far the run is.

    Raises
    ------
    IsolationError
        If student code cannot be walled off and submissions are not trusted.
    ExpectedError, WorkerError, PoolError
        If grading is not possible.
    JournalError
        If a result cannot be written.
    SubmissionError
        If a folder is gone.

    Returns
    -------
    Results
        Independent of where the submissions were graded, and in what order.
    """
    own = {key_of(hand_in, journal.path): hand_in for hand_in in hand_ins}
    journal.see(own)
    run = _Run(own, plan, journal, watch, tuple(root for root in roots if root.is_dir()))
    dispatch = Dispatch(pool, plan, len(own), run.take)
    dispatch.grade(run.tasks(regrade=regrade))
    return Results(journal, own, run.keys(), run.failed)


def key_of(hand_in: HandIn, journal: Path) -> str:
    """Name a file as it is seen from the folder of the journal.

    What the user named may be a link; below that, a name is what it is.
    """
    path = hand_in.root.resolve() / hand_in.relative
    return Path(os.path.relpath(path, journal.resolve().parent)).as_posix()


class _Run:
    """The submissions of a run: which of them are due, and what became of each."""

    def __init__(
        self,
        hand_ins: dict[str, HandIn],
        plan: GradingPlan,
        journal: Journal,
        watch: Callable[[Progress], None],
        roots: Sequence[Path],
    ) -> None:
        self._plan, self._total = plan, len(hand_ins)
        self._hand_ins, self._journal, self._watch, self._roots = hand_ins, journal, watch, roots
        self._places: dict[str, tuple[str, str]] = {}
        self._kept = self._done = 0
        self.failed: set[str] = set()
        self._shares = 0.0
        self._shared = 0

    def keys(self) -> list[str]:
        """List the keys of all files that are done, in the order of submissions."""
        return sorted(self._places, key=lambda key: (*self._places[key], key))

    def tasks(self, *, regrade: bool) -> Iterator[Task]:
        """Read the files one by one, and give those that are to be graded."""
        for key, hand_in in self._hand_ins.items():
            task = self._read(key, hand_in)
            old = self._journal.get(key)
            is_known = old is not None and (
                not self._plan.individual or old.submission == hand_in.student
            )
            if old and is_known and not regrade and self._plan.hold(old, task.content):
                old = self._renamed(old, hand_in)
                report = old.report
                assert report is not None
                self._kept += 1
                if old.error:
                    self.failed.add(key)
                self._count(key, old.assignment, report.score / (report.max_score or 1))
            else:
                yield task

    def _renamed(self, old: Record, hand_in: HandIn) -> Record:
        """Keep whose it is, where another hand-in made that clearer."""
        if old.report is None or (old.submission, old.id) == (hand_in.student, hand_in.id):
            return old
        report = replace(old.report, submission=hand_in.student)
        new = replace(old, submission=hand_in.student, id=hand_in.id, report=report)
        self._journal.append(new)
        return new

    def _read(self, key: str, hand_in: HandIn) -> Task:
        task = read_task(hand_in, key)
        if task.error:
            for root in self._roots:
                if not root.is_dir():
                    message = (
                        f"the folder {root} is gone, after {self._done} of {self._total} "
                        "submissions; bring it back and run the same command again"
                    )
                    raise SubmissionError(message)
        return task

    def take(self, line: Line) -> None:
        """Write what became of a task, and count it."""
        if line.text and (self._plan.only is not None or line.failed):
            old = self._journal.get(line.key)
            new = self._plan.merge(old, record_from_line(line.text.encode()))
            if new != old:
                self._journal.append(new)
            if new.error:
                self.failed.add(line.key)
        elif line.text:
            self._journal.append_line(line.key, line.text)
        self._count(line.key, line.assignment if line.text else None, line.share)

    def _count(self, key: str, assignment: str | None, share: float | None) -> None:
        if assignment is not None:
            self._places[key] = self._hand_ins[key].student, assignment
        self._done += 1
        if share is not None:
            self._shares += share
            self._shared += 1
        mean = self._shares / self._shared if self._shared else 0.0
        self._watch(Progress(self._done, self._total, self._kept, mean))


def grade_entries(hand_ins: Iterable[HandIn], plan: GradingPlan) -> Iterator[Graded]:
    """Grade a few files, in their order, without a journal.

    Parameters
    ----------
    hand_ins : iterable of HandIn
        The files.
    plan : GradingPlan
        How to grade.

    Raises
    ------
    IsolationError
        If student code cannot be walled off and submissions are not trusted.

    Yields
    ------
    Graded
        One for each file.
    """
    with expendable_fork() as process:
        for hand_in in hand_ins:
            yield grade_entry(hand_in, plan, process)


def grade_entry(hand_in: HandIn, plan: GradingPlan, process: GradingProcess) -> Graded:
    """Have a process that may die grade one file."""
    task = read_task(hand_in, hand_in.path.as_posix())
    (line,) = supervise(process, [task], plan)
    record = record_from_line(line.text.encode())
    return Graded(hand_in, record.report, record.error)
