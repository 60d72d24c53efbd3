/* Rule 184 in C as an external of Tenfold: the plain loop, and the protocol in main.
 *
 *     cc -O3 -o rule184 rule184.c
 *
 * Input: one byte per cell. Output: the road, the moves of every `every`-th step and those of the last one, as little-endian
 * 64-bit integers (kernels/traffic/README.md).
 */
#define _POSIX_C_SOURCE 199309L
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static uint64_t step(const uint8_t *old, uint8_t *new, size_t n) {
    uint64_t moves = 0;
    for (size_t i = 0; i < n; i++) {
        uint8_t behind = old[i == 0 ? n - 1 : i - 1], here = old[i], ahead = old[i + 1 == n ? 0 : i + 1];
        new[i] = here ? ahead : behind;
        moves += here & !ahead;
    }
    return moves;
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + 1e-9 * t.tv_nsec;
}

int main(int argc, char **argv) {
    if (argc != 6) return fprintf(stderr, "usage: rule184 N STEPS EVERY INPUT OUTPUT\n"), 2;
    size_t n = strtoull(argv[1], NULL, 10), steps = strtoull(argv[2], NULL, 10), every = strtoull(argv[3], NULL, 10);
    printf("started C, %s\n", __VERSION__);
    fflush(stdout);

    uint8_t *start = malloc(n), *old = malloc(n), *new = malloc(n);
    uint64_t *series = calloc(steps / every + 1, sizeof *series), moves = 0;
    FILE *input = fopen(argv[4], "rb");
    if (!start || !old || !new || !series || !input || fread(start, 1, n, input) != n) return perror(argv[4]), 1;
    fclose(input);
    printf("ready\n");
    fflush(stdout);

    char line[64];
    while (fgets(line, sizeof line, stdin)) {
        unsigned long runs;
        if (sscanf(line, "run %lu", &runs) == 1) {
            double begin = now();
            for (unsigned long r = 0; r < runs; r++) {
                memcpy(old, start, n);
                for (size_t s = 1; s <= steps; s++) {
                    moves = step(old, new, n);
                    if (s % every == 0) series[s / every - 1] = moves;
                    uint8_t *swap = old;
                    old = new;
                    new = swap;
                }
            }
            printf("%.9f\n", now() - begin);
        } else if (strncmp(line, "answer", 6) == 0) {
            FILE *output = fopen(argv[5], "wb");
            if (!output) return perror(argv[5]), 1;
            fwrite(old, 1, n, output);
            fwrite(series, sizeof *series, steps / every, output);
            fwrite(&moves, sizeof moves, 1, output);
            fclose(output);
            printf("written\n");
        }
        fflush(stdout);
    }
    return 0;
}
