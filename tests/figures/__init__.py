"""The figures of the notebooks are tested by their data."""
