"""Classes as they arrive, written from rows of paths."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.intake import Intake, collect
from tests.first_neuron import ASSIGNMENTS

CODE = "def softmax(x):\n    return x\n\n\ndef L1(yhat, y):\n    return 0\n"

Arrive = Callable[..., Intake]


def notebook(code: str = CODE) -> str:
    """Write a notebook of one cell."""
    cell = {"cell_type": "code", "metadata": {}, "source": code}
    return json.dumps({"nbformat": 4, "metadata": {}, "cells": [cell]})


def write(path: Path, mark: str = "") -> Path:
    """Write a file; each holds something else, unless marks are the same."""
    code = f"# {mark or path}\n{CODE}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(notebook(code) if path.suffix.lower() == ".ipynb" else code)
    return path


def seen(intake: Intake, root: Path) -> dict[str, tuple[str, str]]:
    """Tell student and assignment of each file that is graded."""
    return {
        one.path.relative_to(root).as_posix(): (one.student, one.hint) for one in intake.hand_ins
    }


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder whose name tells nothing."""
    made = tmp_path / "hand_in"
    made.mkdir()
    return made


@pytest.fixture
def arrive(root: Path, tmp_path: Path) -> Arrive:
    """Write files and take them in: the whole folder, or what is named."""

    def take_in(
        *files: str, named: tuple[str, ...] = ("",), assignment: str | None = None
    ) -> Intake:
        for file in files:
            write(root / file)
        return collect(
            [root / name for name in named], ASSIGNMENTS, tmp_path / "scratch", assignment
        )

    return take_in
