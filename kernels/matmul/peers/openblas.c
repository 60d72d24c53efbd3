// The product of two matrices by OpenBLAS, which uses as many threads as OPENBLAS_NUM_THREADS says.

char *openblas_get_config(void);
#define PEER_LIBRARY openblas_get_config() // its version, and the core that its kernels are for

#include "tenfold_peer.h"
#include <cblas.h>

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

// Heart: one call. C = 1·A·B + 0·C, as they lie.
static void run(void) {
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, m, n, k, 1.0, a, k, b, n, 0.0, c, n);
}
