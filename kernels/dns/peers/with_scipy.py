"""SciPy: whole arrays, with real transforms on as many threads as there are workers."""

import numpy as np
import scipy.fft


def prepare(params, data):
    n = params["n"]
    velocity = np.frombuffer(data, dtype=float).reshape(3, n, n, n).copy()
    signed, half = np.fft.fftfreq(n, 1 / n), np.fft.rfftfreq(n, 1 / n)
    k = np.stack(np.meshgrid(signed, signed, half, indexing="ij")[::-1])
    k2 = (k**2).sum(axis=0)
    kept = (abs(k) < 2 / 3 * (n / 2 + 1)).all(axis=0)
    return velocity, k, k2, k / np.maximum(k2, 1), kept


def run(params, state):
    velocity, k, k2, k_over_k2, kept = state
    nu, dt, workers = params["nu"], params["dt"], params["workers"]
    now = forward(velocity, workers)
    for _ in range(params["steps"]):
        base, sums = now, now.copy()
        for weight, ahead in ((1 / 6, 0.5), (1 / 3, 0.5), (1 / 3, 1.0), (1 / 6, 0.0)):
            rate = rates(now, nu, k, k2, k_over_k2, kept, workers)
            sums += weight * dt * rate
            now = base + ahead * dt * rate
        now = sums
    return back(now, workers)


# Heart: products are made at the points, derivatives in the waves.
def rates(waves, nu, k, k2, k_over_k2, kept, workers):
    vorticity = 1j * np.cross(k, waves, axis=0)
    product = forward(np.cross(back(waves, workers), back(vorticity, workers), axis=0), workers) * kept
    pressure = (product * k_over_k2).sum(axis=0)
    return product - pressure * k - nu * k2 * waves


def forward(points, workers):
    return scipy.fft.rfftn(points, axes=(1, 2, 3), norm="forward", workers=workers)


def back(waves, workers):
    return scipy.fft.irfftn(waves, axes=(1, 2, 3), norm="forward", workers=workers)


def pack(params, output):
    return output.tobytes()
