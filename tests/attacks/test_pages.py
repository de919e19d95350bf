"""Whatever a student writes, names or attaches: on a page it is text, and does nothing.

What is looked at is what a browser gets: the pages that nbgrader makes of graded copies, read by a
parser of HTML that closes and repairs elements as browsers do.
"""

from __future__ import annotations

import base64
import copy
import json
from collections.abc import Iterator, Mapping
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import nbformat
import pytest
from bleach import html5lib_shim
from hypothesis import given, settings
from hypothesis import strategies as st
from nbconvert.exporters import HTMLExporter
from nbconvert.filters.markdown import markdown2html
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from traitlets.config import Config

from autograder.doors.nbgrader.formgrader import escaped, refusal
from autograder.doors.nbgrader.graded_copy import make_copy
from autograder.doors.nbgrader.inert import MARKS, is_inert
from autograder.doors.nbgrader.markdown import neutralise_markdown
from autograder.doors.nbgrader.master import Master, MasterCell
from autograder.doors.nbgrader.view import NeutralView, in_a_page
from autograder.report import CheckResult, ExerciseResult, Isolation, Outcome, Report
from autograder.report.text import as_cell
from tests.conftest import ROOT

pytestmark = pytest.mark.filterwarnings("ignore")

SCRIPT = "document.title = 'owned'"
PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(8)).decode()
SVG = f"<svg xmlns='http://www.w3.org/2000/svg' onload=\"{SCRIPT}\"><script>{SCRIPT}</script></svg>"
HOSTILE = {
    "script": f"<script>{SCRIPT}</script>",
    "script in a block": f"<div>\n\n<script>\n\n{SCRIPT}\n\n</script>\n\n</div>",
    "handler": f'<img src=x onerror="{SCRIPT}">',
    "handler of a kept element": f'<b onmouseover="{SCRIPT}">b</b><details ontoggle={SCRIPT} open>',
    "half an element": '<b title="\n\n$x$\n\n" onclick="x">',
    "svg": SVG,
    "mathml": '<math><mtext><table><mglyph><style><img src=x onerror="x">',
    "frame": f'<iframe srcdoc="<script>{SCRIPT}</script>"></iframe><object data="x.html">',
    "form": "<form action=/formgrader/api/x method=post><button>Show the plot</button></form>",
    "style": "<style>.score { display: none }</style><p style='position:fixed;inset:0'>over</p>",
    "base and meta": "<base href=http://e.org/><meta http-equiv=refresh content='0;url=/logout'>",
    "end of the page": "</div></div></body></html><h1>Score: 100</h1><!--",
    "comment": f"<!--><script>{SCRIPT}</script>-->",
    "cdata": f"<![CDATA[<script>{SCRIPT}</script>]]>",
    "template": f"<template><script>{SCRIPT}</script></template><noscript><p title='</noscript>'>",
    "link": f"[plot](javascript:{SCRIPT})",
    "spelled link": "[plot](java&#115;cript&colon;alert(1)) [b](JaVaScRiPt:alert(1))",
    "data link": "[plot](data:text/html,<script>1</script>) <data:text/html;base64,PHNjcmlwdD4=>",
    "link to the server": "[plot](/formgrader?path=submitted/mallory) [b](evil.html) [c](//e.org)",
    "reference": "[plot]\n\n[plot]: javascript:alert(1) '\"><script>1</script>'",
    "title": "[plot](http://e.org '\" onclick=\"x')",
    "remote picture": '![plot](http://e.org/pixel.png) ![x](/logout) ![" onerror=x](y)',
    "svg picture": f"![plot](data:image/svg+xml;base64,{base64.b64encode(SVG.encode()).decode()})",
    "formula with a link": r"$\href{javascript:alert(1)}{x}$ $$\require{HTML}\style{a:b}{x}$$",
    "formula with a class": r"$\class{score}{\cssId{score}{1}}$ \begin{html} x \end{html}",
    "macro": r"$\def\a{\a\a}\a$ $\newcommand{\x}{\href{x}{y}}\x$ $\unicode{0x3c}$",
    "formula across elements": r"$\hr<b></b>ef{javascript:alert(1)}{x}$ \(\href{x}{y}\)",
    "own marks": '<span class="tex2jax_process">$\\href{javascript:x}{y}$</span>',
    "fence": f"```html\n<script>{SCRIPT}</script>\n```",
    "fence of a diagram": f"```mermaid\nclick a call {SCRIPT}\n<script>{SCRIPT}</script>\n```",
    "fence by a name": '```"><script>alert(1)</script>\nx\n```',
    "template of the page": "{{ resources }} {% raw %} ${{ 1 }}",
    "numbers": "&lt;script&gt;alert(1)&lt;/script&gt; &#60;script&#62;",
    "very long": "<script>x</script>" * 5000,
}
NAMES = ["script", "iframe", "object", "embed", "form", "style", "link", "meta", "base", "svg"]
HONEST = """\
# What I *learned*

The **sigmoid** is $\\sigma(z) = \\frac{1}{1 + e^{-z}}$, so `sigmoid(0) == 0.5`; a < b & c > d.

$$J = -\\frac{1}{m} \\sum_{i=1}^m y^{(i)} \\log a^{(i)}$$

1. one
2. two<br>lines, H<sub>2</sub>O

| a | b |
|---|---|
| 1 | ~~2~~ |

```python
if x < 1:
    print("&")
```

See [NumPy](https://numpy.org) and ![a plot](attachment:plot.png)
"""


