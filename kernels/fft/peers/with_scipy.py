"""SciPy: its transforms of whole arrays (pocketfft), on as many threads as there are workers."""

import numpy as np
import scipy.fft


def prepare(params, data):
    n, nz = params["n"], params["nz"]
    return np.frombuffer(data, dtype=complex).reshape(nz, n, n).copy()


# Heart: one call for each transform.
def run(params, start):
    n, nz, steps, workers = (params[name] for name in ("n", "nz", "steps", "workers"))
    j = np.arange(1, 1025)
    spectrum = field = scipy.fft.fftn(start, workers=workers)
    sums = np.empty(steps, dtype=complex)
    for t in range(1, steps + 1):
        wave_x, wave_z = (decay(length, t) for length in (n, nz))
        weights = wave_z[:, None, None] * wave_x[:, None] * wave_x
        field = scipy.fft.ifftn(spectrum * weights, overwrite_x=True, workers=workers)
        sums[t - 1] = field[5 * j % nz, 3 * j % n, j % n].sum()
    return sums, field


def decay(length, t):
    wave = scipy.fft.fftfreq(length, 1 / length)
    return np.exp(-4e-6 * np.pi**2 * t * wave**2)


def pack(params, output):
    return b"".join(numbers.tobytes() for numbers in output)
