"""nbgrader's configuration of this course; what the course is, course.toml says."""

import sys
from pathlib import Path

HERE = Path(__file__).parent.resolve()
# nbgrader puts the working directory first on the import path. Where hand-ins lie, a student's
# autograder.py or numpy.py would be imported in place of the real one.
for folder in ("submitted", "autograded", "feedback", "downloaded", "exchange"):
    if Path.cwd().resolve().is_relative_to(HERE / folder):
        sys.exit(f"nbgrader was started in {folder}/, where hand-ins lie; start it in {HERE}")

from autograder.doors.nbgrader.configuration import configure  # noqa: E402

c = get_config()  # noqa: F821 - nbgrader puts it here
configure(c, HERE)

# Anything that nbgrader can be told may follow, as in: c.Exchange.root = "/srv/exchange"
