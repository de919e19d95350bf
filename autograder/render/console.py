"""The terminal, or the pipe, that lines and tables go to."""

from __future__ import annotations

from rich.console import Console

from autograder.report.text import lead_nowhere


class LastingConsole(Console):
    """A console that whoever reads it may leave, as ``head`` does: the work goes on."""

    def on_broken_pipe(self) -> None:
        """Write nothing more."""
        self.quiet = True
        lead_nowhere(self.file)
