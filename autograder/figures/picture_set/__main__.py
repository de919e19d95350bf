"""Build the picture files: `python -m autograder.figures.picture_set --output FOLDER`."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from autograder.figures.picture_set.archive import build, write
from autograder.figures.picture_set.artwork import ArtworkError, artworks


def main(arguments: list[str] | None = None) -> int:
    """Fetch the drawings, make the pictures and write the files.

    Parameters
    ----------
    arguments : list of str, optional
        The words of the command line; those of the process if left out.

    Returns
    -------
    int
        The exit status: 0, or 1 if the drawings could not be had.
    """
    parser = argparse.ArgumentParser(
        prog="python -m autograder.figures.picture_set", description="Make the pictures."
    )
    parser.add_argument("--seed", type=int, default=1, help="another number, another set (1)")
    parser.add_argument("--cache", type=Path, help="keep the fetched packages in this folder")
    parser.add_argument("--output", type=Path, required=True, help="write the files here")
    options = parser.parse_args(arguments)
    options.output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        cache = options.cache or Path(scratch)
        cache.mkdir(parents=True, exist_ok=True)
        try:
            pool = tuple(artworks(cache))
        except ArtworkError as error:
            sys.stderr.write(f"{error}\n")
            return 1
    write(build(pool, options.seed), options.output)
    return 0


if __name__ == "__main__":
    sys.exit(main())
