"""The product of two matrices with NumPy, which calls the BLAS that it was built with: as a rule OpenBLAS."""

import numpy as np


def prepare(params, data):
    """Both operands as two-dimensional arrays."""
    m, k, n = (int(extent) for extent in np.frombuffer(data, dtype=np.uint64, count=3))
    numbers = np.frombuffer(data, dtype=np.float64, offset=24)
    return numbers[: m * k].reshape(m, k).copy(), numbers[m * k :].reshape(k, n).copy(), np.zeros((m, n))


def run(params, operands):
    a, b, c = operands
    return np.matmul(a, b, out=c)


def pack(params, output):
    return output.tobytes()
