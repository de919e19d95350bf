"""Right work on a classifier as one neuron."""

from tests.variants.source import functions

OPTIMIZE = "optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False)"
MODEL = (
    "model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5,"
    " print_cost=False)"
)

RIGHT: dict[str, dict[str, str]] = {
    "flatten_images": functions(
        "flatten_images(images)",
        {
            "the usual way": "images.reshape(images.shape[0], -1).T / 255.",
            "np.transpose": "np.transpose(images.reshape(len(images), -1)) / 255",
            "scaled first": "(images / 255).reshape(images.shape[0], -1).T",
            "axes moved": "np.moveaxis(images, 0, -1).reshape(-1, images.shape[0]) / 255",
            "picture by picture": (
                "np.column_stack([image.flatten() for image in images]) * (1 / 255)"
            ),
            "sizes multiplied": """
                m, h, w, c = images.shape
                X = images.reshape((m, h * w * c)).T
                return X.astype(float) / 255.0
            """,
        },
    ),
    "sigmoid": functions(
        "sigmoid(z)",
        {
            "a chain of functions": "np.divide(1, np.add(1, np.exp(np.negative(z))))",
            "tanh": "0.5 * (1 + np.tanh(0.5 * z))",
            "to the power of -1": "(1 + np.exp(-z)) ** (-1.0)",
            "logaddexp": "np.exp(-np.logaddexp(0, -z))",
        },
    ),
    "initialize_with_zeros": functions(
        "initialize_with_zeros(dim)",
        {
            "an int zero": "np.zeros((dim, 1)), 0",
            "np.float64": "np.zeros(shape=(dim, 1), dtype=float), np.float64(0)",
            "a 0-d array": "np.zeros([dim, 1]), np.array(0.0)",
            "with asserts": """
                w = np.zeros((dim, 1))
                b = 0.
                assert w.shape == (dim, 1)
                assert isinstance(b, float)
                return w, b
            """,
            "reshaped": "np.zeros(dim).reshape(dim, 1), float(0)",
            "a list made an array": "[np.array([[0.0]] * dim), 0.0]",
        },
    ),
    "propagate": functions(
        "propagate(w, b, X, Y)",
        {
            "the operator": """
                m = X.shape[1]
                A = sigmoid(w.T @ X + b)
                cost = -1 / m * np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A))
                dw = 1 / m * X @ (A - Y).T
                db = 1 / m * np.sum(A - Y)
                cost = np.squeeze(np.array(cost))
                return {"dw": dw, "db": db}, cost
            """,
            "means": """
                A = sigmoid(np.dot(w.T, X) + b)
                cost = np.mean(-Y * np.log(A) - (1 - Y) * np.log(1 - A))
                dw = np.mean(X * (A - Y), axis=1, keepdims=True)
                db = np.mean(A - Y)
                return {"db": db, "dw": dw}, cost
            """,
            "a (1, 1) cost and db": """
                m = Y.shape[1]
                A = sigmoid(np.dot(w.T, X) + b)
                cost = -(np.dot(Y, np.log(A).T) + np.dot(1 - Y, np.log(1 - A).T)) / m
                dz = A - Y
                grads = {"dw": X.dot(dz.T) / m, "db": np.sum(dz, axis=1, keepdims=True) / m}
                return grads, cost
            """,
            "a (1,) db": """
                m = X.shape[1]
                A = 1 / (1 + np.exp(-(np.dot(w.T, X) + b)))
                logs = np.multiply(Y, np.log(A)) + np.multiply(1 - Y, np.log(1 - A))
                cost = float(-logs.sum() / m)
                dw = np.dot(X, (A - Y).T) / m
                db = np.sum(A - Y, axis=1) / m
                return {"dw": dw, "db": db}, cost
            """,
            "einsum": """
                m = X.shape[1]
                A = sigmoid(np.einsum("ij,ik->jk", w, X * 1.0) + b)
                dz = (A - Y) / m
                dw = np.einsum("ij,kj->ik", X * 1.0, dz)
                cost = np.sum(np.where(Y == 1, -np.log(A), -np.log(1 - A))) / m
                return {"dw": dw, "db": dz.sum()}, cost
            """,
            "the error reversed twice": """
                m = X.shape[1]
                A = sigmoid((X.T @ w + b).T)
                dw = -(X @ (Y - A).T) / m
                db = -np.sum(Y - A) / m
                cost = -np.sum(np.log(A ** Y * (1 - A) ** (1 - Y))) / m
                grads = {}
                grads["dw"] = dw
                grads["db"] = db
                return grads, cost
            """,
            "a stable cost": """
                m = X.shape[1]
                z = np.dot(w.T, X) + b
                A = sigmoid(z)
                cost = np.mean(np.logaddexp(0, z) - Y * z)
                dw, db = np.matmul(X, (A - Y).T) / m, np.sum(A - Y) / m
                return {"dw": dw, "db": db}, cost
            """,
            "a list of two": """
                m = X.shape[1]
                A = sigmoid(np.dot(w.T, X) + b)
                cost = -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m
                print("cost", cost)
                return [{"dw": np.dot(X, (A - Y).T) / m, "db": np.array(np.sum(A - Y) / m)}, cost]
            """,
        },
    ),
    "optimize": functions(
        OPTIMIZE,
        {
            "deep copies": """
                w = copy.deepcopy(w)
                b = copy.deepcopy(b)
                costs = []
                for i in range(num_iterations):
                    grads, cost = propagate(w, b, X, Y)
                    dw = grads["dw"]
                    db = grads["db"]
                    w = w - learning_rate * dw
                    b = b - learning_rate * db
                    if i % 100 == 0:
                        costs.append(cost)
                        if print_cost:
                            print("Cost after iteration %i: %f" % (i, cost))
                params = {"w": w, "b": b}
                grads = {"dw": dw, "db": db}
                return params, grads, costs
            """,
            "in place on a copy": """
                w = w.copy()
                costs = []
                for i in range(num_iterations):
                    grads, cost = propagate(w, b, X, Y)
                    w -= learning_rate * grads["dw"]
                    b -= learning_rate * grads["db"]
                    if not i % 100:
                        costs += [cost]
                return {"w": w, "b": b}, grads, costs
            """,
            "while": """
                costs, i = [], 0
                while i < num_iterations:
                    grads, cost = propagate(w, b, X, Y)
                    if i in range(0, num_iterations, 100):
                        costs.append(float(cost))
                    w, b = w - learning_rate * grads["dw"], b - learning_rate * grads["db"]
                    i += 1
                return dict(w=w, b=b), dict(dw=grads["dw"], db=grads["db"]), costs
            """,
            "all costs, then one in a hundred": """
                every = []
                for i in range(num_iterations):
                    grads, cost = propagate(w, b, X, Y)
                    every.append(cost)
                    w = np.subtract(w, np.multiply(learning_rate, grads["dw"]))
                    b = np.subtract(b, np.multiply(learning_rate, grads["db"]))
                return {"w": w, "b": b}, grads, every[::100]
            """,
            "without propagate": """
                m = X.shape[1]
                costs = []
                for i in range(num_iterations):
                    A = 1 / (1 + np.exp(-(w.T @ X + b)))
                    dw, db = X @ (A - Y).T / m, np.mean(A - Y)
                    if i % 100 == 0:
                        costs.append(-np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A)))
                    w, b = w + -learning_rate * dw, b + -learning_rate * db
                return {"w": w, "b": b}, {"dw": dw, "db": db}, costs
            """,
            "prints always": """
                costs = []
                for i in range(1, num_iterations + 1):
                    grads, cost = propagate(w, b, X, Y)
                    w = w - learning_rate * grads["dw"]
                    b = b - learning_rate * grads["db"]
                    if (i - 1) % 100 == 0:
                        costs.append(np.array(cost))
                        print("step", i, cost)
                return [{"w": w, "b": np.array([b]).reshape(1, 1)}, grads, costs]
            """,
        },
    ),
    "predict": functions(
        "predict(w, b, X)",
        {
            "a loop": """
                m = X.shape[1]
                Y_prediction = np.zeros((1, m))
                w = w.reshape(X.shape[0], 1)
                A = sigmoid(np.dot(w.T, X) + b)
                for i in range(A.shape[1]):
                    if A[0, i] > 0.5:
                        Y_prediction[0, i] = 1
                    else:
                        Y_prediction[0, i] = 0
                return Y_prediction
            """,
            "bool": "sigmoid(np.dot(w.T, X) + b) > 0.5",
            "int": "(sigmoid(w.T @ X + b) > 0.5).astype(int)",
            "np.round": "np.round(sigmoid(np.dot(w.T, X) + b))",
            "np.where": "np.where(1 / (1 + np.exp(-(w.T @ X + b))) > 0.5, 1, 0)",
            "at least one half": "(sigmoid(np.dot(w.T, X) + b) >= 0.5) * 1.0",
            "the score": "(np.dot(w.T, X) + b > 0).astype(float)",
            "a list comprehension": """
                A = sigmoid(np.dot(w.T, X) + b)
                return np.array([[1 if a > 0.5 else 0 for a in A[0]]])
            """,
            "example by example": """
                labels = []
                for x in X.T:
                    labels.append(float(sigmoid(np.dot(x, w[:, 0]) + b) > 0.5))
                return np.array(labels).reshape(1, -1)
            """,
            "written over": """
                A = sigmoid(np.dot(w.T, X) + b)
                A[A > 0.5] = 1
                A[A <= 0.5] = 0
                return A
            """,
        },
    ),
    "model": functions(
        MODEL,
        {
            "the usual way": """
                w, b = initialize_with_zeros(X_train.shape[0])
                parameters, grads, costs = optimize(
                    w, b, X_train, Y_train, num_iterations, learning_rate, print_cost
                )
                w = parameters["w"]
                b = parameters["b"]
                Y_prediction_test = predict(w, b, X_test)
                Y_prediction_train = predict(w, b, X_train)
                print("train accuracy", 100 - np.mean(np.abs(Y_prediction_train - Y_train)) * 100)
                d = {
                    "costs": costs,
                    "Y_prediction_test": Y_prediction_test,
                    "Y_prediction_train": Y_prediction_train,
                    "w": w,
                    "b": b,
                    "learning_rate": learning_rate,
                    "num_iterations": num_iterations,
                }
                return d
            """,
            "print_cost not forwarded": """
                w, b = initialize_with_zeros(X_train.shape[0])
                p, _, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate)
                return dict(
                    costs=costs,
                    Y_prediction_test=predict(p["w"], p["b"], X_test),
                    Y_prediction_train=predict(p["w"], p["b"], X_train),
                    w=p["w"],
                    b=p["b"],
                    learning_rate=learning_rate,
                    num_iterations=num_iterations,
                )
            """,
            "named arguments": """
                w, b = initialize_with_zeros(dim=X_train.shape[0])
                p, g, costs = optimize(
                    w=w, b=b, X=X_train, Y=Y_train, print_cost=print_cost,
                    learning_rate=learning_rate, num_iterations=num_iterations,
                )
                d = {"learning_rate": learning_rate, "num_iterations": num_iterations}
                d.update(p)
                d["costs"] = costs
                d["Y_prediction_test"] = predict(X=X_test, **p)
                d["Y_prediction_train"] = predict(X=X_train, **p)
                return d
            """,
            "its own zeros": """
                p, g, costs = optimize(
                    np.zeros((len(X_train), 1)), 0, X_train, Y_train, num_iterations, learning_rate
                )
                w, b = p["w"], p["b"]
                return {
                    "costs": list(costs),
                    "Y_prediction_test": predict(w, b, X_test).astype(bool),
                    "Y_prediction_train": predict(w, b, X_train).astype(int),
                    "w": w.copy(), "b": float(b),
                    "learning_rate": float(learning_rate), "num_iterations": float(num_iterations),
                }
            """,
            "both sets at once": """
                w, b = initialize_with_zeros(X_train.shape[0])
                p, g, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate)
                m = X_train.shape[1]
                labels = predict(p["w"], p["b"], np.hstack([X_train, X_test]))
                return {
                    "costs": costs, "w": p["w"], "b": p["b"],
                    "Y_prediction_train": labels[:, :m], "Y_prediction_test": labels[:, m:],
                    "learning_rate": learning_rate, "num_iterations": num_iterations,
                }
            """,
            "one step at a time": """
                w, b = initialize_with_zeros(X_train.shape[0])
                costs = []
                for i in range(num_iterations):
                    p, g, c = optimize(w, b, X_train, Y_train, 1, learning_rate)
                    w, b = p["w"], p["b"]
                    if i % 100 == 0:
                        costs += c
                return {
                    "costs": costs, "w": w, "b": b, "grads": g,
                    "Y_prediction_train": predict(w, b, X_train),
                    "Y_prediction_test": predict(w, b, X_test),
                    "learning_rate": learning_rate, "num_iterations": num_iterations,
                }
            """,
        },
    ),
}
