# Came as far as the graph, and ran out of time there.
def loss(a, y):
    return -y * np.log(a) - (1 - y) * np.log(1 - a)


def cost(A, Y):
    return np.mean(loss(A, Y))


def log_likelihood(A, Y):
    return np.sum(np.where(Y == 1, np.log(A), np.log(1 - A)))


def derivative(f, a, h=1e-6):
    up = f(a + h)
    down = f(a - h)
    return (up - down) / (2 * h)


def graph_forward(a, b, c):
    u = b * c
    v = a + u
    return {"u": u, "v": v, "J": 3 * v}
