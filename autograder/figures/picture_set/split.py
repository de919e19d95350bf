"""Which base pictures are for training and which for the test, and how often each is used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from autograder.figures.picture_set.names import Kind, subject

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

    from autograder.figures.picture_set.artwork import Artwork

_TEST_CATS = 25
_TEST_SHARE = 0.2
_ANIMAL_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Split:
    """Two pools of base pictures that have nothing in common."""

    train: tuple[Artwork, ...]
    test: tuple[Artwork, ...]


def split(pool: Sequence[Artwork], rng: np.random.Generator) -> Split:
    """Part the base pictures so that a model can be tested on what it has not seen.

    Cats are parted drawing by drawing. Everything else is parted by what it shows: if one artist's
    owl is in the test, no artist's owl is in the training set.

    Parameters
    ----------
    pool : sequence of Artwork
        All base pictures, more than 25 cats among them.
    rng : Generator
        The source of chance.

    Returns
    -------
    Split
        Both pools, in the order of set and name.

    Raises
    ------
    ValueError
        If the pool has too few cats, or a base picture twice.
    """
    keys = {artwork.key for artwork in pool}
    if len(keys) != len(pool):
        message = "a base picture is in the pool more than once"
        raise ValueError(message)
    cats = sorted(artwork.key for artwork in pool if artwork.kind is Kind.CAT)
    if len(cats) <= _TEST_CATS:
        message = f"{len(cats)} cats are too few: {_TEST_CATS} are for the test alone"
        raise ValueError(message)
    test_cats = {cats[i] for i in rng.permutation(len(cats))[:_TEST_CATS]}

    subjects = sorted({subject(art.emoji) for art in pool if art.kind is not Kind.CAT})
    count = round(_TEST_SHARE * len(subjects))
    test_subjects = {subjects[i] for i in rng.permutation(len(subjects))[:count]}

    def is_test(artwork: Artwork) -> bool:
        if artwork.kind is Kind.CAT:
            return artwork.key in test_cats
        return subject(artwork.emoji) in test_subjects

    ordered = sorted(pool, key=lambda artwork: artwork.key)
    result = Split(
        train=tuple(artwork for artwork in ordered if not is_test(artwork)),
        test=tuple(artwork for artwork in ordered if is_test(artwork)),
    )
    assert not {a.key for a in result.train} & {a.key for a in result.test}
    return result


def pick(
    pool: Sequence[Artwork], cats: int, others: int, rng: np.random.Generator
) -> list[Artwork]:
    """Choose the base picture of every picture of one file, in the order of the file.

    A cat comes again only when every cat of the pool has come as often. The others never do; six
    in ten of them are animals, so that a face with two ears is not enough to be a cat.

    Parameters
    ----------
    pool : sequence of Artwork
        The base pictures of one side of the split.
    cats, others : int
        How many pictures of each class.
    rng : Generator
        The source of chance.

    Returns
    -------
    list of Artwork
        `cats + others` base pictures, shuffled.

    Raises
    ------
    ValueError
        If the pool has no cat, or too few animals or things.
    """

    def draw(kind: Kind, count: int, *, again: bool) -> list[Artwork]:
        candidates = [artwork for artwork in pool if artwork.kind is kind]
        if not candidates or (count > len(candidates) and not again):
            message = f"{count} pictures of kind {kind} wanted, {len(candidates)} there"
            raise ValueError(message)
        drawn: list[Artwork] = []
        while len(drawn) < count:
            drawn += [candidates[i] for i in rng.permutation(len(candidates))]
        return drawn[:count]

    animals = round(_ANIMAL_SHARE * others)
    chosen = [
        *draw(Kind.CAT, cats, again=True),
        *draw(Kind.ANIMAL, animals, again=False),
        *draw(Kind.THING, others - animals, again=False),
    ]
    return [chosen[i] for i in rng.permutation(len(chosen))]
