"""Writes scipy_reference.json: the same numbers through SciPy.

    python scipy_reference.py [OUTPUT]

Standard output when OUTPUT is left out. The Rust test `scipy.rs` compares the crate with the file and, where
TENFOLD_PYTHON names a Python with SciPy, runs this script again and compares with what it says now.
"""

import json
import sys

import numpy as np
import scipy
from scipy import optimize, stats

TIMES = [1.31, 1.02, 1.11, 1.07, 2.40, 1.05, 1.03, 1.19, 1.04, 1.08, 1.01, 1.62, 1.06]
P_VALUES = [0.0001, 0.04, 0.013, 0.5, 0.0004, 0.9, 0.04, 0.2, 1.0, 0.0251]
WORKERS = [1, 2, 3, 4, 8, 16, 32, 64]
# Strong scaling with a deliberate misfit, so that the weighting of residuals shows.
STRONG = [8.00, 4.31, 3.02, 2.37, 1.41, 1.02, 0.96, 1.21]


def fit(law, x, y, start):
    """Least squares of relative residuals, as the crate defines its fits."""
    parameters, _ = optimize.curve_fit(
        law, np.array(x, float), np.array(y), p0=start, sigma=np.array(y),
        xtol=1e-15, ftol=1e-15, gtol=1e-15, maxfev=100_000,
    )
    return parameters.tolist()


def amdahl(p, serial, one):
    return one * (serial + (1 - serial) / p)


quantiles = [0, 0.05, 0.25, 0.5, 0.9, 1]
sign_tests = [(6, 0), (5, 0), (9, 1), (14, 6), (10, 10), (530, 470), (1100, 900)]
median = stats.quantile_test(TIMES, q=0, p=0.5)
exact = median.confidence_interval(confidence_level=0.95)

reference = {
    "scipy": scipy.__version__,
    "times": TIMES,
    "quantiles": [[q, float(np.quantile(TIMES, q))] for q in quantiles],
    "median_interval": [exact.low, exact.high],
    "sign_tests": [[k, m, stats.binomtest(k, k + m, 0.5).pvalue] for k, m in sign_tests],
    "normal_quantiles": [[q, stats.norm.ppf(q)] for q in (1e-6, 0.01, 0.3, 0.5, 0.9, 0.975, 0.9999)],
    "p_values": P_VALUES,
    "adjusted": stats.false_discovery_control(P_VALUES, method="bh").tolist(),
    "workers": WORKERS,
    "strong": STRONG,
    "amdahl": fit(amdahl, WORKERS, STRONG, [0.05, 8.0]),
}

text = json.dumps(reference, indent=1) + "\n"
if len(sys.argv) > 1:
    with open(sys.argv[1], "w", encoding="utf-8") as out:
        out.write(text)
else:
    sys.stdout.write(text)
