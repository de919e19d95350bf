"""What figures need beside the core, and how to get it."""


class MissingPackageError(ImportError):
    """A package that draws or reads pictures is not installed.

    Parameters
    ----------
    package : str
        The package.
    """

    def __init__(self, package: str) -> None:
        super().__init__(
            f"the figures need {package}; install it with: pip install 'first-neuron[notebook]'",
            name=package,
        )

    def _render_traceback_(self) -> list[str]:
        """Tell IPython what to show: the sentence alone."""
        return [str(self)]
