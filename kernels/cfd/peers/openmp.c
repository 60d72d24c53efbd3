// Flow through a box in C with OpenMP: the plain loops, a band of rows for each thread.

#include "tenfold_peer.h"

static int64_t n, side, cells, iterations, check;
static int viscous;
static double sixteenth; // of the Reynolds number of a cell
static double *start, *old_grids, *new_grids; // psi, and then zeta in the viscous form, each with its frame
static double *residuals;

/* Whether an optional param is given. */
static int is_given(const char *name) {
    size_t length = strlen(name);
    for (int i = 3; i < peer_words; i++)
        if (strncmp(peer_word[i], name, length) == 0 && peer_word[i][length] == '=') return 1;
    return 0;
}

static void prepare(void) {
    n = param_int("n"), iterations = param_int("iterations"), check = param_int("check");
    viscous = is_given("reynolds");
    double finer = n / 32.0 > 1.0 ? n / 32.0 : 1.0;
    if (viscous) sixteenth = param_real("reynolds") / finer / 16;
    side = n + 2, cells = (1 + viscous) * side * side;
    start = room(cells, sizeof *start);
    old_grids = room(cells, sizeof *start), new_grids = room(cells, sizeof *start);
    residuals = room((iterations + check - 1) / check, sizeof *start);
    load(start, cells * sizeof *start);
    memcpy(new_grids, start, cells * sizeof *start); // for its frame, which stays
}

static void answer(void) {
    save(old_grids, cells * sizeof *start);
    save(residuals, (iterations + check - 1) / check * sizeof *start);
}

// Heart: a band of rows for each thread, the same in every iteration.
static void step(const double *restrict old, double *restrict new) {
    #pragma omp parallel for schedule(static)
    for (int64_t i = 1; i <= n; i++) {
        const double *above = old + (i - 1) * side, *here = above + side, *below = here + side;
        double *to = new + i * side;
        for (int64_t j = 1; j <= n; j++) to[j] = 0.25 * ((above[j] + below[j]) + (here[j - 1] + here[j + 1]));
    }
}

static void viscous_step(const double *restrict old, double *restrict new) {
    const double *psi = old, *zeta = old + side * side;
    double *new_psi = new, *new_zeta = new + side * side;
    #pragma omp parallel for schedule(static)
    for (int64_t i = 1; i <= n; i++) {
        const double *p = psi + i * side, *z = zeta + i * side;
        double *to_psi = new_psi + i * side, *to_zeta = new_zeta + i * side;
        for (int64_t j = 1; j <= n; j++) {
            double around = (p[j - side] + p[j + side]) + (p[j - 1] + p[j + 1]);
            double along_x = p[j + 1] - p[j - 1], along_y = p[j + side] - p[j - side];
            double carried = along_x * (z[j + side] - z[j - side]) - along_y * (z[j + 1] - z[j - 1]);
            to_psi[j] = 0.25 * (around - z[j]);
            around = (z[j - side] + z[j + side]) + (z[j - 1] + z[j + 1]);
            to_zeta[j] = 0.25 * around - sixteenth * carried;
        }
    }
    int64_t last = n + 1;
    for (int64_t j = 1; j <= n; j++) {
        new_zeta[j] = 2.0 * (new_psi[side + j] - new_psi[j]);
        new_zeta[last * side + j] = 2.0 * (new_psi[n * side + j] - new_psi[last * side + j]);
        new_zeta[j * side] = 2.0 * (new_psi[j * side + 1] - new_psi[j * side]);
        new_zeta[j * side + last] = 2.0 * (new_psi[j * side + n] - new_psi[j * side + last]);
    }
}

static double change(const double *old, const double *new) {
    double most = 0.0;
    #pragma omp parallel for schedule(static) reduction(max : most)
    for (int64_t i = 0; i < (1 + viscous) * side; i++) {
        if (i % side == 0 || i % side == n + 1) continue;
        for (int64_t k = i * side + 1; k <= i * side + n; k++) {
            double here = new[k] > old[k] ? new[k] - old[k] : old[k] - new[k];
            most = here > most ? here : most;
        }
    }
    return most;
}

static void run(void) {
    memcpy(old_grids, start, cells * sizeof *start);
    for (int64_t k = 1; k <= iterations; k++) {
        (viscous ? viscous_step : step)(old_grids, new_grids);
        if (k % check == 0 || k == iterations) residuals[(k - 1) / check] = change(old_grids, new_grids);
        double *swapped = old_grids;
        old_grids = new_grids, new_grids = swapped;
    }
}
