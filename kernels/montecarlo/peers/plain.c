// Gaussian deviates by the polar method in C: one number after the other (NPB EP).
//
// Who is in the circle depends on the rounding of x² + y²: -ffp-contract=off.

#include "tenfold_peer.h"
#include <math.h>

#define MULTIPLIER 1220703125u // 5¹³
#define MASK ((UINT64_C(1) << 46) - 1)
#define ANNULI 10

static uint64_t seed, accepted, annuli[ANNULI];
static int64_t pairs, blocks; // pairs of one block
static double (*sums)[2], total[2];

static void prepare(void) {
    int64_t all = INT64_C(1) << param_int("log2_pairs");
    pairs = all < 256 ? all : 256, blocks = all / pairs;
    sums = room(blocks, sizeof *sums);
    load(&seed, sizeof seed);
}

static void answer(void) {
    save(&accepted, sizeof accepted);
    save(total, sizeof total);
    save(annuli, sizeof annuli);
}

static uint64_t next(uint64_t x) { return x * MULTIPLIER & MASK; }

static double coordinate(uint64_t x) { return 2.0 * (x * 0x1p-46) - 1.0; }

static void count(double x, double y, double *sum) {
    double t = x * x + y * y;
    if (t > 1.0) return;
    double factor = sqrt(-2.0 * log(t) / t);
    x *= factor, y *= factor;
    sum[0] += x, sum[1] += y;
    accepted++;
    int annulus = fmax(fabs(x), fabs(y));
    annuli[annulus < ANNULI ? annulus : ANNULI - 1]++;
}

// Heart: a block of pairs has a sum of its own; neighbouring blocks are added first.
static void run(void) {
    uint64_t x = seed;
    accepted = 0;
    memset(annuli, 0, sizeof annuli);
    for (int64_t b = 0; b < blocks; b++) {
        double sum[2] = {0.0, 0.0};
        for (int64_t i = 0; i < pairs; i++) {
            uint64_t y = next(x);
            x = next(y);
            count(coordinate(y), coordinate(x), sum);
        }
        memcpy(sums[b], sum, sizeof sum);
    }
    for (int64_t left = blocks / 2; left > 0; left /= 2)
        for (int64_t b = 0; b < left; b++)
            for (int d = 0; d < 2; d++) sums[b][d] = sums[2 * b][d] + sums[2 * b + 1][d];
    memcpy(total, sums[0], sizeof total);
}
