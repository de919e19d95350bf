"""The pictures: the files that ship, the loader that reads them, the generator that made them."""

from __future__ import annotations

import csv
import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import h5py
import numpy as np
import pytest

from autograder.figures.cat_pictures import PictureFileError, Pictures, load_pictures, read_picture
from autograder.figures.picture_set import archive, artwork, composition, names, scene
from autograder.figures.picture_set.__main__ import main
from autograder.figures.picture_set.artwork import Artwork
from autograder.figures.picture_set.names import Kind, kind_of, subject
from autograder.figures.picture_set.split import pick, split
from tests.first_neuron import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

DATA = ROOT / "source" / "logistic_regression"
FILES = {part: DATA / f"{part}_catvnoncat.h5" for part in ("train", "test")}
COUNTS = {"train": (96, 113), "test": (25, 25)}
SUMS = {
    "train": "36bb7b82b46755f75fb18ffb86bc691dc3f1fdd539ab433864a8a795f9773910",
    "test": "bd6ea49863b067772200e7420dd69d030c5935df6bef7e9e8327c8d797c22ac7",
}


def rows() -> list[dict[str, str]]:
    with (DATA / "sources.csv").open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


class Training(NamedTuple):
    """What gradient descent gave: accuracies in per cent, and the cost before every step."""

    train: float
    test: float
    costs: list[float]


def trained(pictures: Pictures, iterations: int = 2000, rate: float = 0.005) -> Training:
    """Train logistic regression from zero by plain gradient descent.

    The weights always are a sum of training pictures, w = X a. So each step needs the products of
    the pictures with one another alone, which makes 2000 of them a matter of a moment.
    """
    x = pictures.train_x.reshape(len(pictures.train_x), -1) / 255
    x_test = pictures.test_x.reshape(len(pictures.test_x), -1) / 255
    y = pictures.train_y[0]
    products = x @ x.T
    a, b, costs = np.zeros(len(y)), 0.0, []
    for _ in range(iterations):
        p = 1 / (1 + np.exp(-(products @ a + b)))
        costs.append(float(-np.mean(np.log(np.where(y == 1, p, 1 - p)))))
        error = (p - y) / len(y)
        a -= rate * error
        b -= rate * error.sum()
    return Training(
        train=100 * float(np.mean((products @ a + b > 0) == y)),
        test=100 * float(np.mean((x_test @ (x.T @ a) + b > 0) == pictures.test_y[0])),
        costs=costs,
    )


@pytest.fixture(scope="module")
def shipped() -> Pictures:
    return load_pictures(FILES["train"], FILES["test"])


# The files that ship ------------------------------------------------------------------------


@pytest.mark.parametrize("part", FILES)
def test_files_are_the_ones_that_were_looked_at(part: str) -> None:
    """The files are the master: another build, even a better one, is another set."""
    assert hashlib.sha256(FILES[part].read_bytes()).hexdigest() == SUMS[part]


@pytest.mark.parametrize("part", FILES)
def test_schema(part: str) -> None:
    """Names, shapes, dtypes and class counts are those of the well-known course files."""
    cats, others = COUNTS[part]
    with h5py.File(FILES[part]) as file:
        assert set(file) == {f"{part}_set_x", f"{part}_set_y", "list_classes"}
        x, y, classes = (file[name] for name in (f"{part}_set_x", f"{part}_set_y", "list_classes"))
        assert (x.shape, x.dtype) == ((cats + others, 64, 64, 3), np.uint8)
        assert (y.shape, y.dtype) == ((cats + others,), np.int64)
        assert np.bincount(y[()]).tolist() == [others, cats]
        assert classes.dtype == "S7"
        assert classes[()].tolist() == [b"non-cat", b"cat"]


@pytest.mark.parametrize("part", FILES)
def test_files_hold_nothing_that_differs_between_builds(part: str) -> None:
    """No data set keeps its time; pictures are stored one by one, with gzip 9 alone."""
    with h5py.File(FILES[part]) as file:
        for name, data in file.items():
            assert h5py.h5g.get_objinfo(file.id, name.encode()).mtime == 0, name
            assert not data.attrs, name
        x = file[f"{part}_set_x"]
        assert (x.chunks, x.compression, x.compression_opts) == ((1, 64, 64, 3), "gzip", 9)
        assert not x.shuffle
        assert not x.fletcher32


