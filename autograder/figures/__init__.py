"""Learning figures: functions that take data, draw, and return the axes. They need matplotlib."""

from autograder.figures.missing import MissingPackageError

try:
    import matplotlib as _mpl  # noqa: F401, ICN001 - all figures need it
except ModuleNotFoundError as _error:
    if _error.name != "matplotlib":
        raise
    raise MissingPackageError("matplotlib") from None
