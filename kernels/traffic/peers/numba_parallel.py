"""Rule 184 with Numba on threads: a stretch of road for each in every step."""

import numpy as np
from numba import njit, prange


def build():
    step_road(with_halo(np.ones(1, np.uint8)), with_halo(np.ones(1, np.uint8)), 1)
    moving(with_halo(np.ones(1, np.uint8)), 1)


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
            moves = moving(old, params["workers"])
        if step % every == 0:
            series[step // every - 1] = moves
        new = roads[step % 2]
        step_road(old, new, params["workers"])
        old = new
    return old[1:-1], series, moves


# Heart: a stretch of cells for each thread.
@njit(parallel=True, cache=True)
def step_road(old, new, threads):
    n = old.size - 2
    for t in prange(threads):
        begin, end = n * t // threads, n * (t + 1) // threads
        step_stretch(old[begin : end + 2], new[begin : end + 2])
    new[0] = new[n]
    new[n + 1] = new[1]


# The plain loops: Numba vectorises them, which it does not if they are the loop with prange.
@njit(cache=True)
def step_stretch(old, new):
    for i in range(1, old.size - 1):
        new[i] = old[i + 1] if old[i] else old[i - 1]


# The cars that move in the next step, counted only where it is asked for.
@njit(parallel=True, cache=True)
def moving(road, threads):
    n = road.size - 2
    moves = 0
    for t in prange(threads):
        begin, end = n * t // threads, n * (t + 1) // threads
        moves += moving_stretch(road[begin : end + 2])
    return moves


@njit(cache=True)
def moving_stretch(road):
    moves = 0
    for i in range(1, road.size - 1):
        moves += road[i] & ~road[i + 1] & 1
    return moves


def pack(params, output):
    road, series, moves = output
    return road.tobytes() + series.astype("<u8").tobytes() + np.array([moves], dtype="<u8").tobytes()