def test_every_picture_has_its_source() -> None:
    """The rows of sources.csv are the pictures, in order, with their labels and known emoji."""
    found = [(row["split"], int(row["index"]), int(row["label"])) for row in rows()]
    wanted = []
    for part, path in FILES.items():
        with h5py.File(path) as file:
            wanted += [(part, i, int(y)) for i, y in enumerate(file[f"{part}_set_y"][()])]
    assert found == wanted
    for row in rows():
        assert (kind_of(row["emoji"]) is Kind.CAT) == (row["label"] == "1"), row


def test_no_base_picture_is_in_both_files() -> None:
    """What the test shows was not learned: no drawing is in both, and no kind of non-cat."""
    sides: dict[str, set[tuple[str, str]]] = {"train": set(), "test": set()}
    subjects: dict[str, set[str]] = {"train": set(), "test": set()}
    for row in rows():
        sides[row["split"]].add((row["set"], row["emoji"]))
        if row["label"] == "0":
            subjects[row["split"]].add(subject(row["emoji"]))
    assert not sides["train"] & sides["test"]
    assert not subjects["train"] & subjects["test"]


def test_pictures_are_all_different(shipped: Pictures) -> None:
    """A drawing may come again, a picture does not."""
    everything = np.concatenate([shipped.train_x, shipped.test_x])
    assert len({picture.tobytes() for picture in everything}) == 259


def test_notice_names_every_set_in_the_version_used() -> None:
    """Each set has its row in the notice: package, version, licence and home."""
    notice = (DATA / "NOTICE.md").read_text(encoding="utf-8")
    table = {line.split("`")[1]: line for line in notice.splitlines() if line.startswith("| `")}
    assert {row["set"] for row in rows()} <= set(table)
    assert set(table) == {source.name for source in artwork.SOURCES}
    for source in artwork.SOURCES:
        assert f"`{source.package}` {source.version}" in table[source.name]
        assert "[CC BY 4.0]" in table[source.name] or "[Apache-2.0]" in table[source.name]
        assert "](https://github.com/" in table[source.name]


def test_learning_from_the_pictures(shipped: Pictures) -> None:
    """2000 steps at 0.005 learn the training set almost by heart and most of the test set."""
    result = trained(shipped)
    assert result.costs[0] == pytest.approx(np.log(2))
    assert np.all(np.diff(result.costs) < 0)  # smooth, and never above the start
    assert 96.5 <= result.train <= 99.5
    assert 72 <= result.test <= 86
    assert result.costs[1900] == pytest.approx(0.1, abs=0.01)


def test_learning_needs_few_steps_to_beat_chance(shipped: Pictures) -> None:
    """After 200 steps, as many as a grader can wait for, the classifier already knows cats."""
    result = trained(shipped, iterations=200)
    assert result.costs[-1] < 0.5 * result.costs[0]
    assert result.test >= 65


def test_pictures_are_as_bright_as_the_learning_rate_bears(shipped: Pictures) -> None:
    """Brighter pictures make gradient descent at 0.005 overshoot: the mean square is about 1/6."""
    assert np.mean((shipped.train_x / 255) ** 2) == pytest.approx(0.165, abs=0.02)


def test_course_files_give_the_published_numbers() -> None:
    """The well-known files give 99.0431 and 70 per cent, and a cost of 0.140872 at step 1900."""
    folder = os.environ.get("FIRST_NEURON_COURSE_FILES")
    if not folder:
        pytest.skip("FIRST_NEURON_COURSE_FILES does not name a folder with the course files")
    result = trained(load_pictures(*(Path(folder, path.name) for path in FILES.values())))
    assert result.train == pytest.approx(99.0431, abs=5e-5)
    assert result.test == pytest.approx(70.0)
    assert result.costs[1900] == pytest.approx(0.140872, abs=5e-7)


# The loader ---------------------------------------------------------------------------------


