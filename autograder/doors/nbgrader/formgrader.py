"""What formgrader leaves open, closed where the configuration of a course is read.

Its pages are written without escaping, names of students and parts of the address included; and an
address, ``formgrader?path=FOLDER``, has it load and run the configuration that lies in any folder.
A link is enough to have a teacher visit such an address.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from autograder.render.characters import in_a_page

HANDLERS = "nbgrader.server_extensions.formgrader.handlers"
COLLECTED = frozenset({"submitted", "autograded", "feedback", "downloaded", "inbound"})
"""Below folders of these names lies what students handed in."""


def close_formgrader() -> None:
    """Have formgrader escape what it shows, and take configurations of teachers alone.

    Does nothing where formgrader is not running, and nothing the second time.
    """
    handlers = sys.modules.get(HANDLERS)
    if handlers is not None and not hasattr(handlers, "is_closed"):
        handlers.__dict__["is_closed"] = True
        _escape(handlers)
        _guard(handlers)


def _escape(handlers: ModuleType) -> None:
    render = handlers.BaseHandler.render

    def render_escaped(self: Any, name: str, **values: Any) -> Any:
        return render(self, name, **{key: escaped(value) for key, value in values.items()})

    handlers.BaseHandler.render = render_escaped


def _guard(handlers: ModuleType) -> None:
    get = handlers.FormgraderHandler.get

    def get_guarded(self: Any) -> Any:
        refused = refusal(self.get_argument("path", ""))
        if refused:
            raise handlers.web.HTTPError(403, log_message=refused, reason="No folder of a course")
        return get(self)

    handlers.FormgraderHandler.get = get_guarded


def escaped(value: object) -> object:
    """Write texts, at any depth of a mapping, as a page shows them."""
    if isinstance(value, str):
        return in_a_page(value)
    if isinstance(value, Mapping):
        return {key: escaped(inner) for key, inner in value.items()}
    return value


def refusal(path: str) -> str:
    """Say why a folder is no course of the teacher's; empty if it may be one.

    Examples
    --------
    >>> refusal("")
    ''
    >>> refusal("/courses/submitted/mallory/week1")
    '/courses/submitted/mallory/week1 holds what was handed in: no configuration is read there'
    """
    if not path:
        return ""
    folder = Path(path).resolve()
    if COLLECTED & set(folder.parts):
        return f"{folder} holds what was handed in: no configuration is read there"
    for one in (folder, *folder.glob("*.py")):
        if one.exists() and one.stat().st_uid not in (0, os.getuid()):
            return f"{one} belongs to another user: no configuration is read there"
    return ""
