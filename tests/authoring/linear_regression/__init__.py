"""A course of its own, for tests: a line through points."""
