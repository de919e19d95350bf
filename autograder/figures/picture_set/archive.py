"""The files of the picture set: two HDF5 files and the list of where each picture comes from."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

import h5py
import numpy as np

from autograder.figures.picture_set.composition import compose
from autograder.figures.picture_set.names import Kind
from autograder.figures.picture_set.split import pick, split

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from autograder.figures.picture_set.artwork import Artwork

CLASSES = (b"non-cat", b"cat")
_COUNTS = {"train": (96, 113), "test": (25, 25)}


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """The content of one file: m pictures and the m drawings that they were made of.

    `pictures` has shape (m, 64, 64, 3), `labels` has shape (m,).
    """

    name: str
    artworks: tuple[Artwork, ...]
    pictures: NDArray[np.uint8]

    @property
    def labels(self) -> NDArray[np.int64]:
        """Say of each picture whether it shows a cat (1) or not (0)."""
        return np.array([art.kind is Kind.CAT for art in self.artworks], dtype=np.int64)


def build(pool: Sequence[Artwork], seed: int) -> tuple[Part, Part]:
    """Make all pictures of the set.

    Parameters
    ----------
    pool : sequence of Artwork
        The base pictures.
    seed : int
        Fixes the split, the choice and every picture.

    Returns
    -------
    tuple of Part
        The training part (96 cats, 113 others) and the test part (25 and 25).

    Raises
    ------
    ValueError
        If the pool is too small.
    """
    rng = np.random.default_rng(seed)
    parted = split(pool, rng)

    def part(name: str, side: Sequence[Artwork]) -> Part:
        chosen = pick(side, *_COUNTS[name], rng)
        return Part(name, tuple(chosen), np.stack([compose(art, rng) for art in chosen]))

    return part("train", parted.train), part("test", parted.test)


def write(parts: Sequence[Part], output: Path) -> None:
    """Write the files into a folder; the same parts give the same bytes.

    Parameters
    ----------
    parts : sequence of Part
        What `build` returned.
    output : Path
        An existing folder. Files of the same names are replaced.
    """
    for part in parts:
        with h5py.File(output / f"{part.name}_catvnoncat.h5", "w") as file:
            # Neither times nor the order of creation are kept: they would differ in each build.
            file.create_dataset(
                f"{part.name}_set_x",
                data=part.pictures,
                chunks=(1, *part.pictures.shape[1:]),
                compression="gzip",
                compression_opts=9,
                track_times=False,
            )
            file.create_dataset(f"{part.name}_set_y", data=part.labels, track_times=False)
            file.create_dataset("list_classes", data=np.array(CLASSES), track_times=False)
    with (output / "sources.csv").open("w", encoding="utf-8", newline="") as table:
        writer = csv.writer(table, lineterminator="\n")
        writer.writerow(["split", "index", "label", "set", "emoji"])
        for part in parts:
            rows = zip(part.labels.tolist(), part.artworks, strict=True)
            for index, (label, art) in enumerate(rows):
                writer.writerow([part.name, index, label, art.set, art.emoji])
