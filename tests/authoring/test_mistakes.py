"""An author's mistake becomes a sentence that says where it is; nothing is changed meanwhile."""

# ruff: noqa: E501 - a row of the table stands on one line

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder.cli import main

RUBRIC = "rubrics/first_steps.py"
SOLUTIONS = "solutions/first_steps.py"
TEXT = "source/first_steps/first_steps.md"
NUMPY = "import numpy as np\n"
RULE = "from autograder.rubric.inputs import Rule\n"
SUM = "return float(np.sum(x) / x.size)"
CHECK = 'Check("the mean", 4)'
CASE = 'Case("below zero", (np.array([-4.0, -1.0]),))'
CASES = """\
            (
                Case("the example of the text", (np.array([1.0, 2.0, 6.0]),)),
                Case("below zero", (np.array([-4.0, -1.0]),)),
            ),
            inputs=NUMBERS,
"""
CENTRED = '(Check("the centred numbers", 5),)'
DOMAIN = 'Array(("n",), low=-100, high=100, usual=(-5, 5))'


@dataclass(frozen=True)
class Mistake:
    """A mistake: what stands where in place of what, on which line it is found, what is said."""

    file: str
    old: str
    new: str
    says: str
    at: str | None = None
    found_in: str = ""
    imports: str = ""


