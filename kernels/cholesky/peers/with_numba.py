"""The Cholesky factor with Numba: the plain loops, row by row, compiled."""

import numba
import numpy as np


def build():
    factor(np.eye(2), np.zeros((2, 2)))


def prepare(params, data):
    """The matrix as a two-dimensional array, and room for the factor."""
    n = params["n"]
    a = np.frombuffer(data, dtype=np.float64).reshape(n, n).copy()
    return a, np.zeros_like(a)


def run(params, matrices):
    factor(*matrices)
    return matrices[1]


# Heart: the plain loops, compiled.
@numba.njit(cache=True)
def factor(a, l):
    for i in range(a.shape[0]):
        for j in range(i + 1):
            rest = a[i, j]
            for k in range(j):
                rest -= l[i, k] * l[j, k]
            l[i, j] = np.sqrt(rest) if i == j else rest / l[j, j]
        l[i, i + 1 :] = 0.0


def pack(params, output):
    return output.tobytes()
