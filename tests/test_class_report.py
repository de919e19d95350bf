"""The class report: from really graded submissions, of ten thousand, and of hostile students."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Iterable
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from autograder.authoring.samples import write_samples
from autograder.classroom.journal import Journal, Record, read_records
from autograder.classroom.statistics import AssignmentStatistics, class_statistics
from autograder.classroom.summary import summarise
from autograder.cli import main
from autograder.render.charts import histogram, round_ticks
from autograder.render.class_csv import csv_line
from autograder.render.class_site import class_site
from tests.first_neuron import COURSE
from tests.generated_class import generate, write_class

ROOT = Path(__file__).parent.parent
VOID = {"meta", "link", "br", "img", "input", "hr"}
LARGE = 10_000
Large = tuple[AssignmentStatistics, dict[str, str]]
"""What a class did, and its pages."""
KB = 1000
PAGE = "kowalski-jamila-{:05}-1a2b3c.numpy_basics.html"
LINK = re.compile(r'href="([^"]*)"')


def run(*arguments: object) -> Result:
    """Run ``autograder report``."""
    return CliRunner().invoke(main, ["report", *map(str, arguments)])


class Page(HTMLParser):
    """What a page holds: its elements, links, anchors and text; tags must match."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.text = ""
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        self.elements.add(tag)
        for name, value in attrs:
            self.attributes.add(name)
            self.links += [value or ""] if name in ("href", "src") else []
            self.ids += [value or ""] if name == "id" else []

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data


def check_links(pages: dict[str, Page], files: Iterable[str]) -> None:
    """Every link leads to a page, a file, or an anchor that is there."""
    there = {*pages, *files}
    for name, page in pages.items():
        assert len(page.ids) == len(set(page.ids)), name
        for link in page.links:
            assert link[1:] in page.ids if link.startswith("#") else target(name, link) in there


def target(page: str, link: str) -> str:
    """The file to which a link of a page leads, seen from the folder of the report."""
    folder = page.rpartition("/")[0]
    return link.removeprefix("../") if link.startswith("../") else f"{folder}/{link}".strip("/")


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The journal of a small class: the samples, a renamed copy, a crash, a hopeless file."""
    folder = tmp_path_factory.mktemp("class")
    submitted = folder / "submitted"
    write_samples(ROOT / "tests" / "samples", COURSE, submitted)
    name = "logistic_regression"
    for student in submitted.iterdir():
        for other in ("computation_graph", "numpy_basics"):
            shutil.rmtree(student / other)
    work = submitted / "typical_mistakes" / name / f"{name}.ipynb"
    copy = submitted / "neighbour" / name / f"{name}.ipynb"
    copy.parent.mkdir(parents=True)
    text = work.read_text(encoding="utf-8")
    copy.write_text(re.sub(r"\bimages\b", "pics", text), encoding="utf-8")
    hopeless = submitted / "hopeless" / name / f"{name}.ipynb"
    hopeless.parent.mkdir(parents=True)
    hopeless.write_text("{", encoding="utf-8")
    crash = submitted / "crash" / name / f"{name}.py"
    crash.parent.mkdir(parents=True)
    crash.write_text("import os\ndef sigmoid(z):\n    os._exit(1)\n", encoding="utf-8")
    journal = folder / "journal.jsonl"
    arguments = ["grade", str(submitted), "--journal", str(journal), "--jobs", "1", "--quiet"]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 0, done.output
    return journal


@pytest.fixture(scope="module")
def folder(graded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of that class."""
    folder = tmp_path_factory.mktemp("report") / "html"
    done = run(graded, "--html", folder)
    assert done.exit_code == 0, done.output
    return folder


def read_pages(folder: Path) -> dict[str, Page]:
    """All pages below a folder."""
    return {
        path.relative_to(folder).as_posix(): Page(path.read_text(encoding="utf-8"))
        for path in folder.rglob("*.html")
    }


def test_pages_of_a_graded_class(folder: Path) -> None:
    """Every page is whole, links to what is there, and needs neither script nor network."""
    pages = read_pages(folder)
    assert len([name for name in pages if name.startswith("students/")]) == 7
    check_links(pages, ["everything.csv"])
    for page in pages.values():
        assert not page.elements & {"script", "img", "link", "iframe"}


@pytest.mark.parametrize(
    "fact",
    [
        "1 file could not be graded",
        "1 exercise of 1 student crashed: sigmoid 1",
        "Most frequent mistake: scrambled in flatten_images, 2 students",
        "propagate: no-mean-in-dw",
        "1 student handed in nothing of their own",
        "2 students: neighbour · typical_mistakes 7 exercises alike",
    ],
)
def test_the_page_says_what_happened(folder: Path, fact: str) -> None:
    """What an instructor wants to know stands there in words."""
    page = Page((folder / "index.html").read_text(encoding="utf-8"))
    assert fact in " ".join(page.text.split())


