"""nbgrader's formgrader as a teacher uses it: tables of assignments and of submissions."""

from __future__ import annotations

from selenium.webdriver import Chrome
from selenium.webdriver.remote.webelement import WebElement

from tests.browser.page import Page
from tests.browser.server import Server
from tests.browser.waiting import wait_until


class Formgrader(Page):
    """The formgrader in a browser.

    Parameters
    ----------
    browser : Chrome
        A browser.
    server : Server
        The JupyterLab of the course folder.
    """

    def __init__(self, browser: Chrome, server: Server) -> None:
        super().__init__(browser)
        self.server = server

    def open_assignments(self) -> None:
        """Open the page of assignments."""
        self._open("manage_assignments")

    def open_submissions(self, assignment: str) -> None:
        """Open the page of the submissions of an assignment."""
        self._open(f"manage_submissions/{assignment}")

    def press(self, row: str, button: str) -> str:
        """Press a button in the row of an assignment or student, and give the log of its success.

        Raises
        ------
        AssertionError
            If the formgrader reports an error; the message is what it says.
        """
        wait_until(f"{row} has the button {button}", lambda: self._press(row, button))
        # It fades in: what is there cannot be seen at once.
        title = wait_until("there is a message", lambda: self.find(".modal.in .modal-title").text)
        said = self.find(".modal.in .modal-body").text
        assert title == "Success", said
        self.click(".modal.in .modal-footer button")
        wait_until("the message is gone", lambda: not self.find_all(".modal, .modal-backdrop"))
        return said

    def read(self, row: str, column: str) -> str:
        """Read a column in the row of an assignment or a student."""
        return self.row(row).find_element("css selector", f".{column}").text

    def row(self, name: str) -> WebElement:
        """Find the row of an assignment or a student."""
        return wait_until(f"{name} has a row", lambda: self._find_row(name))

    def _open(self, page: str) -> None:
        self.browser.get(self.server.address(f"formgrader/{page}"))

    def _find_row(self, name: str) -> WebElement | None:
        for cell in self.find_all("#main-table .name, #main-table .student-id", name):
            return cell.find_element("xpath", "./..")
        return None

    def _press(self, row: str, button: str) -> bool:
        buttons = self.row(row).find_elements("css selector", f".{button} a")
        for one in buttons:
            one.click()
        return bool(buttons)
