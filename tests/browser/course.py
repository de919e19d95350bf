"""The folders of a course in a browser test: the teacher's, and a student's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import nbformat

from autograder.authoring.samples import fill_in, functions_in
from tests.first_neuron import ROOT, lay_out

STUDENTS = """\
id,first_name,last_name
ada,Ada,Lovelace
alan,Alan,Turing
grace,Grace,Hopper
"""


def make_course(folder: Path, *assignments: str) -> Path:
    """Make a teacher's course folder with a few students, and an exchange in it."""
    lay_out(folder, *assignments)
    # All work is done by one user of the machine here, whatever the students are called.
    config = (ROOT / "nbgrader_config.py").read_text() + "\nc.ExchangeCollect.check_owner = False\n"
    (folder / "nbgrader_config.py").write_text(config)
    (folder / "exchange").mkdir(mode=0o777)
    (folder / "students.csv").write_text(STUDENTS)
    subprocess.run(
        [sys.executable, "-m", "nbgrader", "db", "student", "import", "students.csv"],
        cwd=folder,
        env={**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
        check=True,
        capture_output=True,
    )
    return folder


def make_desk(folder: Path, course: Path, student: str) -> Path:
    """Make the folder of a student of a course."""
    folder.mkdir()
    (folder / "nbgrader_config.py").write_text(
        "c = get_config()\n"
        'c.CourseDirectory.course_id = "first_neuron"\n'
        f'c.CourseDirectory.student_id = "{student}"\n'
        f'c.Exchange.root = "{course / "exchange"}"\n'
    )
    return folder


def solutions(assignment: str) -> dict[str, str]:
    """Read the reference solutions of an assignment: name and source of each function."""
    return functions_in((ROOT / "solutions" / f"{assignment}.py").read_text(encoding="utf-8"))


def put_notebook(folder: Path, assignment: str, functions: Mapping[str, str]) -> str:
    """Put a released notebook into a folder of a desk, filled in, and give its path there."""
    shutil.copytree(ROOT / "release" / assignment, folder / assignment)
    path = folder / assignment / f"{assignment}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    nbformat.write(fill_in(notebook, functions), path)
    return str(path.relative_to(folder.parent))
