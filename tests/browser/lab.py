"""JupyterLab as a student uses it: menus, cells, outputs, nbgrader's panels."""

from __future__ import annotations

import nbformat
from nbformat import NotebookNode
from selenium.webdriver import ActionChains, Chrome, Keys
from selenium.webdriver.remote.webelement import WebElement

from tests.browser.page import Page
from tests.browser.server import Server
from tests.browser.waiting import wait_until

NOTEBOOK = ".jp-NotebookPanel:not(.lm-mod-hidden) "
PROMPTS = """
return [...document.querySelectorAll(arguments[0] + ".jp-CodeCell .jp-InputPrompt")]
    .map(prompt => prompt.textContent)
"""


class Lab(Page):
    """JupyterLab in a browser.

    Parameters
    ----------
    browser : Chrome
        A browser.
    server : Server
        The JupyterLab that it looks at.
    """

    def __init__(self, browser: Chrome, server: Server) -> None:
        super().__init__(browser)
        self.server = server
        self.path = ""

    def open(self, path: str) -> None:
        """Open a notebook, and wait until its cells and its kernel are there."""
        self.path = path
        self.browser.get(self.server.address(f"lab/tree/{path}"))
        self.wait_for_notebook()

    def wait_for_notebook(self) -> None:
        """Wait until all cells of the notebook are there, and its kernel is ready."""
        number = len(self.saved().cells)
        wait_until(
            f"{self.path} shows its {number} cells",
            lambda: len(self.find_all(NOTEBOOK + ".jp-Cell")) == number,
        )
        self.find(NOTEBOOK + ".jp-Notebook-ExecutionIndicator[data-status=idle]")

    def saved(self) -> NotebookNode:
        """Read the notebook as it lies on the disk."""
        return nbformat.read(self.server.folder / self.path, as_version=4)

    def choose(self, menu: str, *items: str) -> None:
        """Choose an item of a menu, or of a menu in it."""
        self.click(".lm-MenuBar-itemLabel", menu)
        for item in items:
            self.click(".lm-Menu-itemLabel", item)

    def run_all(self) -> None:
        """Run all cells by the menu, and wait for the last one."""
        before = self._prompts()
        self.choose("Run", "Run All Cells")
        self._wait_for_run(before, -1)

    def run_cell(self, grade_id: str) -> None:
        """Run one cell by its keys, and wait for it."""
        before = self._prompts()
        self._focus(grade_id).send_keys(Keys.CONTROL, Keys.ENTER)
        code_cells = [cell.id for cell in self.saved().cells if cell.cell_type == "code"]
        self._wait_for_run(before, code_cells.index(grade_id))

    def write(self, grade_id: str, source: str) -> None:
        """Put a source in the place of what stands in a cell."""
        editor = self._focus(grade_id)
        ActionChains(self.browser).key_down(Keys.CONTROL).send_keys("a").key_up(
            Keys.CONTROL
        ).perform()
        # Text that comes in one piece, as from the clipboard: no brackets or indents are added.
        self.browser.execute_cdp_cmd("Input.insertText", {"text": source})
        last = source.rstrip().splitlines()[-1].strip()
        wait_until(f"the cell {grade_id} holds its text", lambda: last in editor.text)

    def cell(self, grade_id: str) -> WebElement:
        """Find a cell; the page does not know its id, so it is counted."""
        number = [cell.id for cell in self.saved().cells].index(grade_id)
        cell = self.find_all(NOTEBOOK + ".jp-Cell")[number]
        self.browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", cell)
        return cell

    def output(self, grade_id: str) -> str:
        """Read what stands below a cell."""
        return self.cell(grade_id).find_element("css selector", ".jp-Cell-outputWrapper").text

    def outputs_of_kind(self, mime_type: str) -> list[str]:
        """Read all outputs of a kind in the notebook."""
        selector = f'{NOTEBOOK}.jp-OutputArea-output[data-mime-type="{mime_type}"]'
        read = "return [...document.querySelectorAll(arguments[0])].map(one => one.textContent)"
        found: list[str] = self.browser.execute_script(read, selector)
        return found

    def validate(self) -> str:
        """Press Validate, and read what the dialog says."""
        self.click(NOTEBOOK + ".validate-button")
        self.find("#validation-message")
        return self.find("#validation-message").text

    def close_dialog(self) -> None:
        """Close the dialog that stands in front."""
        self.click(".jp-Dialog button.jp-mod-accept")
        wait_until("the dialog is gone", lambda: not self.find_all(".jp-Dialog"))

    def _focus(self, grade_id: str) -> WebElement:
        editor = self.cell(grade_id).find_element("css selector", ".cm-content")
        editor.click()
        return editor

    def _prompts(self) -> list[str]:
        prompts: list[str] = self.browser.execute_script(PROMPTS, NOTEBOOK)
        return prompts

    def _wait_for_run(self, before: list[str], number: int) -> None:
        """Wait until a code cell has another number than before, and none waits for one."""

        def ran() -> bool:
            now = self._prompts()
            return now[number] != before[number] and not any("*" in prompt for prompt in now)

        wait_until("the cells have run", ran)

    def open_assignments(self) -> None:
        """Open nbgrader's list of assignments, and wait until it knows them."""
        self.browser.get(self.server.address("lab"))
        self.choose("Nbgrader", "Assignment List")
        self.wait_for_text("#course_list_default", "first_neuron")

    def click_in_list(self, part: str, button: str) -> None:
        """Press a button in the list of released, fetched or submitted assignments."""
        self.click(f"#{part}_assignments_list button", button)
