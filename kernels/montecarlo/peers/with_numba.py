"""Gaussian deviates by the polar method with Numba: the plain loop, compiled, on one core (NPB EP)."""

from math import log, sqrt

import numba
import numpy as np

MULTIPLIER = np.uint64(5**13)
MASK = np.uint64(2**46 - 1)
ANNULI = 10


def build():
    count(np.ones(1, dtype=np.uint64), 1, np.zeros((1, 2)))


def prepare(params, data):
    pairs = 2 ** params["log2_pairs"]
    block = min(pairs, 256)
    return np.frombuffer(data, dtype="<u8").astype(np.uint64), block, np.empty((pairs // block, 2))


def run(params, prepared):
    state, block, sums = prepared
    annuli = count(state, block, sums)
    total = sums
    while len(total) > 1:
        total = total[::2] + total[1::2]
    return annuli, total[0]


# Heart: the plain loop, compiled.
@numba.njit(cache=True)
def count(first, pairs, sums):
    annuli = np.zeros(ANNULI, dtype=np.int64)
    state = first[0]
    for block in range(len(sums)):
        sum_x = sum_y = 0.0
        for _ in range(pairs):
            state = state * MULTIPLIER & MASK
            x = 2.0 * (state * 2.0**-46) - 1.0
            state = state * MULTIPLIER & MASK
            y = 2.0 * (state * 2.0**-46) - 1.0
            t = x * x + y * y
            if t <= 1.0:
                factor = sqrt(-2.0 * log(t) / t)
                x *= factor
                y *= factor
                sum_x += x
                sum_y += y
                annuli[min(int(max(abs(x), abs(y))), ANNULI - 1)] += 1
        sums[block, 0], sums[block, 1] = sum_x, sum_y
    return annuli


def pack(params, output):
    annuli, sums = output
    accepted = annuli.sum(keepdims=True)
    return accepted.astype("<u8").tobytes() + sums.astype("<f8").tobytes() + annuli.astype("<u8").tobytes()
