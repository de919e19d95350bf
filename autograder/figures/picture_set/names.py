"""Which emoji are cats, which are other animals, which are things.

Every set spells the names in its own way: "dog-face", "dogface", "fox-face-1". `subject` brings
them to one spelling, so that the lists below are written once.
"""

from __future__ import annotations

import re
from enum import StrEnum


class Kind(StrEnum):
    """What an emoji shows."""

    CAT = "cat"
    ANIMAL = "animal"
    THING = "thing"


# "weary-cat" in one set is "weary-cat-face" in another; `subject` makes them one.
_CATS = """
    cat cat-side black-cat grinning-cat grinning-cat-with-smiling-eyes
    grinning-cat-face-with-smiling-eyes cat-with-tears-of-joy cat-face-with-tears-of-joy
    cat-with-wry-smile cat-face-with-wry-smile kissing-cat pouting-cat smiling-cat-with-heart-eyes
    smiling-cat-face-with-heart-eyes crying-cat weary-cat
"""

# Left out: tiger, lion and leopard, which are cats too; cockroach, mosquito, spider, fly and rat,
# at which not everyone likes to look; turkey, which is a flag in one of the sets.
_ANIMALS = """
    ant baby-chick badger bat bear beaver beetle bird bison black-bird blowfish boar bug bunny
    butterfly camel chicken chipmunk cow crab cricket crocodile deer dodo dog dolphin donkey dove
    dragon duck eagle elephant ewe fish flamingo fox frog giraffe goat goose gorilla hamster
    hatching-chick hedgehog hippopotamus honeybee horse jellyfish kangaroo koala lady-beetle lizard
    llama lobster mammoth monkey moose mouse octopus orangutan otter owl ox panda parrot peacock
    penguin pig polar-bear poodle rabbit raccoon ram rhinoceros rooster sauropod scorpion seal
    shark sheep shrimp skunk sloth snail snake spouting-whale squid swan t-rex tropical-fish
    turtle two-hump-camel unicorn water-buffalo whale wolf zebra
"""

_THINGS = """
    accordion acorn airplane alarm-clock ambulance american-football anchor artist-palette
    automobile avocado backpack balloon banana baseball basketball bell bicycle birthday-cake
    blossom blue-book books bouquet bread broccoli bus cactus camera candle candy carrot castle
    cherries cherry-blossom chestnut chocolate-bar christmas-tree cloud clapper-board coconut
    compass cookie crown croissant crystal-ball cucumber deciduous-tree delivery-truck door
    doughnut droplet drum ear-of-corn egg eggplant envelope evergreen-tree factory fallen-leaf
    ferris-wheel fire fire-engine floppy-disk four-leaf-clover french-fries fuel-pump game-die
    gem-stone glasses globe-with-meridians grapes green-apple guitar hamburger hammer headphone
    helicopter herb hibiscus honey-pot hot-beverage hourglass house ice-cream jack-o-lantern key
    kite kiwi-fruit ladder laptop lemon light-bulb lipstick lollipop maple-leaf melon microphone
    microscope motorcycle mountain mushroom musical-keyboard nut-and-bolt open-book package
    paintbrush palm-tree pancakes paperclip party-popper peach pear pencil pineapple pizza popcorn
    potato potted-plant pretzel racing-car radio rainbow red-apple ribbon robot rocket rose
    sailboat sandwich saxophone school scissors seedling shopping-cart shortcake snowflake snowman
    soccer-ball soft-ice-cream speedboat spiral-shell star strawberry sunflower sunglasses
    sun-with-face sushi taco tangerine taxi teapot teddy-bear telephone telescope
    television tennis tent toilet tomato top-hat tractor train tram trophy trumpet tulip umbrella
    violin volcano volleyball watch watermelon wrapped-gift wrench yarn
    alien-monster angry-face astonished-face beaming-face-with-smiling-eyes confused-face
    crying-face expressionless-face face-with-tears-of-joy flushed-face ghost grinning-face
    grinning-face-with-smiling-eyes kissing-face loudly-crying-face neutral-face sleeping-face
    slightly-smiling-face smiling-face-with-heart-eyes smiling-face-with-sunglasses smirking-face
    thinking-face winking-face worried-face
"""


def subject(name: str) -> str:
    """Bring the name of an emoji to the spelling that all sets share.

    Two emoji of one subject count as the same thing to recognise: a dog and the face of a dog, the
    first and the second drawing of a sunflower.

    Parameters
    ----------
    name : str
        The name of an emoji in its set.

    Returns
    -------
    str
        The name without hyphens, number and a "face" at the end.

    Examples
    --------
    >>> subject("fox-face-2"), subject("dogface"), subject("cat-face-with-wry-smile")
    ('fox', 'dog', 'catfacewithwrysmile')
    """
    bare = re.sub(r"-\d+$", "", name).replace("-", "")
    return bare.removesuffix("face") or bare


_KINDS = {
    subject(name): kind
    for kind, names in ((Kind.CAT, _CATS), (Kind.ANIMAL, _ANIMALS), (Kind.THING, _THINGS))
    for name in names.split()
}


def kind_of(name: str) -> Kind | None:
    """Say what the emoji of this name shows.

    Parameters
    ----------
    name : str
        The name of an emoji in its set.

    Returns
    -------
    Kind or None
        None for an emoji that the picture set does not use.

    Examples
    --------
    >>> kind_of("weary-cat-face"), kind_of("dog-face"), kind_of("tiger")
    (<Kind.CAT: 'cat'>, <Kind.ANIMAL: 'animal'>, None)
    """
    return _KINDS.get(subject(name))
