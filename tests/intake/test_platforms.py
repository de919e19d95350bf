"""Names that learning platforms give: student, number and attempt are split as they document it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.intake.conftest import Arrive

NB = "numpy_basics"

Row = tuple[str, str, str]
PLATFORMS: dict[str, dict[str, Row]] = {
    "Moodle, folders": {
        f"Ada Lovelace_4711_assignsubmission_file/{NB}.ipynb": ("Ada Lovelace", "4711", NB),
        "Bob_4712_assignsubmission_file_/sub/my work.ipynb": ("Bob", "4712", ""),
    },
    "Moodle, one name": {
        f"Ada Lovelace_4711_assignsubmission_file_{NB}.ipynb": ("Ada Lovelace", "4711", NB),
        "Bob_4712_assignsubmission_file_final.ipynb": ("Bob", "4712", ""),
    },
    "Moodle, underscores in names": {
        f"Ada_de_Love_4711_assignsubmission_file_/{NB}.ipynb": ("Ada_de_Love", "4711", NB),
        f"z_12_Bob_4712_assignsubmission_file_/{NB}.ipynb": ("z_12_Bob", "4712", NB),
    },
    "Moodle, names hidden": {
        f"Participant_{n}_assignsubmission_file_/{NB}.ipynb": (f"Participant {n}", f"{n}", NB)
        for n in (4711, 4712)
    },
    "Canvas": {
        f"lovelaceada_4711_83_{NB}.ipynb": ("lovelaceada", "4711", NB),
        f"love_lace_LATE_4712_84_{NB}-2.ipynb": ("love_lace", "4712", NB),
        "bob_4713_85_my_2_3_work.ipynb": ("bob", "4713", ""),
    },
    "Canvas, names hidden": {
        f"anon_x7Kp2_83_{NB}.ipynb": ("anon_x7Kp2", "x7Kp2", NB),
        f"LATE_anon_y8_84_{NB}.ipynb": ("anon_y8", "y8", NB),
    },
    "Blackboard": {
        f"Week 2_alovelace_attempt_2026-10-01-12-00-00_{NB}.ipynb": ("alovelace", "", NB),
        "Week 2_bob_attempt_2026-10-01-12-00-01_final.ipynb": ("bob", "", ""),
    },
    "Blackboard, underscores": {
        f"numpy_basics_ada_l_attempt_2026-10-01-12-00-00_{NB}.ipynb": ("ada_l", "", NB),
        f"numpy_basics_ada_m_attempt_2026-10-01-12-00-00_{NB}.ipynb": ("ada_m", "", NB),
    },
    "Brightspace, folders": {
        f"4711-83 - Ada Lovelace - Oct 1, 2026 1205 PM/{NB}.ipynb": ("Ada Lovelace", "4711", NB),
        f"4712-83 - Jean-Luc P - 2 October, 2026 905 AM/{NB}.ipynb": ("Jean-Luc P", "4712", NB),
    },
    "Brightspace, one name": {
        f"4711-83 - Ada Lovelace - Oct 1, 2026 1205 PM - {NB}.ipynb": ("Ada Lovelace", "4711", NB),
        "4712-83 - Bob- Oct 1, 2026 905 AM - my - work.ipynb": ("Bob", "4712", ""),
    },
    "Google Classroom": {
        f"Ada Lovelace - {NB}.ipynb": ("Ada Lovelace", "", NB),
        "Bob Smith - A sheet of mine.ipynb": ("Bob Smith", "", ""),
    },
    "Sakai": {
        f"Lovelace, Ada(ada)/Submission attachment(s)/{NB}.ipynb": ("Lovelace, Ada", "ada", NB),
        "bob/Submission attachment(s)/final.ipynb": ("bob", "", ""),
    },
    "ILIAS": {
        f"Lovelace_Ada_alove_4711/20261001120000_{NB}.ipynb": ("Lovelace_Ada", "4711", NB),
        f"Smith_Bob_bsmith_4712/20261001120000_{NB}.ipynb": ("Smith_Bob", "4712", NB),
    },
    "ILIAS, a plain folder": {f"ada/20261001120000_{NB}.ipynb": ("ada", "", NB)},
    "nbgrader's exchange": {
        f"inbound/ada+{NB}+2026-10-01 12:00:00 UTC+x7/{NB}.ipynb": ("ada", "", NB),
        f"inbound/bob+{NB}+2026-10-01 12:00:00.5 UTC/{NB}.ipynb": ("bob", "", NB),
    },
    "Teams": {
        "Submitted files/Ada L/Week 2/Version 1/sheet.ipynb": ("Ada L", "", ""),
        "Submitted files/Bob S/Week 2/Version 3/sheet.ipynb": ("Bob S", "", ""),
    },
}


@pytest.mark.parametrize("expected", PLATFORMS.values(), ids=PLATFORMS)
def test_names_are_split(arrive: Arrive, root: Path, expected: dict[str, Row]) -> None:
    """Student, number and assignment."""
    intake = arrive(*expected)
    found = {one.relative: (one.student, one.id, one.hint) for one in intake.hand_ins}
    assert found == expected
    assert intake.left_out == ()


LATEST = {
    "Canvas counts files": (
        "ada_1_{}_numpy_basics{}.ipynb",
        [("7", ""), ("8", "-1"), ("9", "-10")],
    ),
    "Blackboard": (
        "Week 2_ada_attempt_2026-10-{}-12-00-00_{}.ipynb",
        [("01", NB), ("09", "b"), ("10", "c")],
    ),
    "Brightspace": (
        "1-2 - Ada - Oct {}, 2026 {}/numpy_basics.ipynb",
        [("9", "1105 PM"), ("10", "1105 AM"), ("10", "1205 PM")],
    ),
    "ILIAS": ("ada/202610{}120000_numpy_basics{}.ipynb", [("01", ""), ("09", ""), ("10", "")]),
    "exchange": ("ada+numpy_basics+2026-10-{} 12:00:00 UTC{}/x.ipynb", [("01", ""), ("02", "+a")]),
    "Teams": (
        "Submitted files/Ada L/hw/Version {}/{}.ipynb",
        [("2", "a"), ("9", "b"), ("10", "c")],
    ),
    "a folder by the second": ("ada/2026-10-{}-12-00-00/{}.py", [("01", "a"), ("02", "b")]),
}


@pytest.mark.parametrize(("pattern", "parts"), LATEST.values(), ids=LATEST)
def test_the_latest_attempt_counts(
    arrive: Arrive, pattern: str, parts: list[tuple[str, str]]
) -> None:
    """By the platform's own numbering; the others are told."""
    *earlier, latest = (pattern.format(*part) for part in parts)
    intake = arrive(latest, *earlier)
    assert [one.relative for one in intake.hand_ins] == [latest]
    told = {one.path.partition("/hand_in/")[2]: one for one in intake.left_out}
    assert told.keys() == set(earlier)
    assert all("is an earlier" in one.reason and one.matters for one in told.values())


