"""``nbgrader autograde`` takes any submission, and grades it right."""

from __future__ import annotations

import copy
import json
import os
import signal
import threading
from collections.abc import Callable
from typing import Any

from autograder.doors.nbgrader.shared_process import shared_process
from tests.term.course import Course

NUMPY_BASICS = "numpy_basics"
Notebook = dict[str, Any]


def cell(notebook: Notebook, name: str) -> dict[str, Any]:
    return next(c for c in notebook["cells"] if mark(c).get("grade_id") == name)


def mark(a_cell: dict[str, Any]) -> dict[str, Any]:
    return a_cell.get("metadata", {}).get("nbgrader", {})


def graded(notebook: Notebook) -> list[dict[str, Any]]:
    return [c for c in notebook["cells"] if mark(c)]


def change_tests(notebook: Notebook) -> None:
    for one in graded(notebook):
        if mark(one)["grade"]:
            one["source"] = "100.0"


def delete_tests(notebook: Notebook) -> None:
    notebook["cells"] = [c for c in notebook["cells"] if not mark(c).get("grade")]


def delete_all_marks(notebook: Notebook) -> None:
    for one in notebook["cells"]:
        one["metadata"] = {}


def duplicate_everything(notebook: Notebook) -> None:
    notebook["cells"] += copy.deepcopy(notebook["cells"])


def turn_tests_into_text(notebook: Notebook) -> None:
    for one in graded(notebook):
        if mark(one)["grade"]:
            one["cell_type"] = "markdown"
            del one["outputs"], one["execution_count"]


def turn_solutions_into_text(notebook: Notebook) -> None:
    for one in graded(notebook):
        if mark(one)["solution"]:
            one["cell_type"] = "raw"
            del one["outputs"], one["execution_count"]


def tag_tests(notebook: Notebook) -> None:
    for one in notebook["cells"]:
        one["metadata"]["tags"] = ["skip-execution", "raises-exception", "remove-cell"]


def rename_marks(notebook: Notebook) -> None:
    for one in graded(notebook):
        mark(one)["grade_id"] += "_mine"


def swap_marks(notebook: Notebook) -> None:
    first, second = cell(notebook, "sigmoid"), cell(notebook, "softmax")
    mark(first)["grade_id"], mark(second)["grade_id"] = "softmax", "sigmoid"


def raise_points(notebook: Notebook) -> None:
    for one in graded(notebook):
        if mark(one)["grade"]:
            mark(one)["points"] = 1000


def corrupt_marks(notebook: Notebook) -> None:
    for number, one in enumerate(graded(notebook)):
        broken: list[Any] = [
            {"schema_version": 99},
            {"grade_id": 5, "grade": False, "solution": True},
            {"grade": "yes", "grade_id": None},
            {"schema_version": 3, "grade_id": "a b", "grade": False, "solution": True, "x": 1},
            ["no", "mapping"],
            None,
        ]
        one["metadata"]["nbgrader"] = broken[number % len(broken)] if is_solution(one) else {}


def is_solution(a_cell: dict[str, Any]) -> bool:
    return bool(mark(a_cell).get("solution"))


def old_schema(notebook: Notebook) -> None:
    for one in graded(notebook):
        mark(one)["schema_version"] = 1


def change_kernel(notebook: Notebook) -> None:
    notebook["metadata"] = {"kernelspec": {"name": "bogus", "display_name": "x"}, "widgets": {}}


def forge_outputs(notebook: Notebook) -> None:
    for one in graded(notebook):
        data = {"text/plain": "1000.0"}
        one["outputs"] = [{"output_type": "execute_result", "data": data, "metadata": {}}]


def forge_report(notebook: Notebook) -> None:
    notebook["metadata"]["autograder"] = {"content": "", "report": {"score": 100}}


def drop_ids_and_fields(notebook: Notebook) -> None:
    for number, one in enumerate(notebook["cells"]):
        one.pop("id", None)
        one.pop("outputs", None)
        if number % 2 and not mark(one):
            one.pop("metadata")
        one["surprise"] = {"deep": [1]}
    notebook["cells"] += [None, 5, {"cell_type": "heading", "source": "old"}, {}]


