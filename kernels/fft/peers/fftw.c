// FFTW: its own plans, measured before the runs; with -DTHREADS and OpenMP on as many threads as there are workers.

#include "tenfold_peer.h"
#include <complex.h>
#include <fftw3.h>
#include <math.h>

static int64_t n, nz, steps, points;
static fftw_complex *start, *spectrum, *field;
static double complex *sums;
static double *wave_x, *wave_z;
static fftw_plan forward, back;

static void prepare(void) {
    n = param_int("n"), nz = param_int("nz"), steps = param_int("steps"), points = n * n * nz;
#ifdef THREADS
    fftw_init_threads();
    fftw_plan_with_nthreads(param_int("workers"));
#endif
    start = fftw_alloc_complex(points), spectrum = fftw_alloc_complex(points), field = fftw_alloc_complex(points);
    sums = room(steps, sizeof *sums), wave_x = room(n, sizeof *wave_x), wave_z = room(nz, sizeof *wave_z);
    forward = fftw_plan_dft_3d(nz, n, n, start, spectrum, FFTW_FORWARD, FFTW_MEASURE | FFTW_PRESERVE_INPUT);
    back = fftw_plan_dft_3d(nz, n, n, field, field, FFTW_BACKWARD, FFTW_MEASURE);
    load(start, points * sizeof *start); // measuring has overwritten the arrays
}

static void answer(void) {
    save(sums, steps * sizeof *sums);
    save(steps ? field : spectrum, points * sizeof *field);
}

static void decay(double *waves, int64_t length, int64_t t) {
    for (int64_t k = 0; k < length; k++) {
        double wave = 2 * k < length ? k : k - length;
        waves[k] = exp(-4e-6 * M_PI * M_PI * t * wave * wave);
    }
}

// Heart: a plan for each direction, executed.
static void run(void) {
    fftw_execute(forward);
    for (int64_t t = 1; t <= steps; t++) {
        decay(wave_x, n, t), decay(wave_z, nz, t);
        #pragma omp parallel for schedule(static)
        for (int64_t row = 0; row < n * nz; row++) {
            double yz = wave_x[row % n] * wave_z[row / n] / points;
            for (int64_t x = 0; x < n; x++) field[row * n + x] = spectrum[row * n + x] * (wave_x[x] * yz);
        }
        fftw_execute(back);
        double complex sum = 0;
        for (int64_t j = 1; j <= 1024; j++) sum += field[(5 * j % nz * n + 3 * j % n) * n + j % n];
        sums[t - 1] = sum;
    }
}
