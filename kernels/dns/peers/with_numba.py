"""Numba: loops over points and waves, and transforms of radix 2, compiled, on one core."""

import numba
import numpy as np

STAGES = ((1 / 6, 0.5), (1 / 3, 0.5), (1 / 3, 1.0), (1 / 6, 0.0))


def build():
    flow(np.zeros((3, 2, 2, 2)), *line_of(2), 0.5, 0.5, 1)


def prepare(params, data):
    n = params["n"]
    return np.frombuffer(data, dtype=float).reshape(3, n, n, n).copy(), *line_of(n)


def line_of(n):
    """Where each number of a line comes from, and the roots of unity on half a circle."""
    bits = n.bit_length() - 1
    order = np.array([int(f"{i:0{bits}b}"[::-1], 2) for i in range(n)])
    return order, np.exp(-2j * np.pi * np.arange(n // 2) / n)


def run(params, state):
    velocity, order, roots = state
    return flow(velocity, order, roots, params["nu"], params["dt"], params["steps"])


@numba.njit(cache=True)
def flow(start, order, roots, nu, dt, steps):
    n = len(order)
    now = np.empty((3, n, n, n // 2 + 1), dtype=np.complex128)
    work, velocity, vorticity = np.empty_like(now), np.empty_like(start), np.empty_like(start)
    forward(start, now, order, roots)
    for _ in range(steps):
        base, sums = now.copy(), now.copy()
        for weight, ahead in STAGES:
            work[:] = now
            back(work, velocity, order, roots)
            curl(now, work)
            back(work, vorticity, order, roots)
            cross(velocity, vorticity)
            forward(velocity, work, order, roots)
            advance(work, now, base, sums, nu, weight * dt, ahead * dt)
        now[:] = sums
    back(now, velocity, order, roots)
    return velocity


@numba.njit(cache=True)
def wave(n, z, y, x):
    return x, y if 2 * y < n else y - n, z if 2 * z < n else z - n


@numba.njit(cache=True)
def curl(u, w):
    """w = i k x u."""
    _, n, _, half = u.shape
    for z in range(n):
        for y in range(n):
            for x in range(half):
                k = wave(n, z, y, x)
                for c in range(3):
                    a, b = (c + 1) % 3, (c + 2) % 3
                    w[c, z, y, x] = 1j * (k[a] * u[b, z, y, x] - k[b] * u[a, z, y, x])


@numba.njit(cache=True)
def cross(u, w):
    """u x w, in the place of u."""
    for z in range(u.shape[1]):
        for y in range(u.shape[2]):
            for x in range(u.shape[3]):
                ux, uy, uz = u[0, z, y, x], u[1, z, y, x], u[2, z, y, x]
                wx, wy, wz = w[0, z, y, x], w[1, z, y, x], w[2, z, y, x]
                u[0, z, y, x], u[1, z, y, x], u[2, z, y, x] = uy * wz - uz * wy, uz * wx - ux * wz, ux * wy - uy * wx


# Heart: the pressure takes away what is along k, and friction a share of the velocity.
@numba.njit(cache=True)
def advance(product, now, base, sums, nu, weight, ahead):
    _, n, _, half = now.shape
    cut = 2 / 3 * (n / 2 + 1)
    for z in range(n):
        for y in range(n):
            for x in range(half):
                k = wave(n, z, y, x)
                k2 = k[0] * k[0] + k[1] * k[1] + k[2] * k[2]
                kept = k[0] < cut and abs(k[1]) < cut and abs(k[2]) < cut
                pressure = 0j
                for c in range(3):
                    pressure += k[c] * product[c, z, y, x] / max(k2, 1)
                for c in range(3):
                    rate = kept * (product[c, z, y, x] - pressure * k[c]) - nu * k2 * now[c, z, y, x]
                    sums[c, z, y, x] += weight * rate
                    now[c, z, y, x] = base[c, z, y, x] + ahead * rate


@numba.njit(cache=True)
def forward(points, waves, order, roots):
    """Two real rows are one complex row: what is even in it is the one's, what is odd the other's."""
    _, n, _, half = waves.shape
    for c in range(3):
        for z in range(n):
            for y in range(0, n, 2):
                row = points[c, z, y] + 1j * points[c, z, y + 1]
                transform(row, order, roots, False)
                for k in range(half):
                    here, mirror = row[k] / (2 * n**3), np.conj(row[-k]) / (2 * n**3)
                    waves[c, z, y, k], waves[c, z, y + 1, k] = here + mirror, -1j * (here - mirror)
    across(waves, order, roots, False)


@numba.njit(cache=True)
def back(waves, points, order, roots):
    _, n, _, half = waves.shape
    across(waves, order, roots, True)
    row = np.empty(n, dtype=np.complex128)
    for c in range(3):
        for z in range(n):
            for y in range(0, n, 2):
                for k in range(half):
                    one, other = waves[c, z, y, k], waves[c, z, y + 1, k]
                    row[-k] = np.conj(one) + 1j * np.conj(other)
                    row[k] = one + 1j * other
                transform(row, order, roots, True)
                points[c, z, y], points[c, z, y + 1] = row.real, row.imag


@numba.njit(cache=True)
def across(waves, order, roots, is_back):
    _, n, _, half = waves.shape
    for c in range(3):
        for i in range(n):
            for x in range(half):
                transform(waves[c, i, :, x], order, roots, is_back)
        for i in range(n):
            for x in range(half):
                transform(waves[c, :, i, x], order, roots, is_back)


@numba.njit(cache=True)
def transform(place, order, roots, is_back):
    line = place[order]
    n, apart = line.size, 1
    while apart < n:
        for lower in range(0, n, 2 * apart):
            for k in range(apart):
                root = roots[k * (n // 2 // apart)]
                here, turned = line[lower + k], line[lower + k + apart] * (np.conj(root) if is_back else root)
                line[lower + k] = here + turned
                line[lower + k + apart] = here - turned
        apart *= 2
    place[:] = line


def pack(params, output):
    return output.tobytes()
