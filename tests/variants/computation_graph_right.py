"""Right work on derivatives, loss and cost, and the computation graph."""

from tests.variants.source import functions

RIGHT: dict[str, dict[str, str]] = {
    "loss": functions(
        "loss(a, y)",
        {
            "a choice by label": "-np.log(np.where(y == 1, a, 1 - a))",
            "two minus signs": "-(y * np.log(a)) - (1 - y) * np.log(1 - a)",
            "np.multiply": "-(np.multiply(y, np.log(a)) + np.multiply(1 - y, np.log(1 - a)))",
            "log1p": "-(y * np.log(a) + (1 - y) * np.log1p(-a))",
            "the logarithm of a power": "-np.log(a**y * (1 - a) ** (1 - y))",
            "a tiny guard": "-(y * np.log(a + 1e-15) + (1 - y) * np.log(1 - a + 1e-15))",
            "step by step": """
                first = y * np.log(a)
                second = (1 - y) * np.log(1 - a)
                total = first + second
                return -1 * total
            """,
            "names of another script": """
                потеря = -(y * np.log(a)) - (1 - y) * np.log(1 - a)
                return потеря
            """,
        },
    ),
    "cost": functions(
        "cost(A, Y)",
        {
            "np.mean": "np.mean(loss(A, Y))",
            "one over m": "1 / A.shape[1] * np.sum(loss(A, Y))",
            "a product of matrices": """
                m = Y.shape[1]
                return -(np.dot(Y, np.log(A).T) + np.dot(1 - Y, np.log(1 - A).T)) / m
            """,
            "squeezed": """
                m = Y.shape[1]
                total = Y @ np.log(A).T + (1 - Y) @ np.log(1 - A).T
                return np.squeeze(-total / m)
            """,
            "a loop": """
                total = 0
                m = A.shape[1]
                for i in range(m):
                    a, y = A[0, i], Y[0, i]
                    total += -(y * math.log(a) + (1 - y) * math.log(1 - a))
                return total / m
            """,
            "keepdims": "np.sum(loss(A, Y), axis=1, keepdims=True) / Y.shape[1]",
            "the size of Y": "sum(loss(A, Y).flatten()) / Y.size",
        },
    ),
    "log_likelihood": functions(
        "log_likelihood(A, Y)",
        {
            "minus the losses": "-np.sum(loss(A, Y))",
            "minus m times the cost": "-Y.shape[1] * cost(A, Y)",
            "the logarithm of the product": "np.log(np.prod(np.where(Y == 1, A, 1 - A)))",
            "a product of matrices": "Y @ np.log(A).T + (1 - Y) @ np.log(1 - A).T",
            "einsum": "np.einsum('ij,ij->', Y * 1.0, np.log(A)) + np.sum((1 - Y) * np.log(1 - A))",
            "a loop": """
                total = 0
                for a, y in zip(A[0], Y[0]):
                    total += math.log(a) if y == 1 else math.log(1 - a)
                return total
            """,
        },
    ),
    "derivative": functions(
        "derivative(f, a, h=1e-6)",
        {
            "step by step": """
                rise = f(a + h) - f(a - h)
                run = (a + h) - (a - h)
                run = 2 * h
                return rise / run
            """,
            "divided twice": "(f(a + h) - f(a - h)) / h / 2",
            "two fractions": "f(a + h) / (2 * h) - f(a - h) / (2 * h)",
            "a half": "0.5 * (f(a + h) - f(a - h)) / h",
            "np.subtract": "np.divide(np.subtract(f(a + h), f(a - h)), 2 * h)",
        },
    ),
    "graph_forward": functions(
        "graph_forward(a, b, c)",
        {
            "one line each": "{'J': 3 * (a + b * c), 'v': a + b * c, 'u': b * c}",
            "floats": "{'u': 1.0 * b * c, 'v': float(a + b * c), 'J': 3.0 * (a + b * c)}",
            "np.float64": """
                u = np.multiply(b, c)
                v = np.add(a, u)
                return dict(u=u, v=v, J=np.multiply(3, v))
            """,
            "with prints": """
                u = b * c
                print("u", u)
                v = u + a
                J = v + v + v
                nodes = {}
                nodes["u"], nodes["v"], nodes["J"] = u, v, J
                return nodes
            """,
        },
    ),
    "graph_backward": functions(
        "graph_backward(a, b, c)",
        {
            "results only": "{'dv': 3, 'du': 3, 'da': 3, 'db': 3 * c, 'dc': 3 * b}",
            "links multiplied": """
                dv = 3
                du = dv * 1
                da = dv * 1
                db = dv * 1 * c
                dc = dv * 1 * b
                return dict(dv=dv, du=du, da=da, db=db, dc=dc)
            """,
            "forward first": """
                nodes = graph_forward(a, b, c)
                u, v = nodes["u"], nodes["v"]
                return {"dc": b * 3.0, "db": c * 3.0, "da": 3.0, "du": 3.0, "dv": 3.0, "v": v}
            """,
            "0-d arrays": """
                dv = np.array(3.0)
                return {"dv": dv, "du": dv, "da": dv, "db": dv * c, "dc": dv * b}
            """,
        },
    ),
    "neuron_backward": functions(
        "neuron_backward(w1, w2, b, x1, x2, y)",
        {
            "np.exp": """
                a = 1 / (1 + np.exp(-(w1 * x1 + w2 * x2 + b)))
                dz = a - y
                return {"dz": dz, "dw1": dz * x1, "dw2": dz * x2, "db": dz}
            """,
            "vectors": """
                w, x = np.array([w1, w2]), np.array([x1, x2])
                dz = 1 / (1 + math.exp(-(np.dot(w, x) + b))) - y
                dw = dz * x
                return {"dz": dz, "dw1": dw[0], "dw2": dw[1], "db": dz}
            """,
            "every link": """
                z = w1 * x1 + w2 * x2 + b
                a = 1 / (1 + math.exp(-z))
                da = -(y / a) + (1 - y) / (1 - a)
                dz = da * a * (1 - a)
                return dict(dz=dz, dw1=dz * x1, dw2=dz * x2, db=dz * 1)
            """,
            "tanh": """
                z = b + sum([w1 * x1, w2 * x2])
                dz = (1 + np.tanh(z / 2)) / 2 - y
                return {"db": dz, "dw2": x2 * dz, "dw1": x1 * dz, "dz": dz}
            """,
        },
    ),
    "gradient_descent": functions(
        "gradient_descent(grad, theta, learning_rate, num_iterations)",
        {
            "the last of the list": """
                thetas = [theta]
                for i in range(num_iterations):
                    thetas.append(thetas[-1] - learning_rate * grad(thetas[-1]))
                return thetas
            """,
            "while": """
                thetas = []
                thetas.append(theta)
                i = 0
                while i < num_iterations:
                    step = learning_rate * grad(theta)
                    theta = theta - step
                    thetas += [theta]
                    i += 1
                return thetas
            """,
            "room made first": """
                thetas = [None] * (num_iterations + 1)
                thetas[0] = theta
                for i in range(1, num_iterations + 1):
                    thetas[i] = thetas[i - 1] - grad(thetas[i - 1]) * learning_rate
                return thetas
            """,
            "deep copies": """
                theta = copy.deepcopy(theta)
                thetas = [copy.deepcopy(theta)]
                for _ in range(num_iterations):
                    theta = np.subtract(theta, learning_rate * grad(theta))
                    thetas.append(copy.deepcopy(theta))
                return thetas
            """,
            "recursion": """
                if num_iterations == 0:
                    return [theta]
                after = theta - learning_rate * grad(theta)
                return [theta] + gradient_descent(grad, after, learning_rate, num_iterations - 1)
            """,
        },
    ),
}
