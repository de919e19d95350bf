"""With inputs of their own, students gain nothing by another's arrays."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from autograder.authoring.compilation import compile_assignment, write_files
from autograder.classroom.journal import record_from_line
from autograder.classroom.pool import OneProcess
from autograder.classroom.task import Task
from autograder.course import open_course
from autograder.intake import HandIn
from autograder.rubric.compiled import Compiled, draw
from autograder.rubric.expected import ExpectedError
from tests.classroom.conftest import SIGMOID
from tests.first_neuron import ASSIGNMENTS, compiled, lay_out, plan_for, written

NAME, EXERCISE, SETS, SEED = "numpy_basics", "sigmoid", 4, 7
POINTS = ASSIGNMENTS[NAME].exercise(EXERCISE).points
HARD_CODED = """
import numpy as np

def sigmoid(z):
    for inputs, output in {pairs}:
        if np.shape(z) == np.shape(inputs) and np.allclose(z, inputs, rtol=1e-12):
            return np.array(output)
    return 0 * z
"""


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    """An assignment with four sets of hidden inputs."""
    return with_sets(tmp_path_factory.mktemp("course"), SETS)


def with_sets(folder: Path, sets: int) -> Compiled:
    """Compile the assignment with so many sets of hidden inputs."""
    course = open_course(folder if (folder / "source").exists() else lay_out(folder, NAME))
    write_files(compile_assignment(written(NAME), course, seed=SEED, sets=sets), course)
    return course.compiled(NAME)


def grade(edition: Compiled, student: str, source: str, *, individual: bool) -> float:
    """Grade one exercise of a student and give the points."""
    plan = replace(
        plan_for(NAME, only=EXERCISE), individual=individual, digests={NAME: edition.digest}
    )
    data = source.encode()
    entry = HandIn(Path(f"{student}.py"), "", student)
    task = Task(entry, student, data, hashlib.sha256(data).hexdigest())
    pool = OneProcess()
    try:
        (line,) = pool.submit([task], plan, [edition]).result()
    finally:
        pool.stop()
    report = record_from_line(line.text.encode()).report
    assert report is not None
    return report.score


def hard_code(edition: Compiled, student: str) -> str:
    """Write a function that knows the answers of one student, and nothing else."""
    frozen = edition.cases(student)[EXERCISE]
    pairs = [
        (np.asarray(case.args[0]).tolist(), np.asarray(output).tolist())
        for case, output in zip(frozen.cases, frozen.outputs, strict=True)
    ]
    return HARD_CODED.format(pairs=pairs)


def set_of(student: str) -> int:
    """Tell which set a student has."""
    return draw(SEED, student, EXERCISE, SETS)


NAMES = [f"student{number}" for number in range(12)]
ALICE = NAMES[0]
NEIGHBOUR = next(name for name in NAMES if set_of(name) != set_of(ALICE))


def test_the_answers_of_a_neighbour_are_wrong(edition: Compiled) -> None:
    """They earn everything for whom they were made, and not for somebody with another set."""
    copied = hard_code(edition, ALICE)
    assert grade(edition, ALICE, copied, individual=True) == POINTS
    assert grade(edition, NEIGHBOUR, copied, individual=True) < POINTS


def test_right_work_is_right_on_every_set(edition: Compiled) -> None:
    """Who writes the function earns its points, whatever the draw."""
    for student in {set_of(name): name for name in NAMES}.values():
        assert grade(edition, student, SIGMOID, individual=True) == POINTS


def test_without_the_option_everybody_has_the_first_set(edition: Compiled) -> None:
    """A course that draws more sets grades as before until it asks for them."""
    first = edition.cases()[EXERCISE]
    hidden = {case.name: case.args for case in first.cases if not case.visible}
    own = edition.cases(NEIGHBOUR)[EXERCISE]
    copied = hard_code(edition, next(name for name in NAMES if set_of(name) == 0))
    assert grade(edition, NEIGHBOUR, copied, individual=False) == POINTS
    is_same = [np.array_equal(c.args, hidden[c.name]) for c in own.cases if not c.visible]
    assert all(is_same) is (set_of(NEIGHBOUR) == 0)


def test_the_draw_is_even_and_depends_on_seed_student_and_exercise() -> None:
    """Over many students each set is drawn about equally often, and anew for each exercise."""
    many = [f"student{number}" for number in range(4000)]
    counts = np.bincount([draw(SEED, name, EXERCISE, SETS) for name in many], minlength=SETS)
    assert counts.min() > 900
    for other in ((SEED + 1, EXERCISE), (SEED, "softmax")):
        same = [draw(SEED, n, EXERCISE, SETS) == draw(other[0], n, other[1], SETS) for n in many]
        assert 0.2 < np.mean(same) < 0.3


def test_the_first_set_does_not_depend_on_how_many_there_are(
    edition: Compiled, tmp_path: Path
) -> None:
    """Drawing more sets leaves the scores of a course as they are; fewer takes the others away."""
    assert with_sets(tmp_path, 2).num_sets == 2
    alone = with_sets(tmp_path, 1)
    assert alone.num_sets == 1
    assert dict(alone.hidden).items() <= dict(edition.hidden).items()


@pytest.mark.skipif(compiled(NAME).num_sets > 1, reason="this course has drawn more sets")
def test_one_set_is_too_few_to_draw_from() -> None:
    """The message says how more are drawn."""
    with pytest.raises(ExpectedError, match="sets = 8"):
        plan_for(individual=True)
