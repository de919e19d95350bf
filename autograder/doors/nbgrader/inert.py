r"""Texts of students in a form that means the same to every page: one line of a few plain elements.

nbgrader and JupyterLab read Markdown by readers of their own, and each lets HTML through, makes
links and has formulas typeset. The form that is written here leaves none of them a choice: it is a
single HTML element on one line, of elements from a closed set without attributes (pictures are
data, formulas are marked), and every character of the text that could mean anything is written as
its number. Whether a text has this form can be told by looking at it.
"""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

from bleach.sanitizer import Cleaner

from autograder.doors.nbgrader.formulas import is_plain

OPEN, CLOSE = '<div class="tex2jax_ignore mathjax_ignore">', "</div>"
"""The classes keep the page from looking for formulas."""
FORMULA = '<span class="tex2jax_process mathjax_process">'
"""It looks for them here."""
MARKS = frozenset(
    [
        "b",
        "i",
        "u",
        "s",
        "em",
        "strong",
        "del",
        "sub",
        "sup",
        "kbd",
        "small",
        "code",
        "span",
        "br",
        "hr",
        "p",
        "pre",
        "blockquote",
        "ul",
        "ol",
        "li",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "details",
        "summary",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    ]
)
VOID = frozenset({"br", "hr", "img"})
PICTURE = r"data:image/(?:png|jpeg);base64,[A-Za-z0-9+/]+={0,2}"
TAG = re.compile(
    rf'</?(?:{"|".join(sorted(MARKS))})>|<ol start="\d{{1,9}}">|<img src="{PICTURE}">|{FORMULA}'
)
INERT = re.compile(
    rf"{OPEN}(?:{TAG.pattern}|[^\W_]|[ ]|&#(?:9|\d{{2,3}});|[^\x00-\xa0])*+{CLOSE}\s*", re.ASCII
)
TYPESET = re.compile(rf"{FORMULA}([^<]*+)</span>")


def as_inert(html: str) -> str:
    """Write HTML in the inert form; what has no place in it is text.

    Examples
    --------
    >>> as_inert("<b>so</b><script>")
    '<div class="tex2jax_ignore mathjax_ignore"><b>so</b>&#60;script&#62;</div>'
    """
    cleaner = Cleaner(
        tags=MARKS | {"img"}, attributes=_is_kept, protocols={"data"}, strip_comments=False
    )
    clean = cleaner.clean(html)
    parts, done = [OPEN], 0
    for tag in TAG.finditer(clean):
        parts += [_numbered(unescape(clean[done : tag.start()])), tag[0]]
        done = tag.end()
    return "".join([*parts, _numbered(unescape(clean[done:])), CLOSE])


def as_inert_text(text: str) -> str:
    """Write any text in the inert form, as it stands."""
    return f"{OPEN}<pre>{_numbered(text)}</pre>{CLOSE}"


def is_inert(text: str) -> bool:
    """Tell whether a text has the inert form.

    Examples
    --------
    >>> is_inert(as_inert("<p>any <i>text</i></p>")), is_inert("<p>any</p>")
    (True, False)
    """
    if not INERT.fullmatch(text):
        return False
    formulas = TYPESET.findall(text)
    return (
        len(formulas) == text.count(FORMULA)
        and all(is_plain(unescape(formula)) for formula in formulas)
        and _Balance().holds(text)
    )


def _is_kept(tag: str, name: str, value: str) -> bool:
    kept = {
        ("span", "class"): re.escape(FORMULA.split('"')[1]),
        ("ol", "start"): r"\d{1,9}",
        ("img", "src"): PICTURE,
    }
    return re.fullmatch(kept.get((tag, name), "(?!)"), value) is not None


def _numbered(text: str) -> str:
    """Write what could mean anything to a reader of Markdown as its number."""
    return "".join(char if _is_plain(char) else _number(char) for char in text)


def _is_plain(char: str) -> bool:
    if char.isascii():
        return char.isalnum() or char == " "
    return ord(char) > 0xA0 and not 0xD800 <= ord(char) < 0xE000


def _number(char: str) -> str:
    """Write a character as its number; those that steer a machine become a question mark."""
    is_text = char in "\t\n" or " " <= char <= "~"
    return f"&#{ord(char if is_text else '?')};"


class _Balance(HTMLParser):
    """Reads elements, and notices one that is not closed, or closed and not open."""

    def __init__(self) -> None:
        super().__init__()
        self._open: list[str] = []
        self._holds = True

    def holds(self, text: str) -> bool:
        self.feed(text)
        self.close()
        return self._holds and not self._open

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self._holds = self._holds and bool(self._open) and self._open.pop() == tag
