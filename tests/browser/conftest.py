"""What the browser tests share: people at their browsers, and evidence when a test fails."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.remote.webelement import WebElement

from tests.browser.page import Page, start_browser
from tests.browser.server import Server, start_server


@dataclass(frozen=True, slots=True)
class Seat:
    """A person's place: a browser, and the JupyterLab that it looks at."""

    browser: Chrome
    server: Server


TakeSeat = Callable[..., Seat]
Photograph = Callable[..., None]
SEATS = pytest.StashKey[list[Seat]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take the folder into which pictures for the documentation go."""
    parser.addoption("--pictures", type=Path, help="save pictures of the pages in this folder")


def pytest_configure(config: pytest.Config) -> None:
    """Nobody has come yet."""
    config.stash[SEATS] = []


@pytest.fixture(scope="module")
def take_seat(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[TakeSeat]:
    """Starts a browser and a JupyterLab for one person; all leave when the module ends."""
    taken = request.config.stash[SEATS]
    with ExitStack() as stack:
        stack.callback(taken.clear)

        def take(folder: Path, theme: str = "JupyterLab Light") -> Seat:
            home = tmp_path_factory.mktemp("home") / "home"
            server = stack.enter_context(start_server(folder, home, theme))
            taken.append(Seat(stack.enter_context(start_browser()), server))
            return taken[-1]

        yield take


@pytest.fixture(scope="session")
def photograph(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Photograph:
    """Takes a picture for the documentation; it is kept when the command line asks for it."""
    folder = request.config.getoption("pictures") or tmp_path_factory.mktemp("pictures")

    def take(name: str, page: Page, *elements: WebElement) -> None:
        page.photograph(folder / f"{name}.png", *elements)

    return take


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Iterator[pytest.TestReport]:
    """When a test fails, keep what everybody saw and what the servers said, and say where."""
    report: pytest.TestReport = yield
    seats = item.config.stash[SEATS]
    if report.failed and seats:
        folder = Path(tempfile.mkdtemp(prefix=f"{item.originalname}-"))
        for number, seat in enumerate(seats, 1):
            seat.browser.save_screenshot(str(folder / f"window-{number}.png"))
            said = "\n".join(entry["message"] for entry in seat.browser.get_log("browser"))
            (folder / f"console-{number}.log").write_text(said, encoding="utf-8")
            shutil.copy(seat.server.log, folder / f"server-{number}.log")
        report.sections.append(("browser", f"pictures of the windows and logs: {folder}"))
    return report
