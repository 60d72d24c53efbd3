// The product of two matrices in C with OpenMP: the plain loops, rows of C shared among threads.

#include "tenfold_peer.h"

static int64_t m, k, n;
static double *a, *b, *c; // row by row

static void prepare(void) {
    uint64_t shape[3];
    load(shape, sizeof shape);
    m = shape[0], k = shape[1], n = shape[2];
    a = room(m * k, sizeof *a), b = room(k * n, sizeof *b), c = room(m * n, sizeof *c);
    load(a, m * k * sizeof *a);
    load(b, k * n * sizeof *b);
}

static void answer(void) { save(c, m * n * sizeof *c); }

// Heart: rows of C, a band of them on each thread.
static void run(void) {
    #pragma omp parallel for schedule(static)
    for (int64_t i = 0; i < m; i++) {
        double *restrict to = c + i * n;
        for (int64_t j = 0; j < n; j++) to[j] = 0.0;
        for (int64_t l = 0; l < k; l++) {
            const double factor = a[i * k + l], *row = b + l * n;
            for (int64_t j = 0; j < n; j++) to[j] += factor * row[j];
        }
    }
}
