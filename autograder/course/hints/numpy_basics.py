"""Known misconceptions of the exercises of numpy_basics."""

from autograder.course.exercise import Misconception

Catalogue = tuple[Misconception, ...]

BASIC_SIGMOID: Catalogue = ()
SIGMOID: Catalogue = ()
SIGMOID_DERIVATIVE: Catalogue = ()
IMAGE2VECTOR: Catalogue = ()
NORMALIZE_ROWS: Catalogue = ()
SOFTMAX: Catalogue = ()
DOT: Catalogue = ()
EXP_ALL: Catalogue = ()
CALORIE_PERCENTAGES: Catalogue = ()
L1: Catalogue = ()
L2: Catalogue = ()
