"""Rule 184 with NumPy: whole-array logic on one byte a cell, and two roads taken in turn."""

import numpy as np


def prepare(params, data):
    return np.frombuffer(data, dtype=np.uint8).astype(bool)


def run(params, road):
    n = road.size
    steps, every = params["steps"], params["every"]
    old = np.empty(n + 2, dtype=bool)  # a halo cell at each end
    new = np.empty(n + 2, dtype=bool)
    moving = np.empty(n, dtype=bool)
    old[1:-1] = road
    series = []
    for step in range(1, steps + 1):
        old[0] = old[n]
        old[n + 1] = old[1]
        behind, here, ahead = old[:-2], old[1:-1], old[2:]
        np.greater(here, ahead, out=moving)
        np.less(here, behind, out=new[1:-1])  # an empty cell takes the car behind it
        new[1:-1] |= here
        new[1:-1] ^= moving
        if step % every == 0 or step == steps:
            moves = np.count_nonzero(moving)
            if step % every == 0:
                series.append(moves)
        old, new = new, old
    return old[1:-1], series, moves


def pack(params, output):
    road, series, moves = output
    return road.astype(np.uint8).tobytes() + np.array([*series, moves], dtype="<u8").tobytes()
