"""Speaks the protocol of peers for a module in Python that runs on ranks of MPI, which has prepare(params, source, comm),
run(params, state) and pack(params, output).

Rank 0 talks with the harness and tells the others what to do. `source` is the input file, for each rank to read its
share of. All ranks call pack; the output is what it returns on rank 0.

Called as: mpirun -n RANKS python -m mpi4py tenfold_peer_mpi.py MODULE INPUT OUTPUT PARAMS [DISTRIBUTION=MODULE…]. With
`-m mpi4py` an exception on one rank ends all of them.
"""

import json
import sys
import time

from mpi4py import MPI

import tenfold_peer


def main():
    comm = MPI.COMM_WORLD
    first = comm.Get_rank() == 0
    say = tenfold_peer.say if first else (lambda *_: None)

    module, source, target, params, *packages = sys.argv[1:]
    params = json.loads(params)
    if comm.Get_size() != params["workers"]:
        sys.exit(f"started on {comm.Get_size()} ranks instead of {params['workers']}: is mpirun from the MPI that mpi4py loads?")
    peer = tenfold_peer.load(module)
    library = MPI.Get_library_version().split(",")[0].strip("\0\n ")
    say("started", f"{tenfold_peer.versions(packages)}, {library}, ranks: {comm.Get_size()}")
    state = peer.prepare(params, source, comm)
    comm.Barrier()
    say("ready")

    output = None
    while order := comm.bcast(sys.stdin.readline().split() if first else None):
        word, *number = order
        if word == "run":
            comm.Barrier()
            start = time.monotonic()
            for _ in range(int(number[0])):
                output = peer.run(params, state)
            slowest = comm.allreduce(time.monotonic() - start, MPI.MAX)
            say(repr(slowest))
        elif word == "answer":
            packed = peer.pack(params, output)
            if first:
                with open(target, "wb") as file:
                    file.write(packed)
            say("written")


main()