def write(path: Path, part: str, **changes: object) -> Path:
    """Write a small file of the schema, with data sets replaced, or left out if None."""
    content: dict[str, object] = {
        f"{part}_set_x": np.arange(3 * 4 * 5 * 3, dtype=np.uint8).reshape(3, 4, 5, 3),
        f"{part}_set_y": np.array([0, 1, 1]),
        "list_classes": np.array([b"dog", b"cat"]),
    } | changes
    with h5py.File(path, "w") as file:
        for name, value in content.items():
            if value is not None:
                file[name] = value
    return path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder, as a student does."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_loader_says_where_the_pictures_of_the_course_belong(folder: Path) -> None:
    """Without files there is nothing to learn from, and a sentence says so."""
    assert not list(folder.iterdir())
    with pytest.raises(PictureFileError, match="come with its notebook, and belong beside it"):
        load_pictures()


def test_loader_prefers_files_in_the_folder(folder: Path) -> None:
    """Files of the standard names that lie in the current folder win over those in datasets/."""
    (folder / "datasets").mkdir()
    for part in ("train", "test"):
        write(folder / "datasets" / f"{part}_catvnoncat.h5", part, list_classes=np.array([b"a"]))
    write(folder / "train_catvnoncat.h5", "train")
    write(folder / "test_catvnoncat.h5", "test")
    assert load_pictures().train_x.shape == (3, 4, 5, 3)


def test_loader_finds_the_folder_of_the_course(folder: Path) -> None:
    """Files of the standard names are found in ``datasets/`` beside the notebook, too."""
    (folder / "datasets").mkdir()
    write(folder / "datasets" / "train_catvnoncat.h5", "train")
    write(folder / "datasets" / "test_catvnoncat.h5", "test")
    for given in (load_pictures(), load_pictures("train_catvnoncat.h5", "test_catvnoncat.h5")):
        assert given.train_x.shape == (3, 4, 5, 3)


@pytest.mark.parametrize(
    ("labels", "classes"),
    [
        (np.array([0, 1, 1]), np.array([b"dog", b"cat"], dtype="S7")),
        (np.array([[0, 1, 1]], dtype=np.uint8), np.array([b"dog", b"cat"])),
        (np.array([False, True, True]), np.array(["dog", "cat"], dtype=h5py.string_dtype())),
        (np.array([0.0, 1.0, 1.0]), np.array([[b"dog"], [b"cat"]])),
    ],
    ids=["int64 (m,)", "uint8 (1, m)", "bool and long strings", "float and a column of names"],
)
def test_loader_reads_every_spelling_of_the_schema(
    folder: Path, labels: NDArray[np.generic], classes: NDArray[np.generic]
) -> None:
    """Pictures of any size and number are read; labels become int64 of shape (1, m)."""
    train = write(folder / "a.h5", "train", train_set_y=labels, list_classes=classes)
    test = write(folder / "b.h5", "test", list_classes=classes)
    given = load_pictures(str(train), test)
    assert given.train_y.dtype == np.int64
    assert given.train_y.tolist() == [[0, 1, 1]]
    assert given.train_x.dtype == np.uint8
    assert given.test_x.shape == (3, 4, 5, 3)
    assert given.classes == ("dog", "cat")
    assert repr(given) == "Pictures(3 to train, 3 to test, 4 x 5, dog / cat)"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "Git LFS.*git lfs pull"),
        (b"\n<!DOCTYPE html>\n<html>", "web page.*Raw button"),
        (b"\xef\xbb\xbf<HTML lang='en'>", "web page"),
        (b"", "is empty.*Download"),
        (b"PK\x03\x04 a zip file", r"starts with b'PK.*Expected an HDF5 file.*Download"),
    ],
    ids=["pointer", "web page", "web page with a mark", "empty", "other bytes"],
)
def test_loader_says_what_a_wrong_file_is(folder: Path, content: bytes, words: str) -> None:
    """What is not HDF5 is named, with the remedy."""
    (folder / "train.h5").write_bytes(content)
    with pytest.raises(PictureFileError, match=rf"^train\.h5 .*{words}"):
        load_pictures("train.h5")


