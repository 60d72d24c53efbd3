"""Plain Python: complex transforms of radix 2, one line after the other."""

from array import array
from cmath import exp, pi


def prepare(params, data):
    n, numbers = params["n"], array("d", data).tolist()
    velocity = [numbers[first : first + n**3] for first in range(0, 3 * n**3, n**3)]
    signed = [k if 2 * k < n else k - n for k in range(n)]
    return velocity, [(kx, ky, kz) for kz in signed for ky in signed for kx in signed], *line_of(n)


def line_of(n):
    """Where each number of a line comes from, and the roots of unity on half a circle."""
    bits = n.bit_length() - 1
    return [int(f"{i:0{bits}b}"[::-1], 2) for i in range(n)], [exp(-2j * pi * k / n) for k in range(n // 2)]


def run(params, state):
    velocity, waves, order, roots = state
    dt, to_points = params["dt"], [root.conjugate() for root in roots]
    now = [forward(part, order, roots) for part in velocity]
    for _ in range(params["steps"]):
        base, sums = now, now
        for weight, ahead in ((1 / 6, 0.5), (1 / 3, 0.5), (1 / 3, 1.0), (1 / 6, 0.0)):
            rate = rates(now, params["nu"], waves, order, roots, to_points)
            sums, now = (
                [[z + share * dt * r for z, r in zip(part, of)] for part, of in zip(parts, rate)]
                for parts, share in ((sums, weight), (base, ahead))
            )
        now = sums
    return [back(part, order, to_points) for part in now]


# Heart: products are made at the points, derivatives in the waves.
def rates(now, nu, waves, order, roots, to_points):
    vorticity = [[1j * z for z in part] for part in cross(list(zip(*waves)), now)]
    product = cross([back(part, order, to_points) for part in now], [back(part, order, to_points) for part in vorticity])
    product = [forward(part, order, roots) for part in product]
    cut, all_rates = 2 / 3 * (len(order) / 2 + 1), []
    for k, u, p in zip(waves, zip(*now), zip(*product)):
        k2 = sum(k_c * k_c for k_c in k)
        pressure = sum(k_c * p_c for k_c, p_c in zip(k, p)) / max(k2, 1)
        kept = all(abs(k_c) < cut for k_c in k)
        all_rates.append([kept * (p_c - pressure * k_c) - nu * k2 * u_c for k_c, p_c, u_c in zip(k, p, u)])
    return list(zip(*all_rates))


def cross(a, b):
    pairs = (((c + 1) % 3, (c + 2) % 3) for c in range(3))
    return [[a1 * b2 - a2 * b1 for a1, b2, a2, b1 in zip(a[i], b[j], a[j], b[i])] for i, j in pairs]


def forward(points, order, roots):
    return [z / len(points) for z in transform(points, order, roots)]


def back(waves, order, to_points):
    return [z.real for z in transform(waves, order, to_points)]


def transform(numbers, order, roots):
    field, n = list(numbers), len(order)
    for stride in (1, n, n * n):
        for block in range(0, len(field), n * stride):
            for first in range(block, block + stride):
                place = slice(first, first + (n - 1) * stride + 1, stride)
                line = field[place]
                field[place] = butterflies([line[i] for i in order], roots)
    return field


def butterflies(line, roots):
    n, apart = len(line), 1
    while apart < n:
        for lower in range(0, n, 2 * apart):
            for k in range(apart):
                here, turned = line[lower + k], line[lower + k + apart] * roots[k * (n // 2 // apart)]
                line[lower + k] = here + turned
                line[lower + k + apart] = here - turned
        apart *= 2
    return line


def pack(params, output):
    return b"".join(array("d", part).tobytes() for part in output)
