"""Numba on threads: the plain transform, compiled; planes and rows in parallel."""

import numba
import numpy as np


def build():
    field, tables = np.ones((2, 2, 2), dtype=complex), line_of(2)
    evolve(field, field.copy(), np.ones(2), np.ones(2))
    transform(field, tables, tables, False)


def prepare(params, data):
    n, nz = params["n"], params["nz"]
    start = np.frombuffer(data, dtype=complex).reshape(nz, n, n).copy()
    return start, np.empty_like(start), line_of(n), line_of(nz)


def line_of(length):
    """Where each number of a line comes from, and the roots of unity on half a circle."""
    bits = length.bit_length() - 1
    order = np.array([int(f"{i:0{bits}b}"[::-1], 2) if bits else 0 for i in range(length)])
    return order, np.exp(-2j * np.pi * np.arange(length // 2) / length)


def run(params, state):
    start, field, along_x, along_z = state
    n, nz, steps = params["n"], params["nz"], params["steps"]
    j = np.arange(1, 1025)
    spectrum = start.copy()
    transform(spectrum, along_x, along_z, False)
    sums = np.empty(steps, dtype=complex)
    for t in range(1, steps + 1):
        evolve(spectrum, field, decay(n, t), decay(nz, t))
        transform(field, along_x, along_z, True)
        sums[t - 1] = field[5 * j % nz, 3 * j % n, j % n].sum()
    return sums, (field if steps else spectrum)


def decay(length, t):
    wave = np.fft.fftfreq(length, 1 / length)
    return np.exp(-4e-6 * np.pi**2 * t * wave**2)


@numba.njit(parallel=True, cache=True)
def evolve(spectrum, field, wave_x, wave_z):
    nz, n, _ = spectrum.shape
    for z in numba.prange(nz):
        for y in range(n):
            weight = wave_z[z] * wave_x[y] / (nz * n * n)
            for x in range(n):
                field[z, y, x] = spectrum[z, y, x] * (wave_x[x] * weight)


@numba.njit(parallel=True, cache=True)
def transform(field, along_x, along_z, is_back):
    nz, n, _ = field.shape
    for z in numba.prange(nz):
        for y in range(n):
            line(field[z, y], along_x[0], along_x[1], is_back)
        for x in range(n):
            line(field[z, :, x], along_x[0], along_x[1], is_back)
    for y in numba.prange(n):
        for x in range(n):
            line(field[:, y, x], along_z[0], along_z[1], is_back)


# Heart: n/2 butterflies make a stage, log2 n stages a transform.
@numba.njit(cache=True)
def line(place, order, roots, is_back):
    numbers = place[order]
    length, half = numbers.size, 1
    while half < length:
        every = length // (2 * half)
        for start in range(0, length, 2 * half):
            for k in range(half):
                root = np.conj(roots[k * every]) if is_back else roots[k * every]
                lower, turned = numbers[start + k], numbers[start + k + half] * root
                numbers[start + k] = lower + turned
                numbers[start + k + half] = lower - turned
        half *= 2
    place[:] = numbers


def pack(params, output):
    return b"".join(numbers.tobytes() for numbers in output)
