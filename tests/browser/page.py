"""A page in Chromium: find, click, read, and take pictures."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from selenium.common.exceptions import (
    ElementClickInterceptedException,
    ElementNotInteractableException,
    StaleElementReferenceException,
)
from selenium.webdriver import Chrome, ChromeOptions, ChromeService
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement

from tests.browser.waiting import PATIENCE, wait_until

FLAGS = (
    "--headless",
    # Chromium refuses to run as root with its sandbox, and containers have little shared memory.
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--window-size=1280,1000",
    "--hide-scrollbars",
    # Whatever a page asks of the network, it gets nothing.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
NOT_YET = (
    ElementClickInterceptedException,
    ElementNotInteractableException,
    StaleElementReferenceException,
)
CONTRAST = """
const [word] = arguments;
const style = element => getComputedStyle(element);
const channels = colour => colour.match(/[\\d.]+/g).map(Number);
const paper_of = element => {
    const [r, g, b, a = 1] = channels(style(element).backgroundColor);
    return a > 0 ? [r, g, b] : paper_of(element.parentElement);
};
const opacity = element => element ? style(element).opacity * opacity(element.parentElement) : 1;
const linear = c => c <= 0.04 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
const luminance = ([r, g, b]) =>
    0.2126 * linear(r / 255) + 0.7152 * linear(g / 255) + 0.0722 * linear(b / 255);
const [r, g, b, a = 1] = channels(style(word).color), paper = paper_of(word);
const share = a * opacity(word);
const seen = [r, g, b].map((c, n) => share * c + (1 - share) * paper[n]);
const [dark, light] = [luminance(seen), luminance(paper)].sort((a, b) => a - b);
return (light + 0.05) / (dark + 0.05);
"""


@contextmanager
def start_browser() -> Iterator[Chrome]:
    """Start the Chromium of the system, with the driver that belongs to it."""
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if chromium is None or driver is None:
        pytest.fail("Chromium and its driver are missing; `make test-browser` installs them")
    options = ChromeOptions()
    options.binary_location = chromium
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    for flag in FLAGS:
        options.add_argument(flag)
    browser = Chrome(options, ChromeService(driver))
    try:
        yield browser
    finally:
        browser.quit()


class Page:
    """What a person does with a page in a browser.

    Parameters
    ----------
    browser : Chrome
        A browser; one person has one.
    """

    def __init__(self, browser: Chrome) -> None:
        self.browser = browser

    def find_all(self, selector: str, text: str | None = None) -> list[WebElement]:
        """Find what is on the page now: by CSS, and by its text when one is given."""
        found = self.browser.find_elements(By.CSS_SELECTOR, selector)
        try:
            return [one for one in found if text is None or one.text.strip() == text]
        except StaleElementReferenceException:
            return []

    def find(self, selector: str, text: str | None = None) -> WebElement:
        """Find the first of its kind, once it is there."""
        what = f"{selector} is there" + (f" and says {text!r}" if text else "")
        return wait_until(what, lambda: self.find_all(selector, text))[0]

    def click(self, selector: str, text: str | None = None) -> None:
        """Click on something, once it is there and nothing lies over it."""

        def clicked() -> bool:
            try:
                self.find(selector, text).click()
            except NOT_YET:
                return False
            return True

        wait_until(f"{text or selector} takes a click", clicked)

    def wait_for_text(self, selector: str, text: str, patience: float = PATIENCE) -> str:
        """Wait until something says a text, and give all that it says."""

        def said() -> str:
            try:
                words = [one.text for one in self.browser.find_elements(By.CSS_SELECTOR, selector)]
            except StaleElementReferenceException:
                return ""
            return next((each for each in words if text in each), "")

        return wait_until(f"{selector} says {text!r}", said, patience)

    def contrast(self, word: WebElement) -> float:
        """Measure how an element's text stands out from what is behind it: from 1 to 21."""
        measured: float = self.browser.execute_script(CONTRAST, word)
        return measured

    def photograph(
        self, file: Path, *elements: WebElement, margin: int = 0, scale: float = 1.5
    ) -> None:
        """Save a picture of some elements, or of the window when there are none."""
        boxes = [
            self.browser.execute_script(
                "const r = arguments[0].getBoundingClientRect();"
                "return [r.left, r.top, r.right, r.bottom]",
                element,
            )
            for element in elements
        ] or [[0, 0, *self.browser.execute_script("return [innerWidth, innerHeight]")]]
        left, top = (max(0, min(box[n] for box in boxes) - margin) for n in (0, 1))
        right, bottom = (max(box[n] for box in boxes) + margin for n in (2, 3))
        clip = {"x": left, "y": top, "width": right - left, "height": bottom - top, "scale": scale}
        taken = self.browser.execute_cdp_cmd("Page.captureScreenshot", {"clip": clip})
        file.write_bytes(base64.b64decode(taken["data"]))
