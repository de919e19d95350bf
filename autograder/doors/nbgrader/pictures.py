"""Pictures that a student put into a notebook: PNG and JPEG, by their own first bytes."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping

FIRST_BYTES = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}
LARGEST = 1024**2
"""Larger pictures are left out."""
MOST = 20
"""A cell shows so many pictures."""


def attached_pictures(attachments: object) -> dict[str, str]:
    """Give the pictures that are attached to a cell as addresses of data, by their names.

    Parameters
    ----------
    attachments : object
        What the notebook says; anything may stand there.
    """
    if not isinstance(attachments, Mapping):
        return {}
    found: dict[str, str] = {}
    for name, bundle in list(attachments.items())[:MOST]:
        for kind, data in bundle.items() if isinstance(bundle, Mapping) else ():
            text = "".join(data) if isinstance(data, list) and all_text(data) else data
            address = picture(kind, text)
            if address and isinstance(name, str):
                found[name] = address
    return found


def all_text(lines: list[object]) -> bool:
    """Tell whether there are only texts in a list, as where a text is kept by lines."""
    return all(isinstance(line, str) for line in lines)


def picture(kind: object, data: object) -> str:
    """Give a picture as an address of data; empty if it is none, or too large.

    Examples
    --------
    >>> picture("image/png", "iVBORw0KGgo=")
    'data:image/png;base64,iVBORw0KGgo='
    >>> picture("image/svg+xml", "PHN2Zz4="), picture("image/png", "PHN2Zz4=")
    ('', '')
    """
    if not isinstance(data, str) or not isinstance(kind, str):
        return ""
    if kind not in FIRST_BYTES or len(data) > 2 * LARGEST:
        return ""
    try:
        pixels = base64.b64decode("".join(data.split()), validate=True)
    except (binascii.Error, ValueError):
        return ""
    if len(pixels) > LARGEST or not pixels.startswith(FIRST_BYTES[kind]):
        return ""
    return f"data:{kind};base64,{base64.b64encode(pixels).decode()}"
