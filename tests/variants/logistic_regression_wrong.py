"""Wrong work on a classifier as one neuron."""

from tests.variants.logistic_regression_right import MODEL, OPTIMIZE
from tests.variants.source import functions

PROPAGATE_BODY = """
m = X.shape[1]
A = sigmoid(np.dot(w.T, X) + b)
cost = -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m
dw = np.dot(X, (A - Y).T) / m
db = np.sum(A - Y) / m
return {"dw": dw, "db": db}, cost
"""
OPTIMIZE_BODY = """
costs = []
for i in range(num_iterations):
    grads, cost = propagate(w, b, X, Y)
    w = w - learning_rate * grads["dw"]
    b = b - learning_rate * grads["db"]
    if i % 100 == 0:
        costs.append(cost)
return {"w": w, "b": b}, grads, costs
"""
PREDICT_BODY = """
A = sigmoid(np.dot(w.T, X) + b)
return (A > 0.5).astype(float)
"""
MODEL_BODY = """
w, b = initialize_with_zeros(X_train.shape[0])
p, g, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate)
w, b = p["w"], p["b"]
d = {"costs": costs, "w": w, "b": b}
d["Y_prediction_test"] = predict(w, b, X_test)
d["Y_prediction_train"] = predict(w, b, X_train)
d["learning_rate"] = learning_rate
d["num_iterations"] = num_iterations
return d
"""


def _with(body: str, *changes: tuple[str, str]) -> str:
    """Write some places of a right body otherwise."""
    for old, new in changes:
        assert old in body, old
        body = body.replace(old, new)
    return body


def _propagate(*changes: tuple[str, str]) -> str:
    return _with(PROPAGATE_BODY, *changes)


def _optimize(*changes: tuple[str, str]) -> str:
    return _with(OPTIMIZE_BODY, *changes)


def _predict(*changes: tuple[str, str]) -> str:
    return _with(PREDICT_BODY, *changes)


def _model(*changes: tuple[str, str]) -> str:
    return _with(MODEL_BODY, *changes)


