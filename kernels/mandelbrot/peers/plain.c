// The Mandelbrot set in C: one point after the other.
//
// Counts are exact only if every operation rounds. With -march=native, GCC may fuse a multiplication and an addition into
// one operation that rounds once; -ffp-contract=off forbids it.

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

// Heart: as many steps as the point takes.
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

static void run(void) {
    for (int64_t j = 0; j < height; j++)
        for (int64_t i = 0; i < width; i++) counts[j * width + i] = tests_passed(columns[i], rows[j]);
}
