// Plain C: one number after the other.

#include "tenfold_peer.h"

static int64_t n;
static double *x, *squares, sum;

static void prepare(void) {
    n = param_int("n");
    x = room(n, sizeof *x), squares = room(n, sizeof *squares);
    load(x, n * sizeof *x);
}

static void answer(void) { save(squares, n * sizeof *squares), save(&sum, sizeof sum); }

// Heart: one number after the other.
static void run(void) {
    sum = 0.0;
    for (int64_t i = 0; i < n; i++) {
        squares[i] = x[i] * x[i];
        sum += squares[i];
    }
}