def test_a_date_that_cannot_be_read_decides_nothing(arrive: Arrive) -> None:
    """Then nobody guesses which is the latest."""
    intake = arrive(*(f"1-2 - Ada - {day} maaliskuuta 2026 1205/w.ipynb" for day in (1, 2)))
    assert intake.hand_ins == ()
    assert "several files for one assignment" in intake.left_out[0].reason


def test_feedback_is_no_hand_in(arrive: Arrive) -> None:
    """What a teacher wrote lies beside what a student wrote."""
    intake = arrive(
        f"Lovelace, Ada(ada)/Submission attachment(s)/{NB}.ipynb",
        f"Lovelace, Ada(ada)/Feedback Attachment(s)/{NB}.ipynb",
    )
    assert [one.student for one in intake.hand_ins] == ["Lovelace, Ada"]
    assert "is feedback" in intake.left_out[0].reason


FORGED = {
    "Canvas": ("eve_5_77_bob_4_83_numpy_basics.ipynb", ("eve", "5")),
    "Moodle, one name": (
        "Eve_2_assignsubmission_file_Bob_3_assignsubmission_file_x.ipynb",
        ("Eve", "2"),
    ),
    "Moodle, a folder": (
        "Eve_2_assignsubmission_file_/Bob_3_assignsubmission_file_/x.ipynb",
        ("Eve", "2"),
    ),
    "Blackboard": (
        "hw_eve_attempt_2026-10-01-12-00-00_hw_bob_attempt_2026-10-02-12-00-00_x.ipynb",
        ("eve", ""),
    ),
}


@pytest.mark.parametrize(("file", "expected"), FORGED.values(), ids=FORGED)
def test_what_a_student_chose_tells_no_other_student(
    arrive: Arrive, file: str, expected: tuple[str, str]
) -> None:
    """A file that is called like another's upload stays its own student's."""
    (found,) = arrive(file).hand_ins
    assert (found.student, found.id) == expected
