// The Cholesky factor by LAPACK, as OpenBLAS has it, on as many threads as OPENBLAS_NUM_THREADS says.
//
// LAPACK's matrices lie column by column: what it takes for the upper half is the lower one of ours, and its U is our L.

char *openblas_get_config(void);
#define PEER_LIBRARY openblas_get_config() // its version, and the core that its kernels are for

#include "tenfold_peer.h"

void dpotrf_(const char *half, const int *n, double *a, const int *stride, int *info);

static int64_t n;
static double *a, *l; // row by row

static void prepare(void) {
    n = param_int("n");
    a = room(n * n, sizeof *a), l = room(n * n, sizeof *l);
    load(a, n * n * sizeof *a);
}

static void answer(void) { save(l, n * n * sizeof *l); }

// Heart: one call, in place; the other half is cleared.
static void run(void) {
    for (int64_t i = 0; i < n; i++) {
        memcpy(l + i * n, a + i * n, (i + 1) * sizeof *l);
        memset(l + i * n + i + 1, 0, (n - i - 1) * sizeof *l);
    }
    const int order = n;
    int info;
    dpotrf_("U", &order, l, &order, &info);
}
