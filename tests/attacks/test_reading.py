"""A file that is made to be slow or large to read, judge or show costs itself alone."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder.classroom import forkserver
from autograder.classroom.limits import MEGABYTES, SECONDS, limited
from autograder.classroom.process import GradingProcess, LostError
from autograder.grading.form import nearest_name
from autograder.report import Outcome
from autograder.submission.code import Block
from autograder.submission.limits import (
    MAX_CHARACTERS,
    MAX_PROBLEMS,
    MAX_STATEMENTS,
    MAX_TOKENS,
    LimitError,
)
from autograder.submission.reading import read_code
from autograder.submission.structure import functions_of
from tests.conftest import ROOT, GradeExercise
from tests.first_neuron import ASSIGNMENTS

LESSON = "logistic_regression"
SOLVED = (ROOT / "solutions" / f"{LESSON}.py").read_text(encoding="utf-8")
SLOW_TO_PARSE = "x = f'" + "{a}" * 65_000 + "'\n"
"""Python itself takes time for it that grows with the square of its length."""

OVERSIZE: dict[str, tuple[str, str]] = {
    "many statements": ("a=1;" * 12_000, "more than the 5,000"),
    "many lines": ("a = 1\n" * 12_000, "more than the 5,000"),
    "many imports": ("import m\n" * 60_000, "more than the"),
    "broken lines": ("a b\n" * 12_000, "more than the 5,000"),
    "a list of 4 MB": (f"x = [{'0,' * 2_000_000}]", "more than the 1,000,000"),
    "a list of 600 kB": (f"x = [{'0,' * 300_000}]", "more than the 200,000"),
}
BEARABLE: dict[str, str] = {
    "a line of spaces": f"{' ' * 160_000}?\nx = (",
    "spaces before a magic": f"{' ' * 160_000}= !ls",
    "cell magics": "%%time\n" * 1_200,
    "magics": "%time\n" * 1_200,
    "parentheses": "x = " + "(" * 100_000,
    "signs": "x = " + "-" * 100_000 + "1",
    "calls": "x = f" + "()" * 40_000,
    "sums": "x = 1" + "+1" * 40_000,
    "lambdas": "f = " + "lambda:" * 20_000 + "0",
    "elifs": "def f(x):\n if x: pass\n" + " elif x: pass\n" * 2_000,
    "a long integer": "x = " + "9" * 100_000,
    "a name of 100 kB": "a" * 100_000 + " = 1",
    "one import of many": "import " + ", ".join(f"m{n}" for n in range(20_000)),
    "half a character": "x = '\ud800'",
    "open texts": "'\n" * 4_000,
    "decorators": "@a\n" * 4_000,
}


@pytest.mark.parametrize(
    ("source", "said"), OVERSIZE.values(), ids=[k.replace(" ", "-") for k in OVERSIZE]
)
def test_more_code_than_is_read_is_refused(source: str, said: str) -> None:
    """The sentence names what there is too much of, and the limit."""
    with pytest.raises(LimitError, match=said):
        read_code([Block("cell 1", source)])


@pytest.mark.parametrize("source", BEARABLE.values(), ids=BEARABLE)
def test_right_work_beside_odd_code_is_read(source: str) -> None:
    """What nobody would write costs no more than the cell that it stands in."""
    code = read_code([Block("cell 1", source), Block("cell 2", "def kept(): return 1")])
    assert code.definition(["kept"]) is not None
    assert len(code.problems) <= MAX_PROBLEMS
    assert all(len(problem) < 400 for problem in code.problems)


DOUBLED: dict[str, Callable[[int], str]] = {
    "statements on a line": lambda n: "a=1;" * n,
    "statements over lines": lambda n: "a=[\n];" * n,
    "a chain of needs": lambda n: "".join(f"def f{k}(): return f{k + 1}()\n" for k in range(n)),
    "broken pieces": lambda n: "def f(\n" * n,
    "spaces": lambda n: " " * (40 * n) + "= !ls\n(",
    "cell magics": lambda n: "%%time\n" * n,
    "imports": lambda n: "import m\n" * n,
}


@pytest.mark.parametrize("make", DOUBLED.values(), ids=DOUBLED)
def test_twice_the_code_takes_about_twice_the_time(make: Callable[[int], str]) -> None:
    """Eight times as much takes far less than sixty-four times as long."""

    def cost(size: int) -> float:
        source = make(size)
        started = time.process_time()
        read_code([Block("cell 1", source)]).needs(("f0", "f"))
        return time.process_time() - started

    small, large = (min(cost(size) for _ in range(3)) for size in (550, 4_400))
    assert large < 30 * max(small, 1e-3)


def test_the_limits_are_those_of_the_documentation() -> None:
    """About a megabyte of code, and 5,000 statements."""
    assert (MAX_CHARACTERS, MAX_STATEMENTS, MAX_TOKENS) == (1_000_000, 5_000, 200_000)


def test_a_literal_that_is_no_float_costs_nothing(grade_exercise: GradeExercise) -> None:
    """A number of 401 digits in a comparison is read, and the exercise is judged as ever."""
    source = f"def sigmoid(z):\n    if 0 >= 1{'0' * 400}: return 0\n    return 1 / (1 + np.exp(-z))"
    result = grade_exercise(LESSON, "sigmoid", source)
    assert result.outcome is Outcome.PASSED


@pytest.mark.parametrize("answer", ["{[]: 1}", "(" * 40, "'\\d'", "9" * 40, "1" + "0" * 400])
def test_an_odd_answer_costs_its_question(grade_exercise: GradeExercise, answer: str) -> None:
    """The quiz is judged, the one answer is wrong, and the others are right."""
    source = f"answers = dict(quiz())\nkey = list(answers)[0]\nanswers[key] = {answer!r}\n"
    result = grade_exercise("computation_graph", "quiz", f"{source}def quiz(): return answers")
    assert 0 <= result.score < result.max_score
    assert result.message == ""


class Here:
    """What a call in a process that may die does there."""

    @staticmethod
    def loop() -> None:
        """Never end."""
        with limited():
            while True:
                pass

    @staticmethod
    def fill() -> tuple[int, bool]:
        """Ask for more memory than there is for one submission; say how many MB there were."""
        held = []
        try:
            with limited():
                held.extend(b"x" * 1024**2 for _ in range(2 * MEGABYTES))
        except MemoryError:
            return len(held), True
        return len(held), False


def test_what_takes_too_long_ends_its_process_and_the_next_call_has_another() -> None:
    """Processor time is counted; a process that died of it is told from one that was killed."""
    process = GradingProcess(forkserver.fork())
    try:
        with pytest.raises(LostError) as lost:
            process.call(Here.loop)
        assert lost.value.took_too_long
        assert process.call(sum, [1, 2]) == 3
        with pytest.raises(LostError) as lost:
            process.call(signal.raise_signal, signal.SIGKILL)
        assert not lost.value.took_too_long
        assert process.call(sum, [1, 2]) == 3
    finally:
        process.stop()
        process.join()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux counts the memory of a process")
def test_what_takes_too_much_memory_gets_an_exception() -> None:
    """It is refused before it is there, and the process goes on.

    The process is no fork of this one, which can have memory free of the tests before.
    """
    process = GradingProcess(forkserver.start())
    try:
        megabytes, is_refused = process.call(Here.fill)
        assert is_refused
        assert MEGABYTES / 2 < megabytes < MEGABYTES + 50
        assert process.call(sum, [1, 2]) == 3
    finally:
        process.stop()
        process.join()


HOSTILE: dict[str, tuple[str, str]] = {
    "slow to parse": (SLOW_TO_PARSE, f"takes more than {SECONDS:g} s of processor time to be read"),
    "oversize": ("a=1;" * 12_000, "more than the 5,000"),
}


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_class_goes_on_beside_hostile_files(tmp_path: Path, jobs: str) -> None:
    """Each hostile file has a report that names it and the limit; the others have full marks."""
    folder = tmp_path / "class"
    folder.mkdir()
    for name, (source, _) in HOSTILE.items():
        (folder / f"{name}.py").write_text(SOLVED + source)
    for number in range(6):
        (folder / f"honest {number}.py").write_text(f"{SOLVED}# {number}\n")
    command = [sys.executable, "-m", "autograder.cli", "grade", str(folder), "--jobs", jobs]
    command += ["--assignment", LESSON, "--json", "-", "--html", str(tmp_path / "pages")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False)
    reports: dict[str, Any] = {
        report["submission"]: report for report in json.loads(done.stdout)["reports"]
    }
    for name, (_, said) in HOSTILE.items():
        (problem,) = reports[name]["problems"]
        assert f"{name}.py" in problem
        assert said in problem
        assert reports[name]["score"] == 0
    for number in range(6):
        assert reports[f"honest {number}"]["score"] == 100


def test_many_names_are_compared_soon() -> None:
    """The function that was meant is looked for among some hundreds, of names that can be told."""
    source = "".join(f"def sig{'x' * (n % 50)}moid{n}(): pass\n" for n in range(4_900))
    code = read_code([Block("cell 1", f"def {'s' * 100_000}(): pass\n{source}")])
    started = time.process_time()
    assert nearest_name("sigmoid", functions_of(code)) == "sigmoid0"
    assert time.process_time() - started < SECONDS


def test_everything_that_is_taught_crosses_the_wall() -> None:
    """A frame may be a megabyte: the largest answer that is expected is far below."""
    from autograder import wire
    from tests.first_neuron import all_cases

    sizes = [
        len(wire.encode(list(frozen.outputs)))
        for name in ASSIGNMENTS
        for frozen in all_cases(name).values()
    ]
    assert max(sizes) < wire.FROM_STUDENT.payload / 10
