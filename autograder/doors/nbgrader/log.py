"""What nbgrader says on a terminal: names and paths of students cannot steer it."""

from __future__ import annotations

import copy
import logging

from tornado.log import LogFormatter

from autograder.report.text import printable


class PrintableFormatter(LogFormatter):
    """Writes lines as nbgrader does, without the characters that a terminal obeys."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one line, and the traceback behind it."""
        shown = copy.copy(record)
        shown.msg, shown.args = printable(record.getMessage()), None
        if record.exc_info:
            shown.exc_text = printable(self.formatException(record.exc_info))
        return str(super().format(shown))
