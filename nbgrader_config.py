"""What nbgrader needs to know to carry this course: release, gradebook, feedback."""

from pathlib import Path

c = get_config()  # noqa: F821 - nbgrader puts it here

c.CourseDirectory.course_id = "first_neuron"
c.CourseDirectory.root = str(Path(__file__).parent.resolve())
c.Exchange.root = str(Path(__file__).parent.resolve() / "exchange")
# nbgrader copies whatever lies beside a notebook into the release: the written text, which names
# the exercises, and Python files must stay here.
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "*.py", "*.md"]

# Submissions are graded behind a wall, not in a kernel that student code runs in.
c.Autograde.autograde_preprocessors = [
    "autograder.nbgrader.preprocessor.GradeBehindTheWall",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
