"""The Cholesky factor with NumPy, which calls the LAPACK that it was built with: as a rule OpenBLAS."""

import numpy as np


def prepare(params, data):
    """The matrix as a two-dimensional array."""
    n = params["n"]
    return np.frombuffer(data, dtype=np.float64).reshape(n, n).copy()


def run(params, matrix):
    return np.linalg.cholesky(matrix)


def pack(params, output):
    return output.tobytes()
