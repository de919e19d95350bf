"""Add assignments and exercises to what an author wrote, and leave the rest of it as it is."""

from __future__ import annotations

import ast
import builtins
import keyword
import tomllib
from pathlib import Path

from autograder.authoring.files import write_at_once
from autograder.authoring.new_course import name_in_words
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
IMPORTS = {
    "np": "import numpy as np",
    "Array": "from autograder.rubric.domain import Array",
    "Case": "from autograder.rubric.exercise import Case",
    "Check": "from autograder.rubric.exercise import Check",
    "Exercise": "from autograder.rubric.exercise import Exercise",
    "Inputs": "from autograder.rubric.inputs import Inputs",
}
"""Where the words of an entry come from."""


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
        text: _ended(sources.text) + PARAGRAPH.format(**words),
        solutions: _ended(import_missing(solved, ["np"])) + FUNCTION.format(**words),
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


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else f"{text}\n"


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
    lines = _ended(settings).splitlines(keepends=True)
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


def insert_entry(rubric: str, entry: str, file: str) -> str:
    r"""Add an entry at the end of the exercises of a rubric, and what it needs to be imported.

    Raises
    ------
    AuthorError
        If they are not written there one after the other.

    Examples
    --------
    >>> print(insert_entry("ASSIGNMENT = Assignment(\n    'a', 'A', (),\n)\n", "e,", ""))
    ASSIGNMENT = Assignment(
        'a', 'A', (
            e,
        ),
    )
    <BLANKLINE>
    """
    exercises = _exercises(ast.parse(rubric))
    if exercises is None:
        raise AuthorError(
            f"{file} does not end with ASSIGNMENT = Assignment(name, title, (Exercise(...), ...)), "
            f"so write the entry there by hand:\n{entry}"
        )
    source = rubric.encode()
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    assert exercises.end_lineno is not None
    assert exercises.end_col_offset is not None
    closing = starts[exercises.end_lineno - 1] + exercises.end_col_offset - 1
    line = source[starts[exercises.end_lineno - 1] : closing]
    own = line.decode()[: len(line) - len(line.lstrip())]
    head = source[:closing]
    if exercises.elts:
        last = exercises.elts[-1]
        assert last.end_lineno is not None
        assert last.end_col_offset is not None
        end = starts[last.end_lineno - 1] + last.end_col_offset
        if b"," not in _without_comments(source[end:closing]):
            head = source[:end] + b"," + source[end:closing]
    head = head.rstrip(b" \t")
    head = head if head.endswith(b"\n") else head + b"\n"
    block = "".join(f"{own}    {one}\n" for one in entry.splitlines())
    result = (head + block.encode() + own.encode() + source[closing:]).decode()
    needed = [name for name in IMPORTS if f"{name}(" in entry or f"{name}." in entry]
    return import_missing(result, needed)


def _without_comments(source: bytes) -> bytes:
    return b"\n".join(line.partition(b"#")[0] for line in source.splitlines())


def _exercises(module: ast.Module) -> ast.Tuple | None:
    """Find the exercises of ``ASSIGNMENT``, written in its place or under a name of their own."""
    values = {
        target.id: node.value
        for node in module.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(values.get("ASSIGNMENT") or ast.Module([], [])):
        if not (isinstance(node, ast.Call) and ast.unparse(node.func).endswith("Assignment")):
            continue
        named = [one.value for one in node.keywords if one.arg == "exercises"]
        found: ast.expr | None = (*named, *node.args[2:3], None)[0]
        if isinstance(found, ast.Name):
            found = values.get(found.id)
        return found if isinstance(found, ast.Tuple) else None
    return None


def import_missing(source: str, names: list[str]) -> str:
    """Import names that a module does not know yet, below what it imports."""
    module = ast.parse(source)
    known = {
        (alias.asname or alias.name).partition(".")[0]
        for node in module.body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    } | {node.id for node in ast.walk(module) if isinstance(node, ast.Name) and _binds(node)}
    missing = [IMPORTS[name] for name in names if name not in known]
    if not missing:
        return source
    lines = _ended(source).splitlines(keepends=True)
    imports = [one for one in module.body if isinstance(one, ast.Import | ast.ImportFrom)]
    is_told = ast.get_docstring(module) is not None
    after = imports[-1] if imports else module.body[0] if is_told else None
    place = (after.end_lineno or 0) if after is not None else 0
    gap = [] if imports or not is_told else ["\n"]
    return "".join((*lines[:place], *gap, *(f"{one}\n" for one in missing), *lines[place:]))


def _binds(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Store)
