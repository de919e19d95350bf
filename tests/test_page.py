"""The feedback page: whole, harmless, readable by everyone, and true to the report."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from autograder.cli import main
from autograder.render.code import as_code
from autograder.render.drawing import Range, as_figure
from autograder.render.page import as_page
from autograder.render.pages import page_name
from autograder.report import (
    CheckResult,
    ExerciseResult,
    Isolation,
    Outcome,
    Plot,
    PlotKind,
    Report,
)
from autograder.report.plain import report_as_dict, report_from_dict
from autograder.submission import Source, read_submission, sources_of
from autograder.submission.code import Block
from autograder.submission.reading import read_code
from tests.first_neuron import illustrations, visible_cases

ROOT = Path(__file__).parent.parent
VOID = {"meta", "br", "path", "rect", "circle", "polyline"}

MISTAKEN = '''
import numpy as np

def sigmoid(z):
    return 1 / (1 + np.exp(-z))

def initialize_with_zeros(dim):
    return np.zeros((dim, 1), 0.0

def propagate(w, b, X, Y):
    raise ValueError("<script>alert(1)</script>")

def flatten_images(images):
    """Mix pixels.  \u202e </pre><script>alert(2)</script>"""
    m, h, w, c = images.shape
    return images.reshape(h * w * c, m) / 255

def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5):
    return {"costs": [0.6 / (1 + i) for i in range(-(-num_iterations // 100))]}
'''


class Page(HTMLParser):
    """Reads a page, and checks that its tags nest."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a tag."""
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag that has no content."""
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Close the tag that was opened last."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Collect what a reader sees."""
        if self.open and self.open[-1] != "style":
            self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """Give the attributes of all tags of a name."""
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of two students, one of them with a name that is no file name."""
    root = tmp_path_factory.mktemp("pages")
    (root / "ada.py").write_text((ROOT / "solutions" / "logistic_regression.py").read_text())
    (root / "<b>bo\u202eb.py").write_text(MISTAKEN)
    done = CliRunner().invoke(
        main, ["grade", str(root), "--html", str(root / "pages")], catch_exceptions=False
    )
    assert done.exit_code == 0
    return root / "pages"


@pytest.fixture(scope="module")
def right(folder: Path) -> Page:
    """The page of the student whose work is right."""
    return Page((folder / "ada.logistic_regression.html").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def mistaken(folder: Path) -> Page:
    """The page of the student with mistakes."""
    (path,) = folder.glob("b-bo-b-*.logistic_regression.html")
    return Page(path.read_text(encoding="utf-8"))


def test_right_work_is_praised_and_drawn(right: Page) -> None:
    """All points, a sentence, the code, and the curve of the training on the expected one."""
    assert "100 of 100 points" in right.text
    assert "Everything is right." in right.text
    assert "def propagate(" in right.text
    assert right.text.count("yours lie on the expected ones") == 1


def test_mistakes_stand_beside_their_code(mistaken: Page) -> None:
    """Code, checks, expected and got, and the hint, also for code that does not parse."""
    assert "return np.zeros((dim, 1), 0.0" in mistaken.text
    assert "was never closed" in mistaken.text
    assert "scrambled" in mistaken.text
    assert "each column mixes pixels" in mistaken.text
    assert "0.470588 at [0, 1]" in mistaken.text
    assert "2 of 12 do." in mistaken.text
    output: Any = illustrations("logistic_regression")["model"].outputs[0]
    assert f"yours ends at 0.12, {output['costs'][-1]:.4g} is expected" in mistaken.text
    assert "no such function was found" in mistaken.text


def test_lines_have_the_numbers_that_messages_speak_of(mistaken: Page, folder: Path) -> None:
    """The line in which an error was raised is counted from the top of its file or cell."""
    number = MISTAKEN.split("\n").index('    raise ValueError("<script>alert(1)</script>")') + 1
    assert f"it raises ValueError in line {number}" in mistaken.text
    (path,) = folder.glob("b-bo-b-*")
    pre = re.search(r'--before:(\d+)"><code>(?:(?!</pre>).)*propagate', path.read_text(), re.DOTALL)
    assert pre is not None
    assert int(pre[1]) + 2 == number


@pytest.mark.parametrize("name", ["right", "mistaken"])
def test_a_page_needs_nothing_else(name: str, request: pytest.FixtureRequest) -> None:
    """No script, no handler, no file and no address: links lead to places on the page."""
    page: Page = request.getfixturevalue(name)
    assert {"script", "link", "img", "iframe", "object", "form"}.isdisjoint(dict(page.tags))
    for tag, attributes in page.tags:
        assert not any(key.startswith("on") or key == "src" for key in attributes), tag
    assert all((a["href"] or "").startswith("#exercise-") for a in page.all("a"))


@pytest.mark.parametrize("name", ["right", "mistaken"])
def test_a_page_can_be_heard(name: str, request: pytest.FixtureRequest) -> None:
    """It has a language, a title, one first heading, names for drawings, and no mark unnamed."""
    page: Page = request.getfixturevalue(name)
    assert page.all("html") == [{"lang": "en"}]
    assert len(page.all("h1")) == 1
    assert len(page.all("h2")) == len(page.all("article")) == 7
    assert all(drawing["role"] == "img" and drawing["aria-label"] for drawing in page.all("svg"))
    assert all(a.get("aria-label") for _, a in page.tags if a.get("role") == "img")
    names = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(names) == len(set(names))


def test_what_students_write_is_text(mistaken: Page, folder: Path) -> None:
    """Tags in names, code and errors are shown, and so are characters that cannot be seen."""
    assert "<script>alert(1)</script>" in mistaken.text
    assert "</pre><script>alert(2)</script>" in mistaken.text
    assert "U+202E" in mistaken.text
    for path in folder.iterdir():
        assert "\u202e" not in path.read_text(encoding="utf-8")


def test_no_value_of_a_hidden_case_is_on_a_page(mistaken: Page) -> None:
    """Drawings and pairs of values are of cases that students can see."""
    shown = [visible_cases("logistic_regression"), illustrations("logistic_regression")]
    visible = {case.name for cases in shown for one in cases.values() for case in one.cases}
    drawn = re.findall("on “(.+?)”", mistaken.text)
    assert drawn
    assert set(drawn) <= visible


NAMES = {
    "plain": ("alice", "alice"),
    "another folder": ("../../etc/passwd", "etc-passwd-"),
    "an absolute path": ("/etc/passwd", "etc-passwd-"),
    "a hidden file": (".bashrc", "bashrc-"),
    "another script": ("李小龍", "李小龍."),
    "nothing that can be kept": ("?!", ""),
    "capitals, as on disks that do not know them": ("Alice", "alice-"),
    "a device": ("con", "con-"),
    "long": ("x" * 500, "x" * 100 + "-"),
    "long, in another script": ("龍" * 500, "龍" * 33 + "-"),
    "half a character": ("a\ud800", "a-"),
    "zero": ("a\0b", "a-b-"),
}


def named(name: str) -> Report:
    """A report of a submission of that name."""
    return Report(name, "numpy_basics", (), Isolation.FULL)


@pytest.mark.parametrize(("name", "start"), NAMES.values(), ids=NAMES.keys())
def test_names_of_pages_are_safe_and_tell_students_apart(name: str, start: str) -> None:
    """Whatever a student is called, the page is a file of its own in the folder."""
    page = page_name(named(name))
    assert page.startswith(start)
    assert re.fullmatch(r"[\w-]+\.numpy_basics\.html", page)
    assert len(page.encode()) < 200
    others = [other for other, _ in NAMES.values() if other != name]
    assert page not in {page_name(named(other)) for other in others}


def test_namesakes_have_a_page_each(tmp_path: Path) -> None:
    """Two submissions of one name do not overwrite each other."""
    for part in ("a", "b"):
        (tmp_path / part).mkdir()
        (tmp_path / part / "ada.py").write_text("def L1(yhat, y): return 0\n")
    pages = tmp_path / "pages"
    files = [str(tmp_path / part / "ada.py") for part in ("a", "b")]
    CliRunner().invoke(main, ["grade", *files, "--html", str(pages)], catch_exceptions=False)
    names = sorted(path.name for path in pages.iterdir())
    assert [name.rpartition("-")[0] for name in names] == ["ada-a", "ada-b", ""]
    index = (pages / "index.html").read_text(encoding="utf-8")
    assert all(name in index for name in names if name != "index.html")


def test_a_folder_that_cannot_be_written_gets_a_sentence(tmp_path: Path) -> None:
    """A file where the folder should be is answered with what to do."""
    (tmp_path / "ada.py").write_text("def L1(yhat, y): return 0\n")
    (tmp_path / "pages").write_text("")
    arguments = ["grade", str(tmp_path / "ada.py"), "--html", str(tmp_path / "pages")]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 1
    assert "pages cannot be written" in done.stderr


def test_everything_that_can_go_wrong_has_a_page() -> None:
    """Every outcome, no checks, no points, no code, and texts without end."""
    results = tuple(
        ExerciseResult(
            outcome.value,
            outcome,
            (CheckResult("c", outcome, 0, 1, True, "m" * 5000, "e" * 5000, "g" * 5000),),
            message="w" * 5000,
            hint="h" * 5000,
        )
        for outcome in Outcome
    )
    page = as_page(Report("s" * 90, "unknown", results, Isolation.TRUSTED, ("p" * 5000,)))
    assert len(Page(page).all("article")) == len(Outcome)
    assert max(map(len, re.findall(r"(\w)\1*", page))) <= 500
    Page(as_page(Report("", "numpy_basics", (), Isolation.NONE), home='index.html?"x'))


def test_a_title_is_text_alone() -> None:
    """A name with characters that cannot be seen is no markup in the title, which takes none."""
    page = as_page(Report("a\u202eb<i>", "numpy_basics", (), Isolation.FULL))
    assert "<title>a?b&lt;i&gt; · numpy_basics</title>" in page
    assert '<p class="who">a<mark' in page


SOURCES = {
    "nothing": "",
    "a function": "def f(x):\n    return x  # same\n",
    "an open bracket": "def f(x):\n    return (x\n",
    "an open text": 'def f(x):\n    return "x\n',
    "an open docstring": 'def f(x):\n    """Say.\n    return x',
    "no Python": "<b>¿qué?</b> &amp; \x00\x1b[31m\u2028\ud800",
    "tabs and form feeds": "def f(x):\n\tif x:\x0c\n\t\treturn 1\r\n    return 2",
    "bad indents": "  def f(x):\n return 1\n      x",
    "a text in a text": "def f(x):\n    return f\"{x!r:>{10}} {'a' + f'{x}'}\"",
    "wide characters": "def größe(π):\n    return '🦊' + π",
    "a long line": "x = '" + "y" * 10_000 + "'",
    "many lines": "x = 1\n" * 5_000,
    "a line to be joined": "x = 1 + \\\n  2\n",
}


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES.keys())
def test_code_is_shown_to_the_letter(source: str) -> None:
    """Coloured or not, and whether it parses or not, the text is that of the student."""
    page = Page(as_code(source))
    shown = page.text
    wanted = source.expandtabs(4).split("\n")[:300]
    for line, original in zip(shown.split("\n"), wanted, strict=False):
        hidden = "".join(c if c.isprintable() else f"U+{ord(c):04X}" for c in original)
        assert line == hidden[: len(line)]
        assert len(line) >= min(len(original), 300)
    assert shown.count("\n") >= len(wanted)


