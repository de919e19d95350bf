"""Add assignments and exercises to what an author wrote, and leave the rest of it as it is."""

from __future__ import annotations

import builtins
import keyword
import tomllib
from pathlib import Path

from autograder.authoring.files import write_at_once
from autograder.authoring.new_course import name_in_words
from autograder.authoring.rubric_source import end_line, import_missing, insert_entry
from autograder.authoring.sources import AuthorError, Sources, reading
from autograder.course import Course

FIRST = "example"
"""The exercise that a new assignment begins with, to be renamed or replaced."""

TEXT = """\
# {title}

Wherever a cell says *YOUR CODE HERE*, replace what stands below that line by your own code and run
the cell. Then run the cell under it: a table tells you what is right already, and what is not yet.

```python
import numpy as np

from autograder import check
```
"""
SOLUTIONS = '''\
"""{title}: the reference solutions."""

import numpy as np
'''
RUBRIC = '''\
"""{title}: exercises, points, inputs and known mistakes."""

import numpy as np

from autograder.rubric.domain import Array
from autograder.rubric.exercise import Assignment, Case, Check, Exercise
from autograder.rubric.inputs import Inputs

ASSIGNMENT = Assignment(
    "{name}",
    "{title}",
    (),
)
'''
PARAGRAPH = """
## {title}

Say here what `{name}` is to do, and why.

```python exercise="{name}"
```
"""
FUNCTION = '''

def {name}(x: np.ndarray) -> np.ndarray:
    """Say in one line what it gives.

    Parameters
    ----------
    x : array of shape (n,)
        What comes in.

    Returns
    -------
    array of shape (n,)
        What goes out.
    """
    return 2 * x + 1
'''
ENTRY = """\
Exercise(
    "{name}",
    (Check("the values", 10),),
    (Case("the example of the text", (np.array([1.0, 2.0, 4.0]),)),),
    inputs=Inputs({{"x": Array(("n",))}}),
),"""


def add_assignment(course: Course, name: str) -> list[str]:
    """Add an assignment of one exercise at the end of a course.

    Returns
    -------
    list of str
        The files that were written, seen from the folder of the course.

    Raises
    ------
    AuthorError
        If it cannot be called so, or something of that name is there.
    """
    _refuse_impossible(name, "an assignment", "linear_regression")
    if name.casefold() in (one.casefold() for one in course.names):
        raise AuthorError(f"there is an assignment {name} already; name another one")
    files = _places(course, name)
    for path in files:
        if path.exists():
            raise AuthorError(
                f"{_below(path, course)} is there already, though course.toml does not list "
                f"{name}; list it there, or move the file away"
            )
    settings = course.folder / "course.toml"
    listed = list_assignment(settings.read_text(encoding="utf-8"), name)
    title = name_in_words(name)
    entry = {"name": name, "title": title}
    text, solutions, rubric = (one.format(**entry) for one in (TEXT, SOLUTIONS, RUBRIC))
    first = {"name": FIRST, "title": name_in_words(FIRST)}
    contents = (
        text + PARAGRAPH.format(**first),
        solutions + FUNCTION.format(**first),
        insert_entry(rubric, ENTRY.format(**first), files[2].name),
    )
    for path, content in zip(files, contents, strict=True):
        write_at_once(path, content.encode())
    write_at_once(settings, listed.encode())
    return [_below(path, course) for path in (*files, settings)]


def add_exercise(course: Course, assignment: str, name: str) -> list[str]:
    """Add an exercise at the end of an assignment.

    Returns
    -------
    list of str
        The files that were written, seen from the folder of the course.

    Raises
    ------
    AuthorError
        If it cannot be called so, something of that name is there, or the assignment does not
        work as it is.
    UnknownAssignmentError
        If there is no such assignment.
    """
    _refuse_impossible(name, "an exercise", "predict")
    with reading(course) as read:
        sources = read(assignment)
    _refuse_taken(sources, name)
    text, solutions, rubric = _places(course, assignment)
    words = {"name": name, "title": name_in_words(name)}
    solved = solutions.read_text(encoding="utf-8")
    contents = {
        text: end_line(sources.text) + PARAGRAPH.format(**words),
        solutions: end_line(import_missing(solved, ["np"])) + FUNCTION.format(**words),
        rubric: insert_entry(
            rubric.read_text(encoding="utf-8"),
            ENTRY.format(**words),
            f"rubrics/{rubric.name}",
        ),
    }
    for path, content in contents.items():
        write_at_once(path, content.encode())
    return [_below(path, course) for path in contents]


def _refuse_impossible(name: str, what: str, example: str) -> None:
    if not name.isidentifier() or not name.isascii() or keyword.iskeyword(name):
        raise AuthorError(
            f"{what} cannot be called {name!r}; its name is that of a Python "
            f"{'module' if 'assignment' in what else 'function'}: letters, digits and "
            f"underscores, as in {example}"
        )
    if name.startswith("_"):
        raise AuthorError(f"{what} cannot be called {name!r}; let its name begin with a letter")


def _refuse_taken(sources: Sources, name: str) -> None:
    assignment = sources.assignment
    if any(name in exercise.names for exercise in assignment.exercises):
        raise AuthorError(f"{assignment.name} has an exercise {name} already; name another one")
    if hasattr(sources.solutions, name):
        raise AuthorError(
            f"solutions/{assignment.name}.py has something called {name} already; name another one"
        )
    if hasattr(builtins, name):
        raise AuthorError(
            f"{name} is one of Python's own functions, which an exercise would hide; name another "
            "one"
        )


def _places(course: Course, name: str) -> tuple[Path, Path, Path]:
    folder = course.folder
    return course.text(name), folder / "solutions" / f"{name}.py", folder / "rubrics" / f"{name}.py"


def _below(path: Path, course: Course) -> str:
    return path.relative_to(course.folder).as_posix()


def list_assignment(settings: str, name: str) -> str:
    r"""Add an assignment to what ``course.toml`` says, below the others.

    Raises
    ------
    AuthorError
        If they are not listed one by one.

    Examples
    --------
    >>> print(list_assignment('[[assignments]]\nname = "a"\n\n[late]\npercent = 5\n', "b"))
    [[assignments]]
    name = "a"
    <BLANKLINE>
    [[assignments]]
    name = "b"
    <BLANKLINE>
    [late]
    percent = 5
    <BLANKLINE>
    """
    lines = end_line(settings).splitlines(keepends=True)
    headers = [n for n, line in enumerate(lines) if line.startswith("[")] + [len(lines)]
    last = [n for n in headers[:-1] if lines[n].replace(" ", "").startswith("[[assignments]]")]
    end = next(n for n in headers if n > last[-1]) if last else len(lines)
    # What explains the next table, set off by a blank line, stays with it.
    while end and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    while end < len(lines) and lines[end].startswith("#"):
        end += 1
    added = f'\n[[assignments]]\nname = "{name}"\n'
    result = "".join((*lines[:end], added, *lines[end:]))
    wanted = tomllib.loads(settings)
    wanted["assignments"] = [*wanted.get("assignments", []), {"name": name}]
    try:
        is_listed = tomllib.loads(result) == wanted
    except tomllib.TOMLDecodeError:
        is_listed = False
    if not is_listed:
        raise AuthorError(
            "course.toml does not list its assignments one by one; write there, for each of them, "
            f'[[assignments]] and below it name = "{name}"'
        )
    return result
