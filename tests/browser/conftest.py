"""What the browser tests share: people at their browsers, and evidence when a test fails."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver.remote.webelement import WebElement

from tests.browser.page import Page, start_browser
from tests.browser.server import start_server

TakeSeat = Callable[..., Any]
Photograph = Callable[..., None]
PAGES = pytest.StashKey[list[Page]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take the folder into which pictures for the documentation go."""
    parser.addoption("--pictures", type=Path, help="save pictures of the pages in this folder")


def pytest_configure(config: pytest.Config) -> None:
    """Nobody has come yet."""
    config.stash[PAGES] = []


@pytest.fixture(scope="module")
def take_seat(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[TakeSeat]:
    """Starts a browser and a JupyterLab for one person; all leave when the module ends."""
    pages = request.config.stash[PAGES]
    with ExitStack() as stack:
        stack.callback(pages.clear)

        def take(kind: type[Page], folder: Path, theme: str = "JupyterLab Light") -> Page:
            home = tmp_path_factory.mktemp("home") / "home"
            server = stack.enter_context(start_server(folder, home, theme))
            pages.append(kind(stack.enter_context(start_browser()), server))
            return pages[-1]

        yield take


@pytest.fixture(scope="session")
def photograph(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Photograph:
    """Takes a picture for the documentation; it is kept when the command line asks for it."""
    folder = request.config.getoption("pictures") or tmp_path_factory.mktemp("pictures")

    def take(name: str, page: Page, *elements: WebElement, margin: int = 0) -> None:
        page.photograph(folder / f"{name}.png", *elements, margin=margin)

    return take


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """When a test fails, keep what everybody saw and what the servers said, and say where."""
    report = yield
    pages = item.config.stash[PAGES]
    if report.failed and pages:
        folder = Path(tempfile.mkdtemp(prefix=item.name.partition("[")[0] + "-"))
        for number, page in enumerate(pages, 1):
            page.browser.save_screenshot(str(folder / f"window-{number}.png"))
            said = "\n".join(entry["message"] for entry in page.browser.get_log("browser"))
            (folder / f"console-{number}.log").write_text(said, encoding="utf-8")
            shutil.copy(page.server.log, folder / f"server-{number}.log")
        report.sections.append(("browser", f"pictures of the windows and logs: {folder}"))
    return report
