"""Nobody is lost without a line that says so."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from autograder.intake import HandIn, collect, read_hand_in
from autograder.submission import SubmissionError
from tests.first_neuron import ASSIGNMENTS
from tests.intake.conftest import Arrive, write

NB = "numpy_basics"

TOLD = {
    "a text's ending": ("bob/numpy_basics.ipynb.txt", "rename it to end in .ipynb"),
    "a document": ("bob/answers.pdf", "neither a notebook"),
    "another archive": ("bob/work.7z", "unpack it by hand"),
    "data alone": ("bob/data.csv", "neither a notebook"),
    "a template among students": (f"{NB}.ipynb", "is nobody's"),
    "a document, flat": ("bob.pdf", "neither a notebook"),
}


@pytest.mark.parametrize(("file", "reason"), TOLD.values(), ids=TOLD)
def test_what_may_be_somebodys_work_is_told(arrive: Arrive, file: str, reason: str) -> None:
    """With its path and what to do."""
    intake = arrive(f"ada/{NB}/{NB}.ipynb", f"zoe/{NB}/{NB}.ipynb", file)
    assert {one.student for one in intake.hand_ins} == {"ada", "zoe"}
    (left_out,) = intake.left_out
    assert left_out.path.endswith(file)
    assert reason in left_out.reason
    assert left_out.matters


def test_what_lies_beside_is_listed_and_not_told(arrive: Arrive) -> None:
    """Data and pictures of a student who handed something in are nobody's work."""
    beside = ("ada/cat.png", f"ada/{NB}/timestamp.txt", "ada/.git")
    intake = arrive(f"ada/{NB}/{NB}.ipynb", *beside)
    assert {one.path.partition("/hand_in/")[2] for one in intake.left_out} == set(beside)
    assert not any(one.matters for one in intake.left_out)


def test_an_empty_folder_is_told(arrive: Arrive, root: Path) -> None:
    """Somebody may have meant to put something there."""
    (root / "bob").mkdir()
    (left_out,) = arrive("ada/final.ipynb").left_out
    assert "is an empty folder" in left_out.reason


def test_links_are_not_followed(root: Path, tmp_path: Path) -> None:
    """A link in a student's folder brings nothing in, and takes nothing from its owner."""
    secret = write(tmp_path / "solutions" / f"{NB}.ipynb")
    owner = write(root / "bob" / NB / f"{NB}.ipynb")
    write(root / "carl" / NB / f"{NB}.ipynb")
    (root / "eve" / NB).mkdir(parents=True)
    (root / "eve" / NB / f"{NB}.ipynb").symlink_to(secret)
    (root / "mallory").symlink_to(owner.parents[1], target_is_directory=True)
    (root / "alice.ipynb").symlink_to(owner)
    intake = collect([root], ASSIGNMENTS)
    assert {one.student for one in intake.hand_ins} == {"bob", "carl"}
    assert len([one for one in intake.left_out if "is a link" in one.reason]) == 3


def test_a_link_that_appears_later_is_refused(root: Path, tmp_path: Path) -> None:
    """Between the look and the opening, a file or a folder may be exchanged."""
    secret = write(tmp_path / "solutions" / f"{NB}.ipynb")
    hand_in = HandIn(root, f"eve/{NB}.ipynb", "eve")
    (root / "eve").symlink_to(secret.parent, target_is_directory=True)
    with pytest.raises(SubmissionError, match="it is a link"):
        read_hand_in(hand_in)
    (root / "eve").unlink()
    (root / "eve").mkdir()
    (root / "eve" / f"{NB}.ipynb").symlink_to(secret)
    with pytest.raises(SubmissionError, match="it is a link"):
        read_hand_in(hand_in)


def test_what_the_user_names_may_be_a_link(root: Path, tmp_path: Path) -> None:
    """A teacher's own link is meant."""
    write(root / "ada" / f"{NB}.ipynb")
    (tmp_path / "link").symlink_to(root, target_is_directory=True)
    (found,) = collect([tmp_path / "link"], ASSIGNMENTS).hand_ins
    assert (found.student, found.path) == ("ada", tmp_path / "link" / "ada" / f"{NB}.ipynb")
    assert read_hand_in(found)


def test_pipes_and_devices_are_no_files(root: Path) -> None:
    """Nobody waits for them."""
    write(root / "ada.ipynb")
    os.mkfifo(root / "bob.ipynb")
    intake = collect([root], ASSIGNMENTS)
    assert [one.student for one in intake.hand_ins] == ["ada"]
    assert "is no file" in intake.left_out[0].reason
    with pytest.raises(SubmissionError, match="is no file"):
        read_hand_in(HandIn(root, "bob.ipynb", "bob"))


def test_a_name_that_is_not_utf8_is_told(root: Path) -> None:
    """The class goes on, and what is printed can be printed."""
    write(root / "ada.ipynb")
    name = os.path.join(os.fsencode(root), b"b\xf6b.ipynb")
    with open(name, "w", encoding="utf-8") as file:
        file.write("{}")
    intake = collect([root], ASSIGNMENTS)
    assert [one.student for one in intake.hand_ins] == ["ada"]
    assert "not UTF-8" in intake.left_out[0].reason
    assert str(intake.left_out[0]).encode()


@pytest.mark.skipif(
    os.geteuid() == 0 and shutil.which("setpriv") is None, reason="root may enter any folder"
)
def test_a_folder_that_may_not_be_entered_is_told(root: Path) -> None:
    """One student's folder ends nothing."""
    write(root / "ada" / f"{NB}.ipynb")
    closed = root / "bob"
    closed.mkdir(mode=0o000)
    script = (
        "import sys; from pathlib import Path; from autograder.intake import collect;"
        f"found = collect([Path(sys.argv[1])], dict.fromkeys([{NB!r}]));"
        "print([one.student for one in found.hand_ins], *found.left_out)"
    )
    command = [sys.executable, "-c", script, str(root)]
    if os.geteuid() == 0:
        temporary = Path(tempfile.gettempdir())
        for folder in (root, *root.parents):
            if folder.stat().st_uid == 0 and temporary in folder.parents:
                folder.chmod(0o755)
        command = ["setpriv", "--bounding-set", "-all", "--inh-caps", "-all", *command]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    closed.chmod(0o700)
    assert "['ada']" in done.stdout
    assert "bob cannot be entered: Permission denied" in done.stdout
