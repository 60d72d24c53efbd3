"""Plain Python: row by row, the residual and then its part of the gradient."""

from struct import pack as packed
from struct import unpack


def prepare(params, data):
    samples, features = params["samples"], params["features"]
    numbers = unpack(f"<{samples * (features + 1)}d", data)
    rows = [numbers[i * features : (i + 1) * features] for i in range(samples)]
    return rows, numbers[samples * features :]


def run(params, state):
    rows, wanted = state
    batch, rate, ridge = params["batch"], params["rate"], params["ridge"]
    weights, losses, start = [0.0] * params["features"], [], 0
    for _ in range(params["steps"]):
        end = min(start + batch, len(rows))
        gradient, squares = sums(rows[start:end], wanted[start:end], weights)
        losses.append(0.5 * (squares / (end - start) + ridge * sum(w * w for w in weights)))
        weights = [w - rate * (g / (end - start) + ridge * w) for w, g in zip(weights, gradient)]
        start = end % len(rows)
    return weights + losses


# Heart: a dot product, and what its residual adds to the gradient.
def sums(rows, wanted, weights):
    gradient, squares = [0.0] * len(weights), 0.0
    for x, y in zip(rows, wanted):
        residual = sum(map(float.__mul__, x, weights)) - y
        gradient = [g + residual * x_j for g, x_j in zip(gradient, x)]
        squares += residual * residual
    return gradient, squares


def pack(params, output):
    return packed(f"<{len(output)}d", *output)
