"""What a page is made of, neutralised once more where it is made: formgrader's pages and feedback.

A graded copy may be older than the way copies are made today, or of another program's making, and
formgrader writes names of students into its page as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from bleach.css_sanitizer import CSSSanitizer
from bleach.sanitizer import Cleaner
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode, from_dict

from autograder.doors.nbgrader.inert import as_inert_text, is_inert
from autograder.doors.nbgrader.markdown import neutralise_markdown
from autograder.doors.nbgrader.pictures import FIRST_BYTES, attached_pictures, picture
from autograder.render.characters import in_a_page
from autograder.report.text import printable

NAMES = ("student", "last_name", "first_name", "notebook_path")
"""What formgrader hands to its page, and students or their platforms chose."""
ELEMENTS = frozenset(
    [
        "section",
        "p",
        "strong",
        "small",
        "code",
        "pre",
        "br",
        "span",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "mark",
    ]
)
ATTRIBUTES = {"*": ["style", "role", "scope", "title", "aria-label"]}
PROPERTIES = ["text-align", "vertical-align", "padding", "opacity", "color", "max-width"]
"""What the tables of this grader are made of."""
GRADE_ID = re.compile(r"[\w.-]+", re.ASCII)
MARKS: dict[str, type | tuple[type, ...]] = {
    "grade": bool,
    "solution": bool,
    "locked": bool,
    "task": bool,
    "schema_version": int,
    "points": (int, float),
}
"""What nbgrader notes about a cell, and of what types."""


class NeutralView(Preprocessor):
    """Stands before every page that nbgrader makes of a graded copy."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)  # type: ignore[no-untyped-call]
        self.enabled = True

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Neutralise a notebook, and the names that stand beside it."""
        names = {name: in_a_page(resources[name]) for name in NAMES if resources.get(name)}
        cells = [from_dict(_cell(cell)) for cell in nb.cells if isinstance(cell, dict)]
        metadata = {"language_info": {"name": "python"}}
        shown = from_dict({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata})
        shown["cells"] = cells
        resources.update(names)
        return shown, resources


def _cell(cell: Mapping[str, Any]) -> dict[str, Any]:
    kind, source = str(cell.get("cell_type")), str(cell.get("source", ""))
    made = {"metadata": _metadata(cell.get("metadata", {}).get("nbgrader"))}
    if kind == "code":
        outputs = [*_outputs(cell.get("outputs", []))]
        return made | {
            "cell_type": kind,
            "source": source,
            "outputs": outputs,
            "execution_count": None,
        }
    if kind == "markdown" and not is_inert(source):
        source = neutralise_markdown(source, attached_pictures(cell.get("attachments")))
    elif kind != "markdown":
        source = as_inert_text(source)
    return made | {"cell_type": "markdown", "source": source}


def _metadata(marks: object) -> dict[str, Any]:
    """Keep what nbgrader notes about a cell, if a page can hold its name."""
    name = marks.get("grade_id") if isinstance(marks, Mapping) else None
    if not isinstance(marks, Mapping) or not GRADE_ID.fullmatch(str(name)):
        return {}
    kept = {key: marks[key] for key, kind in MARKS.items() if isinstance(marks.get(key), kind)}
    return {"nbgrader": {"grade_id": name, **kept}}


def _outputs(outputs: object) -> Iterator[dict[str, Any]]:
    for output in outputs if isinstance(outputs, list) else ():
        kind = output.get("output_type")
        if kind == "stream":
            name = "stderr" if output.get("name") == "stderr" else "stdout"
            yield {"output_type": kind, "name": name, "text": printable(str(output.get("text")))}
        elif kind == "error":
            said = printable(f"{output.get('ename')}: {output.get('evalue')}")
            yield {"output_type": kind, "ename": "", "evalue": "", "traceback": [said]}
        elif kind in ("display_data", "execute_result"):
            data = dict(_data(output.get("data", {})))
            made = {"output_type": kind, "metadata": {}, "data": data}
            yield made | ({"execution_count": None} if kind == "execute_result" else {})


def _data(bundle: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Keep of a value its text, its pictures, and its HTML as far as it is a table of ours."""
    if "text/plain" in bundle:
        yield "text/plain", printable(str(bundle["text/plain"]))
    if "text/html" in bundle:
        cleaner = Cleaner(
            tags=ELEMENTS,
            attributes=ATTRIBUTES,
            protocols=frozenset(),
            css_sanitizer=CSSSanitizer(allowed_css_properties=PROPERTIES),
        )
        inside = cleaner.clean(str(bundle["text/html"]))
        yield "text/html", f'<div class="tex2jax_ignore mathjax_ignore">{inside}</div>'
    for kind in FIRST_BYTES:
        if address := picture(kind, bundle.get(kind)):
            yield kind, address.partition(",")[2]