def repeat_ids(notebook: Notebook) -> None:
    for one in notebook["cells"]:
        one["id"] = "same"


MEDDLING: list[Callable[[Notebook], None]] = [
    change_tests,
    delete_tests,
    delete_all_marks,
    duplicate_everything,
    turn_tests_into_text,
    turn_solutions_into_text,
    tag_tests,
    rename_marks,
    swap_marks,
    raise_points,
    corrupt_marks,
    old_schema,
    change_kernel,
    forge_outputs,
    forge_report,
    drop_ids_and_fields,
    repeat_ids,
]


def test_meddling_with_cells_changes_no_score(course: Course) -> None:
    """Whatever a student does to cells and metadata, work is worth what it is worth.

    The graded copy holds each test exactly once, with its table, and as the teacher made it.
    """
    half = course.solved(NUMPY_BASICS, softmax="def softmax(x):\n    return x")
    students = {meddle.__name__: json.loads(json.dumps(half)) for meddle in MEDDLING}
    for meddle in MEDDLING:
        meddle(students[meddle.__name__])
    for student, notebook in {**students, "honest": half}.items():
        course.hand_in(student, NUMPY_BASICS, json.dumps(notebook))
    done = course.nbgrader("autograde", NUMPY_BASICS)
    assert done.status == 0, done.said
    scores = course.scores()
    honest = {key[2]: score for key, score in scores.items() if key[0] == "honest"}
    assert honest["softmax"] < 12 <= sum(honest.values()) - 10
    tests = [f"{name}_tests" for name in honest]
    for student in students:
        found = {key[2]: score for key, score in scores.items() if key[0] == student}
        assert found == honest, student
        is_test = [
            one for one in course.graded(student, NUMPY_BASICS).cells if mark(one).get("grade")
        ]
        assert sorted(mark(one)["grade_id"] for one in is_test) == sorted(tests), student
        assert all(one["source"].startswith("check(") and one["outputs"] for one in is_test)


UNREADABLE = {
    "empty": b"",
    "no_json": b"{'cells': []",
    "binary": bytes(range(256)) * 40,
    "list": b"[]",
    "no_cells": b'{"nbformat": 4, "metadata": {}}',
    "deep": b"[" * 100_000,
    "other_language": b'{"cells": [], "metadata": {"kernelspec": {"language": "R"}}}',
    "old_format": b'{"nbformat": 3, "worksheets": [{"cells": []}]}',
    "surrogate": b'{"cells": [{"cell_type": "code", "metadata": {}, '
    b'"source": "def sigmoid(x): return \\"\\ud800\\""}]}',
}


def test_what_cannot_be_read_is_graded_as_nothing(course: Course) -> None:
    """A file that is no notebook earns nothing, gets feedback, and holds nobody up."""
    for student, content in UNREADABLE.items():
        course.hand_in(student, NUMPY_BASICS, content)
    course.hand_in("zoe", NUMPY_BASICS, course.solved(NUMPY_BASICS))
    done = course.nbgrader("autograde", NUMPY_BASICS)
    assert done.status == 0, done.said
    assert course.totals(NUMPY_BASICS) == {**dict.fromkeys(UNREADABLE, 0.0), "zoe": 100.0}
    assert not any(row["needs_manual_grade"] for row in course.rows().values())
    done = course.nbgrader("generate_feedback", NUMPY_BASICS)
    assert done.status == 0, done.said
    assert "is empty; save the notebook" in course.page("empty", NUMPY_BASICS)


FATAL = {
    "loop": "def softmax(x):\n    while True:\n        try:\n"
    "            while True: pass\n        except BaseException: pass",
    "exit": "def softmax(x):\n    import os\n    os._exit(0)",
    "crash": "def softmax(x):\n    import ctypes\n    ctypes.string_at(0)",
    "memory": "def softmax(x):\n    return np.ones((100_000, 100_000))",
    "system_exit": "def softmax(x):\n    raise SystemExit",
    "syntax": "def softmax(x)\n    return x",
}
NOISE = """
import sys, warnings
def softmax(x):
    print("out"); print("err", file=sys.stderr); warnings.warn("careful")
    np.exp(np.array([1e9]))
    e = np.exp(x - np.max(x, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)
"""


