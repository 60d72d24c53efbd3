"""Numba on threads: the plain loop, compiled, its rows handed out to threads as they become free."""

import numba
import numpy as np


def build():
    image(np.zeros(1), np.zeros(1), 1)


def prepare(params, data):
    coordinates = np.frombuffer(data, dtype="<f8").astype(float)
    return coordinates[: params["width"]], coordinates[params["width"] :]


def run(params, state):
    columns, rows = state
    with numba.parallel_chunksize(1):  # rows differ in work
        return image(columns, rows, params["max_iter"])


# Heart: the plain loop, rows in parallel.
@numba.njit(parallel=True, cache=True)
def image(columns, rows, max_iter):
    passed = np.empty((rows.size, columns.size), dtype=np.uint32)
    for j in numba.prange(rows.size):
        for i in range(columns.size):
            passed[j, i] = tests_passed(columns[i], rows[j], max_iter)
    return passed


@numba.njit(cache=True)
def tests_passed(c_re, c_im, max_iter):
    re, im = c_re, c_im
    for n in range(max_iter):
        re_squared, im_squared = re * re, im * im
        if re_squared + im_squared > 4.0:
            return n
        im = 2.0 * (re * im) + c_im
        re = re_squared - im_squared + c_re
    return max_iter


def pack(params, output):
    return output.astype("<u4").tobytes()
