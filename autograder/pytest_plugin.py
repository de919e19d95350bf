"""``pytest --submission FILE``: every check of a graded submission as a pytest item.

Without the option the plugin does nothing. With it, pytest collects the submissions and nothing
else: student code is run behind the wall, never imported here, and nothing that lies where the
submissions lie configures this run.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from autograder.report.text import printable

if TYPE_CHECKING:
    from autograder.report import CheckResult, ExerciseResult, Report

REPORTS = pytest.StashKey[list["Report"]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options."""
    group = parser.getgroup("autograder", "grade submissions of a course")
    group.addoption(
        "--submission",
        action="append",
        default=[],
        metavar="FILE",
        help="a notebook or module to grade, or a folder of them; may be given more than once",
    )
    group.addoption(
        "--trust-submissions",
        action="store_true",
        help="grade even where student code cannot be walled off from this machine",
    )
    group.addoption(
        "--course", metavar="DIR", help="the folder of the course; the nearest one if left out"
    )
    group.addoption(
        "--assignment", metavar="NAME", help="what to grade; told from the file if left out"
    )


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Keep what was handed in from configuring the run that grades it.

    Raises
    ------
    pytest.UsageError
        If it has done so already.
    """
    named = early_config.known_args_namespace.submission
    if not named:
        return
    # No conftest.py is read, and no cache, which would lie beside the submissions.
    early_config.known_args_namespace.noconftest = True
    for plugin in ("cacheprovider", "stepwise"):
        if early_config.pluginmanager.has_plugin(plugin):
            early_config.pluginmanager.unregister(name=plugin)
    folders = {folder for name in named for folder in _handed_in(Path(name))}
    if early_config.inipath is not None and _is_below(early_config.inipath, folders):
        raise pytest.UsageError(
            f"{printable(str(early_config.inipath))} lies among what was handed in, and pytest "
            "has read it; run pytest in another folder, or name a configuration of yours: -c FILE"
        )
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if isinstance(file, str) and _is_below(Path(file), folders):
            raise pytest.UsageError(
                f"the module {name} came from {printable(file)}, which was handed in; "
                "run `pytest` in place of `python -m pytest`, and in another folder"
            )
    sys.path[:] = [entry for entry in sys.path if not _is_below(Path(entry), folders)]


def _handed_in(path: Path) -> Iterator[Path]:
    """Give the folders in which everything comes from students, where a submission is named."""
    folder = path.resolve() if path.is_dir() else path.resolve().parent
    teachers = (Path(__file__).resolve(), Path(sys.prefix).resolve())
    # Nothing of the course is imported here: NumPy could come from one of these folders.
    is_of_a_student = any((folder / f"{folder.name}{end}").exists() for end in (".ipynb", ".py"))
    for one in (folder, *([folder.parent] if is_of_a_student else [])):
        if not any(place.is_relative_to(one) for place in teachers):
            yield one


def _is_below(path: Path, folders: set[Path]) -> bool:
    place = path.resolve()
    return any(place.is_relative_to(folder) for folder in folders)


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> bool | None:
    """Collect the checks of the submissions in place of tests."""
    if not session.config.getoption("submission"):
        return None
    reports = list(_grade(session.config))
    session.config.stash[REPORTS] = reports
    session.items = [item for report in reports for item in _items(session, report)]
    hook = session.config.hook
    hook.pytest_collectreport(report=pytest.CollectReport("", "passed", None, [*session.items]))
    hook.pytest_collection_modifyitems(session=session, config=session.config, items=session.items)
    hook.pytest_collection_finish(session=session)
    session.testscollected = len(session.items)
    return True


def _grade(config: pytest.Config) -> Iterator[Report]:
    from autograder.classroom.plan import make_plan
    from autograder.classroom.session import grade_entries
    from autograder.course import CourseError, find_course
    from autograder.course.folder import UnknownAssignmentError
    from autograder.intake import collect
    from autograder.rubric.expected import ExpectedError
    from autograder.sandbox.selftest import IsolationError
    from autograder.sandbox.session import WorkerError
    from autograder.submission import SubmissionError

    refusals = (
        CourseError,
        ExpectedError,
        IsolationError,
        SubmissionError,
        UnknownAssignmentError,
        WorkerError,
    )
    try:
        paths, named = (
            [Path(one) for one in config.getoption("submission")],
            config.getoption("course"),
        )
        starts = [path.absolute().parent for path in paths]
        course = find_course(Path(named) if named else None, *starts, handed_in=paths)
        trust = config.getoption("trust_submissions")
        plan = make_plan(course, config.getoption("assignment"), trust=trust)
        for graded in grade_entries(collect(paths, course.assignments).hand_ins, plan):
            if graded.report is None:
                raise pytest.UsageError(printable(graded.error))
            yield graded.report
    except refusals as error:
        raise pytest.UsageError(printable(str(error))) from None


def _items(session: pytest.Session, report: Report) -> Iterator[pytest.Item]:
    name = printable(f"{report.submission}/{report.assignment}")
    parent: Submission = Submission.from_parent(session, name=name, nodeid=name)
    for result in report.exercises:
        for check in result.checks:
            yield CheckItem.from_parent(
                parent, name=f"{result.name}[{check.name}]", result=result, check=check
            )


class Submission(pytest.Collector):
    """A graded submission, the parent of its checks."""

    def collect(self) -> list[pytest.Item]:
        """Give nothing: the checks are collected with the session."""
        return []


class CheckFailedError(Exception):
    """A check does not hold."""


class NotJudgedError(CheckFailedError):
    """The machine failed, and not the work."""


class CheckItem(pytest.Item):
    """One check of a graded submission."""

    def __init__(self, *, result: ExerciseResult, check: CheckResult, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.result = result
        self.check = check
        earned = [("points", check.score)] if check.is_judged else []
        self.user_properties = [*earned, ("max_points", check.max_score)]

    def runtest(self) -> None:
        """Say what the grader found."""
        from autograder.report import Outcome

        if self.check.outcome is Outcome.PASSED:
            return
        if not self.check.is_judged:
            raise NotJudgedError(f"not judged: {self.result.message}")
        if self.check.is_advice:
            pytest.skip(printable(f"advice: {self.check.message}"))
        said = self.check.message or self.result.message or self.check.outcome.value
        is_first = self.check is self.result.checks[0]
        if self.check.outcome is Outcome.FAILED or (is_first and self._is_refused()):
            raise CheckFailedError(said if not is_first else self.result.message or said)
        pytest.skip(printable(said))

    def _is_refused(self) -> bool:
        """Whether the exercise could not be run though something was written."""
        from autograder.report import Outcome

        return self.result.outcome not in (Outcome.NOT_ATTEMPTED, Outcome.FAILED)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> str:
        """Show a sentence where pytest would show a traceback."""
        if isinstance(excinfo.value, CheckFailedError):
            hint = f"\nhint: {self.result.hint}" if self.result.hint else ""
            return printable(f"{excinfo.value}{hint}")
        return str(super().repr_failure(excinfo, style))

    def reportinfo(self) -> tuple[Path, None, str]:
        """Name the check in headings."""
        return self.path, None, self.nodeid


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """End with the table of scores."""
    reports = config.stash.get(REPORTS, [])
    if not reports:
        return
    from rich.console import Console

    from autograder.render.terminal import class_table, harmless, report_table

    terminalreporter.section("scores")
    console = harmless(Console(file=terminalreporter._tw._file, highlight=False, width=120))
    for report in reports:
        console.print(report_table(report))
    if len(reports) > 1:
        console.print(class_table(reports))
