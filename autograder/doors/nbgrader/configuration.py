"""What nbgrader needs to know to carry a course: release, gradebook, feedback."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

from traitlets.config import Config

from autograder.course import Course, CourseError, open_course
from autograder.doors.nbgrader.archives import COLLECTED
from autograder.doors.nbgrader.formgrader import close_formgrader
from autograder.rubric.compiled import CHECKS


def configure(config: Config, folder: Path) -> None:
    """Let nbgrader carry a course.

    Parameters
    ----------
    config : Config
        nbgrader's configuration; what is set in it later wins.
    folder : Path
        The folder of the course.

    Raises
    ------
    SystemExit
        If the folder has no course.
    """
    try:
        course = open_course(folder)
    except CourseError as error:
        sys.exit(str(error))
    config.CourseDirectory.course_id = course.settings.course_id
    config.CourseDirectory.root = str(course.folder)
    config.Exchange.root = str(course.folder / "exchange")
    config.CourseDirectory.ignore = _kept_back(course)

    # Submissions are graded behind a wall, not in a kernel that student code runs in; nbgrader does
    # not even parse them, as it gives up on those that are damaged.
    config.Autograde.exporter_class = "autograder.doors.nbgrader.conversion.UnreadSubmission"
    config.Autograde.sanitize_preprocessors = []
    config.Autograde.autograde_preprocessors = [
        "autograder.doors.nbgrader.preprocessor.GradeBehindTheWall",
        "nbgrader.preprocessors.SaveAutoGrades",
        "nbgrader.preprocessors.AssignLatePenalties",
        "nbgrader.preprocessors.CheckCellMetadata",
    ]

    # What students wrote does nothing on pages and terminals: formgrader, feedback, what is logged.
    config.HTMLExporter.preprocessors = ["autograder.doors.nbgrader.view.NeutralView"]
    config.NbGrader.logging_config = {
        "formatters": {"console": {"class": "autograder.doors.nbgrader.log.PrintableFormatter"}}
    }
    close_formgrader()

    # `nbgrader collect` takes notebooks, each from the student who owns it.
    config.ExchangeFactory.collect = "autograder.doors.nbgrader.exchange.BoundedCollect"
    config.AssignLatePenalties.plugin_class = "autograder.doors.nbgrader.late.PercentPerDay"
    config.PercentPerDay.update(asdict(course.settings.late))

    # `nbgrader export` writes grades.csv, and grades.exercises.csv with a row for each exercise.
    config.ExportApp.plugin_class = "autograder.doors.nbgrader.export.ExerciseExport"

    # `nbgrader zip_collect ASSIGNMENT` takes what a learning platform packed, from
    # downloaded/ASSIGNMENT/archive/, one notebook for each student.
    config.ZipCollectApp.extractor_plugin = "autograder.doors.nbgrader.archives.BoundedExtractor"
    config.FileNameCollectorPlugin.named_regexp = COLLECTED


def _kept_back(course: Course) -> list[str]:
    """Name what lies beside a text and is not released: nbgrader copies all else."""
    kept = [".ipynb_checkpoints", "*.pyc", "__pycache__", "*.py"]
    for listed in course.settings.assignments:
        released = {f"{listed.name}.ipynb", f"{listed.name}{CHECKS}", "requirements.txt"}
        folder = course.text(listed.name).parent
        names = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
        kept += sorted({*names, f"{listed.name}.md"} - released - set(listed.data))
    return kept
