"""The pictures that the classifier learns from: read from HDF5, or from a photo of one's own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import h5py
import numpy as np

from autograder.figures.missing import MissingPackageError

if TYPE_CHECKING:
    import os

    from numpy.typing import NDArray

_DATASETS = Path("datasets")
"""Where the course's own notebooks have their data."""
_TRAIN = "train_catvnoncat.h5"
_TEST = "test_catvnoncat.h5"
_LFS = b"version https://git-lfs"
_HTML = (b"<!doctype html", b"<html", b"<head", b"<?xml", b"<!--")
_RANK = 4
_CHANNELS = 3


class PictureFileError(ValueError):
    """A picture file cannot be used; the message says why and what to do about it."""


@dataclass(frozen=True, slots=True, eq=False)
class Pictures:
    """A training set and a test set of pictures with their labels.

    Attributes
    ----------
    train_x : uint8 array of shape (m_train, h, w, 3)
        The pictures to learn from.
    train_y : int64 array of shape (1, m_train)
        Their labels, 0 or 1: positions in `classes`.
    test_x : uint8 array of shape (m_test, h, w, 3)
        The pictures to test on.
    test_y : int64 array of shape (1, m_test)
        Their labels.
    classes : tuple of str
        What the labels mean.
    """

    train_x: NDArray[np.uint8]
    train_y: NDArray[np.int64]
    test_x: NDArray[np.uint8]
    test_y: NDArray[np.int64]
    classes: tuple[str, ...]

    def __repr__(self) -> str:
        """Tell the sizes: the arrays themselves would fill the screen."""
        _, height, width, _ = self.train_x.shape
        return (
            f"Pictures({len(self.train_x)} to train, {len(self.test_x)} to test, "
            f"{height} x {width}, {' / '.join(self.classes)})"
        )


def load_pictures(
    train: str | os.PathLike[str] = _TRAIN, test: str | os.PathLike[str] = _TEST
) -> Pictures:
    """Read a training file and a test file.

    Each file is looked for in the current folder first, then in a folder ``datasets`` in it, where
    the notebooks of other courses have theirs.

    Parameters
    ----------
    train : path, optional
        An HDF5 file with the data sets `train_set_x` of shape (m, h, w, 3), `train_set_y` of shape
        (m,) or (1, m), and `list_classes`.
    test : path, optional
        The same with `test_set_x` and `test_set_y`.

    Returns
    -------
    Pictures
        Both sets.

    Raises
    ------
    PictureFileError
        If a file is missing, is something else than it should be, or does not fit the other.
    """
    train_path, test_path = _located(Path(train)), _located(Path(test))
    train_x, train_y, classes = _read(train_path, "train")
    test_x, test_y, test_classes = _read(test_path, "test")
    if train_x.shape[1:] != test_x.shape[1:]:
        message = (
            f"The pictures of {train_path.name} are {_size(train_x)}, those of {test_path.name} "
            f"{_size(test_x)}. A model needs the same size in both: use two files that belong "
            f"together, or resize the pictures of one."
        )
        raise PictureFileError(message)
    if classes != test_classes:
        message = (
            f"{train_path.name} calls its classes {classes}, {test_path.name} {test_classes}. The "
            f"labels must mean the same in both: use two files that belong together."
        )
        raise PictureFileError(message)
    return Pictures(train_x, train_y, test_x, test_y, classes)


def read_picture(path: str | os.PathLike[str], size: int = 64) -> NDArray[np.uint8]:
    """Read a picture of one's own as the classifier wants it: square and small.

    Parameters
    ----------
    path : path
        A photo or drawing in a common format, such as JPEG or PNG.
    size : int, optional
        Height and width of the result in pixels.

    Returns
    -------
    uint8 array of shape (size, size, 3)
        The square in the middle of the picture, upright, on white where it is transparent.

    Raises
    ------
    PictureFileError
        If the file is missing or is not a picture that can be read.
    ValueError
        If `size` is not a positive whole number.
    """
    # Grading does without Pillow; notebooks have it, because matplotlib needs it.
    try:
        from PIL import Image, ImageOps
    except ModuleNotFoundError:
        raise MissingPackageError("pillow") from None
    if not isinstance(size, (int, np.integer)) or size < 1:
        message = f"size is {size!r}; it must be a positive whole number of pixels, such as 64."
        raise ValueError(message)
    path = Path(path)
    _require_file(path, "Check the name, and put the picture next to your notebook")
    try:
        with Image.open(path) as opened:
            upright = ImageOps.exif_transpose(opened).convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        message = (
            f"{path.name} cannot be read as a picture ({type(error).__name__}: {error}). Expected "
            f"a whole picture in a common format. Open it in a picture viewer and save it as JPEG "
            f"or PNG; photos from a phone may be HEIC, which is not supported."
        )
        raise PictureFileError(message) from error
    ground = Image.new("RGBA", upright.size, "white")
    picture = Image.alpha_composite(ground, upright).convert("RGB")
    square = ImageOps.fit(picture, (int(size), int(size)), Image.Resampling.LANCZOS)
    return np.array(square, dtype=np.uint8)


def _located(path: Path) -> Path:
    """Give the path itself; if there is nothing, the same in the folder of data sets."""
    if path.is_absolute() or path.exists():
        return path
    beside = _DATASETS / path
    return beside if beside.exists() else path


