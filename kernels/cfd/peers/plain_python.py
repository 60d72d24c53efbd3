"""Flow through a box with nested lists."""

from array import array


def prepare(params, data):
    """The framed grids of the stream function and, in the viscous form, of the vorticity as lists of rows."""
    side = params["n"] + 2
    numbers = array("d", data)
    rows = [list(numbers[i : i + side]) for i in range(0, len(numbers), side)]
    return rows[:side], rows[side:]


def run(params, state):
    psi, zeta = ([row[:] for row in grid] for grid in state)
    new_psi, new_zeta = ([row[:] for row in grid] for grid in state)
    residuals = []
    for k in range(1, params["iterations"] + 1):
        if zeta:
            viscous_step(params, psi, zeta, new_psi, new_zeta)
        else:
            step(psi, new_psi)
        if k % params["check"] == 0 or k == params["iterations"]:
            residuals.append(max(change(psi, new_psi), change(zeta, new_zeta)))
        psi, new_psi, zeta, new_zeta = new_psi, psi, new_zeta, zeta
    return psi, zeta, residuals


# Heart: a point at a time.
def step(old, new):
    inner = range(1, len(old) - 1)
    for i in inner:
        above, here, below, to = old[i - 1], old[i], old[i + 1], new[i]
        for j in inner:
            to[j] = 0.25 * ((above[j] + below[j]) + (here[j - 1] + here[j + 1]))


def viscous_step(params, psi, zeta, new_psi, new_zeta):
    n = params["n"]
    sixteenth = params["reynolds"] / max(n / 32, 1.0) / 16
    inner = range(1, n + 1)
    for i in inner:
        psi_above, psi_here, psi_below = psi[i - 1 : i + 2]
        zeta_above, zeta_here, zeta_below = zeta[i - 1 : i + 2]
        to_psi, to_zeta = new_psi[i], new_zeta[i]
        for j in inner:
            left, right, above, below = psi_here[j - 1], psi_here[j + 1], psi_above[j], psi_below[j]
            to_psi[j] = 0.25 * (((above + below) + (left + right)) - zeta_here[j])
            along_x, along_y = right - left, below - above
            left, right, above, below = zeta_here[j - 1], zeta_here[j + 1], zeta_above[j], zeta_below[j]
            carried = along_x * (below - above) - along_y * (right - left)
            to_zeta[j] = 0.25 * ((above + below) + (left + right)) - sixteenth * carried
    for j in inner:
        new_zeta[0][j] = 2.0 * (new_psi[1][j] - new_psi[0][j])
        new_zeta[n + 1][j] = 2.0 * (new_psi[n][j] - new_psi[n + 1][j])
        new_zeta[j][0] = 2.0 * (new_psi[j][1] - new_psi[j][0])
        new_zeta[j][n + 1] = 2.0 * (new_psi[j][n] - new_psi[j][n + 1])


def change(old, new):
    pairs = zip(old[1:-1], new[1:-1])
    return max((abs(b - a) for x, y in pairs for a, b in zip(x[1:-1], y[1:-1])), default=0.0)


def pack(params, output):
    psi, zeta, residuals = output
    numbers = array("d")
    for row in psi + zeta + [residuals]:
        numbers.extend(row)
    return numbers.tobytes()
