"""The drawings: fetched as npm packages, checked, and rendered to pixels."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import tarfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.figures.picture_set.names import Kind, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

SIZE = 128


@dataclass(frozen=True, slots=True)
class Source:
    """One set of drawings, in the version that the picture files were made from."""

    name: str
    package: str
    version: str
    sha256: str

    @property
    def tarball(self) -> str:
        """Name the file that `npm pack` writes."""
        return f"{self.package.removeprefix('@').replace('/', '-')}-{self.version}.tgz"


# The version of noto is older than it could be on purpose: upstream put another licence in its
# root folder in 2025, and 1.2.0 holds the drawings as they were published under Apache-2.0 before.
SOURCES = (
    Source(
        "twemoji",
        "@iconify-json/twemoji",
        "1.2.5",
        "19046dff7d8707ce96212ec86468b36ac5f8e60409629dd13f809265c6d0ebb7",
    ),
    Source(
        "noto",
        "@iconify-json/noto",
        "1.2.0",
        "c40ada3b2a97cd25970f19c3098d2d77c3c49b86d4a273560475a448fdac8f02",
    ),
    Source(
        "notov1",
        "@iconify-json/noto-v1",
        "1.2.5",
        "2bf62c26c2c2884aa99e90aec942cdaee17a5921f05690694f4978ad4b017c37",
    ),
    Source(
        "emojitwo",
        "@iconify-json/emojione",
        "1.2.3",
        "26a14f44284407e8bcde91799388dca2bfd91dbcd55a97f425524a1c5b73610e",
    ),
    Source(
        "streamline",
        "@iconify-json/streamline-emojis",
        "1.2.4",
        "5dac87c876b322500989828c5823143e0100d78881627a2e4081a4b897cbfdbc",
    ),
    Source(
        "fxemoji",
        "@iconify-json/fxemoji",
        "1.2.2",
        "f3e72b3c59d05e1db03b7e308d55c0d05bd7ba3f625a90da1b79313c12858eef",
    ),
)


class ArtworkError(RuntimeError):
    """A package of drawings could not be fetched, or is not the one that was asked for."""


@dataclass(frozen=True, slots=True, eq=False)
class Artwork:
    """A base picture: one emoji as one artist drew it, on a transparent ground.

    `pixels` has shape (SIZE, SIZE, 4): red, green, blue and opacity, uint8.
    """

    set: str
    emoji: str
    kind: Kind
    pixels: NDArray[np.uint8]

    @property
    def key(self) -> tuple[str, str]:
        """Name this base picture among all: its set and its emoji."""
        return self.set, self.emoji


def svg_documents(icons: dict[str, Any]) -> dict[str, str]:
    """Write the icons of a collection as SVG documents of their own.

    Parameters
    ----------
    icons : dict
        The content of an `icons.json`: bodies, and the box of each where it is not the common one.

    Returns
    -------
    dict of str
        The document of every emoji that the picture set uses, by name, in the order of the names.

    Examples
    --------
    >>> svg_documents({"width": 36, "icons": {"cat": {"body": "<g/>"}, "flag": {"body": "<g/>"}}})
    {'cat': '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 -10 36 36"><g/></svg>'}
    """
    common = {"left": 0, "top": 0, "width": 16, "height": 16}  # the format's own defaults
    common |= {side: icons[side] for side in common if side in icons}
    documents = {}
    for name, icon in sorted(icons["icons"].items()):
        if kind_of(name) is None or icon.get("hidden"):
            continue
        left, top, width, height = (icon.get(side, value) for side, value in common.items())
        side = max(width, height)  # all pictures are square, some boxes are not
        box = f"{left - (side - width) / 2:g} {top - (side - height) / 2:g} {side} {side}"
        documents[name] = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{icon["body"]}</svg>'
        )
    return documents


def render(svg: str) -> NDArray[np.uint8]:
    """Draw an SVG document.

    Parameters
    ----------
    svg : str
        The document.

    Returns
    -------
    uint8 array of shape (SIZE, SIZE, 4)
        Red, green, blue and opacity.
    """
    # Only whoever builds the pictures has these two, and only this function needs them.
    import resvg_py
    from PIL import Image

    png = resvg_py.svg_to_bytes(svg_string=svg, width=SIZE, height=SIZE, skip_system_fonts=True)
    with Image.open(io.BytesIO(bytes(png))) as picture:
        return np.asarray(picture.convert("RGBA"))


def fetch(source: Source, cache: Path) -> Path:
    """Get the package of a source with npm, unless the cache has it already.

    Parameters
    ----------
    source : Source
        The set to fetch.
    cache : Path
        An existing folder that keeps the packages.

    Returns
    -------
    Path
        The package, its checksum verified.

    Raises
    ------
    ArtworkError
        If npm fails, or if the package has another checksum than the recipe says.
    """
    path = cache / source.tarball
    wanted = f"{source.package}@{source.version}"
    if not path.exists():
        try:
            subprocess.run(  # noqa: S603 - every argument is a constant of this module
                ["npm", "pack", "--silent", wanted],  # noqa: S607 - npm is where PATH says
                cwd=cache,
                check=True,
                capture_output=True,
            )
        except (OSError, subprocess.CalledProcessError) as error:
            message = f"`npm pack {wanted}` failed: {getattr(error, 'stderr', b'') or error!s}"
            raise ArtworkError(message) from error
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != source.sha256:
        message = f"{path.name} has sha256 {found}, but the recipe says {source.sha256}"
        raise ArtworkError(message)
    return path


def artworks(cache: Path) -> Iterator[Artwork]:
    """Fetch and render every drawing that the picture set can use, set by set, name by name.

    Parameters
    ----------
    cache : Path
        An existing folder that keeps the packages.

    Yields
    ------
    Artwork
        Cats, animals and things.

    Raises
    ------
    ArtworkError
        If a package cannot be had.
    """
    for source in SOURCES:
        with tarfile.open(fetch(source, cache)) as package:
            member = package.extractfile("package/icons.json")
            if member is None:
                message = f"{source.tarball} has no file icons.json"
                raise ArtworkError(message)
            icons = json.load(member)
        for emoji, svg in svg_documents(icons).items():
            kind = kind_of(emoji)
            assert kind is not None
            yield Artwork(source.name, emoji, kind, render(svg))