def elements(html: str) -> list[tuple[str, Mapping[str, str]]]:
    """Read a page as a browser does: its elements and their attributes."""
    parser = html5lib_shim.BleachHTMLParser(
        tags=None, strip=False, consume_entities=True, namespaceHTMLElements=False
    )
    walker = html5lib_shim.getTreeWalker("etree")
    tree = walker(parser.parseFragment(html))
    return [
        (token["name"], {name[1]: value for name, value in token.get("data", {}).items()})
        for token in tree
        if token["type"] in ("StartTag", "EmptyTag")
    ]


def assert_harmless(html: str) -> None:
    """No script, handler, link or style, and nothing from elsewhere, is in what students wrote."""
    for name, attributes in elements(html):
        assert name in MARKS | {"div", "img"}, name
        for key, value in attributes.items():
            assert (name, key) in {
                ("div", "class"),
                ("span", "class"),
                ("ol", "start"),
                ("img", "src"),
            }, (name, key)
            if key == "src":
                assert value.startswith(("data:image/png;base64,", "data:image/jpeg;base64,"))
            if key == "class":
                assert value in {"tex2jax_ignore mathjax_ignore", "tex2jax_process mathjax_process"}


def assert_inert(source: str, **pictures: str) -> str:
    """See that a text becomes one that every reader takes for the same harmless HTML."""
    written = neutralise_markdown(source, pictures)
    assert is_inert(written)
    assert "\n" not in written
    assert markdown2html(written).strip() == written
    assert_harmless(written)
    return written


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE)
def test_hostile_markdown_is_text(source: str) -> None:
    """Scripts, handlers, links, frames, styles and macros are gone from what a page shows."""
    assert_inert(source)


PIECES = st.sampled_from(
    [
        *HOSTILE.values(),
        HONEST,
        "<",
        ">",
        '"',
        "'",
        "`",
        "```\n",
        "$",
        "$$",
        "\\",
        "\n",
        "\n\n",
        "    ",
    ]
    + [f"<{name} " for name in NAMES]
    + [
        "](",
        "![",
        "<b>",
        "</b>",
        "</div>",
        "&#",
        "&lt;",
        "javascript:",
        "on",
        "-",
        "*",
        "_",
        "|",
        "\0",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES | st.text(max_size=8), max_size=12).map("".join))
def test_no_markdown_does_anything(source: str) -> None:
    """Any text, and any mixture of what has a meaning somewhere, is harmless to every reader."""
    assert_inert(source)


