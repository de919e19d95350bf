"""One course for all tests: releasing an assignment takes nbgrader seconds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.term.course import Course, environment, make_course


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let nbgrader and the libraries under it warn: none of their code is ours."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.filterwarnings("ignore"))


@pytest.fixture(scope="session", autouse=True)
def path() -> Iterator[None]:
    """nbgrader calls its neighbour alembic by name."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", environment()["PATH"])
        yield


@pytest.fixture(scope="session")
def released(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course that has released one assignment."""
    return make_course(tmp_path_factory.mktemp("course"), "numpy_basics")


@pytest.fixture
def course(released: Course) -> Iterator[Course]:
    """A course to which nobody has handed anything in yet."""
    yield released
    released.forget()
