"""What the wall costs, and what grading costs beside nbgrader's own way."""
