"""Gaussian deviates by the polar method with Numba on threads: stretches of blocks, which jump to their first number (NPB EP)."""

from math import log, sqrt

import numba
import numpy as np

MULTIPLIER = np.uint64(5**13)
MASK = np.uint64(2**46 - 1)
ANNULI = 10


def build():
    stretches(np.ones(1, dtype=np.uint64), 1, np.zeros((1, 2)), 1)


def prepare(params, data):
    pairs = 2 ** params["log2_pairs"]
    block = min(pairs, 256)
    return np.frombuffer(data, dtype="<u8").astype(np.uint64), block, np.empty((pairs // block, 2))


def run(params, prepared):
    state, block, sums = prepared
    tasks = min(4 * params["workers"], len(sums))
    annuli = stretches(state, block, sums, tasks)
    total = sums
    while len(total) > 1:
        total = total[::2] + total[1::2]
    return annuli.sum(axis=0), total[0]


# Heart: each task counts a stretch of the one stream.
@numba.njit(parallel=True, cache=True)
def stretches(first, pairs, sums, tasks):
    annuli = np.zeros((tasks, ANNULI), dtype=np.int64)
    for task in numba.prange(tasks):
        begin, end = task * len(sums) // tasks, (task + 1) * len(sums) // tasks
        count(jump(first[0], 2 * begin * pairs), pairs, sums[begin:end], annuli[task])
    return annuli


@numba.njit(cache=True)
def jump(state, steps):
    power = MULTIPLIER
    while steps > 0:
        if steps % 2 == 1:
            state = state * power
        power = power * power
        steps //= 2
    return state & MASK


@numba.njit(cache=True)
def count(state, pairs, sums, annuli):
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


def pack(params, output):
    annuli, sums = output
    accepted = annuli.sum(keepdims=True)
    return accepted.astype("<u8").tobytes() + sums.astype("<f8").tobytes() + annuli.astype("<u8").tobytes()
