"""How ``nbgrader collect`` takes hand-ins out of the exchange: notebooks, each from its owner.

A student owns the folder that a hand-in is in the exchange: its name, its files and the date that
they claim. So nothing is taken but regular files of two kinds, under bounds; a folder that bears
another's name is refused; and where the machine saw a notebook change after the date that its
folder claims, that is told.
"""

from __future__ import annotations

import pwd
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from nbgrader.exchange import ExchangeError
from nbgrader.exchange.default import ExchangeCollect

from autograder.doors.nbgrader.graded_copy import MOST_BESIDE, PAGE_NAME
from autograder.doors.nbgrader.late import TIMESTAMP, TimestampError, read_timestamp
from autograder.doors.nbgrader.regular import read_regular
from autograder.report.text import one_line
from autograder.submission.limits import MAX_BYTES

REFUSED = "\0refused"
"""Whose a folder is that is not taken: nobody's."""
MOST_NOTEBOOKS = 20
LENIENCE = timedelta(minutes=10)
"""Copying takes time, and clocks differ."""
NAME = 200
EARLIEST = datetime(1970, 1, 1)  # noqa: DTZ001 - nbgrader's dates are UTC, and do not say so


class BoundedCollect(ExchangeCollect):  # type: ignore[misc]
    """Collects notebooks, and nothing else that lies in the exchange."""

    src_records: list[dict[str, Any]]

    def _path_to_record(self, path: str) -> dict[str, Any]:
        shown = one_line(path, NAME)
        try:
            record: dict[str, Any] = super()._path_to_record(path)
            owner = owner_of(Path(path))
        except (ExchangeError, ValueError, OverflowError, ArithmeticError, TypeError, OSError):
            self.log.error("%s is no hand-in of nbgrader's making; it is left out", shown)  # noqa: TRY400
            return {"username": REFUSED, "filename": "", "timestamp": EARLIEST}
        if self.check_owner and owner not in (record["username"], None):
            self.log.error(
                "%s bears the name of %s and belongs to %s; it is left out",
                shown,
                *_names(record, owner),
            )
            return record | {"username": REFUSED}
        return record

    def init_src(self) -> None:
        """Find the newest hand-in of each student."""
        super().init_src()
        found: list[dict[str, Any]] = self.src_records
        self.src_records = [one for one in found if one["username"] != REFUSED]

    def do_copy(self, src: str, dest: str, log: object = None) -> None:
        """Copy the notebooks of a hand-in, and the two files that nbgrader puts beside them."""
        source, target = Path(src), Path(dest)
        target.mkdir(parents=True)
        changed = 0.0
        notebooks = sorted(path.name for path in source.iterdir() if path.suffix == ".ipynb")
        for name in (*notebooks[:MOST_NOTEBOOKS], TIMESTAMP, PAGE_NAME):
            limit = MOST_BESIDE if name in (TIMESTAMP, PAGE_NAME) else MAX_BYTES
            try:
                data, when = read_regular(source / name, limit)
            except FileNotFoundError:
                continue
            except OSError as error:
                self.log.error("%s: %s; left out", one_line(src, NAME), error.strerror)  # noqa: TRY400
                continue
            (target / name).write_bytes(data)
            changed = max(changed, when)
        self._compare_dates(target, changed)

    def _compare_dates(self, target: Path, changed: float) -> None:
        """Tell where a date is claimed that the machine saw otherwise; drop what is none."""
        seen = datetime.fromtimestamp(changed, UTC).replace(tzinfo=None)
        try:
            claimed = read_timestamp(target)
        except TimestampError as error:
            self.log.error("%s", error)  # noqa: TRY400 - a sentence, no traceback
            (target / TIMESTAMP).unlink()
            return
        if claimed is not None and claimed + LENIENCE < seen:
            self.log.warning(
                "%s claims to be of %s UTC, and was last changed at %s UTC; ask its owner",
                target,
                f"{claimed:%Y-%m-%d %H:%M}",
                f"{seen:%Y-%m-%d %H:%M}",
            )


def owner_of(folder: Path) -> str | None:
    """Name the user that a folder belongs to; None where the machine knows no name."""
    try:
        return pwd.getpwuid(folder.lstat().st_uid).pw_name
    except KeyError:
        return None


def _names(record: dict[str, Any], owner: str | None) -> tuple[str, str]:
    return one_line(str(record["username"]), NAME), one_line(str(owner), NAME)
