"""How far a run is: a bar in a terminal, a line now and then elsewhere; always on stderr."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from autograder.classroom.session import Progress

if TYPE_CHECKING:
    from rich.console import Console

WORTH_SHOWING = 20
"""Fewer submissions than this are graded before a bar is read."""
STEP = 10
"""Where nobody watches there is a line for so many per cent."""

Watch = Callable[[Progress], None]


@contextmanager
def watch_progress(total: int, *, quiet: bool = False) -> Iterator[Watch]:
    """Show the progress of a run.

    Parameters
    ----------
    total : int
        How many submissions there are.
    quiet : bool
        Whether to show nothing.

    Yields
    ------
    callable
        To be told how far the run is.
    """
    if quiet or total < WORTH_SHOWING:
        yield lambda _: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from autograder.render.console import LastingConsole

    console = LastingConsole(stderr=True, highlight=False)
    if console.is_terminal:
        columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[pace]}"))
        with Progress(*columns, console=console, transient=True) as progress:
            bar = progress.add_task("", total=total, pace="")
            pace = _Pace()
            yield lambda now: progress.update(bar, completed=now.done, pace=pace.describe(now))
    else:
        lines = LastingConsole(stderr=True, highlight=False, width=160)
        yield _Lines(lines).show


@contextmanager
def watch_pages(total: int) -> Iterator[Callable[[int], None]]:
    """Show how many pages are written, where somebody watches."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from autograder.render.console import LastingConsole

    console = LastingConsole(stderr=True, highlight=False)
    if total < WORTH_SHOWING or not console.is_terminal:
        yield lambda _: None
        return
    columns = (TextColumn("pages"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        bar = progress.add_task("", total=total)
        yield lambda done: progress.update(bar, completed=done)


class _Pace:
    """Knows how fast a run is; what the journal had already says nothing about that."""

    def __init__(self) -> None:
        self._started = time.monotonic()

    def describe(self, now: Progress) -> str:
        graded, seconds = now.done - now.kept, time.monotonic() - self._started
        words = [f"mean score {now.mean:.0%}"]
        if graded and seconds:
            rate = graded / seconds
            left = round((now.total - now.done) / rate)
            hours, minutes = divmod(left // 60, 60)
            clock = f"{hours}:{minutes:02}" if hours else f"{minutes}"
            words = [f"{rate:.3g} a second", f"{clock}:{left % 60:02} left", *words]
        return " · ".join(words)


class _Lines:
    """Writes a line each time that another tenth is done."""

    def __init__(self, console: Console) -> None:
        self._console, self._pace = console, _Pace()
        self._next = STEP

    def show(self, now: Progress) -> None:
        share = 100 * now.done // now.total
        if share >= self._next:
            self._next = share - share % STEP + STEP
            self._console.print(f"{now.done}/{now.total} · {self._pace.describe(now)}")
