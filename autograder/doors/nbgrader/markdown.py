"""What a student wrote as Markdown, in the inert form: it reads well, and does nothing.

Kept are the marks of Markdown, plain formulas, tables, pictures that are PNG or JPEG and lie in the
notebook itself, and elements such as ``<b>`` without attributes. A link is its words and its
address: on a page of the teacher's server, a click would go there with the teacher's rights. Other
HTML is shown as what was written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape
from typing import Any
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.amsmath import amsmath_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin

from autograder.doors.nbgrader.formulas import is_plain
from autograder.doors.nbgrader.inert import FORMULA, MARKS, PICTURE, VOID, as_inert, as_inert_text

LONGEST = 20_000
"""Longer texts are shown as they stand: reading Markdown takes more than linear time."""
PLAIN_ELEMENT = re.compile(r"<(/?)([a-z]+[1-6]?)\s*/?>", re.IGNORECASE)
Pictures = Mapping[str, str]
NO_PICTURES: Pictures = {}


def neutralise_markdown(source: str, pictures: Pictures = NO_PICTURES) -> str:
    """Write Markdown in the inert form.

    Parameters
    ----------
    source : str
        What a student wrote.
    pictures : mapping
        The pictures that are attached, as addresses of data, by their names.
    """
    if len(source) > LONGEST:
        return as_inert_text(source)
    if pictures:
        return as_inert(_reader().render(source, {"pictures": pictures}))
    return _remembered(source)


@lru_cache(maxsize=256)
def _remembered(source: str) -> str:
    """Write a text without pictures; most are the same in all notebooks of a class."""
    return as_inert(_reader().render(source, {"pictures": NO_PICTURES}))


@lru_cache(maxsize=1)
def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    # Of HTML, each element is looked at on its own: a block of it could hold the start of one.
    reader.disable(["html_block"])
    dollarmath_plugin(reader, allow_labels=False, double_inline=True)
    amsmath_plugin(reader)
    rules = {
        "html_inline": _html,
        "link_open": _nothing,
        "link_close": _link_end,
        "image": _image,
        "fence": _code,
        "code_block": _code,
        "math_inline": _inline_formula,
        "math_inline_double": _formula,
        "math_block": _formula,
        "amsmath": _formula_as_it_stands,
    }
    for name, rule in rules.items():
        reader.add_render_rule(name, rule)
    return reader


def _html(_: Any, tokens: Sequence[Token], place: int, *__: Any) -> str:
    text = tokens[place].content
    match = PLAIN_ELEMENT.fullmatch(text)
    name = match[2].lower() if match else ""
    if match and (name in MARKS or name in VOID - {"img"}):
        return f"<{match[1]}{name}>"
    return escape(text)


def _nothing(*_: Any) -> str:
    return ""


def _link_end(_: Any, tokens: Sequence[Token], place: int, *__: Any) -> str:
    """Put the address behind the words of a link, unless these are the address."""
    start = place
    depth = 1
    while depth and start:
        start -= 1
        depth += {"link_close": 1, "link_open": -1}.get(tokens[start].type, 0)
    address = unquote(str(tokens[start].attrGet("href") or ""))
    words = "".join(token.content for token in tokens[start:place])
    return "" if address.removeprefix("mailto:") == words else f" ({escape(address)})"


def _image(_: Any, tokens: Sequence[Token], place: int, __: Any, env: Mapping[str, Any]) -> str:
    address, words = str(tokens[place].attrGet("src") or ""), escape(tokens[place].content)
    pictures: Pictures = env["pictures"]
    kept = pictures.get(unquote(address.removeprefix("attachment:")), address)
    if re.fullmatch(PICTURE, kept):
        return f'<img src="{kept}">' + (f" <em>{words}</em>" if words else "")
    where = unquote(address) if len(address) < 200 else f"{address[:60]}…"
    return f"<em>picture: {words} ({escape(where)})</em>"


def _code(_: Any, tokens: Sequence[Token], place: int, *__: Any) -> str:
    return f"<pre><code>{escape(tokens[place].content)}</code></pre>"


def _inline_formula(_: Any, tokens: Sequence[Token], place: int, *__: Any) -> str:
    return _typeset(tokens[place].content, "$")


def _formula(_: Any, tokens: Sequence[Token], place: int, *__: Any) -> str:
    return _typeset(tokens[place].content.strip("\n"), "$$")


def _formula_as_it_stands(_: Any, tokens: Sequence[Token], place: int, *__: Any) -> str:
    return _typeset(tokens[place].content, "")


def _typeset(formula: str, around: str) -> str:
    written = escape(f"{around}{formula}{around}")
    if is_plain(formula):
        return f"{FORMULA}{written}</span>"
    return f"<code>{written}</code>"
