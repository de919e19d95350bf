"""``nbgrader zip_collect`` takes what a learning platform packed."""

from __future__ import annotations

import zipfile

import nbformat

from tests.term.course import Course

NUMPY_BASICS = "numpy_basics"


def test_archives_of_platforms_are_collected(course: Course) -> None:
    """One notebook for each student is collected; nothing else stops the class, all is told."""
    solved = nbformat.writes(course.solved(NUMPY_BASICS))
    folder = course.root / "downloaded" / NUMPY_BASICS / "archive"
    folder.mkdir(parents=True)
    with zipfile.ZipFile(folder / "moodle.zip", "w") as archive:
        archive.writestr("Ada Lovelace_1_assignsubmission_file_/numpy_basics.ipynb", solved)
        archive.writestr("../../evil_2_assignsubmission_file_/numpy_basics.ipynb", solved)
        archive.writestr("Eve_3_assignsubmission_file_/more.zip", b"PK")
        # Two files of one student, two students of one name, notebooks of other names.
        archive.writestr("Dan_5_assignsubmission_file_/draft.ipynb", solved)
        archive.writestr("Dan_5_assignsubmission_file_/other.ipynb", solved + " ")
        archive.writestr("Eve_6_assignsubmission_file_/my work.ipynb", solved)
        archive.writestr("Eve_7_assignsubmission_file_/timestamp.txt", "2020-01-01")
        archive.writestr("Eve_7_assignsubmission_file_/final.ipynb", solved)
    with zipfile.ZipFile(folder / "canvas.zip", "w") as archive:
        archive.writestr("hoppergrace_LATE_4_83_numpy_basics-2.ipynb", solved)
    (folder / "broken.zip").write_bytes(b"PK\x03\x04")
    before = set(course.root.parent.rglob("*"))
    done = course.nbgrader("zip_collect", NUMPY_BASICS)
    assert done.status == 0, done.said
    assert "leaves the archive" in done.said
    assert "more.zip is no zip file" in done.said
    assert "no zip file that can be read" in done.said
    new = set(course.root.parent.rglob("*.ipynb")) - before
    extracted = course.root / "downloaded" / NUMPY_BASICS / "extracted"
    submitted = {path for path in new if extracted not in path.parents}
    assert {path.relative_to(course.root).as_posix() for path in submitted} == {
        "submitted/Ada Lovelace/numpy_basics/numpy_basics.ipynb",
        "submitted/hoppergrace/numpy_basics/numpy_basics.ipynb",
        "submitted/Eve 6/numpy_basics/numpy_basics.ipynb",
        "submitted/Eve 7/numpy_basics/numpy_basics.ipynb",
    }
    assert "are several files for one assignment (Dan)" in done.said
    assert not list((course.root / "submitted").rglob("timestamp.txt"))
    assert course.nbgrader("autograde", NUMPY_BASICS).status == 0
    assert course.totals(NUMPY_BASICS) == dict.fromkeys(
        ("Ada Lovelace", "hoppergrace", "Eve 6", "Eve 7"), 100.0
    )
