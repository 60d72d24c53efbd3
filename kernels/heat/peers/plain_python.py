"""Explicit 5-point diffusion with nested lists."""

from array import array


def prepare(params, data):
    """The framed grid as a list of rows."""
    side = params["n"] + 2
    cells = array("d", data)
    return [list(cells[i * side : (i + 1) * side]) for i in range(side)]


def run(params, state):
    nu = params["nu"]
    keep = 1.0 - 4.0 * nu
    inner = range(1, params["n"] + 1)
    grid = [row[:] for row in state]
    other = [[0.0] * len(row) for row in state]
    for _ in range(params["steps"]):
        for i in inner:
            above, here, below, to = grid[i - 1], grid[i], grid[i + 1], other[i]
            for j in inner:
                to[j] = keep * here[j] + nu * ((here[j - 1] + here[j + 1]) + (above[j] + below[j]))
        grid, other = other, grid
    return grid


def pack(params, output):
    cells = array("d")
    for row in output:
        cells.extend(row)
    return cells.tobytes()
