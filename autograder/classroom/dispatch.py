"""Hand submissions to a pool in batches, and bear that what grades them may die."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait

from autograder.classroom.batch import ATTEMPTS, MissingCompiledError
from autograder.classroom.plan import GradingPlan
from autograder.classroom.pool import Pool, PoolError
from autograder.classroom.process import StoppedError
from autograder.classroom.supervision import give_up
from autograder.classroom.task import Line, Task
from autograder.report import Outcome
from autograder.rubric.compiled import Compiled, recall
from autograder.rubric.expected import ExpectedError
from autograder.sandbox.selftest import IsolationError
from autograder.sandbox.session import WorkerError

BATCHES_A_SLOT = 2
"""So many batches are under way for each that is being graded: the next one waits at the door."""
BATCHES_LEFT = 4
"""What is left is cut so that each slot gets so many batches: the last ones end together."""
BATCH_BYTES = 4 * 1024**2


class Dispatch:
    """Hands tasks to a pool, a bounded number at a time, and passes on what comes back.

    Parameters
    ----------
    pool : Pool
        Where to grade.
    plan : GradingPlan
        How to grade.
    total : int
        How many tasks there will be at most.
    take : callable
        Is given what became of each task, in the order in which they end.
    """

    def __init__(
        self, pool: Pool, plan: GradingPlan, total: int, take: Callable[[Line], None]
    ) -> None:
        self._pool, self._plan, self._total, self._take_line = pool, plan, total, take
        self._waiting: dict[Future[list[Line]], tuple[Sequence[Task], bool]] = {}
        self._suspects: deque[Task] = deque()

    def grade(self, tasks: Iterable[Task]) -> None:
        """Grade tasks; when this returns, all of them are in the journal."""
        for batch in self._batches(tasks):
            self._submit(batch)
            self._collect(at_most=BATCHES_A_SLOT * self._pool.slots() - 1)
        self._collect(at_most=0)

    def _batches(self, tasks: Iterable[Task]) -> Iterator[Sequence[Task]]:
        shares = BATCHES_LEFT * max(self._pool.slots(), 1)
        batch: list[Task] = []
        for number, task in enumerate(tasks):
            batch.append(task)
            fair = max(1, (self._total - number) // shares)
            size = sum(len(one.data) for one in batch)
            if len(batch) >= min(self._pool.batch, fair) or size > BATCH_BYTES:
                yield batch
                batch = []
        if batch:
            yield batch

    def _submit(self, batch: Sequence[Task], compiled: Sequence[Compiled] = ()) -> None:
        try:
            future = self._pool.submit(batch, self._plan, compiled)
        except (BrokenExecutor, RuntimeError):
            future = Future()
            future.set_exception(BrokenExecutor())
        self._waiting[future] = batch, bool(compiled)

    def _collect(self, at_most: int) -> None:
        """Take what is done; wait until no more than so many batches are under way."""
        while self._waiting:
            must_wait = len(self._waiting) > at_most
            done, _ = wait(self._waiting, None if must_wait else 0, FIRST_COMPLETED)
            if not done:
                break
            for future in done:
                self._take(future, *self._waiting.pop(future))
        if self._suspects:
            self._interrogate()

    def _take(self, future: Future[list[Line]], batch: Sequence[Task], sent: bool) -> None:
        try:
            lines = future.result()
        except MissingCompiledError as missing:
            if sent:
                raise
            self._submit(batch, [recall(digest) for digest in missing.args])
        except (ExpectedError, IsolationError, StoppedError, WorkerError):
            raise
        except ImportError as error:
            message = f"the grader is not installed where submissions are graded ({error})"
            raise PoolError(message) from None
        except Exception:  # noqa: BLE001 - what graded the batch is lost, not the batch
            self._suspects += batch
        else:
            for line in lines:
                self._take_line(line)

    def _interrogate(self) -> None:
        """Grade those that were under way when something died, each once more and alone."""
        while self._waiting:
            done, _ = wait(self._waiting, None, FIRST_COMPLETED)
            for future in done:
                self._take(future, *self._waiting.pop(future))
        self._pool.revive()
        while self._suspects:
            task = self._suspects.popleft()
            before = len(self._suspects)
            self._submit([task])
            while self._waiting:
                done, _ = wait(self._waiting, None, FIRST_COMPLETED)
                for future in done:
                    self._take(future, *self._waiting.pop(future))
            if len(self._suspects) > before:
                self._suspects.pop()
                self._pool.revive()
                message = f"{task.hand_in.path} ended what graded it {ATTEMPTS} times"
                self._take_line(give_up(task, self._plan, message, Outcome.NOT_JUDGED))