def test_what_neither_passed_nor_failed_stands_on_top(folder: Path) -> None:
    """Before scores, exercises and mistakes."""
    text = (folder / "index.html").read_text(encoding="utf-8")
    assert text.index("could not be graded") < text.index('id="scores"')


def test_a_page_of_a_student_shows_the_code(folder: Path) -> None:
    """As it was when it was graded."""
    page = Page((folder / "students" / "neighbour.logistic_regression.html").read_text("utf-8"))
    assert "def flatten_images(pics)" in page.text
    assert "../index.html" in page.links


def test_code_that_changed_since_is_not_shown(graded: Path, tmp_path: Path) -> None:
    """It is not what was graded."""
    copied = Path(shutil.copytree(graded.parent, tmp_path / "class"))
    work = copied / "submitted" / "neighbour" / "logistic_regression" / "logistic_regression.ipynb"
    work.write_text(work.read_text(encoding="utf-8").replace("pics", "late"), encoding="utf-8")
    assert run(copied / graded.name, "--html", tmp_path / "html").exit_code == 0
    pages = read_pages(tmp_path / "html" / "students")
    assert "late" not in pages["neighbour.logistic_regression.html"].text
    assert "def flatten_images" in pages["typical_mistakes.logistic_regression.html"].text


def test_the_terminal_shows_the_class_in_short(graded: Path) -> None:
    """Incidents, exercises, mistakes and how many share their code."""
    done = run(graded)
    assert done.exit_code == 0
    for fact in (
        "logistic_regression · 7 submissions",
        "! 1 file could not be graded: hopeless",
        "crashed 1",
        "flatten_images: scrambled",
        "1 group with the same code, 2 students",
    ):
        assert fact in done.output


def test_the_table_holds_everything(graded: Path, tmp_path: Path) -> None:
    """A row for each exercise of each submission; points add up to the scores."""
    assert run(graded, "--csv", tmp_path / "all.csv").exit_code == 0
    with (tmp_path / "all.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    records = {record.submission: record for record in read_records(graded)}
    assert len(rows) == 7 * 7
    for student, record in records.items():
        own = [row for row in rows if row["submission"] == student]
        assert record.report is not None
        assert sum(float(row["score"]) for row in own) == pytest.approx(record.report.score)
        assert [row["exercise"] for row in own] == [e.name for e in record.report.exercises]
    groups = {row["submission"] for row in rows if row["same code group"] == "1"}
    assert groups == {"neighbour", "typical_mistakes"}
    (problem,) = {row["problems"] for row in rows if row["submission"] == "hopeless"}
    assert "is no JSON" in problem


HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "../../../etc/passwd",
    "&lt;b&gt; &amp;",
    "\u202egnp.exe",
    "a\nb\x1b[31m",
    "HALF",
    "]]>--><!--",
    '=HYPERLINK("http://example.org")',
    "CON",
    "x" * 3000,
)  # fmt: skip


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of a class in which students chose every text that reaches the report."""
    folder = tmp_path_factory.mktemp("hostile")
    with Journal(folder / "journal.jsonl") as journal:
        records = generate("numpy_basics", 3 * len(HOSTILE))
        for number, (text, record) in enumerate(zip(HOSTILE * 3, records, strict=True)):
            # Half a character cannot be written, but JSON can name it.
            line = tampered(record, text, number).line().replace("HALF", "\\ud800")
            journal.append_line(str(number), line)
    done = run(folder / "journal.jsonl", "--html", folder / "html", "--csv", folder / "all.csv")
    assert done.exit_code == 0, done.output
    assert "\x1b" not in done.output
    return folder


def tampered(record: Record, text: str, number: int) -> Record:
    """A record with a text wherever text can stand."""
    assert record.report is not None
    results = tuple(
        replace(
            result,
            message=text,
            hint=text,
            checks=tuple(replace(check, message=text, got=text) for check in result.checks),
        )
        for result in record.report.exercises
    )
    report = replace(record.report, submission=text, exercises=results, problems=(text,))
    path = f"submitted/{number}/{text[:50]}"
    error = text if number % 3 == 0 else ""
    return replace(record, submission=text, path=path, report=report, error=error)


def test_nothing_that_a_student_chose_becomes_markup(hostile: Path) -> None:
    """No element, no handler and no link comes from a name, a message or a hint."""
    pages = read_pages(hostile / "html")
    assert len([name for name in pages if name.startswith("students/")]) == 3 * len(HOSTILE)
    check_links(pages, ["everything.csv"])
    for page in pages.values():
        assert not page.elements & {"script", "img", "b&gt;"}
        assert not any(name.startswith("on") for name in page.attributes)
        assert "\u202e" not in page.text
    index = pages["index.html"].text
    assert "<script>alert(1)</script>" in index
    assert '"><img src=x onerror=alert(1)>' in index


def test_no_file_leaves_the_folder(hostile: Path) -> None:
    """Names of students make harmless file names."""
    files = [path.name for path in (hostile / "html" / "students").iterdir()]
    assert len(set(map(str.lower, files))) == 3 * len(HOSTILE)
    assert all(re.fullmatch(r"[\w.-]+", name) and len(name.encode()) < 200 for name in files)
    assert {path.name for path in hostile.iterdir()} == {"html", "journal.jsonl", "all.csv"}


@pytest.mark.parametrize("table", ["all.csv", "html/everything.csv"])
def test_no_cell_is_a_formula(hostile: Path, table: str) -> None:
    """A spreadsheet takes every cell for text, whatever parts cells where it runs."""
    with (hostile / table).open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert '\'=HYPERLINK("http://example.org")' in cells
    pieces = [piece.lstrip(' "') for cell in cells for piece in re.split("[;,|\t\r\n]", cell)]
    assert not [piece for piece in pieces if piece.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "?=1"),
        (" =1", "' =1"),
        ("\r=1", "?=1"),
        ("a=1", "a=1"),
        ("7.5", "7.5"),
        ("", ""),
    ],
)
def test_cells_of_the_table(cell: str, written: str) -> None:
    """What a spreadsheet would compute gets a quotation mark in front."""
    assert next(csv.reader([csv_line([cell, "x"])]))[0] == written


@pytest.fixture(scope="module")
def large() -> Large:
    """A class of ten thousand, and its pages; the students' own are left out."""
    statistics = class_statistics(map(summarise, generate("numpy_basics", LARGE)), {})
    (one,) = statistics
    pages = {student.path: PAGE.format(number) for number, student in enumerate(one.submissions)}
    return one, dict(class_site(statistics, pages, csv="everything.csv"))


