"""The Cholesky factor with Dask: a graph of tasks on blocks of an array, run by threads; each task calls SciPy or NumPy."""

import os

# A task is for one thread, and so is the BLAS that it calls.
for variable in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ[variable] = "1"

import dask.array
import numpy as np


def prepare(params, data):
    """The matrix as a two-dimensional array."""
    n = params["n"]
    return np.frombuffer(data, dtype=np.float64).reshape(n, n).copy()


# Heart: blocks, and the library's graph over them.
def run(params, matrix):
    # Two blocks a side for each thread: smaller ones take less time than Dask needs to schedule them. It wants all of one size.
    n, most = params["n"], 2 * params["workers"]
    side = max(blocks for blocks in range(1, most + 1) if n % blocks == 0)
    factor = dask.array.linalg.cholesky(dask.array.from_array(matrix, chunks=n // side), lower=True)
    return factor.compute(scheduler="threads", num_workers=params["workers"])


def pack(params, output):
    return np.ascontiguousarray(output).tobytes()
