// The product of two matrices in C with OpenMP: the plain loops, rows shared among threads.

#include "tenfold_peer.h"

static int64_t n;
static double *a, *b, *c; // row by row

static void prepare(void) {
    n = param_int("n");
    a = room(n * n, sizeof *a), b = room(n * n, sizeof *b), c = room(n * n, sizeof *c);
    load(a, n * n * sizeof *a);
    load(b, n * n * sizeof *b);
}

static void answer(void) { save(c, n * n * sizeof *c); }

// Heart: along the rows of B and C, a row of C on one thread.
static void run(void) {
    #pragma omp parallel for schedule(static)
    for (int64_t i = 0; i < n; i++) {
        double *to = c + i * n;
        for (int64_t j = 0; j < n; j++) to[j] = 0.0;
        for (int64_t k = 0; k < n; k++)
            for (int64_t j = 0; j < n; j++) to[j] += a[i * n + k] * b[k * n + j];
    }
}
