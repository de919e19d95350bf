"""Known misconceptions of the exercises of logistic_regression."""

from autograder.course.exercise import Misconception

Catalogue = tuple[Misconception, ...]

FLATTEN_IMAGES: Catalogue = ()
SIGMOID: Catalogue = ()
INITIALIZE_WITH_ZEROS: Catalogue = ()
PROPAGATE: Catalogue = ()
OPTIMIZE: Catalogue = ()
PREDICT: Catalogue = ()
MODEL: Catalogue = ()