def test_code_has_colours() -> None:
    """Keywords, names that are defined, texts, numbers and comments are told apart."""
    html = as_code('def f(x):\n    return "a" + str(12)  # why\n', first_line=7)
    for kind, word in {
        "keyword": "return", "defined": "f", "string": "&quot;a&quot;", "number": "12",
        "comment": "# why",
    }.items():  # fmt: skip
        assert f'<span class="{kind}">{word}</span>' in html
    assert "--before:6" in html


NUMBERS = {
    "equal": ((1.0, 2.0, 3.0, 4.0), (1.0, 2.0, 3.0, 4.0)),
    "all the same": ((2.0,) * 4, (2.0,) * 4),
    "zero": ((0.0,) * 4, (0.0,) * 4),
    "far away": ((1.0, 2.0, 3.0, 4.0), (1e308, -1e308, 0.0, 1.0)),
    "tiny": ((1e-300, 2e-300, 3e-300, 4e-300), (1e-300, 0.0, 0.0, 0.0)),
    "almost the same": ((1.0, 1.0 + 1e-15, 1.0, 1.0), (1.0,) * 4),
    "huge": ((1e307, 2e307, 3e307, 4e307), (0.0, 0.0, 0.0, 0.0)),
    "no number": ((1.0, 2.0, 3.0, 4.0), (None, None, 1.0, None)),
}


