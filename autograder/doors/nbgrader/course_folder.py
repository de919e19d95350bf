"""The folder of a course, as nbgrader lays it out, and its configuration."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from autograder.course import Course

CONFIG = "nbgrader_config.py"
SUBMITTED = "submitted"


@dataclass(frozen=True, slots=True)
class CourseFolder:
    """A course, as nbgrader sees it.

    Attributes
    ----------
    course : Course
        The course.
    config : Config
        What its ``nbgrader_config.py`` says; empty if there is none.
    """

    course: Course
    config: Config

    @property
    def course_id(self) -> str:
        """The name of the course in the gradebook."""
        own = self.course.settings.course_id
        name = self.config.CourseDirectory.get("course_id", own)
        return name if isinstance(name, str) else own

    def graded_copy(self, student: str, assignment: str) -> Path:
        """Where the graded copy of a submission belongs."""
        return self.course.folder / "autograded" / student / assignment / f"{assignment}.ipynb"


def open_folder(course: Course) -> CourseFolder:
    """Read the configuration of a course; it is a program, and the teacher's own."""
    config = Config()
    if (course.folder / CONFIG).is_file():
        config = PyFileConfigLoader(CONFIG, path=str(course.folder)).load_config()
    return CourseFolder(course, config)


def database_file(url: str) -> Path | None:
    """Find the file of a gradebook; None where it is kept by a server."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        return None
    is_file = parsed.get_backend_name() == "sqlite" and parsed.database
    return Path(parsed.database or "").resolve() if is_file else None
