"""Plain Python: radix 2, one line after the other."""

from array import array
from cmath import exp, pi
from math import exp as real_exp


def prepare(params, data):
    parts = array("d", data)
    n, nz = params["n"], params["nz"]
    field = list(map(complex, parts[::2], parts[1::2]))
    return field, line_of(n), line_of(nz)


def line_of(length):
    """Where each number of a line comes from, and the roots of unity on half a circle."""
    bits = length.bit_length() - 1
    order = [int(f"{i:0{bits}b}"[::-1], 2) if bits else 0 for i in range(length)]
    return order, [exp(-2j * pi * k / length) for k in range(length // 2)]


def run(params, state):
    start, along_x, along_z = state
    n, nz = params["n"], params["nz"]
    spectrum = transform(start[:], n, along_x, along_z)
    sums, field = [], spectrum
    for t in range(1, params["steps"] + 1):
        wave_x, wave_z = ([decay(k, length, t) for k in range(length)] for length in (n, nz))
        field = []
        for row in range(n * nz):
            weight = wave_x[row % n] * wave_z[row // n] / (n * n * nz)
            here = spectrum[row * n : (row + 1) * n]
            field += [number * (wave * weight) for number, wave in zip(here, wave_x)]
        conjugate = [(order, [root.conjugate() for root in roots]) for order, roots in (along_x, along_z)]
        transform(field, n, *conjugate)
        sums.append(sum(field[(5 * j % nz * n + 3 * j % n) * n + j % n] for j in range(1, 1025)))
    return sums, field


def decay(k, length, t):
    wave = k if 2 * k < length else k - length
    return real_exp(-4e-6 * pi * pi * t * wave * wave)


def transform(field, n, along_x, along_z):
    for (order, roots), stride in ((along_x, 1), (along_x, n), (along_z, n * n)):
        length = len(order) * stride
        for block in range(0, len(field), length):
            for first in range(block, block + stride):
                place = slice(first, first + length - stride + 1, stride)
                line = field[place]
                field[place] = butterflies([line[i] for i in order], roots)
    return field


# Heart: n/2 butterflies make a stage, log2 n stages a transform.
def butterflies(line, roots):
    length, half = len(line), 1
    while half < length:
        every = length // (2 * half)
        for start in range(0, length, 2 * half):
            for k in range(half):
                lower, turned = line[start + k], line[start + k + half] * roots[k * every]
                line[start + k] = lower + turned
                line[start + k + half] = lower - turned
        half *= 2
    return line


def pack(params, output):
    return b"".join(array("d", (x for z in numbers for x in (z.real, z.imag))).tobytes() for numbers in output)
