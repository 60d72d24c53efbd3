// Gravity of n bodies in C: every body is pulled by every body; leapfrog steps.
//
// Rounded as in the naive variant, to the last bit: -ffp-contract=off.

#include "tenfold_peer.h"
#include <math.h>

static int64_t n, steps;
static double dt, softening;
static double (*start)[3], (*speed)[3], *masses; // as they begin
static double (*x)[3], (*v)[3], (*a)[3];

static void prepare(void) {
    n = param_int("n"), steps = param_int("steps");
    dt = param_real("dt"), softening = param_real("softening");
    start = room(n, sizeof *start), speed = room(n, sizeof *speed), masses = room(n, sizeof *masses);
    x = room(n, sizeof *x), v = room(n, sizeof *v), a = room(n, sizeof *a);
    load(start, n * sizeof *start);
    load(speed, n * sizeof *speed);
    load(masses, n * sizeof *masses);
}

static void answer(void) {
    save(x, n * sizeof *x);
    save(v, n * sizeof *v);
    save(a, n * sizeof *a);
}

// Heart: itself, at no distance, pulls a body nowhere.
static void pull(void) {
    for (int64_t i = 0; i < n; i++) {
        double sum[3] = {0.0, 0.0, 0.0};
        for (int64_t j = 0; j < n; j++) {
            double dx = x[j][0] - x[i][0], dy = x[j][1] - x[i][1], dz = x[j][2] - x[i][2];
            double squared = dx * dx + dy * dy + dz * dz + softening * softening;
            double strength = masses[j] / (squared * sqrt(squared));
            sum[0] += strength * dx, sum[1] += strength * dy, sum[2] += strength * dz;
        }
        for (int k = 0; k < 3; k++) a[i][k] = sum[k];
    }
}

static void run(void) {
    memcpy(x, start, n * sizeof *x);
    memcpy(v, speed, n * sizeof *v);
    pull();
    for (int64_t s = 0; s < steps; s++) {
        for (int64_t i = 0; i < n; i++)
            for (int k = 0; k < 3; k++) {
                v[i][k] += 0.5 * dt * a[i][k];
                x[i][k] += dt * v[i][k];
            }
        pull();
        for (int64_t i = 0; i < n; i++)
            for (int k = 0; k < 3; k++) v[i][k] += 0.5 * dt * a[i][k];
    }
}
