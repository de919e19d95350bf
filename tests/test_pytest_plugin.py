"""``pytest --submission``: one item a check, a score table at the end, inert without the option."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course import ASSIGNMENTS

CHECKS = sum(
    bool(check.points)
    for exercise in ASSIGNMENTS["logistic_regression"].exercises
    for check in exercise.checks
)
ROOT = Path(__file__).parent.parent
HOSTILE = """
import os
open("was_here", "w").write("x")
os._exit(0)
def sigmoid(z):
    return 1 / (1 + 2.718281828459045 ** -z)
"""


def test_checks_are_items(pytester: pytest.Pytester) -> None:
    """A complete submission passes every check, and the table shows its score."""
    path = pytester.path / "alice.py"
    path.write_text((ROOT / "solutions" / "logistic_regression.py").read_text())
    result = pytester.runpytest_subprocess("--submission", str(path))
    assert result.ret == 0
    outcomes = result.parseoutcomes()
    assert outcomes == {"passed": CHECKS}
    result.stdout.fnmatch_lines(
        [f"collected {CHECKS} items", "*alice*logistic_regression*", "*total*100/100*"]
    )


def test_failures_are_sentences(pytester: pytest.Pytester) -> None:
    """What is wrong is a sentence without a traceback; what was not run is skipped."""
    path = pytester.path / "bob.py"
    path.write_text(
        "import numpy as np\ndef sigmoid(z):\n    return np.exp(z)\n"
        "def predict(w, b, X)\n    return 1\ndef model(*args, **kwargs):\n    pass\n"
    )
    arguments = ("--submission", str(path), "--assignment", "logistic_regression", "-rA")
    result = pytester.runpytest_subprocess(*arguments)
    assert result.ret == 1
    result.stdout.fnmatch_lines(
        [
            "*sigmoid?values?*",
            "the values differ",
            "*predict?the labels?*",
            "module: SyntaxError: expected ':' (line 4)",
        ]
    )
    result.stdout.no_fnmatch_line("*Traceback*")


def test_student_code_is_not_imported_by_pytest(pytester: pytest.Pytester) -> None:
    """A module that would end or change the process that imports it is graded all the same."""
    path = pytester.path / "test_mallory.py"
    path.write_text(HOSTILE)
    result = pytester.runpytest_subprocess("--submission", str(path), "--doctest-modules")
    result.stdout.fnmatch_lines(["*test_mallory*", "*sigmoid*10/10*"])
    assert not (pytester.path / "was_here").exists()


def test_checks_can_be_selected(pytester: pytest.Pytester) -> None:
    """Pytest's own selection works on checks."""
    path = pytester.path / "alice.py"
    path.write_text((ROOT / "solutions" / "logistic_regression.py").read_text())
    result = pytester.runpytest_subprocess("--submission", str(path), "-k", "propagate")
    assert result.parseoutcomes() == {"passed": 5, "deselected": CHECKS - 5}


def test_a_file_that_cannot_be_graded_is_a_usage_error(pytester: pytest.Pytester) -> None:
    """The sentence stands where pytest puts wrong calls, and the status is its own."""
    result = pytester.runpytest_subprocess("--submission", "nobody.ipynb")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*there is no file or folder nobody.ipynb*"])


def test_without_the_option_nothing_changes(pytester: pytest.Pytester) -> None:
    """Tests are collected as ever, and no table is shown."""
    pytester.makepyfile("def test_one(): pass")
    result = pytester.runpytest_subprocess()
    assert result.parseoutcomes() == {"passed": 1}
    result.stdout.no_fnmatch_line("*scores*")
