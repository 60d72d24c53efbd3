"""The Cholesky factor with nested lists, row by row."""

from array import array
from math import sqrt
from operator import mul


def prepare(params, data):
    """The matrix as a list of rows."""
    n = params["n"]
    numbers = array("d", data)
    return [list(numbers[i * n : (i + 1) * n]) for i in range(n)]


def run(params, matrix):
    factor = []
    for i, entries in enumerate(matrix):
        row = []
        # Of the row that is begun and of one above, as many entries as both have so far.
        for entry, above in zip(entries, factor):
            row.append((entry - sum(map(mul, row, above))) / above[-1])
        row.append(sqrt(entries[i] - sum(map(mul, row, row))))
        factor.append(row)
    return factor


def pack(params, output):
    n = params["n"]
    return b"".join(array("d", row + [0.0] * (n - len(row))).tobytes() for row in output)
