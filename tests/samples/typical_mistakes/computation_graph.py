# A mistake in nearly every function, each a common one.
def loss(a, y):
    return -(y * np.log(a) + (1 - y) * np.log(1 - a))


def cost(A, Y):
    return np.sum(loss(A, Y))


def log_likelihood(A, Y):
    return -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A))


def derivative(f, a, h=1e-6):
    return (f(a + h) - f(a)) / h


def graph_forward(a, b, c):
    u = b * c
    v = a + u
    J = 3 * v
    return {"u": u, "v": v, "J": J}


def graph_backward(a, b, c):
    dv = 3
    du = 3
    da = 3
    db = du * b
    dc = du * c
    return {"dv": dv, "du": du, "da": da, "db": db, "dc": dc}


def neuron_backward(w1, w2, b, x1, x2, y):
    a = 1 / (1 + np.exp(-(w1 * x1 + w2 * x2 + b)))
    dz = y - a
    return {"dz": dz, "dw1": x1 * dz, "dw2": x2 * dz, "db": dz}


def gradient_descent(grad, theta, learning_rate, num_iterations):
    path = []
    for _ in range(num_iterations):
        theta = theta - learning_rate * grad(theta)
        path.append(theta)
    return path


def quiz():
    return {
        "loss_or_cost": "a",
        "convexity": "B)",
        "slope_of_a_line": 3.0,
        "dz": 0.2,
        "rank_one": (5, 1),
        "broadcasting": (3, 4),
    }
