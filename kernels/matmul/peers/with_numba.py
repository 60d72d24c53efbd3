"""The product of two matrices with Numba: the plain loops, along the rows of B and C, compiled."""

import numba
import numpy as np


def build():
    multiply(np.zeros((2, 2)), np.zeros((2, 2)), np.zeros((2, 2)))


def prepare(params, data):
    """Both operands as two-dimensional arrays, and room for the product."""
    m, k, n = (int(extent) for extent in np.frombuffer(data, dtype=np.uint64, count=3))
    numbers = np.frombuffer(data, dtype=np.float64, offset=24)
    return numbers[: m * k].reshape(m, k).copy(), numbers[m * k :].reshape(k, n).copy(), np.zeros((m, n))


def run(params, operands):
    multiply(*operands)
    return operands[2]


# Heart: the plain loops, compiled.
@numba.njit(cache=True)
def multiply(a, b, c):
    m, n = c.shape
    for i in range(m):
        c[i, :] = 0.0
        for k in range(a.shape[1]):
            for j in range(n):
                c[i, j] += a[i, k] * b[k, j]


def pack(params, output):
    return output.tobytes()
