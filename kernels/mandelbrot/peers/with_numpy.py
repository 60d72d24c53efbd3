"""NumPy: every point at once, and only those that are still inside."""

import numpy as np


def prepare(params, data):
    coordinates = np.frombuffer(data, dtype="<f8").astype(float)
    return coordinates[: params["width"]], coordinates[params["width"] :]


def run(params, state):
    columns, rows = state
    max_iter = params["max_iter"]
    passed = np.full(rows.size * columns.size, max_iter, dtype=np.uint32)
    c_re = np.tile(columns, rows.size)
    c_im = np.repeat(rows, columns.size)
    re, im = c_re, c_im
    where = np.arange(passed.size)
    for n in range(max_iter):
        re_squared, im_squared = re * re, im * im
        inside = re_squared + im_squared <= 4.0
        if not inside.all():
            # The points that have escaped leave the arrays.
            passed[where[~inside]] = n
            where, c_re, c_im = where[inside], c_re[inside], c_im[inside]
            re, im = re[inside], im[inside]
            re_squared, im_squared = re_squared[inside], im_squared[inside]
        re, im = re_squared - im_squared + c_re, 2.0 * (re * im) + c_im
    return passed


def pack(params, output):
    return output.astype("<u4").tobytes()
