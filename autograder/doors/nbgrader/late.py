"""What handing in late costs: a policy of the course, set in one line of its configuration."""

from __future__ import annotations

import math
from datetime import datetime
from pathlib import Path

from nbgrader.api import SubmittedAssignment
from nbgrader.plugins import LateSubmissionPlugin
from nbgrader.preprocessors import AssignLatePenalties
from nbgrader.utils import parse_utc
from traitlets import Float
from traitlets.config import Config

from autograder.doors.nbgrader.regular import read_regular

DAY = 24 * 60 * 60
MINUTE = 60
TIMESTAMP = "timestamp.txt"
"""Where nbgrader keeps beside a submission when it was handed in."""
LONGEST_DATE = 64


class TimestampError(Exception):
    """What stands where a date belongs is none; the message says so."""


def read_timestamp(folder: Path) -> datetime | None:
    """Read when a submission was handed in, from the file that nbgrader keeps beside it.

    Whoever handed in through an exchange wrote this file: it is a claim.

    Returns
    -------
    datetime or None
        In UTC; None if there is no such file.

    Raises
    ------
    TimestampError
        If it holds no date.
    """
    path = folder / TIMESTAMP
    try:
        text = read_regular(path, LONGEST_DATE)[0].decode("ascii").strip()
        read: datetime = parse_utc(text)
    except FileNotFoundError:
        return None
    except (OSError, ArithmeticError, LookupError, TypeError, ValueError):
        raise TimestampError(f"{path} holds no date; it is taken to be in time") from None
    return read


class PercentPerDay(LateSubmissionPlugin):  # type: ignore[misc]
    """Take a share of the score for each day begun, up to a limit, after some grace.

    As in ``c.PercentPerDay.update(percent=10, at_most=50, grace_minutes=15)``.
    """

    percent = Float(0.0, help="Of the score, for each day begun.").tag(config=True)
    at_most = Float(100.0, help="Of the score, however late.").tag(config=True)
    grace_minutes = Float(0.0, help="So late is not late.").tag(config=True)

    def late_submission_penalty(
        self, student_id: str, score: float, total_seconds_late: float
    ) -> float | None:
        """Give the points to take off; None for nothing."""
        share = self.share(total_seconds_late)
        return round(score * share, 6) if share else None

    def share(self, seconds: float) -> float:
        """Give the share of the score that so many seconds cost.

        Examples
        --------
        >>> policy = PercentPerDay(percent=10, at_most=50, grace_minutes=15)
        >>> [policy.share(60 * minutes) for minutes in (15, 16, 24 * 60, 24 * 60 + 1, 9999999)]
        [0.0, 0.1, 0.1, 0.2, 0.5]
        """
        if seconds <= self.grace_minutes * MINUTE:
            return 0.0
        return min(max(0.0, self.percent) * math.ceil(seconds / DAY), max(0.0, self.at_most)) / 100


def chosen_policy(config: Config) -> LateSubmissionPlugin:
    """Make the plugin that a configuration names, as nbgrader's own autograde does."""
    preprocessor = AssignLatePenalties(config=config)
    preprocessor.init_plugin()
    return preprocessor.plugin_inst


def penalty(
    policy: LateSubmissionPlugin, submission: SubmittedAssignment, score: float
) -> float | None:
    """Give what nbgrader would take off a score: nothing below 0, and not more than there is."""
    late = submission.total_seconds_late
    if late <= 0:
        return None
    points = policy.late_submission_penalty(submission.student_id, score, late)
    return None if points is None else min(max(0.0, points), score)
