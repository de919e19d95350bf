"""Right work never breaks a cell of the text: what a check accepts, the text can use."""

from __future__ import annotations

import contextlib
import importlib
import io
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import wraps
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pytest

from autograder.practice.cases import practice_cases
from autograder.practice.trial import judge_here
from autograder.report import Outcome
from tests.conftest import ROOT
from tests.first_neuron import ASSIGNMENTS, compiled

Function = Callable[..., Any]
Dress = Callable[[Any], Any]

STOPPED = ("This cell stopped", "This cell comes alive")
SIDE = 8
"""Pixels along the side of a picture: training on these takes no time."""


def is_number(value: object) -> bool:
    """Tell whether a value is one number, of whatever kind."""
    return isinstance(value, int | float | np.number) or (
        isinstance(value, np.ndarray) and value.ndim == 0
    )


def in_numbers(change: Dress) -> Dress:
    """Change all numbers of a returned value, wherever they stand in it."""

    def dress(value: Any) -> Any:
        if is_number(value):
            return change(value)
        if isinstance(value, dict):
            return {key: dress(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return type(value)(dress(item) for item in value)
        return value

    return dress


def in_arrays(change: Dress) -> Dress:
    """Change all arrays of a returned value."""

    def dress(value: Any) -> Any:
        if isinstance(value, np.ndarray) and value.ndim:
            return change(value)
        if isinstance(value, dict):
            return {key: dress(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return type(value)(dress(item) for item in value)
        return value

    return dress


def labels_as(kind: type) -> Dress:
    """Give labels another kind of number."""
    return in_arrays(lambda a: a.astype(kind) if np.isin(a, (0, 1)).all() else a)


DRESSES: dict[str, Dress] = {
    "as it is": lambda value: value,
    "numbers as arrays of shape ()": in_numbers(np.asarray),
    "numbers as arrays of shape (1,)": in_numbers(lambda x: np.reshape(x, (1,))),
    "numbers as arrays of shape (1, 1)": in_numbers(lambda x: np.reshape(x, (1, 1))),
    "numbers of NumPy": in_numbers(lambda x: np.float64(np.asarray(x).item())),
    "numbers of Python": in_numbers(lambda x: np.asarray(x).item()),
    "whole numbers where they are": in_numbers(
        lambda x: int(x) if np.asarray(x).item() == int(np.asarray(x).item()) else x
    ),
    "labels that are bool": labels_as(bool),
    "labels that are whole numbers": labels_as(int),
    "lists for tuples": lambda value: list(value) if isinstance(value, tuple) else value,
    "more keys than needed": lambda value: (
        {**value, "more": None} if isinstance(value, dict) else value
    ),
    "more keys in the first of several": lambda value: (
        ({**value[0], "more": None}, *value[1:])
        if isinstance(value, tuple) and isinstance(value[0], dict)
        else value
    ),
}


def dressed(function: Function, dress: Dress) -> Function:
    """Let a function return the same in another form."""

    @wraps(function)
    def call(*args: object, **kwargs: object) -> object:
        return dress(function(*args, **kwargs))

    return call


def accepted(assignment: str, dress: Dress) -> Iterator[tuple[str, Function]]:
    """Give each exercise a function: in another form where its check accepts that."""
    solutions = importlib.import_module(f"solutions.{assignment}")
    for exercise in ASSIGNMENTS[assignment].exercises:
        right = getattr(solutions, exercise.name)
        function = dressed(right, dress)
        frozen = practice_cases(compiled(assignment))[exercise.name]
        is_accepted = judge_here(function, exercise, frozen).outcome is Outcome.PASSED
        yield exercise.name, function if is_accepted else right


def text_cells(assignment: str) -> list[str]:
    """Read the code that the text brings along: all but exercises and their checks."""
    notebook = nbformat.read(ROOT / f"release/{assignment}/{assignment}.ipynb", as_version=4)
    return [
        cell.source
        for cell in notebook.cells
        if cell.cell_type == "code" and "nbgrader" not in cell.metadata
    ]


def run_text(assignment: str, functions: dict[str, Function]) -> str:
    """Run the cells of a text around some functions, on small pictures; give what is printed."""
    namespace: dict[str, Any] = {"__name__": "notebook"}
    printed = io.StringIO()
    beside = contextlib.chdir(ROOT / "release" / assignment)
    with beside, mpl.rc_context({"backend": "agg"}), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with contextlib.redirect_stdout(printed):
            for source in text_cells(assignment):
                namespace.update(functions)
                exec(source, namespace)
                if "load_pictures()" in source:
                    namespace["pictures"] = in_small(namespace["pictures"])
                plt.close("all")
    return printed.getvalue()


def in_small(pictures: Any) -> Any:
    """Leave out most pixels of the pictures."""
    step = pictures.train_x.shape[1] // SIDE
    return replace(
        pictures,
        train_x=pictures.train_x[:, ::step, ::step],
        test_x=pictures.test_x[:, ::step, ::step],
    )


@pytest.mark.parametrize("dress", DRESSES.values(), ids=DRESSES.keys())
@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_the_text_can_use_what_a_check_accepts(assignment: str, dress: Dress) -> None:
    """Whatever form right work has, every cell runs, and none says that it stopped."""
    functions = dict(accepted(assignment, dress))
    said = run_text(assignment, functions)
    assert not any(line.startswith(STOPPED) for line in said.splitlines()), said


def broken(*args: object, **kwargs: object) -> object:
    """Raise what nobody expects."""
    raise ZeroDivisionError("on purpose")


BROKEN: dict[str, Function] = {
    "nothing comes back": lambda *args, **kwargs: None,
    "a text comes back": lambda *args, **kwargs: "text",
    "an empty dictionary comes back": lambda *args, **kwargs: {},
    "too few values come back": lambda *args, **kwargs: (np.ones((1, 1)),),
    "a number comes back": lambda *args, **kwargs: 1.0,
    "an error is raised": broken,
}


def named(function: Function, like: Function) -> Function:
    """Give a function the name of another."""

    @wraps(like)
    def call(*args: object, **kwargs: object) -> object:
        return function(*args, **kwargs)

    return call


@pytest.mark.parametrize("wrong", BROKEN.values(), ids=BROKEN.keys())
@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_wrong_work_never_breaks_a_cell(assignment: str, wrong: Function) -> None:
    """Where all is wrong, the cells say so and do no harm."""
    right = dict(accepted(assignment, DRESSES["as it is"]))
    said = run_text(assignment, {name: named(wrong, one) for name, one in right.items()})
    assert "This cell stopped" in said


@pytest.mark.parametrize(
    ("assignment", "exercise"),
    [(a.name, e.name) for a in ASSIGNMENTS.values() for e in a.exercises if e.has_examples],
)
def test_one_forgotten_return_never_breaks_a_cell(assignment: str, exercise: str) -> None:
    """Where one function gives nothing back, the cells that need it say so at most."""
    right = dict(accepted(assignment, DRESSES["as it is"]))
    run_text(assignment, {**right, exercise: named(lambda *_, **__: None, right[exercise])})
