"""NumPy: whole arrays and its own real transforms."""

import numpy as np


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
    nu, dt = params["nu"], params["dt"]
    now = forward(velocity)
    for _ in range(params["steps"]):
        base, sums = now, now.copy()
        for weight, ahead in ((1 / 6, 0.5), (1 / 3, 0.5), (1 / 3, 1.0), (1 / 6, 0.0)):
            rate = rates(now, nu, k, k2, k_over_k2, kept)
            sums += weight * dt * rate
            now = base + ahead * dt * rate
        now = sums
    return back(now)


# Heart: products are made at the points, derivatives in the waves.
def rates(waves, nu, k, k2, k_over_k2, kept):
    vorticity = 1j * np.cross(k, waves, axis=0)
    product = forward(np.cross(back(waves), back(vorticity), axis=0)) * kept
    pressure = (product * k_over_k2).sum(axis=0)
    return product - pressure * k - nu * k2 * waves


def forward(points):
    return np.fft.rfftn(points, axes=(1, 2, 3), norm="forward")


def back(waves):
    return np.fft.irfftn(waves, axes=(1, 2, 3), norm="forward")


def pack(params, output):
    return output.tobytes()
