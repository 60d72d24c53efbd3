// The Cholesky factor in C: the plain loops, row by row.

#include "tenfold_peer.h"
#include <math.h>

static int64_t n;
static double *a, *l; // row by row

static void prepare(void) {
    n = param_int("n");
    a = room(n * n, sizeof *a), l = room(n * n, sizeof *l);
    load(a, n * n * sizeof *a);
}

static void answer(void) { save(l, n * n * sizeof *l); }

// Heart: each entry by those before it.
static void run(void) {
    for (int64_t i = 0; i < n; i++) {
        double *row = l + i * n;
        for (int64_t j = 0; j <= i; j++) {
            const double *above = l + j * n;
            double sum = 0.0;
            for (int64_t k = 0; k < j; k++) sum += row[k] * above[k];
            const double rest = a[i * n + j] - sum;
            row[j] = i == j ? sqrt(rest) : rest / above[j];
        }
        for (int64_t j = i + 1; j < n; j++) row[j] = 0.0;
    }
}
