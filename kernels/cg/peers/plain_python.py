"""Conjugate gradients with lists."""

from array import array
from math import sqrt
from operator import mul

SHIFT = {"S": 10.0, "W": 12.0, "A": 20.0}


def prepare(params, data):
    """The rows of the matrix, each with its columns and entries; the right-hand side; what unknowns are multiplied by."""
    npb = params["problem"] == "npb"
    rows = params["n"] if npb else (params["n"] - 1) ** 2
    starts = array("Q", data[: 8 * (rows + 1)])
    ends = [8 * (rows + 1)]
    for size in (4 * starts[-1], 8 * starts[-1], 8 * rows, 8 * rows):
        ends.append(ends[-1] + size)
    cols, values, rhs, scale = (data[a:b] for a, b in zip(ends, ends[1:]))
    cols, values = array("I", cols), array("d", values)
    matrix = [(list(cols[a:b]), list(values[a:b])) for a, b in zip(starts, starts[1:])]
    return matrix, list(array("d", rhs)), list(array("d", scale))


def run(params, state):
    matrix, b, scale = state
    npb = params["problem"] == "npb"
    zetas, history = [], []
    for _ in range(15 if npb else 1):
        z, residual = conj_grad(matrix, b, params["iterations"], history)
        if npb:
            zetas.append(SHIFT[params["class"]] + 1.0 / dot(b, z))
            length = 1.0 / sqrt(dot(z, z))
            b = z = [length * zi for zi in z]
    return [si * zi for si, zi in zip(scale, z)], zetas, [residual], history


def conj_grad(matrix, b, iterations, history):
    z, r, p = [0.0] * len(b), b, b
    rho = dot(r, r)
    for _ in range(iterations):
        q = times(matrix, p)
        alpha = ratio(rho, dot(p, q))
        z = [zi + alpha * pi for zi, pi in zip(z, p)]
        r = [ri - alpha * qi for ri, qi in zip(r, q)]
        old, rho = rho, dot(r, r)
        beta = ratio(rho, old)
        p = [ri + beta * pi for ri, pi in zip(r, p)]
        history.append(sqrt(rho))
    left = [bi - qi for bi, qi in zip(b, times(matrix, z))]
    return z, sqrt(dot(left, left))


# Heart: a row at a time.
def times(matrix, p):
    return [sum([value * p[col] for col, value in zip(cols, values)]) for cols, values in matrix]


def dot(x, y):
    return sum(map(mul, x, y))


def ratio(a, b):
    return a / b if b else 0.0


def pack(params, output):
    return b"".join(array("d", numbers).tobytes() for numbers in output)
