"""Practice in a real kernel: limits, interrupts, cells that did not run, what nbgrader reads."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty
from typing import Any

import nbformat
import pytest
from jupyter_client.blocking import BlockingKernelClient
from jupyter_client.manager import KernelManager
from nbgrader.utils import determine_grade

from autograder.authoring.samples import fill_in, functions_in
from tests.conftest import ROOT

PATIENCE = 60.0
"""Seconds after which an answer of a kernel that has to come is said not to."""
IMPORTS = "import numpy as np\nfrom autograder import check, once_solved\n"
RIGHT = "def exp_all(v):\n    return np.exp(v)\n"
WRONG = "def exp_all(v):\n    return np.exp(v) + 1\n"
HANG = "def softmax(x):\n    while True:\n        pass\n"


@dataclass
class Ran:
    """What came of a cell."""

    status: str
    outputs: list[dict[str, Any]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All that the cell shows, as text."""
        return "\n".join(
            "".join(
                [
                    output.get("text", ""),
                    *output.get("traceback", []),
                    *(str(value) for value in output.get("data", {}).values()),
                ]
            )
            for output in self.outputs
        )


class Kernel:
    """A kernel, and a notebook that sends cells to it."""

    def __init__(self, manager: KernelManager, client: BlockingKernelClient) -> None:
        self.manager, self.client = manager, client

    def send(self, source: str, cell: str = "") -> str:
        """Send a cell, as JupyterLab does: with its id, and to be left out after an error."""
        content = {
            "code": source, "silent": False, "store_history": True, "user_expressions": {},
            "allow_stdin": False, "stop_on_error": True,
        }  # fmt: skip
        metadata = {"cellId": cell} if cell else {}
        message = self.client.session.msg("execute_request", content, metadata=metadata)
        self.client.shell_channel.send(message)
        return str(message["header"]["msg_id"])

    def wait_for(self, number: str) -> Ran:
        """Wait for what comes of a cell."""
        outputs: list[dict[str, Any]] = []
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                message = self.client.get_iopub_msg(timeout=1)
            except Empty:
                continue
            if message["parent_header"].get("msg_id") != number:
                continue
            kind, content = message["msg_type"], message["content"]
            if kind == "status" and content["execution_state"] == "idle":
                break
            if kind in {"stream", "display_data", "execute_result", "error"}:
                outputs.append({"output_type": kind, **content})
        else:
            pytest.fail(f"nothing comes of {number}")
        while True:
            reply = self.client.get_shell_msg(timeout=PATIENCE)
            if reply["parent_header"].get("msg_id") == number:
                return Ran(reply["content"]["status"], outputs)

    def run(self, source: str, cell: str = "") -> Ran:
        """Run a cell."""
        return self.wait_for(self.send(source, cell))


@pytest.fixture(scope="module")
def running() -> Iterator[Kernel]:
    """A kernel for all tests."""
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel(extra_arguments=["--HistoryManager.enabled=False"])
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=PATIENCE)
        yield Kernel(manager, client)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


@pytest.fixture
def kernel(running: Kernel) -> Kernel:
    """A kernel in which nothing is defined but what the first cell imports."""
    running.run("%reset -f\n")
    running.run(IMPORTS, "imports")
    return running


def test_a_loop_that_never_ends_is_stopped(kernel: Kernel) -> None:
    """After the seconds of the exercise the table says so, as the terminal's does."""
    kernel.run(HANG)
    ran = kernel.run("check(softmax)")
    assert ran.status == "ok"
    assert "stopped after 5 s; is there a loop that never ends?" in ran.text


def test_a_loop_that_swallows_everything_is_stopped(kernel: Kernel) -> None:
    """A bare except inside the loop does not save it."""
    source = """
        def softmax(x):
            while True:
                try:
                    x + x
                except:
                    pass
    """
    kernel.run("from textwrap import dedent")
    kernel.run(f"exec(dedent({source!r}))")
    assert "stopped after 5 s" in kernel.run("check(softmax)").text
    assert kernel.run("1 + 1").text == "2"


