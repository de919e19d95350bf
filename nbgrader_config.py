"""What nbgrader needs to know to carry this course: release, gradebook, feedback."""

import sys
from pathlib import Path

HERE = Path(__file__).parent.resolve()
# nbgrader puts the working directory first on the import path. Where hand-ins lie, a student's
# numpy.py would be imported in place of NumPy, and a student's configuration be run.
for folder in ("submitted", "autograded", "feedback", "downloaded", "exchange"):
    if Path.cwd().resolve().is_relative_to(HERE / folder):
        sys.exit(f"nbgrader was started in {folder}/, where hand-ins lie; start it in {HERE}")

from autograder.doors.nbgrader.archives import COLLECTED  # noqa: E402
from autograder.doors.nbgrader.formgrader import close_formgrader  # noqa: E402

c = get_config()  # noqa: F821 - nbgrader puts it here

c.CourseDirectory.course_id = "first_neuron"
c.CourseDirectory.root = str(HERE)
c.Exchange.root = str(HERE / "exchange")
# nbgrader copies whatever lies beside a notebook into the release: the written text, which names
# the exercises, and Python files must stay here.
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "*.py", "*.md"]

# Submissions are graded behind a wall, not in a kernel that student code runs in; nbgrader does not
# even parse them, as it gives up on those that are damaged.
c.Autograde.exporter_class = "autograder.doors.nbgrader.conversion.UnreadSubmission"
c.Autograde.sanitize_preprocessors = []
c.Autograde.autograde_preprocessors = [
    "autograder.doors.nbgrader.preprocessor.GradeBehindTheWall",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# What students wrote does nothing on pages and terminals: formgrader, feedback, and what is logged.
c.HTMLExporter.preprocessors = ["autograder.doors.nbgrader.view.NeutralView"]
c.NbGrader.logging_config = {
    "formatters": {"console": {"class": "autograder.doors.nbgrader.log.PrintableFormatter"}}
}
close_formgrader()

# `nbgrader collect` takes notebooks, each from the student who owns it.
c.ExchangeFactory.collect = "autograder.doors.nbgrader.exchange.BoundedCollect"

# What handing in late costs. Ten percent of the score for each day begun, half of it at most, and
# a quarter of an hour for nothing would be: percent=10, at_most=50, grace_minutes=15
c.AssignLatePenalties.plugin_class = "autograder.doors.nbgrader.late.PercentPerDay"
c.PercentPerDay.update(percent=0, at_most=100, grace_minutes=0)

# `nbgrader export` writes grades.csv, and grades.exercises.csv with a row for each exercise.
c.ExportApp.plugin_class = "autograder.doors.nbgrader.export.ExerciseExport"

# `nbgrader zip_collect ASSIGNMENT` takes what a learning platform packed, from
# downloaded/ASSIGNMENT/archive/, one notebook for each student.
c.ZipCollectApp.extractor_plugin = "autograder.doors.nbgrader.archives.BoundedExtractor"
c.FileNameCollectorPlugin.named_regexp = COLLECTED
