"""Wrong work on derivatives, loss and cost, and the computation graph."""

from tests.variants.source import functions

WRONG: dict[str, dict[str, str]] = {
    "loss": functions(
        "loss(a, y)",
        {
            "the numbers of the text": "np.array([0.10536052, 0.22314355])",
            "rounded": "np.round(-(y * np.log(a) + (1 - y) * np.log(1 - a)), 3)",
            "a list": "[-np.log(p) if t == 1 else -np.log(1 - p) for p, t in zip(a, y)]",
            "printed": "print(-(y * np.log(a) + (1 - y) * np.log(1 - a)))",
            "no return": "value = -(y * np.log(a) + (1 - y) * np.log(1 - a))",
            "labels negated in place": """
                y *= -1
                value = y * np.log(a) - (1 + y) * np.log(1 - a)
                return value
            """,
            "always a row": "-(y * np.log(a) + (1 - y) * np.log(1 - a)).reshape(1, -1)",
        },
    ),
    "cost": functions(
        "cost(A, Y)",
        {
            "two examples": "np.sum(loss(A, Y)) / 2",
            "the number of the text": "0.164252033486018",
            "rounded": "round(float(np.mean(loss(A, Y))), 4)",
            "the first axis": "np.sum(loss(A, Y)) / len(Y)",
            "returns inside the loop": """
                total = 0
                for i in range(A.shape[1]):
                    total += loss(A[0, i], Y[0, i])
                    return total
            """,
            "text": "str(np.mean(loss(A, Y)))",
            "predictions logged in place": """
                m = Y.shape[1]
                total = -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m
                A[:] = np.log(A)
                return total
            """,
        },
    ),
    "log_likelihood": functions(
        "log_likelihood(A, Y)",
        {
            "the number of the text": "-0.328504066972036",
            "two examples": "-2 * cost(A, Y)",
            "one logarithm of the mean": "A.shape[1] * np.log(np.mean(np.where(Y == 1, A, 1 - A)))",
            "a list": "[-np.sum(loss(A, Y))]",
            "base two": "np.sum(Y * np.log2(A) + (1 - Y) * np.log2(1 - A))",
            "no return": "total = -np.sum(loss(A, Y))",
        },
    ),
    "derivative": functions(
        "derivative(f, a, h=1e-6)",
        {
            "the slope of a square": "2 * a",
            "rounded": "np.round((f(a + h) - f(a - h)) / (2 * h), 3)",
            "the argument halved": "(f(a + h / 2) - f(a - h / 2)) / (2 * h)",
            "one number for an array": "np.mean((f(a + h) - f(a - h)) / (2 * h))",
            "nudged in place": """
                a += h
                up = f(a)
                a -= 2 * h
                return (up - f(a)) / (2 * h)
            """,
            "a tuple": "(f(a + h) - f(a - h)) / (2 * h), h",
        },
    ),
    "graph_forward": functions(
        "graph_forward(a, b, c)",
        {
            "the numbers of the text": "{'u': 6, 'v': 11, 'J': 33}",
            "three values": "b * c, a + b * c, 3 * (a + b * c)",
            "small letters": "{'u': b * c, 'v': a + b * c, 'j': 3 * (a + b * c)}",
            "whole numbers": "{'u': b * c, 'v': a + b * c, 'J': int(3 * (a + b * c))}",
            "only J": "3 * (a + b * c)",
            "bc rounded": "{'u': round(b * c), 'v': a + b * c, 'J': 3 * (a + b * c)}",
        },
    ),
    "graph_backward": functions(
        "graph_backward(a, b, c)",
        {
            "the numbers of the text": "{'dv': 3, 'du': 3, 'da': 3, 'db': 6, 'dc': 9}",
            "other keys": "{'dJ_dv': 3, 'dJ_du': 3, 'dJ_da': 3, 'dJ_db': 3 * c, 'dJ_dc': 3 * b}",
            "no da": "{'dv': 3, 'du': 3, 'db': 3 * c, 'dc': 3 * b}",
            "a list": "[3, 3, 3, 3 * c, 3 * b]",
            "minus signs": "{'dv': -3, 'du': -3, 'da': -3, 'db': -3 * c, 'dc': -3 * b}",
            "no return": "slopes = {'dv': 3, 'du': 3, 'da': 3, 'db': 3 * c, 'dc': 3 * b}",
        },
    ),
    "neuron_backward": functions(
        "neuron_backward(w1, w2, b, x1, x2, y)",
        {
            "the second weight forgotten": """
                a = 1 / (1 + math.exp(-(w1 * x1 + b)))
                dz = a - y
                return {"dz": dz, "dw1": x1 * dz, "dw2": x2 * dz, "db": dz}
            """,
            "a hard decision": """
                a = 1 if w1 * x1 + w2 * x2 + b > 0 else 0
                dz = a - y
                return {"dz": dz, "dw1": x1 * dz, "dw2": x2 * dz, "db": dz}
            """,
            "rounded": """
                dz = round(1 / (1 + math.exp(-(w1 * x1 + w2 * x2 + b))) - y, 4)
                return {"dz": dz, "dw1": x1 * dz, "dw2": x2 * dz, "db": dz}
            """,
            "the size of the error": """
                dz = abs(1 / (1 + math.exp(-(w1 * x1 + w2 * x2 + b))) - y)
                return {"dz": dz, "dw1": x1 * dz, "dw2": x2 * dz, "db": dz}
            """,
            "four values": """
                dz = 1 / (1 + math.exp(-(w1 * x1 + w2 * x2 + b))) - y
                return dz, x1 * dz, x2 * dz, dz
            """,
            "label 1 only": """
                dz = 1 / (1 + math.exp(-(w1 * x1 + w2 * x2 + b))) - 1
                return {"dz": dz, "dw1": x1 * dz, "dw2": x2 * dz, "db": dz}
            """,
        },
    ),
    "gradient_descent": functions(
        "gradient_descent(grad, theta, learning_rate, num_iterations)",
        {
            "three steps": """
                thetas = [theta]
                for i in range(3):
                    theta = theta - learning_rate * grad(theta)
                    thetas.append(theta)
                return thetas
            """,
            "changed in place": """
                thetas = [copy.copy(theta)]
                for i in range(num_iterations):
                    theta -= learning_rate * grad(theta)
                    thetas.append(copy.copy(theta))
                return thetas
            """,
            "returns inside the loop": """
                thetas = [theta]
                for i in range(num_iterations):
                    theta = theta - learning_rate * grad(theta)
                    thetas.append(theta)
                    return thetas
                return thetas
            """,
            "the numbers of the text": "[8.0, 4.0, 2.0, 1.0]",
            "stops when it is flat": """
                thetas = [theta]
                while len(thetas) <= num_iterations and np.max(np.abs(grad(theta))) > 3:
                    theta = theta - learning_rate * grad(theta)
                    thetas.append(theta)
                return thetas
            """,
            "halved steps": """
                thetas = [theta]
                for i in range(num_iterations):
                    theta = theta - learning_rate / (i + 1) * grad(theta)
                    thetas.append(theta)
                return thetas
            """,
        },
    ),
}
