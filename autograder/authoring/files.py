"""Write a file at once or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write_at_once(path: Path, content: bytes) -> None:
    """Write a file in one step: who reads it meanwhile reads the old one or the new one.

    Raises
    ------
    OSError
        If that is not possible; the old one is there still.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
        file.write(content)
    made = Path(file.name)
    try:
        made.chmod(0o666 & ~_mask())
        made.replace(path)
    except OSError:
        made.unlink(missing_ok=True)
        raise


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
