"""What nbgrader needs to know to carry this course: release, gradebook, feedback."""

from pathlib import Path

from autograder.nbgrader.archives import COLLECTED

c = get_config()  # noqa: F821 - nbgrader puts it here

c.CourseDirectory.course_id = "first_neuron"
c.CourseDirectory.root = str(Path(__file__).parent.resolve())
c.Exchange.root = str(Path(__file__).parent.resolve() / "exchange")
# nbgrader copies whatever lies beside a notebook into the release: the written text, which names
# the exercises, and Python files must stay here.
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "*.py", "*.md"]

# Submissions are graded behind a wall, not in a kernel that student code runs in; nbgrader does not
# even parse them, as it gives up on those that are damaged.
c.Autograde.exporter_class = "autograder.nbgrader.conversion.UnreadSubmission"
c.Autograde.sanitize_preprocessors = []
c.Autograde.autograde_preprocessors = [
    "autograder.nbgrader.preprocessor.GradeBehindTheWall",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# What handing in late costs. Ten percent of the score for each day begun, half of it at most, and
# a quarter of an hour for nothing would be: percent=10, at_most=50, grace_minutes=15
c.AssignLatePenalties.plugin_class = "autograder.nbgrader.late.PercentPerDay"
c.PercentPerDay.update(percent=0, at_most=100, grace_minutes=0)

# `nbgrader export` writes grades.csv, and grades.exercises.csv with a row for each exercise.
c.ExportApp.plugin_class = "autograder.nbgrader.export.ExerciseExport"

# `nbgrader zip_collect ASSIGNMENT` takes what a learning platform packed, from
# downloaded/ASSIGNMENT/archive/, one notebook for each student.
c.ZipCollectApp.extractor_plugin = "autograder.nbgrader.archives.BoundedExtractor"
c.FileNameCollectorPlugin.named_regexp = COLLECTED
