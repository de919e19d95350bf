"""The places where HDF5 keeps texts, looked at before HDF5 reads them.

A text of any length lies in a global heap: a collection of objects, each with its size. Where a
size is damaged, HDF5 walks beyond the collection, or in a circle and for ever, and no exception
ends it. So sizes are added up here first.
"""

from __future__ import annotations

import struct

SIGNATURE = b"GCOL"
HEADER = struct.Struct("<4sB3xQ")
"""Of a collection: its signature, the version of its form, its size."""
OBJECT = struct.Struct("<HH4xQ")
"""Before an object: its number, or 0 for the room that is left; how often it is used; its size."""


def check_heaps(content: bytes) -> None:
    """See that the objects of every global heap fill it.

    Wherever the signature of a heap stands in a file is taken for one, as what leads there may be
    anything.

    Raises
    ------
    ValueError
        If they do not.

    Examples
    --------
    >>> check_heaps(b"no heap")
    >>> check_heaps(HEADER.pack(b"GCOL", 1, 48) + OBJECT.pack(1, 1, 3) + b"abc" + bytes(5 + 8))
    >>> check_heaps(HEADER.pack(b"GCOL", 1, 48) + OBJECT.pack(0, 0, 0) + bytes(16))
    Traceback (most recent call last):
        ...
    ValueError: its texts are damaged
    """
    start = content.find(SIGNATURE)
    while start >= 0:
        if not _is_filled(content, start):
            raise ValueError("its texts are damaged")
        start = content.find(SIGNATURE, start + 1)


def _is_filled(content: bytes, start: int) -> bool:
    if start + HEADER.size > len(content):
        return False
    _, version, size = HEADER.unpack_from(content, start)
    end: int = start + size
    if version != 1 or end > len(content):
        return False
    place: int = start + HEADER.size
    while end - place >= OBJECT.size:
        number, _, size = OBJECT.unpack_from(content, place)
        # The room that is left counts its own header.
        needed = OBJECT.size + (size + 7) // 8 * 8 if number else size
        if needed < OBJECT.size:
            return False
        place += needed
    return place <= end