MISTAKES = {
    # in a solution
    "it-raises": Mistake(SOLUTIONS, SUM, "raise ValueError('no')", "mean raises ValueError: no, in the case 'the example of the text'", "raise ValueError"),
    "it-divides-by-zero": Mistake(SOLUTIONS, SUM, "return 1 // 0", "mean raises ZeroDivisionError", "1 // 0"),
    "it-knows-no-name": Mistake(SOLUTIONS, SUM, "return np.summe(x)", "mean raises AttributeError", "np.summe"),
    "it-is-misnamed": Mistake(SOLUTIONS, "def mean(", "def average(", "solutions/first_steps.py has no function mean, which rubrics/first_steps.py, line", '"mean"', RUBRIC),
    "it-is-a-lambda": Mistake(SOLUTIONS, "def center(x: np.ndarray)", "center = lambda x: x - np.mean(x)\n\ndef other(x)", "center is no function of its own"),
    "it-has-no-docstring": Mistake(SOLUTIONS, "def center(x: np.ndarray) -> np.ndarray:\n", "def center(x):\n    return x - mean(x)\n\n\ndef other(x):\n", "center has no docstring", "def center"),
    "it-has-no-body": Mistake(SOLUTIONS, "    return x - mean(x)\n", "", "center has no body", "def center"),
    "it-ends-python": Mistake(SOLUTIONS, "return x - mean(x)", "raise SystemExit(3)", "center raises SystemExit: 3", "raise SystemExit"),
    "it-waits": Mistake(SOLUTIONS, "def center(", "async def center(", "center is no function of its own"),
    "it-holds-a-zero-byte": Mistake(SOLUTIONS, "return x - mean(x)", "return x\0", "null bytes"),
    "it-is-no-python": Mistake(SOLUTIONS, "return x - mean(x)", "return x -", "invalid syntax", "return x -"),
    "it-does-not-import": Mistake(SOLUTIONS, "import numpy as np\n", "import numpy as np\nimport nowhere\n", "No module named 'nowhere'", "import nowhere"),
    "it-returns-a-set": Mistake(SOLUTIONS, "return x - mean(x)", "return {1, 2}", "center returns a set", "def center"),
    "it-returns-nothing": Mistake(SOLUTIONS, "return x - mean(x)", "x - mean(x)", "center returns None", "def center"),
    # in the rubric: what Python itself notices
    "rubric-is-no-python": Mistake(RUBRIC, CHECK, 'Check("the mean", 4', "'(' was never closed", None),
    "rubric-does-not-import": Mistake(RUBRIC, "Inputs, Size", "Inputs, Sizes", "cannot import name 'Sizes'", "Sizes"),
    "no-points": Mistake(RUBRIC, CHECK, 'Check("the mean")', "TypeError", 'Check("the mean")'),
    "no-assignment": Mistake(RUBRIC, "ASSIGNMENT = ", "COURSEWORK = ", "rubrics/first_steps.py has no ASSIGNMENT"),
    "assignment-misnamed": Mistake(RUBRIC, '    "first_steps",', '    "second_steps",', "call it 'first_steps', as the file"),
    # points
    "points-below-zero": Mistake(RUBRIC, CHECK, 'Check("the mean", -4)', "the check 'the mean' earns -4 points; give it a number, 0 or more", '"mean"'),
    "points-in-words": Mistake(RUBRIC, CHECK, 'Check("the mean", "four")', "the check 'the mean' earns 'four' points", '"mean"'),
    "points-that-are-none": Mistake(RUBRIC, CHECK, 'Check("the mean", float("nan"))', "earns nan points", '"mean"'),
    "nothing-earns": Mistake(RUBRIC, '"the centred numbers", 5', '"the centred numbers", 0', "center earns no points", '"center"'),
    # commas and kinds
    "no-comma-after-a-check": Mistake(RUBRIC, CENTRED, '(Check("the centred numbers", 5))', "center: checks is no tuple of Check; a tuple of one needs a comma: checks=(Check(...),)", '"center"'),
    "no-comma-after-an-argument": Mistake(RUBRIC, CASE, 'Case("below zero", (np.array([-4.0, -1.0])))', "args of the Case 'below zero' is array([-4., -1.]), which is no tuple; a tuple of one needs a comma: (x,)", '"center"'),
    "helpers-that-are-a-text": Mistake(RUBRIC, 'helpers=("mean",)', 'helpers=("mean")', "helpers is no tuple of str", '"center"'),
    "a-list-of-cases": Mistake(RUBRIC, f"                {CASE},\n            ),", f"                {CASE},\n            )[0],", "visible is no tuple of Case", '"center"'),
    "inputs-that-are-a-dictionary": Mistake(RUBRIC, "inputs=NUMBERS,\n            helpers", 'inputs={"x": 1},\n            helpers', "inputs is no Inputs", '"center"'),
    # names
    "two-of-a-name": Mistake(RUBRIC, '"center",', '"mean",', "mean is called mean, as another exercise before it is"),
    "two-checks-of-a-name": Mistake(RUBRIC, '"leaves its argument alone"', '"the mean"', "mean has two checks called 'the mean'", '"mean"'),
    "two-mistakes-of-a-name": Mistake(RUBRIC, '"sum-in-place-of-mean"', '"divides-by-one-less"', "mean has two misconceptions called 'divides-by-one-less'", '"mean"'),
    "a-helper-that-is-none": Mistake(RUBRIC, 'helpers=("mean",)', 'helpers=("median",)', "center builds on median, which is no exercise before it", '"center"'),
    # cases
    "a-case-without-an-input": Mistake(RUBRIC, CASE, 'Case("below zero")', "the case 'below zero' does not fit center(x: numpy.ndarray) -> numpy.ndarray: missing a required argument: 'x'", '"below zero"'),
    "a-case-of-too-many": Mistake(RUBRIC, CASE, 'Case("below zero", (np.array([-4.0]), 3))', "too many positional arguments", '"below zero"'),
    "a-case-of-another-name": Mistake(RUBRIC, CASE, 'Case("below zero", (), {"z": 1.0})', "the case 'below zero' does not fit", '"below zero"'),
    "a-case-of-a-function": Mistake(RUBRIC, CASE, 'Case("below zero", (lambda a: a,))', "the case 'below zero' holds a function; write it as a formula", '"below zero"'),
    "a-case-of-a-set": Mistake(RUBRIC, CASE, 'Case("below zero", ({1},))', "the case 'below zero' holds a set", '"below zero"'),
    "no-case": Mistake(RUBRIC, CASES, "", "center has no case: give it visible ones, inputs", '"center"'),
    # fields of another kind
    "a-path-that-is-a-text": Mistake(RUBRIC, CENTRED, '(Check("dw", 5, path="dw"),)', "path of the Check 'dw' is 'dw', which is no tuple", '"center"'),
    "a-fact-that-is-a-text": Mistake(RUBRIC, CENTRED, '(Check("x", 5, "value"),)', "fact of the Check 'x' is 'value', which is no Fact", '"center"'),
    "a-name-that-is-a-number": Mistake(RUBRIC, CASE, "Case(3, (1,))", "name of the Case 3 is 3, which is no str", '"center"'),
    "seconds-in-words": Mistake(RUBRIC, 'helpers=("mean",)', 'seconds="five"', "seconds of the Exercise 'center' is 'five'"),
    # checks that look at something else
    "a-path-to-nowhere": Mistake(RUBRIC, CENTRED, '(Check("dw", 5, path=("dw",)),)', "what center returns in the case 'the example of the text' is not what the check 'dw' looks at", "def center", SOLUTIONS),
    "a-list-that-is-none": Mistake(RUBRIC, CENTRED, '(Check("x", 5, Fact.LIST),)', "looks at: it is no list", "def center", SOLUTIONS),
    "labels-that-are-none": Mistake(RUBRIC, CENTRED, '(Check("x", 5, Fact.LABELS),)', "looks at: there are labels other than 0 and 1", "def center", SOLUTIONS),
    "no-case-to-count": Mistake(RUBRIC, '"leaves its argument alone", 1, Fact.UNCHANGED', '"no loop", 1, Fact.VECTORISED', "the check 'no loop' compares the steps of two cases", '"mean"'),
    "no-case-that-leaves-out": Mistake(RUBRIC, '"leaves its argument alone", 1, Fact.UNCHANGED', '"rate", 1, Fact.DEFAULTS', "the check 'rate' looks at cases that leave something out", '"mean"'),
    # domains
    "a-domain-upside-down": Mistake(RUBRIC, DOMAIN, 'Array(("n",), low=1, high=0)', "low is 1 and high is 0", "low=1, high=0"),
    "a-domain-without-a-shape": Mistake(RUBRIC, DOMAIN, 'Array("n")', "a shape is a tuple", 'Array("n")'),
    "a-domain-of-another-name": Mistake(RUBRIC, f'"x": {DOMAIN}', f'"y": {DOMAIN}', "there is a domain for y, and mean has no such parameter; it has x", '"y"'),
    "a-size-of-no-symbol": Mistake(RUBRIC, 'sizes={"n"', 'sizes={"k"', "k has a size, but no input has k", "NUMBERS = Inputs("),
    "a-rule-that-never-holds": Mistake(RUBRIC, "    # rules=(Rule(", '    rules=(Rule("never", lambda x: False),),\n    # rules=(Rule(', "mean: its cases cannot be drawn: no inputs were found for 'ordinary numbers' in 400 tries (never)", '"mean"', imports=RULE),
    "a-rule-that-raises": Mistake(RUBRIC, "    # rules=(Rule(", '    rules=(Rule("broken", lambda x: x.nothing),),\n    # rules=(Rule(', "the cases of mean cannot be drawn: AttributeError", "x.nothing", imports=RULE),
    "a-domain-that-is-none": Mistake(RUBRIC, f'"x": {DOMAIN}', '"x": (0, 1)', "the domain of x is a tuple", "NUMBERS = Inputs("),
    "what-is-drawn-raises": Mistake(RUBRIC, "            # hidden=draw_cases", "            hidden=lambda rng: [1 / 0],\n            # hidden=draw_cases", "the cases of mean cannot be drawn: ZeroDivisionError", "1 / 0"),
    "what-is-drawn-is-no-case": Mistake(RUBRIC, "            # hidden=draw_cases", "            hidden=lambda rng: [1, 2],\n            # hidden=draw_cases", "hidden yields a int", '"mean"'),
    # misconceptions
    "a-mistake-that-nothing-makes": Mistake(RUBRIC, "wrong=lambda x: x + np.mean(x)", "wrong=None", "the misconception 'adds-the-mean' has no function that makes it", '"center"'),
    "a-mistake-with-a-typo": Mistake(RUBRIC, "wrong=lambda x: x + np.mean(x)", "wrong=lambda x: x + meen(x)", "center: the misconception 'adds-the-mean' raises NameError", '"center"'),
    "a-mistake-that-returns-a-set": Mistake(RUBRIC, "wrong=lambda x: x + np.mean(x)", "wrong=lambda x: {1, 2}", "center: the misconception 'adds-the-mean' returns a set", '"center"'),
    # the text
    "a-fence-of-another": Mistake(TEXT, 'exercise="mean"', 'exercise="median"', "the exercise median stands where the rubric has mean", 'exercise="median"'),
    "a-fence-too-few": Mistake(TEXT, '```python exercise="center"\n```\n', "", 'has no place for center, which the rubric marks; write: ```python exercise="center"'),
    "a-fence-too-many": Mistake(TEXT, 'exercise="center"\n```\n', 'exercise="center"\n```\n\n```python exercise="spread"\n```\n', "the exercise spread is none that the rubric marks", 'exercise="spread"'),
    "a-fence-with-content": Mistake(TEXT, 'exercise="center"\n', 'exercise="center"\nx = 1\n', "the fence of center is not empty", 'exercise="center"'),
    # the course
    "a-file-that-is-not-there": Mistake("course.toml", "# data =", "data =", "course.toml lists points.csv for first_steps, and source/first_steps/points.csv is not there"),
    "no-such-setting": Mistake("course.toml", "seed =", "sead =", "there is no setting sead"),
    "no-toml": Mistake("course.toml", "[late]", "[late", "is not TOML"),
}  # fmt: skip


def held(folder: Path) -> dict[Path, bytes]:
    """Read all files of a folder."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_becomes_a_sentence(mistake: Mistake, course: Path) -> None:
    """It names the file, and the line where there is one; the status is 1, no file is changed."""
    path = course / mistake.file
    text = path.read_text()
    assert text.count(mistake.old) >= 1
    changed = text.replace(mistake.old, mistake.new, 1)
    changed = changed.replace(NUMPY, NUMPY + mistake.imports, 1)
    path.write_text(changed)
    before = held(course)
    result = CliRunner().invoke(main, ["build", "--course", str(course)], catch_exceptions=False)
    assert result.exit_code == 1, result.output
    assert mistake.says in result.stderr
    assert "Traceback" not in result.output
    assert Path(mistake.file).name in result.stderr
    if mistake.at is not None:
        file = mistake.found_in or mistake.file
        lines = (course / file).read_text().splitlines()
        number = next(n for n, line in enumerate(lines, start=1) if mistake.at in line)
        assert f"{file}, line {number}" in result.stderr
    assert held(course) == before
