"""Rule 184 with lists, one cell at a time, as the course begins."""

import struct


def prepare(params, data):
    return list(data)


def run(params, road):
    n = len(road)
    steps, every = params["steps"], params["every"]
    old = [0] + road + [0]  # a halo cell at each end
    new = [0] * (n + 2)
    series = []
    for step in range(1, steps + 1):
        old[0] = old[n]
        old[n + 1] = old[1]
        moves = 0
        for i in range(1, n + 1):
            if old[i] == 1:
                if old[i + 1] == 1:
                    new[i] = 1
                else:
                    new[i] = 0
                    moves += 1
            else:
                new[i] = old[i - 1]
        old, new = new, old
        if step % every == 0:
            series.append(moves)
    return old[1 : n + 1], series, moves


def pack(params, output):
    road, series, moves = output
    return bytes(road) + struct.pack(f"<{len(series) + 1}Q", *series, moves)