WRONG: dict[str, dict[str, str]] = {
    "flatten_images": functions(
        "flatten_images(images)",
        {
            "two pictures": "images.reshape(2, -1).T / 255",
            "sizes in the wrong places": """
                m, h, w, c = images.shape
                return images.reshape(h * w * c, m) / 255
            """,
            "a fixed number of pixels": "images.reshape(-1, 6).T / 255",
            "Fortran order": "images.reshape(images.shape[0], -1, order='F').T / 255",
            "scaled in place": """
                images /= 255
                return images.reshape(images.shape[0], -1).T
            """,
            "a list of columns": "[image.reshape(-1, 1) / 255 for image in images]",
            "bytes again": "(images.reshape(images.shape[0], -1).T / 255).astype(np.uint8)",
            "rounded": "np.round(images.reshape(images.shape[0], -1).T / 255, 2)",
        },
    ),
    "sigmoid": functions(
        "sigmoid(z)",
        {
            "the numbers of the text": "np.array([[0.5, 0.88079708]])",
            "math.exp": "1 / (1 + math.exp(-z))",
            "a list": "[1 / (1 + np.exp(-t)) for t in np.ravel(z)]",
            "changed in place": """
                z *= -1
                return 1 / (1 + np.exp(z))
            """,
            "always a row": "1 / (1 + np.exp(-np.reshape(z, (1, -1))))",
            "no return": "s = 1 / (1 + np.exp(-z))",
        },
    ),
    "initialize_with_zeros": functions(
        "initialize_with_zeros(dim)",
        {
            "random": "np.random.randn(dim, 1) * 0.01, 0.0",
            "two features": "np.zeros((2, 1)), 0.0",
            "a list": "[[0.0]] * dim, 0.0",
            "b in a list": "np.zeros((dim, 1)), [0.0]",
            "only w": "np.zeros((dim, 1))",
            "a dictionary": "{'w': np.zeros((dim, 1)), 'b': 0.0}",
            "no b": "np.zeros((dim, 1)), None",
            "nearly zero": "np.full((dim, 1), 1e-3), 0.0",
        },
    ),
    "propagate": functions(
        "propagate(w, b, X, Y)",
        {
            "four examples": _propagate(("X.shape[1]", "4")),
            "eight examples": _propagate(("X.shape[1]", "8")),
            "the cost rounded": _propagate(('"db": db}, cost', '"db": db}, round(cost, 2)')),
            "a stale global": _propagate(("-np.sum(Y *", "-np.sum(Y_train *")),
            "upper-case keys": _propagate(('"dw"', '"dW"'), ('"db": db', '"dB": db')),
            "three values": _propagate(('{"dw": dw, "db": db}, cost', "dw, db, cost")),
            "only the gradients": _propagate((", cost\n", "\n")),
            "a rank-one dw": _propagate(("(A - Y).T) / m", "(A - Y).T).ravel() / m")),
            "products without dot": _propagate(("np.dot(X, (A - Y).T)", "(X * (A - Y).T)")),
            "transposed in the product": _propagate(("np.log(A)", "np.log(A).T")),
            "the error squared": _propagate(("np.sum(A - Y)", "np.sum((A - Y) ** 2)")),
            "sizes of the errors": _propagate(("np.sum(A - Y)", "np.sum(abs(A - Y))")),
            "weights moved too": _propagate(("return", "w -= 0.01 * dw\nreturn")),
            "predictions clipped": _propagate(("+ b)", "+ b)\nA = np.clip(A, 0.2, 0.8)")),
            "printed": _propagate(('return {"dw": dw, "db": db}, cost', "print(dw, db, cost)")),
            "a loop over the examples": """
                m = X.shape[1]
                cost, dw, db = 0.0, np.zeros(w.shape), 0.0
                for i in range(m):
                    x, y = X[:, i : i + 1], Y[0, i]
                    a = sigmoid(np.dot(w.T, x)[0, 0] + b)
                    cost += -(y * np.log(a) + (1 - y) * np.log(1 - a)) / m
                    dw += x * (a - y) / m
                    db += (a - y) / m
                return {"dw": dw, "db": db}, cost
            """,
            "the last example of a loop": """
                m = X.shape[1]
                for i in range(m):
                    x, y = X[:, i : i + 1], Y[0, i]
                    a = sigmoid(np.dot(w.T, x)[0, 0] + b)
                    cost = -(y * np.log(a) + (1 - y) * np.log(1 - a))
                    dw, db = x * (a - y), a - y
                return {"dw": dw, "db": db}, cost
            """,
        },
    ),
    "optimize": functions(
        OPTIMIZE,
        {
            "the caller's array changed": _optimize(("w = w -", "w -=")),
            "101 steps": _optimize(("range(num_iterations)", "range(101)")),
            "the rate of another text": _optimize(("learning_rate *", "0.1 *")),
            "a cost every 50 steps": _optimize(("% 100", "% 50")),
            "a cost every 10 steps": _optimize(("% 100", "% 10")),
            "returns inside the loop": _optimize(("\nreturn", "\n    return")),
            "other keys": _optimize(('{"w": w, "b": b}', '{"W": w, "b": b}')),
            "two values": _optimize((", grads, costs", ", costs")),
            "a decaying rate": _optimize(("    w = w", "    learning_rate *= 0.99\n    w = w")),
            "b after a second look": _optimize(
                ("    b = b", "    grads, _ = propagate(w, b, X, Y)\n    b = b")
            ),
            "weights normalised": _optimize(
                ("    b = b", "    w = w / np.linalg.norm(w)\n    b = b")
            ),
            "costs averaged": _optimize(
                ("costs = []", "costs = []\ntotal = 0"),
                ("    if", "    total += cost\n    if"),
                ("append(cost)", "append(total / (i + 1))"),
            ),
            "no gradients": _optimize(("}, grads,", "}, {},")),
            "costs rounded": _optimize(("append(cost)", "append(round(float(cost), 3))")),
            "momentum": """
                costs, vw, vb = [], 0, 0
                for i in range(num_iterations):
                    grads, cost = propagate(w, b, X, Y)
                    vw, vb = 0.9 * vw + 0.1 * grads["dw"], 0.9 * vb + 0.1 * grads["db"]
                    w, b = w - learning_rate * vw, b - learning_rate * vb
                    if i % 100 == 0:
                        costs.append(cost)
                return {"w": w, "b": b}, grads, costs
            """,
            "a stale global": _optimize(("propagate(w, b, X, Y)", "propagate(w, b, X, Y_train)")),
        },
    ),
    "predict": functions(
        "predict(w, b, X)",
        {
            "one, nought, one": "(np.arange(X.shape[1]) % 2 == 0).reshape(1, -1) * 1.0",
            "three examples": "np.array([[1.0, 0.0, 0.0]])",
            "an empty loop": """
                Y_prediction = np.zeros((1, X.shape[1]))
                A = sigmoid(np.dot(w.T, X) + b)
                for i in range(A.shape[1]):
                    pass
                return Y_prediction
            """,
            "written the wrong way round": """
                A = sigmoid(np.dot(w.T, X) + b)
                A[A > 0.5] = 0
                A[A != 0] = 1
                return A
            """,
            "text": _predict(("(A > 0.5).astype(float)", 'np.where(A > 0.5, "cat", "no cat")')),
            "a list": _predict(("(A > 0.5).astype(float)", "[int(a > 0.5) for a in A[0]]")),
            "the transposed product": _predict(("np.dot(w.T, X)", "np.dot(X.T, w)")),
            "labels 1 and 2": _predict(("(A > 0.5).astype(float)", "(A > 0.5) + 1")),
            "a pair": _predict(("(A > 0.5)", "A, (A > 0.5)")),
            "no return": _predict(("return", "Y_prediction =")),
            "examples nudged in place": _predict(("A = sig", "X -= 1e-9\nA = sig")),
            "returns inside the loop": """
                Y_prediction = np.ones((1, X.shape[1]))
                A = sigmoid(np.dot(w.T, X) + b)
                for i in range(A.shape[1]):
                    if A[0, i] <= 0.5:
                        Y_prediction[0, i] = 0
                    return Y_prediction
            """,
        },
    ),
    "model": functions(
        MODEL,
        {
            "the numbers of the text": _model(("num_iterations, learning_rate)", "10, 0.1)")),
            "fifty steps": _model(("Y_train, num_iterations,", "Y_train, 50,")),
            "options in each other's place": _model(
                ("num_iterations, learning_rate)", "learning_rate, num_iterations)")
            ),
            "a missing key": _model(('d["num_iterations"] = num_iterations\n', "")),
            "a misspelt key": _model(('d["Y_prediction_test"]', 'd["Y_predictions_test"]')),
            "no predictions": _model(("predict(w, b, X_test)", "None")),
            "m for the dimension": _model(("X_train.shape[0]", "X_train.shape[1]")),
            "a stale global": _model(("Y_train, num", "train_set_y, num")),
            "labels turned": _model(("predict(w, b, X_test)", "predict(w, b, X_test).T")),
            "several values": _model(("return d", "return costs, w, b")),
            "printed": _model(("return d", "print(d)")),
            "inputs centred in place": _model(
                ("w, b = init", "X_train -= X_train.mean()\nw, b = init")
            ),
            "another start": _model(("p, g", "w = w + 0.1\np, g")),
            "costs forgotten": _model(('"costs": costs', '"costs": []')),
        },
    ),
}
