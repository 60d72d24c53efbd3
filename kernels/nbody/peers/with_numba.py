"""Gravity of n bodies with Numba: the plain loops, compiled, on one core; leapfrog steps."""

from math import sqrt

import numba
import numpy as np


def build():
    pull(np.zeros((1, 3)), np.ones(1), 1.0, np.zeros((1, 3)))


def prepare(params, data):
    """Positions, velocities and masses, and room for accelerations."""
    n = params["n"]
    numbers = np.frombuffer(data, dtype="<f8").astype(float)
    vectors = numbers[: 6 * n].reshape(2, n, 3)
    return vectors[0].copy(), vectors[1].copy(), numbers[6 * n :], np.empty((n, 3))


def run(params, start):
    x, v, masses, a = start[0].copy(), start[1].copy(), start[2], start[3]
    dt = params["dt"]
    pull(x, masses, params["softening"], a)
    for _ in range(params["steps"]):
        v += 0.5 * dt * a
        x += dt * v
        pull(x, masses, params["softening"], a)
        v += 0.5 * dt * a
    return x, v, a


# Heart: the plain loop, compiled.
@numba.njit(cache=True)
def pull(positions, masses, softening, accelerations):
    for i in range(masses.size):
        x, y, z = positions[i, 0], positions[i, 1], positions[i, 2]
        ax = ay = az = 0.0
        for j in range(masses.size):
            dx, dy, dz = positions[j, 0] - x, positions[j, 1] - y, positions[j, 2] - z
            squared = dx * dx + dy * dy + dz * dz + softening * softening
            strength = masses[j] / (squared * sqrt(squared))
            ax += strength * dx
            ay += strength * dy
            az += strength * dz
        accelerations[i, 0], accelerations[i, 1], accelerations[i, 2] = ax, ay, az


def pack(params, output):
    return b"".join(vectors.astype("<f8").tobytes() for vectors in output)