@settings(max_examples=50, deadline=None)
@given(st.text())
def test_what_is_inert_can_be_told_by_looking(source: str) -> None:
    """No text has the inert form but what is harmless."""
    if is_inert(source):
        assert_harmless(source)


@pytest.mark.parametrize(
    "forged",
    [
        '<div class="tex2jax_ignore mathjax_ignore"><script>x</script></div>',
        '<div class="tex2jax_ignore mathjax_ignore"></div><p></p></div>',
        '<div class="tex2jax_ignore mathjax_ignore"><table></div>',
        '<div class="tex2jax_ignore mathjax_ignore"><span class="tex2jax_process mathjax_process">'
        "&#36;&#92;href&#123;x&#125;&#36;</span></div>",
        '<div class="tex2jax_ignore mathjax_ignore"><span class="tex2jax_process mathjax_process">'
        "&#36;&#92;hr<b></b>ef&#36;</span></div>",
        '<div class="tex2jax_ignore mathjax_ignore">x\n\n[a](javascript:x)</div>',
        '<div class="tex2jax_ignore mathjax_ignore"><img src="data:image/svg+xml;base64,AA"></div>',
    ],
)
def test_the_inert_form_cannot_be_forged(forged: str) -> None:
    """What is nearly of the form is written anew."""
    assert not is_inert(forged)
    assert_inert(forged)


def test_honest_markdown_reads_well() -> None:
    """Headings, emphasis, formulas, tables, lists, code and attached pictures stay."""
    written = assert_inert(HONEST, **{"plot.png": f"data:image/png;base64,{PNG}"})
    names = {name for name, _ in elements(written)}
    assert names >= {
        "h1",
        "em",
        "strong",
        "code",
        "ol",
        "li",
        "br",
        "sub",
        "table",
        "td",
        "s",
        "pre",
    }
    assert f'<img src="data:image/png;base64,{PNG}">' in written
    assert written.count("tex2jax_process") == 2
    shown = html_text(written)
    assert "NumPy (https://numpy.org)" in shown
    assert 'if x < 1:\n    print("&")' in shown


