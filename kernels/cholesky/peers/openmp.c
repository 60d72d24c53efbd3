// The Cholesky factor in C with OpenMP: tasks on tiles, each of which waits for the tiles that it needs.

#include "tenfold_peer.h"
#include <math.h>

static int64_t n, tile;
static double *a, *l; // row by row

static void prepare(void) {
    n = param_int("n"), tile = param_int("tile");
    a = room(n * n, sizeof *a), l = room(n * n, sizeof *l);
    load(a, n * n * sizeof *a);
}

static void answer(void) { save(l, n * n * sizeof *l); }

static inline int64_t end(int64_t start) { return start + tile < n ? start + tile : n; }

// What the columns from `from` on contribute to an entry, the sum in any order.
static inline double product(int64_t i, int64_t j, int64_t from, int64_t to) {
    const double *row = l + i * n, *above = l + j * n;
    double sum = 0.0;
    #pragma omp simd reduction(+ : sum)
    for (int64_t k = from; k < to; k++) sum += row[k] * above[k];
    return sum;
}

// The tile that begins at [i, j] in step k: takes column k from it; in step j finishes it.
static void step(int64_t i, int64_t j, int64_t k) {
    for (int64_t r = i; r < end(i); r++) {
        for (int64_t c = j; c < end(j) && c <= r; c++) {
            double *entry = l + r * n + c;
            *entry -= product(r, c, k, k < j ? end(k) : c);
            if (k == j) *entry = r == c ? sqrt(*entry) : *entry / l[c * n + c];
        }
    }
}

// Heart: a task for every step of a tile. It depends on the tiles by their first entries.
static void run(void) {
    #pragma omp parallel
    {
        #pragma omp for schedule(static)
        for (int64_t i = 0; i < n; i++) {
            memcpy(l + i * n, a + i * n, (i + 1) * sizeof *l);
            memset(l + i * n + i + 1, 0, (n - i - 1) * sizeof *l);
        }
        #pragma omp single
        for (int64_t k = 0; k < n; k += tile) {
            #pragma omp task depend(inout : l[k * n + k])
            step(k, k, k);
            for (int64_t i = k + tile; i < n; i += tile)
                #pragma omp task depend(in : l[k * n + k]) depend(inout : l[i * n + k])
                step(i, k, k);
            for (int64_t i = k + tile; i < n; i += tile)
                for (int64_t j = k + tile; j <= i; j += tile)
                    #pragma omp task depend(in : l[i * n + k], l[j * n + k]) depend(inout : l[i * n + j])
                    step(i, j, k);
        }
    }
}
