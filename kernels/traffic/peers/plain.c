// Rule 184 in C: the plain loop over the cells, a byte each; two roads take turns.

#include "tenfold_peer.h"

static int64_t n, steps, every;
static uint8_t *start, *roads[2], *end; // with a halo cell at each end
static uint64_t *series, last; // moves

static void close_ring(uint8_t *road) {
    road[0] = road[n];
    road[n + 1] = road[1];
}

static void prepare(void) {
    n = param_int("n"), steps = param_int("steps"), every = param_int("every");
    start = room(n + 2, 1);
    for (int i = 0; i < 2; i++) roads[i] = room(n + 2, 1);
    series = room(steps / every, sizeof *series);
    load(start + 1, n);
    close_ring(start);
}

static void answer(void) {
    save(end + 1, n);
    save(series, steps / every * sizeof *series);
    save(&last, sizeof last);
}

// Heart: one cell at a time, without a branch.
static void step(const uint8_t *restrict old, uint8_t *restrict new) {
    for (int64_t i = 1; i <= n; i++) {
        uint8_t behind = old[i - 1], here = old[i], ahead = old[i + 1];
        new[i] = here ? ahead : behind;
    }
    close_ring(new);
}

// The cars that move in the next step. Counted in a loop of its own, and only where it is asked for: a sum in the loop over
// the cells would make each of their lanes eight times as wide.
static uint64_t moving(const uint8_t *road) {
    uint64_t moves = 0;
    for (int64_t i = 1; i <= n; i++) moves += road[i] & !road[i + 1];
    return moves;
}

static void run(void) {
    end = start;
    for (int64_t s = 1; s <= steps; s++) {
        if (s % every == 0 || s == steps) last = moving(end);
        if (s % every == 0) series[s / every - 1] = last;
        step(end, roads[s % 2]);
        end = roads[s % 2];
    }
}