@pytest.mark.parametrize("kind", PlotKind)
@pytest.mark.parametrize(("expected", "got"), NUMBERS.values(), ids=NUMBERS.keys())
def test_drawings_stay_in_their_frame(
    kind: PlotKind, expected: tuple[float, ...], got: tuple[float | None, ...]
) -> None:
    """Whatever the numbers, each mark has a place on the picture."""
    html = as_figure(Plot(kind, "costs", "an <example>", expected, got))
    page = Page(html)
    places = [
        (float(a["x"] or "nan") + 3.5, float(a["y"] or "nan") + 3.5) for a in page.all("rect")
    ] + [(float(a["cx"] or "nan"), float(a["cy"] or "nan")) for a in page.all("circle")]
    assert places
    assert all(0 <= x <= 440 and 0 <= y <= 230 for x, y in places)
    assert "nan" not in re.sub("nan or infinite", "", html)
    assert "“an <example>”" in page.text


def test_marks_stand_where_their_numbers_are() -> None:
    """A number that came stands above the one that is expected, in proportion."""
    expected, got = (0.0, 1.0, 2.0, 4.0), (0.0, 2.0, 4.0, 8.0)
    page = Page(as_figure(Plot(PlotKind.PAIRS, "dw", "example", expected, got)))
    marks = [(float(a["x"] or 0), float(a["y"] or 0)) for a in page.all("rect")]
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = marks
    assert (x3 - x0) / (x1 - x0) == pytest.approx(4, rel=0.01)
    assert (y3 - y0) / (y1 - y0) == pytest.approx(4, rel=0.01)
    assert (x2 - x0) / (x1 - x0) == pytest.approx((y2 - y0) / (y1 - y0), rel=0.01)
    assert y3 < y0


