"""Gravity of n bodies in NumPy: the pulls of all bodies on some of them at once; leapfrog steps."""

import numpy as np

AT_ONCE = 1 << 15  # pulls whose arrays stay in the cache


def prepare(params, data):
    """Positions and velocities, a row for each axis, and masses."""
    n = params["n"]
    numbers = np.frombuffer(data, dtype="<f8").astype(float)
    vectors = numbers[: 6 * n].reshape(2, n, 3)
    return vectors[0].T.copy(), vectors[1].T.copy(), numbers[6 * n :]


def run(params, start):
    x, v, masses = start[0].copy(), start[1].copy(), start[2]
    dt = params["dt"]
    a = pull(x, masses, params["softening"])
    for _ in range(params["steps"]):
        v += 0.5 * dt * a
        x += dt * v
        a = pull(x, masses, params["softening"])
        v += 0.5 * dt * a
    return x, v, a


# Heart: a table of distances, some rows at a time.
def pull(x, masses, softening):
    a = np.empty_like(x)
    rows = max(AT_ONCE // masses.size, 1)
    for i in range(0, masses.size, rows):
        d = x[:, None, :] - x[:, i : i + rows, None]
        squared = d[0] * d[0] + d[1] * d[1] + d[2] * d[2] + softening * softening
        strength = masses / (squared * np.sqrt(squared))
        for axis in range(3):
            a[axis, i : i + rows] = (strength * d[axis]).sum(axis=1)
    return a


def pack(params, output):
    return b"".join(vectors.T.astype("<f8").tobytes() for vectors in output)
