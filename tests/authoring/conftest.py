"""A new course, built once, and copies of it that may be changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from autograder.authoring.building import build_course
from autograder.authoring.new_course import create_course
from autograder.course import open_course


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let nbgrader and the libraries under it warn: none of their code is ours."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.filterwarnings("ignore"))


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new course as ``autograder init`` makes it, built."""
    folder = tmp_path_factory.mktemp("new") / "course"
    create_course(folder, seed=5)
    build_course(open_course(folder))
    return folder


@pytest.fixture
def course(built: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(built, tmp_path / "course"))