@pytest.mark.parametrize(("low", "high"), [(0, 1), (-3, 17), (0.1, 0.13), (1e-9, 2e-9), (-5, -4)])
def test_ticks_are_few_and_round(low: float, high: float) -> None:
    """Between three and eight round numbers, all inside."""
    ticks = list(Range(low, high, 0, 100).ticks())
    assert 3 <= len(ticks) <= 8
    assert all(low - 1e-12 <= tick <= high + 1e-12 for tick in ticks)
    assert all(len(f"{tick:g}") <= 8 for tick in ticks)


GradeExercise = Callable[..., ExerciseResult]
COSTS = """
def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=0):
    return {{"costs": {costs}}}
"""
LISTS = {
    "a list": ("[0.5, 0.4, 0.3]", (0.5, 0.4, 0.3)),
    "arrays of one number": ("[np.array([[0.5]]), np.float32(0.25), 1]", (0.5, 0.25, 1.0)),
    "not finite": ("[0.5, float('nan'), float('inf'), 10**400]", (0.5, None, None, None)),
    "no numbers": ("['a', None]", None),
    "no list": ("0.5", None),
    "without end": ("[0.5] * 200", (0.5,) * 60),
}


@pytest.mark.parametrize(("costs", "drawn"), LISTS.values(), ids=LISTS.keys())
def test_costs_are_drawn_against_those_of_the_reference(
    grade_exercise: GradeExercise, costs: str, drawn: tuple[float | None, ...] | None
) -> None:
    """A training that is there for the drawing is long enough for a curve of five costs."""
    source = COSTS.format(costs=costs)
    plots = grade_exercise("logistic_regression", "model", source, drawn=True).plots
    assert [plot.got for plot in plots] == ([] if drawn is None else [drawn])
    for plot in plots:
        assert (plot.kind, plot.case) == (PlotKind.CURVE, "five hundred steps")
        assert len(plot.expected) == 5
        assert plot.expected[0] == pytest.approx(math.log(2))


ARRAYS = {
    "right": ("np.exp(x) / np.exp(x).sum(axis=1, keepdims=True)", 0),
    "wrong values": ("np.exp(x) / np.exp(x).sum()", 1),
    "another shape": ("np.exp(x).T", 0),
    "no number": ("x * np.nan", 0),
    "no array": ("None", 0),
}


@pytest.mark.parametrize(("body", "count"), ARRAYS.values(), ids=ARRAYS.keys())
def test_arrays_are_drawn_where_they_are_wrong(
    grade_exercise: GradeExercise, body: str, count: int
) -> None:
    """Numbers of the right shape and wrong values are drawn, and of the example alone."""
    plots = grade_exercise("numpy_basics", "softmax", f"def softmax(x):\n    return {body}").plots
    assert len(plots) == count
    for plot in plots:
        assert (plot.kind, plot.case) == (PlotKind.PAIRS, "two rows")
        assert len(plot.expected) == len(plot.got) == 6


def test_drawings_survive_the_journal(grade_exercise: GradeExercise) -> None:
    """With its pictures a report comes back as it was, without them it has no plots."""
    source = COSTS.format(costs="[0.5, float('nan')]")
    result = grade_exercise("logistic_regression", "model", source, drawn=True)
    report = Report("ada", "logistic_regression", (result,), Isolation.FULL)
    (again,) = report_from_dict(report_as_dict(report, pictures=True)).exercises
    assert again.plots == result.plots != ()
    assert report_from_dict(report_as_dict(report)).exercises[0].plots == ()


def test_the_code_of_an_exercise_is_found_under_every_name(tmp_path: Path) -> None:
    """Old names, the last of two definitions, and functions that do not parse."""
    path = tmp_path / "ada.py"
    path.write_text(
        "def f():\n    return 1\n\ndef old(): pass\n\ndef f(): return 2\ndef g(x: return\n"
    )
    found = sources_of(read_submission(path), [("f",), ("new", "old"), ("g",), ("h",)])
    assert found == {
        "f": Source("module", 6, "def f(): return 2"),
        "new": Source("module", 4, "def old(): pass"),
        "g": Source("module", 7, "def g(x: return"),
    }
    assert read_code([Block("cell 1", "x = 1")]).source(["y"]) is None