def test_a_fatal_function_costs_one_exercise(course: Course) -> None:
    """A hang, a crash or a syntax error costs its exercise, noise costs none; all get feedback."""
    for student, function in {**FATAL, "noise": NOISE}.items():
        course.hand_in(student, NUMPY_BASICS, course.solved(NUMPY_BASICS, softmax=function))
    done = course.nbgrader("autograde", NUMPY_BASICS)
    assert done.status == 0, done.said
    assert course.totals(NUMPY_BASICS) == {**dict.fromkeys(FATAL, 88.0), "noise": 100.0}
    done = course.nbgrader("generate_feedback", NUMPY_BASICS)
    assert done.status == 0, done.said
    for student in FATAL:
        assert "88.0 / 100.0" in " ".join(course.page(student, NUMPY_BASICS).split())


def test_feedback_shows_the_table_and_nothing_hidden(course: Course) -> None:
    """A page has the visible case and the hint; neither hidden inputs nor the hidden tests."""
    wrong = course.solved(NUMPY_BASICS, sigmoid="def sigmoid(x):\n    return 1 / (1 + np.exp(x))")
    course.hand_in("ada", NUMPY_BASICS, wrong)
    course.nbgrader("autograde", NUMPY_BASICS)
    done = course.nbgrader("generate_feedback", NUMPY_BASICS)
    assert done.status == 0, done.said
    page = course.page("ada", NUMPY_BASICS)
    assert "<table>" in page
    assert "Hint" in page
    for hidden in ("HIDDEN TESTS", "score_hidden", "autograder.practice import"):
        assert hidden not in page


def test_any_thread_may_grade(course: Course) -> None:
    """A server grades in threads that end, and in several at once."""
    course.hand_in("ada", NUMPY_BASICS, course.solved(NUMPY_BASICS))
    pids: list[int] = []

    def grade() -> None:
        pids.append(shared_process().grade(lambda process: process.call(os.getpid)))

    for _ in range(2):
        thread = threading.Thread(target=grade)
        thread.start()
        thread.join()
    threads = [threading.Thread(target=grade) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(pids)) == 1
    os.kill(pids[0], 0)
    done = course.nbgrader("autograde", NUMPY_BASICS)
    assert done.status == 0, done.said
    assert course.totals(NUMPY_BASICS) == {"ada": 100.0}


def test_a_worker_that_died_is_replaced(course: Course) -> None:
    """What the system killed between two submissions is started again, and nobody notices."""
    course.hand_in("ada", NUMPY_BASICS, course.solved(NUMPY_BASICS))
    pid = shared_process().grade(lambda process: process.call(os.getpid))
    os.kill(pid, signal.SIGKILL)
    done = course.nbgrader("autograde", NUMPY_BASICS)
    assert done.status == 0, done.said
    assert course.totals(NUMPY_BASICS) == {"ada": 100.0}


def test_what_was_handed_in_anew_is_graded_anew(course: Course) -> None:
    """nbgrader passes over a submission of the same date; here its content decides."""
    date = "2026-10-01 12:00:00 UTC"
    course.hand_in("ada", NUMPY_BASICS, course.released(NUMPY_BASICS), date)
    course.hand_in("bob", NUMPY_BASICS, course.solved(NUMPY_BASICS), date)
    course.nbgrader("autograde", NUMPY_BASICS)
    assert course.totals(NUMPY_BASICS) == {"ada": 0.0, "bob": 100.0}
    graded = course.root / "autograded" / "bob" / NUMPY_BASICS / f"{NUMPY_BASICS}.ipynb"
    before = graded.stat().st_mtime_ns
    course.hand_in("ada", NUMPY_BASICS, course.solved(NUMPY_BASICS), date)
    done = course.nbgrader("autograde", NUMPY_BASICS)
    assert done.status == 0, done.said
    assert course.totals(NUMPY_BASICS) == {"ada": 100.0, "bob": 100.0}
    assert graded.stat().st_mtime_ns == before, "what did not change was graded again"
