"""The commands of whoever writes the course: ``autograder build`` and ``autograder freeze``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from autograder.commands.ending import fail


@click.command()
@click.option("--check", "only_check", is_flag=True, help="Only compare; change nothing.")
def build(*, only_check: bool) -> None:
    """Build the notebooks in source/ and release/ from text and solutions."""
    import tempfile

    from autograder.authoring import notebooks

    root = _course_folder()
    try:
        if not only_check:
            notebooks.build(root, root)
            return
        with tempfile.TemporaryDirectory() as folder:
            notebooks.build(root, Path(folder))
            stale = notebooks.stale_files(root, Path(folder))
    except notebooks.BuildError as error:
        fail(str(error))
    if stale:
        names = "\n  ".join(str(path) for path in stale)
        fail(
            f"these files are not what a build gives:\n  {names}\n"
            "change source/<assignment>/<assignment>.md or solutions/<assignment>.py, "
            "then run: autograder build"
        )


@click.command()
@click.option("--seed", type=int, help="Draw another set of hidden inputs.")
@click.option(
    "--sets",
    type=click.IntRange(min=1, max=99),
    help="Draw so many sets of hidden inputs, for grade --individual.",
)
@click.option("--check", "only_check", is_flag=True, help="Only compare; change nothing.")
def freeze(*, seed: int | None, sets: int | None, only_check: bool) -> None:
    """Compute the expected arrays from solutions and cases."""
    import tempfile

    from autograder.authoring.freeze import compare_frozen, current_seed, current_sets
    from autograder.authoring.freeze import freeze as freeze_arrays
    from autograder.rubric.expected import ExpectedError

    _course_folder()
    try:
        seed = current_seed() if seed is None else seed
        sets = current_sets() if sets is None else sets
        if not only_check:
            freeze_arrays(seed, sets=sets)
            return
        with tempfile.TemporaryDirectory() as folder:
            freeze_arrays(seed, Path(folder), sets)
            stale = compare_frozen(Path(folder))
    except ExpectedError as error:
        fail(str(error))
    if stale:
        fail(
            "these expected arrays are stale:\n  " + "\n  ".join(stale) + "\nrun: autograder freeze"
        )


def _course_folder() -> Path:
    """Find the checkout: the folder with the texts and the solutions."""
    root = Path(__file__).parent.parent.parent
    if not (root / "solutions").is_dir() or not (root / "source").is_dir():
        fail(
            "building needs the course's checkout, with source/ and solutions/; "
            "the installed package has neither"
        )
    if str(root) not in sys.path:
        sys.path.insert(0, str(root))
    return root