def test_ten_thousand_students_make_pages_of_a_bounded_size(large: Large) -> None:
    """The page of the class stays below half a megabyte, lists and tables below 250 kB."""
    sizes = {name: len(text.encode()) for name, text in large[1].items()}
    assert sizes.pop("index.html") < 500 * KB
    assert max(sizes.values()) < 250 * KB


def test_ten_thousand_students_are_all_linked(large: Large) -> None:
    """Each from one table; and no link of any page leads nowhere."""
    links = {name: LINK.findall(text) for name, text in large[1].items()}
    students = {f"students/{PAGE.format(number)}" for number in range(LARGE)}
    led = {target(name, link) for name, found in links.items() for link in found if link[0] != "#"}
    assert led - {"everything.csv"} - students == set(large[1])
    tables = [target(n, link) for n, found in links.items() if "-students-" in n for link in found]
    assert sorted(name for name in tables if name in students) == sorted(students)


def test_long_lists_go_on_on_pages_of_their_own(large: Large) -> None:
    """A list of more than a thousand is turned over; all names are on its pages."""
    statistics, pages = large
    absent = len(statistics.items[-1].absent)
    assert 1000 < absent < 2000
    found = [Page(text) for text in pages.values() if "<h1><code>L2</code> not attempted" in text]
    assert len(found) == 2
    links = [link for page in found for link in page.links if link.startswith("../students/")]
    assert len(set(links)) == len(links) == absent


def test_small_classes_have_everything_on_one_page(tmp_path: Path) -> None:
    """No list is long, no table divided."""
    journal = write_class(tmp_path / "journal.jsonl", 20, "numpy_basics")
    done = run(journal, "--html", tmp_path / "html", "--no-students")
    assert done.exit_code == 0
    assert {path.name for path in (tmp_path / "html").rglob("*.*")} == {
        "index.html",
        "everything.csv",
    }


def test_several_assignments_have_a_page_each(tmp_path: Path) -> None:
    """And an overview that links them."""
    names = ("logistic_regression", "computation_graph", "numpy_basics")
    journal = write_class(tmp_path / "journal.jsonl", 30, *names)
    assert run(journal, "--html", tmp_path / "html").exit_code == 0
    pages = read_pages(tmp_path / "html")
    check_links(pages, ["everything.csv"])
    assert {name for name in pages if "/" not in name} == {
        "index.html",
        *(f"{name}.html" for name in names),
    }
    assert len([name for name in pages if name.startswith("students/")]) == 90


