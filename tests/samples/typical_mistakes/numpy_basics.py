# The mistakes that teachers see most, and right work that builds on one of them.
def basic_sigmoid(x):
    return 1 / 1 + math.exp(-x)


def sigmoid(x):
    return 1 / (1 + np.exp(x))


def sigmoid_derivative(x):
    s = sigmoid(x) * 2 / 2
    return s - s**2


def image2vector(image):
    return image.reshape(image.shape[0] * image.shape[1], image.shape[2])


def normalize_rows(x):
    x /= np.linalg.norm(x, axis=1, keepdims=True)
    return x


def softmax(x):
    x_exp = np.exp(x)
    return x_exp / np.sum(x_exp)


def dot_loop(a, b):
    total = 0
    for i in range(len(a)):
        total = a[i] * b[i]
    return total


def dot_vectorized(a, b):
    return a * b


def exp_all(v):
    u = np.zeros(v.shape)
    for index in np.ndindex(v.shape):
        u[index] = math.exp(v[index])
    return u


def calorie_percentages(A):
    return 100 * A / A.sum()


def L1(yhat, y):
    return np.sum(y - yhat)


def L2(yhat, y):
    return np.mean((y - yhat) ** 2)