def test_the_story_reads_as_it_was_written() -> None:
    """Nothing of the released notebooks is lost on the pages: each formula is still typeset."""
    for path in sorted(ROOT.glob("release/*/*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "markdown":
                written = assert_inert(cell.source)
                assert "<code>&#36;" not in written
                assert "&#60;" not in written or "<" in cell.source


def html_text(html: str) -> str:
    """Give the text of a page."""
    parser = html5lib_shim.BleachHTMLParser(
        tags=None, strip=False, consume_entities=True, namespaceHTMLElements=False
    )
    return "".join(parser.parseFragment(html).itertext())


def cell(kind: str, source: str, **more: Any) -> dict[str, Any]:
    made = {"cell_type": kind, "id": "x", "metadata": {}, "source": source, **more}
    return made | ({"outputs": [], "execution_count": None} if kind == "code" else {})


MIME = {
    "text/html": SVG + HOSTILE["script"] + "<b onclick=x>b</b><a href='javascript:x'>a</a>",
    "application/javascript": SCRIPT,
    "image/svg+xml": SVG,
    "text/latex": r"$\href{javascript:alert(1)}{x}$",
    "text/markdown": HOSTILE["script"],
    "application/vnd.jupyter.widget-view+json": {"model_id": "x"},
    "application/x-evil": HOSTILE["script"],
    "text/plain": HOSTILE["script"],
    "image/png": base64.b64encode(SVG.encode()).decode(),
    "image/jpeg": f'"><script>{SCRIPT}</script>',
}


def outputs() -> list[dict[str, Any]]:
    """Give every kind of output, with every kind of data."""
    kinds = [
        {"output_type": kind, "metadata": {}, "data": {mime: data}}
        | ({"execution_count": 1} if kind == "execute_result" else {})
        for kind in ("display_data", "execute_result")
        for mime, data in MIME.items()
    ]
    said = HOSTILE["script"]
    stream = {"output_type": "stream", "name": "stdout", "text": f"\x1b[31m{said}\x1b]8;;x\x07"}
    error = {"output_type": "error", "ename": said, "evalue": said, "traceback": [said]}
    return [*kinds, stream, error]


def hostile_notebook() -> dict[str, Any]:
    """Write a notebook that attacks by all that a notebook has."""
    bundle = {"x.svg": {"image/svg+xml": SVG}, "y.png": {"text/html": SVG, "image/png": SVG}}
    attached = cell("markdown", "![x](attachment:x.svg) ![y](attachment:y.png)", attachments=bundle)
    texts = [cell(kind, text) for kind in ("markdown", "raw") for text in HOSTILE.values()]
    raw = [cell("raw", HOSTILE["script"], metadata={"raw_mimetype": "text/html"})]
    code = [cell("code", HOSTILE["script"]) | {"outputs": outputs()}]
    marks = {"grade_id": '"><script>x</script>', "solution": True, "grade": True, "locked": False}
    marks |= {"points": "<script>x</script>", "score": 0, "comment": None}
    marked = [cell("markdown", "x", metadata={"nbgrader": marks})]
    metadata = {
        "title": HOSTILE["script"],
        "kernelspec": {"name": HOSTILE["script"], "display_name": HOSTILE["script"]},
        "language_info": {"name": HOSTILE["script"], "pygments_lexer": HOSTILE["script"]},
        "widgets": {
            "application/vnd.jupyter.widget-state+json": {"state": {"x": "</script>" + SVG}}
        },
        "authors": [{"name": HOSTILE["script"]}],
    }
    cells = [*texts, *raw, *code, *marked, attached]
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells}


TASK = MasterCell("essay", "markdown", "Write what you learned.", "0", False, True, False, 5.0)
TEST = MasterCell("sigmoid_tests", "code", "check(sigmoid)", "0", True, False, False, 10.0)
REPORT = Report(
    "mallory",
    "numpy_basics",
    (
        ExerciseResult(
            "sigmoid", Outcome.ERROR, (CheckResult("values", Outcome.ERROR, 0.0, 10.0, SVG),), SVG
        ),
    ),
    Isolation.FULL,
    (HOSTILE["script"],),
)


class Grades(Preprocessor):
    """Adds to a copy what nbgrader adds from its gradebook."""

    def __call__(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        for one in nb.cells:
            if "nbgrader" in one.metadata:
                one.metadata.nbgrader.update(score=0.0, comment="*well* <b>done</b>")
        return nb, resources


@cache
def exporter(template: str, *preprocessors: type) -> HTMLExporter:
    """Make pages as formgrader and ``generate_feedback`` do."""
    from nbgrader.server_extensions.formgrader import handlers

    config = Config()
    config.HTMLExporter.template_name = template
    config.HTMLExporter.extra_template_basedirs = [handlers.template_path]
    styles = Path(handlers.static_path, "node_modules", "bootstrap", "dist", "css")
    config.HTMLExporter.extra_template_paths = [str(styles)]
    config.HTMLExporter.preprocessors = [*preprocessors]
    return HTMLExporter(config=config)


RESOURCES = {
    "formgrade": {
        "assignment_id": "a",
        "notebook_id": "a",
        "submission_id": "s",
        "index": 0,
        "total": 1,
        "base_url": "",
        "student": SVG,
        "last_name": SVG,
        "first_name": r"$\href{x}{y}$",
        "notebook_path": f'x" onmouseover="{SCRIPT}',
    },
    "feedback": {"nbgrader": {"notebook": "a", "score": 0, "max_score": 1, "late_penalty": 0}},
}


def page(notebook: NotebookNode, template: str, *preprocessors: type) -> str:
    resources = copy.deepcopy(RESOURCES[template])
    made, _ = exporter(template, *preprocessors).from_notebook_node(notebook, resources)
    return str(made)


def hostile_parts(html: str) -> Iterator[str]:
    """Find what a browser would run, follow or fetch, and no page of nbgrader's has by itself."""
    for name, attributes in elements(html):
        text = " ".join([name, *(f"{key}={value}" for key, value in attributes.items())])
        is_own = "toggle_name(" in text
        if any(key.startswith("on") for key in attributes) and not is_own:
            yield text
        if name in ("svg", "iframe", "object", "embed", "form", "math", "base"):
            yield text
        addresses = [attributes.get(key, "") for key in ("href", "src", "data", "action")]
        if any(
            one.lower().lstrip().startswith(("javascript:", "data:text", "data:image/svg"))
            for one in addresses
        ):
            yield text


@pytest.mark.parametrize("template", RESOURCES)
def test_a_graded_copy_makes_a_harmless_page(template: str, tmp_path: Path) -> None:
    """The page has the scripts of nbgrader's, none more, and the task that is graded by hand."""
    path = tmp_path / "numpy_basics.ipynb"
    master = Master((TASK, TEST))
    made = {}
    for name, notebook in {
        "hostile": hostile_notebook(),
        "empty": {**hostile_notebook(), "cells": [], "metadata": {}},
    }.items():
        path.write_text(json.dumps(notebook))
        copied = make_copy(path, path.read_bytes(), master, REPORT)
        nbformat.validate(copied)
        for one in copied.cells:
            assert one.cell_type == "code" or is_inert(one.source) or one.source == TASK.source
        made[name] = page(copied, template, NeutralView, Grades)
    assert [*hostile_parts(made["hostile"])] == []
    scripts = {name: text.count("<script") for name, text in made.items()}
    assert scripts["hostile"] == scripts["empty"]
    assert 'aria-label="check of sigmoid"' in made["hostile"]
    if template == "feedback":
        assert "<em>well</em> <b>done</b>" in made["hostile"]
    else:
        assert 'id="essay-comment"' in made["hostile"]


@pytest.mark.parametrize("template", RESOURCES)
def test_a_copy_of_other_making_makes_a_harmless_page(template: str) -> None:
    """Of an old copy, or one that another program made, every output and text is neutralised."""
    notebook = nbformat.from_dict(hostile_notebook())
    empty = nbformat.from_dict({**hostile_notebook(), "cells": [], "metadata": {}})
    assert [*hostile_parts(page(notebook, template))], "it would do something"
    shown = page(notebook, template, NeutralView)
    assert [*hostile_parts(shown)] == []
    assert shown.count("<script") == page(empty, template, NeutralView).count("<script")


def test_names_are_escaped_for_every_page_of_formgrader() -> None:
    """A name can end neither the text of a script nor an attribute, and holds no formula."""
    for name in ('"; alert(1) //', "</script><script>alert(1)</script>", r"$\href{x}{y}$", "\x1b"):
        assert not set(in_a_page(name)) & set("\"<>\\\x1b'")
    assert escaped({"a": {"b": "<"}, "c": 1}) == {"a": {"b": escape("<")}, "c": 1}


@pytest.mark.parametrize("below", ["submitted/mallory", "downloaded/x/extracted", "inbound/m+x"])
def test_formgrader_takes_no_configuration_of_a_hand_in(below: str, tmp_path: Path) -> None:
    """Neither from below a folder that was collected, nor from another user's."""
    (tmp_path / below).mkdir(parents=True)
    assert "handed in" in refusal(str(tmp_path / below))
    assert refusal(str(tmp_path)) == ""


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.sampled_from("=+-@;,|\t\r\n '\"aA1") | st.characters(), max_size=30))
def test_no_text_is_a_formula_of_a_spreadsheet(text: str) -> None:
    """Whatever parts cells where a table is opened, none that a student wrote is computed."""
    written = as_cell(text)
    for separators in (";", ",", "\t", "|", "\n", ";,|\t\n\r"):
        table = written
        for separator in separators:
            table = table.replace(separator, "\n")
        for piece in table.split("\n"):
            assert not piece.lstrip(' "').startswith(("=", "+", "-", "@")), piece
