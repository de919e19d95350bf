"""What costs only itself: defaults, plain numbers, purity and loops, where the values are right."""

from __future__ import annotations

import pytest

from autograder.report import CheckResult, ExerciseResult, Outcome
from tests.conftest import GradeExercise, GradeSource
from tests.first_neuron import ASSIGNMENTS

NEURON, BASICS, GRAPH = "logistic_regression", "numpy_basics", "computation_graph"

HELPERS = """
def sigmoid(z):
    return 1 / (1 + np.exp(-z))

def initialize_with_zeros(dim):
    return np.zeros((dim, 1)), 0.0

def propagate(w, b, X, Y):
    m = X.shape[1]
    A = sigmoid(w.T @ X + b)
    cost = -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m
    return {"dw": X @ (A - Y).T / m, "db": np.sum(A - Y) / m}, cost

def predict(w, b, X):
    return 1.0 * (sigmoid(w.T @ X + b) > 0.5)
"""
OPTIMIZE = """
def optimize({header}):
    {first}
    costs = []
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        w = w - learning_rate * grads["dw"]
        b = b - learning_rate * grads["db"]
        if i % 100 == 0:
            costs.append(cost)
    return {{"w": w, "b": b}}, grads, costs
"""
MODEL = """
def model({header}):
    {first}
    w, b = initialize_with_zeros(X_train.shape[0])
    params, grads, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate)
    w, b = params["w"], params["b"]
    return {{"costs": costs, "Y_prediction_test": predict(w, b, X_test),
            "Y_prediction_train": predict(w, b, X_train), "w": w, "b": b,
            "learning_rate": learning_rate, "num_iterations": num_iterations}}
"""
TRAINED = "w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False"
DERIVATIVE = """
def derivative({header}):
    {first}
    return (f(a + h) - f(a - h)) / (2 * h)
"""
LATE = "num_iterations = 100 if num_iterations is None else num_iterations"
LATE_MODEL = "num_iterations = num_iterations or {}"

HEADERS: list[tuple[str, str, str, str]] = [
    # exercise, header, first line, what is said: nothing, advice (as "advice: ..."), or a fault
    ("optimize", TRAINED, "", ""),
    ("optimize", "w, b, X, Y, num_iterations, learning_rate, print_cost=False", "", "advice: num"),
    ("optimize", "w, b, X, Y, num_iterations, learning_rate, print_cost", "", "advice: num"),
    ("optimize", "w, b, X, Y, num_iterations, learning_rate=0.009, print_cost=0", "", "advice: nu"),
    ("optimize", "w, b, X, Y, num_iterations=None, learning_rate=0.009, print_cost=0", LATE, ""),
    ("optimize", "w, b, X, Y, num_iterations=100, learning_rate=9e-3, *rest", "", ""),
    (
        "optimize",
        "w, b, X, Y, num_iterations=2000, learning_rate=0.009, print_cost=False",
        "",
        "the default of num_iterations is 2000, 100 is asked for",
    ),
    (
        "optimize",
        "w, b, X, Y, num_iterations=100, learning_rate=0.5, print_cost=True",
        "",
        "the default of learning_rate is 0.5, 0.009 is asked for",
    ),
    (
        "optimize",
        "w, b, X, Y, num_iterations=None, learning_rate=0.009, print_cost=False",
        "num_iterations = num_iterations or 99",
        "called without num_iterations and learning_rate, it gives another result than with 100",
    ),
    (
        "optimize",
        "w, b, X, Y, num_iterations=None, learning_rate=0.009, print_cost=False",
        "",
        "called without num_iterations and learning_rate, it raises TypeError",
    ),
    ("model", "X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5", "", ""),
    (
        "model",
        "X_train, Y_train, X_test, Y_test, num_iterations, learning_rate, print_cost=False",
        "",
        "advice: num_iterations=2000 and learning_rate=0.5",
    ),
    (
        "model",
        "X_train, Y_train, X_test, Y_test, num_iterations=None, learning_rate=0.5",
        LATE_MODEL.format(2000),
        "",
    ),
    (
        "model",
        "X_train, Y_train, X_test, Y_test, num_iterations=None, learning_rate=0.5",
        LATE_MODEL.format(1999),
        "it gives another result than with 2000",
    ),
    (
        "model",
        "X_train, Y_train, X_test, Y_test, num_iterations=1000, learning_rate=0.5",
        "",
        "the default of num_iterations is 1000, 2000 is asked for",
    ),
    ("derivative", "f, a, h=1e-6", "", ""),
    ("derivative", "f, a, h", "", "advice: h=1e-06"),
    ("derivative", "f, a, h=1e-4", "", "the default of h is 0.0001, 1e-06 is asked for"),
]


