"""Faces of a report: terminal, notebook, JSON."""