def test_an_interrupt_stops_the_check_and_all_that_waits(kernel: Kernel) -> None:
    """Interrupt ends the cell at once, without a table; Run All does not go on."""
    kernel.run("def optimize(w, b, X, Y, *rest):\n    print('x')\n    while True:\n        pass\n")
    first, second = kernel.send("check(optimize)"), kernel.send("print('went on')")
    time.sleep(1)
    kernel.manager.interrupt_kernel()
    ran = kernel.wait_for(first)
    assert ran.status == "error"
    assert "the check of optimize was interrupted" in ran.text
    assert "Traceback" not in ran.text
    assert kernel.wait_for(second).status == "aborted"


def test_nobody_is_asked_for_input(kernel: Kernel) -> None:
    """input() inside a function is answered by a sentence, and works again afterwards."""
    kernel.run("before = input")
    kernel.run("def exp_all(v):\n    return np.exp(float(input('which? ')))\n")
    ran = kernel.run("check(exp_all)")
    assert "it waits for an input in line 2, and nobody is there to type" in ran.text
    assert kernel.run("import builtins; print(builtins.input == before)").text == "True\n"


RED = {
    "raises before it": ("import nothing_like_that\n" + WRONG, "ModuleNotFoundError"),
    "does not parse": ("def exp_all(v):\n    return np.exp(v\n", "SyntaxError"),
}


@pytest.mark.parametrize(("source", "error"), RED.values(), ids=RED.keys())
def test_a_function_of_before_is_not_checked(kernel: Kernel, source: str, error: str) -> None:
    """Where the cell that defines a function is red, no old function gets the points."""
    kernel.run(RIGHT, "one")
    assert "6/6" in kernel.run("check(exp_all)").text
    kernel.run(source, "one")
    ran = kernel.run("check(exp_all)")
    assert f"the cell that defines exp_all stopped with {error}" in ran.text
    assert "0/6" in ran.text
    assert "✓" not in ran.text
    assert "✓" not in kernel.run("check()").text
    kernel.run(RIGHT, "one")
    assert "6/6" in kernel.run("check(exp_all)").text


def test_a_cell_that_fails_after_the_definition_has_defined(kernel: Kernel) -> None:
    """Who calls the function in the same cell, and gets an error there, may check it."""
    kernel.run(RIGHT, "one")
    kernel.run(WRONG + "1 / 0\n", "one")
    assert "not right yet" in kernel.run("check(exp_all)").text


def test_a_renamed_function_is_said_to_be_gone(kernel: Kernel) -> None:
    """The cell that defined it has another name now: the old object is not checked."""
    kernel.run(RIGHT, "one")
    kernel.run(RIGHT.replace("exp_all", "exp_every"), "one")
    ran = kernel.run("check(exp_all)")
    assert "the cell that defined exp_all does so no longer" in ran.text
    assert "0/6" in ran.text
    kernel.run(RIGHT, "another")
    assert "6/6" in kernel.run("check(exp_all)").text


def test_a_second_version_elsewhere_takes_nothing_away(kernel: Kernel) -> None:
    """A cell of experiments beside the function's own changes nothing."""
    kernel.run(RIGHT, "one")
    kernel.run("def exp_every(v):\n    return np.exp(v)\n1 / 0\n", "two")
    assert "6/6" in kernel.run("check(exp_all)").text


@pytest.mark.parametrize(("source", "points"), [(RIGHT, 6.0), (WRONG, 0.0)], ids=["right", "wrong"])
def test_the_points_are_behind_the_table(kernel: Kernel, source: str, points: float) -> None:
    """One output, which people see as a table and nbgrader reads as a number."""
    kernel.run(source, "one")
    ran = kernel.run("check(exp_all).show()")
    (output,) = ran.outputs
    assert output["output_type"] == "execute_result"
    assert output["data"]["text/plain"] == f"{points}"
    assert f"{points:g}/6" in output["data"]["text/html"]
    assert determine_grade(graded_cell(ran, 6)) == (points, 6)


