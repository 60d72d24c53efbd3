"""Gravity of n bodies in plain Python: one pull after the other; leapfrog steps."""

from array import array
from math import sqrt


def prepare(params, data):
    """Positions and velocities as lists of lists, and masses."""
    n = params["n"]
    numbers = array("d", data).tolist()
    bodies = [numbers[3 * i : 3 * i + 3] for i in range(2 * n)]
    return bodies[:n], bodies[n:], numbers[6 * n :]


def run(params, start):
    positions, velocities = ([list(body) for body in bodies] for bodies in start[:2])
    masses = start[2]
    dt = params["dt"]
    accelerations = pull(positions, masses, params["softening"])
    for _ in range(params["steps"]):
        for x, v, a in zip(positions, velocities, accelerations):
            for k in range(3):
                v[k] += 0.5 * dt * a[k]
                x[k] += dt * v[k]
        accelerations = pull(positions, masses, params["softening"])
        for v, a in zip(velocities, accelerations):
            for k in range(3):
                v[k] += 0.5 * dt * a[k]
    return positions, velocities, accelerations


# Heart: every body is pulled by every body; itself, at no distance, pulls it nowhere.
def pull(positions, masses, softening):
    accelerations = []
    for x, y, z in positions:
        ax = ay = az = 0.0
        for (xj, yj, zj), mass in zip(positions, masses):
            dx, dy, dz = xj - x, yj - y, zj - z
            squared = dx * dx + dy * dy + dz * dz + softening * softening
            strength = mass / (squared * sqrt(squared))
            ax += strength * dx
            ay += strength * dy
            az += strength * dz
        accelerations.append((ax, ay, az))
    return accelerations


def pack(params, output):
    numbers = array("d")
    for bodies in output:
        for body in bodies:
            numbers.extend(body)
    return numbers.tobytes()
