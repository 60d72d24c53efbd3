"""Gaussian deviates by the polar method in plain Python: one number after the other (NPB EP)."""

from math import log, sqrt
from struct import pack as pack_struct
from struct import unpack

MULTIPLIER = 5**13
MASK = 2**46 - 1
ANNULI = 10


def prepare(params, data):
    (state,) = unpack("<Q", data)
    return state


def run(params, state):
    pairs = 2 ** params["log2_pairs"]
    block = min(pairs, 256)
    annuli = [0] * ANNULI
    sums = []
    for _ in range(pairs // block):
        state, sum_x, sum_y = count(state, block, annuli)
        sums.append((sum_x, sum_y))
    return annuli, total(sums)


# Heart: a point of the square is taken only if it lies in the circle.
def count(state, pairs, annuli):
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
    return state, sum_x, sum_y


def total(sums):
    """Neighbours are added first, then neighbours of these."""
    while len(sums) > 1:
        sums = [(x + more_x, y + more_y) for (x, y), (more_x, more_y) in zip(sums[::2], sums[1::2])]
    return sums[0]


def pack(params, output):
    annuli, sums = output
    return pack_struct("<Q2d10Q", sum(annuli), *sums, *annuli)
