"""Wrong work on Python and vectorization."""

from tests.variants.source import functions

WRONG: dict[str, dict[str, str]] = {
    "basic_sigmoid": functions(
        "basic_sigmoid(x)",
        {
            "the number of the text": "0.7310585786300049",
            "a list": "[1 / (1 + math.exp(-x))]",
            "printed": "print(1 / (1 + math.exp(-x)))",
            "no return": "s = 1 / (1 + math.exp(-x))",
            "text": "f'{1 / (1 + math.exp(-x)):.4f}'",
            "whole numbers": "1 / (1 + math.exp(-int(x)))",
        },
    ),
    "sigmoid": functions(
        "sigmoid(x)",
        {
            "the numbers of the text": "np.array([0.26894142, 0.5, 0.88079708])",
            "a list": "[1 / (1 + math.exp(-i)) for i in x]",
            "math.exp": "1 / (1 + math.exp(-x))",
            "a loop": """
                s = np.zeros(np.shape(x))
                for i in np.ndindex(np.shape(x)):
                    s[i] = 1 / (1 + np.exp(-np.asarray(x)[i]))
                return s
            """,
            "np.vectorize": "np.vectorize(lambda t: 1 / (1 + math.exp(-t)))(x)",
            "changed in place": """
                x *= -1
                return 1 / (1 + np.exp(x))
            """,
            "half precision": "1 / (1 + np.exp(-np.float16(x)))",
            "no return": "s = 1 / (1 + np.exp(-x))",
        },
    ),
    "sigmoid_derivative": functions(
        "sigmoid_derivative(x)",
        {
            "the numbers of the text": "np.array([0.25, 0.19661193, 0.04517666])",
            "a wide difference": "(sigmoid(x + 0.01) - sigmoid(x - 0.01)) / 0.02",
            "a pair": "sigmoid(x), sigmoid(x) * (1 - sigmoid(x))",
            "numbers above zero": "np.where(np.asarray(x) > 0, sigmoid(x) * (1 - sigmoid(x)), 0)",
            "a matrix product": "np.matmul(sigmoid(x), (1 - sigmoid(x)).T)",
            "changed in place": """
                x[...] = 1 / (1 + np.exp(-x))
                return x * (1 - x)
            """,
        },
    ),
    "image2vector": functions(
        "image2vector(image)",
        {
            "eighteen numbers": "image.reshape(18, 1)",
            "square pictures": "image.reshape(image.shape[0] ** 2 * image.shape[2], 1)",
            "three colours": "image.reshape(image.shape[0] * image.shape[1] * 3, 1)",
            "a list": "list(image.flatten())",
            "an axis more": "image.reshape(1, -1, 1)",
            "changed in place": """
                image.shape = (image.size, 1)
                return image
            """,
            "sorted": "np.sort(image, axis=None).reshape(-1, 1)",
            "bytes": "image.reshape(-1, 1).astype(np.uint8)",
        },
    ),
    "normalize_rows": functions(
        "normalize_rows(x)",
        {
            "two rows": "x / np.linalg.norm(x, axis=1).reshape(2, 1)",
            "changed in place": """
                x /= np.linalg.norm(x, axis=1, keepdims=True)
                return x
            """,
            "a loop": """
                rows = []
                for row in x:
                    rows.append(row / np.linalg.norm(row))
                return np.array(rows)
            """,
            "a list of rows": "list(x / np.linalg.norm(x, axis=1, keepdims=True))",
            "the first row decides": "x / np.linalg.norm(x[0])",
            "a padded length": "x / (np.linalg.norm(x, axis=1, keepdims=True) + 1e-3)",
            "rounded": "np.round(x / np.linalg.norm(x, axis=1, keepdims=True), 4)",
        },
    ),
    "softmax": functions(
        "softmax(x)",
        {
            "two rows": "np.exp(x) / np.sum(np.exp(x), axis=1).reshape(2, 1)",
            "a loop": """
                s = np.zeros(x.shape)
                for i in range(x.shape[0]):
                    s[i] = np.exp(x[i]) / np.sum(np.exp(x[i]))
                return s
            """,
            "changed in place": """
                x -= np.max(x, axis=1, keepdims=True)
                return np.exp(x) / np.sum(np.exp(x), axis=1, keepdims=True)
            """,
            "only the winner": "(x == np.max(x, axis=1, keepdims=True)) * 1.0",
            "base two": "2.0**x / np.sum(2.0**x, axis=1, keepdims=True)",
            "no return": "s = np.exp(x) / np.sum(np.exp(x), axis=1, keepdims=True)",
            "per cent": "100 * np.exp(x) / np.sum(np.exp(x), axis=1, keepdims=True)",
        },
    ),
    "dot_loop": functions(
        "dot_loop(a, b)",
        {
            "three elements": "a[0] * b[0] + a[1] * b[1] + a[2] * b[2]",
            "a range of three": """
                total = 0
                for i in range(3):
                    total += a[i] * b[i]
                return total
            """,
            "the number of the text": "32.0",
            "printed": """
                total = 0
                for i in range(len(a)):
                    total += a[i] * b[i]
                print(total)
            """,
            "whole numbers": "sum(int(p * q) for p, q in zip(a, b))",
            "changed in place": """
                a *= b
                return a.sum()
            """,
        },
    ),
    "dot_vectorized": functions(
        "dot_vectorized(a, b)",
        {
            "a loop": """
                total = 0
                for i in range(len(a)):
                    total += a[i] * b[i]
                return total
            """,
            "a generator": "sum(p * q for p, q in zip(a, b))",
            "the number of the text": "32.0",
            "a cross product": "np.cross(a, b)",
            "the cosine": "np.dot(a, b) / np.linalg.norm(a) / np.linalg.norm(b)",
            "without signs": "np.sum(np.abs(a * b))",
        },
    ),
    "exp_all": functions(
        "exp_all(v)",
        {
            "a loop": """
                u = np.zeros(np.shape(v))
                for i in np.ndindex(np.shape(v)):
                    u[i] = math.exp(np.asarray(v)[i])
                return u
            """,
            "a list": "[math.exp(t) for t in v]",
            "math.exp": "math.exp(v)",
            "changed in place": """
                v[...] = np.exp(v)
                return v
            """,
            "half precision": "np.exp(np.float16(v))",
            "a short series": "1 + v + v**2 / 2 + v**3 / 6",
            "the numbers of the text": "np.array([0.36787944, 1.0, 7.3890561])",
        },
    ),
    "calorie_percentages": functions(
        "calorie_percentages(A)",
        {
            "three columns": "100 * A / A.sum(axis=0).reshape(1, 3)",
            "a loop": """
                P = np.zeros(A.shape)
                for i in range(A.shape[0]):
                    P[i] = 100 * A[i] / A.sum(axis=0)
                return P
            """,
            "changed in place": """
                A *= 100 / A.sum(axis=0)
                return A
            """,
            "a hundred each": "A / 100",
            "text": "[[f'{p:.1f}%' for p in row] for row in 100 * A / A.sum(axis=0)]",
            "half precision": "np.float16(100 * A / A.sum(axis=0))",
        },
    ),
    "L1": functions(
        "L1(yhat, y)",
        {
            "the number of the text": "1.1",
            "five examples": "5 * np.mean(np.abs(y - yhat))",
            "a list": "[abs(t - p) for t, p in zip(y, yhat)]",
            "returns inside the loop": """
                total = 0
                for i in range(len(y)):
                    total += abs(y[i] - yhat[i])
                    return total
            """,
            "mistakes counted": "np.sum(np.round(yhat) != y)",
            "too high only": "np.sum(np.maximum(yhat - y, 0))",
            "changed in place": """
                yhat -= y
                return np.sum(np.abs(yhat))
            """,
        },
    ),
    "L2": functions(
        "L2(yhat, y)",
        {
            "the number of the text": "0.43",
            "five examples": "5 * np.mean((y - yhat) ** 2)",
            "the variance": "len(y) * np.var(y - yhat)",
            "a list": "[np.sum((y - yhat) ** 2)]",
            "one sign": "np.sum(np.maximum(y - yhat, 0) ** 2)",
            "the last example": """
                for i in range(len(y)):
                    loss = (y[i] - yhat[i]) ** 2
                return loss
            """,
            "changed in place": """
                yhat -= y
                return np.dot(yhat, yhat)
            """,
        },
    ),
}
