"""What ``make demo`` plays lies in a folder of its own, and nothing else is touched or removed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.first_neuron import COURSE, ROOT

SAMPLES = ROOT / "tests" / "samples"
STUDENTS = {"complete", "half_done", "typical_mistakes", "untouched"}


def samples(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run what the Makefile runs."""
    command = ["-m", "autograder.authoring.samples", str(SAMPLES), str(folder), *options]
    return subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, text=True)


def test_the_demonstration_is_a_course_of_its_own(tmp_path: Path) -> None:
    """It has all that releasing and grading need, four students, and no solution or rubric."""
    folder = tmp_path / "demo"
    for _ in range(2):
        assert samples(folder, "--course", str(ROOT)).returncode == 0
    assert {path.name for path in (folder / "submitted").iterdir()} == STUDENTS
    for name in COURSE.names:
        assert (folder / "submitted" / "complete" / name / f"{name}.ipynb").is_file()
        assert (folder / "release" / name / f"{name}.checks.h5").is_file()
        assert (folder / "expected" / f"{name}.hidden.h5").is_file()
    assert not {"solutions", "rubrics"} & {path.name for path in folder.iterdir()}
    assert samples(folder, "--clean").returncode == 0
    assert list(tmp_path.iterdir()) == []
    assert samples(folder, "--clean").returncode == 0


@pytest.mark.parametrize("options", [[], ["--clean"]], ids=["make demo", "make clean"])
@pytest.mark.parametrize("kind", ["a folder", "a link to a demonstration"])
def test_a_folder_that_is_not_the_demonstrations_stays(
    kind: str, options: list[str], tmp_path: Path
) -> None:
    """A teacher's own folder of that name is neither written to nor removed, and is named."""
    folder, theirs = tmp_path / "demo", tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "notes.txt").write_text("mine")
    if kind == "a folder":
        theirs.rename(folder)
    else:
        (theirs / ".made-to-play-with").touch()
        folder.symlink_to(theirs)
    done = samples(folder, *options)
    assert done.returncode == 1
    assert "was not made by this command, and stays" in done.stderr
    assert "Traceback" not in done.stderr
    assert (folder / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize("target", ["grade", "demo", "clean"])
def test_the_makefile_touches_nothing_of_a_teachers(target: str) -> None:
    """Every line of these targets that writes or removes does so in the demonstration."""
    done = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    lines = [line for line in done.stdout.splitlines() if not line.startswith("echo")]
    assert not [line for line in lines if "rm -" in line]
    for line in lines:
        if "autograder grade" in line or "nbgrader " in line:
            assert line.startswith("cd demo && ")