def test_loader_says_that_a_file_is_cut_off(folder: Path) -> None:
    """A download that stopped halfway is called damaged."""
    (folder / "train.h5").write_bytes(FILES["train"].read_bytes()[:100_000])
    with pytest.raises(PictureFileError, match=r"cannot be read to its end.*damaged or cut off"):
        load_pictures("train.h5")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("my_cats.h5", r"no file my_cats\.h5 in the current folder\. Check the name"),
        ("deep/down/cats.h5", r"no file cats\.h5 in the folder deep.down"),
        ("/nowhere/train_catvnoncat.h5", "no file train_catvnoncat.h5 in the folder"),
        (".", "is a folder; expected a file"),
    ],
)
def test_loader_says_that_a_file_is_missing(folder: Path, path: str, words: str) -> None:
    """A path that was asked for by another name, or from the root, is not replaced in silence."""
    assert folder.is_dir()
    with pytest.raises(PictureFileError, match=words):
        load_pictures(path)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"train_set_x": None}, "no data set 'train_set_x'; it has 'list_classes', 'train_set_y'"),
        ({"list_classes": None}, "no data set 'list_classes'"),
        ({"train_set_x": np.zeros((3, 60), np.uint8)}, r"shape \(3, 60\).*\(m, height, width, 3\)"),
        ({"train_set_x": np.zeros((3, 4, 5, 1), np.uint8)}, "in colour"),
        ({"train_set_x": np.zeros((0, 4, 5, 3), np.uint8)}, "at least one picture"),
        ({"train_set_x": np.zeros((3, 4, 5, 3))}, "dtype float64.*Expected uint8.*multiply by 255"),
        ({"train_set_y": np.zeros((3, 1), int)}, r"shape \(3, 1\).*Expected \(3,\) or \(1, 3\)"),
        ({"train_set_y": np.zeros(2, int)}, r"shape \(2,\).*one label for each of the 3"),
        ({"train_set_y": np.array([1, 2, 1])}, r"other labels than 0 and 1, such as \[1, 2\]"),
        ({"train_set_y": np.array([0, 0.5, np.nan])}, "other labels than 0 and 1"),
        ({"train_set_y": np.array([b"a", b"b", b"c"])}, "other labels than 0 and 1"),
        ({"list_classes": np.array([b"cat"])}, "holds 1 names. Expected two"),
        ({"list_classes": np.array([b"cat", b"dog"])}, "labels must mean the same in both"),
        ({"train_set_x": np.zeros((3, 5, 4, 3), np.uint8)}, "are 5 x 4, .* 4 x 5.*same size"),
    ],
)
def test_loader_says_what_is_wrong_inside(
    folder: Path, changes: dict[str, object], words: str
) -> None:
    """What is missing or of a wrong shape, dtype or size is told with what is expected."""
    train = write(folder / "train.h5", "train", **changes)
    test = write(folder / "test.h5", "test")
    with pytest.raises(PictureFileError, match=words):
        load_pictures(train, test)


def test_loader_notices_interchanged_files() -> None:
    """The test file in the place of the training file is told from the names of its data sets."""
    with pytest.raises(PictureFileError, match="not interchanged"):
        load_pictures(FILES["test"], FILES["train"])


def test_own_picture_is_cropped_and_upright(folder: Path) -> None:
    """A photo that its camera stored turned comes out upright, square and small."""
    image = pytest.importorskip("PIL.Image", reason="reads a photo with Pillow")
    # As stored: red, green, blue from left to right; upright after a quarter turn: from the top.
    stored = np.repeat(np.eye(3, dtype=np.uint8)[np.newaxis] * 255, 30, axis=1)
    photo = image.fromarray(np.repeat(stored, 40, axis=0))
    exif = photo.getexif()
    exif[0x0112] = 6
    photo.save(folder / "photo.png", exif=exif)
    given = read_picture("photo.png", size=16)
    assert given.dtype == np.uint8
    assert given.shape == (16, 16, 3)
    assert given[0, 8].argmax() == 0
    assert given[8, 8].argmax() == 1
    assert given[15, 8].argmax() == 2


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"])
def test_own_picture_may_be_of_any_mode(folder: Path, mode: str) -> None:
    """Grey, palette, print and transparent pictures become RGB of the size asked for."""
    image = pytest.importorskip("PIL.Image", reason="reads a photo with Pillow")
    image.new(mode, (50, 70)).save(folder / "photo.tif")
    assert read_picture(folder / "photo.tif").shape == (64, 64, 3)