def test_the_same_journal_makes_the_same_pages(tmp_path: Path) -> None:
    """To the byte; a second report replaces the first."""
    journal = write_class(tmp_path / "journal.jsonl", 40, "logistic_regression")

    def written() -> dict[str, bytes]:
        assert run(journal, "--html", tmp_path / "html").exit_code == 0
        files = (path for path in (tmp_path / "html").rglob("*") if path.is_file())
        return {str(path): path.read_bytes() for path in files}

    assert written() == written()


def test_the_last_record_of_a_file_holds(tmp_path: Path) -> None:
    """What was graded again counts once."""
    journal = write_class(tmp_path / "journal.jsonl", 5, "numpy_basics", seed=1)
    with Journal(journal) as opened:
        (*_, again) = generate("numpy_basics", 5, seed=1)
        opened.append(replace(again, report=None, error="it is gone"))
    assert "numpy_basics · 5 submissions" in run(journal).output


def write(path: Path, text: str) -> Path:
    """Write a file."""
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["gone.jsonl"], "gone.jsonl cannot be opened: No such file"),
        (["folder"], "folder is not a file; name a file for the journal"),
        (["empty.jsonl"], "holds no submission yet; grade some: autograder grade submitted/"),
        (["damaged.jsonl"], "line 1 of the journal"),
        (["picture.jsonl"], "line 1 of the journal"),
        (["good.jsonl", "--html", "empty.jsonl"], "empty.jsonl is a file; name a folder"),
        (["good.jsonl", "--html", "empty.jsonl/html"], "cannot be written: Not a directory"),
        (["good.jsonl", "--csv", "folder"], "folder cannot be written: Is a directory"),
        (["good.jsonl", "--csv", "gone/all.csv"], "cannot be written: No such file"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No traceback, and a status that says that the work was not done."""
    monkeypatch.chdir(tmp_path)
    Path("folder").mkdir()
    write(Path("empty.jsonl"), "")
    good = write_class(Path("good.jsonl"), 2, "numpy_basics").read_text(encoding="utf-8")
    write(Path("damaged.jsonl"), '{"schema": 1}\n' + good)
    Path("picture.jsonl").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\nIHDR\n")
    done = run(*arguments)
    assert (done.exit_code, type(done.exception)) == (1, SystemExit)
    assert done.stderr.startswith("Error: ")
    assert said in done.stderr


def test_a_line_that_broke_off_costs_itself(tmp_path: Path) -> None:
    """A run that was killed leaves a report of what it had."""
    journal = write_class(tmp_path / "journal.jsonl", 4, "numpy_basics")
    journal.write_bytes(journal.read_bytes()[:-200])
    assert "numpy_basics · 3 submissions" in run(journal).output


@pytest.mark.parametrize("most", [0, 1, 2, 3, 7, 10, 99, 1501, 10_000])
def test_ticks_are_round_and_reach_the_highest_bar(most: int) -> None:
    """Whole numbers, at most seven of them."""
    ticks = round_ticks(most)
    assert ticks[0] == 0
    assert ticks[-1] >= most
    assert 2 <= len(ticks) <= 7
    assert len({after - before for before, after in pairwise(ticks)}) == 1


@pytest.mark.parametrize("count", [1, 5, 200])
def test_bars_are_as_high_as_their_numbers(count: int) -> None:
    """Heights are in proportion to the numbers above them, and stay inside the drawing."""
    (one,) = class_statistics(map(summarise, generate("numpy_basics", count)), {})
    assert one.distribution is not None
    bars = [
        dict(attrs)
        for tag, attrs in elements(histogram(one.distribution))
        if tag == "rect" and dict(attrs).get("class") == "amount"
    ]
    heights = [float(bar["height"] or 0) for bar in bars]
    counts = one.distribution.counts
    assert len(heights) == len(counts)
    scale = max(heights) / max(counts)
    assert heights == pytest.approx([count * scale for count in counts], abs=0.1)
    assert all(float(bar["y"] or 0) >= 40 for bar in bars)


def elements(text: str) -> list[tuple[str, list[tuple[str, str | None]]]]:
    """The elements of a page with their attributes."""
    found: list[tuple[str, list[tuple[str, str | None]]]] = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attrs: found.append((tag, attrs))  # type: ignore[method-assign]
    parser.feed(text)
    return found
