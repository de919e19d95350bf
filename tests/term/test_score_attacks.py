"""Attacks that give full marks under nbgrader's own autograde, as submissions in this course.

Each runs before anything is graded, inside of every function as well, and all functions return
nothing: whatever an attack gains shows as points.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from tests.first_neuron import ASSIGNMENTS
from tests.term.course import Course

NUMPY_BASICS = "numpy_basics"

PATCH = """
    import numpy as np, numpy.testing, sys
    always = lambda *args, **kwargs: True
    for name in ("assert_allclose", "assert_array_equal", "assert_equal", "assert_almost_equal"):
        setattr(np.testing, name, always)
    np.allclose = np.array_equal = np.isclose = np.array_equiv = always
"""
PATCH_GRADER = """
    import autograder.practice, autograder.grading.verdict
    autograder.practice.score_hidden = lambda function: 100.0
    autograder.grading.verdict.judge = lambda *args: None
"""
WRITE = """
    import sqlite3
    base = sqlite3.connect({book!r})
    base.execute({statement!r})
    base.commit()
"""
ATTACKS = {
    "a1_redefine_the_tests": """
    g = globals()
    g["check"] = g["score_hidden"] = g["assert_allclose"] = lambda *args, **kwargs: 100.0
""",
    "a2_patch_the_assertions": PATCH,
    "a3_patch_below_the_assertions": """
    import numpy.testing._private.utils as private
    private.assert_array_compare = lambda *args, **kwargs: None
"""
    + PATCH_GRADER,
    "b1_array_that_equals_everything": """
    import numpy as np
    class Equal(np.ndarray):
        def __array_function__(self, *args, **kwargs): return True
        def __eq__(self, other): return True
        def __array_ufunc__(self, *args, **kwargs): return np.bool_(True)
    return np.zeros((2, 3)).view(Equal)
""",
    "c1_read_the_tests_from_history": """
    lines = get_ipython().history_manager.input_hist_raw
    return eval(lines[-1].split(",")[-1])
""",
    "c2_read_the_course": """
    import glob, pathlib
    for path in glob.glob({root!r} + "/**/*", recursive=True):
        text = pathlib.Path(path).read_text()
        if "BEGIN SOLUTION" in text:
            exec(text, globals())
    import solutions.numpy_basics
    globals().update(vars(solutions.numpy_basics))
""",
    "g1_write_extra_credit": WRITE.replace(
        "{statement!r}", repr("update grade set extra_credit = 50, auto_score = 12")
    ),
    "g2_leave_a_trigger": WRITE.replace(
        "{statement!r}",
        repr(
            "create trigger t after update on grade begin "
            "update grade set auto_score = 12 where id = new.id; end"
        ),
    ),
    "j1_rewrite_inputs": """
    get_ipython().input_transformers_post.append(lambda lines: ["100.0"])
""",
    "j2_rewrite_syntax": """
    import ast
    class Drop(ast.NodeTransformer):
        def visit_Assert(self, node): return ast.Pass()
    get_ipython().ast_transformers.append(Drop())
""",
    "j3_hook_into_cells": """
    ip = get_ipython()
    ip.events.register("pre_run_cell", lambda info: ip.user_ns.update(check=lambda f: 100.0))
""",
    "k1_skip_the_tests": """
    pass
""",
}


def attack(course: Course, body: str, assignment: str = NUMPY_BASICS) -> NotebookNode:
    """Build a submission that attacks when it is defined and whenever it is called."""
    root = str(course.root)
    text = body.replace("{root!r}", repr(root)).replace("{book!r}", repr(f"{root}/gradebook.db"))
    functions = {
        name: f"def {name}(*args, **kwargs):\n    try:\n        return attempt()\n"
        "    except Exception:\n        pass"
        for name in (exercise.name for exercise in ASSIGNMENTS[assignment].exercises)
    }
    notebook = course.solved(assignment, **functions)
    first = next(cell for cell in notebook.cells if cell.cell_type == "code")
    first.source += f"\ndef attempt():{text}\ntry:\n    attempt()\nexcept Exception:\n    pass\n"
    first.source += "\nresult = [attempt() for _ in range(1)]\n"
    for cell in notebook.cells:
        cell.metadata["tags"] = ["skip-execution"] if "check(" in cell.source else []
    return notebook


def test_no_attack_gains_a_point(course: Course) -> None:
    """All twelve are graded in one run, beside honest work that keeps its points."""
    for name, body in ATTACKS.items():
        course.hand_in(name, NUMPY_BASICS, attack(course, body))
    course.hand_in("honest", NUMPY_BASICS, course.solved(NUMPY_BASICS))
    before = fingerprint(course.root)
    done = course.nbgrader("autograde", NUMPY_BASICS)
    assert done.status == 0, done.said
    assert len(ATTACKS) == 12
    assert course.totals(NUMPY_BASICS) == {**dict.fromkeys(ATTACKS, 0.0), "honest": 100.0}
    rows = course.rows(NUMPY_BASICS)
    assert {row["extra"] for row in rows.values()} == {None}
    with course.book() as book:
        triggers = book.db.connection().exec_driver_sql(
            "select name from sqlite_master where type = 'trigger'"
        )
        assert triggers.all() == []
    assert fingerprint(course.root) == before


SCRIPT = "<script>document.title = 'owned'</script>"


def test_a_page_is_made_of_harmless_texts(course: Course) -> None:
    """Markdown and raw cells of a student, in graded copies and in feedback, also of old copies."""
    notebook = course.solved(NUMPY_BASICS)
    for made in (nbformat.v4.new_markdown_cell, nbformat.v4.new_raw_cell):
        notebook.cells.insert(0, made(f"Read *this*{SCRIPT}"))
    path = course.hand_in("mallory", NUMPY_BASICS, notebook)
    (path.parent / "evil.html").write_text(SCRIPT)
    (path.parent / "linked.txt").symlink_to(course.root / "gradebook.db")
    beside = course.root / "autograded" / "mallory" / NUMPY_BASICS
    for command in (
        lambda: course.nbgrader("autograde", NUMPY_BASICS),
        lambda: course.grade("submitted"),
    ):
        assert command().status == 0
        copied = course.graded("mallory", NUMPY_BASICS)
        assert SCRIPT not in json.dumps(copied, ensure_ascii=False)
        assert "<em>this</em>" in copied.cells[1].source
        assert [one.name for one in beside.iterdir()] == [f"{NUMPY_BASICS}.ipynb"]
        # A copy as it was made in another way: it is made again.
        copied.metadata.autograder.pop("form")
        copied.cells[1].source = SCRIPT
        (beside / f"{NUMPY_BASICS}.ipynb").chmod(0o644)
        nbformat.write(copied, beside / f"{NUMPY_BASICS}.ipynb")
    done = course.nbgrader("generate_feedback", NUMPY_BASICS)
    assert done.status == 0, done.said
    page = course.page("mallory", NUMPY_BASICS)
    assert SCRIPT not in page
    assert "document" in page
    assert course.totals(NUMPY_BASICS) == {"mallory": 100.0}


def fingerprint(root: Path) -> dict[str, str]:
    """Digest what no grading changes: the release, the source, what was handed in."""
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in ("source", "release", "submitted")
        for path in (root / folder).rglob("*")
        if path.is_file()
    }