@pytest.mark.parametrize(("exercise", "header", "first", "said"), HEADERS)
def test_a_default_is_a_fact_of_its_own(
    exercise: str, header: str, first: str, said: str, grade_exercise: GradeExercise
) -> None:
    """No default costs nothing, another one its own points, and nothing else depends on it."""
    body = {"optimize": OPTIMIZE, "model": MODEL, "derivative": DERIVATIVE}[exercise]
    source = HELPERS + OPTIMIZE.format(header=TRAINED, first="pass") if exercise == "model" else ""
    source = source or (HELPERS if exercise == "optimize" else "")
    source += body.format(header=header, first=first or "pass")
    result = grade_exercise(GRAPH if exercise == "derivative" else NEURON, exercise, source)
    lost = [check for check in result.checks if check.score < check.max_score]
    advice = [check.message for check in result.checks if check.is_advice]
    if not said:
        assert (lost, advice) == ([], [])
    elif said.startswith("advice: "):
        assert lost == []
        assert said.removeprefix("advice: ") in " ".join(advice)
    else:
        (only,) = lost
        assert only.name.startswith("takes the text's value")
        assert said in only.message


LOOPS: list[tuple[str, str, str, bool]] = [
    # assignment and exercise, source, whether it works without a loop
    (
        BASICS,
        "softmax",
        "e = np.exp(x)\nprint(e, f'{e}', str(x))\nreturn e / e.sum(1)[:, None]",
        True,
    ),
    (BASICS, "exp_all", "print(repr(v))\nreturn np.exp(v)", True),
    (BASICS, "exp_all", "np.testing.assert_array_equal(v, v)\nreturn np.exp(v)", True),
    (BASICS, "exp_all", "return np.vectorize(lambda one: math.exp(one))(v)", False),
    (BASICS, "exp_all", "return np.reshape([math.exp(one) for one in v.flat], v.shape)", False),
    (
        BASICS,
        "softmax",
        "return np.apply_along_axis(lambda row: np.exp(row) / np.exp(row).sum(), 1, x)",
        False,
    ),
]
ARGUMENTS = {"softmax": "x", "exp_all": "v", "normalize_rows": "x", "image2vector": "image"}


def body_of(exercise: str, body: str) -> str:
    """Make a function of its body."""
    lines = "".join(f"    {line}\n" for line in body.split("\n"))
    return f"def {exercise}({ARGUMENTS[exercise]}):\n{lines}"


@pytest.mark.parametrize(("assignment", "exercise", "body", "is_vectorised"), LOOPS)
def test_only_the_steps_of_the_submission_count(
    assignment: str, exercise: str, body: str, is_vectorised: bool, grade_exercise: GradeExercise
) -> None:
    """Printing an array is no loop; a function that NumPy calls for every element is one."""
    result = grade_exercise(assignment, exercise, body_of(exercise, body))
    lost = [check.name for check in result.checks if check.score < check.max_score]
    assert lost == ([] if is_vectorised else ["works without a loop"])


IN_PLACE: list[tuple[str, str, list[str]]] = [
    # exercise, body, the checks that fail
    ("normalize_rows", "x /= np.linalg.norm(x, axis=1, keepdims=True)\nreturn x", ["arguments"]),
    (
        "normalize_rows",
        "np.divide(x, np.linalg.norm(x, axis=1, keepdims=True), out=x)\nreturn x",
        ["arguments"],
    ),
    (
        "normalize_rows",
        "x[:] = x / np.linalg.norm(x, axis=1, keepdims=True)\nreturn x",
        ["arguments"],
    ),
    (
        "normalize_rows",
        "x = x.copy()\nx /= np.linalg.norm(x, axis=1, keepdims=True)\nreturn x",
        ["the rows"],
    ),
    ("normalize_rows", "x /= np.linalg.norm(x, axis=0, keepdims=True)\nreturn x", ["the rows"]),
    ("softmax", "x -= x.max()\nnp.exp(x, out=x)\nreturn x / x.sum(1)[:, None]", ["arguments"]),
]


@pytest.mark.parametrize(("exercise", "body", "failing"), IN_PLACE)
def test_writing_into_an_argument_costs_once(
    exercise: str, body: str, failing: list[str], grade_exercise: GradeExercise
) -> None:
    """Whole numbers refuse fractions or cut them: that is the same mistake, not another one."""
    result = grade_exercise(BASICS, exercise, body_of(exercise, body))
    assert [
        found for check in failed(result) for found in failing if found in check.name
    ] == failing


def failed(result: ExerciseResult) -> list[CheckResult]:
    """List the checks that fail, those that wait for the values aside."""
    return [check for check in result.checks if check.outcome is Outcome.FAILED]


