"""Gaussian deviates by the polar method in NumPy: the numbers of many pairs at once, by powers of the multiplier."""

import numpy as np

MULTIPLIER = 5**13
MASK = np.uint64(2**46 - 1)
ANNULI = 10
AT_ONCE = 1 << 14  # pairs whose arrays stay in the cache


def prepare(params, data):
    """The state before the first number, and the powers by which it jumps to each of the next."""
    powers = np.ones(2 * min(AT_ONCE, 2 ** params["log2_pairs"]), dtype=np.uint64)
    powers[0] = MULTIPLIER
    done = 1
    while done < powers.size:
        # As 64-bit integers, whose product wraps at a multiple of the modulus.
        powers[done : 2 * done] = powers[:done] * powers[done - 1]
        done *= 2
    return np.frombuffer(data, dtype="<u8").astype(np.uint64), powers


# Heart: only the points in the circle are kept, and become deviates all at once.
def run(params, prepared):
    state, powers = prepared
    annuli, sums = np.zeros(ANNULI, dtype=np.int64), []
    for _ in range(2 ** params["log2_pairs"] // (powers.size // 2)):
        states = powers * state & MASK
        state = states[-1:]
        points = 2.0 * (states * 2.0**-46).reshape(-1, 2) - 1.0
        x, y = points[:, 0], points[:, 1]
        t = x * x + y * y
        inside = t <= 1.0
        t = t[inside]
        factor = np.sqrt(-2.0 * np.log(t) / t)
        x, y = x[inside] * factor, y[inside] * factor
        annulus = np.maximum(np.abs(x), np.abs(y)).astype(np.int64)
        annuli += np.bincount(np.minimum(annulus, ANNULI - 1), minlength=ANNULI)
        sums.append((x.sum(), y.sum()))
    return annuli, np.array(sums).sum(axis=0)


def pack(params, output):
    annuli, sums = output
    accepted = annuli.sum(keepdims=True)
    return accepted.astype("<u8").tobytes() + sums.astype("<f8").tobytes() + annuli.astype("<u8").tobytes()
