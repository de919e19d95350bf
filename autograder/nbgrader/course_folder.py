"""The folder of a course, as nbgrader lays it out, and its configuration."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from autograder.classroom.collection import Entry

CONFIG = "nbgrader_config.py"
SUBMITTED = "submitted"
COURSE = "first_neuron"


@dataclass(frozen=True, slots=True)
class CourseFolder:
    """A course.

    Attributes
    ----------
    root : Path
        Its folder.
    config : Config
        What its ``nbgrader_config.py`` says; empty if there is none.
    """

    root: Path
    config: Config

    @property
    def course_id(self) -> str:
        """The name of the course in the gradebook."""
        name = self.config.CourseDirectory.get("course_id", COURSE)
        return name if isinstance(name, str) else COURSE

    def student(self, entry: Entry) -> str:
        """Whose a submission is: nbgrader goes by the folder."""
        folder = entry.path.resolve().parent
        return folder.parent.name if folder.parent.parent.name == SUBMITTED else entry.name

    def graded_copy(self, student: str, assignment: str) -> Path:
        """Where the graded copy of a submission belongs."""
        return self.root / "autograded" / student / assignment / f"{assignment}.ipynb"


def find_course(entries: Iterable[Entry], url: str) -> CourseFolder:
    """Find the folder of a course: above ``submitted``, or where the gradebook lies.

    Parameters
    ----------
    entries : iterable of Entry
        Submissions.
    url : str
        The gradebook.
    """
    root = _root(entries, url)
    config = Config()
    if (root / CONFIG).is_file():
        config = PyFileConfigLoader(CONFIG, path=str(root)).load_config()
    return CourseFolder(root, config)


def _root(entries: Iterable[Entry], url: str) -> Path:
    for entry in entries:
        above = entry.path.resolve().parent.parent.parent
        if above.name == SUBMITTED:
            return above.parent
    database = database_file(url)
    return Path.cwd() if database is None else database.parent


def database_file(url: str) -> Path | None:
    """Find the file of a gradebook; None where it is kept by a server."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        return None
    is_file = parsed.get_backend_name() == "sqlite" and parsed.database
    return Path(parsed.database or "").resolve() if is_file else None
