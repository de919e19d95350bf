"""Read the file of a submission: a notebook or a module."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.submission.code import Block, Code, Source
from autograder.submission.limits import MAX_BYTES, MAX_VALUES, LimitError
from autograder.submission.reading import read_code


class SubmissionError(Exception):
    """A file cannot be graded; the message says why and what to do."""


class UnreadableError(SubmissionError):
    """The machine does not give a file that is there: that says nothing of the work in it."""


@dataclass(frozen=True, slots=True)
class Submission:
    """What a student handed in.

    Attributes
    ----------
    name : str
        Whose it is.
    path : Path
        Where it came from.
    code : Code
        The statements that it consists of, and what could not be read.
    """

    name: str
    path: Path
    code: Code


def read_submission(path: Path, name: str | None = None) -> Submission:
    """Read a submission; nothing of it is run.

    Parameters
    ----------
    path : Path
        An ``.ipynb`` or ``.py`` file.
    name : str, optional
        Whose it is; the name of the file without its ending by default.

    Raises
    ------
    SubmissionError
        If there is no such file, or it is not a notebook or module that can be graded.
    """
    return submission_from_bytes(read_bytes(path), path, name)


def submission_from_bytes(data: bytes, path: Path, name: str | None = None) -> Submission:
    """Read a submission whose file was read already.

    Parameters
    ----------
    data : bytes
        What the file holds.
    path : Path
        Where it came from: its ending tells what it is.
    name : str, optional
        Whose it is; the name of the file without its ending by default.

    Raises
    ------
    SubmissionError
        If it is not a notebook or module that can be graded.
    """
    if path.suffix == ".ipynb":
        return notebook_submission(_read_json(path, data), path, name or path.stem)
    return _submission(name or path.stem, path, [Block("module", _decode(path, data))])


def notebook_submission(notebook: object, path: Path, name: str) -> Submission:
    """Take the code cells out of a notebook; cells that nbgrader marks as tests are left out.

    Parameters
    ----------
    notebook : object
        What the JSON of a notebook holds.
    path : Path
        Where it came from, for messages.
    name : str
        Whose it is.

    Raises
    ------
    SubmissionError
        If it is no notebook for Python.
    """
    cells = _cells(notebook) if isinstance(notebook, dict) else None
    if not isinstance(notebook, dict) or cells is None:
        message = (
            f"{path} is not a notebook: it has no list of cells; "
            "open it in JupyterLab and save it again"
        )
        raise SubmissionError(message)
    _refuse_other_languages(path, notebook.get("metadata"))
    blocks = [
        Block(f"cell {number}", _source(cell))
        for number, cell in enumerate(cells, start=1)
        if isinstance(cell, dict) and _holds_code(cell)
    ]
    return _submission(name, path, blocks)


def _submission(name: str, path: Path, blocks: Sequence[Block]) -> Submission:
    try:
        return Submission(name, path, read_code(blocks))
    except LimitError as error:
        message = f"{path} has {error}; take out what is no answer to an exercise"
        raise SubmissionError(message) from None


def _cells(notebook: Mapping[str, object]) -> list[object] | None:
    """List the cells of a notebook; before format 4 they stood on sheets."""
    cells, sheets = notebook.get("cells"), notebook.get("worksheets")
    if isinstance(cells, list):
        return cells
    if not isinstance(sheets, list):
        return None
    found = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)]
    lists = [cells for cells in found if isinstance(cells, list)]
    return [cell for cells in lists for cell in cells] if lists else None


def read_bytes(path: Path) -> bytes:
    """Read the file of a submission.

    Raises
    ------
    SubmissionError
        If there is none, it cannot be read, or it is too large or of another kind.
    """
    if path.suffix not in (".ipynb", ".py"):
        raise SubmissionError(f"{path} is neither a notebook (.ipynb) nor a module (.py)")
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            message = (
                f"{path} has {size / 1024**2:.0f} MB, more than the {MAX_BYTES / 1024**2:.0f} MB "
                "that are read; clear its outputs and save it again"
            )
            raise SubmissionError(message)
        return path.read_bytes()
    except FileNotFoundError:
        raise SubmissionError(f"there is no file {path}; check its name and folder") from None
    except OSError as error:
        raise SubmissionError(f"{path} cannot be read: {error.strerror}") from None


def _decode(path: Path, data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SubmissionError(f"{path} is not text in UTF-8; save it as a plain file") from None
    if "\0" in text:
        raise SubmissionError(f"{path} holds binary data; hand in a notebook or a Python module")
    return text


def _read_json(path: Path, data: bytes) -> object:
    if not data.strip():
        raise SubmissionError(f"{path} is empty; save the notebook and hand it in again")
    values = sum(data.count(sign) for sign in (b"[", b"{", b","))
    if values > MAX_VALUES:
        message = (
            f"{path} has {values:,} values, more than the {MAX_VALUES:,} that are read; "
            "clear its outputs and save it again"
        )
        raise SubmissionError(message)
    try:
        notebook: object = json.loads(_decode(path, data))
    except (ValueError, RecursionError):
        message = f"{path} is not a notebook: it is no JSON; download or save it again"
        raise SubmissionError(message) from None
    return notebook


def _refuse_other_languages(path: Path, metadata: object) -> None:
    kernel = metadata.get("kernelspec") if isinstance(metadata, dict) else None
    language = kernel.get("language", "python") if isinstance(kernel, dict) else "python"
    if isinstance(language, str) and not language.lower().startswith("python"):
        message = (
            f"{path} is a notebook for {language[:40]!r}, not for Python; "
            "choose the Python 3 kernel and hand it in again"
        )
        raise SubmissionError(message)


def _source(cell: dict[str, object]) -> str:
    source = cell.get("source", cell.get("input", ""))  # the code of format 3 is its input
    if isinstance(source, list):
        return "".join(line for line in source if isinstance(line, str))
    return source if isinstance(source, str) else ""


def _holds_code(cell: dict[str, object]) -> bool:
    """Tell the cells that students write code in, also where a stray key made text of one."""
    metadata = cell.get("metadata")
    marks = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    marks = marks if isinstance(marks, dict) else {}
    if cell.get("cell_type") == "code":
        is_test = marks.get("grade") is True and isinstance(marks.get("grade_id"), str)
        return not is_test or bool(marks.get("solution"))
    return bool(marks.get("solution")) and marks.get("cell_type", "code") == "code"


def sources_of(submission: Submission, exercises: Iterable[tuple[str, ...]]) -> dict[str, Source]:
    """Find the text of each exercise that a submission defines.

    Parameters
    ----------
    submission : Submission
        What the student handed in.
    exercises : iterable of tuple of str
        For each exercise its names, the first of which is the key of the result.
    """
    found = {names[0]: submission.code.source(names) for names in exercises}
    return {name: source for name, source in found.items() if source is not None}
