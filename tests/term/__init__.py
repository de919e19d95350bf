"""A teacher's term with nbgrader: release, hand in, grade, feedback, export."""
