"""What ``nbgrader zip_collect`` takes: whose is what is decided as everywhere else.

nbgrader stops at the first thing that it does not expect. So the files are given to it as it wants
them, one for each student, and everything else is told.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from nbgrader.plugins import ExtractorPlugin

from autograder.course import CourseError, open_course
from autograder.intake import HandIn, collect, read_hand_in
from autograder.rubric.expected import ExpectedError
from autograder.submission import SubmissionError

COLLECTED = r".*/(?P<student_id>[^/]+)/(?P<file_id>[^/]+)\.ipynb\Z"
"""How :class:`BoundedExtractor` names what it extracts."""


class BoundedExtractor(ExtractorPlugin):  # type: ignore[misc]
    """Takes the notebook of each student out of what a learning platform packed."""

    def extract(self, archive_path: str, extracted_path: str) -> None:
        """Write the notebook of each student into a folder of the student's name."""
        assignment = self.parent.coursedir.assignment_id
        # Each archive and folder is one that the teacher put there; together they are the class.
        root = Path(archive_path)
        paths = sorted(root.iterdir()) if root.is_dir() else []
        with tempfile.TemporaryDirectory(prefix="autograder-") as scratch:
            try:
                assignments = open_course(Path(self.parent.coursedir.root)).assignments
                intake = collect(paths, assignments, Path(scratch), assignment)
            except (CourseError, ExpectedError, SubmissionError) as error:
                self._tell(str(error))
                return
            for left in intake.left_out:
                tell = self.log.error if left.matters else self.log.info
                tell("%s", left)
            for note in intake.notes:
                self._tell(note)
            for hand_in in intake.hand_ins:
                self._take(hand_in, Path(extracted_path), assignment)

    def _tell(self, sentence: str) -> None:
        self.log.error("%s", sentence)

    def _take(self, hand_in: HandIn, folder: Path, assignment: str) -> None:
        if hand_in.collides:
            self._tell(f"{hand_in.path} is not collected: {hand_in.student} is not the only one")
            return
        if hand_in.path.suffix.lower() != ".ipynb":
            self.log.error("%s is a module; nbgrader collects notebooks alone", hand_in.path)
            return
        try:
            data = read_hand_in(hand_in)
            target = folder / hand_in.student / f"{assignment}.ipynb"
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as file:
                file.write(data)
        except (SubmissionError, OSError) as error:
            self._tell(f"{hand_in.path} cannot be collected: {error}")
        else:
            self.log.info("%s is %s's", os.fspath(hand_in.path), hand_in.student)