def test_own_picture_stands_on_white(folder: Path) -> None:
    """What is transparent becomes white, whatever colour is hidden there."""
    image = pytest.importorskip("PIL.Image", reason="reads a photo with Pillow")
    image.new("RGBA", (80, 80), (255, 0, 0, 0)).save(folder / "photo.png")
    assert np.all(read_picture("photo.png") == 255)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, r"no file photo\.jpg in the current folder.*next to your notebook"),
        (b"", "cannot be read as a picture.*JPEG or PNG"),
        (b"\x89PNG\r\n\x1a\n cut off", "cannot be read as a picture.*JPEG or PNG"),
        (b"\0\0\0\x20ftypheic", "HEIC"),
    ],
    ids=["missing", "empty", "cut off", "HEIC"],
)
def test_own_picture_that_cannot_be_read(folder: Path, content: bytes | None, words: str) -> None:
    """A missing file and a file that is no picture are told with what to do."""
    pytest.importorskip("PIL.Image", reason="reads a photo with Pillow")
    if content is not None:
        (folder / "photo.jpg").write_bytes(content)
    with pytest.raises(PictureFileError, match=words):
        read_picture("photo.jpg")


@pytest.mark.parametrize("size", [0, -1, 6.4])
def test_own_picture_needs_a_size(size: int) -> None:
    """A size that no picture can have is refused."""
    pytest.importorskip("PIL.Image", reason="reads a photo with Pillow")
    with pytest.raises(ValueError, match="positive whole number"):
        read_picture("photo.jpg", size=size)


# The generator ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pool() -> tuple[Artwork, ...]:
    """Stand-ins for the drawings: every name that is used, in three sets, as coloured noise."""
    rng = np.random.default_rng(0)
    listed = sorted((name, kind_of(name)) for name in names._KINDS)
    return tuple(
        Artwork(set_name, name, kind, rng.integers(0, 256, (128, 128, 4), dtype=np.uint8))
        for set_name in ("first", "second", "third")
        for name, kind in listed
        if kind is not None
    )


@pytest.mark.parametrize("seed", range(6))
def test_split_parts_the_drawings(pool: tuple[Artwork, ...], seed: int) -> None:
    """Whatever the seed: nothing is lost, no drawing is in both, and no kind of non-cat."""
    parted = split(pool, np.random.default_rng(seed))
    train, test = ({art.key for art in side} for side in (parted.train, parted.test))
    assert not train & test
    assert train | test == {art.key for art in pool}
    assert sum(art.kind is Kind.CAT for art in parted.test) == 25
    train_subjects, test_subjects = (
        {subject(art.emoji) for art in side if art.kind is not Kind.CAT}
        for side in (parted.train, parted.test)
    )
    assert not train_subjects & test_subjects


def test_split_refuses_a_poor_pool(pool: tuple[Artwork, ...]) -> None:
    """Too few cats, or a drawing twice, cannot be parted honestly."""
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match="too few"):
        split([art for art in pool if art.set == "first"], rng)
    with pytest.raises(ValueError, match="more than once"):
        split([*pool, pool[0]], rng)


@pytest.mark.parametrize(("cats", "others"), [(96, 113), (25, 25), (1, 5)])
def test_pick_repeats_cats_evenly_and_others_never(
    pool: tuple[Artwork, ...], cats: int, others: int
) -> None:
    """Cats come again only when all have come; three of five others are animals."""
    side = [art for art in pool if art.set != "third"]
    chosen = pick(side, cats, others, np.random.default_rng(3))
    kinds = [art.kind for art in chosen]
    assert kinds.count(Kind.CAT) == cats
    assert kinds.count(Kind.ANIMAL) == round(0.6 * others)
    assert len(chosen) == cats + others
    times = [[art.key for art in chosen].count(art.key) for art in side]
    cat_times = [n for n, art in zip(times, side, strict=True) if art.kind is Kind.CAT]
    assert max(cat_times) - min(cat_times) <= 1
    assert max(n for n, art in zip(times, side, strict=True) if art.kind is not Kind.CAT) == 1


