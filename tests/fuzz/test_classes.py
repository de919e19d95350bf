"""Between whatever else is handed in, honest submissions keep full marks."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.classroom.journal import Journal
from autograder.classroom.pool import OneProcess
from autograder.classroom.session import grade_class
from autograder.intake import collect
from autograder.report import Report
from tests.conftest import ROOT
from tests.first_neuron import ASSIGNMENTS, plan_for
from tests.fuzz.conftest import EXAMPLES, fuzzed
from tests.fuzz.material import codes, modules, mutated, notebooks

SIZE = 10
"""So many hostile files are in a class, so that the number of files is about that of examples."""
SOLUTIONS = {name: (ROOT / "solutions" / f"{name}.py").read_bytes() for name in ASSIGNMENTS}
RETURNED = (
    "np.zeros(10**6)",
    "np.zeros((3000, 3000))",
    "[0] * 10**6",
    "[[]] * 1500",
    "[[0] * 40] * 40",
    "'a' * 10**7",
    "'{[]: 1}'",
    "{'x' * 10**6: 1}",
    "10**400",
    "np.array([10**400])",
    "float('nan')",
    "1j",
    "lambda: 0",
    "exit()",
    "open('/etc/passwd').read()",
    "(lambda f: f(f))(lambda f: f(f))",
    "__import__('os')._exit(7)",
    "''.join(map(chr, range(300)))",
)
FUNCTIONS = [
    exercise.names for assignment in ASSIGNMENTS.values() for exercise in assignment.exercises
]


@st.composite
def functions(draw: st.DrawFn) -> bytes:
    """A module of functions that return what nobody expects."""
    lines = ["import numpy as np"]
    for names in draw(st.lists(st.sampled_from(FUNCTIONS), min_size=1, max_size=5)):
        lines += [f"def {names[0]}(*a, **k):", f"    return {draw(st.sampled_from(RETURNED))}"]
    code = draw(st.just("") | codes())
    return "\n".join([*lines, code]).encode(errors="surrogatepass")


FILES = (
    st.tuples(st.just(".ipynb"), notebooks())
    | st.tuples(st.just(".py"), modules())
    | st.tuples(st.just(".py"), functions())
    | st.tuples(st.just(".py"), mutated(list(SOLUTIONS.values())))
)


@settings(fuzzed, max_examples=max(EXAMPLES // SIZE, 1))
@given(
    st.lists(FILES, min_size=1, max_size=SIZE),
    st.sampled_from(list(ASSIGNMENTS)),
    st.sampled_from([None, *ASSIGNMENTS]),
)
def test_honest_submissions_keep_full_marks(
    hostile: list[tuple[str, bytes]], honest: str, assignment: str | None
) -> None:
    """All files of the class have a report, or a sentence that says why not."""
    with TemporaryDirectory() as place:
        folder = Path(place, "class")
        folder.mkdir()
        for number, (ending, data) in enumerate(hostile):
            (folder / f"student{number:02}{ending}").write_bytes(data)
        for name in ("aaa", "zzz"):
            (folder / f"{name}.py").write_bytes(SOLUTIONS[assignment or honest])
        reports, errors = graded(folder, assignment)
    for name in ("aaa", "zzz"):
        assert reports[name].score == reports[name].max_score
    assert set(reports) | set(errors) == set(names_of(len(hostile)))
    assert all(len(json.dumps(error)) < 500 for error in errors.values())


def names_of(hostile: int) -> list[str]:
    """Name the students of a class."""
    return ["aaa", "zzz", *(f"student{number:02}" for number in range(hostile))]


POOL: list[OneProcess] = []


def graded(folder: Path, assignment: str | None) -> tuple[dict[str, Report], dict[str, str]]:
    """Grade a class in the process that graded all the classes before it."""
    if not POOL:
        POOL.append(OneProcess())
    with Journal(folder.parent / "class.jsonl") as journal:
        plan = plan_for(assignment, fingerprint=True)
        results = grade_class(collect([folder], ASSIGNMENTS).hand_ins, plan, POOL[0], journal)
        found = list(results)
        names = [journal.get(key) for key in list(journal._places)]
    reports = {one.hand_in.student: one.report for one in found if one.report is not None}
    errors = {record.submission: record.error for record in names if record and record.error}
    return reports, errors


def teardown_module() -> None:
    """End the process that grades."""
    while POOL:
        POOL.pop().stop()
