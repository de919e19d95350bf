"""A new course: a folder that builds, grades and is graded at once."""

from __future__ import annotations

import json
import re
import secrets
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from autograder.authoring.compilation import PRIVATE
from autograder.authoring.sources import AuthorError

TEMPLATE = files("autograder.authoring") / "template"
"""Each file of a new course; the names of those that begin with a dot begin with ``dot-``."""
TITLE, COURSE_ID, SEED = 'title = "A course"', 'course_id = "course"', "seed = 0        "
"""What a new course says in its own way in ``course.toml``."""
MOST_SEED = 10**8


def create_course(folder: Path, title: str = "", seed: int | None = None) -> list[str]:
    """Write a course into a folder that is empty or not there yet.

    Parameters
    ----------
    folder : Path
        Where to write it.
    title : str, optional
        What it is called; made of the folder's name by default.
    seed : int, optional
        Where its hidden inputs come from; drawn by default, as a seed that everybody knows would
        tell them.

    Returns
    -------
    list of str
        The files that were written, seen from the folder.

    Raises
    ------
    AuthorError
        If the folder is not empty, or is a file.
    """
    if folder.is_file():
        raise AuthorError(f"{folder} is a file; name a folder that is empty or not there yet")
    if folder.exists() and any(folder.iterdir()):
        raise AuthorError(
            f"{folder} is not empty, and nothing in it is to be written over; name a folder that "
            "is empty or not there yet"
        )
    called = folder.resolve().name
    title = " ".join(title.split()) or name_in_words(called) or "A course"
    seed = secrets.randbelow(MOST_SEED) if seed is None else seed
    written = dict(sorted(_read(TEMPLATE)))
    written["course.toml"] = (
        written["course.toml"]
        .replace(TITLE, f"title = {_quoted(title)}")
        .replace(COURSE_ID, f"course_id = {_quoted(_identifier(called))}")
        .replace(SEED, f"seed = {seed:<9}")
    )
    written["README.md"] = written["README.md"].replace("# A course", f"# {title}", 1)
    written["expected/.gitignore"] = PRIVATE
    for name, text in written.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return sorted(written)


def name_in_words(name: str) -> str:
    """Write a name as a title.

    Examples
    --------
    >>> name_in_words("linear_regression")
    'Linear regression'
    """
    words = re.sub(r"[\W_]+", " ", name).strip()
    return words[:1].upper() + words[1:]


def _identifier(name: str) -> str:
    return re.sub(r"\W+", "_", name.casefold()).strip("_") or "course"


def _quoted(text: str) -> str:
    """Write a text as TOML does, which JSON's way of quoting is one of."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _read(folder: Traversable, above: str = "") -> list[tuple[str, str]]:
    found = []
    for item in folder.iterdir():
        name = above + item.name.replace("dot-", ".", 1)
        if item.is_dir():
            if item.name != "__pycache__":
                found += _read(item, f"{name}/")
        else:
            found.append((name, item.read_text(encoding="utf-8")))
    return found
