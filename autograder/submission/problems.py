"""What could not be read, told briefly: each thing that matters, and the rest in one line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from autograder.report.text import counted
from autograder.submission.limits import MAX_PROBLEMS

MOST_PLACES = 4
LONGEST = 160
"""What matters to nobody is told up to so many characters."""


def first_problems(problems: Iterable[str]) -> tuple[str, ...]:
    """Take the first problems, each once; where there are many, the last line counts the rest.

    Examples
    --------
    >>> first_problems(["a", "b", "a"])
    ('a', 'b')
    >>> first_problems(map(str, range(30)))[-1]
    'and 11 problems more'
    """
    different = list(dict.fromkeys(problems))
    if len(different) <= MAX_PROBLEMS:
        return tuple(different)
    rest = len(different) - MAX_PROBLEMS + 1
    return (*different[:-rest], f"and {counted(rest, 'problem')} more")


def tell_together(left_out: Mapping[str, Sequence[str]]) -> str:
    """Say in one line what matters to nobody.

    Parameters
    ----------
    left_out : mapping
        For each thing that was left out, in words, where it stands.

    Examples
    --------
    >>> tell_together({"a shell line is left out": ["cell 1", "cell 2"], "a ...": ["cell 1"]})
    'cells 1, 2: a shell line is left out; cell 1: a ...'
    """
    told: list[str] = []
    for text, places in left_out.items():
        told.append(f"{_list_places(places)}: {text}")
        if sum(map(len, told)) > LONGEST:
            break
    rest = len(left_out) - len(told)
    return "; ".join(told) + (f"; and {rest:,} more of the kind" if rest else "")


def _list_places(places: Sequence[str]) -> str:
    different = list(dict.fromkeys(places))
    numbers = [place.removeprefix("cell ") for place in different[:MOST_PLACES]]
    more = f" and {len(different) - MOST_PLACES} more" if len(different) > MOST_PLACES else ""
    if len(different) == 1 or not different[0].startswith("cell "):
        return different[0]
    return f"cells {', '.join(numbers)}{more}"
