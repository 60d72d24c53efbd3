"""Rule 184 with Numba: the plain loop over the cells compiled for one core, the steps driven from Python."""

import numpy as np
from numba import njit


# Heart: the plain loop, compiled.
@njit
def step_road(old, new):
    n = old.size - 2
    old[0] = old[n]
    old[n + 1] = old[1]
    moves = 0
    for i in range(1, n + 1):
        here, ahead = old[i], old[i + 1]
        new[i] = ahead if here else old[i - 1]
        moves += here & ~ahead & 1
    return moves


def drive(road, steps, every):
    n = road.size
    old = np.zeros(n + 2, dtype=np.uint8)  # a halo cell at each end
    new = np.zeros(n + 2, dtype=np.uint8)
    old[1:-1] = road
    series = np.zeros(steps // every, dtype=np.uint64)
    moves = 0
    for step in range(1, steps + 1):
        moves = step_road(old, new)
        if step % every == 0:
            series[step // every - 1] = moves
        old, new = new, old
    return old[1:-1], series, moves


def prepare(params, data):
    return np.frombuffer(data, dtype=np.uint8)


def run(params, road):
    return drive(road, params["steps"], params["every"])


def pack(params, output):
    road, series, moves = output
    return road.tobytes() + series.astype("<u8").tobytes() + np.array([moves], dtype="<u8").tobytes()
