// The Mandelbrot set in C with OpenMP: rows handed out to threads as they become free.
//
// Counts are exact only if every operation rounds: -ffp-contract=off, as in plain.c.

#include "tenfold_peer.h"

static int64_t width, height;
static uint32_t max_iter, *counts;
static double *columns, *rows;

static void prepare(void) {
    width = param_int("width"), height = param_int("height"), max_iter = param_int("max_iter");
    columns = room(width, sizeof *columns);
    rows = room(height, sizeof *rows);
    counts = room(width * height, sizeof *counts);
    load(columns, width * sizeof *columns);
    load(rows, height * sizeof *rows);
}

static void answer(void) { save(counts, width * height * sizeof *counts); }

static uint32_t tests_passed(double c_re, double c_im) {
    double re = c_re, im = c_im;
    for (uint32_t n = 0; n < max_iter; n++) {
        double re_squared = re * re, im_squared = im * im;
        if (re_squared + im_squared > 4.0) return n;
        im = 2.0 * (re * im) + c_im;
        re = re_squared - im_squared + c_re;
    }
    return max_iter;
}

// Heart: rows differ in work, so each goes to whichever thread is free.
static void run(void) {
    #pragma omp parallel for schedule(dynamic)
    for (int64_t j = 0; j < height; j++)
        for (int64_t i = 0; i < width; i++) counts[j * width + i] = tests_passed(columns[i], rows[j]);
}
