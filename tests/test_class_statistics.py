"""The statistics of a class, against small tables worked out by hand and against SciPy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from autograder.classroom.mistakes import count_findings, count_mistakes, find_incidents
from autograder.classroom.same_code import find_same_code
from autograder.classroom.statistics import (
    analyse_items,
    assignment_statistics,
    class_statistics,
    correlation,
    distribution,
)
from autograder.classroom.summary import Band, Part, Summary
from autograder.report import Outcome

PASSED, FAILED, ABSENT = Outcome.PASSED, Outcome.FAILED, Outcome.NOT_ATTEMPTED
TIMEOUT, CRASHED, ERROR = Outcome.TIMEOUT, Outcome.CRASHED, Outcome.ERROR


def summary(name: str, *parts: Part, error: str = "", code: str = "", work: str = "w") -> Summary:
    """A submission with some exercises."""
    score, most = sum(part.score for part in parts), sum(part.max_score for part in parts)
    return Summary(name, work, f"{name}/{work}.py", parts, score, most, error, code)


def part(exercise: str, score: float, outcome: Outcome = FAILED, mistake: str = "") -> Part:
    """An exercise of ten points."""
    return Part(exercise, score, 10, outcome, mistake, f"think about {mistake}" if mistake else "")


CLASS = [
    summary("ann", part("f", 10, PASSED), part("g", 10, PASSED), part("h", 4, FAILED, "sign")),
    summary("bob", part("f", 10, PASSED), part("g", 0, TIMEOUT), part("h", 0, FAILED, "sign")),
    summary("cem", part("f", 5, FAILED, "axis"), part("g", 0, ABSENT), part("h", 0, ABSENT)),
    summary("dee", part("f", 0, ABSENT), part("g", 0, ABSENT), part("h", 0, ABSENT)),
    summary("eve", part("f", 0, FAILED, "sign"), part("g", 0, CRASHED), part("h", 0, ERROR)),
    summary("fay", error="no JSON"),
]
"""A class of six: f, g and h of ten points each."""


def names(students: tuple[Summary, ...]) -> str:
    """The names of students, in order."""
    return " ".join(student.submission for student in students)


def test_difficulty_is_the_mean_share_of_the_points() -> None:
    """Nothing attempted is nothing earned; a file that could not be read does not count."""
    items = assignment_statistics("w", CLASS).items
    assert [(item.exercise, item.difficulty) for item in items] == [
        ("f", 0.5),  # (10 + 10 + 5 + 0 + 0) / 50
        ("g", 0.2),
        ("h", 0.08),
    ]


def test_discrimination_is_the_correlation_with_the_rest() -> None:
    """By hand: f is (10, 10, 5, 0, 0), the rest of the score (14, 0, 0, 0, 0)."""
    item = analyse_items([one for one in CLASS if one.is_readable])[0]
    # Deviations (5, 5, 0, -5, -5) and (11.2, -2.8, -2.8, -2.8, -2.8).
    by_hand = (5 * 11.2 - 5 * 2.8 + 5 * 2.8 + 5 * 2.8) / (100 * 156.8) ** 0.5
    assert item.discrimination == pytest.approx(by_hand)
    assert by_hand == pytest.approx(0.559, abs=1e-3)


@given(
    st.lists(
        st.lists(st.integers(0, 20).map(lambda n: n / 2), min_size=3, max_size=3),
        min_size=3,
        max_size=40,
    )
)
def test_discrimination_is_what_scipy_says(scores: list[list[float]]) -> None:
    """Item by item, against the sum of the others; undefined where one of both is constant."""
    summaries = [
        summary(str(number), *(part(name, score) for name, score in zip("fgh", row, strict=True)))
        for number, row in enumerate(scores)
    ]
    table = np.array(scores)
    for number, item in enumerate(analyse_items(summaries)):
        rest = table.sum(axis=1) - table[:, number]
        if np.ptp(rest) == 0 or np.ptp(table[:, number]) == 0:
            assert item.discrimination is None
        else:
            expected = stats.pearsonr(table[:, number], rest).statistic
            assert item.discrimination == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ([1, 2, 3], [1, 2, 3], 1.0),
        ([1, 2, 3], [3, 2, 1], -1.0),
        ([0, 1, 0, 1], [0, 0, 1, 1], 0.0),
        ([0.1, 0.1, 0.1], [1, 2, 3], None),
        ([1, 2, 3], [7, 7, 7], None),
        ([1], [1], None),
    ],
)
def test_correlation(first: list[float], second: list[float], expected: float | None) -> None:
    """What does not vary correlates with nothing, and divides nothing by zero."""
    assert correlation(first, second) == (None if expected is None else pytest.approx(expected))


def test_bands_partition_the_class() -> None:
    """Every submission that could be read stands in one band of each exercise."""
    f, g, h = assignment_statistics("w", CLASS).items
    expected = {Band.FULL: 2, Band.PART: 1, Band.NONE: 1, Band.STOPPED: 0, Band.NOT_ATTEMPTED: 1}
    assert f.bands == expected
    assert g.bands[Band.STOPPED] == 2
    assert h.bands[Band.STOPPED] == 1
    assert {sum(item.bands.values()) for item in (f, g, h)} == {5}


@pytest.mark.parametrize(
    ("percents", "width", "counts"),
    [
        ([0, 9.99, 10, 30, 99.9, 100], 10, {0: 2, 1: 1, 3: 1, 9: 2}),
        ([100 * 0.3], 10, {3: 1}),
        ([29.999999999999996], 10, {3: 1}),
        ([100.0] * 100, 5, {19: 100}),
        ([4.9, 5] * 50, 5, {0: 50, 1: 50}),
    ],
)
def test_bins_hold_their_lower_end(
    percents: list[float], width: int, counts: dict[int, int]
) -> None:
    """The last bin also holds 100; from a hundred submissions on bins are half as wide."""
    spread = distribution(percents)
    assert (spread.width, len(spread.counts)) == (width, 100 // width)
    assert {place: count for place, count in enumerate(spread.counts) if count} == counts


def test_the_distribution_is_of_what_could_be_read() -> None:
    """Scores 24, 10, 5, 0, 0 of 30."""
    spread = assignment_statistics("w", CLASS).distribution
    assert spread is not None
    percents = [80, 100 / 3, 50 / 3, 0, 0]
    assert spread.mean == pytest.approx(26)
    assert (spread.lower, spread.median, spread.upper) == pytest.approx((0, 50 / 3, 100 / 3))
    assert spread.deviation == pytest.approx(np.std(percents))


def test_mistakes_are_counted_by_exercise() -> None:
    """The same name in two exercises is two mistakes; the most frequent comes first."""
    found = [(m.exercise, m.misconception, names(m.students)) for m in count_mistakes(CLASS)]
    assert found == [("h", "sign", "ann bob"), ("f", "axis", "cem"), ("f", "sign", "eve")]
    assert count_mistakes(CLASS)[0].hint == "think about sign"


def test_mistakes_without_a_name_are_counted_by_what_is_wrong() -> None:
    """What one student alone got wrong is no pattern."""
    wrong = [Part("f", 0, 10, FAILED, finding=said) for said in ("dw: m times", "dw: sign")]
    summaries = [summary("ann", wrong[0]), summary("bob", wrong[1]), summary("cem", wrong[0])]
    (found,) = count_findings(summaries)
    assert (found.exercise, found.finding, names(found.students)) == ("f", "dw: m times", "ann cem")


def test_incidents_are_neither_pass_nor_fail() -> None:
    """Timeouts first, then crashes, then exceptions; what was not attempted is no incident."""
    found = [(i.outcome.value, i.exercise, names(i.students)) for i in find_incidents(CLASS)]
    assert found == [("timeout", "g", "bob"), ("crashed", "g", "eve"), ("error", "h", "eve")]


def test_who_did_not_attempt_what() -> None:
    """Who attempted nothing at all is listed once, not under every exercise."""
    found = assignment_statistics("w", CLASS)
    assert names(found.untouched) == "dee"
    assert {item.exercise: names(item.absent) for item in found.items} == {
        "f": "",
        "g": "cem",
        "h": "cem",
    }
    assert names(found.unreadable) == "fay"


def test_assignments_are_looked_at_one_by_one() -> None:
    """In the order in which they are taught, unknown ones last."""
    works = ["zoology", "logistic_regression", "computation_graph", "numpy_basics"]
    taught = ["computation_graph", "numpy_basics", "logistic_regression", "zoology"]
    found = class_statistics(
        [summary("ann", part("f", 1), work=work) for work in works], dict.fromkeys(taught[:3], "")
    )
    assert [one.assignment for one in found] == taught


def test_a_file_of_no_assignment_joins_the_only_one() -> None:
    """Where there are several it stands by itself."""
    lost = summary("lost", error="no JSON", work="")
    (only,) = class_statistics([*CLASS, lost], {})
    assert names(only.unreadable) == "fay lost"
    several = class_statistics([*CLASS, summary("gus", part("f", 1), work="x"), lost], {})
    assert [one.assignment for one in several] == ["", "w", "x"]
    assert several[0].distribution is None


def test_a_class_without_anything_readable_has_no_scores() -> None:
    """No number is made up for it."""
    found = assignment_statistics("w", [CLASS[-1]])
    assert (found.distribution, found.items, found.same_code) == (None, (), ())


def coded(name: str, *digests: str) -> Summary:
    """A submission with the digests of its exercises."""
    code = " ".join(f"e{number}:{digest}" for number, digest in enumerate(digests))
    return summary(name, part("f", 1), code=code)


OWN = [coded(f"s{n}", *(f"{n}-{e}" for e in range(6))) for n in range(40)]
"""Forty students with six exercises, each in a way of their own."""


@pytest.mark.parametrize(
    ("summaries", "groups"),
    [
        pytest.param(OWN, [], id="nobody shares"),
        pytest.param([*OWN, coded("x", *"abcdef"), coded("y", *"abcdef")], ["x y"], id="two share"),
        pytest.param(
            [*OWN, *(coded(name, *"abcdef") for name in "xyz")], ["x y z"], id="three share"
        ),
        pytest.param(
            [*OWN, coded("x", *"abcdef"), coded("y", *"abcdef"), coded("z", *"abcde")],
            ["x y"],
            id="a third left one out",
        ),
        pytest.param(
            [*OWN, coded("x", *"abcdef"), coded("x", *"abcdef")], [], id="one student, two files"
        ),
        pytest.param([*OWN, coded("x", "a"), coded("y", "a")], [], id="one exercise"),
        pytest.param([coded("x", *"abcdef"), coded("y", *"abcdef")], ["x y"], id="a class of two"),
        pytest.param([*OWN, summary("x", code=""), summary("y", code="")], [], id="little code"),
    ],
)
def test_groups_with_the_same_code(summaries: list[Summary], groups: list[str]) -> None:
    """Equal in all that they attempted, more than one student, and not by mere chance."""
    assert [names(group.students) for group in find_same_code(summaries)] == groups


def test_code_that_many_write_is_not_telling() -> None:
    """Two who combine the usual ways are no group where the usual ways are usual."""
    one_other = [coded(f"u{n}", *["usual"] * 5, f"own{n}") for n in range(40)]
    pair = [coded("x", *["usual"] * 5, "other"), coded("y", *["usual"] * 5, "other")]
    assert find_same_code([*one_other, *pair]) == ()
    (rare,) = find_same_code([*OWN, *pair])
    assert rare.unshared == tuple(f"e{number}" for number in range(6))


def test_a_group_says_how_many_others_wrote_the_same() -> None:
    """Exercise by exercise, the group itself left out."""
    pair = [coded("x", "0-0", "1-1", *"cdef"), coded("y", "0-0", "1-1", *"cdef")]
    (group,) = find_same_code([*OWN, *pair])
    assert group.others == {"e0": 1, "e1": 1, "e2": 0, "e3": 0, "e4": 0, "e5": 0}
    assert group.unshared == ("e2", "e3", "e4", "e5")
