"""Read values out of HDF5 that may be a stranger's: every step has its bound, and leads nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import h5py

from autograder import wire
from autograder.rubric.formula import Formula

MOST_BYTES = 64 << 20
"""A file, and what is read of it, is no larger."""
MOST_OBJECTS, DEEPEST = 5_000, 12
"""Ten times what a large assignment has: each takes a moment to open."""
KINDS = "biufcO"
"""Kinds of data sets: numbers, and texts of any length."""


class BoundedReader:
    """Reads one open file, and counts what it reads.

    Parameters
    ----------
    file : h5py.File
        The file; whatever is wrong with it is a ``ValueError``, ``TypeError``, ``KeyError`` or
        ``OSError``.
    """

    def __init__(self, file: h5py.File) -> None:
        self.file = file
        self._objects = self._room = 0

    def groups(
        self, name: str, parent: h5py.Group | None = None
    ) -> Iterator[tuple[str, h5py.Group]]:
        """Give the groups in a group, by their names."""
        above = self.group(self.file if parent is None else parent, name)
        for key in sorted(above):
            yield key, self.group(above, key)

    def group(self, parent: h5py.Group, name: str) -> h5py.Group:
        """Open a group."""
        node = self._open(parent, name)
        if not isinstance(node, h5py.Group):
            raise TypeError(f"{name} is no group")
        return node

    def text(self, parent: h5py.Group, name: str) -> str:
        """Read a text; empty where there is none."""
        if name not in parent:
            return ""
        value = self._data(self._open(parent, name))
        if not isinstance(value, bytes):
            raise TypeError(f"{name} is no text")
        return value.decode()

    def frame(self, parent: h5py.Group, name: str) -> Sequence[Any]:
        """Read values that are kept as one wire frame."""
        data = self._data(self._open(parent, name))
        values = wire.decode(data.tobytes(), wire.FROM_AUTHOR)
        if not isinstance(values, list | tuple):
            raise TypeError(f"{name} holds no list")
        return values

    def value(self, parent: h5py.Group, name: str, kind: type | None = None) -> Any:
        """Read a value that is kept as a tree of groups and data sets, of a kind if one is asked.

        Formulas are of a closed grammar: nothing that is read here runs.
        """
        value = self._value(self._open(parent, name), 0)
        if kind is not None and not isinstance(value, kind):
            raise TypeError(f"{name} is no {kind.__name__}")
        return value

    def _value(self, node: h5py.Group | h5py.Dataset, depth: int) -> Any:
        if depth > DEEPEST:
            raise ValueError("it goes too deep")
        kind = node.attrs["type"]
        if kind == "dict":
            return {
                str(key): self._value(self._open(node, key), depth + 1)
                for key in node.attrs["keys"]
            }
        if kind in ("list", "tuple"):
            items = [self._value(self._open(node, key), depth + 1) for key in sorted(node)]
            return items if kind == "list" else tuple(items)
        value = self._data(node)
        if kind in ("Formula", "str"):
            text = value.decode()
            return Formula(text) if kind == "Formula" else text
        return value.item() if kind in ("bool", "int", "float") else value

    def _open(self, parent: h5py.Group, name: str) -> h5py.Group | h5py.Dataset:
        """Open a part of the file, and of no other file.

        Raises
        ------
        ValueError
            If it lies elsewhere, or there are too many.
        """
        self._objects += 1
        if self._objects > MOST_OBJECTS:
            raise ValueError("it has too many parts")
        if parent.id.links.get_info(name.encode()).type != h5py.h5l.TYPE_HARD:
            raise ValueError("it leads elsewhere")
        return parent[name]

    def _data(self, node: h5py.Group | h5py.Dataset) -> Any:
        """Read a data set.

        Raises
        ------
        ValueError
            If its numbers lie elsewhere, are packed, are of another kind, or are too many.
        """
        if not isinstance(node, h5py.Dataset):
            raise TypeError("a group stands where a data set belongs")
        settings, kind = node.id.get_create_plist(), node.dtype
        if (
            settings.get_layout() not in (h5py.h5d.COMPACT, h5py.h5d.CONTIGUOUS)
            or settings.get_external_count()
        ):
            raise ValueError("its numbers are elsewhere, or packed")
        self._room += node.nbytes
        if kind.kind not in KINDS or kind.fields or self._room > MOST_BYTES:
            raise ValueError("it holds something else than numbers and texts, or too many")
        return node[()]
