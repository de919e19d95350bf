"""Wrong work that is not in the catalogue of misconceptions: none of it deserves full marks."""

from tests.variants import computation_graph_wrong, logistic_regression_wrong, numpy_basics_wrong

WRONG: dict[str, dict[str, dict[str, str]]] = {
    "computation_graph": computation_graph_wrong.WRONG,
    "numpy_basics": numpy_basics_wrong.WRONG,
    "logistic_regression": logistic_regression_wrong.WRONG,
}
"""By assignment, exercise and name: the complete source of the function."""
