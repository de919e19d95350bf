"""Right work on Python and vectorization."""

from tests.variants.source import functions

RIGHT: dict[str, dict[str, str]] = {
    "basic_sigmoid": functions(
        "basic_sigmoid(x)",
        {
            "tanh": "0.5 * (1 + math.tanh(x / 2))",
            "one over e": "1 / (1 + 1 / math.exp(x))",
            "the other form": "math.exp(x) / (math.exp(x) + 1)",
            "a power of e": "1 / (1 + math.e ** (-x))",
            "to the power of -1": "(1 + math.exp(-x)) ** -1",
            "np.exp": "1 / (1 + np.exp(-x))",
        },
    ),
    "sigmoid": functions(
        "sigmoid(x)",
        {
            "a chain of functions": "np.divide(1, np.add(1, np.exp(np.negative(x))))",
            "tanh": "(1 + np.tanh(x / 2)) / 2",
            "the other form": "np.exp(x) / (1 + np.exp(x))",
            "to the power of -1": "(1 + np.exp(-x)) ** -1.0",
            "np.reciprocal": "np.reciprocal(1.0 + np.exp(-1 * x))",
            "step by step": """
                t = np.exp(-x)
                s = 1.0 / (1.0 + t)
                return s
            """,
            "two safe halves": """
                t = np.exp(-np.abs(x))
                return np.where(np.asarray(x) >= 0, 1 / (1 + t), t / (1 + t))
            """,
            "logaddexp": "np.exp(-np.logaddexp(0, -x))",
        },
    ),
    "sigmoid_derivative": functions(
        "sigmoid_derivative(x)",
        {
            "expanded": "sigmoid(x) - sigmoid(x) ** 2",
            "without sigmoid": "np.exp(-x) / (1 + np.exp(-x)) ** 2",
            "both sides": "sigmoid(x) * sigmoid(-x)",
            "np.multiply": """
                s = sigmoid(x)
                ds = np.multiply(s, np.subtract(1, s))
                return ds
            """,
            "own sigmoid": """
                def s(x):
                    return 1 / (1 + np.exp(-x))

                return s(x) * (1 - s(x))
            """,
        },
    ),
    "image2vector": functions(
        "image2vector(image)",
        {
            "sizes multiplied": (
                "image.reshape(image.shape[0] * image.shape[1] * image.shape[2], 1)"
            ),
            "np.reshape": "np.reshape(image, (image.size, 1))",
            "flattened first": "image.flatten()[:, np.newaxis]",
            "np.prod": "image.reshape((np.prod(image.shape), 1))",
            "a row turned": "image.reshape(1, -1).T",
            "a loop": """
                h, w, c = image.shape
                v = np.zeros((h * w * c, 1))
                k = 0
                for i in range(h):
                    for j in range(w):
                        for l in range(c):
                            v[k, 0] = image[i, j, l]
                            k += 1
                return v
            """,
        },
    ),
    "normalize_rows": functions(
        "normalize_rows(x)",
        {
            "Pythagoras": "x / np.sqrt(np.sum(x**2, axis=1, keepdims=True))",
            "turned twice": "(x.T / np.linalg.norm(x, axis=1)).T",
            "order 2": "x / np.linalg.norm(x, ord=2, axis=1, keepdims=True)",
            "the last axis": "x / np.linalg.norm(x, axis=-1)[:, None]",
            "einsum": "x / np.sqrt(np.einsum('ij,ij->i', x * 1.0, x * 1.0)).reshape(-1, 1)",
            "a new name": """
                x_norm = np.linalg.norm(x, axis=1, keepdims=True)
                x = x / x_norm
                return x
            """,
        },
    ),
    "softmax": functions(
        "softmax(x)",
        {
            "reshaped sums": "np.exp(x) / np.exp(x).sum(axis=1).reshape(-1, 1)",
            "shifted": """
                x = x - np.max(x, axis=1, keepdims=True)
                e = np.exp(x)
                return e / np.sum(e, axis=1, keepdims=True)
            """,
            "turned twice": "(np.exp(x).T / np.sum(np.exp(x), axis=1)).T",
            "np.divide": "np.divide(np.exp(x), np.sum(np.exp(x), axis=-1)[:, np.newaxis])",
            "one logarithm": "np.exp(x - np.log(np.sum(np.exp(x), axis=1, keepdims=True)))",
            "a product with ones": "np.exp(x) / (np.exp(x) @ np.ones((x.shape[1], 1)))",
        },
    ),
    "dot_loop": functions(
        "dot_loop(a, b)",
        {
            "an int zero": """
                dot = 0
                for i in range(len(a)):
                    dot = dot + a[i] * b[i]
                return dot
            """,
            "zip": """
                total = 0.0
                for p, q in zip(a, b):
                    total += p * q
                return total
            """,
            "a generator": "sum(p * q for p, q in zip(a, b))",
            "while": """
                i, total = 0, 0
                while i < a.shape[0]:
                    total += float(a[i]) * float(b[i])
                    i += 1
                return total
            """,
        },
    ),
    "dot_vectorized": functions(
        "dot_vectorized(a, b)",
        {
            "np.dot": "np.dot(a, b)",
            "the operator": "a @ b",
            "multiplied and summed": "np.sum(np.multiply(a, b))",
            "einsum": "np.einsum('i,i->', a, b)",
            "np.inner": "np.inner(a, b)",
            "a row and a column": "a.reshape(1, -1) @ b.reshape(-1, 1)",
            "the method": "a.T.dot(b)",
        },
    ),
    "exp_all": functions(
        "exp_all(v)",
        {
            "a power of e": "np.e ** (v * 1.0)",
            "np.power": "np.power(np.e, v * 1.0)",
            "room made first": """
                u = np.zeros(np.shape(v))
                u = np.exp(v)
                return u
            """,
            "the other way round": "1 / np.exp(-v)",
        },
    ),
    "calorie_percentages": functions(
        "calorie_percentages(A)",
        {
            "the hundred last": "A / A.sum(axis=0) * 100",
            "reshaped": "100 * A / A.sum(axis=0).reshape(1, A.shape[1])",
            "keepdims": "np.divide(A, np.sum(A, axis=0, keepdims=True)) * 100.0",
            "turned twice": "(100 * A.T / A.T.sum(axis=1, keepdims=True)).T",
            "a product with ones": "100 * A / (np.ones((1, A.shape[0])) @ A)",
            "step by step": """
                cal = A.sum(axis=0)
                percentage = A / (cal / 100)
                return percentage
            """,
        },
    ),
    "L1": functions(
        "L1(yhat, y)",
        {
            "Python sum": "sum(abs(y - yhat))",
            "np.abs": "np.sum(np.abs(yhat - y))",
            "the norm": "np.linalg.norm(y - yhat, 1)",
            "a loop": """
                total = 0
                for i in range(len(y)):
                    total += abs(y[i] - yhat[i])
                return total
            """,
            "a dot product": "np.dot(np.abs(y - yhat), np.ones(y.shape))",
            "the sign": "np.sum((y - yhat) * np.sign(y - yhat))",
        },
    ),
    "L2": functions(
        "L2(yhat, y)",
        {
            "a dot product": "np.dot(y - yhat, y - yhat)",
            "np.square": "np.sum(np.square(yhat - y))",
            "Python sum": "sum((y - yhat) ** 2)",
            "np.power": "np.sum(np.power(y - yhat, 2))",
            "the norm": "np.linalg.norm(y - yhat) ** 2",
            "a loop": """
                loss = 0
                for p, t in zip(yhat, y):
                    loss = loss + (t - p) * (t - p)
                return loss
            """,
            "expanded": "np.dot(y, y) - 2 * np.dot(y, yhat) + np.dot(yhat, yhat)",
        },
    ),
}