def _folder(path: Path) -> str:
    return "the current folder" if path.parent == Path() else f"the folder {path.parent}"


def _size(x: NDArray[np.uint8]) -> str:
    return f"{x.shape[1]} x {x.shape[2]}"


def _require_file(path: Path, advice: str) -> None:
    """Refuse what is not a file.

    Raises
    ------
    PictureFileError
        If nothing, or a folder, is at the path.
    """
    if path.is_dir():
        message = f"{path} is a folder; expected a file. Give the path of a file in it."
        raise PictureFileError(message)
    if not path.exists():
        message = f"There is no file {path.name} in {_folder(path)}. {advice}."
        raise PictureFileError(message)


def _require_hdf5(path: Path) -> None:
    """Refuse a file that is not HDF5, and say what it seems to be.

    Raises
    ------
    PictureFileError
        If the file is not HDF5.
    """
    again = "Download the file itself again"
    _require_file(
        path,
        "Check the name and the folder; the pictures of the course come with its notebook, and "
        "belong beside it",
    )
    if h5py.is_hdf5(path):
        return
    with path.open("rb") as file:
        head = file.read(512)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not head:
        found, advice = "is empty", again
    elif start.startswith(_LFS):
        found = "is a Git LFS pointer, a short text that stands for the file"
        advice = "Run `git lfs pull` in the repository, or download the real file"
    elif start.startswith(_HTML):
        found = "is a web page, saved in place of the file"
        advice = f"{again}, for example with the page's Download or Raw button"
    else:
        found, advice = f"starts with {head[:8]!r}, which no HDF5 file does", again
    message = f"{path.name} {found}. Expected an HDF5 file with pictures. {advice}."
    raise PictureFileError(message)


def _read(path: Path, part: str) -> tuple[NDArray[np.uint8], NDArray[np.int64], tuple[str, ...]]:
    """Read the pictures, labels and classes of one file.

    Returns
    -------
    tuple
        Pictures of shape (m, h, w, 3), labels of shape (1, m), and the names of the classes.

    Raises
    ------
    PictureFileError
        If the file does not hold them.
    """
    _require_hdf5(path)
    names = (f"{part}_set_x", f"{part}_set_y", "list_classes")
    try:
        with h5py.File(path, "r") as file:
            present = sorted(name for name, item in file.items() if isinstance(item, h5py.Dataset))
            for name in names:
                if name not in present:
                    message = (
                        f"{path.name} has no data set {name!r}; it has "
                        f"{', '.join(map(repr, present)) or 'none'}. Expected "
                        f"{', '.join(map(repr, names))}. Check that this is the {part} file, and "
                        f"that the two files are not interchanged."
                    )
                    raise PictureFileError(message)
            x, y, classes = (np.asarray(file[name][()]) for name in names)
    except (OSError, RuntimeError) as error:
        message = (
            f"{path.name} is an HDF5 file, but cannot be read to its end ({error}). Expected a "
            f"whole file. Download it again: the copy is damaged or cut off."
        )
        raise PictureFileError(message) from error
    return (
        _checked_pictures(x, f"{names[0]} of {path.name}"),
        _checked_labels(y, len(x), f"{names[1]} of {path.name}"),
        _checked_classes(classes, f"{names[2]} of {path.name}"),
    )


def _checked_pictures(x: NDArray[Any], what: str) -> NDArray[np.uint8]:
    if x.ndim != _RANK or x.shape[-1] != _CHANNELS or 0 in x.shape:
        message = (
            f"{what} has the shape {x.shape}. Expected (m, height, width, 3): at least one "
            f"picture, in colour, not flattened. Reshape the pictures, or use another file."
        )
        raise PictureFileError(message)
    if x.dtype != np.uint8:
        message = (
            f"{what} has the dtype {x.dtype}. Expected uint8, whole numbers from 0 to 255. Convert "
            f"the pictures; if they go from 0 to 1, multiply by 255 and round first."
        )
        raise PictureFileError(message)
    return x


def _checked_labels(y: NDArray[Any], m: int, what: str) -> NDArray[np.int64]:
    if y.shape not in {(m,), (1, m)}:
        message = (
            f"{what} has the shape {y.shape}. Expected ({m},) or (1, {m}): one label for each of "
            f"the {m} pictures. Reshape the labels, or use the file that belongs to the pictures."
        )
        raise PictureFileError(message)
    # `not all` instead of `any not`: a NaN is neither 0 nor 1.
    if y.dtype.kind not in "biuf" or not np.all((y == 0) | (y == 1)):
        values = np.unique(y)[:5].tolist() if y.dtype.kind in "biuf" else y.dtype
        message = (
            f"{what} holds other labels than 0 and 1, such as {values}. Expected 0 for the first "
            f"class and 1 for the second. Recode the labels."
        )
        raise PictureFileError(message)
    return y.astype(np.int64).reshape(1, m)


def _checked_classes(classes: NDArray[Any], what: str) -> tuple[str, ...]:
    names = tuple(
        name.decode("utf-8", "replace") if isinstance(name, bytes) else str(name)
        for name in classes.ravel().tolist()
    )
    if len(names) != 2:
        message = (
            f"{what} holds {len(names)} names. Expected two: what the label 0 means, and what the "
            f"label 1 means. Write two names."
        )
        raise PictureFileError(message)
    return names
