// Gaussian deviates by the polar method in C with OpenMP: every block jumps to its first number (NPB EP).
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

static uint64_t jump(uint64_t x, uint64_t steps) {
    for (uint64_t power = MULTIPLIER; steps > 0; steps /= 2, power *= power)
        if (steps % 2) x *= power;
    return x & MASK;
}

static double coordinate(uint64_t x) { return 2.0 * (x * 0x1p-46) - 1.0; }

static void count(double x, double y, double *sum, uint64_t *in, uint64_t *of) {
    double t = x * x + y * y;
    if (t > 1.0) return;
    double factor = sqrt(-2.0 * log(t) / t);
    x *= factor, y *= factor;
    sum[0] += x, sum[1] += y;
    ++*in;
    int annulus = fmax(fabs(x), fabs(y));
    of[annulus < ANNULI ? annulus : ANNULI - 1]++;
}

static void add_pairwise(void) {
    for (int64_t left = blocks / 2; left > 0; left /= 2)
        for (int64_t b = 0; b < left; b++)
            for (int d = 0; d < 2; d++) sums[b][d] = sums[2 * b][d] + sums[2 * b + 1][d];
    memcpy(total, sums[0], sizeof total);
}

// Heart: counts are reduced by OpenMP, the sums of the blocks added afterwards in one order.
static void run(void) {
    uint64_t in = 0, of[ANNULI] = {0};
    #pragma omp parallel for schedule(static) reduction(+ : in, of[:ANNULI])
    for (int64_t b = 0; b < blocks; b++) {
        double sum[2] = {0.0, 0.0};
        uint64_t x = jump(seed, 2 * b * pairs);
        for (int64_t i = 0; i < pairs; i++) {
            uint64_t y = next(x);
            x = next(y);
            count(coordinate(y), coordinate(x), sum, &in, of);
        }
        memcpy(sums[b], sum, sizeof sum);
    }
    accepted = in;
    memcpy(annuli, of, sizeof annuli);
    add_pairwise();
}
