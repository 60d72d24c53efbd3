"""Flow through a box with Numba on threads: the plain loops, a band of rows for each thread."""

import numba
import numpy as np


def build():
    psi, zeta = np.zeros((3, 3)), np.zeros((3, 3))
    step(psi, psi.copy())
    viscous_step(0.1, psi, zeta, psi.copy(), zeta.copy())
    change(psi, psi)


def prepare(params, data):
    """The framed grids of the stream function and, in the viscous form, of the vorticity; and two sets to take turns."""
    side = params["n"] + 2
    start = np.frombuffer(data, dtype=np.float64).reshape(-1, side, side).copy()
    return start, start.copy(), start.copy()


def run(params, grids):
    start, old, new = grids
    old[:] = start
    residuals = []
    for k in range(1, params["iterations"] + 1):
        if len(old) == 1:
            step(old[0], new[0])
        else:
            viscous_step(params["reynolds"] / max(params["n"] / 32, 1.0) / 16, old[0], old[1], new[0], new[1])
        if k % params["check"] == 0 or k == params["iterations"]:
            residuals.append(max(change(a, b) for a, b in zip(old, new)))
        old, new = new, old
    return old, residuals


# Heart: a band of rows for each thread.
@numba.njit(parallel=True, cache=True)
def step(old, new):
    rows, cols = old.shape
    for i in numba.prange(1, rows - 1):
        for j in range(1, cols - 1):
            new[i, j] = 0.25 * ((old[i - 1, j] + old[i + 1, j]) + (old[i, j - 1] + old[i, j + 1]))


@numba.njit(parallel=True, cache=True)
def viscous_step(sixteenth, psi, zeta, new_psi, new_zeta):
    n = len(psi) - 2
    for i in numba.prange(1, n + 1):
        for j in range(1, n + 1):
            along_x, along_y = psi[i, j + 1] - psi[i, j - 1], psi[i + 1, j] - psi[i - 1, j]
            around = (psi[i - 1, j] + psi[i + 1, j]) + (psi[i, j - 1] + psi[i, j + 1])
            new_psi[i, j] = 0.25 * (around - zeta[i, j])
            carried = along_x * (zeta[i + 1, j] - zeta[i - 1, j]) - along_y * (zeta[i, j + 1] - zeta[i, j - 1])
            around = (zeta[i - 1, j] + zeta[i + 1, j]) + (zeta[i, j - 1] + zeta[i, j + 1])
            new_zeta[i, j] = 0.25 * around - sixteenth * carried
    for j in range(1, n + 1):
        new_zeta[0, j] = 2.0 * (new_psi[1, j] - new_psi[0, j])
        new_zeta[n + 1, j] = 2.0 * (new_psi[n, j] - new_psi[n + 1, j])
        new_zeta[j, 0] = 2.0 * (new_psi[j, 1] - new_psi[j, 0])
        new_zeta[j, n + 1] = 2.0 * (new_psi[j, n] - new_psi[j, n + 1])


@numba.njit(parallel=True, cache=True)
def change(old, new):
    most = 0.0
    for i in numba.prange(1, len(old) - 1):
        of_row = 0.0
        for j in range(1, len(old) - 1):
            of_row = max(of_row, abs(new[i, j] - old[i, j]))
        most = max(most, of_row)
    return most


def pack(params, output):
    grids, residuals = output
    return grids.tobytes() + np.array(residuals).tobytes()
