"""The product of two matrices with nested lists: every row times every column."""

from array import array
from operator import mul


def prepare(params, data):
    """Both operands as lists of rows."""
    m, k, n = array("Q", data[:24])
    numbers = array("d", data[24:])
    a = [list(numbers[i * k : (i + 1) * k]) for i in range(m)]
    b = [list(numbers[m * k + i * n : m * k + (i + 1) * n]) for i in range(k)]
    return a, b


def run(params, operands):
    a, b = operands
    columns = list(zip(*b))
    return [[sum(map(mul, row, column)) for column in columns] for row in a]


def pack(params, output):
    return b"".join(array("d", row).tobytes() for row in output)
