"""What a watcher looks at: a value, and how saves and keys change it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from autograder.practice.cases import practice_cases
from autograder.practice.files import Practised
from autograder.practice.hint_levels import HintLevel, hint_levels
from autograder.practice.outcome import failing_calls, is_done
from autograder.render.practice import Examples
from autograder.report import ExerciseResult
from autograder.rubric.compiled import Compiled
from autograder.rubric.exercise import Assignment
from autograder.rubric.expected import Frozen


@dataclass(frozen=True, slots=True)
class View:
    """What is on the screen.

    Attributes
    ----------
    compiled : Compiled
        What is worked on.
    results : tuple of ExerciseResult
        How each of its exercises stands.
    focus : str
        The exercise that is looked at.
    hints : int
        How many hints to it are open.
    all : bool
        Whether all exercises are listed instead.
    note : str
        What happened last.
    problems : tuple of str
        What could not be read or run in the file.
    """

    compiled: Compiled
    results: tuple[ExerciseResult, ...]
    focus: str
    hints: int = 0
    all: bool = False
    note: str = ""
    problems: tuple[str, ...] = ()

    @property
    def assignment(self) -> Assignment:
        """The rubric of what is worked on."""
        return self.compiled.assignment

    @property
    def result(self) -> ExerciseResult:
        """The result of the exercise that is looked at."""
        return next(result for result in self.results if result.name == self.focus)

    @property
    def levels(self) -> tuple[HintLevel, ...]:
        """All hints to the exercise that is looked at."""
        return hint_levels(self.result, self._frozen)

    @property
    def examples(self) -> Examples:
        """What the table of the exercise that is looked at shows besides."""
        return Examples(failing_calls(self.result, self._frozen))

    @property
    def _frozen(self) -> Frozen:
        return practice_cases(self.compiled)[self.focus]


def first_view(practised: Practised) -> View:
    """Look at the first unfinished exercise of a file."""
    results = practised.report.exercises
    focus = _unfinished(results, after=-1) or results[-1].name
    problems = practised.report.problems
    return View(practised.compiled, results, focus, problems=problems)


def next_view(view: View, practised: Practised) -> View:
    """Look at a file that was saved: on, if the exercise that was looked at is finished."""
    if practised.compiled != view.compiled:
        return first_view(practised)
    results, problems = practised.report.exercises, practised.report.problems
    seen = replace(view, results=results, problems=problems, note="checked again")
    if is_done(seen.result):
        focus = _unfinished(results, after=-1)
        if focus is None:
            return replace(seen, hints=0, note="every exercise passes on the examples. Well done!")
        if not is_done(view.result):
            return replace(seen, focus=focus, hints=0, note=f"✓ {view.focus} passes; on to {focus}")
    # Hints about a mistake that is gone are closed.
    return seen if seen.levels == view.levels else replace(seen, hints=0)


def press(view: View, key: str) -> View:
    """Answer a key: h opens the next hint, n goes to the next exercise, a lists all."""
    if key == "h":
        count = len(view.levels)
        note = "" if view.hints < count else "that was the last hint"
        note = note if count else "it passes: there is nothing to hint at"
        return replace(view, hints=min(view.hints + 1, count), all=False, note=note)
    if key == "n":
        names = [result.name for result in view.results]
        focus = _unfinished(view.results, after=names.index(view.focus))
        if focus is None or focus == view.focus:
            return replace(view, all=False, note="no other exercise is open")
        return replace(view, focus=focus, hints=0, all=False, note="")
    if key == "a":
        return replace(view, all=not view.all, note="")
    return view


def _unfinished(results: tuple[ExerciseResult, ...], after: int) -> str | None:
    """Find the next exercise that does not pass; past the last one, the search starts again."""
    around = (*results[after + 1 :], *results[: after + 1])
    return next((r.name for r in around if not is_done(r)), None)
