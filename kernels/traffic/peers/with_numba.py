"""Rule 184 with Numba: the plain loop over the cells, compiled, on one core."""

import numpy as np
from numba import njit


def build():
    step_road(with_halo(np.ones(1, np.uint8)), with_halo(np.ones(1, np.uint8)))
    moving(with_halo(np.ones(1, np.uint8)))


def prepare(params, data):
    """The start, and two roads that take turns."""
    road = with_halo(np.frombuffer(data, dtype=np.uint8))
    return road, np.zeros_like(road), np.zeros_like(road)


def with_halo(cells):
    return np.concatenate((cells[-1:], cells, cells[:1]))


def run(params, roads):
    old, *roads = roads
    steps, every = params["steps"], params["every"]
    series = np.zeros(steps // every, dtype=np.uint64)
    moves = 0
    for step in range(1, steps + 1):
        if step % every == 0 or step == steps:
            moves = moving(old)
        if step % every == 0:
            series[step // every - 1] = moves
        new = roads[step % 2]
        step_road(old, new)
        old = new
    return old[1:-1], series, moves


# Heart: the plain loop, compiled.
@njit(cache=True)
def step_road(old, new):
    n = old.size - 2
    for i in range(1, n + 1):
        new[i] = old[i + 1] if old[i] else old[i - 1]
    new[0] = new[n]
    new[n + 1] = new[1]


# The cars that move in the next step, counted only where it is asked for.
@njit(cache=True)
def moving(road):
    moves = 0
    for i in range(1, road.size - 1):
        moves += road[i] & ~road[i + 1] & 1
    return moves


def pack(params, output):
    road, series, moves = output
    return road.tobytes() + series.astype("<u8").tobytes() + np.array([moves], dtype="<u8").tobytes()
