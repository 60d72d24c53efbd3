"""Rule 184 with mpi4py and NumPy, as the course ends: a stretch of road for each rank, halo cells as messages."""

import numpy as np
from mpi4py import MPI

PIECE = 1 << 20  # draws at a time


def prepare(params, source, comm):
    """The ring of ranks that have cells, and this one's stretch of road; nothing on a rank without cells."""
    size, larger = divmod(params["n"], comm.size)
    begin = comm.rank * size + min(comm.rank, larger)
    road = np.empty(size + (comm.rank < larger), dtype=bool)
    ring = comm.Split(0 if road.size else MPI.UNDEFINED)
    if not road.size:
        return None

    # One draw for each cell, in order. Those of the stretches before this one are made and dropped.
    draw = np.random.RandomState(params["seed"]).random_sample
    for i in range(0, begin, PIECE):
        draw(min(PIECE, begin - i))
    for i in range(0, road.size, PIECE):
        road[i : i + PIECE] = draw(min(PIECE, road.size - i)) < params["density"]
    return ring, road


def run(params, state):
    if state is None:
        return None
    ring, road = state
    steps, every = params["steps"], params["every"]
    old = np.empty(road.size + 2, dtype=bool)  # a halo cell at each end
    new = np.empty(road.size + 2, dtype=bool)
    moving = np.empty(road.size, dtype=bool)
    old[1:-1] = road
    moves = []
    for step in range(1, steps + 1):
        step_road(ring, old, new, moving)
        if step % every == 0:
            moves.append(np.count_nonzero(moving))
        old, new = new, old
    moves.append(np.count_nonzero(moving))
    moves = np.array(moves, dtype=np.uint64)
    of_all = np.empty_like(moves)
    ring.Reduce(moves, of_all, MPI.SUM)
    return ring, old[1:-1], of_all


# Heart: halo cells as messages, then whole-array logic on the stretch.
def step_road(ring, old, new, moving):
    before, after = (ring.rank - 1) % ring.size, (ring.rank + 1) % ring.size
    ring.Sendrecv(old[-2:-1], after, recvbuf=old[:1], source=before)
    ring.Sendrecv(old[1:2], before, recvbuf=old[-1:], source=after)
    behind, here, ahead = old[:-2], old[1:-1], old[2:]
    np.greater(here, ahead, out=moving)
    np.less(here, behind, out=new[1:-1])  # an empty cell takes the car behind it
    new[1:-1] |= here
    new[1:-1] ^= moving


def pack(params, output):
    if output is None:
        return None
    ring, road, moves = output
    sizes = ring.gather(road.size)
    whole = np.empty(params["n"] if sizes else 0, dtype=bool)
    ring.Gatherv(road, [whole, sizes])
    return whole.tobytes() + moves.astype("<u8").tobytes()
