"""How a run grades: what all its submissions have in common, as a value that can be sent."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib.metadata import version

from autograder.classroom.journal import Record
from autograder.course import Course
from autograder.report import Isolation, Report
from autograder.rubric.compiled import Compiled, is_known, recall, remember
from autograder.rubric.exercise import Assignment
from autograder.rubric.expected import ExpectedError


class UnknownExerciseError(ValueError):
    """No assignment has an exercise of that name."""


@dataclass(frozen=True, slots=True)
class GradingPlan:
    """How a run grades.

    Attributes
    ----------
    assignment : str or None
        What to grade submissions as; None to tell it from each file.
    trust : bool
        Whether to grade even where student code cannot be walled off.
    only : str or None
        The one exercise to grade; None for all.
    individual : bool
        Whether each student has hidden inputs of their own.
    illustrate : bool
        Whether to run what is there for drawings alone; points do not depend on it.
    fingerprint : bool
        Whether to tell which submissions are the same code after renaming: for class reports.
    version : str
        The version of the grader.
    digests : mapping
        For each assignment that may come up, in the order in which they are taught, the digest of
        what it is compiled to.
    seconds : float
        How long the functions of a submission may take on one set of cases.
    missing : mapping
        For each assignment that cannot be graded here, why; nobody gets a zero for it.
    """

    assignment: str | None = None
    trust: bool = False
    only: str | None = None
    individual: bool = False
    illustrate: bool = False
    fingerprint: bool = False
    version: str = ""
    digests: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    missing: Mapping[str, str] = field(default_factory=dict)

    def course(self, assignment: str) -> str:
        """Digest all that a result depends on beside the submission."""
        return _digest(self.version, self.digests.get(assignment, ""), str(self.individual))

    def compiled(self, assignment: str) -> Compiled:
        """Give a compiled assignment, which is known in this process.

        Raises
        ------
        KeyError
            If it is not.
        """
        return recall(self.digests[assignment])

    def unknown(self) -> list[str]:
        """Name the digests of what is not known in this process yet."""
        return [digest for digest in self.digests.values() if not is_known(digest)]

    @property
    def assignments(self) -> dict[str, Assignment]:
        """The rubrics of what may come up, in the order in which they are taught."""
        return {name: self.compiled(name).assignment for name in self.digests}

    def state(self, assignment: str, content: str) -> str:
        """Digest all that a result depends on, the submission included."""
        return _digest(content, self.course(assignment))

    def exercise(self, assignment: Assignment) -> str | None:
        """Name the one exercise to grade as the assignment does; None if it has no such."""
        names = {name: one.name for one in assignment.exercises for name in one.names}
        return names.get(self.only or "")

    def chosen(self, report: Report) -> Report:
        """Keep the one exercise that was to be graded, or all of them."""
        if self.only is None:
            return report
        one = self.exercise(self.compiled(report.assignment).assignment)
        results = tuple(result for result in report.exercises if result.name == one)
        return replace(report, exercises=results)

    def hold(self, record: Record, content: str) -> bool:
        """Tell whether a record is what grading would give again.

        Parameters
        ----------
        record : Record
            What a journal holds of a submission.
        content : str
            The digest of its file as it is now.
        """
        report = record.report
        if report is None or record.error:
            return False
        if self.assignment not in (None, record.assignment):
            return False
        if report.isolation is not Isolation.FULL and not self.trust:
            return False
        state = self.state(record.assignment, content)
        states = {result.name: record.only.get(result.name, "") for result in report.exercises}
        if record.content == content and record.course == self.course(record.assignment):
            states = {name: own or state for name, own in states.items()}
        if record.assignment not in self.digests:
            return False
        assignment = self.compiled(record.assignment).assignment
        if self.only is None:
            wanted = {exercise.name for exercise in assignment.exercises}
        else:
            one = self.exercise(assignment)
            wanted = {one} if one else set()
        return all(states.get(name) == state for name in wanted)

    def merge(self, old: Record | None, new: Record) -> Record:
        """Put an exercise that was graded by itself into the record of the rest."""
        is_lost = new.report is not None and not new.report.is_judged
        if self.only is None or new.report is None or (new.error and not is_lost):
            return new
        state = self.state(new.assignment, new.content)
        # What was not judged is due again.
        only = {one.name: state if one.is_judged else "lost" for one in new.report.exercises}
        is_of_it = old is not None and not old.error and old.assignment == new.assignment
        if old is None or old.report is None or not is_of_it:
            return replace(new, content="", course="", only=only)
        fresh = {result.name: result for result in new.report.exercises}
        kept = {result.name: result for result in old.report.exercises}
        exercises = self.compiled(new.assignment).assignment.exercises
        names = [exercise.name for exercise in exercises]
        both = {**kept, **fresh}
        results = tuple(both[name] for name in names if name in both)
        weaker = new if old.report.isolation is Isolation.FULL else old
        assert weaker.report is not None
        report = replace(old.report, exercises=results, isolation=weaker.report.isolation)
        lasting = {**old.only, **only}
        return replace(old, code=new.code, report=report, error=new.error, only=lasting)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def make_plan(
    course: Course,
    assignment: str | None = None,
    *,
    trust: bool = False,
    only: str | None = None,
    individual: bool = False,
    illustrate: bool = False,
    fingerprint: bool = False,
) -> GradingPlan:
    """Lay down how a run grades, with the compiled assignments of a course.

    Raises
    ------
    UnknownAssignmentError
        If there is no such assignment.
    UnknownExerciseError
        If no assignment that may come up has that exercise.
    ExpectedError
        If hidden cases of all of them are missing, or there is but one set to draw from.
    """
    names = course.names if assignment is None else (course.require(assignment),)
    missing: dict[str, str] = {}
    chosen: list[Compiled] = []
    for name in names:
        try:
            one = course.compiled(name)
            one.assignment  # noqa: B018 - a damaged one is as good as none
            remember(one)
            chosen.append(one)
            one.require_hidden()
        except ExpectedError as error:
            missing[name] = str(error)
    if not names:
        raise ExpectedError(f"the course in {course.folder} has no assignment yet")
    exercises = [exercise for one in chosen for exercise in one.assignment.exercises]
    known = {name for exercise in exercises for name in exercise.names}
    if only is not None and only not in known:
        message = f"there is no exercise {only!r}; choose one of: {', '.join(sorted(known))}"
        raise UnknownExerciseError(message)
    if len(missing) == len(names):
        raise ExpectedError(next(iter(missing.values())))
    if individual and any(one.num_sets < 2 for one in chosen if one.name not in missing):
        raise ExpectedError(
            "there is but one set of hidden inputs, the same for everybody; "
            "write sets = 8 into course.toml and draw them: autograder build"
        )
    return GradingPlan(
        assignment,
        trust,
        only,
        individual,
        illustrate,
        fingerprint,
        version("first-neuron"),
        {one.name: one.digest for one in chosen},
        max(sum(exercise.seconds for exercise in one.assignment.exercises) for one in chosen),
        missing,
    )
