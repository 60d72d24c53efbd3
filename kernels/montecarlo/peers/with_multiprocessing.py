"""Gaussian deviates by the polar method in Python with multiprocessing: stretches of blocks, which jump to their first number."""

import multiprocessing
from math import log, sqrt
from struct import pack as pack_struct
from struct import unpack

MULTIPLIER = 5**13
MASK = 2**46 - 1
ANNULI = 10


def prepare(params, data):
    """The state before the first number, and processes that wait for work."""
    (state,) = unpack("<Q", data)
    # Not "spawn", which would have every process find this module by its name.
    return state, multiprocessing.get_context("fork").Pool(params["workers"])


# Heart: each process counts stretches of the one stream.
def run(params, prepared):
    state, pool = prepared
    pairs = 2 ** params["log2_pairs"]
    block = min(pairs, 256)
    blocks = pairs // block
    stretch = -(-blocks // (4 * params["workers"]))
    tasks = [(state, block, first, min(stretch, blocks - first)) for first in range(0, blocks, stretch)]
    annuli, sums = [0] * ANNULI, []
    for more, more_sums in pool.starmap(count_stretch, tasks, chunksize=1):
        annuli = [a + b for a, b in zip(annuli, more)]
        sums += more_sums
    return annuli, total(sums)


def count_stretch(state, pairs, first, blocks):
    state = state * pow(MULTIPLIER, 2 * first * pairs, 2**46) & MASK
    annuli, sums = [0] * ANNULI, []
    for _ in range(blocks):
        state, sum_x, sum_y = count(state, pairs, annuli)
        sums.append((sum_x, sum_y))
    return annuli, sums


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