NUMBERS: list[tuple[str, str, str]] = [
    (GRAPH, "cost", "A, Y"),
    (GRAPH, "log_likelihood", "A, Y"),
    (BASICS, "basic_sigmoid", "x"),
    (BASICS, "dot_loop", "a, b"),
    (BASICS, "dot_vectorized", "a, b"),
    (BASICS, "L1", "yhat, y"),
    (BASICS, "L2", "yhat, y"),
]


@pytest.mark.parametrize("shape", [(), (1,), (1, 1)])
@pytest.mark.parametrize(("assignment", "exercise", "parameters"), NUMBERS)
def test_a_number_is_the_same_number_in_an_array_of_one(
    assignment: str,
    exercise: str,
    parameters: str,
    shape: tuple[int, ...],
    grade_exercise: GradeExercise,
) -> None:
    """Every exercise that asks for a number takes the same forms, and says which one is better."""
    formula = {
        "cost": "-np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A))",
        "log_likelihood": "np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A))",
        "basic_sigmoid": "1 / (1 + np.exp(-x))",
        "dot_loop": "np.sum(a * b)",
        "dot_vectorized": "np.sum(a * b)",
        "L1": "np.sum(np.abs(y - yhat))",
        "L2": "np.sum((y - yhat) ** 2)",
    }[exercise]
    source = f"def {exercise}({parameters}):\n    return np.reshape({formula}, {shape})\n"
    result = grade_exercise(assignment, exercise, source)
    assert result.outcome is Outcome.PASSED
    assert [check.name for check in failed(result)] == ["comes as a plain number"] * bool(shape)


@pytest.mark.parametrize("b", ["np.zeros(1)", "np.zeros((1, 1))"])
def test_a_form_that_is_refused_costs_a_point_of_its_own(
    b: str, grade_exercise: GradeExercise
) -> None:
    """The text asks for a plain b: an array of one element has the right value, and loses that."""
    source = f"def initialize_with_zeros(dim):\n    return np.zeros((dim, 1)), {b}\n"
    (only,) = failed(grade_exercise(NEURON, "initialize_with_zeros", source))
    assert (only.name, only.max_score) == ("b is a plain number", 1)


MISNAMED = [
    ("initialize", True),
    ("zeros_initialization", True),
    ("initializeWithZeros", True),
    ("init_zeros", True),
    ("load_dataset", False),
    ("predict", False),
]


@pytest.mark.parametrize(("name", "is_like"), MISNAMED)
def test_a_missing_function_is_looked_for_by_its_words(
    name: str, is_like: bool, grade_source: GradeSource
) -> None:
    """Another name of the same words is suggested; one of another exercise never is."""
    source = f"def {name}(dim):\n    return np.zeros((dim, 1)), 0.0\n"
    results = {result.name: result for result in grade_source(NEURON, source).exercises}
    message = results["initialize_with_zeros"].message
    assert (f"is it your {name} in" in message) is is_like


EXPLAINED: list[tuple[str, str, str, str, str]] = [
    # assignment, exercise, source, a sentence that would be untrue, what is said
    (
        NEURON,
        "initialize_with_zeros",
        "def initialize_with_zeros(dim):\n    return np.zeros((dim, 1)), np.zeros((dim))",
        "added up",
        "is returned where a number is expected",
    ),
    (
        NEURON,
        "optimize",
        HELPERS + OPTIMIZE.format(header=TRAINED, first="num_iterations = 100"),
        "its last entry is missing",
        "the list has length 1, length 2 is expected",
    ),
]


@pytest.mark.parametrize(("assignment", "exercise", "source", "untrue", "said"), EXPLAINED)
def test_a_coincidence_is_no_explanation(
    assignment: str,
    exercise: str,
    source: str,
    untrue: str,
    said: str,
    grade_exercise: GradeExercise,
) -> None:
    """What one case shows by chance is not said."""
    result = grade_exercise(assignment, exercise, source)
    messages = " ".join(check.message for check in result.checks)
    assert untrue not in messages
    assert said in messages


def test_every_exercise_with_defaults_has_them_checked() -> None:
    """Where a header of the text has a default for a number, a check and a case look at it."""
    from autograder.rubric.exercise import Fact
    from tests.first_neuron import all_cases

    for assignment in ASSIGNMENTS.values():
        for exercise in assignment.exercises:
            frozen = all_cases(assignment.name)[exercise.name]
            numbers = {name for name, value in frozen.defaults.items() if type(value) is not bool}
            assert {name for case in frozen.cases for name in case.omits} == numbers
            assert any(check.fact is Fact.DEFAULTS for check in exercise.checks) is bool(numbers)
