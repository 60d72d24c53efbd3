// Explicit 5-point diffusion in C with OpenMP: the plain loops, a band of rows for each thread.
//
// Each thread is the first to touch its band of both grids, so that it lies in memory near that thread.

#include "tenfold_peer.h"

static int64_t n, side, steps;
static double keep, nu;
static double *start, *grids[2], *end; // rows one after the other, each grid with a frame of zeros

static void prepare(void) {
    n = param_int("n"), steps = param_int("steps"), nu = param_real("nu");
    side = n + 2, keep = 1.0 - 4.0 * nu;
    start = room(side * side, sizeof *start);
    for (int i = 0; i < 2; i++) grids[i] = room(side * side, sizeof *start);
    load(start, side * side * sizeof *start);
}

static void answer(void) { save(end, side * side * sizeof *end); }

// Heart: a band of rows for each thread, the same in every step.
static void step(const double *restrict old, double *restrict new) {
    #pragma omp parallel for schedule(static)
    for (int64_t i = 1; i <= n; i++) {
        const double *above = old + (i - 1) * side, *here = above + side, *below = here + side;
        double *to = new + i * side;
        for (int64_t j = 1; j <= n; j++)
            to[j] = keep * here[j] + nu * ((here[j - 1] + here[j + 1]) + (above[j] + below[j]));
    }
}

static void run(void) {
    end = start;
    for (int64_t s = 0; s < steps; s++) {
        step(end, grids[s % 2]);
        end = grids[s % 2];
    }
}