def test_pick_refuses_to_repeat_others(pool: tuple[Artwork, ...]) -> None:
    """Where there are too few animals, none comes twice in silence."""
    with pytest.raises(ValueError, match="of kind animal wanted"):
        pick([art for art in pool if art.set == "first"], 1, 1000, np.random.default_rng(0))


@pytest.mark.parametrize("seed", range(8))
def test_composition_is_a_picture(pool: tuple[Artwork, ...], seed: int) -> None:
    """Every drawing in every scene gives 64 x 64 RGB bytes, the same for the same seed."""
    picture = composition.compose(pool[seed], np.random.default_rng(seed))
    again = composition.compose(pool[seed], np.random.default_rng(seed))
    assert picture.dtype == np.uint8
    assert picture.shape == (64, 64, 3)
    assert picture.std() > 5
    assert np.array_equal(picture, again)


def test_placed_keeps_what_is_not_moved() -> None:
    """A drawing set into a frame of its own size, unturned, is itself; around it is nothing."""
    drawing = np.random.default_rng(0).random((16, 12, 4))
    frame = composition.placed(drawing, extent=16, angle=0, centre=(10, 10), size=20)
    assert np.allclose(frame[2:18, 4:16], drawing)
    assert frame.sum() == pytest.approx(drawing.sum())


@pytest.mark.parametrize("paint", scene._BACKGROUNDS, ids=lambda paint: paint.__name__)
def test_backgrounds_are_dim_colours(paint: Callable[..., NDArray[np.float64]]) -> None:
    """Every kind of background is RGB of the size asked for, and leaves the drawing the light."""
    for seed in range(20):
        made = paint(np.random.default_rng(seed), 32)
        assert made.shape == (32, 32, 3)
        assert 0 <= made.min() <= made.max() <= 0.66


def test_two_builds_are_the_same_bytes(pool: tuple[Artwork, ...], tmp_path: Path) -> None:
    """The same drawings and seed give the same files, another seed gives others."""
    sums = []
    for number, seed in enumerate((5, 5, 6)):
        output = tmp_path / str(number)
        output.mkdir()
        archive.write(archive.build(pool, seed), output)
        sums.append([path.read_bytes() for path in sorted(output.iterdir())])
    assert sums[0] == sums[1]
    assert all(one != other for one, other in zip(sums[0], sums[2], strict=True))
    given = load_pictures(*(tmp_path / "0" / path.name for path in FILES.values()))
    assert given.train_y.sum() == 96
    assert given.test_y.sum() == 25


def test_icons_become_square_documents() -> None:
    """An icon's own box wins over the common one, and the canvas is squared about it."""
    icons = {
        "width": 36,
        "height": 36,
        "icons": {"dog": {"body": "<g/>", "width": 20, "left": 2}, "flag-at": {"body": ""}},
    }
    documents = artwork.svg_documents(icons)
    assert list(documents) == ["dog"]
    assert 'viewBox="-6 0 36 36"' in documents["dog"]


def test_drawings_are_rendered_with_their_opacity() -> None:
    """A red square in the middle of nothing becomes red, opaque pixels in transparent ones."""
    pytest.importorskip("resvg_py", reason="renders SVG; only who builds the pictures has it")
    pytest.importorskip("PIL.Image", reason="decodes what was rendered")
    icons = {"icons": {"cat": {"body": '<path fill="red" d="M4 4h8v8h-8z"/>'}}}
    pixels = artwork.render(artwork.svg_documents(icons)["cat"])
    assert pixels.shape == (128, 128, 4)
    assert pixels[64, 64].tolist() == [255, 0, 0, 255]
    assert pixels[10, 10, 3] == 0


def test_a_package_with_another_checksum_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Drawings that are not the ones of the recipe make no pictures, and the command says so."""
    cache, output = tmp_path / "cache", tmp_path / "output"
    cache.mkdir()
    (cache / artwork.SOURCES[0].tarball).write_bytes(b"something else")
    assert main(["--cache", str(cache), "--output", str(output)]) == 1
    assert "but the recipe says" in capsys.readouterr().err
    assert not list(output.iterdir())
