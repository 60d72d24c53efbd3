"""Plain Python: one complex number after the other."""

import sys
from array import array
from struct import unpack


def prepare(params, data):
    width, height = params["width"], params["height"]
    coordinates = unpack(f"<{width + height}d", data)
    return coordinates[:width], coordinates[width:]


def run(params, state):
    columns, rows = state
    max_iter = params["max_iter"]
    return [[tests_passed(re, im, max_iter) for re in columns] for im in rows]


# Heart: as many steps as the point takes.
def tests_passed(c_re, c_im, max_iter):
    # Two floats rather than a complex: its product is free to round otherwise.
    re, im = c_re, c_im
    for n in range(max_iter):
        re_squared, im_squared = re * re, im * im
        if re_squared + im_squared > 4.0:
            return n
        im = 2.0 * (re * im) + c_im
        re = re_squared - im_squared + c_re
    return max_iter


def pack(params, output):
    counts = array("I", [count for row in output for count in row])
    if sys.byteorder == "big":
        counts.byteswap()
    return counts.tobytes()
