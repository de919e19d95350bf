"""Right work in many shapes: all of it deserves full marks."""

from tests.variants import computation_graph_right, logistic_regression_right, numpy_basics_right

RIGHT: dict[str, dict[str, dict[str, str]]] = {
    "computation_graph": computation_graph_right.RIGHT,
    "numpy_basics": numpy_basics_right.RIGHT,
    "logistic_regression": logistic_regression_right.RIGHT,
}
"""By assignment, exercise and name: the complete source of the function."""