def test_a_recorded_quiz_is_nothing_amiss_for_nbgrader(kernel: Kernel) -> None:
    """The table is displayed, and no number stands below it."""
    source = (ROOT / "solutions" / "computation_graph.py").read_text(encoding="utf-8")
    kernel.run(source, "one")
    ran = kernel.run("check(quiz).show()")
    (output,) = ran.outputs
    assert output["output_type"] == "display_data"
    assert determine_grade(graded_cell(ran, 15)) == (15, 15)


def test_hidden_tests_give_a_number_and_a_table(kernel: Kernel) -> None:
    """What a stock nbgrader runs has one output, with the points of grading."""
    kernel.run(RIGHT, "one")
    ran = kernel.run(
        "check(exp_all).show()\nfrom autograder.practice import score_hidden\nscore_hidden(exp_all)"
    )
    (output,) = ran.outputs
    assert output["data"]["text/plain"] == "6.0"
    assert "6/6</strong> &nbsp; passed" in output["data"]["text/html"]


def test_a_text_cell_never_breaks(kernel: Kernel) -> None:
    """An error in a student's function is a sentence that names the line and the check."""
    kernel.run("def exp_all(v):\n    return np.exq(v)\n", "one")
    ran = kernel.run("with once_solved(exp_all):\n    print(exp_all(1))")
    assert ran.status == "ok"
    assert "This cell stopped in line 2 of the cell with your exp_all: AttributeError" in ran.text
    assert "check(exp_all) tells more" in ran.text


def test_limits_hold_in_a_thread_as_well(kernel: Kernel) -> None:
    """Where no timer of the system can ring, as outside the main thread, a watcher does."""
    kernel.run(HANG)
    kernel.run(
        "import threading\n"
        "said = []\n"
        "thread = threading.Thread(target=lambda: said.append(str(check(softmax))))\n"
        "thread.start(); thread.join(30)"
    )
    assert "stopped after 5 s" in kernel.run("print(said)").text


def graded_cell(ran: Ran, points: float) -> Any:
    """Make the test cell of an exercise, as nbgrader finds it after a run."""
    marks = {
        "grade": True, "solution": False, "locked": True, "task": False, "points": points,
        "grade_id": "it", "schema_version": 3, "cell_type": "code",
    }  # fmt: skip
    outputs = [
        nbformat.from_dict({"metadata": {}, **{k: v for k, v in o.items() if k != "transient"}})
        for o in ran.outputs
    ]
    return nbformat.v4.new_code_cell(metadata={"nbgrader": marks}, outputs=outputs)


def test_validate_tells_what_the_notebook_tells(tmp_path: Path) -> None:
    """Validate shows the table of what fails, and finds nothing amiss in a recorded quiz."""
    functions = functions_in((ROOT / "solutions/computation_graph.py").read_text(encoding="utf-8"))
    wrong = "def loss(a, y):\n    return -(y * np.log(a) - (1 - y) * np.log(1 - a))\n"
    shutil.copytree(ROOT / "release" / "computation_graph", tmp_path / "it")
    path = tmp_path / "it" / "computation_graph.ipynb"
    notebook = nbformat.read(path, as_version=4)
    nbformat.write(fill_in(notebook, {**functions, "loss": wrong}), path)
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", "validate", str(path)],
        capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip
    said = re.sub(r"^ +", "", done.stdout, flags=re.MULTILINE)
    assert "VALIDATION FAILED ON 1 CELL(S)" in " ".join(said.split()), done.stdout + done.stderr
    assert "check(loss).show()" in said
    assert "✗  the loss of each example" in said
    assert "the values differ" in said
    assert "in  loss(np.array([0.9, 0.2]), np.array([1, 0]))" in said
    assert "quiz" not in said
