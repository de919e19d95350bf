"""The folder of a course, as nbgrader lays it out, and its configuration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from autograder.intake.hand_in import whole

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

    def graded_copy(self, student: str, assignment: str) -> Path:
        """Where the graded copy of a submission belongs."""
        return self.root / "autograded" / student / assignment / f"{assignment}.ipynb"


def find_course(paths: Sequence[Path], url: str) -> CourseFolder:
    """Find the folder of a course: where the gradebook lies, or above a named ``submitted``.

    A configuration is a program. So the folder is told by what the user typed, and never by what
    lies below it: that was handed in.

    Parameters
    ----------
    paths : sequence of Path
        What the user named to be graded.
    url : str
        The gradebook.
    """
    root = _root(paths, url)
    config = Config()
    if (root / CONFIG).is_file():
        config = PyFileConfigLoader(CONFIG, path=str(root)).load_config()
    return CourseFolder(root, config)


def _root(paths: Sequence[Path], url: str) -> Path:
    database = database_file(url)
    beside = Path.cwd() if database is None else database.parent
    if not (beside / CONFIG).is_file() and len(paths) == 1:
        named = whole(paths[0])
        if named.name == SUBMITTED and named.is_dir():
            return named.parent
    return beside


def database_file(url: str) -> Path | None:
    """Find the file of a gradebook; None where it is kept by a server."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        return None
    is_file = parsed.get_backend_name() == "sqlite" and parsed.database
    return Path(parsed.database or "").resolve() if is_file else None
