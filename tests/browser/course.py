"""The folders of a course in a browser test: the teacher's, and a student's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from autograder.authoring.samples import functions_in

ROOT = Path(__file__).parents[2]

STUDENTS = """\
id,first_name,last_name
ada,Ada,Lovelace
half_done,Grace,Hopper
typical_mistakes,Alan,Turing
"""


def make_course(folder: Path, *assignments: str) -> Path:
    """Make a teacher's course folder with a few students, and an exchange in it."""
    folder.mkdir()
    # All work is done by one user of the machine here, whatever the students are called.
    config = (ROOT / "nbgrader_config.py").read_text() + "\nc.ExchangeCollect.check_owner = False\n"
    (folder / "nbgrader_config.py").write_text(config)
    (folder / "exchange").mkdir(mode=0o777)
    for name in assignments:
        shutil.copytree(ROOT / "source" / name, folder / "source" / name)
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
